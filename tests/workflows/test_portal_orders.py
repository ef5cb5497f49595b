"""Orders of a portal, open and locked, over a real store and a portal that says what it is told to."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.orders import Obeyed, Order, OrderKind
from lotse_app.models.problems import Code, refuse
from lotse_app.models.sync import Way
from lotse_app.store.membership import RESTORED
from lotse_app.vault.signing import Ed25519
from lotse_app.workflows.obeying import Obeying, receipt_bytes
from tests.workflows.portal_ground import FINGERPRINT, signing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.workflows.portal_ground import Side


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
    assert member.portal.receipts == member.portal.receipts[:1] * 2  # it was told again: nobody had heard


def test_a_store_out_of_the_backup_of_a_lost_device_is_not_wiped(member: Side) -> None:
    signed = signing(member)
    member.store.stations.save_setting(RESTORED, "2026-11-20")
    member.portal.told, member.portal.fails = (signed,), [refuse(Code.PORTAL_SHUT_OUT, reason="device_lost")]
    view = member.rounds.round(member.straight)
    assert view is not None
    assert (view.order, view.standing.problem) == (None, Code.PORTAL_SHUT_OUT)
    assert member.pocket.read() is None  # nor while it is locked

    member.portal.told = ()
    view = member.rounds.round(member.straight)
    assert view is not None
    assert view.standing.problem is None
    assert not member.store.membership.is_restored()  # it is the device it was made on
    member.portal.told, member.portal.fails = (signed,), []
    view = member.rounds.round(member.straight)
    assert view is not None
    assert view.order is not None


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
        self.kept: bytes | None = None

    def wipe(self, store: str, backups: Sequence[str], receipt: bytes) -> None:
        self.wiped.append((store, backups))
        self.kept = receipt

    def receipt(self) -> bytes | None:
        return self.kept

    def forget_receipt(self) -> None:
        self.kept = None


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
    obeying.tell()
    assert wiper.receipt()
    heard = len(member.portal.receipts)
    obeying.tell()
    assert member.portal.receipts[heard:] == [found.receipt]
    assert wiper.receipt() is None  # it was heard
    obeying.ask()
    assert member.portal.receipts[heard:] == [found.receipt]

    member.portal.fails = [refuse(Code.PORTAL_OFFLINE)]
    assert obeying.ask() is None


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b'{"way": 7, "url": ""}', b"[]"])
def test_a_receipt_that_cannot_be_read_is_told_to_nobody(side: Side, content: bytes) -> None:
    wiper = NotedWiper()
    wiper.kept = content
    Obeying(side.pocket, side.portal, Ed25519(), wiper, side.clock).tell()
    assert side.portal.receipts == []


def test_what_a_wiped_device_keeps_holds_no_password() -> None:
    way = Way("http://proxy.example:3128", "CERTIFICATE")
    for proxy in (way.proxy, "http://name:password@proxy.example:3128"):
        kept = json.loads(
            receipt_bytes(Obeyed(Order(OrderKind.WIPE, "a"), "a.b.c", "https://p", replace(way, proxy=proxy)))
        )
        assert Way(**kept["way"]) == way


@pytest.mark.parametrize("content", [None, b"", b"{", b"{}", b'{"way": 7}', b"[]"])
def test_a_locked_program_that_has_nothing_asks_nobody(side: Side, content: bytes | None) -> None:
    side.pocket.content = content
    assert Obeying(side.pocket, side.portal, Ed25519(), NotedWiper(), side.clock).ask() is None
    assert side.portal.asked == []
    assert Obeyed(Order(OrderKind.LOCK, "a"), "", "", Way()).backups == ()
