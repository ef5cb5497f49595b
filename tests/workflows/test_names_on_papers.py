"""Which paper names the person, and that a paper once made is never made anew (docs/adr/0022)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.demonstration.script import STROKES
from lotse_app.documents.reader import text_of
from lotse_app.forms.compile import compile_form
from lotse_app.models.application import CarriedBy, DocumentKind
from lotse_app.models.evidence import EvidenceState
from lotse_app.models.problems import ProblemError
from lotse_app.workflows.evidence import evidence_lines
from lotse_app.workflows.naming import applicant
from tests.cases import SIGNER, frozen, hand_in, signed

if TYPE_CHECKING:
    from tests.desks import Office

NAME = SIGNER.replace(" ", "")


@pytest.mark.parametrize("carried_by", list(CarriedBy))
def test_the_receipt_names_who_applied_merkzettel_and_adressblatt_do_not(office: Office, carried_by: CarriedBy) -> None:
    case = signed(office)
    desk = office.desk
    made = desk.handing_in.prepare(case, carried_by, desk.filing.office(case))
    assert f"AntragstellendePerson{NAME}" in text_of(made.receipt_pdf)
    cover = desk.filing.cover(case, carried_by, desk.filing.office(case))
    for silent in (made.note_pdf, cover):
        assert "Nowakowa" not in text_of(silent)
        assert case.application.number in text_of(silent)


def test_every_page_of_the_application_names_who_applied(office: Office) -> None:
    case = frozen(office)
    assert text_of(office.desk.printing.application(case.application.id)).count(f"Name:{NAME}") >= 2


def test_where_a_form_asks_for_nobody_by_name_it_is_who_signs_first(office: Office) -> None:
    case = frozen(office)
    answers = case.application.answers
    assert applicant(case.form, answers) == SIGNER
    keyless = json.loads(
        json.dumps(case.form.uischema).replace("person.vornamen", "x").replace("person.familienname", "y")
    )
    unasked = replace(case.form, uischema=keyless)
    assert {plan.prefill for plan in compile_form(unasked).controls.values()}.isdisjoint(
        {"person.vornamen", "person.familienname"}
    )
    assert applicant(unasked, answers) == SIGNER
    assert applicant(unasked, {}) == ""


def test_the_receipt_tells_what_was_only_shown(office: Office) -> None:
    case = frozen(office)
    shown, left = (
        replace(line, state=state)
        for line, state in zip(
            evidence_lines(case.form, case.application.answers, case.application.id, case.evidence),
            (EvidenceState.SHOWN, EvidenceState.ON_PAPER),
            strict=True,
        )
    )
    made = office.desk.handing_in.prepare(replace(case, evidence=(shown, left)), CarriedBy.PILOT)
    said = text_of(made.receipt_pdf)
    assert said.index("Beigefügt") < said.index(left.label.replace(" ", ""))
    assert said.index("Vorgelegtundzurückgegeben") < said.index(shown.label.replace(" ", ""))


def test_a_receipt_that_outlives_the_answers_still_goes_with_its_person(office: Office) -> None:
    case = hand_in(office, CarriedBy.PILOT)
    office.clock.advance(days=16)
    assert office.desk.keeping.tidy().count
    assert office.desk.applications.open(case.application.id).application.answers == {}
    assert NAME in text_of(office.desk.printing.stored(case.application.id, DocumentKind.RECEIPT))
    (found,) = office.desk.persons.find("Nowakowa-Žurić", "1958-03-14")
    assert office.desk.persons.erase(found.key, [case.application.id], unfinished=True).papers == 2
    with pytest.raises(ProblemError):
        office.desk.printing.stored(case.application.id, DocumentKind.RECEIPT)


def test_what_was_frozen_or_signed_is_printed_again_byte_for_byte_and_never_made_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = frozen(office)
    desk, wanted = office.desk, case.application.id
    first = desk.printing.application(wanted)
    signature = desk.signing.prepare_pad(case, SIGNER, STROKES)
    desk.signing.commit(signature)
    desk.handing_in.commit(desk.handing_in.prepare(desk.applications.open(wanted), CarriedBy.POST))
    monkeypatch.setattr(desk.printing, "_papers", None)
    assert desk.printing.stored(wanted, DocumentKind.APPLICATION) == first
    assert desk.printing.application(wanted) == signature.pdf
