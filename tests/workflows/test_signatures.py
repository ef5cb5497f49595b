"""Signatures that are still open: marked, printed, mended later; and the dates that travel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.documents.reader import text_of
from lotse_app.models.application import CarriedBy, Mark, State
from lotse_app.workflows.hand_in import open_signatures
from tests.cases import SIGNER, frozen, hand_in, operations, signed

if TYPE_CHECKING:
    from tests.desks import Office


def test_handing_in_without_a_signature_is_marked_and_can_be_mended_later(office: Office) -> None:
    case = frozen(office)
    prepared = office.desk.handing_in.prepare(case, CarriedBy.RESIDENT)
    assert "Unterschriften(2)" in text_of(prepared.note_pdf)
    assert "Unterschriften(2)" in text_of(prepared.receipt_pdf)
    office.desk.handing_in.commit(prepared)
    case = office.desk.applications.open(case.application.id)
    assert Mark.SIGNATURE_FOLLOWS in case.application.marks
    office.desk.signing.sign_on_print(case, SIGNER)
    after = office.desk.applications.open(case.application.id)
    assert Mark.SIGNATURE_FOLLOWS not in after.application.marks
    assert after.application.state is State.SUBMITTED


def test_the_pad_signs_one_line_only_and_the_mandate_stays_open(office: Office) -> None:
    case = signed(office)
    assert open_signatures(case) == ("SEPA-Mandat: Ort, Datum, Unterschrift der Person, der das Konto gehört",)
    office.desk.handing_in.commit(office.desk.handing_in.prepare(case, CarriedBy.PILOT))
    assert Mark.SIGNATURE_FOLLOWS in office.desk.applications.open(case.application.id).application.marks


def test_what_was_signed_on_the_print_is_signed_on_every_line(office: Office) -> None:
    case = frozen(office)
    office.desk.signing.sign_on_print(case, SIGNER)
    assert open_signatures(office.desk.applications.open(case.application.id)) == ()


def test_reopening_forgets_that_a_signature_was_to_follow(office: Office) -> None:
    case = frozen(office)
    office.desk.signing.postpone(case.application.id)
    reopened = office.desk.applications.reopen(case.application.id)
    assert Mark.SIGNATURE_FOLLOWS not in reopened.application.marks


def test_the_dates_travel_with_the_steps(office: Office) -> None:
    hand_in(office, CarriedBy.PILOT)
    bodies = [row.body for row in operations(office)]
    dates = {path: one[path]["v"] for one in bodies for path in ("/due", "/handed_in", "/received") if path in one}
    assert dates == {"/due": "2026-11-24", "/handed_in": "2026-11-20", "/received": "2026-11-20"}
