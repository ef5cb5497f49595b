"""Joining, rounds, orders and what is to be cleared, over a real store and a portal that says what it is told to."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from joserfc import jws
from joserfc.jwk import OKPKey

from lotse_app.models.clearing import Question, Unsettled
from lotse_app.models.joining import invitation
from lotse_app.models.operation import Act, Kind, Operation
from lotse_app.models.orders import Obeyed, Order, OrderKind
from lotse_app.models.people import Role
from lotse_app.models.problems import Code, refuse
from lotse_app.models.sync import EpochChangedError, LogForkError, PulledRecord, Result, SeqGapError, Verdict, Way
from lotse_app.models.trail import Deed
from lotse_app.store.membership import MembershipTable
from lotse_app.vault.signing import Ed25519
from lotse_app.workflows.clearing import Clearing
from lotse_app.workflows.joining import read_authority
from lotse_app.workflows.obeying import Obeying
from lotse_app.workflows.operations import session_document, station_document
from tests.store.samples import OPERATOR, PILOT, START, STATION, a_session, an_application, refused
from tests.workflows.portal_ground import FINGERPRINT, joined, make_side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.workflows.portal_ground import Side


@pytest.fixture
def side(tmp_path: Path) -> Iterator[Side]:
    made = make_side(tmp_path / "bestand")
    yield made
    made.store.close()


@pytest.fixture
def member(side: Side) -> Side:
    joined(side)
    return side


# --- joining


def test_a_device_joins_with_the_key_of_its_station_files_and_stays_the_same_device(side: Side) -> None:
    secret = Ed25519().new_secret()
    side.store.station_files.keep_secret(secret, side.clock.now())
    assert side.joining.member() is None
    line = invitation("portal.example", "ABCD-0123456789A", FINGERPRINT)

    first, second = (side.joining.prepare(line, Way()) for _ in range(2))

    assert first.applicant == second.applicant
    assert first.applicant.sign_key == Ed25519().public(secret)
    assert (first.applicant.station, first.applicant.pilots) == (STATION.id, (PILOT.id,))
    found = side.joining.keep(second, side.joining.enter(second))
    assert side.joining.member() == found
    assert (found.station, found.home_station) == ("station-there", STATION.id)
    assert side.joining.sign()
    assert side.store.trail.newest(1)[0].deed == Deed.PORTAL_JOINED


def test_a_device_without_a_key_gets_one(side: Side) -> None:
    assert side.joining.sign() == ""
    joined(side, Way("http://proxy.example:3128", "-----BEGIN CERTIFICATE-----"))
    side.joining.change_way(Way("http://other.example:1"))
    found = side.joining.member()
    assert found is not None
    assert found.way == Way("http://other.example:1")


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("foreign", Code.PORTAL_FOREIGN),
        ("proxy", Code.PORTAL_PROXY),
        ("name", Code.PORTAL_NOBODY),
        ("silent", Code.PORTAL_NOBODY),
    ],
)
def test_at_the_door_being_offline_has_a_name(side: Side, reason: str, code: Code) -> None:
    side.portal.fails = [refuse(Code.PORTAL_OFFLINE, reason=reason), refuse(Code.PORTAL_CERTIFICATE)]
    approach = side.joining.prepare(invitation("portal.example", "ABCD-0123456789A", FINGERPRINT), Way())
    with refused(code):
        side.joining.enter(approach)
    with refused(Code.PORTAL_CERTIFICATE):
        side.joining.enter(approach)


def test_only_who_may_manage_the_station_lets_it_join_or_decides(tmp_path: Path) -> None:
    side = make_side(tmp_path / "bestand", replace(PILOT, responsible=False, role=Role.VOLUNTEER))
    assert not side.joining.allowed
    with refused(Code.NOT_PERMITTED):
        side.joining.prepare(invitation("portal.example", "ABCD-0123456789A", FINGERPRINT), Way())
    with refused(Code.NOT_PERMITTED):
        side.joining.change_way(Way())
    with refused(Code.NOT_PERMITTED):
        side.clearing.decide(a_question(), ())
    side.store.close()


def test_certificates_of_a_file_are_read_or_refused(tmp_path: Path) -> None:
    good, none, large, binary = (tmp_path / name for name in ("good", "none", "large", "binary"))
    good.write_text("-----BEGIN CERTIFICATE-----\n")
    none.write_text("nothing")
    large.write_text("-----BEGIN CERTIFICATE-----" + "x" * (1 << 20))
    binary.write_bytes(b"\xff\xfe")
    assert read_authority(good).startswith("-----BEGIN")
    for file in (none, large, binary):
        with refused(Code.PORTAL_AUTHORITY):
            read_authority(file)
    with refused(Code.FILE_UNREADABLE):
        read_authority(tmp_path / "nowhere")


# --- rounds


def test_without_a_membership_there_is_no_round(side: Side) -> None:
    assert side.rounds.round(side.straight) is None
    view = side.rounds.view()
    assert not view.joined
    assert side.portal.asked == []


def test_a_round_notes_that_it_reached_the_portal_and_greets_once_an_hour(member: Side) -> None:
    member.store.sessions.start(a_session())
    first = ["link", "greet", "changes", "report"]
    for minutes, asked in ((0, first), (5, ["changes"]), (60, ["greet", "changes"])):
        member.clock.advance(minutes=minutes)
        member.portal.asked.clear()
        view = member.rounds.round(member.straight)
        assert view is not None
        assert view.standing.reached_at == member.clock.now()
        assert view.standing.message == "Wartung am Sonntag"
        assert member.portal.asked == asked


def test_a_round_that_fails_is_noted_and_the_next_one_greets_again(member: Side) -> None:
    member.portal.fails = [refuse(Code.PORTAL_BUSY, seconds=60), refuse(Code.PORTAL_SHUT_OUT, reason="device_revoked")]
    view = member.rounds.round(member.straight)
    assert view is not None
    assert (view.standing.problem, view.standing.wait, view.standing.tries) == (Code.PORTAL_BUSY, 60, 1)
    view = member.rounds.round(member.straight)
    assert view is not None
    assert view.standing.shut_out
    assert view.standing.tries == 2
    assert member.rounds.view().standing == view.standing

    view = member.rounds.round(member.straight)
    assert view is not None
    assert (view.standing.problem, view.standing.tries) == (None, 0)


def test_another_way_is_taken_with_the_next_round(member: Side) -> None:
    member.rounds.round(member.straight)
    member.joining.change_way(Way("http://proxy.example:3128"))
    member.portal.asked.clear()
    member.rounds.round(member.straight)
    assert member.portal.asked[:2] == ["close", "link http://proxy.example:3128"]


def test_a_store_that_closes_in_the_middle_is_no_news_and_any_other_trouble_of_it_is(member: Side) -> None:
    steps = iter([lambda: None])

    def closing(work: Any) -> Any:  # noqa: ANN401 - whatever the work returns
        if next(steps, None) is None:
            raise refuse(Code.STORE_LOCKED)
        return work()

    assert member.rounds.round(closing) is None

    def full(work: Any) -> Any:  # noqa: ANN401 - whatever the work returns
        if getattr(work, "func", None) == member.store.membership.note:
            raise refuse(Code.DISK_FULL)
        return work()

    with refused(Code.DISK_FULL):
        member.rounds.round(full)


def test_after_stopping_nothing_is_asked_and_what_was_under_way_ends_quietly(member: Side) -> None:
    member.rounds.stop()
    assert member.rounds.round(member.straight) is None
    assert member.portal.asked == []

    other = make_side_again(member)
    other.portal.fails = [refuse(Code.PORTAL_OFFLINE, reason="stopped")]
    original = other.portal.greet

    def cut() -> Any:  # noqa: ANN401 - never returns
        other.rounds.stop()
        return original()

    other.portal.greet = cut  # type: ignore[method-assign] # the stand-in is stopped while it is asked
    assert other.rounds.round(other.straight) is None
    assert "stop" in other.portal.asked
    assert other.store.membership.standing().problem is None

    third = make_side_again(member)

    def late(work: Any) -> Any:  # noqa: ANN401 - whatever the work returns
        if work == third.store.station_files.secret:
            third.rounds.stop()
        return work()

    assert third.rounds.round(late) is not None
    assert third.portal.asked[:2] == ["link", "stop"]


def make_side_again(side: Side) -> Side:
    """Return another member over a store of its own."""
    folder = side.store._folder.parent / f"weiterer-{side.clock.now().timestamp()}-{len(side.portal.asked)}"
    side.portal.asked.append("again")
    made = make_side(folder)
    joined(made)
    return made


def test_what_the_exchange_mends_is_mended_on_the_store_lane(member: Side) -> None:
    change_here(member, telephone="1")
    errors: list[Exception] = [EpochChangedError(7), SeqGapError(1), SeqGapError(99), LogForkError()]
    push = member.portal.push

    def mending(*told: Any) -> Any:  # noqa: ANN401 - as the stand-in has it
        if errors:
            raise errors.pop(0)
        return push(*told)

    member.portal.push = mending  # type: ignore[method-assign,assignment] # the stand-in errs before it answers
    view = member.rounds.round(member.straight)
    assert view is not None
    assert (view.standing.problem, view.outbox.waiting) == (None, 0)
    assert member.store.sync.position().epoch == 7


def test_without_a_way_to_the_portal_there_are_no_orders(member: Side) -> None:
    def no_way(_member: object, _sign: object) -> Any:  # noqa: ANN401 - never returns
        raise refuse(Code.PORTAL_CERTIFICATE)

    member.portal.told = (signing(member),)
    member.portal.link = no_way  # type: ignore[method-assign,assignment] # the stand-in cannot be reached at all
    view = member.rounds.round(member.straight)
    assert view is not None
    assert (view.standing.problem, view.order) == (Code.PORTAL_CERTIFICATE, None)


def test_the_portal_is_told_how_the_device_is_where_that_has_changed(member: Side) -> None:
    member.store.applications.create(an_application(), [])
    change_here(member, telephone="1")
    member.portal.verdicts[STATION.id] = Result(0, Verdict.DEFERRED)
    member.clock.advance(minutes=3)
    member.rounds.round(member.straight)
    member.rounds.round(member.straight)
    ((health, oldest, skew),) = member.portal.reports
    assert (health.waiting, oldest, skew) == (1, 180, 0)
    assert [(one.id, one.service) for one in health.cases] == [(an_application().id, an_application().service_id)]
    assert len(health.trail_head) == 64

    def refusing(*_told: object) -> None:
        raise refuse(Code.PORTAL_ANSWER)

    member.portal.report = refusing  # type: ignore[method-assign,assignment] # a portal that does not know the call
    change_here(member, telephone="2")
    view = member.rounds.round(member.straight)
    assert view is not None
    assert view.standing.problem is None  # the work itself got through


# --- orders


def signing(side: Side, order: str = "wipe", name: str = "order-1") -> str:
    """Return an order by a key that the device pins from now on."""
    key = OKPKey.generate_key("Ed25519")
    found = side.store.membership.membership()
    assert found is not None
    public = jws_public(key)
    side.store.membership.join(replace(found, portal_sign=public))
    content = {
        "iss": FINGERPRINT,
        "sub": found.device,
        "order": order,
        "jti": name,
        "exp": int((side.clock.now() + timedelta(days=7)).timestamp()),
    }
    header = {"alg": "Ed25519", "typ": "lotse-order"}
    return jws.serialize_compact(header, json.dumps(content).encode(), key, algorithms=["Ed25519"])


def jws_public(key: OKPKey) -> bytes:
    text = str(key.as_dict(private=False)["x"])
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_an_order_to_lock_is_told_done_and_obeyed_once(member: Side) -> None:
    member.portal.told = (signing(member, "lock"),)
    view = member.rounds.round(member.straight)
    assert view is not None
    assert view.order is not None
    assert view.order.order == Order(OrderKind.LOCK, "order-1")
    assert len(member.portal.receipts) == 1
    view = member.rounds.round(member.straight)
    assert view is not None
    assert view.order is None


def test_an_order_to_wipe_says_what_lies_where_and_is_told_done_by_who_wipes(member: Side) -> None:
    member.portal.told = (signing(member),)
    member.portal.fails = [refuse(Code.PORTAL_SHUT_OUT, reason="device_lost")]
    view = member.rounds.round(member.straight)
    assert view is not None
    assert view.order is not None
    assert view.order.order.kind is OrderKind.WIPE
    assert view.order.receipt.count(".") == 2
    assert member.portal.receipts == []


def test_what_a_locked_program_may_have_is_kept_and_a_full_disk_is_no_matter(member: Side) -> None:
    member.pocket.fails = [refuse(Code.DISK_FULL)]
    member.rounds.round(member.straight)
    assert member.pocket.read() is None
    member.rounds.round(member.straight)
    kept = json.loads(member.pocket.read() or b"null")
    assert (kept["url"], kept["fingerprint"]) == ("https://portal.example", FINGERPRINT)
    assert set(kept) == {"url", "device", "fingerprint", "portal_sign", "way", "secret", "store", "backups"}


class NotedWiper:
    """Notes what it is told to delete."""

    def __init__(self) -> None:
        self.wiped: list[tuple[str, Sequence[str]]] = []

    def wipe(self, store: str, backups: Sequence[str]) -> None:
        self.wiped.append((store, backups))


def test_a_locked_program_asks_for_orders_with_what_it_has(member: Side) -> None:
    told = (signing(member, "lock", "order-0"), "nonsense")
    member.rounds.round(member.straight)
    wiper = NotedWiper()
    obeying = Obeying(member.pocket, member.portal, Ed25519(), wiper, member.clock)
    assert obeying.ask() is None

    member.portal.told = told
    assert obeying.ask() is None  # it is locked
    assert len(member.portal.receipts) == 1

    member.portal.told = (signing(member),)
    member.rounds.round(member.straight)
    found = obeying.ask()
    assert found is not None
    assert found.order.kind is OrderKind.WIPE
    assert found.store
    obeying.wipe(found)
    assert wiper.wiped == [(found.store, ())]
    member.portal.fails = [refuse(Code.PORTAL_OFFLINE)]
    obeying.tell(found)
    obeying.tell(found)
    assert member.portal.receipts[-1] == found.receipt

    member.portal.fails = [refuse(Code.PORTAL_OFFLINE)]
    assert obeying.ask() is None


@pytest.mark.parametrize("content", [None, b"", b"{", b"{}", b'{"way": 7}', b"[]"])
def test_a_locked_program_that_has_nothing_asks_nobody(side: Side, content: bytes | None) -> None:
    side.pocket.content = content
    assert Obeying(side.pocket, side.portal, Ed25519(), NotedWiper(), side.clock).ask() is None
    assert side.portal.asked == []
    assert Obeyed(Order(OrderKind.LOCK, "a"), "", "", Way()).backups == ()


# --- to be cleared


def a_question(kind: str = "station", record_id: str = STATION.id) -> Question:
    return Question(kind, record_id, Unsettled.CHANGED, (), START)


def change_here(side: Side, **wanted: Any) -> None:  # noqa: ANN401 - any field of a station
    """Change the station at this desk as the settings do."""
    maker = side.clearing
    before = (side.store.stations.operator(), side.store.stations.station())
    after = (before[0], replace(before[1], **wanted))
    body = {f"/{name}": {"p": "0" * 16, "v": value} for name, value in wanted.items()}
    operation = Operation(maker._ids.new(), Act.PATCH, Kind.STATION, STATION.id, PILOT.id, side.clock.now(), body)
    side.store.stations.save_station(*after, [operation])


def held(**wanted: Any) -> PulledRecord:  # noqa: ANN401 - any member of a record
    doc = station_document(OPERATOR, STATION) | wanted
    return PulledRecord("station", STATION.id, 3, doc)


def conflicting(side: Side, record: str = STATION.id, **detail: Any) -> None:  # noqa: ANN401 - what a portal says
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
    stop = {
        "name": "Bibliothek",
        "ags": "14628410",
        "place": "bibliothek",
        "starts": "09:00",
        "ends": "12:00",
        "weekday": 1,
        "weeks": 1,
        "since": "",
        "until": "",
        "dates": [],
    }
    member.portal.rows = (held(telephone="222", **{"stop:s1": stop}),)
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
    table = MembershipTable(side.store._connection, side.store.trail)
    assert table.standing().reached_at is None
    table.change_way(Way("x"))
    assert table.membership() is None
