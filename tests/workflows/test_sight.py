"""Who sees whom: colleagues' cases, volunteers, coordinators, and the resident beside."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from lotse_app.demonstration.filling import fill, read_back, save
from lotse_app.models.application import CarriedBy, DocumentKind, Mark, State
from lotse_app.models.consent import Purpose, standing
from lotse_app.models.evidence import Evidence
from lotse_app.models.figures import Period
from lotse_app.models.letter import DueSource, LetterEntry, LetterKind
from lotse_app.models.people import Role
from lotse_app.models.permission import Right
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.sight import TakeoverReason
from lotse_app.models.trail import Deed
from lotse_app.workflows import sight_ports
from tests.cases import ANSWERS, SIGNER, begin, filled, frozen, gathered, hand_in
from tests.colleagues import add, sit_down
from tests.desks import MORNING, close, make_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lotse_app.workflows.desk import Desk
    from tests.desks import Office

YEAR = Period(MORNING.date().replace(month=1, day=1), MORNING.date().replace(month=12, day=31), "Jahr 2026")


@contextmanager
def refused(code: Code, **params: str) -> Iterator[None]:
    with pytest.raises(ProblemError) as caught:
        yield
    assert caught.value.problem.code is code
    assert params.items() <= dict(caught.value.problem.params).items()


def journal(desk: Desk) -> list[tuple[str, str, str]]:
    """Return (deed, record, reason) of what concerns sight, oldest first."""
    wanted = {Deed.TAKEN_OVER.value, Deed.READ_OF_COLLEAGUE.value}
    newest = desk.sight._rows._trail.newest()  # type: ignore[attr-defined]  # the real table stands behind the port
    return [(one.deed, one.record_id, one.reason) for one in reversed(newest) if one.deed in wanted]


# --- a colleague's case ----------------------------------------------------------------------------


def test_a_colleagues_case_shows_number_and_service_only(office: Office) -> None:
    case = filled(office)
    assert office.desk.overview.applications()[0].due is not None
    second = add(office.desk)
    desk = sit_down(office, second.id)

    [line] = desk.overview.applications()
    assert (line.masked, line.number, line.service_name) == (
        True,
        case.application.number,
        case.application.service_name,
    )
    assert (line.due, line.marks, line.way, line.step) == (None, frozenset(), "", "")
    today = desk.overview.today()
    assert (today.begun, today.deadlines, today.print_later, today.answers) == ((), (), (), ())


def test_a_colleagues_deadline_that_presses_stands_in_everybodys_today_masked(office: Office) -> None:
    case = filled(office)
    due = case.application.due
    assert due is not None
    second, third = add(office.desk), add(office.desk, "C. Muster", Role.COORDINATOR)
    desk = sit_down(office, second.id)

    def told(desk: Desk) -> list[tuple[object, ...]]:
        lines = [(one.day, one.line, one.letter) for one in desk.overview.today().deadlines]
        return [(day, line.number, line.masked, line.due, line.marks, letter) for day, line, letter in lines]

    line: tuple[object, ...] = (due, case.application.number, True, None, frozenset(), None)
    office.clock.advance(days=(due - MORNING.date()).days - 4)
    assert told(desk) == []
    for days in (1, 3, 9):  # three days before, the last day, long past
        office.clock.advance(days=days)
        assert told(desk) == [line]
    assert desk.filing.urgent() == (), "what is printed from there is the colleague's"
    desk.sight.take_over(case.application.id, TakeoverReason.DEADLINE)
    assert [(one.line.masked, one.day) for one in desk.overview.today().deadlines] == [(False, due)]
    assert told(sit_down(office, third.id)) == []


def test_a_colleagues_letter_presses_and_what_an_office_has_does_not(office: Office) -> None:
    due, away = hand_in(office, CarriedBy.PILOT), hand_in(office, CarriedBy.POST)
    day = MORNING.date()
    office.desk.handing_in.handed_over(away.application.id, day, CarriedBy.POST)
    entry = LetterEntry(LetterKind.QUERY, day, day, day + timedelta(days=2), DueSource.PRINTED)
    office.clock.advance(days=60)
    desk = sit_down(office, add(office.desk).id)
    assert desk.overview.today().deadlines == ()
    sit_down(office, office.pilot_id).letters.enter(due.application.id, entry)
    desk = sit_down(office, next(one.id for one in office.desk.settings.pilots() if one.id != office.pilot_id))
    assert [(one.day, one.line.number) for one in desk.overview.today().deadlines] == [
        (day + timedelta(days=2), due.application.number)
    ]


def test_nothing_of_a_colleagues_case_can_be_reached(office: Office) -> None:
    case = frozen(office)
    case_id = case.application.id
    second = add(office.desk)
    desk = sit_down(office, second.id)
    line = Evidence(case_id, "pass", "Heimtierausweis")
    ways: list[Callable[[], object]] = [
        lambda: desk.applications.open(case_id),
        lambda: desk.applications.reopen(case_id),
        lambda: desk.letters.end(case_id, State.ABANDONED),
        lambda: desk.applications.confirm_receipt(case_id),
        lambda: desk.letters.mark(case_id, Mark.PRINT_LATER, present=True),
        lambda: desk.evidence.of_application(case_id),
        lambda: desk.evidence.set_state(line, 0),
        lambda: desk.evidence.detach(case_id, "file"),
        lambda: desk.printing.application(case_id),
        lambda: desk.printing.stored(case_id, DocumentKind.APPLICATION),
        lambda: desk.freezing.commit(desk.freezing.prepare(case)),
        lambda: desk.signing.sign_on_print(case, SIGNER),
        lambda: desk.signing.postpone(case_id),
        lambda: desk.handing_in.commit(desk.handing_in.prepare(case, CarriedBy.RESIDENT)),
        lambda: desk.handing_in.handed_over(case_id, MORNING.date()),
        lambda: desk.consents.of_application(case_id),
    ]
    for way in ways:
        with refused(Code.TAKEOVER_MISSING):
            way()
    assert journal(desk) == []


def test_taking_over_is_written_and_then_the_case_opens(office: Office) -> None:
    case_id = filled(office).application.id
    second = add(office.desk)
    desk = sit_down(office, second.id)
    assert desk.sight.label(case_id).pilot_id == office.pilot_id

    desk.sight.take_over(case_id, TakeoverReason.ABSENT, "Urlaub\n bis  Montag")
    assert desk.applications.open(case_id).application.answers
    desk.applications.open(case_id)
    [line] = desk.overview.applications()
    assert (line.masked, line.due is not None) == (False, True)
    assert [one.id for one in desk.overview.today().begun] == [case_id]
    written = [
        (Deed.TAKEN_OVER.value, case_id, "abwesend: Urlaub bis Montag"),
        (Deed.READ_OF_COLLEAGUE.value, case_id, ""),
    ]
    assert journal(desk) == written

    desk = sit_down(office, second.id)
    desk.applications.open(case_id)
    assert journal(desk) == [*written, written[1]], "each time the desk is opened reading is noted once"


def test_a_takeover_ends_when_the_colleague_is_back(office: Office) -> None:
    case_id = begin(office).id
    second = add(office.desk)
    sit_down(office, second.id).sight.take_over(case_id, TakeoverReason.PERSON_PRESENT)
    sit_down(office, office.pilot_id).applications.open(case_id)
    desk = sit_down(office, second.id)
    with refused(Code.TAKEOVER_MISSING):
        desk.applications.open(case_id)


def test_a_reason_is_given_and_names_nobody(office: Office) -> None:
    case_id = filled(office).application.id
    desk = sit_down(office, add(office.desk).id)
    with refused(Code.TAKEOVER_REASON_MISSING):
        desk.sight.take_over(case_id, TakeoverReason.OTHER, "   ")
    for words in ("NOWAKOWA wartet", "Zuric wartet", "Herr Lehmann wartet", "Tel. 0351 1234567"):
        with refused(Code.NAME_IN_REASON):
            desk.sight.take_over(case_id, TakeoverReason.OTHER, words)
    desk.sight.take_over(case_id, TakeoverReason.OTHER, "wartet " * 60)
    assert len(journal(desk)[0][2]) <= len("sonst: ") + 200


def test_ports_name_what_is_asked_and_hold_no_code() -> None:
    for port in (sight_ports.SightRows, sight_ports.ConsentRows, sight_ports.PilotVault, sight_ports.UndertakingPapers):
        assert port.__doc__


# --- volunteers ------------------------------------------------------------------------------------


def test_a_volunteer_begins_and_opens_nothing_before_the_undertaking(tmp_path: Path) -> None:
    office = make_office(tmp_path, Role.VOLUNTEER, sworn=False)
    with refused(Code.UNDERTAKING_MISSING):
        begin(office)
    assert office.desk.counsel.running() is None, "a refused beginning leaves no session behind"
    assert office.desk.counsel.start().running, "counselling without a name is open to all"

    office.desk.pilots.swear(office.pilot_id, MORNING.date())
    case = begin(office)
    assert office.desk.applications.open(case.id).application == case
    close(office.desk)


def test_an_undertaking_is_asked_of_a_volunteer_before_a_takeover(office: Office) -> None:
    case_id = begin(office).id
    second = add(office.desk, role=Role.VOLUNTEER, sworn=False)
    desk = sit_down(office, second.id)
    with refused(Code.UNDERTAKING_MISSING):
        desk.applications.open(case_id)
    with refused(Code.UNDERTAKING_MISSING):
        desk.sight.take_over(case_id, TakeoverReason.DEADLINE)


def test_who_became_a_volunteer_does_not_open_own_cases_any_more(office: Office) -> None:
    second = add(office.desk)
    desk = sit_down(office, second.id)
    case_id = begin(office).id
    sit_down(office, office.pilot_id).pilots.change(second.id, Role.VOLUNTEER, responsible=False)
    desk = sit_down(office, second.id)
    with refused(Code.UNDERTAKING_MISSING):
        desk.applications.open(case_id)


# --- coordinators ----------------------------------------------------------------------------------


def test_a_coordinator_sees_figures_and_no_persons(office: Office, tmp_path: Path) -> None:
    case = hand_in(office, CarriedBy.PILOT)
    second = add(office.desk, role=Role.COORDINATOR)
    desk = office.desk = sit_down(office, second.id)

    assert desk.overview.applications() == ()
    assert desk.overview.post().arrived == ()
    assert desk.overview.today().begun == ()
    for way in (
        lambda: desk.applications.open(case.application.id),
        lambda: desk.sight.label(case.application.id),
        lambda: desk.sight.take_over(case.application.id, TakeoverReason.ABSENT),
        lambda: begin(office),
        desk.counsel.start,
        lambda: desk.counsel.short_contact(desk.counsel.blank()),
    ):
        with refused(Code.COORDINATOR_NO_PERSONS):
            way()
    report = desk.report.build(YEAR)
    assert desk.report.write_xlsx(report, tmp_path / "zahlen.xlsx").exists()
    assert (desk.sight.allows(Right.RELEASE_FORMS), desk.sight.allows(Right.BEGIN_CASE)) == (True, False)


def test_figures_leave_the_house_by_the_responsible_person_only(office: Office, tmp_path: Path) -> None:
    second = add(office.desk)
    desk = sit_down(office, second.id)
    report = desk.report.build(YEAR)
    for way in (desk.report.write_pdf, desk.report.write_xlsx, desk.report.write_csv):
        with refused(Code.NOT_PERMITTED):
            way(report, tmp_path / "zahlen")
    assert not list(tmp_path.glob("zahlen*"))


def test_a_coordinator_sets_up_the_station(office: Office) -> None:
    second = add(office.desk, role=Role.COORDINATOR)
    settings = sit_down(office, second.id).settings
    settings.save_station(settings.operator(), settings.station())


# --- the resident beside ---------------------------------------------------------------------------


def test_one_flag_hides_names_while_a_resident_sees_the_screen(office: Office) -> None:
    guard = office.desk.sight.guard
    guard.require_names()
    guard.resident_came()
    assert guard.names_hidden
    with refused(Code.NAMES_HIDDEN):
        guard.require_names()
    guard.resident_went()
    guard.require_names()


def test_persons_are_searched_under_the_same_rules(office: Office) -> None:
    case_id = filled(office).application.id
    office.desk.persons.index_missing()
    [mine] = office.desk.persons.find("Nowakowa")
    assert [(one.id, one.masked) for one in mine.applications] == [(case_id, False)]
    office.desk.sight.guard.resident_came()
    with refused(Code.NAMES_HIDDEN):
        office.desk.persons.find("Nowakowa")
    office.desk.sight.guard.resident_went()

    second, third = add(office.desk), add(office.desk, "C. Probe", Role.COORDINATOR)
    desk = sit_down(office, second.id)
    [theirs] = desk.persons.find("Nowakowa")
    assert [(one.masked, one.due) for one in theirs.applications] == [(True, None)]
    with refused(Code.PERSON_OF_COLLEAGUES, numbers=mine.applications[0].number):
        gathered(desk, theirs.key)
    desk.sight.take_over(case_id, TakeoverReason.PERSON_PRESENT)
    assert gathered(desk, theirs.key).json

    desk = sit_down(office, third.id)
    for way in (lambda: desk.persons.find("Nowakowa"), lambda: desk.persons.erase(theirs.key, [case_id])):
        with refused(Code.COORDINATOR_NO_PERSONS):
            way()


def test_who_may_not_open_a_case_can_neither_erase_nor_copy_it(office: Office) -> None:
    case = filled(office)
    case_id, number = case.application.id, case.application.number
    office.desk.persons.index_missing()
    [mine] = office.desk.persons.find("Nowakowa")
    unsworn = add(office.desk, "D. Probe", Role.VOLUNTEER, sworn=False)
    second = add(office.desk)

    persons = sit_down(office, unsworn.id).persons
    ways: list[Callable[[], object]] = [
        lambda: persons.find("Nowakowa"),
        lambda: persons.outstanding(mine.key, [case_id]),
        lambda: persons.erase(mine.key, [case_id], unfinished=True),
        lambda: persons.erase(mine.key, [], unfinished=True),
        lambda: persons.gather(mine.key, [case_id]),
        lambda: persons.shared(mine.key),
    ]
    for way in ways:
        with refused(Code.UNDERTAKING_MISSING):
            way()

    desk = sit_down(office, second.id)
    persons = desk.persons
    own = filled(office).application  # the same person comes to the colleague as well
    persons.index_missing()
    both = [case_id, own.id]
    erase = partial(persons.erase, mine.key, both, unfinished=True)
    for way in (erase, *(partial(one, mine.key, both) for one in (persons.outstanding, persons.gather))):
        with refused(Code.PERSON_OF_COLLEAGUES, numbers=number):
            way()
    assert journal(desk) == [], "a refusal is no reading"
    assert set(persons._rows.of(mine.key)) == set(both), "nothing went"
    desk.sight.take_over(case_id, TakeoverReason.PERSON_PRESENT)
    assert erase().applications == len(both)
    assert [one[0] for one in journal(desk)] == [Deed.TAKEN_OVER.value, Deed.READ_OF_COLLEAGUE.value]


# --- consents --------------------------------------------------------------------------------------


def test_a_public_body_needs_no_consent(office: Office) -> None:
    assert hand_in(office, CarriedBy.PILOT).hand_in is not None


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path, Role.VOLUNTEER, reception_point=False, public_body=False)
    yield made
    close(made.desk)


def test_outside_a_commune_answers_are_kept_by_consent_only(library: Office) -> None:
    desk = library.desk
    begun = begin(library)
    save(desk, begun, begun.answers, notice_version=1)
    with refused(Code.CONSENT_MISSING):
        fill(desk, begun.id, ANSWERS)
    desk.consents.give(begun.id, Purpose.KEEP)
    fill(desk, begun.id, ANSWERS)
    case = read_back(desk, begun.id)

    desk.consents.revoke(begun.id, Purpose.KEEP)
    with refused(Code.CONSENT_MISSING):
        save(desk, case.application, {})
    with refused(Code.CONSENT_MISSING):
        desk.freezing.commit(desk.freezing.prepare(case))
    assert standing(desk.consents.of_application(begun.id)) == frozenset()


def test_outside_a_commune_we_pass_on_by_consent_only(library: Office) -> None:
    desk = library.desk
    begun = begin(library)
    desk.consents.give(begun.id, Purpose.KEEP)
    fill(desk, begun.id, ANSWERS)
    case = read_back(desk, begun.id)
    desk.freezing.commit(desk.freezing.prepare(case))
    case = desk.applications.open(begun.id)
    with refused(Code.CONSENT_MISSING):
        desk.handing_in.commit(desk.handing_in.prepare(case, CarriedBy.POST))
    desk.consents.give(begun.id, Purpose.PASS_ON)
    desk.handing_in.commit(desk.handing_in.prepare(case, CarriedBy.POST))
    assert desk.applications.open(begun.id).hand_in is not None


def test_the_person_may_carry_the_paper_without_our_passing_it_on(library: Office) -> None:
    desk = library.desk
    begun = begin(library)
    desk.consents.give(begun.id, Purpose.KEEP)
    fill(desk, begun.id, ANSWERS)
    case = read_back(desk, begun.id)
    desk.freezing.commit(desk.freezing.prepare(case))
    case = desk.applications.open(begun.id)
    assert desk.handing_in.commit(desk.handing_in.prepare(case, CarriedBy.RESIDENT)).receipt
