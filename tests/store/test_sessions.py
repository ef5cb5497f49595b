"""Counselling records, on a real file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.contact import (
    ContactKind,
    Details,
    Device,
    Gender,
    HeadKind,
    Heads,
    Independence,
    Language,
    whole_heads,
)
from lotse_app.models.people import Pilot, PlaceType, Role
from lotse_app.models.problems import Code
from lotse_app.models.session import (
    Access,
    AgeBand,
    Binned,
    FirstContact,
    HelpKind,
    Obstacle,
    ReferredTo,
    Result,
    Revision,
    Silence,
    Topic,
)
from lotse_app.store.driver import sqlite3
from tests.store.samples import START, a_session, an_application, an_operation, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.models.session import CounsellingSession
    from lotse_app.store.opening import Store
    from lotse_app.workflows.ports import SessionRows


def _ended(session: CounsellingSession, minutes: float = 25) -> CounsellingSession:
    return replace(session, ended_at=session.started_at + timedelta(minutes=minutes))


FULL = a_session(
    "se-full",
    ended_at=START + timedelta(minutes=31),
    access=Access.REFERRED,
    people=4,
    age_band=AgeBand.FROM_80,
    first_contact=FirstContact.YES,
    topics=(Topic("s-dog", "Hundesteuer"), Topic("", "Brief erklärt")),
    help_kind=HelpKind.DEVICE,
    result=Result.REFERRED,
    referred_to=ReferredTo.PENSION,
    obstacles=(Obstacle.NO_EID, Obstacle.BARRIER),
    note="nächstes Mal Lupe bereitlegen",
    short_contact=True,
    kind=ContactKind.GROUP,
    heads=whole_heads((Heads(HeadKind.AGE, "80plus", 3), Heads(HeadKind.GENDER, "w", 4)), 4),
    details=Details(
        gender=Gender.DIVERSE,
        residence="14628410",
        language=Language.UPPER_SORBIAN,
        devices=(Device.OWN_PHONE, Device.OFFICE_COMPUTER),
        independence=Independence.PARTLY,
        satisfaction=5,
        preparation=10,
        travel=40,
        distance=22,
        tags=("FKZ 12", "ländlicher Raum"),
    ),
)


def test_a_session_comes_back_as_it_was_started(store: Store) -> None:
    rows: SessionRows = store.sessions
    rows.start(a_session())
    assert rows.get("se-1") == a_session()
    assert rows.running("pi-1") == a_session()
    assert rows.running("pi-2") is None
    assert rows.count() == 1


def test_every_field_survives_saving_and_reopening(store: Store, reopen: Callable[[], Store]) -> None:
    store.sessions.start(a_session("se-full"))
    store.sessions.save(FULL, [an_operation("o1", "se-full")])
    store.close()

    again = reopen()

    assert again.sessions.get("se-full") == FULL
    assert again.sessions.running("pi-1") is None
    assert [logged.operation for logged in again.outbox.waiting()] == [an_operation("o1", "se-full")]


def test_what_was_taken_out_of_a_session_is_gone(store: Store) -> None:
    store.sessions.start(FULL)
    bare = a_session("se-full", ended_at=FULL.ended_at, topics=())
    store.sessions.save(bare)
    assert store.sessions.get("se-full") == bare
    for table in ("session_heads", "session_device", "session_tag", "session_topic", "session_obstacle"):
        assert store._connection.value(f"SELECT count(*) FROM {table}") == 0  # noqa: S608 - names of this test


def test_one_pilot_runs_one_session_at_a_time(store: Store) -> None:
    store.sessions.start(a_session())
    with refused(Code.SESSION_RUNNING):
        store.sessions.start(a_session("se-2"))
    store.sessions.start(a_session("se-3", pilot_id="pi-2"))
    store.sessions.save(_ended(a_session()))
    store.sessions.start(a_session("se-2"))
    assert store.sessions.count() == 3


def test_the_same_id_twice_is_a_bug_and_stays_one(store: Store) -> None:
    store.sessions.start(a_session())
    with pytest.raises(sqlite3.IntegrityError):
        store.sessions.start(a_session(pilot_id="pi-2"))


def test_a_topic_or_obstacle_named_twice_counts_once(store: Store) -> None:
    dog, free = Topic("s-dog", "Hundesteuer"), Topic("", "Brief")
    store.sessions.start(
        a_session(topics=(dog, free, dog, Topic("s-dog", "Hund"), free), obstacles=(Obstacle.BARRIER, Obstacle.BARRIER))
    )
    assert store.sessions.get("se-1").topics == (dog, free)
    assert store.sessions.get("se-1").obstacles == (Obstacle.BARRIER,)


def test_a_beat_moves_a_running_session_only(store: Store) -> None:
    later = START + timedelta(minutes=3)
    store.sessions.start(a_session())
    store.sessions.beat("se-1", later)
    assert store.sessions.get("se-1").beat_at == later

    store.sessions.save(_ended(store.sessions.get("se-1")))
    store.sessions.beat("se-1", later + timedelta(minutes=9))
    assert store.sessions.get("se-1").beat_at == later


def test_a_session_started_by_mistake_is_discarded(store: Store) -> None:
    store.sessions.start(a_session(obstacles=(Obstacle.BARRIER,)))
    store.sessions.discard("se-1")
    assert store.sessions.count() == 0
    with refused(Code.RECORD_MISSING, kind="session"):
        store.sessions.get("se-1")


def test_a_session_with_an_application_is_kept(store: Store) -> None:
    store.sessions.start(a_session())
    store.applications.create(an_application(session_id="se-1"), [])
    with refused(Code.NOT_PERMITTED):
        store.sessions.discard("se-1")


def test_an_ended_session_is_kept(store: Store) -> None:
    store.sessions.start(a_session())
    store.sessions.save(_ended(a_session()))
    with refused(Code.NOT_PERMITTED):
        store.sessions.discard("se-1")


def test_what_is_not_there_is_said_to_be_missing(store: Store) -> None:
    with refused(Code.RECORD_MISSING, kind="session"):
        store.sessions.save(a_session())
    with refused(Code.RECORD_MISSING, kind="session"):
        store.sessions.beat("se-1", START)
    with refused(Code.RECORD_MISSING, kind="session"):
        store.sessions.discard("se-1")


@pytest.fixture
def three(store: Store) -> Store:
    """Three sessions of three pilots, each first in another order."""
    for number, (name, minutes, place) in enumerate(
        [("Öczan", 20, PlaceType.TOWN_HALL), ("Zoe", 5, PlaceType.LIBRARY), ("anna", 40, PlaceType.MOBILE)]
    ):
        store.stations.save_pilot(Pilot(f"p{number}", name, Role.VOLUNTEER), [])
        session = a_session(
            f"se-{number}", pilot_id=f"p{number}", place_type=place, started_at=START + timedelta(hours=number)
        )
        store.sessions.start(session)
        store.sessions.save(_ended(session, minutes))
    return store


def test_ids_come_newest_first_unless_asked_otherwise(three: Store) -> None:
    assert list(three.sessions.ids()) == ["se-2", "se-1", "se-0"]
    assert list(three.sessions.ids(descending=False)) == ["se-0", "se-1", "se-2"]


def test_the_newest_first_are_read_from_their_index_alone(three: Store) -> None:
    plan = three._connection.rows(
        "EXPLAIN QUERY PLAN SELECT id FROM session WHERE deleted_at IS NULL ORDER BY started_at DESC, id DESC"
    )

    assert ["COVERING INDEX session_started" in row["detail"] for row in plan] == [True]


def test_ids_are_sorted_by_what_a_person_sees(three: Store) -> None:
    assert list(three.sessions.ids("pilot", descending=False)) == ["se-2", "se-0", "se-1"]
    assert list(three.sessions.ids("minutes", descending=False)) == ["se-1", "se-0", "se-2"]
    assert list(three.sessions.ids("place_type", descending=False)) == ["se-1", "se-2", "se-0"]


def test_a_page_keeps_the_order_asked_and_leaves_out_what_is_gone(three: Store) -> None:
    page = three.sessions.page(["se-1", "gone", "se-2", "se-0"])
    assert [session.id for session in page] == ["se-1", "se-2", "se-0"]
    assert page[0].topics == a_session().topics
    assert three.sessions.page([]) == ()


def test_corrections_are_kept_and_never_rewritten(store: Store) -> None:
    store.sessions.start(FULL)
    store.sessions.correct(replace(FULL, people=9), {"people": 4}, "pi-1", START, [an_operation("o1", "se-full")])
    store.sessions.correct(replace(FULL, people=8), {"people": 9}, "pi-2", START + timedelta(days=1), [])
    assert store.sessions.revisions("se-full") == (
        Revision(1, START, "pi-1", {"people": 4}),
        Revision(2, START + timedelta(days=1), "pi-2", {"people": 9}),
    )
    for sql in ("UPDATE session_revision SET by = 'x'", "DELETE FROM session_revision", "DELETE FROM session"):
        with refused(Code.RECORD_FROZEN):
            store._connection.run(sql)
    assert store.trail.newest(1)[0].deed == "beratung_geaendert"


def test_only_an_ended_session_without_applications_goes_into_the_bin(store: Store) -> None:
    store.sessions.start(a_session())
    with refused(Code.SESSION_HAS_CASES):
        store.sessions.put_in_bin("se-1", "pi-1", START, [])
    store.sessions.save(_ended(a_session()))
    store.sessions.put_in_bin("se-1", "pi-1", START, [])
    assert (store.sessions.count(), list(store.sessions.ids()), store.sessions.last_of("pi-1")) == (0, [], None)
    assert store.sessions.binned() == (Binned(store.sessions.get("se-1"), START, "pi-1"),)
    store.sessions.take_from_bin("se-1", [])
    assert store.sessions.last_of("pi-1") == store.sessions.get("se-1")
    with refused(Code.RECORD_MISSING, kind="session"):
        store.sessions.take_from_bin("se-1", [])
    assert [entry.deed for entry in store.trail.newest(2)] == ["beratung_zurueckgeholt", "beratung_geloescht"]


def test_the_longest_silence_of_a_running_session_is_kept(store: Store) -> None:
    store.sessions.start(a_session())
    store.sessions.beat("se-1", START + timedelta(minutes=1))
    assert store.sessions.silence("se-1") is None
    store.sessions.save(a_session(beat_at=START + timedelta(minutes=31)))
    store.sessions.beat("se-1", START + timedelta(minutes=45))
    assert store.sessions.silence("se-1") == Silence(START + timedelta(minutes=1), START + timedelta(minutes=31))
    assert store.sessions.silence("gone") is None
