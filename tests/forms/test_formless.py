"""The Formloser Antrag as a form: one page, a service by name, nothing that has to be known beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_app.forms.clauses import declarations
from lotse_app.forms.editing import edit, initial
from lotse_app.forms.engine import state
from lotse_app.forms.evidence import evidence_wanted
from lotse_app.forms.formless import FORMLESS, SERVICE_NAME, first_answers, fitted
from lotse_app.forms.freeze import prune, remaining_problems
from lotse_app.forms.library import FormLibrary
from lotse_app.forms.lint import lint
from lotse_app.forms.reading import sections
from lotse_app.models.public_service import PublicService, SignatureRule
from lotse_app.paths import resources
from tests.forms.building import TODAY, controls, dog_form

if TYPE_CHECKING:
    from typing import Any

    from lotse_app.forms.form import Form

TYPED: dict[str, object] = {
    "/person/familienname": "Beispiel",
    "/person/vornamen": "Ana Maria",
    "/person/geburtsdatum": "1.4.50",
    "/anschrift/strasse": "Karl-Bröger-Straße",
    "/anschrift/hausnummer": "12 a",
    "/anschrift/plz": "01723",
    "/anschrift/ort": "Wilsdruff",
}


@pytest.fixture(scope="module")
def form() -> Form:
    return FormLibrary(resources() / "forms").form(FORMLESS)


def typed(form: Form, **changes: object) -> dict[str, Any]:
    answers = first_answers(form, "Wohngeld")
    for pointer, value in {**TYPED, **{f"/{name}": value for name, value in changes.items()}}.items():
        answers = edit(form, answers, pointer, value, TODAY)
    return answers


def test_it_may_be_released_and_belongs_to_no_service(form: Form) -> None:
    assert form.released
    assert lint(form) == ()
    assert (form.leika, form.leika_alias, form.service_id, form.authority) == ((), (), "", "")
    assert FormLibrary(resources() / "forms").for_service(("99107023017000", "")) is None


def test_it_is_one_step_and_name_and_address_are_enough(form: Form) -> None:
    assert remaining_problems(form, prune(form, typed(form)), TODAY) == ()
    shown = state(form, typed(form), frozenset(), TODAY)
    assert len(shown.steps) == 1
    required = {pointer for pointer, one in controls(shown).items() if one.required}
    assert required == {*TYPED, SERVICE_NAME}
    assert evidence_wanted(form, typed(form)) == ()


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("ausland", {"/anschrift_ausland/ort", "/anschrift_ausland/staat"}),
        ("ohne", {"/post_an"}),
        ("inland", {"/anschrift/strasse", "/anschrift/hausnummer", "/anschrift/plz", "/anschrift/ort"}),
    ],
)
def test_how_somebody_is_reached_is_asked_as_the_person_lives(form: Form, kind: str, wanted: set[str]) -> None:
    said = {pointer: value for pointer, value in TYPED.items() if pointer.startswith("/person/")}
    answers = first_answers(form, "Wohngeld")
    assert answers["anschrift_art"] == "inland"
    for pointer, value in {**said, "/anschrift_art": kind}.items():
        answers = edit(form, answers, pointer, value, TODAY)
    shown = {at: one for at, one in controls(state(form, answers, frozenset(), TODAY)).items() if one.visible}
    assert {at for at, one in shown.items() if one.required} == {*said, *wanted, SERVICE_NAME}
    assert not any(at.startswith("/anschrift/") for at in shown) or kind == "inland"
    assert {one.pointer for one in remaining_problems(form, prune(form, answers), TODAY)} == wanted
    full = answers
    for pointer in wanted:
        value = {"/anschrift/plz": "01723", "/anschrift_ausland/staat": "168"}.get(pointer, "London NW1 6XE")
        full = edit(form, full, pointer, value if pointer != "/anschrift/hausnummer" else "7", TODAY)
    assert remaining_problems(form, prune(form, full), TODAY) == ()


def test_who_was_never_asked_where_the_address_is_has_one_in_germany(form: Form) -> None:
    former = {name: value for name, value in typed(form).items() if name != "anschrift_art"}
    assert remaining_problems(form, prune(form, former), TODAY) == ()
    assert prune(form, former)["anschrift"]["ort"] == "Wilsdruff"
    nowhere = {name: value for name, value in former.items() if name != "anschrift"}
    assert remaining_problems(form, prune(form, nowhere), TODAY) != ()


def test_the_service_is_a_line_of_its_own_that_nobody_types(form: Form) -> None:
    shown = controls(state(form, typed(form), frozenset(), TODAY))
    assert (shown[SERVICE_NAME].value, shown[SERVICE_NAME].enabled, shown[SERVICE_NAME].read_only) == (
        "Wohngeld",
        False,
        True,
    )
    last = sections(form, typed(form))[-1]
    assert last.title == "Hiermit beantrage ich"
    assert (last.lines[0].label, last.lines[0].value) == ("Leistung", "Wohngeld")
    assert declarations(form, typed(form)) == ("Fehlende Angaben und Unterlagen reiche ich nach.",)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Wohngeld", "Wohngeld"),
        ("Dienstaufsichtsbeschwerde", "Prüfung meiner Beschwerde: Dienstaufsichtsbeschwerde"),
        ("Petition Prüfung", "Behandlung meiner Petition: Petition Prüfung"),
        ("Beschwerde- und Schlichtungsverfahren nach Energiewirtschaftsgesetz",) * 2,
    ],
)
def test_who_brings_a_complaint_asks_for_its_being_looked_into(form: Form, name: str, said: str) -> None:
    assert first_answers(form, name)["leistung"] == said


def test_what_it_is_about_may_be_said_in_letters_of_the_register(form: Form) -> None:
    said = typed(
        form, worum="Die Miete ist auf 480 € gestiegen; Žurowa & Co.", ab_wann="1.12.26", stelle="Wohngeldstelle"
    )
    assert remaining_problems(form, prune(form, said), TODAY) == ()
    assert remaining_problems(form, prune(form, typed(form, worum="Hallo 😀")), TODAY) != ()


def test_law_benefit_and_signature_are_those_of_the_service(form: Form) -> None:
    service = PublicService("L1", "Elterngeld", (), law="BEEG", social_benefit=True, signature=SignatureRule.WRITTEN)
    made = fitted(form, service)
    assert (made.law, made.social_benefit, made.signature) == ("BEEG", True, SignatureRule.WRITTEN)
    assert fitted(form, service) is made
    assert fitted(form, PublicService("L2", "Ohne Gesetz", ())).law == form.law


def test_a_form_of_a_services_own_stays_as_it_is() -> None:
    service = PublicService("L1", "x", (), law="y", social_benefit=True)
    assert fitted(dog_form(), service) is dog_form()
    assert first_answers(dog_form(), "x") == initial(dog_form())
