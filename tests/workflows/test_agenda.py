"""A day at the counter: stops give place and commune, appointments become sessions, Wiedervorlagen come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.agenda import Appointment, AppointmentState
from lotse_app.models.contact import ContactKind
from lotse_app.models.people import PlaceType, Role
from lotse_app.models.problems import Code
from lotse_app.models.session import Access, Topic
from lotse_app.models.stops import Stop
from lotse_app.workflows.agenda import default_start, topic_of
from lotse_app.workflows.case_copy import case_document, case_facts
from lotse_app.workflows.operations import stop_document
from tests.cases import SIGNER, begin, operations
from tests.colleagues import add, sit_down
from tests.desks import AMTSBERG, MORNING, WILSDRUFF, make_office
from tests.store.samples import refused

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desks import Office

FRIDAY = date(2026, 11, 20)
STOP = Stop("", "Bibliothek Amtsberg", AMTSBERG, PlaceType.LIBRARY, time(9), time(12), weekday=4)
PLANNED = Appointment("", MORNING + timedelta(minutes=15), 45, purpose="Wohngeld")


def test_a_session_at_a_stop_has_its_place_and_commune(office: Office) -> None:
    stop = office.desk.stops.save(STOP)
    assert office.desk.stops.today() == (stop,)
    assert office.desk.stops.at(MORNING) == stop
    session = office.desk.counsel.start()
    assert (session.stop_id, session.ags, session.place_type) == (stop.id, AMTSBERG, PlaceType.LIBRARY)
    assert office.desk.counsel.get(session.id) == session
    bare = office.desk.counsel.bare()
    assert (bare.stop_id, bare.ags) == ("", WILSDRUFF)


def test_a_stop_whose_name_the_poster_could_not_print_is_refused(office: Office) -> None:
    with refused(Code.CHARACTER_NOT_ALLOWED):
        office.desk.stops.save(replace(STOP, name="Bibliothek 📚"))
    assert office.desk.stops.all() == ()


def test_away_from_the_hours_a_session_is_at_the_station(office: Office) -> None:
    office.desk.stops.save(STOP)
    office.clock.advance(hours=5)
    assert office.desk.counsel.start().ags == WILSDRUFF


def test_what_is_entered_in_the_evening_has_the_place_of_its_hour(office: Office) -> None:
    stop = office.desk.stops.save(STOP)
    office.clock.advance(hours=8)
    counsel = office.desk.counsel
    blank = counsel.afterwards()
    assert blank.stop_id == ""
    morning = replace(blank, started_at=MORNING, ended_at=MORNING + timedelta(minutes=20))
    assert counsel.record(morning).stop_id == stop.id
    visit = replace(morning, id=counsel.afterwards().id, place_type=PlaceType.HOME_VISIT)
    assert counsel.record(visit).place_type is PlaceType.HOME_VISIT


def test_the_last_one_again_is_at_the_same_stop(office: Office) -> None:
    stop = office.desk.stops.save(STOP)
    office.desk.counsel.end(office.desk.counsel.start())
    office.clock.advance(hours=5)
    last = office.desk.counsel.latest()
    assert last is not None
    assert not last.running
    assert office.desk.counsel.again().stop_id == last.stop_id == stop.id


def test_stops_travel_with_the_station_and_only_what_changed(office: Office) -> None:
    stop = office.desk.stops.save(STOP)
    office.desk.stops.save(stop)
    office.desk.stops.save(replace(stop, name="  Bücherei   Amtsberg "))
    office.desk.stops.remove(stop.id)
    sent = [one for one in operations(office) if any(key.startswith("/stop:") for key in one.body)]
    values = [one.body[f"/stop:{stop.id}"]["v"] for one in sent]
    assert [value and value["name"] for value in values] == ["Bibliothek Amtsberg", "Bücherei Amtsberg", None]
    document = stop_document(replace(STOP, since=FRIDAY, until=FRIDAY, weekday=None))
    assert document is not None
    assert document["since"] == "2026-11-20"
    assert office.desk.stops.all() == ()


def test_only_who_keeps_the_station_changes_its_stops(office: Office) -> None:
    stop = office.desk.stops.save(STOP)
    with refused(Code.STOP_TIMES):
        office.desk.stops.save(replace(STOP, ends=time(8)))
    with refused(Code.RECORD_MISSING):
        office.desk.stops.remove("fehlt")
    desk = sit_down(office, add(office.desk).id)
    assert not desk.stops.may_change
    with refused(Code.NOT_PERMITTED):
        desk.stops.save(STOP)
    with refused(Code.NOT_PERMITTED):
        desk.stops.remove(stop.id)


def test_an_appointment_becomes_a_session_that_knows_what_it_is_about(office: Office) -> None:
    agenda = office.desk.agenda
    planned = agenda.enter(replace(PLANNED, initials="h. n.", kind=ContactKind.TELEPHONE))
    assert planned.initials == "HN"
    session = agenda.begin(planned.id, Topic("", "Wohngeld"))
    assert (session.access, session.kind, session.place_type) == (
        Access.APPOINTMENT,
        ContactKind.TELEPHONE,
        PlaceType.TELEPHONE,
    )
    assert office.desk.counsel.running() == session
    assert agenda.day().appointments[0].state is AppointmentState.BEGUN
    another = agenda.enter(PLANNED)
    with refused(Code.SESSION_RUNNING):
        agenda.begin(another.id)
    office.desk.counsel.discard(session.id)
    assert {one.state for one in agenda.day().appointments} == {AppointmentState.OPEN}
    assert agenda.begin(another.id).topics == ()


def test_who_does_not_come_counts_apart(office: Office) -> None:
    agenda = office.desk.agenda
    early = agenda.enter(replace(PLANNED, starts_at=MORNING - timedelta(hours=1)))
    missed = agenda.missed(early.id)
    assert (missed.kind, missed.minutes, missed.help_kind) == (ContactKind.NO_SHOW, 0, None)
    assert agenda.day().appointments[0].state is AppointmentState.MISSED
    with refused(Code.SESSION_IN_FUTURE):
        agenda.missed(agenda.enter(PLANNED).id)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"purpose": "Frau Nowakowa, Rente"}, Code.PURPOSE_NAMES),
        ({"initials": "Nowak"}, Code.INITIALS_ONLY),
        ({"initials": "12"}, Code.INITIALS_ONLY),
        ({"minutes": 0}, Code.APPOINTMENT_LENGTH),
        ({"minutes": 721}, Code.APPOINTMENT_LENGTH),
    ],
)
def test_an_appointment_holds_no_name(office: Office, changed: dict[str, object], code: Code) -> None:
    with refused(code):
        office.desk.agenda.enter(replace(PLANNED, **changed))  # type: ignore[arg-type]  # values of the table above


def test_a_purpose_becomes_a_topic_when_it_is_a_service_or_was_typed_here(office: Office) -> None:
    hits = office.desk.find.find("Wohngeld")
    name = hits[0].name
    assert topic_of(replace(PLANNED, purpose=name.upper(), origin="x"), hits) == Topic(hits[0].service_id, name)
    assert topic_of(replace(PLANNED, purpose="Fahrkarten"), hits) == Topic("", "Fahrkarten")
    assert topic_of(replace(PLANNED, purpose="Fahrkarten", origin="x"), hits) is None
    assert topic_of(replace(PLANNED, purpose=""), hits) is None


def test_the_next_half_hour_is_offered() -> None:
    assert default_start(MORNING) == MORNING + timedelta(minutes=30)
    assert default_start(MORNING + timedelta(minutes=44, seconds=9)) == MORNING + timedelta(minutes=60)


def test_a_wiedervorlage_is_seen_from_its_day_on_until_it_is_done(office: Office) -> None:
    agenda = office.desk.agenda
    session = office.desk.counsel.start()
    one = agenda.remind(FRIDAY + timedelta(days=3), "  Bescheid   da? ", session_id=session.id)
    assert one.reason == "Bescheid da?"
    assert agenda.day().follow_ups == ()
    assert len(agenda.follow_ups()) == 1
    agenda.move(one.id, FRIDAY)
    assert len(agenda.day().follow_ups) == 1
    agenda.done(one.id)
    assert agenda.follow_ups() == ()
    agenda.done(one.id, done=False)
    assert len(agenda.day(FRIDAY + timedelta(days=9)).follow_ups) == 1
    assert agenda.remind(FRIDAY, "PIN-Brief da?").reason == "PIN-Brief da?"
    with refused(Code.FOLLOW_UP_REASON):
        agenda.remind(FRIDAY, "  ")
    with refused(Code.PURPOSE_NAMES):
        agenda.remind(FRIDAY, "Tel. 0351 1234567 anrufen")


def test_one_on_a_vorgang_is_for_whoever_may_open_it_and_in_the_data_copy(office: Office) -> None:
    planned = office.desk.agenda.enter(replace(PLANNED, initials="HN"))
    office.desk.agenda.begin(planned.id)
    case = begin(office)
    office.desk.agenda.remind(FRIDAY, "Steuermarke da?", application_id=case.id)
    (line,) = office.desk.agenda.follow_ups()
    assert (line.number, line.service_name) == (case.number, case.service_name)
    record = office.desk.persons._rows.record(case.id)
    facts, document = dict(case_facts(record)), case_document(record)
    assert facts["Termin"].endswith("Uhr, Wohngeld, HN")
    assert facts["Wiedervorlage"] == "20.11.2026: Steuermarke da?"
    assert document["termine"][0]["kuerzel"] == "HN"
    assert document["wiedervorlagen"] == [{"am": "2026-11-20", "grund": "Steuermarke da?"}]
    desk = sit_down(office, add(office.desk).id)
    assert desk.agenda.follow_ups() == ()
    with refused(Code.TAKEOVER_MISSING):
        desk.agenda.remind(FRIDAY, "Steuermarke da?", application_id=case.id)


def test_the_coordination_sees_stops_and_no_appointments(tmp_path: Path) -> None:
    made = make_office(tmp_path / "daten", Role.COORDINATOR)
    made.desk.stops.save(STOP)
    with refused(Code.COORDINATOR_NO_PERSONS):
        made.desk.agenda.enter(PLANNED)
    day = made.desk.agenda.day()
    assert (len(day.stops), day.appointments, day.follow_ups) == (1, (), ())
    assert made.desk.agenda.published().follow_ups == ()
    assert made.desk.agenda.last_calendar() is None
    with refused(Code.COORDINATOR_NO_PERSONS):
        made.desk.agenda.take_calendar_back("k")
    made.desk.close_reports()
    made.desk.close()


def test_a_newer_calendar_file_moves_calls_off_and_asks_about_the_rest(office: Office, tmp_path: Path) -> None:
    agenda, path = office.desk.agenda, tmp_path / "k.ics"

    def take(*events: str, missing: bool = False) -> int:
        blocks = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
        path.write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{blocks}END:VCALENDAR\r\n", newline="")
        return agenda.take_calendar(agenda.read_calendar(path), missing=missing)

    def day() -> list[tuple[int, str, str]]:
        return [(one.starts_at.hour, one.purpose, one.state.value) for one in agenda.day().appointments]

    first = "UID:1\r\nDTSTART:20261120T130000Z\r\nSUMMARY:Rente"
    assert take(first, "UID:2\r\nDTSTART:20261120T120000Z", "UID:3\r\nDTSTART:20261120T140000Z") == 3
    later = first.replace("T13", "T15")
    assert take(later, "UID:2\r\nDTSTART:20261120T120000Z\r\nSTATUS:CANCELLED") == 1
    assert day() == [(12, "", "faellt_aus"), (14, "", "offen"), (15, "Rente", "offen")]
    assert take(later, missing=True) == 1
    assert day()[1] == (14, "", "faellt_aus")
    for _ in range(2):
        last = agenda.last_calendar()
        assert last is not None
        agenda.take_calendar_back(last.id)
    assert day() == [(12, "", "offen"), (13, "Rente", "offen"), (14, "", "offen")]


def test_a_calendar_file_read_twice_doubles_nothing_and_ours_tells_of_nobody(office: Office, tmp_path: Path) -> None:
    desk = office.desk
    path = tmp_path / "k.ics"
    path.write_bytes(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261120T130000Z\r\n"
        b"RRULE:FREQ=WEEKLY;COUNT=2\r\nSUMMARY:Rente\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    assert [desk.agenda.take_calendar(desk.agenda.read_calendar(path)) for _ in range(2)] == [2, 2]
    assert len(desk.agenda.day().appointments) == 1
    taken = desk.agenda.last_calendar()
    assert taken is not None
    assert (len(taken.added), taken.moved, taken.by) == (2, (), office.pilot_id)
    assert desk.agenda.take_calendar_back(taken.id) == 2
    assert (desk.agenda.day().appointments, desk.agenda.last_calendar()) == ((), None)
    deeds = [entry.deed for entry in desk.persons._trail.newest(2)]
    assert deeds == ["kalender_zurueckgenommen", "kalender_uebernommen"]
    desk.agenda.take_calendar(desk.agenda.read_calendar(path))
    desk.agenda.remove(desk.agenda.day().appointments[0].id)
    desk.stops.save(STOP)
    desk.stops.save(replace(STOP, ags="99999999", name="Anderswo"))
    desk.agenda.remind(FRIDAY, "Bescheid?", application_id=begin(office).id)
    target = desk.agenda.write_calendar(desk.agenda.published(), tmp_path / "Lotse.ics")
    text = target.read_text("utf-8")
    assert "Amtsberg" in text
    assert "Bescheid" not in text
    assert SIGNER.split()[0] not in text
