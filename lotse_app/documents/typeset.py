"""Text to lines: words, line breaks, widths. Lengths are points (1/72 inch)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.documents.fonts import Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lotse_app.documents.fonts import Face, Glyph

#: A word may be broken after these without a hyphen being added.
_BREAK_AFTER = re.compile(r"(?<=[-/@_])(?=\w\w)")

#: C0 and C1 controls have no glyph; a tab is a blank.
_CONTROLS: dict[int, str] = dict.fromkeys((*range(32), *range(127, 160)), "\N{REPLACEMENT CHARACTER}")
_CONTROLS |= {9: " ", 10: "\n"}


@dataclass(frozen=True, slots=True)
class Style:
    """Face, size and leading of a text; ``grey`` 0 is black, 1 is white."""

    face: Face
    size: float
    leading: float
    grey: float = 0.0
    right: bool = False


@dataclass(frozen=True, slots=True)
class TextLine:
    """One set line and its width in points."""

    words: tuple[Word, ...]
    width: float


def clean(text: str) -> str:
    """Return the text with control characters made visible; nothing is dropped silently."""
    return text.replace("\r\n", "\n").translate(_CONTROLS)


def set_lines(text: str, style: Style, width: float) -> tuple[TextLine, ...]:
    """Break a text into lines no wider than ``width``; line feeds stay.

    A line that ends at a space keeps it (beyond its width): who hears the text would otherwise hear two words as one.
    """
    scale = style.size / 1000
    room = width / scale
    lines: list[TextLine] = []
    parts = clean(text).split("\n")
    for number, part in enumerate(parts, start=1):
        pieces = _pieces(part, style.face, room)
        more = number < len(parts)
        lines.extend(TextLine(words, total * scale) for words, total in _fill(pieces, style.face, room, more=more))
    return tuple(lines)


def _fill(
    pieces: Sequence[tuple[Word, bool]], face: Face, room: float, *, more: bool
) -> Iterator[tuple[tuple[Word, ...], float]]:
    space = face.space
    line: list[Word] = []
    used = 0.0
    for word, after_space in pieces:
        gap = space.width if line and after_space else 0.0
        if line and used + gap + word.width > room:
            yield (*line, space) if after_space else tuple(line), used
            line, used, gap = [], 0.0, 0.0
        if gap:
            line.append(space)
        line.append(word)
        used += gap + word.width
    yield (*line, space) if more else tuple(line), used


def _pieces(text: str, face: Face, room: float) -> list[tuple[Word, bool]]:
    """Return words, each with whether a space stands before it; words too long for a line come in parts."""
    found: list[tuple[Word, bool]] = []
    for token in text.split(" "):
        if not token:
            continue
        word = face.word(token)
        if word.width <= room:
            found.append((word, True))
            continue
        for number, part in enumerate(_broken(token, face, room)):
            found.append((part, number == 0))
    return found


def _broken(token: str, face: Face, room: float) -> Iterator[Word]:
    for part in _BREAK_AFTER.split(token):
        word = face.word(part)
        while word.width > room:
            head, tail = _cut(word, face, room)
            yield head
            word = tail
        yield word


def _cut(word: Word, face: Face, room: float) -> tuple[Word, Word]:
    """Cut a word where it leaves the line, never between a letter and its marks."""
    ends = [match.end() for match in re.finditer(r".[\u0300-\u036f]*", word.text, re.DOTALL)]
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if face.word(word.text[: ends[middle]]).width <= room:
            low = middle
        else:
            high = middle - 1
    end = ends[low]
    return face.word(word.text[:end]), face.word(word.text[end:])


def glyphs_of(line: TextLine) -> Iterator[tuple[Word, tuple[Glyph, ...]]]:
    """Yield runs of words that can be shown together: plain neighbours as one, others alone."""
    run: list[Word] = []
    for word in line.words:
        if word.plain:
            run.append(word)
            continue
        yield from _joined(run)
        run = []
        yield word, word.glyphs
    yield from _joined(run)


def _joined(run: Sequence[Word]) -> Iterator[tuple[Word, tuple[Glyph, ...]]]:
    if run:
        glyphs = tuple(glyph for word in run for glyph in word.glyphs)
        yield Word("".join(word.text for word in run), glyphs, sum(word.width for word in run), plain=True), glyphs
