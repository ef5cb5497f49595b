"""Compares what the grammar says with what a person wrote down, by meaning: order says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lotse_app.forms.xdatenfelder import meaning
    from tests.forms.xdatenfelder import expected

_OPPOSITE = {"=": "<>", "<>": "=", "filled": "empty", "empty": "filled"}


def grammar_says(clauses: Iterable[meaning.Clause]) -> frozenset[Any]:
    """Give the meaning of the grammar's clauses."""
    return frozenset(
        made for clause in clauses for made in _clause(clause.scope, clause.condition, clause.effects, clause.otherwise)
    )


def person_says(clauses: Iterable[expected.Clause]) -> frozenset[Any]:
    """Give the meaning of the clauses of the table."""
    return frozenset(
        made
        for clause in clauses
        for made in _clause(clause.scope, clause.condition, clause.effects, clause.else_effects)
    )


def _clause(scope: Iterable[str], condition: Any, effects: Any, otherwise: Any) -> Iterable[Any]:  # noqa: ANN401 - two tables
    where = frozenset(scope)
    for effect in effects:
        for one in _effect(effect):
            yield where, _condition(condition, negate=False), one
    for effect in otherwise:
        for one in _effect(effect):
            yield where, _condition(condition, negate=True), one


def _condition(condition: Any, *, negate: bool) -> Any:  # noqa: ANN401 - two tables
    if condition is None:
        return None
    if hasattr(condition, "parts"):
        kind = condition.kind
        if kind == "not":
            return _condition(condition.parts[0], negate=not negate)
        if negate:
            kind = {"all": "any", "any": "all"}[kind]
        return kind, frozenset(_condition(part, negate=negate) for part in condition.parts)
    op = _OPPOSITE[condition.op] if negate else condition.op
    return condition.element, op, condition.value


def _effect(effect: Any) -> Iterable[Any]:  # noqa: ANN401 - two tables
    kind = str(effect.kind)
    if kind in {"at_least_one", "exactly_one"}:
        yield kind, frozenset(effect.elements), effect.value
    elif kind == "compare":
        yield kind, tuple(effect.elements), effect.op
    else:
        for element in effect.elements:
            yield kind, element, effect.value
