"""An application from the first words to the receipt, over a real store and real papers."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from lotse_app.documents.reader import text_of
from lotse_app.forms.editing import edit
from lotse_app.models.acting import ActingAs
from lotse_app.models.application import CarriedBy, DocumentKind, Mark, State
from lotse_app.models.evidence import EvidenceState
from lotse_app.models.people import Role
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.public_service import SignatureRule
from lotse_app.models.receipt import ReceiptKind
from lotse_app.models.representation import Reason
from lotse_app.workflows.applications import acting_choices
from lotse_app.workflows.evidence import evidence_lines
from lotse_app.workflows.read_back import standing, unconfirmed
from tests.cases import ANSWERS, SIGNER, begin, checked, filled, frozen, hand_in, operations, save, signed
from tests.desks import AMTSBERG, WILSDRUFF, close, make_office

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desks import Office


def refused_with(code: Code, refused: pytest.ExceptionInfo[ProblemError]) -> bool:
    return refused.value.problem.code is code


# --- beginning and keeping -------------------------------------------------------------------------


def test_beginning_starts_a_session_and_names_the_topic(office: Office) -> None:
    application = begin(office)
    running = office.desk.counsel.running()
    assert running is not None
    assert application.session_id == running.id
    assert [topic.label for topic in running.topics] == ["Hundesteuer – Anmeldung"]
    assert (application.state, application.edition, application.revision) == (State.DRAFT, 1, 0)


def test_a_service_that_is_excluded_from_the_formless_application_cannot_be_begun(office: Office) -> None:
    service = next(hit for hit in office.desk.find.find("Personalausweis Ausstellung") if not hit.has_form)
    card = office.desk.find.card(service.service_id, WILSDRUFF)
    assert not card.may_start
    assert "selbst zum Amt kommen" in card.note
    with pytest.raises(ProblemError) as refused:
        office.desk.applications.begin(card, WILSDRUFF)
    assert refused_with(Code.FORM_MISSING, refused)


def test_every_answer_is_kept_and_the_deadline_follows_from_it(office: Office) -> None:
    case = filled(office)
    assert case.application.revision == len(ANSWERS)
    assert case.application.due == date(2026, 11, 24)
    assert case.application.answers["hunde"][0]["name"] == "Bello"


def test_a_form_without_deadline_has_none(office: Office) -> None:
    case = filled(office)
    assert office.desk.applications.due(replace(case.form, deadline=None), case.application.answers) is None


def test_a_form_that_cautions_of_nothing_says_nothing(office: Office) -> None:
    case = filled(office)
    assert office.desk.applications.cautions(replace(case, form=replace(case.form, cautions=()))) == ()


def test_a_lost_update_is_refused_and_loses_nothing(office: Office) -> None:
    case = filled(office)
    stale = replace(case.application, revision=3)
    with pytest.raises(ProblemError) as refused:
        save(office.desk, stale, {"hunde": []})
    assert refused_with(Code.STALE_REVISION, refused)
    assert office.desk.applications.open(case.application.id).application.answers == case.application.answers


def test_abandoning_is_a_state_and_travels(office: Office) -> None:
    application = begin(office)
    office.desk.letters.end(application.id, State.ABANDONED)
    assert office.desk.applications.open(application.id).application.state is State.ABANDONED
    assert operations(office)[-1].body["/state"]["v"] == "abgebrochen"


def test_a_mark_can_be_set_and_cleared(office: Office) -> None:
    application = begin(office)
    office.desk.letters.mark(application.id, Mark.PRINT_LATER, present=True)
    assert Mark.PRINT_LATER in office.desk.applications.open(application.id).application.marks
    office.desk.letters.mark(application.id, Mark.PRINT_LATER, present=False)
    assert office.desk.applications.open(application.id).application.marks == frozenset()


# --- who acts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "ags", "reason"),
    [
        (Role.OFFICIAL, WILSDRUFF, Reason.OWN_COMMUNE),
        (Role.OFFICIAL, AMTSBERG, Reason.NONE),
        (Role.VOLUNTEER, WILSDRUFF, Reason.NONE),
    ],
)
def test_a_pilot_is_no_agent_before_the_own_commune(tmp_path: Path, role: Role, ags: str, reason: str) -> None:
    office = make_office(tmp_path, role)
    case = office.desk.applications.open(begin(office, ags).id)
    choices = {choice.acting: choice for choice in acting_choices(case.form, office.desk.workplace, ags)}
    assert choices[ActingAs.SELF].allowed
    assert choices[ActingAs.MESSENGER].allowed
    agent = choices[ActingAs.PILOT_AS_AGENT]
    assert (agent.allowed, agent.reason) == (reason is Reason.NONE, reason)
    close(office.desk)


# --- evidence --------------------------------------------------------------------------------------


def test_open_papers_set_the_mark_and_shown_ones_clear_it(office: Office) -> None:
    case = filled(office)
    lines = evidence_lines(case.form, case.application.answers, case.application.id, case.evidence)
    office.desk.evidence.set_state(replace(lines[0], state=EvidenceState.LATER), 0)
    assert Mark.PAPERS_MISSING in office.desk.applications.open(case.application.id).application.marks
    office.desk.evidence.set_state(replace(lines[0], state=EvidenceState.SHOWN), 0)
    assert office.desk.applications.open(case.application.id).application.marks == frozenset()


def test_a_file_is_checked_kept_and_really_gone_when_taken_away(office: Office) -> None:
    case = filled(office)
    line = evidence_lines(case.form, case.application.answers, case.application.id, case.evidence)[0]
    pdf = office.desk.printing.privacy_sheet()
    stored = office.desk.evidence.attach(line, 0, office.desk.evidence.check(pdf))
    assert (stored.media_type, stored.sha256) == ("application/pdf", hashlib.sha256(pdf).hexdigest())
    assert office.desk.evidence.content(stored.id) == pdf
    kept = office.desk.evidence.of_application(case.application.id)[0]
    assert (kept.state, [file.id for file in kept.files]) == (EvidenceState.FILE, [stored.id])
    office.desk.evidence.detach(case.application.id, stored.id)
    with pytest.raises(ProblemError):
        office.desk.evidence.content(stored.id)


def test_the_answers_decide_which_papers_are_asked_for(office: Office) -> None:
    case = filled(office)
    plain = {line.key for line in evidence_lines(case.form, case.application.answers, "a", ())}
    exempt = edit(case.form, case.application.answers, "/befreiung", "diensthund")
    asked = {line.key for line in evidence_lines(case.form, exempt, "a", ())}
    assert asked - plain == {"befreiung"}


# --- reading back and freezing ---------------------------------------------------------------------


def test_a_later_change_clears_the_tick_of_its_section_only(office: Office) -> None:
    case = checked(office)
    assert unconfirmed(case.form, case.application.answers, case.application.confirmations) == ()
    changed = edit(case.form, case.application.answers, "/hunde/0/name", "Bella")
    open_sections = unconfirmed(case.form, changed, case.application.confirmations)
    assert len(open_sections) == 1
    assert "Bella" in {line.value for line in open_sections[0].lines}


def test_a_tick_for_a_section_that_is_gone_stands_for_nothing(office: Office) -> None:
    case = checked(office)
    assert standing((), case.application.confirmations) == ()


def test_freezing_names_every_obstacle_at_once(office: Office) -> None:
    case = filled(office, [(pointer, value) for pointer, value in ANSWERS if "chip" not in pointer])
    answers = edit(case.form, case.application.answers, "/hunde/0/chip", "123")
    save(office.desk, case.application, answers)
    prepared = office.desk.freezing.prepare(office.desk.applications.open(case.application.id))
    codes = {problem.code for problem in prepared.problems}
    assert prepared.frozen is None
    assert codes == {Code.PRIVACY_SHEET_MISSING, Code.READ_BACK_MISSING, Code.DIGITS_MISSING}
    with pytest.raises(ProblemError) as refused:
        office.desk.freezing.commit(prepared)
    assert refused_with(Code.ANSWERS_INVALID, refused)
    assert office.desk.applications.open(case.application.id).application.state is State.DRAFT


def test_a_frozen_edition_is_canonical_pruned_and_printed(office: Office) -> None:
    case = checked(office)
    hidden = edit(case.form, case.application.answers, "/hunde/0/vorbesitzer", "Geheim Versteckt")
    save(office.desk, case.application, hidden)
    case = office.desk.applications.open(case.application.id)
    edition = office.desk.freezing.commit(office.desk.freezing.prepare(case))
    document = json.loads(edition.canonical)
    assert hashlib.sha256(edition.canonical).hexdigest() == edition.digest
    assert edition.canonical == json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    assert "Versteckt" not in edition.canonical.decode()
    assert "Versteckt" in json.dumps(hidden, ensure_ascii=False), "the positive control"
    printed = text_of(office.desk.printing.stored(case.application.id, DocumentKind.APPLICATION))
    assert edition.digest in printed
    assert case.application.number in printed
    assert "Bello" in printed
    assert "Versteckt" not in printed


def test_a_change_between_preparing_and_writing_is_noticed(office: Office) -> None:
    case = checked(office)
    prepared = office.desk.freezing.prepare(case)
    save(office.desk, case.application, edit(case.form, case.application.answers, "/hunde/0/name", "Rex"))
    with pytest.raises(ProblemError) as refused:
        office.desk.freezing.commit(prepared)
    assert refused_with(Code.STALE_REVISION, refused)


def test_a_frozen_application_takes_no_edit_until_it_is_reopened(office: Office) -> None:
    case = signed(office)
    with pytest.raises(ProblemError) as refused:
        save(office.desk, case.application, {})
    assert refused_with(Code.RECORD_FROZEN, refused)
    reopened = office.desk.applications.reopen(case.application.id)
    assert (reopened.application.edition, reopened.application.state) == (2, State.DRAFT)
    assert reopened.frozen is None
    assert reopened.signature is None
    assert reopened.application.confirmations == case.application.confirmations


def test_an_unreleased_form_prints_as_draft_and_is_not_handed_in(office: Office) -> None:
    case = frozen(office)
    unreleased = replace(case, form=replace(case.form, released=False))
    with pytest.raises(ProblemError) as refused:
        office.desk.handing_in.prepare(unreleased, CarriedBy.PILOT)
    assert refused_with(Code.FORM_UNRELEASED, refused)
    draft = replace(unreleased, frozen=None, application=replace(case.application, state=State.DRAFT))
    prepared = office.desk.freezing.prepare(draft)
    assert "ENTWURF" in text_of(prepared.pdf)


# --- signing ---------------------------------------------------------------------------------------


def test_the_pad_signs_the_digest_and_shows_on_the_paper(office: Office) -> None:
    case = signed(office)
    assert case.signature is not None
    assert case.frozen is not None
    assert case.signature.digest == case.frozen.digest
    assert not case.signature.on_paper
    assert SIGNER.replace(" ", "") in text_of(office.desk.printing.application(case.application.id))


@pytest.mark.parametrize("rule", [SignatureRule.WRITTEN, SignatureRule.REGISTRATION, SignatureRule.IN_PERSON])
def test_the_pad_is_no_written_form(office: Office, rule: SignatureRule) -> None:
    case = frozen(office)
    with pytest.raises(ProblemError) as refused:
        office.desk.signing.prepare_pad(replace(case, form=replace(case.form, signature=rule)), SIGNER, ())
    assert refused_with(Code.SIGNATURE_ON_PAPER_ONLY, refused)


def test_a_slip_of_the_pen_is_no_signature(office: Office) -> None:
    case = frozen(office)
    with pytest.raises(ProblemError) as refused:
        office.desk.signing.prepare_pad(case, SIGNER, (((0.1, 0.1), (0.2, 0.2)),))
    assert refused_with(Code.SIGNATURE_EMPTY, refused)


def test_nothing_unfrozen_is_signed_or_handed_in(office: Office) -> None:
    case = checked(office)
    stroke = (tuple((n / 10, n / 10) for n in range(9)),)
    for attempt in (
        lambda: office.desk.signing.prepare_pad(case, SIGNER, stroke),
        lambda: office.desk.signing.sign_on_print(case, SIGNER),
        lambda: office.desk.handing_in.prepare(case, CarriedBy.PILOT),
    ):
        with pytest.raises(ProblemError) as refused:
            attempt()
        assert refused_with(Code.RECORD_MISSING, refused)


def test_the_print_can_be_signed_by_hand_and_later(office: Office) -> None:
    case = frozen(office)
    office.desk.signing.postpone(case.application.id)
    assert Mark.SIGNATURE_FOLLOWS in office.desk.applications.open(case.application.id).application.marks
    office.desk.signing.sign_on_print(case, SIGNER)
    case = office.desk.applications.open(case.application.id)
    assert case.signature is not None
    assert case.signature.on_paper
    assert case.application.marks == frozenset()
    printed = office.desk.printing.application(case.application.id)
    assert printed == office.desk.printing.stored(case.application.id, DocumentKind.APPLICATION)


# --- handing in ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "reception", "ags", "carried_by", "kind", "state"),
    [
        (Role.OFFICIAL, True, WILSDRUFF, CarriedBy.PILOT, ReceiptKind.RECEIVED, State.RECEIVED),
        (Role.OFFICIAL, True, WILSDRUFF, CarriedBy.RESIDENT, ReceiptKind.HANDED_OVER, State.SUBMITTED),
        (Role.OFFICIAL, False, WILSDRUFF, CarriedBy.PILOT, ReceiptKind.HANDED_OVER, State.SUBMITTED),
        (Role.OFFICIAL, True, AMTSBERG, CarriedBy.PILOT, ReceiptKind.HANDED_OVER, State.SUBMITTED),
        (Role.VOLUNTEER, True, WILSDRUFF, CarriedBy.POST, ReceiptKind.HANDED_OVER, State.SUBMITTED),
    ],
)
def test_the_right_paper_is_handed_over(
    tmp_path: Path, role: Role, ags: str, carried_by: CarriedBy, kind: ReceiptKind, state: State, *, reception: bool
) -> None:
    office = make_office(tmp_path, role, reception_point=reception)
    case = hand_in(office, carried_by, ags)
    assert case.hand_in is not None
    assert (case.hand_in.receipt, case.application.state) == (kind.value, state)
    slip = text_of(office.desk.printing.stored(case.application.id, DocumentKind.RECEIPT))
    assert ("nochkeinEingangbeimAmt" in slip) is (kind is ReceiptKind.HANDED_OVER)
    note = text_of(office.desk.printing.stored(case.application.id, DocumentKind.NOTE))
    assert case.application.number in note
    close(office.desk)


def test_a_social_benefit_of_another_body_is_taken_and_forwarded(office: Office) -> None:
    case = frozen(office, AMTSBERG)
    social = replace(case, form=replace(case.form, social_benefit=True))
    prepared = office.desk.handing_in.prepare(social, CarriedBy.PILOT)
    assert prepared.hand_in.receipt == ReceiptKind.FORWARDED.value
    assert "§16SGBI" in text_of(prepared.receipt_pdf)


def test_missing_papers_and_no_deadline_show_on_the_note(office: Office) -> None:
    case = frozen(office)
    lines = evidence_lines(case.form, case.application.answers, case.application.id, case.evidence)
    office.desk.evidence.set_state(replace(lines[1], state=EvidenceState.LATER), 1)
    case = office.desk.applications.open(case.application.id)
    without = replace(case, application=replace(case.application, due=None))
    note = text_of(office.desk.handing_in.prepare(without, CarriedBy.RESIDENT).note_pdf)
    assert lines[1].label.replace(" ", "") in note
    assert "Frist" not in note


def test_handing_over_later_and_the_receipt_of_the_office_are_noted(office: Office) -> None:
    case = hand_in(office, CarriedBy.RESIDENT)
    office.clock.advance(days=3)
    office.desk.handing_in.handed_over(case.application.id, date(2026, 11, 23))
    noted = office.desk.applications.open(case.application.id).hand_in
    assert noted is not None
    assert noted.handed_over_on == date(2026, 11, 23)
    office.desk.applications.confirm_receipt(case.application.id)
    assert office.desk.applications.open(case.application.id).application.state is State.RECEIVED


def test_printing_later_is_a_mark_in_today(office: Office) -> None:
    case = frozen(office)
    office.desk.handing_in.print_later(case.application.id, wanted=True)
    assert [line.id for line in office.desk.overview.today().print_later] == [case.application.id]


def test_a_paper_that_does_not_exist_is_said(office: Office) -> None:
    case = filled(office)
    with pytest.raises(ProblemError) as refused:
        office.desk.printing.stored(case.application.id, DocumentKind.RECEIPT)
    assert refused_with(Code.RECORD_MISSING, refused)


def test_the_log_holds_no_answer_and_every_step(office: Office) -> None:
    hand_in(office, CarriedBy.PILOT)
    made = operations(office)
    steps = [row.body["/state"]["v"] for row in made if "/state" in row.body]
    assert steps == ["geprueft", "unterschrieben", "eingang_bestaetigt"]
    assert made[-1].body["/way"]["v"] == "annahmestelle"
    assert not [word for word in ("Nowakowa", "Bello", "27609810", "DE89") if word in str(made)]


def test_nothing_missing_means_no_line_about_it(office: Office) -> None:
    case = frozen(office)
    lines = evidence_lines(case.form, case.application.answers, case.application.id, case.evidence)
    for order, line in enumerate(lines):
        office.desk.evidence.set_state(replace(line, state=EvidenceState.SHOWN), order)
    office.desk.signing.sign_on_print(case, SIGNER)
    case = office.desk.applications.open(case.application.id)
    assert "nachzureichen" not in text_of(office.desk.handing_in.prepare(case, CarriedBy.PILOT).note_pdf)


def test_what_is_not_needed_is_neither_enclosed_nor_missing(office: Office) -> None:
    case = frozen(office)
    lines = evidence_lines(case.form, case.application.answers, case.application.id, case.evidence)
    office.desk.evidence.set_state(replace(lines[1], state=EvidenceState.NOT_NEEDED, reason="nicht verlangt"), 1)
    case = office.desk.applications.open(case.application.id)
    slip = text_of(office.desk.handing_in.prepare(case, CarriedBy.PILOT).receipt_pdf)
    assert lines[0].label.replace(" ", "") in slip, "the positive control"
    assert lines[1].label.replace(" ", "") not in slip
