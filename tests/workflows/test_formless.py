"""Formloser Antrag: one page for every service that has no form and is not excluded, from finder to paper."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.catalogue.file import CatalogueFile
from lotse_app.demonstration.filling import fill, read_back, save
from lotse_app.documents.reader import text_of
from lotse_app.forms.editing import edit
from lotse_app.forms.engine import state
from lotse_app.forms.formless import FORMLESS
from lotse_app.models.acting import ActingAs
from lotse_app.models.application import CarriedBy, State
from lotse_app.models.people import Role
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.public_service import SignatureRule
from lotse_app.models.receipt import ReceiptKind
from lotse_app.paths import resources
from lotse_app.ui.application.steps import steps_of
from lotse_app.workflows.applications import acting_choices
from lotse_app.workflows.hand_in import ADDRESS_UNKNOWN, WE_ASK
from tests.chance import seeded
from tests.desks import WILSDRUFF, close, make_office
from tests.forms.test_wohnsitz import TYPED as HOME

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.models.public_service import PublicService
    from lotse_app.workflows.applications import OpenCase
    from tests.desks import Office

PERSON = (
    ("/person/familienname", "Nowakowa-Žurić"),
    ("/person/vornamen", "Hańža Marija"),
    ("/person/geburtsdatum", "1944-03-02"),
    ("/anschrift/strasse", "Hauptstraße"),
    ("/anschrift/hausnummer", "7"),
    ("/anschrift/plz", "01723"),
    ("/anschrift/ort", "Wilsdruff"),
)
SEED = 20261121
TODAY = date(2026, 11, 20)
#: Everything one may say besides, as long as it may be.
MORE = (
    ("/anschrift/zusatz", "Hinterhaus"),
    ("/anschrift/ortsteil", "Grumbach"),
    ("/kontakt/telefon", "035204 12345"),
    ("/kontakt/email", "hanzka@beispiel.example"),
    ("/worum", ("Seit dem Tod meines Mannes reicht die Rente nicht mehr für die Miete. " * 8)[:500].strip()),
    ("/ab_wann", "2026-12-01"),
    ("/stelle", "Landratsamt Sächsische Schweiz-Osterzgebirge, Amt für Soziales"),
)


@pytest.fixture(scope="module")
def catalogue() -> CatalogueFile:
    return CatalogueFile(resources())


def begun(office: Office, service_id: str) -> OpenCase:
    card = office.desk.find.card(service_id, WILSDRUFF)
    return office.desk.applications.open(office.desk.applications.begin(card, WILSDRUFF).id)


def frozen(office: Office, service_id: str, answers: tuple[tuple[str, Any], ...] = PERSON) -> OpenCase:
    case = read_back(office.desk, fill(office.desk, begun(office, service_id).application.id, answers).application.id)
    office.desk.freezing.commit(office.desk.freezing.prepare(case))
    return office.desk.applications.open(case.application.id)


def paper(office: Office, case: OpenCase) -> str:
    """Return the text of the paper without blanks and hyphens: the reader knows neither columns nor line ends."""
    return squeezed(text_of(office.desk.printing.application(case.application.id)))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\-\u00ad\u2010]", "", text)


def by_leika(catalogue: CatalogueFile, leika: str) -> PublicService:
    found = catalogue.by_leika(leika)
    assert found is not None
    return found


@pytest.fixture
def wohngeld(catalogue: CatalogueFile) -> PublicService:
    return by_leika(catalogue, "99107023017000")


def test_fifty_random_eligible_services_go_from_the_card_to_paper(office: Office, catalogue: CatalogueFile) -> None:
    eligible = [one for one in catalogue.services() if not one.excluded and not one.form_id]
    assert len(eligible) > 2600
    for service in seeded(SEED).sample(eligible, 50):
        case = frozen(office, service.service_id)
        assert case.application.state is State.CHECKED
        assert case.form.social_benefit is service.social_benefit
        assert case.frozen is not None
        assert json.loads(case.frozen.canonical)["answers"]["leistung"] == service.name
        printed = paper(office, case)
        assert squeezed(service.name) in printed
        assert squeezed("Fehlende Angaben und Unterlagen reiche ich nach.") in printed
        assert "Seite1von1" in printed


def test_also_with_the_longest_name_and_everything_said_it_is_one_page(
    office: Office, catalogue: CatalogueFile
) -> None:
    eligible = [one for one in catalogue.services() if not one.excluded and not one.form_id]
    longest = max(eligible, key=lambda one: len(one.name))
    printed = paper(office, frozen(office, longest.service_id, PERSON + MORE))
    assert "Seite1von1" in printed
    assert squeezed("Anschrift Hauptstraße 7, Hinterhaus, 01723 Wilsdruff, Grumbach") in printed
    assert squeezed(str(dict(MORE)["/worum"])) in printed


NAMED, SIGNER = PERSON[:3], "Hańža Marija Nowakowa-Žurić"
ABROAD = (
    *NAMED,
    ("/anschrift_art", "ausland"),
    ("/anschrift_ausland/strasse", "221B Baker Street"),
    ("/anschrift_ausland/ort", "London NW1 6XE"),
    ("/anschrift_ausland/staat", "168"),
)
HOMELESS = (*NAMED, ("/anschrift_art", "ohne"), ("/post_an", "Diakonie, Markt 3, 01723 Wilsdruff"))
#: Typed before it was said where the person lives.
BEFORE = (("/anschrift/strasse", "Irrtum"),)


@pytest.mark.parametrize(
    ("leika", "said", "words"),
    [
        ("99107002017001", HOMELESS, "Anschrift ohne festen Wohnsitz Post an Diakonie, Markt 3, 01723 Wilsdruff"),
        ("99107023017000", ABROAD, "Anschrift 221B Baker Street, London NW1 6XE, Vereinigtes Königreich"),
        ("99107023017000", PERSON, "Anschrift Hauptstraße 7, 01723 Wilsdruff"),
    ],
)
def test_nobody_needs_an_address_in_germany(
    office: Office, catalogue: CatalogueFile, leika: str, said: tuple[tuple[str, Any], ...], words: str
) -> None:
    case = frozen(office, by_leika(catalogue, leika).service_id, BEFORE + said)
    printed = paper(office, case)
    assert squeezed(words) in printed
    assert squeezed("in Deutschland") not in printed
    assert "Irrtum" not in printed
    assert "Seite1von1" in printed
    office.desk.signing.sign_on_print(case, SIGNER)
    signed = office.desk.applications.open(case.application.id)
    for carried_by, told, never in (
        (CarriedBy.RESIDENT, ADDRESS_UNKNOWN, WE_ASK),
        (CarriedBy.PILOT, WE_ASK, ADDRESS_UNKNOWN),
    ):
        made = office.desk.handing_in.prepare(signed, carried_by, address_unknown=True)
        note = text_of(made.note_pdf)
        assert squeezed(told) in note
        assert squeezed(never) not in note
        assert ("leitendenAntrag" in text_of(made.receipt_pdf)) is (carried_by is CarriedBy.PILOT)


def test_a_draft_that_was_never_asked_where_the_address_is_has_one_in_germany(
    office: Office, wohngeld: PublicService
) -> None:
    case = fill(office.desk, begun(office, wohngeld.service_id).application.id, PERSON)
    former = {name: value for name, value in case.application.answers.items() if name != "anschrift_art"}
    assert len(former) < len(case.application.answers)
    save(office.desk, case.application, former)
    case = read_back(office.desk, case.application.id)
    office.desk.freezing.commit(office.desk.freezing.prepare(case))
    case = office.desk.applications.open(case.application.id)
    assert squeezed("Anschrift Hauptstraße 7, 01723 Wilsdruff") in paper(office, case)
    office.desk.signing.sign_on_print(case, SIGNER)
    case = office.desk.applications.open(case.application.id)
    assert office.desk.handing_in.prepare(case, CarriedBy.RESIDENT, address_unknown=True).receipt_pdf


def test_a_form_that_asks_for_no_evidence_has_no_such_step(office: Office, wohngeld: PublicService) -> None:
    case = begun(office, wohngeld.service_id)
    keys = [step.key for step in steps_of(case, state(case.form, case.application.answers, frozenset(), TODAY))]
    assert keys == ["wer", "formular:antrag", "pruefen", "unterschrift", "einreichen"]


def test_the_service_is_a_value_under_a_fixed_sentence(office: Office, wohngeld: PublicService) -> None:
    case = frozen(office, wohngeld.service_id)
    said = paper(office, case)
    assert "HiermitbeantrageichLeistungWohngeldBewilligung" in said
    assert "E-Mail" not in said
    assert "WoGG" in said
    assert case.form.id == FORMLESS
    assert case.application.service_name == "Wohngeld Bewilligung"


def test_the_same_service_always_has_the_same_form(office: Office, wohngeld: PublicService) -> None:
    first, second = begun(office, wohngeld.service_id), begun(office, wohngeld.service_id)
    assert first.form is second.form
    assert first.form.social_benefit


def test_a_service_the_law_wants_in_writing_is_signed_on_paper(office: Office, catalogue: CatalogueFile) -> None:
    elterngeld = by_leika(catalogue, "99041006017000")
    assert begun(office, elterngeld.service_id).form.signature is SignatureRule.WRITTEN
    certificate = by_leika(catalogue, "99115003012000")
    assert begun(office, certificate.service_id).form.signature is SignatureRule.FREE


@pytest.mark.parametrize(
    ("role", "leika", "kind"),
    [
        (Role.OFFICIAL, "99107023017000", ReceiptKind.FORWARDED),  # Wohngeld
        (Role.OFFICIAL, "99115003012000", ReceiptKind.HANDED_OVER),  # nobody said that the commune decides
        (Role.VOLUNTEER, "99107023017000", ReceiptKind.HANDED_OVER),
    ],
)
def test_the_receipt_claims_only_what_is_true(
    tmp_path: Path, catalogue: CatalogueFile, role: Role, leika: str, kind: ReceiptKind
) -> None:
    office = make_office(tmp_path, role)
    case = frozen(office, by_leika(catalogue, leika).service_id)
    assert office.desk.handing_in.receipt_kind(case, CarriedBy.PILOT) is kind
    assert office.desk.handing_in.receipt_kind(case, CarriedBy.RESIDENT) is ReceiptKind.HANDED_OVER
    close(office.desk)


def test_the_merkzettel_of_what_was_taken_here_names_no_last_day(office: Office, wohngeld: PublicService) -> None:
    case = frozen(office, wohngeld.service_id)
    case = replace(case, application=replace(case.application, due=date(2026, 11, 30)))
    for carried_by, words in ((CarriedBy.PILOT, "Entgegengenommenam"), (CarriedBy.RESIDENT, "Vorbereitetam")):
        note = squeezed(text_of(office.desk.handing_in.prepare(case, carried_by, address_unknown=True).note_pdf))
        assert words in note
        assert ("letzterTag" in note) is (carried_by is CarriedBy.RESIDENT)


def test_a_case_whose_service_left_the_catalogue_still_opens(office: Office, wohngeld: PublicService) -> None:
    card = office.desk.find.card(wohngeld.service_id, WILSDRUFF)
    gone = replace(card, service=replace(card.service, service_id="L99999"))
    case = office.desk.applications.open(office.desk.applications.begin(gone, WILSDRUFF).id)
    assert (case.form.id, case.form.social_benefit) == (FORMLESS, False)
    assert case.application.answers["leistung"] == wohngeld.name


@pytest.mark.parametrize(("moved_in", "held"), [("21.11.26", True), ("20.11.26", False)])
def test_a_home_cannot_be_registered_before_moving_in(office: Office, moved_in: str, *, held: bool) -> None:
    hit = next(hit for hit in office.desk.find.find("Wohnsitz Anmeldung") if hit.has_form)
    case = begun(office, hit.service_id)
    answers = dict(case.application.answers)
    for pointer, value in {**HOME, "/einzugsdatum": moved_in}.items():
        answers = edit(case.form, answers, pointer, value, date(2026, 11, 20))
    save(office.desk, case.application, answers)
    case = read_back(office.desk, case.application.id)
    office.desk.freezing.commit(office.desk.freezing.prepare(case))
    case = office.desk.applications.open(case.application.id)
    if not held:
        assert office.desk.handing_in.prepare(case, CarriedBy.RESIDENT).receipt_pdf
        return
    with pytest.raises(ProblemError) as refused:
        office.desk.handing_in.prepare(case, CarriedBy.RESIDENT)
    assert refused.value.problem.code is Code.HAND_IN_BLOCKED
    assert "nach dem Einzug" in str(refused.value.problem.param("reason"))


def test_a_home_is_registered_with_its_own_form_after_moving_in(office: Office) -> None:
    hit = next(hit for hit in office.desk.find.find("Wohnsitz Anmeldung") if hit.has_form)
    card = office.desk.find.card(hit.service_id, WILSDRUFF)
    assert (card.may_start, card.formless) == (True, False)
    case = begun(office, hit.service_id)
    assert case.form.id == "wohnsitz-anmeldung"
    assert office.desk.applications.due(case.form, {"einzugsdatum": "2026-11-09"}) == date(2026, 11, 23)
    choices = {choice.acting: choice for choice in acting_choices(case.form, office.desk.workplace, WILSDRUFF)}
    assert choices[ActingAs.MESSENGER].allowed
