"""The bundled faces: what they cover, how wide words are, how letters with combining marks are set.

The PDF library keeps its table of fonts, and the parser behind it, for the whole process. Both are touched here and
in ``pen.py`` only, and ``PRESS`` lets one paper through at a time: a paper takes milliseconds, and the same paper must
have the same bytes whatever the other lane is printing.
"""

from __future__ import annotations

import threading
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

#: One paper at a time (see above). Re-entrant, since making a paper loads its faces.
PRESS = threading.RLock()

#: Kerning yes, ligatures no: a copied "fi" shall be two letters.
_FEATURES = {"kern": True, "liga": False, "clig": False, "dlig": False}

#: Stands for a letter that the font does not have.
_MISSING = "\N{REPLACEMENT CHARACTER}"
#: Glyphs without a code point of their own are addressed in the private area by their number.
_PRIVATE = 0xE000


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph: ``char`` is how the font is asked for it, the rest is in thousandths of the size."""

    char: str
    nominal: float
    advance: float
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class Word:
    """A set word. ``plain`` says that its glyphs spell its text, so that copying gives the text back."""

    text: str
    glyphs: tuple[Glyph, ...]
    width: float
    plain: bool


class _Shape(NamedTuple):
    """What the shaper says of one glyph: its number (0: none), the letter it begins at, how far it goes. Font units."""

    number: int
    at: int
    advance: int
    right: int
    up: int


class Face:
    """One weight of the family, loaded once."""

    def __init__(self, name: str, path: Path) -> None:
        import uharfbuzz
        from reportlab.pdfbase import pdfmetrics, ttfonts

        self.name = name
        registered = name in pdfmetrics.getRegisteredFontNames()
        self.font: Any = pdfmetrics.getFont(name) if registered else ttfonts.TTFont(name, str(path), shapable=False)
        if not registered:
            pdfmetrics.registerFont(self.font)
        self._harfbuzz = uharfbuzz
        self._shaper = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))
        self._scale = 1000 / self.font.face.unitsPerEm
        self._known: dict[tuple[int, str], tuple[str, float]] = {}

    def covers(self, text: str) -> bool:
        """Return whether every code point has a glyph."""
        return all(ord(char) in self.font.face.charToGlyph for char in text)

    def word(self, text: str) -> Word:
        """Set one word. A letter the font does not have is set as a sign that one is missing, never as a gap."""
        if not text:
            return Word("", (), 0.0, plain=True)
        seen, shapes = text, self._shaped(text)
        if not all(shape.number for shape in shapes):
            seen = "".join([char if self.covers(char) else _MISSING for char in text])
            shapes = self._shaped(seen)
        glyphs = tuple([self._glyph(shape, seen[shape.at]) for shape in shapes])
        spelled = "".join([glyph.char for glyph in glyphs])
        plain = spelled == text and (text.isascii() or (self.covers(text) and not _marked(text)))
        return Word(text, glyphs, sum([glyph.advance for glyph in glyphs]), plain)

    def _shaped(self, text: str) -> list[_Shape]:
        buffer = self._harfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        self._harfbuzz.shape(self._shaper, buffer, _FEATURES)
        return [
            _Shape(info.codepoint, info.cluster, place.x_advance, place.x_offset, place.y_offset)
            for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        ]

    @cached_property
    def space(self) -> Word:
        """Return the word space."""
        return self.word(" ")

    def _glyph(self, shape: _Shape, char: str) -> Glyph:
        asked = self._known.get((shape.number, char))
        if asked is None:
            asked = self._known[shape.number, char] = self._addressed(shape.number, char)
        scale = self._scale
        return Glyph(*asked, shape.advance * scale, shape.right * scale, shape.up * scale)

    def _addressed(self, number: int, char: str) -> tuple[str, float]:
        """Return the code point under which the font gives this glyph, and its nominal width."""
        face = self.font.face
        if number and face.charToGlyph.get(ord(char)) != number:
            known = face.glyphToChar.get(number)
            code = known[0] if known else _PRIVATE + number
            if not known:
                # The code depends on the glyph alone, so the order of papers does not matter.
                face.charToGlyph[code] = number
                face.charWidths[code] = self._shaper.get_glyph_h_advance(number) * self._scale
            char = chr(code)
        return char, face.getCharWidth(ord(char))


def _marked(text: str) -> bool:
    return any(unicodedata.combining(char) for char in text)


class Fonts:
    """The two weights that papers use, and what is stamped across every page that is set with them.

    Every paper is set with these, whoever makes it: a paper of practice cannot forget its stamp.
    """

    def __init__(self, folder: Path, stamp: str = "") -> None:
        self._folder = folder
        self.stamp = stamp

    @cached_property
    def regular(self) -> Face:
        """Return the weight of running text."""
        return self._face("NotoSans-Regular.ttf")

    @cached_property
    def bold(self) -> Face:
        """Return the weight of headings and answers that matter."""
        return self._face("NotoSans-Bold.ttf")

    def _face(self, name: str) -> Face:
        path = self._folder / name
        with PRESS:
            return Face(f"{path.stem}@{path.parent}", path)
