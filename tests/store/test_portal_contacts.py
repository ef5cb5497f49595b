"""Sessions that come down from the portal count over all stations like those of station files, and each once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.models.contact import HeadKind, Heads
from lotse_app.models.figures import Period
from lotse_app.models.filters import Filters
from lotse_app.models.people import PlaceType
from lotse_app.models.portal_contact import contact_of
from lotse_app.models.portal_standing import Standing
from lotse_app.models.session import FirstContact, Obstacle, Topic
from lotse_app.models.station_file import FileStation, Log, Origin, Received, StationFile
from lotse_app.models.sync import Pulled, PulledRecord
from lotse_app.store.opening import create_store
from lotse_app.store.own_figures import own_contacts
from lotse_app.workflows.operations import session_document
from lotse_portal.feed import without_clock
from tests.store.samples import KEY, START, STATION, a_session, make_clock, make_ids

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.models.session import CounsellingSession
    from lotse_app.models.station_file import Contact
    from lotse_app.store.figures import FigureCounts
    from lotse_app.store.opening import Reports, Store

NAMES = {"L10001": "Wohngeld"}
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1), "2026")
OWN = Origin(
    FileStation(STATION.id, "Hier", "rathaus", "14628410", "Stadt"), (Log("log-0", START),), START, "", 2, "0", ""
)
TOLD = {"name": "Dort", "place": "bibliothek", "ags": "14628410", "operator_name": "Kreis"}


def ended(name: str, others: dict[str, Any] | None = None) -> CounsellingSession:
    """Return a session of another station that is over."""
    made = a_session(name)
    topics = (Topic("L10001", "Wohngeld"), Topic("", "Rente"))
    full: dict[str, Any] = {
        "ended_at": made.started_at + timedelta(minutes=20),
        "topics": topics,
        "station_id": "st-there",
    }
    return replace(made, **full | (others or {}))


def as_there(session: CounsellingSession) -> dict[str, Any]:
    """Return what the portal tells a coordinator of it."""
    return without_clock(session_document(session))


def told(store: Store, *rows: PulledRecord, reached: bool = True) -> None:
    """Let these rows come down in a round."""
    station = PulledRecord("station", "st-there", 1, TOLD)
    store.sync.keep_page(Pulled(1, "c", 9, more=False, rows=(station, *rows)))
    if reached:
        store.membership.note(Standing(reached_at=START + timedelta(days=2)))


def row(session: CounsellingSession, version: int = 1, **others: object) -> PulledRecord:
    return PulledRecord("session", session.id, version, as_there(session) | others)


def own(store: Store, session: CounsellingSession) -> Contact:
    """Return what a station file says of a session."""
    store.sessions.start(session)
    (found,) = own_contacts(store._connection)
    return found


def a_file(store: Store, made_at: timedelta, *contacts: Contact) -> None:
    """Let the coordinator read the file of a station."""
    station = FileStation("st-home", "Dort", PlaceType.LIBRARY.value, "14628410", "Kreis")
    origin = Origin(station, (Log("log-1", START),), START + made_at, "2026-11-20", 2, "0", "")
    store.station_files.take(Received(StationFile(origin, contacts, ()), "digest", "KEY"), (), START)


def counted(reports: Reports) -> FigureCounts:
    return reports.gathered.figures(OWN, NAMES)


def records(reports: Reports) -> list[Any]:
    return list(counted(reports).records(YEAR, Filters()))


def is_contact(told_of: dict[str, Any]) -> bool:
    """Return whether what the portal tells of a session can be read as a contact."""
    try:
        contact_of("se-1", 1, told_of, NAMES)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    "others",
    [
        {},
        {"people": 3, "heads": (Heads(HeadKind.FIRST_CONTACT, "ja", 2), Heads(HeadKind.AGE, "60_69", 1))},
        {"people": 4, "first_contact": FirstContact.YES, "obstacles": (Obstacle.NO_EID,)},
    ],
    ids=["plain", "group", "first"],
)
def test_a_session_of_the_portal_is_the_contact_a_station_file_would_name(store: Store, others: dict[str, Any]) -> None:
    session = ended("se-1", others)
    known = own(store, session)

    assert contact_of(session.id, 1, as_there(session), NAMES) == known
    assert contact_of(session.id, 1, session_document(session), NAMES) == known  # of the own station, with its times


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": "3"},
        {"people": 0},
        {"minutes": -1},
        {"day": "gestern"},
        {"kind": "unbekannt"},
        {"topics": 7},
        {"heads": [1]},
        {"station": None},
    ],
    ids=str,
)
def test_whatever_is_no_contact_is_left_out(store: Store, reports: Reports, wrong: dict[str, Any]) -> None:
    session = ended("se-1")
    assert is_contact(as_there(session))
    assert not is_contact(as_there(session) | wrong)
    told(store, row(session, **wrong), row(ended("se-2")), PulledRecord("session", "se-3", 1, {}))
    assert len(records(reports)) == 1


def test_the_same_contact_of_a_file_and_of_the_portal_counts_once_and_at_one_station(
    store: Store, reports: Reports, tmp_path: Path
) -> None:
    clock = make_clock()
    there = create_store(tmp_path / "dort", KEY, clock, make_ids(clock, 1))
    both = ended("se-both", {"station_id": "st-home"})
    in_file = own(there, both)
    there.close()
    only_there = ended("se-only")
    a_file(store, timedelta(days=1), replace(in_file, begun=2), replace(in_file, key="0" * 32))
    assert len(records(reports)) == 2

    told(store, row(replace(both, station_id="st-there")), row(only_there))

    assert len(records(reports)) == 3
    memory = reports.gathered._memory
    assert memory is not None
    assert {one["station_id"] for one in memory.rows("SELECT station_id FROM session")} == {"st-there"}
    assert memory.value("SELECT sum(applications) FROM session_past") == 2  # the file knows more of the same
    (station,) = reports.gathered.portal()
    assert (station.station.name, station.known_at) == ("Dort", START + timedelta(days=2))

    told(store, row(replace(both, station_id="st-there", people=9), version=2))
    assert len(records(reports)) == 3
    memory = reports.gathered._memory
    assert memory is not None
    assert memory.value("SELECT max(people) FROM session") == 9  # corrected after the file was made


def test_what_was_deleted_at_the_portal_counts_no_more_unless_a_newer_file_has_it(
    store: Store, reports: Reports, tmp_path: Path
) -> None:
    clock = make_clock()
    there = create_store(tmp_path / "dort", KEY, clock, make_ids(clock, 1))
    binned = ended("se-1")
    in_file = own(there, binned)
    there.close()
    a_file(store, timedelta(days=1), in_file)
    told(store, row(binned, 2, deleted=True), PulledRecord("session", "se-2", 3, None), row(ended("se-3")))
    assert len(records(reports)) == 1

    store.membership.note(Standing(reached_at=START))
    assert len(records(reports)) == 2


def test_what_this_store_has_is_counted_as_it_is_here(store: Store, reports: Reports) -> None:
    mine = ended("se-1")
    own(store, mine)
    told(store, row(mine, version=7, people=9), reached=False)
    (found,) = own_contacts(store._connection)
    assert len(records(reports)) == 1
    assert found.people == mine.people
    assert reports.gathered.portal() == ()
    assert store.station_files.elsewhere() == 0


def test_a_station_the_portal_told_nothing_of_has_its_number_for_a_name(store: Store, reports: Reports) -> None:
    told(store, row(ended("se-1", {"station_id": "01a1f84a-0000"})), reached=False)
    assert records(reports)
    (station,) = reports.gathered.portal()
    assert (station.station.name, station.known_at) == ("Stützpunkt 01a1f84a", None)
    assert store.station_files.elsewhere() == 1
