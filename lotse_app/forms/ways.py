"""Questions that may be answered in one of several ways, for example by a number or by yes and no. Pure.

Which way was taken is not part of the answer: it is told by the answer's type. While nothing is answered yet, only the
window knows which way was chosen, so it says that with what is typed (``Given``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lotse_app.forms.alternatives import given, seen_as
from lotse_app.forms.schema import choices_of, types_of
from lotse_app.forms.state import ControlKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lotse_app.forms.plan import ControlPlan
    from lotse_app.forms.schema import Schema
    from lotse_app.forms.state import ControlState

_SINGLE: Final = frozenset({"string", "number", "integer", "boolean"})
#: What a way is called that has no title.
NAMES: Final = {
    ControlKind.INTEGER: "Ganze Zahl",
    ControlKind.NUMBER: "Zahl",
    ControlKind.YES_NO: "Ja oder Nein",
    ControlKind.TICK: "Ja",
    ControlKind.DATE: "Datum",
    ControlKind.PARTIAL_DATE: "Datum",
    ControlKind.CHOICE: "Auswahl",
}
#: These say only that another way is meant.
_OTHER: Final = frozenset({"type", "const", "enum"})


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed or chosen, and in which of the ways."""

    way: int
    value: Any


def ways_in(schema: Schema, root: Mapping[str, Any]) -> tuple[Schema, ...]:
    """Return the ways in which one value may be given, as schemas; empty where there is only one."""
    types = types_of(schema)
    if choices_of(schema):
        return ()
    if "boolean" in types and len(set(types) - {"null"}) > 1:
        return tuple({**schema, "type": kind} for kind in types if kind in _SINGLE)
    parts = next((found for name in ("oneOf", "anyOf") if len(found := given(schema, name, root)) > 1), ())
    read = [seen_as(part, root) for _, part in parts]
    if types or not read or not all("const" in one or choices_of(one) or set(types_of(one)) & _SINGLE for one in read):
        return ()
    named = [one for one in read if "const" in one]  # several that are each one value are one choice
    rest = [one for one in read if "const" not in one]
    return (*rest, *([{"oneOf": named}] if named else []))


def labelled(plans: Sequence[ControlPlan]) -> Iterator[str]:
    """Yield what each way is called, each otherwise."""
    told: list[str] = []
    for plan in plans:
        name = plan.label or NAMES.get(plan.kind, "Text")
        number = sum(one.removesuffix(f" {at}") == name for at, one in enumerate(told, start=1))
        told.append(f"{name} {number + 1}" if number else name)
        yield told[-1]


def way_of(ways: Sequence[ControlPlan | ControlState], value: object) -> int | None:
    """Return in which way an answer was given, None where it fits none."""
    return next((at for at, one in enumerate(ways) if _fits(one, value)), None)


def _fits(way: ControlPlan | ControlState, value: object) -> bool:
    if way.kind is ControlKind.CHOICE:
        return any(type(one.value) is type(value) and one.value == value for one in way.choices)
    if way.kind in {ControlKind.YES_NO, ControlKind.TICK}:
        return isinstance(value, bool)
    if way.kind is ControlKind.INTEGER:
        return isinstance(value, int) and not isinstance(value, bool)
    if way.kind is ControlKind.NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str)


def meant(kind: Any) -> list[Any]:  # noqa: ANN401 - of an error of the validator; each keyword has a class of its own
    """Return what is wrong with an answer in the way it was given; nothing where it was given in none."""
    branches = getattr(kind, "context", None) or ()
    return next((list(one) for one in branches if not any(part.kind.name in _OTHER for part in one)), [])
