"""The shipped form: what is asked when, what has to be brought, what is signed."""

from __future__ import annotations

import pytest

from lotse_app.forms.blocks import cautions
from lotse_app.forms.clauses import declarations, signature_lines
from lotse_app.forms.engine import add_item, edit, state
from lotse_app.forms.evidence import evidence_wanted
from lotse_app.forms.freeze import remaining_problems
from lotse_app.models.problems import Code
from tests.forms.building import TODAY, controls, dog_form, lists, typed_answers

DOG = "/hunde/0/"


def visible(**changes: object) -> set[str]:
    shown = controls(state(dog_form(), typed_answers(**changes), frozenset(), TODAY))
    return {pointer for pointer, one in shown.items() if one.visible}


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({"hunde__0__herkunft": "vorbesitzer"}, {DOG + "vorbesitzer"}),
        ({"hunde__0__herkunft": "tierheim"}, {DOG + "vorbesitzer"}),
        ({"hunde__0__herkunft": "zuzug"}, {DOG + "bisher_versteuert_in"}),
        ({"hunde__0__herkunft": "ausland"}, set()),
        ({"hunde__0__gefaehrlich": "vermutet_rasse"}, {DOG + "erlaubnis"}),
        ({"hunde__0__gefaehrlich": "festgestellt"}, {DOG + "erlaubnis"}),
        ({"befreiung": "forst_jagd"}, {"/befreiung_nachweis"}),
        ({"befreiung": ""}, set()),
        ({"lastschrift": False}, set()),
        ({"lastschrift": True}, {"/bankverbindung/" + name for name in ("kontoinhaber", "iban", "kreditinstitut")}),
    ],
)
def test_conditional_questions_are_asked_when_they_matter(changes: dict[str, object], asked: set[str]) -> None:
    assert visible(**changes) - visible() == asked


def test_evidence_follows_the_answers() -> None:
    def keys(**changes: object) -> list[str]:
        return [rule.key for rule in evidence_wanted(dog_form(), typed_answers(**changes))]

    assert keys() == ["chipnachweis", "haftpflicht"]
    assert keys(hunde__0__gefaehrlich="vermutet_rasse") == ["chipnachweis", "haftpflicht", "erlaubnis"]
    assert keys(befreiung="diensthund") == ["chipnachweis", "haftpflicht", "befreiung"]
    assert [rule.key for rule in evidence_wanted(dog_form(), {})] == ["chipnachweis", "haftpflicht"]
    assert [rule.key for rule in evidence_wanted(dog_form(), {"hunde": "none"})] == ["chipnachweis", "haftpflicht"]


@pytest.mark.parametrize(
    ("born", "since", "wrong"),
    [
        ("2026-05-02", "2026-05-01", True),
        ("2026-05-02", "2026-05-02", False),
        ("2026-05", "2026-04-30", True),
        ("2026-05", "2026-05-01", False),
        ("2026", "2025-12-31", True),
        ("kein Datum", "2025-12-31", False),
    ],
)
def test_no_dog_is_kept_before_it_was_born(born: str, since: str, wrong: bool) -> None:  # noqa: FBT001 - a column
    answers = typed_answers(hunde__0__wurfdatum=born, hunde__0__haltung_seit=since)
    found = [one for one in remaining_problems(dog_form(), answers, TODAY) if one.code is Code.DATE_BEFORE_OTHER]
    assert [one.pointer for one in found] == ([DOG + "haltung_seit"] if wrong else [])
    assert all(one.param("other") == "Wurfdatum" for one in found)


@pytest.mark.parametrize(("since", "wrong"), [("2026-11-21", False), ("2026-11-22", True), ("2027-01-01", True)])
def test_a_dog_that_is_not_there_yet_is_not_there_since(since: str, wrong: bool) -> None:  # noqa: FBT001 - a column
    found = remaining_problems(dog_form(), typed_answers(hunde__0__haltung_seit=since), TODAY)
    assert [(one.code, one.pointer) for one in found] == ([(Code.DATE_IN_FUTURE, DOG + "haltung_seit")] * wrong)


@pytest.mark.parametrize(("born", "asked"), [("2001-11-21", False), ("2001-10", True), ("1990", True), ("199", False)])
def test_a_very_old_dog_is_asked_to_be_looked_at_again_and_stops_nobody(born: str, asked: bool) -> None:  # noqa: FBT001 - a column
    answers = typed_answers(hunde__0__wurfdatum=born)
    found = cautions(dog_form(), answers, None, TODAY)
    assert [(one.at, "mehr als 25 Jahre her" in one.text) for one in found] == [(DOG + "wurfdatum", True)] * asked
    if asked:
        assert remaining_problems(dog_form(), answers, TODAY) == ()


def test_whoever_is_older_than_anybody_is_asked_again_in_every_form_that_asks_for_a_person() -> None:
    answers = typed_answers(halter__person__geburtsdatum="1905-03-01")
    (found,) = cautions(dog_form(), answers, None, TODAY)
    assert found.text.startswith("Geburtsdatum: 1. März 1905, mehr als 120 Jahre her.")
    tomorrow = typed_answers(halter__person__geburtsdatum="2026-11-22")
    assert [one.code for one in remaining_problems(dog_form(), tomorrow, TODAY)] == [Code.DATE_IN_FUTURE]


def test_a_birth_date_that_is_refused_is_not_also_let_through_with_a_caution() -> None:
    answers = typed_answers(halter__person__geburtsdatum="1850-01-01", hunde__0__wurfdatum="1999-05-01")
    (refused,) = remaining_problems(dog_form(), answers, TODAY)
    assert (refused.code, refused.pointer) == (Code.DATE_TOO_EARLY, "/halter/person/geburtsdatum")
    assert [one.at for one in cautions(dog_form(), answers, None, TODAY)] == [DOG + "wurfdatum"], "of the dog only"


def test_one_dangerous_dog_among_several_is_enough_for_the_permit() -> None:
    answers = add_item(dog_form(), typed_answers(), "/hunde")
    answers = edit(dog_form(), answers, "/hunde/1/gefaehrlich", "festgestellt")
    assert "erlaubnis" in [rule.key for rule in evidence_wanted(dog_form(), answers)]


def test_the_mandate_is_printed_and_signed_only_where_it_is_wanted() -> None:
    assert len(signature_lines(dog_form(), typed_answers())) == 1
    assert len(declarations(dog_form(), typed_answers())) == 1
    wanted = typed_answers(lastschrift=True)
    assert signature_lines(dog_form(), wanted) == dog_form().signature_lines
    assert declarations(dog_form(), wanted) == dog_form().declarations
    assert "SEPA" in signature_lines(dog_form(), wanted)[1]


def test_up_to_five_more_owners_and_twenty_dogs_can_be_named() -> None:
    shown = lists(state(dog_form(), typed_answers(), frozenset(), TODAY))
    assert {pointer: (one.minimum, one.maximum) for pointer, one in shown.items()} == {
        "/mithalter": (0, 5),
        "/hunde": (1, 20),
    }


def test_a_sorbian_name_and_a_long_family_name_are_kept() -> None:
    answers = typed_answers(halter__person__familienname="Žurowa-Ćišinski", halter__person__vornamen="Měrćin Łužyčan")
    assert state(dog_form(), answers, frozenset(), TODAY).complete
