"""The structure of a tagged PDF (ISO 32000-1, 14.8): elements, their marks on pages, and bookmarks."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked-content sequence: page from 0, number within the page."""

    page: int
    number: int


@dataclass(slots=True, eq=False)
class Node:
    """One structure element; ``kids`` are elements and marks in reading order.

    ``scope`` is ``Row`` or ``Column`` on a TH; ``alt`` says what a Figure shows; ``box`` is its place (points, from
    the lower left corner).
    """

    role: str
    kids: list[Node | Mark] = field(default_factory=list)
    scope: str = ""
    alt: str = ""
    box: tuple[float, float, float, float] | None = None

    def add(self, role: str, *, scope: str = "", alt: str = "") -> Node:
        """Append an element and return it."""
        kid = Node(role, scope=scope, alt=alt)
        self.kids.append(kid)
        return kid


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline; ``top`` is the distance from the lower edge in points."""

    level: int
    title: str
    page: int
    top: float
