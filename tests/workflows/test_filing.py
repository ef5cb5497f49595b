"""Queued is not filed: what has to reach an office today, the cover address, and papers by one key."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from lotse_app.documents.reader import text_of
from lotse_app.forms.form import Block
from lotse_app.forms.library import FormLibrary
from lotse_app.models.application import CarriedBy, State
from lotse_app.models.evidence import EvidenceState
from lotse_app.models.people import Role
from lotse_app.models.problems import ProblemError
from lotse_app.models.public_service import Way
from lotse_app.models.receipt import ReceiptKind
from lotse_app.workflows.evidence import evidence_lines
from lotse_app.workflows.hand_in import UNKNOWN_OFFICE
from lotse_app.workflows.offices import office_wanted
from tests.cases import filled, frozen, hand_in, signed
from tests.desks import AMTSBERG, WILSDRUFF, close, make_office
from tests.mandates import frozen_under, under_mandate

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.workflows.applications import OpenCase
    from tests.desks import Office

DUE = date(2026, 11, 24)


def social(case: OpenCase) -> OpenCase:
    return replace(case, form=replace(case.form, social_benefit=True))


def picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (30, 20)).save(target, "PNG")
    return target.getvalue()


def here(office: Office, case: OpenCase) -> bool:
    found = office.desk.filing.urgency(case)
    assert found is not None
    return found.here


@pytest.mark.parametrize(
    ("days", "near", "past"), [(0, False, False), (1, True, False), (4, True, False), (5, True, True)]
)
def test_three_days_before_the_deadline_it_cannot_wait(office: Office, days: int, *, near: bool, past: bool) -> None:
    case = frozen(office)
    assert case.application.due == DUE
    office.clock.advance(days=days)
    found = office.desk.filing.urgency(case)
    assert (found is not None) is near
    assert found is None or (found.due, found.past, found.any_commune) == (DUE, past, False)


def test_what_is_received_or_forwarded_here_is_not_urgent(office: Office) -> None:
    case = frozen(office)
    office.clock.advance(days=3)
    assert office.desk.filing.urgency(case, CarriedBy.PILOT) is None
    other = replace(case, application=replace(case.application, ags="14521010"))
    assert office.desk.filing.urgency(other, CarriedBy.PILOT) is not None
    assert office.desk.filing.urgency(social(other), CarriedBy.PILOT) is None


def test_at_an_annahmestelle_of_the_commune_it_may_be_left_here_until_it_was_handed_in(office: Office) -> None:
    case = frozen(office)
    office.clock.advance(days=3)
    found = office.desk.filing.urgency(case)
    assert found is not None
    assert found.here
    assert [one.urgency.here for one in office.desk.filing.urgent()] == [True]
    elsewhere = replace(case, application=replace(case.application, ags="14521010"))
    assert not here(office, elsewhere)
    assert here(office, social(elsewhere))
    assert not here(office, replace(case, form=replace(case.form, ways=(Way.ONLINE_TOGETHER,))))
    office.desk.handing_in.commit(office.desk.handing_in.prepare(case, CarriedBy.POST))
    assert not here(office, office.desk.applications.open(case.application.id))
    assert [one.urgency.here for one in office.desk.filing.urgent()] == [False]


def test_what_nobody_receives_here_is_not_said_to_be_left_here(tmp_path: Path) -> None:
    volunteer = make_office(tmp_path / "verein", Role.VOLUNTEER)
    plain = make_office(tmp_path / "rathaus", reception_point=False)
    for office in (volunteer, plain):
        case = frozen(office)
        office.clock.advance(days=3)
        assert not here(office, case)
        assert [one.urgency.here for one in office.desk.filing.urgent()] == [False]
        close(office.desk)


def test_a_social_benefit_may_go_into_any_letter_box(office: Office) -> None:
    case = social(frozen(office))
    office.clock.advance(days=3)
    found = office.desk.filing.urgency(case)
    assert found is not None
    assert found.any_commune
    cover = text_of(office.desk.filing.cover(case, CarriedBy.RESIDENT, None))
    assert "jederGemeindegenügt(§16SGBI)" in cover
    assert "Anschriftbitte" in cover


def test_without_a_way_on_paper_it_is_always_said(office: Office) -> None:
    case = frozen(office)
    online = replace(case, form=replace(case.form, ways=(Way.ONLINE_TOGETHER,)))
    found = office.desk.filing.urgency(online)
    assert found is not None
    assert found.no_way
    assert office.desk.filing.urgency(replace(online, application=replace(case.application, due=None))) is None


def test_what_was_handed_over_is_not_urgent_any_more_until_that_is_taken_back(office: Office) -> None:
    case = hand_in(office, CarriedBy.RESIDENT)
    office.clock.advance(days=3)
    assert office.desk.filing.urgency(case) is not None
    assert [one.line.id for one in office.desk.filing.urgent()] == [case.application.id]
    office.desk.handing_in.handed_over(case.application.id, date(2026, 11, 23), CarriedBy.RESIDENT)
    case = office.desk.applications.open(case.application.id)
    assert office.desk.filing.urgency(case) is None
    assert office.desk.filing.urgent() == ()
    office.desk.handing_in.handed_over(case.application.id, None)
    assert len(office.desk.filing.urgent()) == 1


def test_what_is_received_stands_in_no_list(office: Office) -> None:
    hand_in(office, CarriedBy.PILOT)
    office.clock.advance(days=3)
    assert office.desk.filing.urgent() == ()


def test_today_lists_what_is_urgent_with_its_office_without_opening_it(office: Office) -> None:
    draft, done = filled(office), frozen(office)
    assert office.desk.filing.urgent() == ()
    office.clock.advance(days=2)
    found = office.desk.filing.urgent()
    assert {one.line.id: one.printable for one in found} == {draft.application.id: False, done.application.id: True}
    assert {one.urgency.office for one in found} == {"Stadt Wilsdruff, Steueramt"}


def test_a_vorgang_whose_form_is_gone_does_not_stop_the_list(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    frozen(office)
    office.clock.advance(days=2)
    shipped = office.desk.applications._forms.shipped
    assert isinstance(shipped, FormLibrary)
    monkeypatch.setattr(shipped, "_folder", office.program.places.root)
    monkeypatch.setattr(shipped, "_forms", {})
    assert office.desk.filing.urgent() == ()


def test_one_key_makes_all_papers_and_hands_in_what_was_not(office: Office) -> None:
    case = frozen(office)
    office.clock.advance(days=2)
    prepared = office.desk.filing.prepare(*office.desk.filing.case(case.application.id))
    assert "NossenerStraße20" in text_of(prepared.cover)
    office.desk.filing.commit(prepared)
    after = office.desk.applications.open(case.application.id)
    assert after.application.state is State.SUBMITTED
    assert after.hand_in is not None
    assert after.hand_in.receipt == ReceiptKind.HANDED_OVER.value
    again = office.desk.filing.prepare(*office.desk.filing.case(case.application.id))
    assert again.hand_in is None
    assert office.desk.filing.commit(again) is None


def test_a_letter_gets_its_address_until_it_has_arrived(office: Office) -> None:
    case = frozen(office)
    assert office.desk.filing.wants_cover(case, CarriedBy.POST)
    assert not office.desk.filing.wants_cover(case, CarriedBy.RESIDENT)
    case = hand_in(office, CarriedBy.POST)
    assert "MitderPostschicken" in text_of(office.desk.filing.cover(case, CarriedBy.POST, None))
    office.desk.handing_in.handed_over(case.application.id, date(2026, 11, 20), CarriedBy.POST)
    assert not office.desk.filing.wants_cover(office.desk.applications.open(case.application.id), CarriedBy.POST)


def test_the_sheet_counts_the_vollmacht_among_what_goes_into_the_envelope(office: Office) -> None:
    for case, wanted in ((frozen_under(office, under_mandate(office)), True), (signed(office), False)):
        cover = text_of(office.desk.filing.cover(case, CarriedBy.POST, None))
        assert ("Vollmacht,unterschrieben" in cover) is wanted


def test_an_address_entered_after_freezing_comes_along_on_a_sheet_of_its_own(office: Office) -> None:
    filing, offices = office.desk.filing, office.desk.offices
    draft = filled(office)
    known = filing.office(draft)
    assert known is not None
    assert not filing.came_later(draft, CarriedBy.RESIDENT, known), "nothing is frozen"
    case = frozen(office)
    assert not filing.wants_cover(case, CarriedBy.RESIDENT), "nobody looked"
    assert not filing.wants_cover(case, CarriedBy.RESIDENT, known), "it was shipped"
    office.clock.advance(minutes=1)
    wanted = office_wanted(case)
    new = offices.enter(wanted.ags, wanted.authority, "Steueramt", "Markt 9", "01723", "Wilsdruff")
    assert filing.wants_cover(case, CarriedBy.RESIDENT, new)
    assert not filing.wants_cover(case, CarriedBy.PILOT, new), "it is received here"
    handing_in = office.desk.handing_in
    handing_in.commit(handing_in.prepare(case, CarriedBy.RESIDENT, new))
    case = office.desk.applications.open(case.application.id)
    assert filing.wants_cover(case, CarriedBy.RESIDENT, filing.office(case))
    office.desk.handing_in.handed_over(case.application.id, date(2026, 11, 20), CarriedBy.RESIDENT)
    case = office.desk.applications.open(case.application.id)
    assert not filing.wants_cover(case, CarriedBy.RESIDENT, filing.office(case))


def test_a_volunteers_paper_is_always_urgent_near_the_deadline(tmp_path: Path) -> None:
    office = make_office(tmp_path / "ehrenamt", Role.VOLUNTEER)
    case = frozen(office)
    office.clock.advance(days=2)
    assert office.desk.filing.urgency(case, CarriedBy.PILOT) is not None
    close(office.desk)


def test_the_note_names_office_address_next_day_and_how_to_take_it_back(office: Office) -> None:
    case = frozen(office)
    note = text_of(office.desk.handing_in.prepare(case, CarriedBy.RESIDENT, office.desk.filing.office(case)).note_pdf)
    slip = text_of(office.desk.handing_in.prepare(case, CarriedBy.RESIDENT).receipt_pdf)
    assert "NossenerStraße2001723Wilsdruff" in slip.replace("\n", "")
    for words in ("NossenerStraße20", "NächsterTermin", "24.November2026", "wasrichtigist", "EineE-Mail"):
        assert words in note
    assert "nehmedenAntragzurück" not in note, "who has a dog has to say so"
    application = replace(case, form=replace(case.form, leika=("99102013101000",)))
    asked = text_of(office.desk.handing_in.prepare(application, CarriedBy.RESIDENT).note_pdf)
    assert "IchnehmedenAntragzurück" in asked


def test_a_deadline_that_is_over_is_no_date_to_come_on_the_note(office: Office) -> None:
    case = frozen(office)
    late = replace(case, application=replace(case.application, due=date(2025, 12, 15)))
    note = text_of(office.desk.handing_in.prepare(late, CarriedBy.RESIDENT).note_pdf)
    assert "NächsterTermin" not in note
    assert "FristSiewaram15.Dezember2025.DerAntragmussheutenochzumAmt." in note
    today = replace(case, application=replace(case.application, due=date(2026, 11, 21)))
    assert "NächsterTermin" in text_of(office.desk.handing_in.prepare(today, CarriedBy.RESIDENT).note_pdf)


def test_files_of_the_evidence_that_is_asked_for_go_along_in_the_order_of_the_form(office: Office) -> None:
    case, photo = filled(office), picture()
    first, second = evidence_lines(case.form, case.application.answers, case.application.id, ())
    unasked = replace(first, key="erlaubnis", label="wird nicht mehr gefragt")
    for at, line in ((2, unasked), (1, second), (1, second), (0, first)):
        office.desk.evidence.attach(line, at, office.desk.evidence.check(photo))
    office.desk.evidence.set_state(replace(first, state=EvidenceState.ON_PAPER), 0)
    files = office.desk.evidence.enclosed(office.desk.applications.open(case.application.id))
    assert [one.label for one in files] == [second.label] * 2, "the first lies there on paper, the third is not asked"
    number = case.application.number
    made = office.desk.evidence.printed(files)
    assert [title for title, _ in made] == [f"Nachweis {number}-1", f"Nachweis {number}-2"]
    assert all(pdf.startswith(b"%PDF") for _, pdf in made)


def test_the_papers_say_that_the_agent_brings_it(office: Office) -> None:
    case = frozen_under(office, under_mandate(office))
    prepared = office.desk.handing_in.prepare(case, CarriedBy.RESIDENT)
    assert "diebevollmächtigtePerson" in text_of(prepared.receipt_pdf)
    assert "DiebevollmächtigtePersongibtdenAntragab" in text_of(prepared.note_pdf)
    assert "MitderPost" in text_of(office.desk.handing_in.prepare(case, CarriedBy.POST).note_pdf)


def test_what_the_form_holds_back_is_said_in_its_words(office: Office) -> None:
    case = frozen(office)
    assert office.desk.handing_in.held(case) == ""
    block = Block("spaeter", "Noch nicht.", "Satzung", date="/hunde/*/haltung_seit", later_than="2020-01-01")
    waiting = replace(case, form=replace(case.form, blocks=(block,)))
    assert office.desk.handing_in.held(waiting) == "Noch nicht."
    past = replace(case, form=replace(case.form, blocks=(replace(block, later_than="heute"),)))
    assert office.desk.handing_in.held(past) == ""
    with pytest.raises(ProblemError, match="hand_in_blocked"):
        office.desk.handing_in.prepare(waiting, CarriedBy.RESIDENT)


def test_who_decides_is_named_as_the_resident_named_it_or_is_found_out(office: Office) -> None:
    case = frozen(office)
    unknown = replace(case, form=replace(case.form, authority=""))
    assert unknown.office is not None
    assert office.desk.handing_in.receiver(unknown) == "Stadt Wilsdruff", "as soon as its address was entered"
    unknown = replace(unknown, office=None)
    assert office.desk.handing_in.receiver(unknown) == UNKNOWN_OFFICE
    named = replace(unknown, application=replace(case.application, answers={"stelle": "Jobcenter Meißen"}))
    assert office.desk.handing_in.receiver(named) == "Jobcenter Meißen"


def test_who_takes_it_there_for_another_is_told_what_the_office_asks_for(office: Office) -> None:
    """BMG § 23 (1), as Saxon communes handle it: a messenger hands in the Meldeschein with a Vollmacht and both IDs."""
    asked = "mit einer kurzen Vollmacht und beiden Ausweisen".replace(" ", "")
    for ags, told in ((AMTSBERG, True), (WILSDRUFF, False)):  # there, and here at the Annahmestelle itself
        case = signed(office, ags)
        form = replace(case.form, representation=replace(case.form.representation, carries="mit_vollmacht"))
        asking = replace(case, form=form)
        handing_in = office.desk.handing_in
        assert (asked in text_of(handing_in.prepare(asking, CarriedBy.PILOT).note_pdf)) is told
        assert asked not in text_of(handing_in.prepare(case, CarriedBy.PILOT).note_pdf), "dogs need none"
        assert asked not in text_of(handing_in.prepare(asking, CarriedBy.RESIDENT).note_pdf)
