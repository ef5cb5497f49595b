"""Letters for ``Alt`` and groups of four."""

from __future__ import annotations

import pytest

from lotse_app.ui.form.grouping import caret_in_fours, compact, in_fours
from lotse_app.ui.form.mnemonics import with_mnemonics


def test_every_label_gets_a_letter_of_its_own() -> None:
    assert with_mnemonics(["Rufname", "Rasse", "Geschlecht"]) == ("&Rufname", "R&asse", "&Geschlecht")


def test_first_letters_of_words_go_first() -> None:
    assert with_mnemonics(["Name", "Neuer Ort"]) == ("&Name", "Neuer &Ort")


def test_a_taken_letter_is_left_out() -> None:
    assert with_mnemonics(["Zusatz"], taken="z") == ("Z&usatz",)


def test_a_label_without_a_free_letter_stays_without() -> None:
    assert with_mnemonics(["A", "A"]) == ("&A", "A")


def test_an_ampersand_of_the_text_stays_one() -> None:
    assert with_mnemonics(["Hund & Katze", "1 & 2"]) == ("&Hund && Katze", "1 && 2")


def test_umlauts_are_no_letters_for_alt() -> None:
    assert with_mnemonics(["Übung"]) == ("Ü&bung",)


def test_an_iban_stands_in_fours() -> None:
    assert in_fours("de89370400440532013000") == "DE89 3704 0044 0532 0130 00"
    assert compact(" de89 3704 ") == "DE893704"
    assert in_fours("") == ""


@pytest.mark.parametrize(
    ("text", "caret", "after"), [("DE893", 5, 6), ("DE89", 4, 4), ("", 0, 0), ("DE89 3704 0", 7, 7)]
)
def test_the_caret_stays_behind_its_letter(text: str, caret: int, after: int) -> None:
    assert caret_in_fours(text, caret) == after
