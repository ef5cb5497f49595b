"""Leaving a portal, coming back, joining another one, and going on for a device that was lost; over a real store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.joining import invitation
from lotse_app.models.people import Role
from lotse_app.models.problems import Code, refuse
from lotse_app.models.sync import Position, Result, Verdict, Way
from lotse_app.models.trail import Deed
from lotse_app.vault.signing import Ed25519
from lotse_app.workflows.obeying import NOTHING
from tests.store.samples import PILOT, STATION, refused
from tests.workflows.portal_ground import FINGERPRINT, change_here, joined, make_side

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workflows.portal_ground import Side

LINE = invitation("portal.example", "ABCD-0123456789A", FINGERPRINT)
ELSEWHERE = invitation("other.example", "ABCD-0123456789A", "B" * 26)


def handed_over(side: Side) -> list[str]:
    """Do a round and return the names of the operations that were handed over in it."""
    side.portal.handed_over.clear()
    assert side.rounds.round(side.straight) is not None
    return side.portal.handed_over.copy()


def test_a_device_that_left_keeps_its_work_and_asks_nobody(member: Side) -> None:
    change_here(member, telephone="1")
    member.rounds.round(member.straight)
    assert member.pocket.read() not in {None, NOTHING}
    change_here(member, telephone="2")
    waiting = member.store.outbox.count_waiting()

    member.joining.leave()

    assert member.joining.member() is None
    assert member.store.trail.newest(1)[0].deed == Deed.PORTAL_LEFT
    member.joining.leave()  # there is nothing to leave any more
    asked = list(member.portal.asked)
    member.pocket.fails = [refuse(Code.DISK_FULL)]
    for _ in range(3):
        assert member.rounds.round(member.straight) is None
    assert member.portal.asked == asked
    assert member.pocket.read() == NOTHING  # a locked program asks for nothing either
    assert member.store.outbox.count_waiting() == waiting
    assert member.store.sync.position() == replace(Position(member.store.outbox.log_id), cursor="")


def test_the_same_portal_is_told_everything_again_under_a_new_log(member: Side) -> None:
    change_here(member, telephone="1")
    first = handed_over(member)
    log = member.store.outbox.log_id
    member.joining.leave()
    change_here(member, telephone="2")

    joined(member)

    again = handed_over(member)
    assert again[: len(first)] == first
    assert len(again) == len(first) + 1
    assert member.store.outbox.log_id != log
    assert member.store.outbox.count_waiting() == 0


def test_another_portal_is_told_what_nobody_has_taken(member: Side) -> None:
    change_here(member, telephone="1")
    member.portal.verdicts = {STATION.id: Result(0, Verdict.REJECTED, 0, {"code": "role"})}
    (refused_by_the_first,) = handed_over(member)[-1:]
    member.portal.verdicts = {}
    change_here(member, telephone="2")
    handed_over(member)
    member.joining.leave()

    approach = member.joining.prepare(ELSEWHERE, Way())
    member.joining.keep(approach, member.joining.enter(approach))

    assert handed_over(member) == [refused_by_the_first]


def test_a_device_goes_on_for_a_lost_one_with_a_key_of_its_own(side: Side) -> None:
    first = side.joining.prepare(LINE, Way())
    assert first.former is None

    second = side.joining.prepare_anew(LINE, Way())
    again = side.joining.prepare(LINE, Way())  # the answer was lost: it is the same device, and says the same

    assert second.applicant == again.applicant
    assert second.applicant.device != first.applicant.device
    assert second.applicant.sign_key != first.applicant.sign_key
    for one in (second, again):
        assert one.former is not None
        assert one.former.device == first.applicant.device
        assert Ed25519().fits(first.applicant.sign_key, one.former.sign(b"words"), b"words")
    side.joining.keep(again, side.joining.enter(again))
    assert side.joining.prepare(LINE, Way()).former is None


@pytest.mark.usefixtures("side")
def test_only_who_may_manage_the_station_lets_it_leave(tmp_path: Path) -> None:
    other = make_side(tmp_path / "ehrenamt", replace(PILOT, role=Role.VOLUNTEER, responsible=False))
    with refused(Code.NOT_PERMITTED):
        other.joining.leave()
    with refused(Code.NOT_PERMITTED):
        other.joining.prepare_anew(LINE, Way())
    other.store.close()
