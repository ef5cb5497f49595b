"""Anmeldung eines Wohnsitzes: several persons, who is asked what, what has to be shown, when it cannot be handed in."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.forms.blocks import blocks, cautions
from lotse_app.forms.clauses import declarations, lines_to_sign, signature_lines
from lotse_app.forms.compile import compile_form
from lotse_app.forms.deadline import deadline_inputs
from lotse_app.forms.engine import add_item, edit, initial, state
from lotse_app.forms.evidence import evidence_wanted
from lotse_app.forms.freeze import prune, remaining_problems
from lotse_app.forms.library import FormLibrary
from lotse_app.forms.lint import lint
from lotse_app.forms.reading import sections
from lotse_app.models.problems import Code
from lotse_app.models.public_service import SignatureRule
from lotse_app.paths import resources
from tests.forms.building import TODAY, controls, lists

if TYPE_CHECKING:
    from lotse_app.forms.form import Form

PERSON: dict[str, object] = {
    "person/familienname": "Beispiel",
    "person/vornamen": "Ana Maria",
    "person/geburtsdatum": "1.4.50",
    "geburtsort": "Löbau",
    "geschlecht": "w",
    "staatsangehoerigkeit": "000",
    "familienstand": "ledig",
    "vertretung": "keine",
    "religion": "keine",
    "ausweis/art": "personalausweis",
    "ausweis/seriennummer": "l01x 00t47 1",
    "ausweis/behoerde": "Stadt Wilsdruff",
    "ausweis/ausgestellt_am": "01.02.2020",
    "ausweis/gueltig_bis": "31.01.2030",
}
ADDRESS: dict[str, object] = {"strasse": "Nebenweg", "hausnummer": "3", "plz": "01723", "ort": "Wilsdruff"}


def under(base: str, answers: dict[str, object]) -> dict[str, object]:
    return {f"{base}/{name}": value for name, value in answers.items()}


TYPED: dict[str, object] = {
    "/einzugsdatum": "9.11.26",
    "/wohnungsart": "alleinige",
    **under("/neue_anschrift", ADDRESS),
    "/zuzug_aus": "inland",
    **under("/bisherige_anschrift", ADDRESS),
    "/bisherige_wird": "aufgegeben",
    **under("/personen/0", PERSON),
    "/wohnungsgeber/bestaetigung": "papier",
    "/wohnungsgeber/name": "Wohnungsgesellschaft & Co. KG",
    **under("/wohnungsgeber/anschrift", ADDRESS),
    "/wohnungsgeber/ist_eigentuemer": True,
}


@cache
def form() -> Form:
    return FormLibrary(resources() / "forms").form("wohnsitz-anmeldung")


def typed(**changes: object) -> dict[str, Any]:
    """Return complete answers; ``changes`` are pointers with ``__`` for ``/``."""
    answers = initial(form())
    for pointer, value in {**TYPED, **{"/" + name.replace("__", "/"): one for name, one in changes.items()}}.items():
        answers = edit(form(), answers, pointer, value, TODAY)
    return answers


def visible(answers: dict[str, Any]) -> set[str]:
    shown = controls(state(form(), answers, frozenset(), TODAY))
    return {pointer for pointer, one in shown.items() if one.visible}


def problems(answers: dict[str, Any]) -> set[tuple[str, Code]]:
    return {(one.pointer, one.code) for one in remaining_problems(form(), prune(form(), answers), TODAY)}


def test_the_form_may_be_released_and_is_signed_as_meldeschein() -> None:
    assert form().released
    assert lint(form()) == ()
    assert form().signature is SignatureRule.REGISTRATION
    assert signature_lines(form(), {}) == ("Meldeschein: Unterschrift einer meldepflichtigen Person",)


def test_one_person_with_a_new_home_is_complete() -> None:
    assert problems(typed()) == set()
    assert typed()["personen"][0]["ausweis"]["seriennummer"] == "L01X00T471"


HOME = "/bisherige_anschrift/"
ABROAD = "/bisherige_anschrift_ausland/"


@pytest.mark.parametrize(
    ("changes", "asked", "not_asked"),
    [
        ({"zuzug_aus": "ausland"}, {ABROAD + "staat", "/frueher_in_deutschland"}, {HOME + "ort", "/bisherige_wird"}),
        ({"zuzug_aus": "innerhalb_gemeinde"}, {HOME + "ort", "/bisherige_wird"}, {ABROAD + "staat"}),
        ({"zuzug_aus": "ausland", "frueher_in_deutschland": True}, {"/letzte_anschrift_inland/ort"}, set()),
        ({"zuzug_aus": "inland", "frueher_in_deutschland": True}, set(), {"/letzte_anschrift_inland/ort"}),
        ({"wohnungsart": "neben"}, {"/hat_weitere_wohnungen"}, set()),
        ({"wohnungsart": "alleinige"}, set(), {"/hat_weitere_wohnungen"}),
        ({"wohnungsgeber__bestaetigung": "elektronisch"}, {"/wohnungsgeber/zuordnungsmerkmal"}, set()),
        ({"wohnungsgeber__bestaetigung": "selbst"}, set(), {"/wohnungsgeber/name", "/wohnungsgeber/zuordnungsmerkmal"}),
        ({"wohnungsgeber__ist_eigentuemer": False}, {"/wohnungsgeber/eigentuemer_name"}, set()),
        (
            {"personen__0__familienstand": "verheiratet", "personen__0__ehegatte_in_liste": False},
            {"/personen/0/eheschliessung/ort", "/personen/0/ehegatte/person/familienname"},
            set(),
        ),
        (
            {"personen__0__familienstand": "verheiratet", "personen__0__ehegatte_in_liste": True},
            {"/personen/0/eheschliessung/ort"},
            {"/personen/0/ehegatte/person/familienname"},
        ),
        ({"personen__0__vertretung": "andere"}, {"/personen/0/gesetzlicher_vertreter/anschrift/ort"}, set()),
        ({"personen__0__vertretung": "in_liste"}, set(), {"/personen/0/gesetzlicher_vertreter/anschrift/ort"}),
        ({"personen__0__religion": "andere"}, {"/personen/0/religion_name"}, set()),
        (
            {"personen__0__ausweis__art": "auslaendisch"},
            {"/personen/0/ausweis/nummer", "/personen/0/ausweis/behoerde"},
            {"/personen/0/ausweis/seriennummer"},
        ),
        (
            {"personen__0__ausweis__art": "keiner"},
            set(),
            {"/personen/0/ausweis/nummer", "/personen/0/ausweis/behoerde"},
        ),
    ],
)
def test_questions_are_asked_when_they_matter(changes: dict[str, object], asked: set[str], not_asked: set[str]) -> None:
    shown = visible(typed(**changes))
    assert asked <= shown
    assert not not_asked & shown


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"zuzug_aus": "ausland"}, "/bisherige_anschrift_ausland/staat"),
        ({"wohnungsart": "neben"}, "/hat_weitere_wohnungen"),
        ({"personen__0__familienstand": "lebenspartnerschaft"}, "/personen/0/eheschliessung/datum"),
        ({"personen__0__vertretung": "andere"}, "/personen/0/gesetzlicher_vertreter/person/familienname"),
        ({"personen__0__religion": "andere"}, "/personen/0/religion_name"),
        ({"wohnungsgeber__bestaetigung": "elektronisch"}, "/wohnungsgeber/zuordnungsmerkmal"),
        ({"wohnungsgeber__ist_eigentuemer": False}, "/wohnungsgeber/eigentuemer_name"),
    ],
)
def test_what_is_asked_because_of_an_answer_has_to_be_answered(changes: dict[str, object], missing: str) -> None:
    assert (missing, Code.REQUIRED) in problems(typed(**changes))


def test_a_further_home_is_named_where_there_is_one() -> None:
    answers = typed(wohnungsart="haupt", hat_weitere_wohnungen=True)
    assert problems(answers) == {("/weitere_wohnungen", Code.TOO_FEW)}
    answers = add_item(form(), answers, "/weitere_wohnungen")
    for pointer, value in under("/weitere_wohnungen/0", {**under("anschrift", ADDRESS), "art": "neben"}).items():
        answers = edit(form(), answers, pointer, value, TODAY)
    assert problems(answers) == set()


@pytest.mark.parametrize(
    ("kind", "becomes", "good"),
    [
        ("alleinige", "aufgegeben", True),
        ("alleinige", "nebenwohnung", False),
        ("haupt", "nebenwohnung", True),
        ("haupt", "hauptwohnung", False),
        ("neben", "hauptwohnung", True),
    ],
)
def test_there_is_one_main_home_at_most(kind: str, becomes: str, *, good: bool) -> None:
    answers = typed(wohnungsart=kind, bisherige_wird=becomes, hat_weitere_wohnungen=False)
    assert problems(answers) == (set() if good else {("/bisherige_wird", Code.NOT_A_CHOICE)})


def test_a_family_registers_on_one_paper_and_declares_that_it_may() -> None:
    answers = add_item(form(), typed(), "/personen")
    for pointer, value in under("/personen/1", {**PERSON, "person/vornamen": "Měrćin"}).items():
        answers = edit(form(), answers, pointer, value, TODAY)
    assert problems(answers) == set()
    assert len(declarations(form(), typed())) == 1
    assert "§ 202a StGB" in " ".join(declarations(form(), answers))
    titles = [section.title for section in sections(form(), answers)]
    assert [title for title in titles if title.startswith("Person")] == ["Person 1", "Person 2"]


def joined(*people: dict[str, object]) -> dict[str, Any]:
    """Return answers with these persons in the list; what is not said is as for the first one."""
    answers = typed()
    for number, one in enumerate(people):
        answers = add_item(form(), answers, "/personen") if number else answers
        for pointer, value in under(f"/personen/{number}", {**PERSON, **one}).items():
            answers = edit(form(), answers, pointer, value, TODAY)
    return answers


def person(given: str, born: str, decides: str) -> dict[str, object]:
    return {"person/vornamen": given, "person/geburtsdatum": born, "vertretung": decides}


@pytest.mark.parametrize(
    ("people", "wrong"),
    [
        ([person("Mila", "3.2.2015", "keine")], {("/personen/0/vertretung", Code.MINOR_ALONE)}),
        ([person("Mila", "22.11.2008", "keine")], {("/personen/0/vertretung", Code.MINOR_ALONE)}),
        ([person("Mila", "21.11.2008", "keine")], set()),
        ([person("Mila", "2009", "keine")], {("/personen/0/vertretung", Code.MINOR_ALONE)}),
        ([person("Mila", "2008", "keine")], set()),
        ([person("Mila", "3.2.2015", "in_liste")], {("/personen/0/vertretung", Code.ADULT_MISSING)}),
        ([person("Jan", "1.4.1950", "in_liste")], {("/personen/0/vertretung", Code.ADULT_MISSING)}),
        ([person("Mila", "3.2.2015", "in_liste"), person("Jan", "1.4.1985", "keine")], set()),
        (
            [person("Mila", "3.2.2015", "in_liste"), person("Jan", "1.4.2013", "keine")],
            {("/personen/0/vertretung", Code.ADULT_MISSING), ("/personen/1/vertretung", Code.MINOR_ALONE)},
        ),
    ],
)
def test_a_minor_alone_is_asked_for_the_adult_who_answers(
    people: list[dict[str, object]], wrong: set[tuple[str, Code]]
) -> None:
    assert problems(joined(*people)) == wrong
    shown = controls(state(form(), joined(*people), frozenset(), TODAY))
    assert {(place, shown[place].problems[0].code) for place, _ in wrong} == wrong


def guardian(born: str) -> dict[str, object]:
    names = {"person/familienname": "Sorge", "person/vornamen": "Ida", "person/geburtsdatum": born}
    return under("gesetzlicher_vertreter", {**names, **under("anschrift", ADDRESS)})


def test_a_representative_is_an_adult() -> None:
    mila = person("Mila", "3.2.2015", "andere")
    assert problems(joined({**mila, **guardian("1.4.1980")})) == set()
    born = "/personen/0/gesetzlicher_vertreter/person/geburtsdatum"
    assert problems(joined({**mila, **guardian("1.4.2012")})) == {(born, Code.TOO_YOUNG)}


def test_who_signs_is_the_adult_of_the_list_or_else_the_representative() -> None:
    mila, jan = person("Mila", "3.2.2015", "in_liste"), person("Jan", "1.4.1985", "keine")
    assert [line.signer for line in lines_to_sign(form(), joined(mila, jan))] == ["Jan Beispiel"]
    alone = {**mila, "vertretung": "andere", **guardian("1.4.1980")}
    assert [line.signer for line in lines_to_sign(form(), joined(alone))] == ["Ida Sorge"]
    assert [line.signer for line in lines_to_sign(form(), joined(mila))] == [""]
    assert [line.signer for line in lines_to_sign(form(), {"personen": "x"})] == [""]


def test_from_16_one_registers_and_signs_oneself_though_somebody_else_decides() -> None:
    def signer(*people: dict[str, object], moved: str = "9.11.26") -> str:
        answers = edit(form(), joined(*people), "/einzugsdatum", moved, TODAY)
        assert problems(answers) == set()
        return lines_to_sign(form(), answers)[0].signer

    mother = guardian("1.4.1980")
    sixteen = {**person("Mila", "9.11.2010", "andere"), **mother}
    younger = {**person("Ole", "10.11.2010", "andere"), **mother}
    assert signer(sixteen) == "Mila Beispiel"
    assert signer(younger) == "Ida Sorge", "16 tomorrow: who the child moves in with does it"
    assert signer(sixteen, younger) == "Ida Sorge", "nobody of 16 answers for who is younger"
    assert signer(sixteen, person("Jan", "1.4.1985", "keine")) == "Jan Beispiel"
    assert signer({**person("Eva", "1.4.1950", "andere"), **mother}) == "Ida Sorge", "a Betreuung decides for an adult"
    assert signer({**person("Mila", "2009", "andere"), **mother}) == "Mila Beispiel"
    unknown = joined(sixteen)
    del unknown["einzugsdatum"]
    assert lines_to_sign(form(), unknown)[0].signer == "Ida Sorge", "without the day nobody can tell"


def test_a_late_registration_and_a_move_to_the_same_address_are_said_and_hold_nothing_up() -> None:
    due, here = date(2026, 11, 23), {f"bisherige_anschrift__{name}": one for name, one in ADDRESS.items()}
    moved = typed(**{**here, "bisherige_anschrift__hausnummer": "4"})
    assert cautions(form(), moved, due, date(2026, 11, 23)) == ()
    late = cautions(form(), moved, due, date(2026, 11, 24))
    assert [one.key for one in late] == ["verspaetet"]
    assert "§ 54 BMG" in late[0].text
    same = typed(**{**here, "bisherige_anschrift__strasse": " nebenweg"})
    assert [one.key for one in cautions(form(), same, due, TODAY)] == ["gleiche_anschrift"]
    assert cautions(form(), typed(**here, bisherige_anschrift__zusatz="Wohnung 5"), due, TODAY) == ()
    assert cautions(form(), {**same, "zuzug_aus": "ausland"}, due, TODAY) == (), "another question is asked there"
    assert problems(same) == set()
    assert blocks(form(), same, TODAY) == ()


def test_there_is_at_least_one_person_and_every_person_is_an_own_group() -> None:
    shown = lists(state(form(), typed(), frozenset(), TODAY))
    assert (shown["/personen"].minimum, shown["/personen"].maximum, len(shown["/personen"].items)) == (1, 12, 1)


def test_no_line_of_a_person_stands_twice_under_one_name() -> None:
    answers = typed(
        personen__0__familienstand="verheiratet",
        personen__0__ehegatte_in_liste=False,
        personen__0__vertretung="andere",
        zuzug_aus="ausland",
        frueher_in_deutschland=True,
    )
    for section in sections(form(), answers):
        labels = [line.label for line in section.lines]
        assert len(labels) == len(set(labels)), section.title


def test_religion_is_a_special_category_and_the_bundeswehr_is_not_offered() -> None:
    compiled = compile_form(form())
    special = {place for place, plan in compiled.controls.items() if plan.special_category}
    assert special == {"/personen/*/religion", "/personen/*/religion_name"}
    objections = [choice.value for choice in compiled.controls["/widersprueche"].choices]
    assert objections == ["parteien", "jubilaeen", "adressbuch", "religion"]


def test_states_and_nationalities_come_from_the_official_list() -> None:
    compiled = compile_form(form())
    states = {choice.value: choice.label for choice in compiled.controls["/personen/*/geburtsstaat"].choices}
    nations = {choice.value: choice.label for choice in compiled.controls["/personen/*/staatsangehoerigkeit"].choices}
    assert (states["000"], states["152"], len(states)) == ("Deutschland", "Polen", 197)
    assert (nations["000"], nations["997"]) == ("deutsch (Deutschland)", "staatenlos")
    assert len(set(nations.values())) == len(nations)


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, ["ausweise", "wohnungsgeberbestaetigung"]),
        ({"wohnungsgeber__bestaetigung": "elektronisch"}, ["ausweise"]),
        ({"wohnungsgeber__bestaetigung": "verweigert"}, ["ausweise"]),
        ({"personen__0__familienstand": "verheiratet"}, ["ausweise", "wohnungsgeberbestaetigung", "eheurkunde"]),
        ({"personen__0__vertretung": "in_liste"}, ["ausweise", "wohnungsgeberbestaetigung", "geburtsurkunden"]),
        (
            {"personen__0__vertretung": "andere"},
            ["ausweise", "wohnungsgeberbestaetigung", "geburtsurkunden", "vertretung"],
        ),
    ],
)
def test_evidence_follows_the_answers(changes: dict[str, object], wanted: list[str]) -> None:
    assert [rule.key for rule in evidence_wanted(form(), typed(**changes))] == wanted


def test_identity_documents_are_shown_and_never_copied() -> None:
    first = form().evidence[0]
    assert (first.preset, "PAuswG § 20 (2)" in first.hint) == ("vorgelegt", True)


@pytest.mark.parametrize(("bestaetigung", "said"), [("selbst", "eigene Wohnung"), ("verweigert", "BMG § 19 (2)")])
def test_who_has_no_confirmation_declares_why(bestaetigung: str, said: str) -> None:
    assert said in " ".join(declarations(form(), typed(wohnungsgeber__bestaetigung=bestaetigung)))
    assert said not in " ".join(declarations(form(), typed()))


def test_the_deadline_counts_from_the_day_of_moving_in() -> None:
    assert deadline_inputs(form(), typed()) == ({"tag": "2026-11-09"},)
    assert deadline_inputs(form(), initial(form())) == ()


def test_moving_in_tomorrow_may_be_drafted_but_not_handed_in() -> None:
    later = typed(einzugsdatum="22.11.2026")
    assert problems(later) == set()
    assert [block.key for block in blocks(form(), later, TODAY)] == ["einzug_in_zukunft"]
    assert blocks(form(), later, date(2026, 11, 22)) == ()
    assert blocks(form(), typed(), TODAY) == ()
    assert blocks(form(), {}, TODAY) == ()
