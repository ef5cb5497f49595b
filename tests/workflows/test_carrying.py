"""A receipt by stick acts as a round would have; what does not fit changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.carrying import Answered, Outcome, Receipt
from lotse_app.models.orders import OrderKind
from lotse_app.models.problems import Code
from lotse_app.models.sync import Pulled, PulledRecord, Pushed, Result, Verdict
from lotse_app.store.membership import RESTORED
from lotse_app.vault.envelopes import Envelopes
from lotse_app.vault.receiving import X25519
from lotse_app.vault.signing import Ed25519
from lotse_app.workflows import carrying as carrying_module
from lotse_app.workflows.carrying import Aside, Carrying, StickTools
from tests.store.samples import STATION, refused
from tests.workflows.portal_ground import change_here, joined, make_side, signing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from lotse_app.models.carrying import ReceiptTaken, Word
    from lotse_app.models.operation import LoggedOperation
    from lotse_app.models.sync import Membership, Position
    from tests.workflows.portal_ground import Side


@dataclass
class SaidReceipts:
    """Implements ``StickWriting``: a file lists the operations; a receipt says what a test lets it say."""

    told: Receipt = field(default_factory=lambda: Receipt("", "", (), ()))
    words: list[Word] = field(default_factory=list)

    def written(
        self,
        _member: Membership,
        position: Position,
        waiting: Sequence[LoggedOperation],
        word: Word,
        sign: Callable[[bytes], bytes],
    ) -> bytes:
        assert sign(b"x")
        self.words.append(word)
        return f"{position.log} {len(waiting)}".encode()

    def read(self, plain: bytes, member: Membership) -> Receipt:
        assert member.device
        assert plain == b""
        return self.told


class Folder:
    """Implements ``PaperFiles``."""

    def write(self, target: Path, content: bytes) -> Path:
        target.write_bytes(content)
        return target


@dataclass
class Ground:
    """A store, its stick, and what was done after receipts."""

    side: Side
    said: SaidReceipts
    after: list[str]
    carrying: Carrying

    def take(self, *answers: Answered, pages: tuple[Pulled, ...] = (), log: str = "") -> Outcome:
        """Take in a receipt with these answers."""
        return self.taken(*answers, pages=pages, log=log).outcome

    def taken(
        self, *answers: Answered, pages: tuple[Pulled, ...] = (), log: str = "", orders: tuple[str, ...] = ()
    ) -> ReceiptTaken:
        """Take in a receipt with these answers and orders."""
        own = log or self.side.store.sync.position().log
        self.said.told = Receipt(own, "", answers, pages, orders=orders)
        secret = self.side.store.membership.receiving_secret()
        assert secret is not None
        from_portal = Envelopes().seal(b"", X25519().public(secret), "lotse-stick-receipt", "device")
        return self.carrying.take(from_portal)


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    side, said, after = make_side(tmp_path), SaidReceipts(), list[str]()
    change_here(side, "03520 1")
    tools = StickTools(Ed25519(), Envelopes(), said, Folder(), side.clock)
    tables = side.store.membership, side.store.sync, side.store.station_files
    beside = Aside(side.store.health, side.store.backups, lambda: after.append("after"))
    return Ground(side, said, after, Carrying(*tables, tools, beside))


def pushed(*verdicts: Verdict, epoch: int = 0, durable: int = 0) -> Answered:
    results = tuple(Result(seq, verdict, seq) for seq, verdict in enumerate(verdicts, start=1))
    return Answered(Pushed(epoch, len(results), durable, results))


def test_a_receipt_answers_what_waits_once(ground: Ground) -> None:
    joined(ground.side)
    page = Pulled(0, "c1", 9, more=False, rows=(PulledRecord("session", "session-0001", 1, {"kind": "single"}),))
    foreign = replace(page, cursor="c2")
    assert ground.side.store.outbox.count_waiting() == 1

    assert ground.take(pushed(Verdict.OK), pages=(page,)) is Outcome.TAKEN

    assert ground.side.store.outbox.count_waiting() == 0
    assert ground.side.store.sync.position().cursor == "c1"
    assert ground.side.store.membership.standing().reached_at == ground.side.clock.now()
    assert ground.after == ["after"]
    assert ground.take(pushed(Verdict.OK), pages=(page, replace(foreign, cursor="c1"))) is Outcome.KNOWN
    assert ground.side.store.sync.position().cursor == "c1"
    assert ground.take(pages=(page, foreign)) is Outcome.TAKEN  # goes on from where this store is
    assert ground.side.store.sync.position().cursor == "c2"


def test_what_the_portal_refused_is_to_be_cleared_and_not_lost(ground: Ground) -> None:
    joined(ground.side)

    assert ground.take(pushed(Verdict.CONFLICT)) is Outcome.TAKEN
    assert ground.side.store.sync.state().unclear == 1


def test_a_restored_portal_a_gap_and_a_fork_are_mended_and_asked_for_again(ground: Ground) -> None:
    joined(ground.side)
    assert ground.take(Answered(code="epoch_changed", epoch=7)) is Outcome.AGAIN
    sync = ground.side.store.sync
    assert (sync.position().epoch, ground.side.store.outbox.count_waiting()) == (7, 1)
    assert ground.take(pushed(Verdict.OK, epoch=7)) is Outcome.TAKEN
    assert ground.take(Answered(code="seq_gap", expected=1, epoch=7)) is Outcome.AGAIN
    assert ground.side.store.outbox.count_waiting() == 1
    log = sync.position().log
    assert ground.take(Answered(code="seq_gap", expected=99, epoch=7)) is Outcome.AGAIN
    second = sync.position().log
    assert second != log
    assert sync.position().epoch == 7
    assert ground.take(Answered(code="log_fork", epoch=7)) is Outcome.AGAIN
    assert sync.position().log != second


def test_a_receipt_of_another_time_is_named_and_changes_nothing(ground: Ground) -> None:
    joined(ground.side)
    ground.take(Answered(code="epoch_changed", epoch=7))
    for told in (Answered(code="epoch_changed", epoch=7), pushed(Verdict.OK, epoch=6)):
        with refused(Code.STICK_OLD):
            ground.take(told)
    with refused(Code.STICK_OLD):
        ground.take(pushed(Verdict.OK, epoch=7), log="another")
    assert ground.side.store.outbox.count_waiting() == 1
    assert ground.after == []


def test_a_file_is_sealed_to_the_portal_and_says_nothing_outside(ground: Ground, tmp_path: Path) -> None:
    ground.side.portal.keys = (b"\1" * 32, X25519().public(b"\5" * 32))
    joined(ground.side)
    file = ground.carrying.write(ground.carrying.sealed(), tmp_path / ground.carrying.file_name)

    content = ground.carrying.read(file)
    assert Envelopes().open(content, b"\5" * 32, "lotse-stick").endswith(b" 1")
    assert STATION.id.encode() not in content
    with refused(Code.STICK_DAMAGED):
        ground.carrying.take(content)


def test_a_device_without_its_keys_says_so(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    joined(ground.side)
    monkeypatch.setattr(ground.side.store.membership, "receiving_secret", lambda: None)
    monkeypatch.setattr(ground.side.store.station_files, "secret", lambda: None)
    with refused(Code.STICK_NO_PORTAL):
        ground.carrying.sealed()
    with refused(Code.STICK_NO_PORTAL):
        ground.carrying.take(b"x")


def test_what_cannot_be_written_or_read_is_said(
    ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with refused(Code.STICK_NO_PORTAL):
        ground.carrying.sealed()
    with refused(Code.STICK_NO_PORTAL):
        ground.carrying.take(b"x")
    with refused(Code.FILE_UNREADABLE):
        ground.carrying.read(tmp_path / "fehlt")
    monkeypatch.setattr(carrying_module, "LARGEST", 3)
    (tmp_path / "groß").write_bytes(b"x" * 4)
    with refused(Code.STICK_DAMAGED):
        ground.carrying.read(tmp_path / "groß")


def test_a_file_says_how_the_device_is(ground: Ground) -> None:
    ground.side.portal.keys = (b"\1" * 32, X25519().public(b"\5" * 32))
    joined(ground.side)
    ground.side.clock.advance(hours=2)
    ground.carrying.sealed()
    (word,) = ground.said.words
    assert (word.at, word.health.waiting, word.done) == (ground.side.clock.now(), 1, ())
    assert word.oldest_seconds == 7200
    assert replace(word, health=replace(word.health, oldest=None)).oldest_seconds == 0


def test_an_order_to_lock_is_obeyed_once_and_said_with_the_next_file(ground: Ground) -> None:
    ground.side.portal.keys = (b"\1" * 32, X25519().public(b"\5" * 32))
    joined(ground.side)
    orders = (signing(ground.side, "lock"), "nonsense")

    done = ground.taken(pushed(Verdict.OK), orders=orders)

    assert done.outcome is Outcome.TAKEN
    assert done.order is not None
    assert done.order.order.kind is OrderKind.LOCK
    assert ground.taken(orders=orders).order is None
    ground.carrying.sealed()
    (receipt,) = ground.said.words[0].done
    assert receipt.split(".")[1] == done.order.receipt.split(".")[1]


def test_an_order_to_wipe_comes_before_everything_else(ground: Ground) -> None:
    joined(ground.side)
    order = signing(ground.side)

    done = ground.taken(pushed(Verdict.OK), orders=(order,))

    assert done.outcome is Outcome.ORDERED
    assert done.order is not None
    assert done.order.store == ground.side.store.backups.store_id()
    assert ground.side.store.outbox.count_waiting() == 1
    ground.side.store.stations.save_setting(RESTORED, "2026-11-20")
    assert ground.taken(pushed(Verdict.OK), orders=(order,)).order is None  # what came out of a backup goes on


def test_without_a_key_no_order_is_obeyed(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    joined(ground.side)
    order = signing(ground.side)
    monkeypatch.setattr(ground.side.store.station_files, "secret", lambda: None)
    assert ground.taken(pushed(Verdict.OK), orders=(order,)).order is None
