"""What our engine says in the oracle's words, and where the two differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lotse_app.forms.batch import form_state
from lotse_app.forms.engine import painted
from tests.forms.building import make_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lotse_app.forms.form import Form
    from lotse_app.forms.state import Element

Standing = tuple[str, bool, bool]
#: Says what ``form_state`` says, of a schema, a UI schema and answers.
Engine = Callable[[object, object, object], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the two do not agree: ``ours`` and ``theirs``."""

    name: str
    what: str
    ours: object
    theirs: object


def standings(form: Form, answers: Mapping[str, Any]) -> list[Standing]:
    """Return (pointer, visible, enabled) of every question and list of a form, also inside list items."""
    return [found for step in painted(form, answers).steps for found in _walk(step.elements)]


def _walk(elements: tuple[Element, ...]) -> Iterator[Standing]:
    for element in elements:
        if hasattr(element, "pointer"):
            yield element.pointer, element.visible, getattr(element, "enabled", True)
        for part in ("elements", "items"):
            yield from _walk(getattr(element, part, ()))


def differences(
    question: Mapping[str, Any], theirs: Mapping[str, Any], form: Form | None = None, *, engine: Engine = form_state
) -> list[Difference]:
    """Return where our answer to a question and theirs differ; ``form`` is what is painted for the question."""
    name = question["name"]
    try:
        ours = engine(question["schema"], question["uischema"], question["data"])
    except (ValueError, TypeError, AttributeError, LookupError) as error:
        return [] if "error" in theirs else [Difference(name, "error", str(error), None)]
    if "error" in theirs:
        return [Difference(name, "error", None, theirs["error"])]
    found = []
    their_errors = {(pointer, keyword) for pointer, keyword in theirs["errors"]}
    if set(ours["errors"]) != their_errors:
        only = (sorted(set(ours["errors"]) - their_errors), sorted(their_errors - set(ours["errors"])))
        found.append(Difference(name, "errors", *only))
    if len(ours["controls"]) != len(theirs["controls"]):
        found.append(Difference(name, "controls", len(ours["controls"]), len(theirs["controls"])))
    pairs = zip(ours["controls"], theirs["controls"], strict=False)
    found += [Difference(name, "control", mine, other) for mine, other in pairs if mine != other and not _slips(mine)]
    if form is not None and isinstance(question["data"], dict):
        found += _painted(form, question, theirs)
    return found


def _slips(ours: Mapping[str, Any]) -> bool:
    """Return whether JSON Forms cannot find a control: it decodes only the first ``~`` of a path (ADR 0007)."""
    return str(ours["scope"]).count("~0") > 1


def _painted(form: Form, question: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[Difference]:
    """Yield where what the window paints stands otherwise; what only one of the two shows so often is left out."""
    ours = standings(form, question["data"])
    others = [(pointer, visible, enabled) for pointer, visible, enabled in theirs["inner"]]
    mine, their = (Counter(one[0] for one in side) for side in (ours, others))
    both = {pointer for pointer, times in mine.items() if their[pointer] == times}
    left, right = (Counter(one for one in side if one[0] in both) for side in (ours, others))
    if left != right:
        yield Difference(question["name"], "painted", sorted(left - right), sorted(right - left))


def painted_form(schema: object, uischema: object) -> Form | None:
    """Return documents as a form, None where they are none that the window could paint."""
    if not isinstance(schema, dict) or not isinstance(uischema, dict):
        return None
    return make_form(schema, uischema)
