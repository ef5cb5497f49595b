"""Problems by pointer and by the place that shows them, from one edit to the next. Pure, no Qt."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import chain, compress, count
from operator import is_not
from typing import TYPE_CHECKING

from lotse_app.forms.parts import NOTHING
from lotse_app.forms.placing import in_order
from lotse_app.forms.plan import ListPlan
from lotse_app.forms.pointers import look
from lotse_app.forms.validation import clear
from lotse_app.forms.visible import seen_items

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lotse_app.forms.outline import Outline
    from lotse_app.forms.parts import Finding
    from lotse_app.forms.settling import Round
    from lotse_app.models.problems import Problem


#: Where a problem is shown: number of the element, place among what is in its items, pointer.
Spot = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Remarks:
    """What the parts of a schema say, by pointer.

    ``said`` are problems with the number of the part that found them, ``problems`` those that are told, ``required``
    how many parts want something to be there.
    """

    findings: Sequence[Finding]
    said: Mapping[str, tuple[tuple[int, Problem], ...]]
    problems: Mapping[str, tuple[Problem, ...]]
    required: Mapping[str, int]


#: Nothing said.
SILENT = Remarks((), {}, {}, {})


def remarks_after(before: Remarks, findings: Sequence[Finding]) -> tuple[Remarks, set[str], set[str]]:
    """Return what the parts say now, the pointers with other problems, and those that are required now or were."""
    if before.findings is findings:
        return before, set(), set()
    said, required = dict(before.said), dict(before.required)
    told: set[str] = set()
    needed: set[str] = set()
    said_before = before.findings or [NOTHING] * len(findings)
    for at in compress(count(), map(is_not, said_before, findings)):
        old, new = said_before[at], findings[at]
        told |= _tell(said, at, old, new)
        needed |= old.required ^ new.required
        _require(required, old, new)
    problems = dict(before.problems)
    for pointer in told:
        problems[pointer] = in_order(clear([one for _, one in said[pointer]]))
        if not said[pointer]:
            del said[pointer], problems[pointer]
    flipped = {pointer for pointer in needed if (pointer in before.required) != (pointer in required)}
    return Remarks(findings, said, problems, required), told, flipped


def _tell(said: dict[str, tuple[tuple[int, Problem], ...]], at: int, old: Finding, new: Finding) -> set[str]:
    """Put what a part says in the place of what it said; return the pointers."""
    pointers = {one.pointer for one in (*old.problems, *new.problems)}
    for pointer in pointers:
        others = (one for one in said.get(pointer, ()) if one[0] != at)
        said[pointer] = (*others, *((at, one) for one in new.problems if one.pointer == pointer))
    return pointers


def _require(required: dict[str, int], old: Finding, new: Finding) -> None:
    for pointer in new.required - old.required:
        required[pointer] = required.get(pointer, 0) + 1
    for pointer in old.required - new.required:
        required[pointer] -= 1
        if not required[pointer]:
            del required[pointer]


@dataclass(frozen=True, slots=True)
class Placing:
    """Which problems are shown where: at the question they belong to, or at the nearest one that can be seen.

    ``inner`` are, of each list, the pointers of what can be seen in its items, each with its place in the order;
    ``spots`` say where the problems of a pointer are shown, ``shared`` which pointers' problems are shown at a spot,
    ``order`` are the spots in form order, ``places`` the problems by the pointer that shows them.
    """

    inner: Mapping[int, Mapping[str, int]]
    spots: Mapping[str, Spot]
    shared: Mapping[Spot, frozenset[str]]
    order: Sequence[Spot]
    places: Mapping[str, tuple[Problem, ...]]
    problems: tuple[Problem, ...]


#: No problem anywhere.
CLEAN = Placing({}, {}, {}, (), {}, ())


def placing_after(
    before: Placing,
    outline: Outline,
    first: Round,
    reached: set[int],
    source: Mapping[str, tuple[Problem, ...]],
    told: set[str],
) -> tuple[Placing, set[str]]:
    """Return where problems are placed now, and the places that show others than before.

    ``source`` are the problems by pointer, ``told`` the pointers whose problems changed. Placed anew are those, what
    stood in an element that was reached, and what stands elsewhere than it belongs.
    """
    inner = _inner(before, outline, first, reached)
    asked = told | (before.spots.keys() & {outline.nodes[number].pointer for number in reached})
    asked |= {one for one, spot in before.spots.items() if spot[0] in reached or spot[2] != one or spot[0] < 0}
    if not asked:
        return (before if inner is before.inner else replace(before, inner=inner)), set()
    finder = _Finder(outline, first, inner)
    spots, shared, order = dict(before.spots), dict(before.shared), list(before.order)
    changed: set[Spot] = set()
    for pointer in asked:
        old, new = spots.pop(pointer, None), finder.spot(pointer) if pointer in source else None
        if old is not None:
            shared[old] -= {pointer}
        if new is not None:
            spots[pointer] = new
            shared[new] = shared.get(new, frozenset()) | {pointer}
        if old != new or pointer in told:
            changed.update(one for one in (old, new) if one is not None)
    places = _replaced(before.places, source, shared, order, changed)
    problems = tuple(chain.from_iterable(places[spot[2]] for spot in order))
    moved = {spot[2] for spot in changed if before.places.get(spot[2]) is not places.get(spot[2])}
    return Placing(inner, spots, shared, order, places, problems), moved


def _replaced(
    before: Mapping[str, tuple[Problem, ...]],
    source: Mapping[str, tuple[Problem, ...]],
    shared: dict[Spot, frozenset[str]],
    order: list[Spot],
    changed: set[Spot],
) -> dict[str, tuple[Problem, ...]]:
    """Return problems by place; ``shared`` and ``order`` lose the spots at which none are shown any more."""
    places = dict(before)
    for spot in sorted(changed, key=lambda one: bool(shared[one])):  # a spot may have the pointer of one that goes
        at = bisect_left(order, spot)
        order[at : at + (order[at : at + 1] == [spot])] = [spot] if shared[spot] else []
        if shared[spot]:
            lists = [source[pointer] for pointer in sorted(shared[spot])]
            places[spot[2]] = lists[0] if len(lists) == 1 else tuple(chain.from_iterable(lists))
        else:
            del shared[spot], places[spot[2]]
    return places


def _inner(before: Placing, outline: Outline, first: Round, reached: set[int]) -> Mapping[int, Mapping[str, int]]:
    """Return what can be seen in items of lists; looked at again are those that were reached."""
    new: dict[int, Mapping[str, int]] = {}
    for number in reached:
        node = outline.nodes[number]
        if isinstance(node.plan, ListPlan):
            order: dict[str, int] = {}
            for _, pointer, _ in seen_items(node.plan, look(first.document, node.path), node.pointer):
                order.setdefault(pointer, len(order) + 1)
            new[number] = order
    return {**before.inner, **new} if new else before.inner


class _Finder:
    """Finds the spot that shows a problem."""

    def __init__(self, outline: Outline, first: Round, inner: Mapping[int, Mapping[str, int]]) -> None:
        self._outline = outline
        self._standings = first.standings
        self._inner = inner

    def spot(self, pointer: str) -> Spot:
        """Return where a problem at a pointer is shown."""
        for number in self._outline.at.get(pointer, ()):
            if self._standings[number].visible:
                return number, 0, pointer
        number, inside = self._inside(pointer)
        return (number, inside[pointer], pointer) if pointer in inside else self._nearest(pointer)

    def _nearest(self, pointer: str) -> Spot:
        """Return the first place below a pointer, else that of the nearest container, else the first of all."""
        while pointer:
            if found := self._first(self._outline.below.get(pointer, ())):
                return found
            number, inside = self._inside(pointer)
            for one, at in inside.items():
                if one == pointer or one.startswith(pointer + "/"):
                    return number, at, one
            pointer = pointer.rpartition("/")[0]
        return self._first(self._outline.asking) or (-1, 0, "")

    def _first(self, numbers: Sequence[int]) -> Spot | None:
        for number in numbers:
            if self._standings[number].visible:
                return number, 0, self._outline.nodes[number].pointer
        return None

    def _inside(self, pointer: str) -> tuple[int, Mapping[str, int]]:
        """Return the visible list in whose items a pointer lies, and what can be seen there."""
        number = self._outline.list_around(pointer)
        if number is None or not self._standings[number].visible:
            return -1, {}
        return number, self._inner[number]
