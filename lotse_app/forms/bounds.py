"""How much a schema asks for before anything is answered, counted up to a bound: a few lines can ask for millions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lotse_app.forms.pointers import split
from lotse_app.forms.schema import at_reference, at_scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Place = tuple[str | int, ...]

#: How often an object may stand inside itself: what is further in has no end.
INSIDE_ITSELF: Final = 3
#: The largest form of FIM we know begins with 2 items a list and has 255 questions.
MOST_ITEMS: Final = 2_000
MOST_PLACES: Final = 10_000
_DEEPEST: Final = 200
_NAMED: Final = ("properties", "dependentSchemas")
_LISTED: Final = ("allOf", "anyOf", "oneOf")
_SINGLE: Final = ("then", "else")


class TooMuchError(Exception):
    """A schema asks for too much; ``place`` is where in the document the bound was passed."""

    def __init__(self, place: Place, reason: str) -> None:
        super().__init__(reason)
        self.place = place
        self.reason = reason


def check_bounds(schema: Mapping[str, Any]) -> None:
    """Count questions, alternatives and the items that lists begin with. Raises ``TooMuchError``.

    References must lead somewhere, and not in a circle of nothing but references.
    """
    _Counter(schema).look(schema, (), (), 1)


def check_drawn(layout: Mapping[str, Any], schema: Mapping[str, Any]) -> None:
    """Count what a layout draws, an object asked for twice being drawn twice. Raises ``TooMuchError``.

    The layout has been looked at: its elements are elements, its scopes lead somewhere.
    """
    counter = _Counter(schema)
    for place, element in _elements(layout, ()):
        try:
            scope = element.get("scope")  # a layout and a label may have one of any kind: nobody reads it
            drawn = at_scope(schema, scope, schema) if isinstance(scope, str) else {}
            counter.look(drawn, (), (), 1)
        except TooMuchError as error:
            raise TooMuchError(place, error.reason) from error


def _elements(element: Mapping[str, Any], place: Place) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    yield place, element
    inside = element.get("elements")
    for at, inner in enumerate(inside if isinstance(inside, list) else ()):
        if isinstance(inner, dict):
            yield from _elements(inner, (*place, "elements", at))


class _Counter:
    """Walks through a schema as it will be asked, references followed."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self._places = 0
        self._items = 0

    def look(self, schema: object, place: Place, around: tuple[int, ...], copies: int) -> None:
        """Count a schema that stands ``copies`` times in an empty form, inside the schemas ``around``."""
        found, place = self._behind(schema, place)
        if not isinstance(found, dict) or around.count(id(found)) >= INSIDE_ITSELF:
            return
        self._places += copies
        if self._places > MOST_PLACES or len(around) > _DEEPEST:
            raise TooMuchError(place, f"fragt nach mehr als {MOST_PLACES} Angaben")
        inside = (*around, id(found))
        for at, part in _parts(found):
            self.look(part, (*place, *at), inside, copies)
        self._list(found, place, inside, copies)

    def _list(self, found: Mapping[str, Any], place: Place, inside: tuple[int, ...], copies: int) -> None:
        first = found.get("prefixItems", ())
        if not first and "items" not in found:
            return
        times = copies * max(int(found.get("minItems", 0)) - len(first), 1)
        self._items += copies * len(first) + times
        if self._items > MOST_ITEMS:
            raise TooMuchError(place, "verlangt zu viele Wiederholungen")
        for at, part in enumerate(first):
            self.look(part, (*place, "prefixItems", at), inside, copies)
        self.look(found.get("items"), (*place, "items"), inside, times)

    def _behind(self, schema: object, place: Place) -> tuple[object, Place]:
        while isinstance(schema, dict) and isinstance(reference := schema.get("$ref"), str):
            schema, place = at_reference(reference, self._root), tuple(split(reference[1:]))
        return schema, place


def _parts(schema: Mapping[str, Any]) -> Iterator[tuple[Place, object]]:
    for name in _NAMED:
        for member, part in schema.get(name, {}).items():
            yield (name, member), part
    for name in _LISTED:
        for at, part in enumerate(schema.get(name, ())):
            yield (name, at), part
    for name in _SINGLE:
        yield (name,), schema.get(name)
