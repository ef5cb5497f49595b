"""Signatures that are still open: marked, printed, mended later; and the dates that travel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.demonstration.script import STROKES
from lotse_app.documents.reader import text_of
from lotse_app.models.application import CarriedBy, Mark, State
from lotse_app.models.people import Role
from lotse_app.models.problems import ProblemError
from lotse_app.models.public_service import SignatureRule
from lotse_app.models.signing import SignRequest, SignWay
from lotse_app.store.opening import open_store
from lotse_app.workflows.hand_in import open_signatures
from tests.cases import SIGNER, frozen, gathered, hand_in, operations, signed
from tests.desks import PASSPHRASE, close, make_office

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desks import Office


def test_handing_in_without_a_signature_is_marked_and_can_be_mended_later(office: Office) -> None:
    case = frozen(office)
    prepared = office.desk.handing_in.prepare(case, CarriedBy.RESIDENT)
    for paper in (prepared.note_pdf, prepared.receipt_pdf):
        assert "UnterschriftderHalterinoderdesHalters" in text_of(paper)
        assert "SEPA-Mandat:UnterschriftderPerson" in text_of(paper)
    office.desk.handing_in.commit(prepared)
    case = office.desk.applications.open(case.application.id)
    assert Mark.SIGNATURE_FOLLOWS in case.application.marks
    office.desk.signing.sign_on_print(case, SIGNER)
    after = office.desk.applications.open(case.application.id)
    assert Mark.SIGNATURE_FOLLOWS not in after.application.marks
    assert after.application.state is State.SUBMITTED


def test_the_pad_signs_one_line_only_and_the_mandate_stays_open(office: Office) -> None:
    case = signed(office)
    assert open_signatures(case) == ("SEPA-Mandat: Unterschrift der Person, der das Konto gehört",)
    prepared = office.desk.handing_in.prepare(case, CarriedBy.PILOT)
    for paper in (prepared.note_pdf, prepared.receipt_pdf):
        assert "SEPA-Mandat:UnterschriftderPerson" in text_of(paper)
        assert "UnterschriftderHalterin" not in text_of(paper)
    office.desk.handing_in.commit(prepared)
    assert Mark.SIGNATURE_FOLLOWS in office.desk.applications.open(case.application.id).application.marks


def test_what_was_signed_on_the_print_is_signed_on_every_line(office: Office) -> None:
    case = frozen(office)
    office.desk.signing.sign_on_print(case, SIGNER)
    assert open_signatures(office.desk.applications.open(case.application.id)) == ()


def test_the_state_steps_once_however_many_sign(office: Office) -> None:
    case = frozen(office)
    for line in case.lines:
        office.desk.signing.sign_on_print(case, SIGNER, line)
        case = office.desk.applications.open(case.application.id)
    assert case.application.state is State.SIGNED
    assert case.open_lines == ()
    steps = [row.body["/state"]["v"] for row in operations(office) if "/state" in row.body]
    assert steps == ["geprueft", "unterschrieben"]


def test_a_handzeichen_stands_with_its_witness_on_the_paper(office: Office) -> None:
    case = frozen(office)
    line = case.lines[0]
    prepared = office.desk.signing.prepare(case, SignRequest(SignWay.MARK, line, SIGNER, "Petra Zeugin"))
    office.desk.signing.commit(prepared)
    text = text_of(office.desk.printing.application(case.application.id))
    assert "Handzeichenvon" in text
    assert "UnterschriftderZeuginoderdesZeugen:PetraZeugin" in text
    assert open_signatures(office.desk.applications.open(case.application.id)) == (case.lines[1].caption,)
    copied = gathered(office.desk, office.desk.persons.find("Nowakowa")[0].key)
    assert "Petra Zeugin" in copied.json.decode()
    assert ("Zeugin oder Zeuge", "Petra Zeugin") in copied.paper.cases[0].facts


def test_the_witness_goes_with_the_person(office: Office) -> None:
    case = frozen(office)
    office.desk.signing.commit(office.desk.signing.prepare_mark(case, SIGNER, "Petra Zeugin", case.lines[0]))
    found = office.desk.persons.find("Nowakowa")[0]
    office.desk.persons.erase(found.key, [case.application.id])
    close(office.desk)
    key = office.program.unlocking.key(office.pilot_id, PASSPHRASE)
    store = open_store(office.program.places.ground, key, office.clock, office.program.tools.ids)
    assert store._connection.value("SELECT count(*) FROM signature") == 0
    store.close()
    office.reopen(key)


def test_nobody_but_who_acts_signs_the_line_of_who_acts(office: Office) -> None:
    case = frozen(office)
    signing, (own, account) = office.desk.signing, case.lines
    acts = (
        lambda: signing.prepare_pad(case, "Erna Fremd", STROKES),
        lambda: signing.prepare_mark(case, "Erna Fremd", "Petra Zeugin", own),
        lambda: signing.prepare_record(case, "Erna Fremd", own),
        lambda: signing.sign_on_print(case, "Erna Fremd"),
        lambda: signing.sign_on_print(case, "Erna Fremd", own),
    )
    for act in acts:
        with pytest.raises(ProblemError, match="signer_other"):
            act()
    assert own.takes(f" {own.signer.upper()} "), "capitals and spaces make nobody else"
    signing.sign_on_print(case, "Erna Fremd", account)
    assert [one.signer for one in office.desk.applications.open(case.application.id).signatures] == ["Erna Fremd"]


@pytest.mark.parametrize("witness", ["", "  ", SIGNER.upper()])
def test_nobody_is_the_witness_of_the_own_mark(office: Office, witness: str) -> None:
    case = frozen(office)
    with pytest.raises(ProblemError, match="witness_missing"):
        office.desk.signing.prepare_mark(case, SIGNER, witness, case.lines[0])


def test_a_mark_is_no_written_form(office: Office) -> None:
    case = frozen(office)
    written = replace(case, form=replace(case.form, signature=SignatureRule.WRITTEN))
    with pytest.raises(ProblemError, match="mark_no_written_form"):
        office.desk.signing.prepare_mark(written, SIGNER, "Petra Zeugin", case.lines[0])


def test_an_official_writes_down_what_was_said(office: Office) -> None:
    case = frozen(office)
    prepared = office.desk.signing.prepare(case, SignRequest(SignWay.RECORD, case.lines[0], SIGNER))
    text = text_of(prepared.pdf)
    assert "NiederschrifteinermündlichenErklärung" in text
    assert "Vorgelesenundgenehmigt." in text
    assert "StadtWilsdruff,RathausWilsdruff" in text
    assert "Niederschrift" not in text_of(office.desk.printing.application(case.application.id)), "not committed yet"


def test_a_volunteer_takes_nothing_down(tmp_path: Path) -> None:
    office = make_office(tmp_path / "ehrenamt", Role.VOLUNTEER)
    case = frozen(office)
    with pytest.raises(ProblemError, match="record_officials_only"):
        office.desk.signing.prepare_record(case, SIGNER, case.lines[0])
    close(office.desk)


def test_a_form_can_rule_out_what_its_signature_would_allow(office: Office) -> None:
    case = frozen(office)
    without = replace(case, form=replace(case.form, record=False))
    with pytest.raises(ProblemError, match="record_not_by_law"):
        office.desk.signing.prepare_record(without, SIGNER, case.lines[0])


def test_both_parents_sign_for_elterngeld(office: Office) -> None:
    case = frozen(office)
    formless = office.desk.applications._forms.form("formloser-antrag")
    for law, wanted in (("BEEG", 2), ("WoGG", 1)):
        assert len(replace(case, form=replace(formless, law=law)).lines) == wanted


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
