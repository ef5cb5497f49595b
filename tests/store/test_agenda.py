"""Stops, appointments and Wiedervorlagen in the store: what goes with what, what goes by rule, what never travels."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.agenda import Appointment, AppointmentState, CalendarTaken, FollowUp
from lotse_app.models.contact import ContactKind
from lotse_app.models.people import PlaceType
from lotse_app.models.problems import Code
from lotse_app.models.retention import DEFAULTS, RuleName
from lotse_app.models.stops import Stop
from lotse_app.store.agenda import TAKEN_KEPT
from tests.store.samples import OPERATOR, PILOT, START, STATION, a_session, an_application, an_operation, refused

if TYPE_CHECKING:
    from datetime import datetime

    from lotse_app.models.retention import RetentionRule
    from lotse_app.store.opening import Store

DAY = date(2026, 11, 20)
STOP = Stop("h1", "Bibliothek", "14628410", PlaceType.LIBRARY, time(9), time(12, 30), weekday=4)
DATED = replace(STOP, id="h2", name="Markt", weekday=None, dates=(DAY, date(2026, 12, 4)), until=None)
MORNING = Appointment("t1", START, 45, ContactKind.GROUP, "Wohngeld", "AB", "o1")


@pytest.fixture
def kept(store: Store) -> Store:
    """A store with a session, a Vorgang begun in it, and one of each."""
    store.stations.set_up(OPERATOR, STATION, PILOT, [])
    store.sessions.start(a_session())
    store.applications.create(an_application(session_id="se-1"), [])
    store.agenda.save([MORNING])
    store.agenda.put(FollowUp("w1", DAY, "Anruf", session_id="se-1"))
    store.agenda.put(FollowUp("w2", date(2026, 12, 1), "Bescheid da?", application_id="ap-1"))
    store.agenda.put(FollowUp("w3", date(2026, 11, 18), "Papier nachfüllen"))
    return store


def rule(name: RuleName) -> RetentionRule:
    return next(one for one in DEFAULTS if one.name is name)


def take(store: Store, name: RuleName, now: datetime) -> int:
    chosen = rule(name)
    return store.retention.take(chosen, store.retention.due(chosen, now), now, [])


def test_stops_are_kept_changed_and_taken_away_and_travel(store: Store) -> None:
    store.stations.set_up(OPERATOR, STATION, PILOT, [])
    store.stops.save(STOP, [an_operation("o1")])
    fortnight = replace(DATED, weekday=2, dates=(), weeks=2, since=DAY, until=date(2027, 1, 1))
    store.stops.save(fortnight, [])
    assert store.stops.all() == (STOP, fortnight)
    store.stops.save(replace(STOP, ends=time(13)), [])
    store.stops.remove(fortnight.id, [an_operation("o2")])
    store.stops.remove("fehlt", [an_operation("o3")])
    assert store.stops.all() == (replace(STOP, ends=time(13)),)
    assert store.outbox.count_waiting() == 2


def test_single_days_come_back_as_days(store: Store) -> None:
    store.stops.save(DATED, [])
    assert store.stops.all() == (DATED,)


def test_appointments_of_a_day_are_those_of_the_local_day(kept: Store) -> None:
    late = replace(MORNING, id="t2", starts_at=START.replace(hour=23, minute=30), origin="")
    kept.agenda.save([late])
    assert kept.agenda.on(DAY) == (MORNING,)
    assert kept.agenda.on(DAY + timedelta(days=1)) == (late,)
    assert kept.agenda.get("t1") == MORNING
    kept.agenda.remove("t2")
    with refused(Code.RECORD_MISSING):
        kept.agenda.get("t2")
    with refused(Code.RECORD_MISSING):
        kept.agenda.remove("t2")


def test_one_of_a_file_read_anew_is_moved_and_not_doubled(kept: Store) -> None:
    moved = replace(MORNING, id="t9", starts_at=START + timedelta(hours=1), initials="")
    assert kept.agenda.save([moved]) == 1
    (one,) = kept.agenda.on(DAY)
    assert (one.id, one.starts_at, one.initials) == ("t1", moved.starts_at, "AB")
    kept.agenda.begin("t1", "se-1", AppointmentState.BEGUN)
    assert kept.agenda.save([replace(MORNING, id="t9")]) == 0
    assert kept.agenda.on(DAY)[0].starts_at == moved.starts_at


def test_what_came_of_a_calendar_file_is_taken_back_the_last_one_first(kept: Store) -> None:
    assert kept.agenda.last_calendar() is None
    calendars = [CalendarTaken(f"k{number}", START, PILOT.id) for number in range(3)]
    new = replace(MORNING, id="t2", origin="o2")
    moved = replace(MORNING, id="t3", starts_at=START + timedelta(days=1), minutes=60)
    assert kept.agenda.take_calendar(calendars[0], [moved, new]) == 2
    assert kept.agenda.take_calendar(calendars[1], [replace(new, id="t4"), moved]) == 2
    last = replace(calendars[0], added=("t2",), moved=(("t1", START, 45),))
    assert kept.agenda.last_calendar() == last, "the same again brought nothing that could be taken back"
    assert last.count == 2
    assert kept.agenda.take_calendar(calendars[2], [replace(new, id="t5", starts_at=START + timedelta(days=2))]) == 1
    with refused(Code.RECORD_MISSING):
        kept.agenda.take_calendar_back("k0")
    assert kept.agenda.take_calendar_back("k2") == 1
    assert kept.agenda.get("t2") == new
    assert kept.agenda.take_calendar_back("k0") == 2
    assert (kept.agenda.on(DAY), kept.agenda.on(DAY + timedelta(days=1))) == ((MORNING,), ())
    with refused(Code.RECORD_MISSING):
        kept.agenda.take_calendar_back("k0")


def test_what_was_begun_since_stays_and_what_was_begun_by_mistake_goes(kept: Store) -> None:
    new = [replace(MORNING, id=f"n{number}", origin=f"n{number}") for number in range(3)]
    kept.agenda.take_calendar(CalendarTaken("k", START, PILOT.id), new)
    kept.agenda.begin("n0", "se-1", AppointmentState.BEGUN)
    kept.sessions.save(a_session(ended_at=START + timedelta(minutes=5)))
    kept.sessions.start(a_session("se-2"))
    kept.agenda.begin("n1", "se-2", AppointmentState.BEGUN)
    kept.sessions.discard("se-2")
    again = CalendarTaken("k2", START, PILOT.id)
    assert kept.agenda.take_calendar(again, [replace(new[0], minutes=5), replace(new[2], minutes=5)]) == 1
    assert kept.agenda.take_calendar_back("k2") == 1
    assert kept.agenda.take_calendar_back("k") == 2
    assert {one.id for one in kept.agenda.on(DAY)} == {"t1", "n0"}


def test_what_a_calendar_file_calls_off_stands_again_when_it_is_taken_back(kept: Store) -> None:
    other = replace(MORNING, id="t2", origin="o2", starts_at=START + timedelta(hours=2))
    kept.agenda.save([other, replace(MORNING, id="t3", origin="")])
    assert [one.id for one in kept.agenda.from_calendars()] == ["t1", "t2"]
    taken = [CalendarTaken(f"k{number}", START, PILOT.id) for number in range(2)]
    assert kept.agenda.take_calendar(taken[0], [], ["t1", "t2", "fehlt"]) == 0
    assert kept.agenda.last_calendar() == replace(taken[0], off=("t1", "t2"))
    assert kept.agenda.get("t1").state is AppointmentState.OFF
    assert kept.agenda.take_calendar(taken[1], [replace(MORNING, origin="o9", purpose="Rente")]) == 1
    assert kept.agenda.last_calendar() == replace(taken[1], on_again=("t1",))
    assert kept.agenda.get("t1") == replace(MORNING, origin="o9", purpose="Rente")
    assert kept.agenda.take_calendar_back("k1") == 0
    assert kept.agenda.get("t1").state is AppointmentState.OFF
    kept.agenda.remove("t2")
    assert kept.agenda.take_calendar_back("k0") == 2
    assert kept.agenda.get("t1").state is AppointmentState.OPEN


def test_only_the_last_ten_calendar_files_can_be_taken_back(kept: Store) -> None:
    for number in range(TAKEN_KEPT + 2):
        kept.agenda.take_calendar(CalendarTaken(f"k{number}", START, PILOT.id), [replace(MORNING, minutes=5 + number)])
    for number in reversed(range(2, TAKEN_KEPT + 2)):
        assert kept.agenda.take_calendar_back(f"k{number}") == 1
    assert kept.agenda.last_calendar() is None
    assert kept.agenda.get("t1").minutes == 6


def test_what_was_begun_by_mistake_is_open_again(kept: Store) -> None:
    kept.sessions.save(a_session(ended_at=START + timedelta(minutes=5)))
    kept.sessions.start(a_session("se-2"))
    kept.agenda.begin("t1", "se-2", AppointmentState.BEGUN)
    assert kept.agenda.get("t1").state is AppointmentState.BEGUN
    kept.sessions.discard("se-2")
    assert kept.agenda.get("t1").state is AppointmentState.OPEN
    with refused(Code.RECORD_MISSING):
        kept.agenda.begin("fehlt", "se-1", AppointmentState.MISSED)


def test_follow_ups_stand_in_order_with_the_number_of_their_vorgang(kept: Store) -> None:
    lines = kept.agenda.follow_ups()
    number = kept.applications.get("ap-1").number
    assert [(line.follow_up.id, line.number) for line in lines] == [("w3", ""), ("w1", ""), ("w2", number)]
    assert [line.follow_up.id for line in kept.agenda.follow_ups(DAY)] == ["w3", "w1"]
    assert kept.agenda.follow_up("w1").session_id == "se-1"
    kept.agenda.put(replace(kept.agenda.follow_up("w1"), done_at=START))
    assert [line.follow_up.id for line in kept.agenda.follow_ups(DAY)] == ["w3"]
    assert kept.agenda.follow_up("w1").done_at == START
    with refused(Code.RECORD_MISSING):
        kept.agenda.follow_up("fehlt")


def test_appointments_go_two_weeks_after_their_day_with_proof(kept: Store) -> None:
    assert take(kept, RuleName.APPOINTMENT, START + timedelta(days=13)) == 0
    assert take(kept, RuleName.APPOINTMENT, START + timedelta(days=15)) == 1
    assert kept.agenda.on(DAY) == ()
    assert [(one.rule, one.kind, one.count) for one in kept.retention.proofs()] == [("termin", "termin", 1)]


def test_follow_ups_go_ninety_days_after_they_were_done_or_due(kept: Store) -> None:
    kept.agenda.put(replace(kept.agenda.follow_up("w2"), done_at=START))
    assert take(kept, RuleName.FOLLOW_UP, START + timedelta(days=89)) == 1  # w3, due two days before
    assert take(kept, RuleName.FOLLOW_UP, START + timedelta(days=91)) == 2
    assert kept.agenda.follow_ups() == ()
    assert {one.kind for one in kept.retention.proofs()} == {"wiedervorlage"}


def test_erasing_a_person_takes_what_stands_around_their_vorgang(kept: Store) -> None:
    kept.agenda.begin("t1", "se-1", AppointmentState.BEGUN)
    assert [one.reason for one in kept.persons.record("ap-1").follow_ups] == ["Bescheid da?"]
    kept.persons.erase(["ap-1"], START, [])
    assert [line.follow_up.id for line in kept.agenda.follow_ups()] == ["w3"]
    assert kept.agenda.on(DAY) == ()


def test_nothing_of_a_day_is_ever_an_operation(kept: Store) -> None:
    assert kept.outbox.count_waiting() == 0
