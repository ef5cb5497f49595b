"""Conditions of rules as parts of the two documents: a JSON Schema for ``if``, a JSON Forms condition for a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lotse_app.forms.xdatenfelder.meaning import Junction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lotse_app.forms.xdatenfelder.meaning import Comparison, Condition
    from lotse_app.forms.xdatenfelder.places import Place

#: What is there and not empty, whatever its type.
FILLED: Final[dict[str, Any]] = {"minLength": 1, "minItems": 1, "minProperties": 1}
_ANY_TYPE: Final = ["string", "number", "boolean", "object", "array"]
#: A condition that always holds.
ALWAYS: Final[dict[str, Any]] = {"scope": "#", "schema": {}}


def nested(keys: Sequence[str], inner: Mapping[str, Any], *, lists: Sequence[bool] = (), force: bool) -> dict[str, Any]:
    """Return a schema that says ``inner`` of the member at ``keys``.

    ``lists`` says for each key whether it is a list, whose items are meant then. ``force``: everything on the way,
    and the member itself, must be there; of lists on the way only what is in their items.
    """
    made: dict[str, Any] = dict(inner)
    on_the_way = [at for at, many in enumerate(lists[:-1]) if many]
    for at in range(len(keys) - 1, -1, -1):
        if at in on_the_way:
            made = {"items": made}
        held: dict[str, Any] = {"properties": {keys[at]: made}} if made else {}
        forced = force and not any(at <= one for one in on_the_way)
        made = {"required": [keys[at]], **held} if forced else held
    return made


def as_schema(condition: Condition, places: Mapping[str, Place]) -> dict[str, Any]:
    """Return a schema that accepts the bearer's data where the condition holds."""
    if isinstance(condition, Junction):
        word = "allOf" if condition.kind == "all" else "anyOf"
        return {word: [as_schema(part, places) for part in condition.parts]}
    inner = {"const": condition.value} if condition.op in {"=", "<>"} else FILLED
    holds = nested(places[condition.element].keys, inner, force=True)
    return holds if condition.op in {"=", "filled"} else {"not": holds}


def as_rule(condition: Condition, places: Mapping[str, Place], base: Sequence[str]) -> dict[str, Any]:
    """Return a JSON Forms condition; ``base`` are the property names from the data's root to the bearer."""
    if isinstance(condition, Junction):
        word = "AND" if condition.kind == "all" else "OR"
        return {"type": word, "conditions": [as_rule(part, places, base) for part in condition.parts]}
    scope = scope_of((*base, *places[condition.element].keys))
    return {"scope": scope, **_leaf(condition)}


def _leaf(leaf: Comparison) -> dict[str, Any]:
    if leaf.op == "=":
        return {"schema": {"const": leaf.value}, "failWhenUndefined": True}
    if leaf.op == "<>":
        return {"schema": {"not": {"const": leaf.value}}}
    if leaf.op == "filled":
        return {"schema": dict(FILLED), "failWhenUndefined": True}
    return {"schema": {"not": {"type": list(_ANY_TYPE), **FILLED}}}


def scope_of(keys: Sequence[str]) -> str:
    """Return the scope of property names; the names are FIM ids, so nothing needs to be escaped."""
    return "#" + "".join(f"/properties/{key}" for key in keys)
