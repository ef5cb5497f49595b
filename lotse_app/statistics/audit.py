"""All registered tables and editions as one system of sums: what an outsider could compute from them together.

Counts are cut into *units*: stretches of time between any two days at which a printed count of the same dimension
begins or ends. So the sum of three months and their quarter, or a quarter less two of its months, are seen. A count
that changed between two editions is the older one and what was added or taken away since; that is a count of its own.
What all stations together counted is this station's count and the others'.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from lotse_app.models.publication import Coverage, Key
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
_SUMMED = {dimension.value for dimension, _, _ in BROKEN_DOWN if dimension not in MULTIPLE}
_SINGLE = _SUMMED | {"weg"}
_SEVERAL = {dimension.value for dimension in MULTIPLE} & set(_OF)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One edition: the counts by month when it was made, for [start, end); what it printed; what of that it hid.

    One that printed nothing is this station's part of the edition over all stations that follows it.
    """

    atoms: Mapping[Atom, int]
    keys: tuple[Key, ...]
    start: date
    end: date
    hidden: frozenset[Key] = frozenset()
    coverage: Coverage = Coverage.STATION


class Audit:
    """The system of all editions, the newest last. What did not change between two of them is one variable."""

    def __init__(self, editions: Sequence[Snapshot]) -> None:
        self.editions = editions
        self.sums = Sums()
        #: The variable of every printed count, by edition and key.
        self.names: dict[tuple[int, Key], Hashable] = {}
        self._units: dict[tuple[int, Key], Hashable] = {}
        self._totals: dict[tuple[Hashable, ...], Hashable] = {}
        self._left: set[Hashable] = set()
        self._said: set[tuple[Hashable, tuple[Hashable, ...]]] = set()
        self._cuts = self._boundaries()
        self._series = self._named()

    def protect(self) -> Protection:
        """Return what the newest edition must hold back. Raises ValueError where an older one told too much.

        To be asked once.
        """
        for at in range(len(self.editions)):
            self._add_units(at)
            self._add_relations(at)
            self._add_others(at)
            for key in self.editions[at].keys:
                self.names[at, key] = self._total(self._parts(at, key))
        last = len(self.editions) - 1
        new = list(dict.fromkeys(self.names[last, key] for key in self.editions[last].keys))
        printed = {self.names[at, key] for at in range(last) for key in self.editions[at].keys
                   if key not in self.editions[at].hidden}  # fmt: skip
        looked_for = {*self.names.values(), *self._units.values(), *self._changes(), *self._left}
        targets = [name for name in self.sums.values if name in looked_for and small(self.sums.values[name])]
        return protect(self.sums, printed, new, targets)

    def _parts(self, at: int, key: Key) -> list[Hashable]:
        """Return the units that a printed count is made of."""
        spans = self._spans(key.measure, key.dimension)
        inner = [unit for unit in spans if _inside(unit, key.start, key.end)]
        return [self._units[at, Key(key.measure, key.dimension, key.value, *unit)] for unit in inner]

    def _boundaries(self) -> dict[str, tuple[date, ...]]:
        """Return the days at which a printed count of a dimension begins or ends; the whole has those of all."""
        found: dict[str, set[date]] = {}
        for edition in self.editions:
            for key in edition.keys:
                found.setdefault(key.dimension or key.measure, set()).update((key.start, key.end))
        whole = {day for days in found.values() for day in days}
        wide = {name: whole if name in WHOLE else days for name, days in found.items()}
        return {name: tuple(sorted(days)) for name, days in wide.items()}

    def _named(self) -> dict[tuple[Coverage, str, str], tuple[str, ...]]:
        """Return the values of every (measure, dimension) that any edition of a coverage counted or printed."""
        found: dict[tuple[Coverage, str, str], dict[str, None]] = {}
        for edition in self.editions:
            for measure, dimension, value in (
                *((name, "", "") for name in WHOLE),
                *((key.measure, key.dimension, key.value) for key in edition.keys),
                *(atom[:3] for atom in edition.atoms),
            ):
                if (dimension or measure) in self._cuts:
                    found.setdefault((edition.coverage, measure, dimension), {})[value] = None
        return {name: tuple(values) for name, values in found.items()}

    def _series_of(self, at: int) -> list[tuple[str, str, tuple[str, ...]]]:
        """Return measure, dimension and values of all that editions like this one counted."""
        mine = self.editions[at].coverage
        return [(measure, dimension, values)
                for (coverage, measure, dimension), values in self._series.items() if coverage is mine]  # fmt: skip

    def _spans(self, measure: str, dimension: str) -> list[tuple[date, date]]:
        return list(pairwise(self._cuts[dimension or measure]))

    def _covered(self, at: int, measure: str, dimension: str) -> list[tuple[date, date]]:
        """Return the units that an edition counted."""
        edition = self.editions[at]
        return [unit for unit in self._spans(measure, dimension) if _inside(unit, edition.start, edition.end)]

    def _add_units(self, at: int) -> None:
        """Add every unit that an edition counted; one that did not change is the variable of the edition before."""
        for measure, dimension, values in self._series_of(at):
            for unit in self._covered(at, measure, dimension):
                for value in values:
                    key = Key(measure, dimension, value, *unit)
                    self._units[at, key] = self._grown(at, key, value_of(key, self.editions[at].atoms))

    def _grown(self, at: int, key: Key, now: int) -> Hashable:
        alike = [one for one in range(at) if self.editions[one].coverage is self.editions[at].coverage]
        earlier = [self._units[one, key] for one in alike if (one, key) in self._units]
        if earlier and self.sums.values[earlier[-1]] == now:
            return earlier[-1]
        name = ("unit", at, key)
        self.sums.add(name, now)
        if earlier:
            self._differ(("change", at, key), name, earlier[-1])
        return name

    def _differ(self, change: Hashable, after: Hashable, before: Hashable) -> None:
        more = self.sums.values[after] - self.sums.values[before]
        self.sums.add(change, abs(more))
        self.sums.equal(after, [(before, 1), (change, 1 if more > 0 else -1)])

    def _total(self, parts: Sequence[Hashable]) -> Hashable:
        """Return the variable of a sum; one part is the sum itself."""
        if len(parts) == 1:
            return parts[0]
        if tuple(parts) not in self._totals:
            name = ("total", len(self._totals))
            self.sums.add(name, sum(self.sums.values[one] for one in parts))
            self.sums.equal(name, [(one, 1) for one in parts])
            self._totals[tuple(parts)] = name
        return self._totals[tuple(parts)]

    def _add_relations(self, at: int) -> None:
        """Say how units of one edition sum up: values to the whole, Beratungen to Teilnahmen."""
        for measure, dimension, values in self._series_of(at):
            for unit in self._covered(at, measure, dimension):
                parts = [self._units[at, Key(measure, dimension, value, *unit)] for value in values]
                if dimension in _SINGLE:
                    self._sum_up(self._whole(at, measure, unit), parts)
                elif dimension in _SEVERAL:
                    for part in parts:
                        self._leave(self._whole(at, measure, unit), part)
        for unit in self._covered(at, "teilnahmen", ""):
            people, counsel = (self._units[at, Key(name, "", "", *unit)] for name in ("teilnahmen", "beratungen"))
            self._remain(people, counsel, ("rest", people, counsel))

    def _add_others(self, at: int) -> None:
        """Say that what all stations counted is this one's count and the others', who can be few as well.

        Where this station knows more than all together (it was restored, the others' files are newer) nothing is said.
        """
        if self.editions[at].coverage is Coverage.STATION or self.editions[at - 1].keys:
            return
        for (edition, key), mine in [one for one in self._units.items() if one[0][0] == at - 1]:
            whole = self._units.get((edition + 1, key))
            if whole is not None and self.sums.values[mine] <= self.sums.values[whole]:
                self._remain(whole, mine, name := ("others", whole, mine))
                self._left.add(name)

    def _sum_up(self, whole: Hashable, parts: Sequence[Hashable]) -> None:
        known = sum(self.sums.values[one] for one in parts) == self.sums.values[whole]
        if known and (whole, tuple(parts)) not in self._said:
            self._said.add((whole, tuple(parts)))
            self.sums.equal(whole, [(one, 1) for one in parts])

    def _leave(self, whole: Hashable, part: Hashable) -> None:
        """Say that a value that may be one of several is at most the whole: who is left can be few as well."""
        name = ("left", whole, part)
        self._remain(whole, part, name)
        self._left.add(name)

    def _remain(self, whole: Hashable, part: Hashable, name: Hashable) -> None:
        if name not in self.sums.values:
            self.sums.add(name, self.sums.values[whole] - self.sums.values[part])
            self.sums.equal(whole, [(part, 1), (name, 1)])

    def _whole(self, at: int, measure: str, span: tuple[date, date]) -> Hashable:
        """Return the whole over a stretch of time, made of its units."""
        return self._total([self._units[at, Key(measure, "", "", *unit)]
                            for unit in self._spans(measure, "") if _inside(unit, *span)])  # fmt: skip

    def _changes(self) -> set[Hashable]:
        """Add what changed of every count that two following editions hold; return those variables."""
        found: set[Hashable] = set()
        printed = dict.fromkeys((edition.coverage, key) for edition in self.editions for key in edition.keys)
        for coverage, key in printed:
            alike = [at for at, edition in enumerate(self.editions) if edition.coverage is coverage]
            holders = [self.names[at, key] for at in alike if (at, key) in self.names]
            for before, after in pairwise(holders):
                if before != after:
                    found.add(name := ("more", before, after))
                    self._differ(name, after, before)
        return found


def _inside(unit: tuple[date, date], start: date, end: date) -> bool:
    return start <= unit[0] and unit[1] <= end


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
    return one.start < other.end and other.start < one.end


def share_hidden(atoms: Mapping[Atom, int], keys: Iterable[Key], hidden: Iterable[Key]) -> float:
    """Return how many per cent of what stands in the cells of the tables is held back, by its sum."""
    inner = [key for key in keys if key.dimension]
    whole = sum(value_of(key, atoms) for key in inner)
    gone = set(hidden)
    return round(100 * sum(value_of(key, atoms) for key in inner if key in gone) / whole, 1) if whole else 0.0


def share_readable(atoms: Mapping[Atom, int], keys: Iterable[Key], hidden: Iterable[Key]) -> float | None:
    """Return the same of the tables whose sum is printed: no more than anybody could reckon from what stands there.

    A share that counted a table without a sum would be one sum more for who looks for what is held back. None where a
    sum is held back itself.
    """
    gone, summed = set(hidden), [key for key in keys if key.dimension in _SUMMED]
    wholes = {Key(key.measure, "", "", key.start, key.end) for key in summed}
    return None if gone & wholes else share_hidden(atoms, summed, gone)
