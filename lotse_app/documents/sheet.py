"""A paper in the making: headings, paragraphs, tables, lists in reading order, then pages with foot and watermark.

Reading order, drawing order and order of the structure tree are the same by construction: every block makes its
structure elements when it is added, and draws them in that order.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from lotse_app.documents import look as places
from lotse_app.documents.flow import Placed, Strip, paginate
from lotse_app.documents.pen import BACKGROUND, FOOTER, HEADER, Pen
from lotse_app.documents.tables import Column, table_strips
from lotse_app.documents.tagged import Node
from lotse_app.documents.typeset import Style, set_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lotse_app.documents.fonts import Fonts
    from lotse_app.documents.look import Look
    from lotse_app.documents.pen import Owner
    from lotse_app.documents.typeset import TextLine


#: What a page holds at least (points).
_PAGE = 600.0


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands at the foot of every page, beside *Seite x von y*; ``running`` is the head of later pages."""

    left: str = ""
    below: str = ""
    running: str = ""
    watermark: str = ""


class Sheet:
    """Collects blocks of one paper."""

    def __init__(self, fonts: Fonts, title: str, look: Look, *, letter: bool = False) -> None:
        self.look = look
        self.title = f"{fonts.stamp} – {title}" if fonts.stamp else title
        self.root = Node("Document")
        self._fonts = fonts
        self._letter = letter
        self._strips: list[Strip] = []
        self._before: list[Placed] = []
        self._section = self.root

    def heading(self, level: int, text: str) -> None:
        """Add a heading (1 or 2) with its bookmark; it stays with what follows."""
        style = self.look.title if level == 1 else self.look.heading
        if level == 1:
            self._section = self.root
        else:
            self._section = self.root.add("Sect")
            self.gap(self.look.gap * 1.6)
        node = self._section.add(f"H{level}")
        lines = set_lines(text, style, places.WIDTH)
        for number, line in enumerate(lines):
            draw = partial(_heading_line, node, line, style, (level, text) if number == 0 else None)
            self._strips.append(Strip(style.leading, draw, keep=True))
        self._strips.append(Strip(self.look.gap * (0.9 if level == 1 else 0.4), keep=True))

    def paragraph(self, text: str, style: Style | None = None, *, keep: bool = False) -> None:
        """Add a paragraph; ``keep`` binds it to the next block."""
        self._lines(self._section.add("P"), text, style or self.look.text, 0.0, keep=keep)
        self._strips.append(Strip(self.look.gap * 0.6, keep=keep))

    def bullets(self, items: Sequence[str], *, box: bool = False, steps: bool = False) -> None:
        """Add a list; ``box`` draws an empty box to be ticked by hand instead of a dot, ``steps`` counts them."""
        listing = self._section.add("L")
        style = self.look.text
        indent = style.size * (1.9 if box or steps else 1.2)
        for number, text in enumerate(items, start=1):
            item = listing.add("LI")
            label, body = item.add("Lbl"), item.add("LBody")
            draw = (
                partial(_box_label, style)
                if box
                else partial(_mark_label, label, style, f"{number}." if steps else "•")
            )
            self._lines(body, text, style, indent, first=draw)
            self._strips.append(Strip(style.size * (0.55 if box else 0.25)))

    def pairs(self, rows: Sequence[tuple[str, str]], *, strong: bool = False) -> None:
        """Add a table of label and value; the label is the header of its row."""
        look = self.look
        value = look.strong if strong else look.text
        share = look.label_share
        columns = (Column(share, look.label, head=True), Column(1 - share, value))
        self._strips.extend(table_strips(self._section.add("Table"), columns, (), rows, self._fonts.bold))
        self.gap(look.gap * 0.5)

    def table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        columns: Sequence[Column],
        *,
        total: bool = False,
    ) -> None:
        """Add a table with a head that returns on every page; ``total`` sets the last row in bold."""
        self._strips.extend(
            table_strips(self._section.add("Table"), columns, head, rows, self._fonts.bold, total=total)
        )
        self.gap(self.look.gap)

    def add(self, strip: Strip) -> None:
        """Add a strip that a paper draws itself."""
        self._strips.append(strip)

    def gap(self, height: float) -> None:
        """Add distance."""
        self._strips.append(Strip(height))

    @contextmanager
    def together(self) -> Iterator[None]:
        """Keep all that is added within on one page, if a page can hold it."""
        start = len(self._strips)
        yield
        if sum(strip.height for strip in self._strips[start:]) <= _PAGE:
            self._strips[start:-1] = [replace(strip, keep=True) for strip in self._strips[start:-1]]

    def node(self, role: str, alt: str = "") -> Node:
        """Add a structure element for something that a paper draws itself."""
        return self._section.add(role, alt=alt)

    def address(self, lines: Sequence[str], facts: Sequence[tuple[str, str]]) -> None:
        """Put the receiver into the window of the envelope and facts at the right (first page of a letter)."""
        look = self.look
        style = replace(look.text, size=min(look.text.size, 12), leading=min(look.text.leading, 15))
        box = self.root.add("Div")
        top = places.ADDRESS_TOP
        for text in lines:
            node = box.add("P")
            for line in set_lines(text, style, places.ADDRESS_WIDTH):
                self._place(partial(_text_line, node, line, style, places.LEFT), top)
                top -= style.leading
        width = places.RIGHT - places.FACTS_LEFT
        small = replace(look.small, size=min(look.small.size, 10), leading=min(look.small.leading, 13))
        top = places.FACTS_TOP
        for label, value in facts:
            node = box.add("P")
            for text, used in (
                (label, replace(small, grey=look.label.grey)),
                (value, replace(small, face=look.strong.face)),
            ):
                for line in set_lines(text, used, width):
                    self._place(partial(_text_line, node, line, used, places.FACTS_LEFT), top)
                    top -= used.leading
            top -= small.size * 0.35

    def count(self, foot: Foot) -> int:
        """Return how many pages it will have."""
        return len(self._pages(foot))

    def _pages(self, foot: Foot) -> list[list[Placed]]:
        tops = (places.BODY_TOP if self._letter else places.TOP, places.LATER_TOP)
        return paginate(self._strips, tops, places.FOOT + self._foot_height(foot) + places.ABOVE_FOOT)

    def to_pdf(self, foot: Foot, *, tagged: bool = True) -> bytes:
        """Return the finished paper."""
        pages = self._pages(foot)
        pen = Pen(self.title, self.look.text.face, tagged=tagged)
        for number, page in enumerate(pages, start=1):
            if number > 1:
                pen.next_page()
            self._edges(pen, foot, number, len(pages))
            for placed in (self._before if number == 1 else []) + page:
                if placed.strip.draw is not None:
                    placed.strip.draw(pen, placed.top)
        return pen.finish(self.root)

    def _lines(
        self,
        node: Node,
        text: str,
        style: Style,
        indent: float,
        *,
        first: partial[None] | None = None,
        keep: bool = False,
    ) -> None:
        lines = set_lines(text, style, places.WIDTH - indent)
        last = len(lines) - 1
        for number, line in enumerate(lines):
            # No single line of a paragraph stays behind or goes on alone.
            bound = number in {0, last - 1} and number < last
            draw = partial(_text_line, node, line, style, places.LEFT + indent)
            if number == 0 and first is not None:
                draw = partial(_labelled, first, draw)
            self._strips.append(Strip(style.leading, draw, keep=bound or keep))

    def _place(self, draw: partial[None], top: float) -> None:
        self._before.append(Placed(Strip(0.0, draw), top))

    def _below(self, foot: Foot) -> tuple[TextLine, ...]:
        return set_lines(foot.below, self.look.foot, places.WIDTH) if foot.below else ()

    def _foot_height(self, foot: Foot) -> float:
        """Return the height of the foot: one line with the page count, and those below it."""
        return self.look.foot.leading * (1 + len(self._below(foot)))

    def _edges(self, pen: Pen, foot: Foot, number: int, count: int) -> None:
        style = self.look.foot
        watermark = self._fonts.stamp or foot.watermark
        if watermark:
            big = Style(self._fonts.bold, 84 if len(watermark) < 10 else 50, 60, 0.86)
            pen.turned(BACKGROUND, set_lines(watermark, big, 9999)[0], big)
        if self._letter and number == 1:
            for fold in places.FOLDS:
                pen.rule((14, fold), (22, fold), 0.4, 0.4)
        if number > 1 and foot.running:
            _text_line(
                HEADER, _one(foot.running, style), style, places.LEFT, pen, places.LATER_TOP + 10 + style.leading
            )
        edge = places.FOOT + self._foot_height(foot)
        baseline = edge - style.leading
        pen.rule((places.LEFT, edge), (places.RIGHT, edge), 0.4, 0.4)
        count_line = _one(f"Seite {number} von {count}", style)
        for text, left in ((_one(foot.left, style), places.LEFT), (count_line, places.RIGHT - count_line.width)):
            pen.text(FOOTER, left, baseline, text, style)
        for line in self._below(foot):
            baseline -= style.leading
            pen.text(FOOTER, places.LEFT, baseline, line, style)


def _one(text: str, style: Style) -> TextLine:
    """Return the text as one line, cut with an ellipsis where it would leave the page."""
    lines = set_lines(text, style, places.WIDTH - 90)
    if len(lines) == 1:
        return lines[0]
    return set_lines(f"{''.join(word.text for word in lines[0].words)} …", style, 9999)[0]


def _text_line(owner: Owner, line: TextLine, style: Style, left: float, pen: Pen, top: float) -> None:
    pen.text(owner, left, top - style.size * 1.07, line, style)


def _heading_line(node: Node, line: TextLine, style: Style, mark: tuple[int, str] | None, pen: Pen, top: float) -> None:
    if mark is not None:
        pen.bookmark(mark[0], mark[1], top)
    _text_line(node, line, style, places.LEFT, pen, top)


def _labelled(label: partial[None], body: partial[None], pen: Pen, top: float) -> None:
    label(pen, top)
    body(pen, top)


def _mark_label(label: Node, style: Style, mark: str, pen: Pen, top: float) -> None:
    _text_line(label, set_lines(mark, style, 99)[0], style, places.LEFT + style.size * 0.2, pen, top)


def _box_label(style: Style, pen: Pen, top: float) -> None:
    side = style.size * 0.95
    pen.frame((places.LEFT + 1, top - style.size * 1.12), (side, side), 0.9)
