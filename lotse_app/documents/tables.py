"""Tables as strips: one strip a row, tall rows in pieces; the head returns on every page as an artifact."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

from lotse_app.documents import look as places
from lotse_app.documents.flow import Strip
from lotse_app.documents.pen import HEADER
from lotse_app.documents.typeset import set_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lotse_app.documents.fonts import Face
    from lotse_app.documents.pen import Owner, Pen
    from lotse_app.documents.tagged import Node
    from lotse_app.documents.typeset import Style, TextLine

#: A row up to this many lines is never cut; longer ones are cut into pieces of about this many.
_PIECE = 8
#: Tables up to this height are not parted (points).
_SHORT = 190.0
#: Distance between columns.
BETWEEN = 8.0


@dataclass(frozen=True, slots=True)
class Column:
    """``share`` of the width (all together 1); ``head`` makes its cells headers of their rows."""

    share: float
    style: Style
    head: bool = False


@dataclass(frozen=True, slots=True)
class _Cell:
    owner: Owner
    left: float
    width: float
    style: Style
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A row, or a piece of a tall one: its lines, and the rule below it (0: none)."""

    lines: tuple[int, int]
    leading: float
    pad: float
    height: float
    rule: float


def table_strips(
    table: Node,
    columns: Sequence[Column],
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    bold: Face,
    *,
    total: bool = False,
) -> list[Strip]:
    """Return the strips of a table; rows are cells in the order of ``columns``, ``bold`` sets head and total."""
    strips: list[Strip] = []
    again = None
    heavy = [replace(column, style=replace(column.style, face=bold, grey=0.0)) for column in columns]
    if head:
        row = table.add("THead").add("TR")
        nodes: list[Owner] = [row.add("TH", scope="Column") for _ in head]
        strips.extend(replace(strip, keep=True) for strip in _row(nodes, heavy, head, line=0.9))
        artifacts: list[Owner] = [HEADER for _ in head]
        pieces = list(_row(artifacts, heavy, head, line=0.9))
        again = _stacked(pieces)
    body = table.add("TBody") if head else table
    found: list[list[Strip]] = []
    for number, cells in enumerate(rows):
        used = heavy if total and number == len(rows) - 1 else columns
        row = body.add("TR")
        owners: list[Owner] = [row.add("TH", scope="Row") if column.head else row.add("TD") for column in columns]
        found.append([replace(strip, again=again) for strip in _row(owners, used, cells, line=0.4)])
    return [*strips, *_bound(found)]


def _bound(rows: Sequence[Sequence[Strip]]) -> Iterator[Strip]:
    """Bind rows to the next one: short tables stay whole, no row of a long one stands alone."""
    whole = sum(strip.height for row in rows for strip in row) <= _SHORT
    for number, row in enumerate(rows):
        keep = number < len(rows) - 1 and (whole or number in {0, len(rows) - 2})
        yield from (replace(strip, keep=keep) for strip in row)


def _row(owners: Sequence[Owner], columns: Sequence[Column], cells: Sequence[str], *, line: float) -> Iterator[Strip]:
    lefts = accumulate((column.share * places.WIDTH for column in columns), initial=places.LEFT)
    made = [
        _Cell(owner, left, column.share * places.WIDTH - BETWEEN, column.style, _set(text, column))
        for owner, left, column, text in zip(owners, lefts, columns, cells, strict=False)
    ]
    count = max((len(cell.lines) for cell in made), default=0)
    leading = max(column.style.leading for column in columns)
    size = max(column.style.size for column in columns)
    for start, end in _cuts(count):
        final = end == count
        pad = (size * 0.3 if start == 0 else 0.0, size * 0.3 if final else 0.0)
        height = (end - start) * leading + sum(pad)
        part = _Part((start, end), leading, pad[0], height, line if final else 0.0)
        draw = partial(_draw_row, made, part)
        yield Strip(height, draw)


def _set(text: str, column: Column) -> tuple[TextLine, ...]:
    return set_lines(text, column.style, column.share * places.WIDTH - BETWEEN)


def _cuts(count: int) -> Iterator[tuple[int, int]]:
    """Yield pieces of a row so that none is a single line."""
    start = 0
    while count - start > _PIECE + 2:
        yield start, start + _PIECE
        start += _PIECE
    yield start, count


def _draw_row(cells: Sequence[_Cell], part: _Part, pen: Pen, top: float) -> None:
    for cell in cells:
        baseline = top - part.pad - cell.style.size * 1.07
        for text in cell.lines[slice(*part.lines)]:
            left = cell.left + (cell.width - text.width if cell.style.right else 0.0)
            pen.text(cell.owner, left, baseline, text, cell.style)
            baseline -= part.leading
    if part.rule:
        lower = top - part.height
        pen.rule((places.LEFT, lower), (places.RIGHT, lower), part.rule, 0.45 if part.rule < 0.5 else 0.0)


def _stacked(pieces: Sequence[Strip]) -> Strip:
    def draw(pen: Pen, top: float) -> None:
        for piece in pieces:
            if piece.draw is not None:
                piece.draw(pen, top)
            top -= piece.height

    return Strip(sum(piece.height for piece in pieces), draw)
