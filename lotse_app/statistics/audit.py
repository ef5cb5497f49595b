"""All registered tables and editions as one system of sums: what an outsider could compute from them together.

Counts are cut into *units*: stretches of time between any two days at which a printed count of the same dimension
begins or ends. So the sum of three months and their quarter, or a quarter less two of its months, are seen. A count
that changed between two editions is the older one and what was added or taken away since; that is a count of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from lotse_app.models.publication import Key
from lotse_app.statistics.protecting import protect, small
from lotse_app.statistics.published import BROKEN_DOWN, WHOLE, value_of
from lotse_app.statistics.tables import MULTIPLE
from lotse_app.statistics.witness import Sums

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from datetime import date

    from lotse_app.statistics.protecting import Protection
    from lotse_app.statistics.published import Atom

_OF = {dimension.value: measure for dimension, measure, _ in BROKEN_DOWN} | {"weg": "eingereicht"}
_SINGLE = {dimension.value for dimension, _, _ in BROKEN_DOWN if dimension not in MULTIPLE} | {"weg"}
_SEVERAL = {dimension.value for dimension in MULTIPLE} & set(_OF)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One edition: the counts by month when it was made, what it printed, and what of that it held back."""

    atoms: Mapping[Atom, int]
    keys: tuple[Key, ...]
    hidden: frozenset[Key] = frozenset()


class Audit:
    """The system of all editions, the newest last."""

    def __init__(self, editions: Sequence[Snapshot]) -> None:
        self.editions = editions
        self._sums = Sums()
        self._cuts = self._boundaries()
        self._series = self._named()

    def protect(self) -> Protection:
        """Return what the newest edition must hold back. Raises ValueError where an older one told too much.

        To be asked once.
        """
        for at in range(len(self.editions)):
            self._add_units(at)
        for at in range(len(self.editions)):
            self._add_relations(at)
        for at, edition in enumerate(self.editions):
            for key in edition.keys:
                self._add_key(at, key)
        changes = self._changes()
        last = len(self.editions) - 1
        new = [(last, key) for key in self.editions[last].keys]
        printed = {(at, key) for at in range(last) for key in self.editions[at].keys
                   if key not in self.editions[at].hidden}  # fmt: skip
        targets = [name for name in self._sums.values if name[0] != "rest" and self._concerns(name, changes)]  # type: ignore[index]  # every variable is a tuple
        return protect(self._sums, printed, new, targets)

    @property
    def sums(self) -> Sums:
        """Return the system, once it was asked for protection."""
        return self._sums

    def _concerns(self, name: Hashable, changes: set[Hashable]) -> bool:
        """Return whether a variable is a count that somebody could look for: printed, cut out, or changed."""
        if not small(self._sums.values[name]):
            return False
        head = name[0]  # type: ignore[index]  # every variable is a tuple
        return isinstance(head, int) or head == "unit" or name in changes

    def _boundaries(self) -> dict[str, tuple[date, ...]]:
        """Return the days at which a printed count of a dimension begins or ends; the whole has those of all."""
        found: dict[str, set[date]] = {}
        for edition in self.editions:
            for key in edition.keys:
                name = key.dimension or key.measure
                found.setdefault(name, set()).update((key.start, key.end))
        whole = {day for days in found.values() for day in days}
        wide = {name: whole if name in WHOLE else days for name, days in found.items()}
        return {name: tuple(sorted(days)) for name, days in wide.items()}

    def _named(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Return the values of every (measure, dimension) that any edition counted or printed."""
        found: dict[tuple[str, str], dict[str, None]] = {}
        for edition in self.editions:
            for measure, dimension, value in (
                *((key.measure, key.dimension, key.value) for key in edition.keys),
                *(atom[:3] for atom in edition.atoms if atom[1] in self._cuts or not atom[1]),
            ):
                found.setdefault((measure, dimension), {})[value] = None
        return {name: tuple(values) for name, values in found.items()}

    def _units(self, measure: str, dimension: str) -> list[tuple[date, date]]:
        days = self._cuts.get(dimension or measure, ())
        return list(pairwise(days))

    def _add_units(self, at: int) -> None:
        """Add every unit at the time of an edition, and how it grew out of the one before."""
        for (measure, dimension), values in self._series.items():
            for start, end in self._units(measure, dimension):
                for value in values:
                    key = Key(measure, dimension, value, start, end)
                    now = value_of(key, self.editions[at].atoms)
                    self._sums.add(("unit", at, key), now)
                    if at:
                        self._grow(at, key, now)

    def _grow(self, at: int, key: Key, now: int) -> None:
        before = self._sums.values["unit", at - 1, key]
        parts: list[tuple[Hashable, int]] = [(("unit", at - 1, key), 1)]
        if now != before:
            change = ("change", at, key)
            self._sums.add(change, abs(now - before))
            parts.append((change, 1 if now > before else -1))
        self._sums.equal(("unit", at, key), parts)

    def _add_relations(self, at: int) -> None:
        """Say how units of one edition sum up: values to the whole, Beratungen to Teilnahmen."""
        for measure, dimension in self._series:
            if dimension in _SINGLE:
                self._sum_up(at, measure, dimension)
            elif dimension in _SEVERAL:
                self._leave_rest(at, measure, dimension)
        for start, end in self._units("teilnahmen", ""):
            people, counsel = (Key(name, "", "", start, end) for name in ("teilnahmen", "beratungen"))
            if ("unit", at, people) in self._sums.values and ("unit", at, counsel) in self._sums.values:
                more = self._sums.values["unit", at, people] - self._sums.values["unit", at, counsel]
                self._sums.add(("rest", at, people), more)
                self._sums.equal(("unit", at, people), [(("unit", at, counsel), 1), (("rest", at, people), 1)])

    def _sum_up(self, at: int, measure: str, dimension: str) -> None:
        for start, end in self._units(measure, dimension):
            whole = self._whole(at, measure, start, end)
            parts = [("unit", at, Key(measure, dimension, value, start, end))
                     for value in self._series[measure, dimension]]  # fmt: skip
            if whole is not None and sum(self._sums.values[one] for one in parts) == self._sums.values[whole]:
                self._sums.equal(whole, [(one, 1) for one in parts])

    def _leave_rest(self, at: int, measure: str, dimension: str) -> None:
        """Say that a value that may be one of several is at most the whole: what is left is a count as well."""
        for start, end in self._units(measure, dimension):
            whole = self._whole(at, measure, start, end)
            for value in self._series[measure, dimension]:
                key = Key(measure, dimension, value, start, end)
                if whole is not None:
                    left = self._sums.values[whole] - self._sums.values["unit", at, key]
                    self._sums.add(("unit", at, ("ohne", key)), left)
                    self._sums.equal(whole, [(("unit", at, key), 1), (("unit", at, ("ohne", key)), 1)])

    def _whole(self, at: int, measure: str, start: date, end: date) -> Hashable | None:
        """Return the whole over a stretch of time, made of its units."""
        parts = [(("unit", at, Key(measure, "", "", *unit)), 1) for unit in self._units(measure, "")
                 if start <= unit[0] and unit[1] <= end]  # fmt: skip
        if not parts or parts[0][0] not in self._sums.values:
            return None
        if len(parts) == 1:
            return parts[0][0]
        whole = ("whole", at, measure, start, end)
        if whole not in self._sums.values:
            self._sums.add(whole, sum(self._sums.values[one] for one, _ in parts))
            self._sums.equal(whole, parts)
        return whole

    def _add_key(self, at: int, key: Key) -> None:
        self._sums.add((at, key), value_of(key, self.editions[at].atoms))
        units = [unit for unit in self._units(key.measure, key.dimension)
                 if key.start <= unit[0] and unit[1] <= key.end]  # fmt: skip
        self._sums.equal(
            (at, key), [(("unit", at, Key(key.measure, key.dimension, key.value, *unit)), 1) for unit in units]
        )

    def _changes(self) -> set[Hashable]:
        """Add what changed of every count that two following editions hold; return those variables."""
        found: set[Hashable] = set()
        for key in {key for edition in self.editions for key in edition.keys}:
            holders = [at for at, edition in enumerate(self.editions) if key in edition.keys]
            for before, after in pairwise(holders):
                more = self._sums.values[after, key] - self._sums.values[before, key]
                if more:
                    name = ("more", after, key)
                    self._sums.add(name, abs(more))
                    self._sums.equal((after, key), [((before, key), 1), (name, 1 if more > 0 else -1)])
                    found.add(name)
        return found


def related(editions: Sequence[Snapshot], newest: Snapshot) -> tuple[Snapshot, ...]:
    """Return the editions whose time meets that of the newest, directly or through others, and the newest at last."""
    left, kept = list(editions), [newest]
    grown = True
    while grown:
        near = [one for one in left if any(_meet(one, other) for other in kept)]
        left = [one for one in left if one not in near]
        kept.extend(near)
        grown = bool(near)
    return (*(one for one in editions if one in kept), newest)


def _meet(one: Snapshot, other: Snapshot) -> bool:
    return any(mine.start < theirs.end and theirs.start < mine.end for mine in one.keys for theirs in other.keys)


def share_hidden(atoms: Mapping[Atom, int], keys: Iterable[Key], hidden: Iterable[Key]) -> float:
    """Return how many per cent of what stands in the cells of the tables is held back, by its sum."""
    inner = [key for key in keys if key.dimension]
    whole = sum(value_of(key, atoms) for key in inner)
    gone = set(hidden)
    return round(100 * sum(value_of(key, atoms) for key in inner if key in gone) / whole, 1) if whole else 0.0
