"""Finds the elements and codes that a rule names in the schema; what is not there exactly once is not certain."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from lotse_app.forms.xdatenfelder.meaning import EVERY, Junction, Written
from lotse_app.forms.xdatenfelder.model import Field
from lotse_app.forms.xdatenfelder.prose import UnreadError, read_rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lotse_app.forms.xdatenfelder.meaning import Clause, Condition, Effect, Value
    from lotse_app.forms.xdatenfelder.model import CodeEntry
    from lotse_app.forms.xdatenfelder.places import Below, Place

_TRUTHS: Final = {"wahr": True, "ja": True, "falsch": False, "nein": False}
_CODE_AND_LABEL: Final = re.compile(r"([0-9]{1,6})\s+(.+)")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A rule whose elements are found: ``places`` by the name in the clauses, relative to the group that bears it."""

    clauses: tuple[Clause, ...]
    places: Mapping[str, Place]
    every: tuple[Place, ...] = ()

    def named(self, effect: Effect) -> tuple[Place, ...]:
        """Return the places an effect is about."""
        return self.every if effect.elements == (EVERY,) else tuple(self.places[one] for one in effect.elements)


def resolve(text: str, places: Below, lists: Mapping[str, tuple[CodeEntry, ...]]) -> Resolved:
    """Return what a text means at the group or schema that bears it; ``lists`` are code lists by their name.

    ``places`` are those below the bearer. Raises UnreadError.
    """
    return _Resolver(places, lists).rule(read_rule(text))


class _Resolver:
    """Resolves the clauses of one rule."""

    def __init__(self, below: Below, lists: Mapping[str, tuple[CodeEntry, ...]]) -> None:
        self._below = below
        self._lists = lists
        self._places: dict[str, Place] = {}
        self._every: tuple[Place, ...] = ()

    def rule(self, clauses: tuple[Clause, ...]) -> Resolved:
        """Return the clauses with codes for values."""
        made = tuple(
            replace(
                clause,
                condition=self._condition(clause.condition),
                effects=tuple(self._effect(one) for one in clause.effects),
                otherwise=tuple(self._effect(one) for one in clause.otherwise),
            )
            for clause in clauses
        )
        return Resolved(made, self._places, self._every)

    def _place(self, name: str) -> Place:
        if name not in self._places:
            found = self._below.named(name)
            if len(found) != 1:
                message = f"{name} steht hier nicht genau einmal"
                raise UnreadError(message)
            self._places[name] = found[0]
        return self._places[name]

    def _condition(self, condition: Condition | None) -> Condition | None:
        if condition is None:
            return None
        if isinstance(condition, Junction):
            parts = tuple(self._condition(part) for part in condition.parts)
            return Junction(condition.kind, tuple(part for part in parts if part is not None))
        place = self._place(condition.element)
        if condition.value is None:
            return condition
        return replace(condition, value=self._value(condition.value, place))

    def _effect(self, effect: Effect) -> Effect:
        if effect.elements == (EVERY,):
            self._every = tuple(one for one in self._below.all if isinstance(one.use.element, Field))
            places = self._every
        else:
            places = tuple(self._place(name) for name in effect.elements)
        if effect.value is None:
            return effect
        values = {self._value(effect.value, place) for place in places}
        if len(values) != 1:
            message = "der Wert passt nicht zu allen Feldern"
            raise UnreadError(message)
        return replace(effect, value=values.pop())

    def _value(self, value: Value, place: Place) -> str | bool:
        field = place.use.element
        assert isinstance(value, Written)  # noqa: S101 - the reader leaves all values as written
        if not isinstance(field, Field):
            message = f"{field.identity.id} ist eine Gruppe und hat keinen Wert"
            raise UnreadError(message)
        if field.kind == "select":
            return self._code(value, field)
        if field.datatype == "bool" and not value.code and value.label.casefold() in _TRUTHS:
            return _TRUTHS[value.label.casefold()]
        message = f"„{value.code or value.label}“ ist kein Wert von {field.identity.id}"
        raise UnreadError(message)

    def _code(self, value: Written, field: Field) -> str:
        listed = field.code_list is not None and self._lists.get(field.code_list.shown)
        entries = field.codes or listed or ()
        apart = _CODE_AND_LABEL.fullmatch(value.label) if not value.code else None
        if apart:
            value = Written(apart[1], apart[2])
        if not entries:
            if value.code:
                return value.code
            message = f"ohne Codeliste ist „{value.label}“ bei {field.identity.id} kein Code"
            raise UnreadError(message)
        return _entry(value, entries)


def _entry(value: Written, entries: tuple[CodeEntry, ...]) -> str:
    """Return the code that is meant: the same, the only one with the same number, or the only one with the label."""
    labelled = [one.code for one in entries if _same(one.label, value.label)]
    if value.code:
        found = [one.code for one in entries if one.code == value.code]
        found = found or [one.code for one in entries if one.code.isdigit() and int(one.code) == int(value.code)]
    else:
        found = labelled
    if len(found) != 1:
        message = f"„{value.code or value.label}“ ist nicht genau ein Eintrag der Codeliste"
        raise UnreadError(message)
    if labelled and found[0] not in labelled:
        message = f"„{value.label}“ ist die Bezeichnung eines anderen Codes als {value.code}"
        raise UnreadError(message)
    return found[0]


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
