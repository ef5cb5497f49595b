"""Words beside the cases: notes, Wiedervorlagen and appointments, whom they tell of and who reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.agenda import (
    Appointment,
    CalendarEntry,
    CalendarRead,
    FollowUp,
    FollowUpState,
    FollowUpWhose,
    LeftOut,
    chosen_lines,
)
from lotse_app.models.application import CarriedBy, State
from lotse_app.models.letter import LetterEntry, LetterKind
from lotse_app.models.people import Role
from lotse_app.models.permission import Right
from lotse_app.models.persons import PersonKey, RemarkKind
from lotse_app.models.problems import ProblemError
from lotse_app.models.sight import TakeoverReason
from lotse_app.workflows.naming import mentions, mentions_part, person_key
from tests.cases import begin, filled, hand_in
from tests.colleagues import add, sit_down
from tests.desks import MORNING

if TYPE_CHECKING:
    from lotse_app.models.agenda import FollowUpLine
    from lotse_app.models.session import CounsellingSession
    from lotse_app.workflows.desk import Desk
    from tests.desks import Office

NOWAKOWA = PersonKey("NOWAKOWA-ZURIC", "1958-03-14")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rückfrage zu Müller.", True),
        ("MÜLLER, zweites Mal", True),
        ("Müllers Hund", True),
        ("zur Mueller hin", True),
        ("Müllerei erklärt", False),
        ("Obermüller war da", False),
        ("", False),
    ],
)
def test_a_surname_is_found_as_a_word_of_its_own(text: str, *, found: bool) -> None:
    assert mentions(text, "MUELLER") is found


@pytest.mark.parametrize("typed", ["O'Neill", "O’Neill", "O´Neill", "O`neills"])
def test_every_sign_that_is_typed_for_an_apostrophe_is_one(typed: str) -> None:
    assert person_key(typed.removesuffix("s")).surname == "O'NEILL"
    assert mentions(f"Rückruf bei {typed}", "O'NEILL")
    assert mentions(f"Rückruf bei {typed}", "O’NEILL"), "as older records have it"


def test_a_double_name_is_found_with_and_without_its_hyphen() -> None:
    assert mentions("Nowakowa-Žurić rief an", NOWAKOWA.surname)
    assert mentions("nowakowa  žurić", NOWAKOWA.surname)
    assert mentions("Nowakowa – Žurić", NOWAKOWA.surname), "a dash is typed for a hyphen"
    assert not mentions("Nowakowa rief an", NOWAKOWA.surname)
    assert not mentions("Nowakowa", "")


def written(desk: Desk, note: str) -> CounsellingSession:
    """Record a session afterwards, with a note and no case."""
    return desk.counsel.record(replace(desk.counsel.afterwards(), note=note))


def test_erasing_a_person_finds_the_name_wherever_it_was_written(office: Office) -> None:
    desk = office.desk
    second, other = written(desk, "Nowakowa-Žurić fragt nach"), written(desk, "Drucker klemmt")
    desk.agenda.remind(MORNING.date(), "Nowakowa-Žurić anrufen")
    kept = desk.agenda.remind(MORNING.date(), "Papier nachfüllen")
    for purpose in ("Nowakowa-Žurić", "Hundesteuer"):
        desk.agenda.enter(Appointment("", MORNING, 30, purpose=purpose))
    case = filled(office)

    assert desk.persons.erase(NOWAKOWA, [], unfinished=True).notes == 0, "a surname alone empties nothing"
    erased = desk.persons.erase(NOWAKOWA, [case.application.id], unfinished=True)
    assert (erased.applications, erased.notes) == (1, 3)
    assert desk.counsel.get(second.id) == replace(second, note=""), "its figures stay"
    assert desk.counsel.get(other.id).note == "Drucker klemmt"
    assert [line.follow_up.id for line in desk.agenda.follow_ups()] == [kept.id]
    assert sorted(one.purpose for one in desk.agenda.day().appointments) == ["", "Hundesteuer"]
    counted = {(one.kind, one.count) for one in desk.keeping.proofs() if one.rule == "person"}
    assert counted >= {("vorgang", 1), ("notiz", 1), ("wiedervorlage", 1), ("termin", 1)}


def test_erasing_a_person_finds_the_name_in_a_letter_about_somebody_else(office: Office) -> None:
    desk = office.desk
    case, today = filled(office), MORNING.date()
    other = hand_in(office, CarriedBy.RESIDENT).application
    for note in ("Nachbarin Nowakowa-Žurić war dabei", "kam mit der Post"):
        desk.letters.enter(other.id, LetterEntry(LetterKind.QUERY, today, today, note=note))
    ids = [case.application.id]
    assert [(one.kind, one.text) for one in desk.persons.beside(NOWAKOWA, ids)] == [
        (RemarkKind.LETTER, "Nachbarin Nowakowa-Žurić war dabei")
    ]
    assert desk.persons.erase(NOWAKOWA, ids, unfinished=True).notes == 1
    assert sorted(one.note for one in desk.letters.of_case(other.id).letters) == ["", "kam mit der Post"]
    assert ("post", 1) in {(one.kind, one.count) for one in desk.keeping.proofs()}


def test_the_reason_of_an_ending_names_nobody_known_here_and_an_older_one_is_found_and_goes(office: Office) -> None:
    desk = office.desk
    other = hand_in(office, CarriedBy.RESIDENT).application
    desk.letters.end(other.id, State.NOT_ACCEPTED, "nowakowa-žurić hat schon einen")  # written small it is a word
    case = filled(office).application
    with pytest.raises(ProblemError, match="name_known"):
        desk.letters.end(case.id, State.ABANDONED, "Frau Žurić kommt nicht wieder")
    assert desk.letters.of_case(case.id).ending is None
    (found,) = desk.persons.beside(NOWAKOWA, [case.id])
    assert (found.kind, found.text) == (RemarkKind.ENDING, "nowakowa-žurić hat schon einen")
    assert desk.persons.erase(NOWAKOWA, [case.id], unfinished=True).notes == 1
    ending = desk.letters.of_case(other.id).ending
    assert ending is not None
    assert (ending.state, ending.reason) == (State.NOT_ACCEPTED, "")
    assert ("abschluss", 1) in {(one.kind, one.count) for one in desk.keeping.proofs()}


def test_who_may_not_search_for_persons_is_told_of_no_surname_in_a_reason(office: Office) -> None:
    filled(office)
    desk = sit_down(office, add(office.desk, role=Role.VOLUNTEER, sworn=False).id)
    with pytest.raises(ProblemError, match="record_missing"):
        desk.letters.end("keiner", State.ABANDONED, "Frau Žurić")


def test_a_bare_surname_of_somebody_here_stands_in_no_wiedervorlage_and_no_appointment(office: Office) -> None:
    agenda, case = office.desk.agenda, filled(office).application
    for text in (
        "Nowakowa-Žurić anrufen", "Antrag für Nowakowa-Zuric", "NOWAKOWA-ŽURIĆ", "Nowakowa-Žurićs Hund",
        "Žurić anrufen", "Nowakowa: Bescheid da?", "Nowakowa Žurić", "Zurics Hund",
    ):  # fmt: skip
        with pytest.raises(ProblemError, match="name_known"):
            agenda.remind(MORNING.date(), text)
        with pytest.raises(ProblemError, match="name_known"):
            agenda.enter(Appointment("", MORNING, 30, purpose=text))
    agenda.remind(MORNING.date(), "Papier nachfüllen")
    agenda.remind(MORNING.date(), "nowakowa-žurić")  # written small it is a word
    office.desk.letters.guard(case.id, on=True)
    agenda.remind(MORNING.date(), "Nowakowa-Žurić anrufen")  # an Auskunftssperre: nobody learns that she is known here


def test_who_may_not_search_for_persons_learns_no_surname(office: Office) -> None:
    filled(office)
    desk = sit_down(office, add(office.desk, role=Role.VOLUNTEER, sworn=False).id)
    assert desk.sight.refusal(Right.OPEN_OWN_CASE) is not None
    assert desk.agenda.remind(MORNING.date(), "Nowakowa-Žurić anrufen").id


def test_erasing_shows_where_else_the_name_stands_and_takes_a_part_of_it_only_when_told(office: Office) -> None:
    colleague = add(office.desk)
    theirs = sit_down(office, colleague.id)
    hidden = [written(theirs, text).id for text in ("Nowakowa-Žurić rief an", "Žurić rief an")]
    desk = sit_down(office, office.pilot_id)
    whole = desk.agenda.remind(MORNING.date(), "Nowakowa-Žurić anrufen")
    part, other = (desk.agenda.remind(MORNING.date(), text) for text in ("Žurić anrufen", "Papier nachfüllen"))
    case = filled(office).application
    on_case = desk.agenda.remind(MORNING.date(), "nowakowa fragt nach", application_id=case.id)
    found = {one.id: one for one in desk.persons.beside(NOWAKOWA, [case.id])}
    assert {one: (found[one].text, found[one].whole) for one in found} == {
        whole.id: ("Nowakowa-Žurić anrufen", True),
        part.id: ("Žurić anrufen", False),
        on_case.id: ("nowakowa fragt nach", False),
        hidden[0]: ("", True),
        hidden[1]: ("", False),
    }
    desk.persons.erase(NOWAKOWA, [case.id], unfinished=True, parts=[part.id, hidden[1], other.id])
    assert [line.follow_up.id for line in desk.agenda.follow_ups()] == [other.id], "never what does not name her"
    desk = sit_down(office, colleague.id)
    assert [desk.counsel.get(one).note for one in hidden] == ["", "Žurić rief an"], "nobody ticks what is not shown"


def test_half_of_a_double_name_finds_the_person_with_the_birth_date(office: Office) -> None:
    filled(office)
    find = office.desk.persons.find
    for half in ("Žurić", "zuric", "Zur", "Nowakowa"):
        assert [one.key for one in find(half, NOWAKOWA.birth)] == [NOWAKOWA], half
    assert find("Žurić", "1958-03-15") == ()
    assert find("Žurić") == (), "without the birth date only beginnings are found"
    assert find("uric", NOWAKOWA.birth) == (), "the middle of a name is no name"


def test_a_part_of_a_name_is_a_word_of_its_own_and_no_particle() -> None:
    assert mentions_part("Lüdenscheidt anrufen", "MUELLER-LUEDENSCHEIDT")
    assert mentions_part("Frau Müller", "MUELLER LUEDENSCHEIDT")
    assert not mentions_part("Müller", "MUELLER"), "that is all of it"
    assert not mentions_part("Brief von der Stadt", "VON DER BURG")
    assert mentions_part("Burg", "VON DER BURG") is False, "only one part is a name"


def test_a_colleague_reads_neither_note_nor_wiedervorlage_of_a_session(office: Office) -> None:
    session = written(office.desk, "Frau Nowakowa fragt nach")
    office.desk.agenda.remind(MORNING.date(), "Nowakowa anrufen", session_id=session.id)
    office.desk.agenda.remind(MORNING.date(), "Papier nachfüllen", session_id=session.id)
    binned = written(office.desk, "Doppelt")
    office.desk.counsel.delete(binned.id)
    boss = add(office.desk, responsible=True)

    desk = sit_down(office, boss.id)
    masked = replace(session, note="")
    assert desk.counsel.get(session.id) == masked
    assert desk.counsel.page([session.id]) == (masked,)
    assert desk.counsel.kept(session.id).session == masked
    assert [one.session.note for one in desk.counsel.binned()] == [""]
    assert (desk.agenda.follow_ups(), desk.agenda.day().follow_ups) == ((), ())
    desk.counsel.correct(replace(masked, people=2))

    desk = sit_down(office, office.pilot_id)
    assert desk.counsel.get(session.id) == replace(session, people=2), "a correction by the responsible keeps the note"
    assert len(desk.agenda.follow_ups()) == 2
    assert [one.session.note for one in desk.counsel.binned()] == ["Doppelt"]


def test_a_free_wiedervorlage_of_a_colleague_shows_its_day_until_somebody_stands_in(office: Office) -> None:
    one = office.desk.agenda.remind(MORNING.date(), "Bescheid da?")
    later = office.desk.agenda.remind(MORNING.date() + timedelta(days=1), "Drucker")
    desk = sit_down(office, add(office.desk).id)
    (line,) = desk.agenda.day().follow_ups
    assert (line.masked, line.follow_up.id, line.follow_up.reason) == (True, one.id, "")
    assert (desk.agenda.follow_ups(), desk.agenda.published().follow_ups) == ((), ())
    for change in (partial(desk.agenda.done, one.id), partial(desk.agenda.move, later.id, MORNING.date())):
        with pytest.raises(ProblemError, match="follow_up_of_colleague"):
            change()
    with pytest.raises(ProblemError, match="takeover_reason_missing"):
        desk.agenda.take_over(one.id, TakeoverReason.OTHER, " ")
    filled(office)
    with pytest.raises(ProblemError, match="name_known"):
        desk.agenda.take_over(one.id, TakeoverReason.OTHER, "wegen Nowakowa")
    desk.agenda.take_over(one.id, TakeoverReason.OTHER, "Krankheit")
    assert [line.follow_up.reason for line in desk.agenda.follow_ups()] == ["Bescheid da?"]
    newest = desk.persons._trail.newest(1)[0]
    assert (newest.deed, newest.record_id, newest.reason) == ("vertretung_uebernommen", one.id, "sonst: Krankheit")
    desk.agenda.done(one.id)

    desk = sit_down(office, office.pilot_id)
    assert [line.follow_up.id for line in desk.agenda.follow_ups()] == [later.id]


def test_an_old_free_wiedervorlage_without_an_owner_is_read_by_nobody_until_somebody_takes_it(office: Office) -> None:
    old = FollowUp("alt", MORNING.date() + timedelta(days=3), "Nowakowa anrufen")
    office.desk.agenda._rows.put(old)
    desk = sit_down(office, add(office.desk, role=Role.VOLUNTEER, sworn=False).id)
    (line,) = desk.agenda.overview()
    assert (line.unowned, line.follow_up) == (True, replace(old, reason=""))
    assert (desk.agenda.follow_ups(), desk.agenda.published().follow_ups) == ((), ())
    for change in (partial(desk.agenda.done, old.id), partial(desk.agenda.move, old.id, MORNING.date())):
        with pytest.raises(ProblemError, match="follow_up_of_colleague"):
            change()
    with pytest.raises(ProblemError, match="undertaking_missing"):
        desk.agenda.claim(old.id)

    desk = sit_down(office, office.pilot_id)
    assert [line.follow_up.reason for line in desk.agenda.overview()] == [""]
    desk.agenda.claim(old.id)
    assert desk.agenda.overview() == desk.agenda.follow_ups()
    assert desk.agenda.overview()[0].follow_up == replace(old, pilot_id=office.pilot_id)
    newest = desk.persons._trail.newest(1)[0]
    assert (newest.deed, newest.record_id, newest.reason) == ("vertretung_uebernommen", old.id, "ohne_zustaendige")
    with pytest.raises(ProblemError, match="follow_up_of_colleague"):
        desk.agenda.claim(old.id)


def test_the_overview_holds_what_one_may_know_of_and_done_ones_only_for_who_may_read_them(office: Office) -> None:
    agenda, today = office.desk.agenda, MORNING.date()
    mine, later = agenda.remind(today, "Bescheid da?"), agenda.remind(today + timedelta(days=5), "Drucker")
    case = begin(office)
    on_case = agenda.remind(today - timedelta(days=1), "Marke da?", application_id=case.id)
    done = [agenda.remind(today, reason) for reason in ("Anruf", "Papier")]
    for one in done:
        agenda.done(one.id)
        office.clock.advance(minutes=1)
    everything = [on_case.id, mine.id, later.id, done[1].id, done[0].id]
    assert [line.follow_up.id for line in agenda.overview()] == everything
    assert chosen(agenda.overview(), FollowUpState.OPEN) == everything[:3]
    assert chosen(agenda.overview(), FollowUpState.DUE) == everything[:2]
    assert chosen(agenda.overview(), FollowUpState.LATER) == [later.id]
    assert chosen(agenda.overview(), FollowUpState.DONE) == everything[3:]

    desk = sit_down(office, add(office.desk).id)
    agenda = desk.agenda
    assert [(line.masked, line.unowned, line.follow_up.id) for line in agenda.overview()] == [(True, False, mine.id)]
    assert chosen(agenda.overview(), FollowUpState.OPEN) == []
    assert chosen(agenda.overview(), FollowUpState.OPEN, FollowUpWhose.STATION) == [mine.id]
    agenda.take_over(mine.id, TakeoverReason.ABSENT)
    desk.sight.take_over(case.id, TakeoverReason.ABSENT)
    assert chosen(agenda.overview(), FollowUpState.DUE) == everything[:2]

    coordination = sit_down(office, add(sit_down(office, office.pilot_id), "C. Leitung", Role.COORDINATOR).id)
    assert coordination.agenda.overview() == ()


def chosen(
    lines: tuple[FollowUpLine, ...], state: FollowUpState, whose: FollowUpWhose = FollowUpWhose.MINE
) -> list[str]:
    """Return the ids of what is listed in a state and of whom."""
    return [line.follow_up.id for line in chosen_lines(lines, state, whose, MORNING.date())]


def test_nobody_stands_in_for_a_wiedervorlage_that_goes_with_a_session_or_a_vorgang(office: Office) -> None:
    session = written(office.desk, "")
    one = office.desk.agenda.remind(MORNING.date(), "Bescheid da?", session_id=session.id)
    desk = sit_down(office, add(office.desk).id)
    with pytest.raises(ProblemError, match="record_missing"):
        desk.agenda.take_over(one.id, TakeoverReason.ABSENT)
    on_case = desk.agenda.remind(MORNING.date(), "Marke da?", application_id=begin(office).id)
    desk = sit_down(office, office.pilot_id)
    with pytest.raises(ProblemError, match="takeover_missing"):
        desk.agenda.done(on_case.id)


def test_a_calendar_of_others_brings_no_surname_of_somebody_here(office: Office) -> None:
    filled(office)
    agenda = office.desk.agenda
    purposes = ("nowakowa-žurić", "Rente Žurić", "Wohngeld", "")
    entries = tuple(CalendarEntry(str(at), MORNING, 30, one) for at, one in enumerate(purposes))
    read = CalendarRead(entries, {LeftOut.PURPOSE: 1})
    told = agenda.without_names(read)
    assert [one.purpose for one in told.entries] == ["", "", "Wohngeld", ""]
    assert told.left_out == {LeftOut.PURPOSE: 3}
    assert agenda.without_names(told) is told
    assert agenda.take_calendar(read) == 4
    assert sorted(one.purpose for one in agenda.day().appointments) == ["", "", "", "Wohngeld"]
    desk = sit_down(office, add(office.desk, role=Role.VOLUNTEER, sworn=False).id)
    assert desk.agenda.without_names(read) is read, "nobody learns from a file who is known here"
