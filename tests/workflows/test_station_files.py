"""Figures of many stations from signed files, without residents' data and without counting anything twice."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.application import CarriedBy
from lotse_app.models.contact import ContactKind, Details, HeadKind, Heads
from lotse_app.models.figures import Dimension, FigureQuery
from lotse_app.models.filters import FilterKind, Filters
from lotse_app.models.people import PlaceType, Role
from lotse_app.models.periods import named
from lotse_app.models.portal_standing import Standing
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.session import Obstacle, Result, Topic
from lotse_app.models.sync import Pulled, PulledRecord
from lotse_app.workflows.gathering import LARGEST
from lotse_app.workflows.operations import session_document
from lotse_portal.feed import without_clock
from tests.cases import hand_in
from tests.colleagues import add, sit_down
from tests.desks import AMTSBERG, close
from tests.station_files import make_station, take_file, write_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lotse_app.models.figures import Report
    from tests.desks import Office

QUARTER = named(date(2026, 10, 1), date(2027, 1, 1))


@pytest.fixture
def coordinator(tmp_path: Path) -> Iterator[Office]:
    made = make_station(tmp_path / "koordination", "Koordination Landkreis", Role.COORDINATOR)
    yield made
    close(made.desk)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Office]:
    made = make_station(tmp_path / "bibliothek", "Bibliothek Kesselsdorf")
    yield made
    close(made.desk)


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[Office]:
    made = make_station(tmp_path / "bus", "Bus Amtsberg", ags=AMTSBERG)
    yield made
    close(made.desk)


def counsel(office: Office, minutes: int = 20, **fields: object) -> str:
    session = office.desk.counsel.start()
    office.clock.advance(minutes=minutes)
    ending = replace(office.desk.counsel.ending(session.id).session, **fields)  # type: ignore[arg-type]  # fields of a session by name
    office.desk.counsel.end(ending)
    return session.id


def headline(report: Report, name: str) -> str:
    return dict(report.headline)[name]


def counted(office: Office) -> str:
    return headline(office.desk.all_stations.build(QUARTER), "Beratungen")


def refused(code: Code) -> pytest.RaisesExc[ProblemError]:
    return pytest.raises(ProblemError, check=lambda error: error.problem.code is code)


def payload_of(path: Path) -> str:
    part = path.read_bytes().split(b".")[1]
    return base64.urlsafe_b64decode(part + b"==").decode()


def test_a_coordinator_sees_the_sum_of_all_stations_and_how_new_each_is(
    coordinator: Office, library: Office, bus: Office, tmp_path: Path
) -> None:
    counsel(library, obstacles=(Obstacle.MEDIA_BREAK,), topics=(Topic("", "Wohngeld"),), result=Result.DONE)
    counsel(library, minutes=5)
    counsel(bus, kind=ContactKind.GROUP, people=4, heads=(Heads(HeadKind.AGE, "70_79", 3),))
    assert counted(coordinator) == "0"
    take_file(coordinator, write_file(library, tmp_path))
    assert counted(coordinator) == "2", "filled anew after the file was read"
    take_file(coordinator, write_file(bus, tmp_path))
    report = coordinator.desk.all_stations.build(QUARTER)
    assert headline(report, "Beratungen") == "3"
    assert headline(report, "Teilnahmen") == "6"
    head = dict(report.header)
    assert head["Stützpunkte"] == "2"
    assert head["Stand Bibliothek Kesselsdorf"] == "20.11.2026, 10:55 Uhr"
    assert head["Stand Bus Amtsberg"] == "20.11.2026, 10:50 Uhr"
    stations = {one.name for one in coordinator.desk.all_stations.choices(FilterKind.STATION)}
    assert stations == {"Bibliothek Kesselsdorf", "Bus Amtsberg"}
    district = Filters().with_codes(FilterKind.DISTRICT, [AMTSBERG[:5]])
    assert headline(coordinator.desk.all_stations.build(QUARTER, district), "Beratungen") == "1"
    assert headline(coordinator.desk.report.build(QUARTER), "Beratungen") == "0", "this station is still itself"
    records = coordinator.desk.all_stations.records(QUARTER)
    assert len(records.tables[0].rows) == 3
    assert headline(coordinator.desk.all_stations.brief(QUARTER), "Beratungen im Zeitraum") == "3"


def test_what_the_portal_tells_of_other_stations_counts_with_how_new_it_is(
    coordinator: Office, library: Office
) -> None:
    doc = without_clock(session_document(library.desk.counsel.get(counsel(library))))
    rounds = coordinator.desk.portal.rounds
    rows = (
        PulledRecord("session", "there-1", 1, doc | {"station": "st-there"}),
        PulledRecord("station", "st-there", 1, {"name": "Bus Amtsberg"}),
    )
    rounds._rows.keep_page(Pulled(1, "c", 9, more=False, rows=rows))
    assert coordinator.desk.gathering.elsewhere() == 1
    head = dict(coordinator.desk.all_stations.build(QUARTER).header)
    assert (head["Stützpunkte"], head["Stand Bus Amtsberg"]) == ("1", "Portal, noch nie abgeglichen")
    rounds._members.note(Standing(reached_at=coordinator.clock.now()))
    report = coordinator.desk.all_stations.build(QUARTER)
    assert dict(report.header)["Stand Bus Amtsberg"].startswith("Portal, 20.11.2026")
    assert headline(report, "Beratungen") == "1"


def test_applications_of_all_stations_count_with_their_session(
    coordinator: Office, library: Office, bus: Office, tmp_path: Path
) -> None:
    for office in (library, bus):
        office.desk.counsel.start()
        hand_in(office, CarriedBy.PILOT)
        take_file(coordinator, write_file(office, tmp_path))
    facts = coordinator.desk.all_stations._figures().cases(Filters())
    assert [fact.started for fact in facts] == ["2026-11", "2026-11"]
    assert {fact.filed for fact in facts} == {"2026-11"}


def test_a_session_at_two_stations_counts_once_with_its_newest_correction(
    coordinator: Office, library: Office, bus: Office, tmp_path: Path
) -> None:
    shared = counsel(library)
    session = library.desk.counsel._sessions.get(shared)
    bus.desk.counsel._sessions.start(replace(session, people=2))
    old = write_file(bus, tmp_path / "bus")
    library.clock.advance(minutes=1)
    library.desk.counsel.correct(replace(session, people=3))
    take_file(coordinator, old)
    assert headline(coordinator.desk.all_stations.build(QUARTER), "Teilnahmen") == "2"
    take_file(coordinator, write_file(library, tmp_path))
    assert counted(coordinator) == "1"
    assert headline(coordinator.desk.all_stations.build(QUARTER), "Teilnahmen") == "3"


def test_one_file_counts_once_a_newer_replaces_it_and_an_older_is_not_taken(
    coordinator: Office, library: Office, tmp_path: Path
) -> None:
    gone = counsel(library)
    counsel(library)
    first = write_file(library, tmp_path / "1")
    take_file(coordinator, first)
    with refused(Code.STATION_FILE_TAKEN):
        take_file(coordinator, first)
    library.clock.advance(minutes=1)
    library.desk.counsel.delete(gone)
    second = write_file(library, tmp_path / "2")
    take_file(coordinator, second)
    assert counted(coordinator) == "1", "what was deleted there is deleted here"
    with refused(Code.STATION_FILE_OLDER):
        take_file(coordinator, first)
    assert counted(coordinator) == "1"
    assert len(coordinator.desk.gathering.held()) == 1


def test_nothing_of_residents_pilots_or_clock_times_is_in_a_file(library: Office, tmp_path: Path) -> None:
    library.clock.advance(minutes=61)
    session_id = counsel(
        library,
        minutes=23,
        note="Merkwort Oberlausitz",
        topics=(Topic("", "Merkthema"),),
        details=Details(tags=("Merkzeichen",), residence=AMTSBERG, satisfaction=4),
    )
    library.desk.counsel.start()
    hand_in(library, CarriedBy.PILOT)
    text = payload_of(write_file(library, tmp_path))
    for there in ("Merkthema", "Merkzeichen", "Bibliothek Kesselsdorf", "2026-11-20", "Stadt Wilsdruff"):
        assert there in text, "what figures count is in it: this search finds"
    session = library.desk.counsel._sessions.get(session_id)
    pilot = library.desk.workplace.pilot
    hidden = ("Merkwort", session_id, session_id[:13], pilot.id, pilot.name, AMTSBERG, "Beispiel", "Muster")
    for never in hidden:
        assert never not in text, never
    content = json.loads(text)
    assert content["origin"].pop("made_at") == "2026-11-20T10:54:00Z"
    moments = [moment for log in content["origin"].pop("logs") for moment in log if "T" in moment]
    assert moments == ["2026-11-20T09:30:00Z"], "when the store began: no contact's"
    for clock_time in ("10:31", "10:54", "11:31", "11:54", session.started_at.isoformat()[:16]):
        assert clock_time not in json.dumps(content), clock_time


def test_a_key_is_confirmed_once_and_another_one_is_refused(
    coordinator: Office, library: Office, tmp_path: Path
) -> None:
    gathering = coordinator.desk.gathering
    received = gathering.read(write_file(library, tmp_path / "1"))
    assert not gathering.known(received)
    with refused(Code.STATION_KEY_UNCONFIRMED):
        gathering.take(received)
    assert gathering.take(received, confirmed=True).origin.station.name == "Bibliothek Kesselsdorf"
    library.clock.advance(hours=1)
    second = gathering.read(write_file(library, tmp_path / "2"))
    assert second.fingerprint == received.fingerprint
    assert gathering.known(second)
    gathering.take(second)
    library.clock.advance(hours=1)
    library.desk.gathering._rows.secret = lambda: bytes(32)  # type: ignore[method-assign]  # somebody else's key
    forged = gathering.read(write_file(library, tmp_path / "3"))
    with refused(Code.STATION_KEY_CHANGED):
        gathering.take(forged, confirmed=True)
    gathering.forget(second.file.origin.source)
    assert gathering.held() == ()
    assert not gathering.known(forged)
    with refused(Code.RECORD_MISSING):
        gathering.forget(second.file.origin.source)


def test_a_device_does_not_read_its_own_file_nor_one_from_the_future(
    coordinator: Office, library: Office, tmp_path: Path
) -> None:
    own = write_file(library, tmp_path)
    with refused(Code.STATION_FILE_OWN):
        take_file(library, own)
    library.clock.advance(days=2)
    with refused(Code.STATION_FILE_AHEAD):
        take_file(coordinator, write_file(library, tmp_path / "spaeter"))
    with refused(Code.FILE_UNREADABLE):
        coordinator.desk.gathering.read(tmp_path / "gibt es nicht")
    with own.open("r+b") as stream:
        stream.truncate(LARGEST + 1)
    with refused(Code.STATION_FILE_TOO_LARGE):
        coordinator.desk.gathering.read(own)


def test_the_own_station_is_named_beside_others_and_so_is_another_state_of_communes(
    library: Office, bus: Office, tmp_path: Path
) -> None:
    counsel(library)
    counsel(bus)
    received = library.desk.gathering.read(write_file(bus, tmp_path))
    origin = replace(received.file.origin, territory="Gemeinden in Sachsen, Stand 2031")
    library.desk.gathering.take(replace(received, file=replace(received.file, origin=origin)), confirmed=True)
    report = library.desk.all_stations.build(QUARTER)
    head = dict(report.header)
    assert headline(report, "Beratungen") == "2"
    assert head["Stützpunkte"] == "2"
    assert head["Stand Bibliothek Kesselsdorf"] == "dieses Gerät, 20.11.2026, 10:50 Uhr"
    assert head["Stand Bus Amtsberg"].endswith("anderer Gebietsstand: Gemeinden in Sachsen, Stand 2031")


def test_only_who_answers_for_figures_writes_reads_or_sees_all_stations(tmp_path: Path, library: Office) -> None:
    path = write_file(library, tmp_path)
    sit_down(library, add(library.desk).id)
    gathering = library.desk.gathering
    assert not gathering.allowed
    assert gathering.held() == ()
    assert gathering.elsewhere() == 0
    for act in (gathering.pen, lambda: gathering.read(path), lambda: gathering.forget("x")):
        with refused(Code.NOT_PERMITTED):
            act()
    with refused(Code.NOT_PERMITTED):
        library.desk.all_stations.build(QUARTER)
    library.desk.report.build(QUARTER)


def test_figures_of_all_stations_are_published_beside_those_of_this_one(
    library: Office, bus: Office, tmp_path: Path
) -> None:
    for office in (library, bus):
        for _ in range(21):
            counsel(office)
    take_file(library, write_file(bus, tmp_path))
    desk = library.desk
    keeping = desk.report_keeping
    keeping.publish(QUARTER, desk.report.edition(QUARTER, ()))
    edition = desk.all_stations.edition(QUARTER, keeping.publications())
    assert dict(edition.report.header)["Stützpunkte"] == "2"
    assert edition.report.tables[0].rows[0][1] == 42
    kept = keeping.publish(QUARTER, edition)
    assert [(one.coverage.value, one.edition) for one in keeping.publications()] == [("stuetzpunkt", 1), ("alle", 1)]
    assert desk.all_stations.reprint(kept) == edition.report
    with refused(Code.RECORD_FROZEN):
        keeping.publish(QUARTER, edition)
    with refused(Code.PUBLICATION_NOTHING_NEW):
        desk.all_stations.edition(QUARTER, keeping.publications())


def test_a_coordinator_publishes_all_stations_without_a_contact_of_their_own(
    coordinator: Office, library: Office, bus: Office, tmp_path: Path
) -> None:
    for office in (library, bus):
        for _ in range(21):
            counsel(office)
        take_file(coordinator, write_file(office, tmp_path))
    report = coordinator.desk.all_stations.edition(QUARTER, ()).report
    stations = next(one for one in report.tables if one.key == "stuetzpunkt")
    assert set(stations.rows) == {("Bibliothek Kesselsdorf", 21), ("Bus Amtsberg", 21)}


def test_the_others_are_not_published_by_a_difference_where_they_are_few(
    library: Office, bus: Office, tmp_path: Path
) -> None:
    for _ in range(21):
        counsel(library)
    counsel(bus)
    take_file(library, write_file(bus, tmp_path))
    first = library.desk.report_keeping.publish(QUARTER, library.desk.report.edition(QUARTER, ()))
    with refused(Code.PUBLICATION_REST_SMALL):
        library.desk.all_stations.edition(QUARTER, [first])


def test_a_station_whose_file_lacks_days_of_the_period_is_overdue(
    coordinator: Office, library: Office, tmp_path: Path
) -> None:
    counsel(library)
    take_file(coordinator, write_file(library, tmp_path))
    coordinator.clock.advance(days=20)
    november = named(date(2026, 11, 1), date(2026, 12, 1))
    report = coordinator.desk.all_stations
    assert dict(report.build(november).header)["Stützpunkte"] == "1, davon 1 überfällig"
    assert dict(report.build(november).header)["Stand Bibliothek Kesselsdorf"].endswith("; überfällig")
    assert dict(report.build(QUARTER).header)["Stützpunkte"] == "1", "the quarter goes on"
    coordinator.clock.advance(days=20)
    assert dict(report.build(QUARTER).header)["Stützpunkte"] == "1, davon 1 überfällig"


def test_figures_are_filled_anew_only_when_something_changed(
    coordinator: Office, library: Office, tmp_path: Path
) -> None:
    counsel(library)
    take_file(coordinator, write_file(library, tmp_path))
    counted(coordinator)
    gathered = coordinator.desk.gathering._reading().gathered
    memory = gathered._memory  # type: ignore[attr-defined]  # what is kept
    counted(coordinator)
    assert gathered._memory is memory  # type: ignore[attr-defined]  # what is kept


def test_contacts_of_files_go_with_the_days_of_ones_own(coordinator: Office, library: Office, tmp_path: Path) -> None:
    counsel(library)
    library.desk.counsel.start()
    hand_in(library, CarriedBy.PILOT)
    take_file(coordinator, write_file(library, tmp_path))
    coordinator.clock.advance(days=5 * 365 - 1)
    coordinator.desk.keeping.tidy()
    query = FigureQuery(("kontakte",), Dimension.MONTH, QUARTER, all_contacts=True)
    assert [row.values for row in coordinator.desk.all_stations._figures().count(query)] == [(1,)]
    coordinator.clock.advance(days=35)
    assert coordinator.desk.keeping.tidy().count == 1
    assert coordinator.desk.all_stations._figures().count(query) == ()
    assert coordinator.desk.all_stations._figures().cases(Filters()) == ()
    assert coordinator.desk.gathering.held() != (), "whose file it was and how new stays"


def test_a_place_that_no_commune_of_today_has_keeps_its_number(
    coordinator: Office, library: Office, tmp_path: Path
) -> None:
    counsel(library, place_type=PlaceType.MOBILE)
    session = library.desk.counsel._sessions.get(counsel(library))
    library.desk.counsel._sessions.save(replace(session, ags="14628999"))
    take_file(coordinator, write_file(library, tmp_path))
    choices = coordinator.desk.all_stations.choices(FilterKind.COMMUNE)
    assert {one.name for one in choices} == {"Wilsdruff", "14628999"}
