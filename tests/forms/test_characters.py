"""Names keep every letter of DIN 91379; what is not allowed is named with its place."""

from __future__ import annotations

import json
import unicodedata
from itertools import product

import pytest

from lotse_app.forms.characters import check, search_form
from lotse_app.models.problems import Code
from lotse_app.paths import resources

GROUPS = json.loads((resources() / "forms" / "din91379.json").read_text("utf-8"))["groups"]
#: The 649 normative letters, 149 of them sequences.
NORMATIVE = (*GROUPS["bll"]["characters"], *GROUPS["bll"]["sequences"].split())


def test_the_list_is_whole_and_normalised() -> None:
    assert len(NORMATIVE) == len(set(NORMATIVE)) == 649
    assert len(GROUPS["bll"]["sequences"].split()) == 149
    assert max(len(one) for one in NORMATIVE) == 3
    assert all(unicodedata.is_normalized("NFC", one) for one in NORMATIVE)
    assert [len(GROUPS[name]["characters"]) for name in ("bnlreq", "bnl", "bnlopt", "bnlnot")] == [18, 60, 6, 4]


@pytest.mark.parametrize("kind", ["a", "b", "c"])
def test_every_letter_is_allowed_alone_and_inside_a_name(kind: str) -> None:
    for letter in NORMATIVE:
        assert check(letter, kind) is None, ascii(letter)
        assert check(f"A{letter}b {letter}", kind) is None, ascii(letter)


def test_every_pair_of_sequences_is_matched_longest_first() -> None:
    sequences = GROUPS["bll"]["sequences"].split()
    assert all(check(first + second, "a") is None for first, second in product(sequences[:40], sequences))


@pytest.mark.parametrize(
    ("kind", "allowed", "refused"),
    [("a", " '-.", "1&/\n¤"), ("b", " 1&/€", "\n\t¤½\u00a0"), ("c", "\n\t½¤\u00a0", "–„😀Ж")],
)
def test_types_differ_in_what_is_no_letter(kind: str, allowed: str, refused: str) -> None:
    assert check(allowed, kind) is None
    for character in refused:
        assert check(character, kind) is not None, ascii(character)


def test_a_street_with_number_is_no_name() -> None:
    found = check("Karl-Bröger Straße 17", "a")
    assert found is not None
    assert (found.code, found.param("character"), found.param("place")) == (Code.CHARACTER_NOT_ALLOWED, "1", 20)
    assert check("Karl-Bröger Straße 17", "b") is None


def test_the_place_counts_letters_as_they_are_seen() -> None:
    found = check("C̨̆a–", "a")
    assert found is not None
    assert (found.param("character"), found.param("place"), found.param("name")) == ("–", 3, "EN DASH")


@pytest.mark.parametrize("text", ["K\u035f", "K\u035fu", "\u0301a", "x\u0302"])
def test_a_combining_character_needs_its_listed_sequence(text: str) -> None:
    found = check(text, "c")
    assert found is not None
    assert found.code is Code.CHARACTER_NOT_ALLOWED
    assert check("K\u035fh", "a") is None


@pytest.mark.parametrize(
    ("text", "shown", "place"), [("BoK\u035fun", "K\u035f", 3), ("x\u0302", "x\u0302", 1), ("\u0301a", "\u0301", 1)]
)
def test_a_combining_character_is_shown_on_its_letter_and_has_its_place(text: str, shown: str, place: int) -> None:
    found = check(text, "c")
    assert found is not None
    assert (found.param("character"), found.param("place")) == (shown, place)


def test_an_unprintable_character_is_named_by_its_number() -> None:
    found = check("a\u200b", "c")
    assert found is not None
    assert (found.param("character"), found.param("name")) == ("U+200B", "ZERO WIDTH SPACE")
    unnamed = check("\x07", "c")
    assert unnamed is not None
    assert unnamed.param("name") == "U+0007"


def test_text_that_is_not_nfc_is_refused_as_such() -> None:
    found = check("Mu\u0308ller", "a")
    assert found is not None
    assert found.code is Code.NOT_NORMALISED
    assert check("", "a") is None


@pytest.mark.parametrize(
    ("first", "second", "form"),
    [
        ("René Müller", "Rene Mueller", "RENE MUELLER"),
        ("Nœl Schmidt-Strauß", "Noël Schmidt-Strauß", "NOEL SCHMIDT-STRAUSS"),
        ("Karl-Bröger Straße 17", "Karl-Broeger Strasse 17", "KARL-BROEGER STRASSE 17"),
        ("Łukasz Dźwięk", "Lukasz Dzwiek", "LUKASZ DZWIEK"),
        ("Mu\u0308ller", "MÜLLER", "MUELLER"),
        ("Þór Åse", "Thor Aase", "THOR AASE"),
    ],
)
def test_names_meet_in_their_search_form(first: str, second: str, form: str) -> None:
    assert search_form(first) == search_form(second) == form


def test_every_letter_has_a_search_form_of_plain_letters() -> None:
    for letter in NORMATIVE:
        folded = search_form(letter)
        assert folded, ascii(letter)
        assert folded.isascii(), ascii(letter)
        assert folded.isalpha(), ascii(letter)
        assert folded.isupper(), ascii(letter)
