"""What two devices changed and what a portal refused, over a real store, until somebody has decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.clearing import Unsettled
from lotse_app.models.operation import Act, Kind, Operation
from lotse_app.models.problems import Code
from lotse_app.models.sync import PulledRecord, Result, Verdict, Way
from lotse_app.store.membership import MembershipTable
from lotse_app.workflows.clearing import Clearing
from lotse_app.workflows.operations import session_document, station_document
from tests.store.samples import LIBRARY, OPERATOR, PILOT, STATION, a_session, refused
from tests.workflows.portal_ground import change_here

if TYPE_CHECKING:
    from tests.workflows.portal_ground import Side


def held(**wanted: object) -> PulledRecord:
    doc = station_document(OPERATOR, STATION) | wanted
    return PulledRecord("station", STATION.id, 3, doc)


def conflicting(side: Side, record: str = STATION.id, **detail: str) -> None:
    told = {"why": "changed", "by": "pilot-2", "at": "2026-11-20T08:00:00Z"} | detail
    side.portal.verdicts[record] = Result(0, Verdict.CONFLICT, 0, told)


def test_a_conflict_is_a_question_until_somebody_decides_and_the_decision_says_what_it_saw(member: Side) -> None:
    change_here(member, telephone="111", hours="Mo")
    conflicting(member)
    member.portal.rows = (held(telephone="222"),)
    view = member.rounds.round(member.straight)
    assert view is not None
    assert view.outbox.unclear == 1

    (question,) = member.clearing.questions()
    assert [(one.name, one.mine, one.theirs) for one in question.fields] == [
        ("telephone", "111", "222"),
        ("hours", "Mo", ""),
    ]
    assert (question.by, question.at) == ("pilot-2", "2026-11-20T08:00:00Z")
    assert member.clearing.allowed
    member.portal.verdicts.clear()
    member.clearing.decide(question, {"telephone"})
    (waiting,) = member.store.outbox.waiting()
    assert set(waiting.operation.body) == {"/telephone"}
    assert member.store.stations.station().hours == ""
    assert member.clearing.questions() == ()
    with refused(Code.RECORD_MISSING):
        member.clearing.decide(question, ())


def test_what_both_sides_say_alike_by_now_is_no_question(member: Side) -> None:
    change_here(member, telephone="111")
    conflicting(member)
    member.portal.rows = (held(telephone="111"),)
    view = member.rounds.round(member.straight)
    assert view is not None
    assert view.outbox.unclear == 0


def test_what_was_deleted_elsewhere_or_is_unknown_there_is_said(member: Side) -> None:
    session = a_session()
    member.store.sessions.start(session)
    ended = replace(session, ended_at=session.started_at + timedelta(minutes=10))
    maker = member.clearing
    patch = {"/people": {"p": "0" * 16, "v": 2}}
    operation = Operation(maker._ids.new(), Act.PATCH, Kind.SESSION, session.id, PILOT.id, member.clock.now(), patch)
    member.store.sessions.save(ended, [operation])
    conflicting(member, session.id, why="deleted")
    member.rounds.round(member.straight)
    (question,) = member.clearing.questions()
    assert (question.why, question.fields) == (Unsettled.DELETED, ())
    member.clearing.decide(question, ())
    assert member.clearing.questions() == ()

    again = replace(operation, op=maker._ids.new())
    member.store.sessions.save(ended, [again])
    conflicting(member, session.id, why="unknown_record")
    member.rounds.round(member.straight)
    (question,) = member.clearing.questions()
    assert question.why is Unsettled.UNKNOWN_RECORD
    member.clearing.send_again(question)
    (waiting,) = member.store.outbox.waiting()
    assert (waiting.operation.act, waiting.operation.body) == (Act.CREATE, session_document(ended))


def test_a_session_changed_twice_shows_both_sides(member: Side) -> None:
    session = a_session()
    member.store.sessions.start(session)
    ended = replace(session, ended_at=session.started_at + timedelta(minutes=10), people=2)
    patch = {"/people": {"p": "0" * 16, "v": 2}, "/station": {"p": "0" * 16, "v": "x"}}
    operation = Operation("op-0000001", Act.PATCH, Kind.SESSION, session.id, PILOT.id, member.clock.now(), patch)
    member.store.sessions.save(ended, [operation])
    conflicting(member, session.id)
    member.portal.rows = (PulledRecord("session", session.id, 4, session_document(ended) | {"people": 3}),)
    member.rounds.round(member.straight)
    (question,) = member.clearing.questions()
    assert [(one.name, one.mine, one.theirs) for one in question.fields] == [("people", 2, 3)]
    member.clearing.decide(question, {"people"})
    (waiting,) = member.store.outbox.waiting()
    assert waiting.operation.body["/people"]["v"] == 2


@pytest.mark.parametrize(("kind", "record"), [(Kind.OBSTACLE, "ob-00000001"), (Kind.SESSION, "gone-0000001")])
def test_a_conflict_about_what_is_not_here_any_more_is_let_go(member: Side, kind: Kind, record: str) -> None:
    operation = Operation(
        "op-0000001", Act.PATCH, kind, record, PILOT.id, member.clock.now(), {"/a": {"p": "", "v": 1}}
    )
    member.store.clearing.decide((), [operation])
    conflicting(member, record, why="of another time")
    member.portal.rows = (PulledRecord(kind.value, record, 2, {"a": 2}),)
    member.rounds.round(member.straight)
    assert member.clearing.questions() == ()


def test_what_the_portal_refused_is_sent_again_as_it_was(member: Side) -> None:
    gone = Operation("op-0000001", Act.DELETE, Kind.SESSION, "se-0000001", PILOT.id, member.clock.now(), {})
    member.store.clearing.decide((), [gone])
    member.portal.verdicts["se-0000001"] = Result(0, Verdict.REJECTED, 0, {"code": "role"})
    view = member.rounds.round(member.straight)
    assert view is not None
    assert view.outbox.refused == 1
    (question,) = member.clearing.questions()
    assert (question.why, question.code) == (Unsettled.REFUSED, "role")
    member.clearing.send_again(question)
    (waiting,) = member.store.outbox.waiting()
    assert (waiting.operation.act, waiting.operation.record_id) == (Act.DELETE, "se-0000001")
    assert waiting.operation.op != gone.op


def test_a_delete_in_conflict_has_no_fields(member: Side) -> None:
    session = a_session()
    member.store.sessions.start(session)
    gone = Operation("op-0000001", Act.DELETE, Kind.SESSION, session.id, PILOT.id, member.clock.now(), {"p": "0" * 16})
    member.store.clearing.decide((), [gone])
    conflicting(member, session.id)
    member.portal.rows = (PulledRecord("session", session.id, 2, session_document(session)),)
    member.rounds.round(member.straight)
    assert member.clearing.questions() == ()


def test_what_others_changed_comes_down_but_for_what_waits_here(member: Side) -> None:
    assert isinstance(member.clearing, Clearing)
    member.portal.rows = (held(telephone="222", **{"stop:s1": LIBRARY}),)
    member.rounds.round(member.straight)
    assert member.store.stations.station().telephone == "222"
    assert [one.id for one in member.store.stops.all()] == ["s1"]
    assert not member.clearing.adopt()  # there is nothing new

    member.portal.rows = (held(telephone="333", **{"stop:s1": None}),)
    change_here(member, telephone="444")
    member.portal.verdicts[STATION.id] = Result(0, Verdict.DEFERRED)
    member.rounds.round(member.straight)
    assert member.store.stations.station().telephone == "444"  # it still waits
    assert member.store.stops.all() == ()
    member.portal.rows = (PulledRecord("station", STATION.id, 9, None),)
    member.rounds.round(member.straight)
    assert not member.clearing.adopt()


def test_a_table_of_another_program_version_reads_what_it_knows(side: Side) -> None:
    table = MembershipTable(side.store._connection, side.store.trail, side.store.sync)
    assert table.standing().reached_at is None
    table.change_way(Way("x"))
    assert table.membership() is None
