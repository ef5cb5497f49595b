"""Where elements stand: every place below a group, with the names its data have."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.forms.xdatenfelder.model import Field, Group

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lotse_app.forms.xdatenfelder.model import Use


@dataclass(frozen=True, slots=True)
class Place:
    """One use of an element below a group: ids and property names on the way to it, itself last.

    ``around`` are the uses on the way, itself last, so that one sees what may be repeated.
    """

    ids: tuple[str, ...]
    keys: tuple[str, ...]
    around: tuple[Use, ...]

    @property
    def use(self) -> Use:
        """Return the use itself."""
        return self.around[-1]

    @property
    def in_list(self) -> bool:
        """Return whether something around the element may be repeated."""
        return any(use.many for use in self.around[:-1])


def keyed(group: Group) -> tuple[tuple[str, Use], ...]:
    """Return the uses of a group with the property name of each: the id, or the id and a number for a second one."""
    seen: Counter[str] = Counter()
    made = []
    for use in group.uses:
        name = use.element.identity.id
        seen[name] += 1
        made.append((name if seen[name] == 1 else f"{name}_{seen[name]}", use))
    return tuple(made)


def below(group: Group) -> Iterator[Place]:
    """Yield every place below a group, in the order of the document."""
    return _below(group, (), (), ())


def _below(group: Group, ids: tuple[str, ...], keys: tuple[str, ...], around: tuple[Use, ...]) -> Iterator[Place]:
    for key, use in keyed(group):
        place = Place((*ids, use.element.identity.id), (*keys, key), (*around, use))
        yield place
        if isinstance(use.element, Group):
            yield from _below(use.element, place.ids, place.keys, place.around)


class Below:
    """All places below a group, found by the id they end with."""

    def __init__(self, group: Group) -> None:
        self.all = tuple(below(group))
        self._by_id: dict[str, list[Place]] = defaultdict(list)
        for place in self.all:
            self._by_id[place.ids[-1]].append(place)

    def named(self, name: str) -> list[Place]:
        """Return the places whose path ends as written; ids of eight digits may stand for ids of eleven."""
        parts = tuple(self._full(one) for one in name.split("."))
        return [place for place in self._by_id.get(parts[-1], ()) if place.ids[-len(parts) :] == parts]

    def _full(self, name: str) -> str:
        """Return an id of eight digits with eleven, where the schema has such: three zeros after the first two."""
        longer = f"{name[:3]}000{name[3:]}"
        return longer if name not in self._by_id and longer in self._by_id else name


def is_asked(element: Field | Group) -> bool:
    """Return whether an element has data: a label has none, nor has a group that holds nothing but labels."""
    if isinstance(element, Field):
        return element.kind != "label"
    return any(is_asked(use.element) for use in element.uses)
