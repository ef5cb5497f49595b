"""Joining a portal, and rounds with it, over a real store and a portal that says what it is told to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import pytest

from lotse_app.models.joining import invitation
from lotse_app.models.people import Role
from lotse_app.models.problems import Code, refuse
from lotse_app.models.sync import EpochChangedError, LogForkError, Result, SeqGapError, Verdict, Way
from lotse_app.models.trail import Deed
from lotse_app.vault.signing import Ed25519
from lotse_app.workflows.joining import read_authority
from tests.store.samples import PILOT, STATION, a_session, an_application, refused
from tests.workflows.portal_ground import FINGERPRINT, a_question, change_here, joined, make_side, raising, signing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.workflows.portal_ground import Side

T = TypeVar("T")


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


def test_who_asks_to_be_let_in_can_be_let_go_of(side: Side) -> None:
    side.joining.give_up()
    side.joining.stop()
    assert side.portal.asked == ["give up", "stop"]


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


def test_without_a_membership_there_is_no_round(side: Side) -> None:
    assert side.rounds.round(side.straight) is None
    view = side.rounds.view()
    assert not view.joined
    assert side.portal.asked == []


def test_a_round_notes_that_it_reached_the_portal_and_greets_once_an_hour(member: Side) -> None:
    member.store.sessions.start(a_session())
    first = ["link", "greet", "changes", "digest", "report"]
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

    def closing(work: Callable[[], T], /) -> T:
        if next(steps, None) is None:
            raise refuse(Code.STORE_LOCKED)
        return work()

    assert member.rounds.round(closing) is None

    def full(work: Callable[[], T], /) -> T:
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
    other.portal.before["greet"] = other.rounds.stop
    assert other.rounds.round(other.straight) is None
    assert "stop" in other.portal.asked
    assert other.store.membership.standing().problem is None

    third = make_side_again(member)

    def late(work: Callable[[], T], /) -> T:
        if work == third.store.membership.standing:
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
    member.portal.before["push"] = raising(EpochChangedError(7), SeqGapError(1), SeqGapError(99), LogForkError())
    view = member.rounds.round(member.straight)
    assert view is not None
    assert (view.standing.problem, view.outbox.waiting) == (None, 0)
    assert member.store.sync.position().epoch == 7


def test_without_a_way_to_the_portal_there_are_no_orders(member: Side) -> None:
    member.portal.told = (signing(member),)
    member.portal.before["link"] = raising(refuse(Code.PORTAL_CERTIFICATE))
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

    member.portal.before["report"] = raising(refuse(Code.PORTAL_ANSWER))  # it does not know the call
    change_here(member, telephone="2")
    view = member.rounds.round(member.straight)
    assert view is not None
    assert view.standing.problem is None  # the work itself got through
