"""Whether a count stays hidden: other tables that agree with everything printed, found and kept as proof.

All counts of all registered tables are variables of one system of sums. What is printed is fixed, the rest may be
any whole number from zero. For a cell to be protected there must be two other solutions, its *witnesses*: whoever holds
only the printed tables cannot tell them from the truth. A witness is found by moving persons round a circuit of hidden
cells, again and again. It proves the linear bounds of the design from inside, in whole numbers: no bound of a solver
can be narrower than two solutions that exist.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

#: A small cell must keep an interval at least this wide …
WIDTH = 4
#: … that reaches this.
REACH = 5
#: Short circuits are looked for first: so many cells in one, and so many steps taken for each length.
_LENGTHS = (6, 12, 24)
_STEPS = 250

Equation = tuple[tuple["Hashable", int], ...]


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Two solutions beside the truth: the cells that differ from it, by variable."""

    lower: Mapping[Hashable, int]
    upper: Mapping[Hashable, int]
    low: int
    high: int

    @property
    def enough(self) -> bool:
        """Return whether the interval is as wide and reaches as far as it must."""
        return self.high - self.low >= WIDTH and self.high >= REACH


@dataclass(slots=True)
class Sums:
    """Variables with their true values, and equations: coefficients are 1 or -1, every sum is zero."""

    values: dict[Hashable, int] = field(default_factory=dict)
    equations: list[Equation] = field(default_factory=list)
    _of: dict[Hashable, list[int]] = field(default_factory=dict)

    def add(self, variable: Hashable, value: int) -> None:
        """Add a variable. Raises ValueError for another or a negative value."""
        if value < 0 or self.values.setdefault(variable, value) != value:
            message = f"a count is what it is: {variable}"
            raise ValueError(message)

    def equal(self, whole: Hashable, parts: Iterable[tuple[Hashable, int]]) -> None:
        """Say that a variable is the sum of others. Raises ValueError where the true values say otherwise."""
        equation: Equation = ((whole, -1), *parts)
        if sum(self.values[name] * factor for name, factor in equation):
            message = f"counts do not add up: {whole}"
            raise ValueError(message)
        for name, _ in equation:
            self._of.setdefault(name, []).append(len(self.equations))
        self.equations.append(equation)

    def around(self, variable: Hashable) -> Iterator[tuple[Hashable, int]]:
        """Yield what stands in the same sums, nearest first, with its distance."""
        seen, ring, distance = {variable}, [variable], 0
        while ring:
            distance += 1
            following = []
            for one in ring:
                for number in self._of.get(one, ()):
                    for name, _ in self.equations[number]:
                        if name not in seen:
                            seen.add(name)
                            following.append(name)
                            yield name, distance
            ring = following

    def witnesses(self, target: Hashable, fixed: AbstractSet[Hashable]) -> Witnesses:
        """Return the farthest solutions found for a variable that is not fixed."""
        upper = self._pushed(target, fixed, 1, max(REACH, self.values[target] + WIDTH))
        lower = self._pushed(target, fixed, -1, 0)
        true = self.values[target]
        return Witnesses(lower, upper, lower.get(target, true), upper.get(target, true))

    def _pushed(self, target: Hashable, fixed: AbstractSet[Hashable], way: int, goal: int) -> dict[Hashable, int]:
        """Return the changed values of the solution in which the target went farthest towards the goal."""
        moved: dict[Hashable, int] = {}
        true = self.values[target]
        while moved.get(target, true) != goal:
            tries = (_Circuit(self, fixed, moved, length).round(target, way) for length in _LENGTHS)
            circuit = next((found for found in tries if found), None)
            if circuit is None:
                break
            room = [moved.get(name, self.values[name]) for name, step in circuit.items() if step < 0]
            far = min([*room, abs(goal - moved.get(target, true))])
            for name, step in circuit.items():
                moved[name] = moved.get(name, self.values[name]) + far * step
        return moved

    def sums_of(self, variable: Hashable) -> list[int]:
        """Return the numbers of the equations that a variable stands in."""
        return self._of.get(variable, [])


class _Circuit:
    """Searches one way to move a person such that every sum stays what it is."""

    def __init__(self, sums: Sums, fixed: AbstractSet[Hashable], moved: Mapping[Hashable, int], longest: int) -> None:
        self._sums = sums
        self._fixed = fixed
        self._moved = moved
        self._steps = 0
        self._longest = longest
        self._taken: dict[Hashable, int] = {}
        self._off: dict[int, int] = {}

    def round(self, target: Hashable, way: int) -> dict[Hashable, int] | None:
        """Return steps (1 or -1) by variable, or None where none was found."""
        if target in self._fixed or (way < 0 and not self._value(target)):
            return None
        self._take(target, way)
        return dict(self._taken) if self._close() else None

    def _close(self) -> bool:
        if not self._off:
            return True
        self._steps += 1
        if self._steps > _STEPS or len(self._taken) >= self._longest:
            return False
        number = max(self._off)
        for name, step in self._offers(number, self._off[number]):
            self._take(name, step)
            if all(abs(missing) <= 1 for missing in self._off.values()) and self._close():
                return True
            self._take_back(name)
        return False

    def _offers(self, number: int, missing: int) -> list[tuple[Hashable, int]]:
        found: list[tuple[int, int, int, Hashable, int]] = []
        for name, factor in self._sums.equations[number]:
            step = -missing * factor
            if name in self._fixed or name in self._taken or (step < 0 and not self._value(name)):
                continue
            closing = sum(1 for one in self._sums.sums_of(name) if one in self._off)
            found.append((len(self._sums.sums_of(name)) - 2 * closing, -self._value(name), len(found), name, step))
        return [(name, step) for *_, name, step in sorted(found, key=lambda item: item[:3])]

    def _take(self, name: Hashable, step: int) -> None:
        self._taken[name] = step
        self._shift(name, step)

    def _take_back(self, name: Hashable) -> None:
        self._shift(name, -self._taken.pop(name))

    def _shift(self, name: Hashable, step: int) -> None:
        for number in self._sums.sums_of(name):
            factor = next(one for other, one in self._sums.equations[number] if other == name)
            off = self._off.pop(number, 0) + step * factor
            if off:
                self._off[number] = off

    def _value(self, name: Hashable) -> int:
        return self._moved.get(name, self._sums.values[name])
