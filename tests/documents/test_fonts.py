"""Every letter that a name may have is printed, can be copied out again, and its marks sit where they belong."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from lotse_app.documents.fonts import Fonts
from lotse_app.documents.maker import PaperMaker
from lotse_app.documents.typeset import Style, set_lines
from tests.documents.support import APPLICATION, FONTS, read_back, section

if TYPE_CHECKING:
    from lotse_app.documents.fonts import Face

MAKER = PaperMaker(FONTS)
FACES = Fonts(FONTS)
LETTERS = json.loads((FONTS.parent / "forms" / "din91379.json").read_text("utf-8"))["groups"]["bll"]
ALL_LETTERS = [*LETTERS["characters"], *LETTERS["sequences"].split()]


def paper_with(values: list[str]) -> bytes:
    lines = tuple((f"Frage {number}", value) for number, value in enumerate(values))
    return MAKER.application(replace(APPLICATION, sections=(section("x", "Buchstaben", *lines),)))


def test_the_standard_has_649_letters() -> None:
    assert len(ALL_LETTERS) == 649


@pytest.mark.parametrize("face", [FACES.regular, FACES.bold], ids=["regular", "bold"])
def test_every_letter_of_din_91379_has_glyphs(face: object) -> None:
    assert [letter for letter in ALL_LETTERS if not face.covers(letter)] == []  # type: ignore[attr-defined]  # a Face


def test_a_letter_that_the_font_has_not_is_noticed() -> None:
    assert not FACES.regular.covers("日")


@pytest.mark.parametrize("face", [FACES.regular, FACES.bold], ids=["regular", "bold"])
def test_a_letter_that_the_font_has_not_is_seen_as_missing_and_still_copied(face: Face) -> None:
    word = face.word("Ja日😀n")
    assert "".join(glyph.char for glyph in word.glyphs) == "Ja\ufffd\ufffdn"
    assert word.text == "Ja日😀n"
    assert not word.plain
    assert word.width == pytest.approx(sum(face.word(char).width for char in "Ja\ufffd\ufffdn"), rel=0.02)
    rows = read_back(paper_with(["Ja日n"])).tree().all("TR")
    assert "Ja日n" in [row.kids[1].text for row in rows]


def test_every_letter_can_be_copied_out_of_the_paper_by_its_tags() -> None:
    values = [f"x{letter}x" for letter in ALL_LETTERS]
    rows = read_back(paper_with(values)).tree().all("TR")
    answers = {row.kids[0].text: row.kids[1].text for row in rows}

    assert [answers[f"Frage {number}"] for number in range(len(values))] == values


def test_every_letter_can_be_copied_out_of_the_paper_in_a_viewer() -> None:
    document = pypdfium2.PdfDocument(paper_with([f"x{letter}x" for letter in ALL_LETTERS]))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()

    assert [letter for letter in ALL_LETTERS if f"x{letter}x" not in text] == []


def test_upper_sorbian_names_stand_as_they_are_written() -> None:
    name = "Křesćan Łukaš Žurić-Měrćinowa"
    rows = read_back(paper_with([name])).tree().all("TR")

    assert name in [row.kids[1].text for row in rows]


def test_marks_are_moved_onto_their_letters() -> None:
    word = FACES.regular.word("K\u0302")
    base, mark = word.glyphs

    assert (mark.dx, mark.dy) != (0, 0)
    assert mark.advance == 0
    assert base.advance > 0
    assert not word.plain


def test_ordinary_words_are_plain_and_kerned() -> None:
    word = FACES.regular.word("Vater")

    assert word.plain
    assert word.width < sum(glyph.nominal for glyph in word.glyphs)


def test_two_letters_are_never_made_one() -> None:
    assert len(FACES.regular.word("Schifffahrt").glyphs) == len("Schifffahrt")


def test_a_glyph_without_a_code_of_its_own_gets_the_same_one_every_time() -> None:
    first, second = (Fonts(FONTS).regular.word("Gɨ\u0301 k\u035fh \u0069\u0328\u0301") for _ in range(2))

    assert [glyph.char for glyph in first.glyphs] == [glyph.char for glyph in second.glyphs]


def test_no_line_is_wider_than_its_column() -> None:
    style = Style(FACES.regular, 10, 14)
    text = "Kurz " + "Überlängenwort" * 9 + " k\u035fh" * 40 + " Ende-mit-Strichen-und/Schräg@strich_unter"

    for width in (8.0, 40.0, 90.0, 300.0):
        lines = set_lines(text, style, width)
        assert all(line.width <= width + 0.01 or len(line.words[0].text.strip()) <= 2 for line in lines)
        joined = "".join(word.text for line in lines for word in line.words)
        assert joined.split() == text.split()


def test_an_empty_text_is_one_empty_line() -> None:
    (line,) = set_lines("", Style(FACES.regular, 10, 14), 100)

    assert line.words == ()
    assert line.width == 0
