"""Where problems are shown: at the visible question or list they belong to; none is lost. Pure, no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lotse_app.models.problems import Problem


def placed(found: Iterable[Problem], shown: Sequence[str]) -> dict[str, tuple[Problem, ...]]:
    """Return problems by the visible control or list that shows them, both in form order.

    ``shown`` are the pointers of what is visible, in form order. Where nothing is, problems stand at the empty pointer.
    """
    order: dict[str, int] = {}
    for at, pointer in enumerate(shown):
        order.setdefault(pointer, at)
    by_place: dict[str, list[Problem]] = {}
    for one in found:
        place = one.pointer if one.pointer in order else _nearest(one.pointer, shown)
        by_place.setdefault(place, []).append(one)
    places = sorted(by_place, key=lambda place: order.get(place, -1))
    return {place: in_order(by_place[place]) for place in places}


def in_order(found: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems in the one order that does not depend on how they were found."""
    return tuple(sorted(found, key=_rank))


def _rank(one: Problem) -> tuple[str, str, str]:
    return one.pointer, one.code.value, str(one.params)


def _nearest(pointer: str, shown: Sequence[str]) -> str:
    """Return the first control below a pointer, else that of the nearest container, else the first of all."""
    while pointer:
        for candidate in shown:
            if candidate == pointer or candidate.startswith(pointer + "/"):
                return candidate
        pointer = pointer.rpartition("/")[0]
    return shown[0] if shown else ""
