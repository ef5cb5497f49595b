"""Strips of content and how they fall onto pages. Pure; lengths are points, y grows upwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lotse_app.documents.pen import Pen

    Draw = Callable[[Pen, float], None]


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece that is never cut. ``draw`` gets the pen and the upper edge.

    ``keep`` binds it to the next strip; a ``gap`` vanishes at the top of a page; ``again`` is drawn first when this
    strip opens a page (the head of a table).
    """

    height: float
    draw: Draw | None = None
    keep: bool = False
    again: Strip | None = None

    @property
    def gap(self) -> bool:
        """Return whether this is nothing but distance."""
        return self.draw is None


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip on its page; ``top`` is its upper edge."""

    strip: Strip
    top: float


def paginate(strips: Sequence[Strip], tops: tuple[float, float], bottom: float) -> list[list[Placed]]:
    """Lay strips onto pages; ``tops`` are the upper edges of the first and of every later page.

    What is kept together moves to the next page as a whole, unless it is taller than a page.
    """
    pages: list[list[Placed]] = [[]]
    top = tops[0]
    for group in _kept(strips):
        tall = sum(strip.height for strip in group)
        if top - tall < bottom and all(strip.gap for strip in group):
            continue  # a gap that does not fit opens no page: what follows does, if anything follows
        whole = tall <= tops[1] - bottom - _head(group)
        if whole and pages[-1] and top - tall < bottom:
            top = _turn(pages, tops[1])
        for strip in group:
            if pages[-1] and top - strip.height < bottom:
                top = _turn(pages, tops[1])
            if strip.gap and not pages[-1] and len(pages) > 1:
                continue
            if not pages[-1] and len(pages) > 1 and strip.again is not None:
                pages[-1].append(Placed(strip.again, top))
                top -= strip.again.height
            pages[-1].append(Placed(strip, top))
            top -= strip.height
    return pages


def _turn(pages: list[list[Placed]], top: float) -> float:
    while pages[-1] and pages[-1][-1].strip.gap:
        pages[-1].pop()
    pages.append([])
    return top


def _head(group: Sequence[Strip]) -> float:
    return max((strip.again.height for strip in group if strip.again), default=0.0)


def _kept(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.keep:
            yield group
            group = []
    if group:
        yield group
