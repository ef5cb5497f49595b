"""German letters and words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse_app.catalogue.german import content_words, fold, grams, verb_root, words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Straßenschäden", "strassenschaden"),
        ("STRASSENSCHAEDEN", "strassenschaden"),
        ("Müll", "mull"),
        ("Muell", "mull"),
        ("neue Steuer, Quelle, Bauer", "neue steuer, quelle, bauer"),
        ("Öl", "ol"),
    ],
)
def test_letters_are_folded_however_they_were_typed(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_words_are_taken_out_of_their_punctuation() -> None:
    assert words("Geh- und Radwege (außerorts), § 43 a\u0308.") == ["geh", "und", "radwege", "ausserorts", "43", "a"]


def test_function_words_are_left_out_unless_there_are_no_others() -> None:
    assert content_words("Wo muss ich meinen Hund anmelden?") == [("Hund", "hund"), ("anmelden", "anmelden")]
    assert content_words("Für wen?") == [("Für", "fur"), ("wen", "wen")]


def test_grams_mark_where_a_word_begins_and_ends() -> None:
    assert grams("hund") == ("_hu", "hun", "und", "nd_", "_hun", "hund", "und_")
    assert grams("h") == ("_h_",)


@pytest.mark.parametrize(
    ("form", "root"),
    [
        ("angemeldet", "anmeldet"),
        ("anzumelden", "anmelden"),
        ("eingeschult", "einschult"),
        ("gestorben", "sterb"),
        ("umgezogen", "umzug"),
        ("verloren", "verlust"),
        ("geboren", "geburt"),
        ("abgegeben", "abgab"),
        ("umgeschrieben", "umschreib"),
        ("anerkannt", "anerkenn"),
        ("anmelden", "anmelden"),
        ("gehen", "gehen"),
        ("geben", "geben"),
        ("hund", "hund"),
    ],
)
def test_irregular_verb_forms_come_nearer_to_the_noun(form: str, root: str) -> None:
    assert verb_root(form, known=False) == root


def test_nothing_is_taken_off_a_word_the_catalogue_knows() -> None:
    assert verb_root("gebuhren", known=True) == "gebuhren"
    assert verb_root("anzugen", known=True) == "anzugen"
    assert verb_root("verloren", known=True) == "verlust"


@given(st.text(max_size=40))
def test_any_text_has_words(text: str) -> None:
    for as_typed, folded in content_words(text):
        assert as_typed
        assert grams(verb_root(folded, known=False))
