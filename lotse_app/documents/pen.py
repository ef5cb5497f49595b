"""Draws on pages. Whatever is drawn is marked: as content of a structure element, or as an artifact.

``rl_config`` of the PDF library stays as it is: the face of a fresh canvas is passed to that canvas, so that Helvetica,
which would not be embedded, never enters, and no other user of the library sees a change.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lotse_app.documents.tagged import Bookmark, Mark, Node
from lotse_app.documents.typeset import glyphs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.documents.fonts import Face, Glyph
    from lotse_app.documents.typeset import Style, TextLine

#: A4 in points.
PAGE_WIDTH, PAGE_HEIGHT = 595.276, 841.89
MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Artifact:
    """Something that is not content; ``kind`` are the entries of its property list."""

    kind: str


LAYOUT = Artifact("/Type /Layout")
HEADER = Artifact("/Type /Pagination /Attached [/Top]")
FOOTER = Artifact("/Type /Pagination /Attached [/Bottom]")
BACKGROUND = Artifact("/Type /Background")

Owner = Node | Artifact


class Pen:
    """One document being drawn; ``tagged`` off is for the benchmark that compares."""

    def __init__(self, title: str, face: Face, *, tagged: bool = True) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self._title = title
        self._tagged = tagged
        self._target = io.BytesIO()
        self._canvas: Any = Canvas(
            self._target,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            invariant=1,
            # pikepdf compresses when it writes; what is compressed twice is only slower.
            pageCompression=int(not tagged),
            initialFontName=face.name,
        )
        self._bookmarks: list[Bookmark] = []
        self._page = 0
        self._marks = 0
        self._owner: Owner | None = None

    def text(self, owner: Owner, left: float, baseline: float, line: TextLine, style: Style) -> None:
        """Show one line; ``left`` and ``baseline`` are points from the lower left corner."""
        if not line.words:
            return
        self._belongs_to(owner)
        code = [f"{_number(style.grey)} g BT 1 0 0 1 {_number(left)} {_number(baseline)} Tm"]
        for word, glyphs in glyphs_of(line):
            shown = " ".join(self._shown(glyphs, style))
            if word.plain:
                code.append(shown)
            else:
                spelled = ("\ufeff" + word.text).encode("utf-16-be").hex()
                code.append(f"/Span <</ActualText <{spelled}>>> BDC {shown} EMC")
        self._write(" ".join([*code, "ET"]))

    def turned(self, owner: Owner, line: TextLine, style: Style) -> None:
        """Show a line across the middle of the page, rising."""
        self._belongs_to(owner)
        self._write(f"q 0.643 0.766 -0.766 0.643 {_number(PAGE_WIDTH / 2)} {_number(PAGE_HEIGHT / 2)} cm")
        self.text(owner, -line.width / 2, -style.size / 3, line, style)
        self._write("Q")

    def rule(self, start: tuple[float, float], end: tuple[float, float], width: float = 0.5, grey: float = 0.0) -> None:
        """Draw a line that means nothing by itself."""
        self._belongs_to(LAYOUT)
        self._write(f"q {_number(grey)} G {_number(width)} w {_pair(start)} m {_pair(end)} l S Q")

    def frame(self, corner: tuple[float, float], size: tuple[float, float], width: float = 0.75) -> None:
        """Draw a rectangle that means nothing by itself."""
        self._belongs_to(LAYOUT)
        self._write(f"q 0 G {_number(width)} w {_pair(corner)} {_pair(size)} re S Q")

    def area(self, owner: Owner, corner: tuple[float, float], size: tuple[float, float], grey: float) -> None:
        """Fill a rectangle."""
        self._belongs_to(owner)
        self._write(f"q {_number(grey)} g {_pair(corner)} {_pair(size)} re f Q")

    def strokes(self, owner: Owner, strokes: Sequence[Sequence[tuple[float, float]]], width: float = 1.1) -> None:
        """Draw a hand's strokes as lines; a stroke of one point is a dot."""
        self._belongs_to(owner)
        code = [f"q 0 G {_number(width)} w 1 J 1 j"]
        for stroke in strokes:
            first, *rest = stroke
            code.append(f"{_pair(first)} m")
            code.extend(f"{_pair(point)} l" for point in rest or [first])
            code.append("S")
        self._write(" ".join([*code, "Q"]))

    def picture(self, owner: Owner, jpeg: bytes, corner: tuple[float, float], size: tuple[float, float]) -> None:
        """Show a picture."""
        from reportlab.lib.utils import ImageReader

        self._belongs_to(owner)
        self._canvas.drawImage(ImageReader(io.BytesIO(jpeg)), *corner, *size)

    def bookmark(self, level: int, title: str, top: float) -> None:
        """Add an entry of the outline for this place."""
        self._bookmarks.append(Bookmark(level, title, self._page, top))

    def next_page(self) -> None:
        """End this page and begin another."""
        self._close()
        self._canvas.showPage()
        self._page += 1
        self._marks = 0

    def finish(self, root: Node) -> bytes:
        """End the last page and return the file."""
        self._close()
        self._canvas.showPage()
        self._canvas.save()
        drawn = self._target.getvalue()
        if not self._tagged:
            return drawn
        from lotse_app.documents.tagging import tag

        return tag(drawn, root, self._bookmarks, self._title)

    def _belongs_to(self, owner: Owner) -> None:
        if owner is self._owner or not self._tagged:
            return
        self._close()
        self._owner = owner
        if isinstance(owner, Artifact):
            self._write(f"/Artifact <<{owner.kind}>> BDC")
            return
        self._write(f"/{owner.role} <</MCID {self._marks}>> BDC")
        owner.kids.append(Mark(self._page, self._marks))
        self._marks += 1

    def _close(self) -> None:
        if self._owner is not None:
            self._write("EMC")
            self._owner = None

    def _shown(self, glyphs: tuple[Glyph, ...], style: Style) -> list[str]:
        """Return operators that show glyphs: hex strings, moved by what the shaper says."""
        font = style.face.font
        document = self._canvas._doc  # noqa: SLF001 - fonts are split into subsets per document, and it has no public name
        code: list[str] = []
        position = 0
        for subset, codes in font.splitString("".join(glyph.char for glyph in glyphs), document):
            code.append(f"{font.getSubsetInternalName(subset, document)} {_number(style.size)} Tf")
            code.extend(_array(glyphs[position : position + len(codes)], codes, style.size))
            position += len(codes)
        return code

    def _write(self, code: str) -> None:
        self._canvas.addLiteral(code)


def _array(glyphs: tuple[Glyph, ...], codes: bytes, size: float) -> list[str]:
    """Return ``TJ`` operators for glyphs of one subset; ``Ts`` raises marks."""
    code: list[str] = []
    items: list[str] = []
    pending = bytearray()
    shift = rise = 0.0

    def flush() -> None:
        if pending:
            items.append(f"<{pending.hex()}>")
            pending.clear()

    for glyph, number in zip(glyphs, codes, strict=True):
        if glyph.dy != rise:
            flush()
            if items:
                code.append(f"[{' '.join(items)}] TJ")
                items.clear()
            rise = glyph.dy
            code.append(f"{_number(rise * size / 1000)} Ts")
        shift -= glyph.dx
        if shift:
            flush()
            items.append(_number(shift))
        pending.append(number)
        shift = glyph.nominal - glyph.advance + glyph.dx
    flush()
    if shift:
        items.append(_number(shift))
    code.append(f"[{' '.join(items)}] TJ")
    if rise:
        code.append("0 Ts")
    return code


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def _pair(point: tuple[float, float]) -> str:
    return f"{_number(point[0])} {_number(point[1])}"
