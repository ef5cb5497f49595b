"""Comparing records with the portal, and word of what was erased by law, over a real store and a portal that obeys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.mending import Purge, bucket, buckets, proof_of
from lotse_app.models.operation import Act, Kind, Operation
from lotse_app.models.problems import Code, refuse
from lotse_app.models.sync import EpochChangedError, Pulled, PulledRecord, Pushed, Result, Verdict
from lotse_app.models.trail import Deed
from lotse_app.ui.words.portal import left_words
from lotse_portal import feed
from tests.store.samples import PILOT, a_session, an_application
from tests.workflows.portal_ground import joined, make_side, raising

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.models.portal_standing import PortalView
    from tests.workflows.portal_ground import Side

SESSION, STATUS = Kind.SESSION.value, Kind.APPLICATION_STATUS.value


@pytest.fixture
def member(tmp_path: Path) -> Side:
    made = make_side(tmp_path / "daten")
    joined(made)
    return made


def round_of(side: Side) -> PortalView:
    view = side.rounds.round(side.straight)
    assert view is not None
    return view


def told(side: Side, *rows: PulledRecord) -> None:
    """Keep what the portal told earlier."""
    place = side.store.sync.position()
    side.store.sync.keep_page(Pulled(place.epoch, "earlier", 1, more=False, rows=rows))


def held(side: Side) -> set[str]:
    return {name for name, _ in side.store.mending.versions(Kind.SESSION)}


def log(side: Side, op: str, name: str) -> None:
    """Write that a session was recorded here."""
    operation = Operation(op, Act.CREATE, Kind.SESSION, name, PILOT.id, side.clock.now(), {"place": "rathaus"})
    side.store.stations.save_station(side.store.stations.operator(), side.store.stations.station(), [operation])


def record(name: str, version: int = 1) -> PulledRecord:
    return PulledRecord(SESSION, name, version, {"id": name})


def gone(name: str, kind: str = SESSION) -> PulledRecord:
    return PulledRecord(kind, name, 2, None, purged=True)


def test_device_and_portal_make_the_same_buckets() -> None:
    versions = [(f"record-{number}", number % 3) for number in range(500)]
    assert buckets(versions) == feed.buckets(versions)
    assert {bucket(name) for name, _ in versions} == set(buckets(versions))


def test_records_are_compared_once_a_day_and_after_a_gap(member: Side) -> None:
    told(member, record("a"), record("b", 3))
    round_of(member)
    assert member.portal.compared == [
        {SESSION: buckets([("a", 1), ("b", 3)]), STATUS: {}, Kind.OBSTACLE.value: {}},
    ]
    member.clock.advance(hours=23)
    round_of(member)
    assert len(member.portal.compared) == 1
    member.clock.advance(hours=2)
    round_of(member)
    assert len(member.portal.compared) == 2
    assert not member.store.sync.rewind(99), "there is nothing to rewind to"
    log(member, "op-1", "o")
    assert member.store.sync.rewind(1)
    round_of(member)
    assert len(member.portal.compared) == 3
    member.clock.advance(hours=-50)
    assert member.store.mending.is_due(), "a clock that was set back is no reason to wait for days"


def test_what_differs_is_read_again_and_what_the_portal_does_not_know_is_forgotten(member: Side) -> None:
    told(member, record("phantom"), record("same"), record("old"))
    member.portal.rows = (record("same"), record("old", 5), record("missing"))
    member.portal.other = {SESSION: frozenset({bucket("phantom"), bucket("old"), bucket("missing")})}
    round_of(member)
    assert held(member) == {"same", "old", "missing"}
    assert dict(member.store.mending.versions(Kind.SESSION))["old"] == 5
    assert member.store.sync.position().cursor == "c"


def test_only_buckets_that_differ_lose_anything(member: Side) -> None:
    told(member, record("phantom"), record("other"))
    member.portal.other = {SESSION: frozenset({bucket("phantom")})}
    assert bucket("phantom") != bucket("other")
    round_of(member)
    assert held(member) == {"other"}


@pytest.mark.parametrize(("problem", "due"), [(Code.PORTAL_OFFLINE, True), (Code.PORTAL_ANSWER, False)])
def test_a_comparison_that_fails_is_in_nobodys_way(member: Side, problem: Code, *, due: bool) -> None:
    member.portal.before["digest"] = raising(refuse(problem))
    assert round_of(member).standing.problem is None
    assert member.store.mending.is_due() is due


def test_a_portal_that_was_restored_meanwhile_is_read_afresh_with_the_next_round(member: Side) -> None:
    member.portal.before["digest"] = raising(EpochChangedError(9))
    told(member, record("a"))
    round_of(member)
    assert member.store.mending.is_due()
    member.portal.other = {SESSION: frozenset({bucket("a")})}
    answer = member.portal.changes

    def restored(position: object, limit: int) -> Pulled:
        page = answer(position, limit)  # type: ignore[arg-type]  # handed on as it came
        return replace(page, epoch=page.epoch + 1) if "digest" in member.portal.asked[-2:] else page

    member.portal.changes = restored  # type: ignore[method-assign]  # this portal says what a test wants
    round_of(member)
    assert held(member) == {"a"}, "nothing was forgotten on half an answer"
    assert member.store.mending.is_due()


def test_word_is_given_for_what_was_erased_and_is_not_here(member: Side) -> None:
    member.portal.rows = (gone("s-1"), gone("a-1", STATUS))
    view = round_of(member)
    membership = member.store.membership.membership()
    assert membership is not None
    erased = (Purge(STATUS, "a-1", left=False), Purge(SESSION, "s-1", left=False))
    assert member.portal.proofs == [(one.kind, one.id, proof_of(one, membership.device)) for one in erased]
    assert [one.deed for one in member.store.trail.newest(2)] == [Deed.ERASURE_PROVED] * 2
    assert (view.left, left_words(view)) == ((), "")
    member.portal.rows = ()
    round_of(member)
    assert len(member.portal.proofs) == 2, "said once"


def test_word_that_was_lost_on_the_way_is_given_again(member: Side) -> None:
    member.portal.rows = (gone("s-1"),)
    member.portal.before["prove"] = raising(refuse(Code.PORTAL_OFFLINE))
    round_of(member)
    assert member.portal.proofs == []
    round_of(member)
    assert [name for _, name, _ in member.portal.proofs] == ["s-1"]


def test_nothing_is_said_of_what_is_still_here_and_a_person_is_told(member: Side) -> None:
    session, application = a_session(), an_application()
    member.store.sessions.start(session)
    number = member.store.applications.create(application, []).number
    member.portal.rows = (gone(session.id), gone(application.id, STATUS))
    view = round_of(member)
    day = f"Beratung vom {session.started_at:%d.%m.%Y}"
    assert member.portal.proofs == []
    assert view.left == (f"Vorgang {number}", day)
    assert f"Vorgang {number}, {day}. Bitte prüfen" in left_words(view)
    assert "und 3 weitere" in left_words(replace(view, left=("Vorgang 1",) * 8))


def test_what_was_told_of_an_erased_record_goes_and_what_waits_holds_the_word_back(member: Side) -> None:
    log(member, "op-1", "taken")
    (first,) = member.store.sync.waiting(9)
    member.store.sync.settle(Pushed(0, first.seq, 0, (Result(first.seq, Verdict.OK, 1),)))
    log(member, "op-2", "waits")
    told(member, gone("taken"), gone("waits"))
    rows = member.store._connection.rows("SELECT op FROM outbox")
    assert [row["op"] for row in rows] == ["op-2"]
    assert {one.id: one.left for one in member.store.mending.purges()} == {"taken": False, "waits": True}
