"""Exchange by stick for places without any network: what waits goes out in a file, the receipt comes back.

The file holds the batches a round would have sent, sealed to the portal's key; the receipt holds the answers a round
would have got. Until it is read everything goes on waiting, so a stick that is lost loses nothing, and a network in
between doubles nothing: the portal gives the same operation the same answer for ever.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.models.carrying import DOWN, SUFFIX, UP, EnvelopeError, Outcome, ReceiptTaken, Word
from lotse_app.models.orders import Obeyed, Order, OrderKind, read_orders, receipt
from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.clock import Clock
    from lotse_app.models.carrying import Answered, Receipt
    from lotse_app.models.station_seal import Signing
    from lotse_app.models.sync import Membership
    from lotse_app.workflows.paper_ports import PaperFiles
    from lotse_app.workflows.sync_ports import (
        BackupPlaceRows,
        DeviceKeyRows,
        HealthRows,
        MemberRows,
        PortalRows,
        Seals,
        StickWriting,
    )

#: So many operations go out in one file; what is over goes with the next one.
_MOST = 20_000
LARGEST = 64 << 20


@dataclass(frozen=True, slots=True)
class StickTools:
    """What signs, seals, reads and writes files, and the clock."""

    signing: Signing
    seals: Seals
    writing: StickWriting
    files: PaperFiles
    clock: Clock


@dataclass(frozen=True, slots=True)
class Aside:
    """What is told of this device, where its backups lie, and what a round leaves to be done."""

    health: HealthRows
    backups: BackupPlaceRows
    after: Callable[[], None]


class Carrying:
    """Writes files for the portal and reads receipts."""

    def __init__(
        self,
        members: MemberRows,
        rows: PortalRows,
        keys: DeviceKeyRows,
        tools: StickTools,
        beside: Aside,
    ) -> None:
        self._members = members
        self._rows = rows
        self._keys = keys
        self._tools = tools
        self._beside = beside

    @property
    def file_name(self) -> str:
        """Return how a file of today is called: nothing of station or device."""
        return f"lotse-{local_date(self._tools.clock.now()).isoformat()}{SUFFIX}"

    def sealed(self) -> bytes:
        """Return the file with everything that waits. Store lane. Raises STICK_NO_PORTAL."""
        member, secret = self._member(), self._keys.secret()
        if secret is None or not member.portal_receive:
            raise refuse(Code.STICK_NO_PORTAL)
        waiting, sign = self._rows.waiting(_MOST), partial(self._tools.signing.sign, secret)
        plain = self._tools.writing.written(member, self._rows.position(), waiting, self._word(member, sign), sign)
        return self._tools.seals.seal(plain, member.portal_receive, UP, member.fingerprint)

    def _word(self, member: Membership, sign: Callable[[bytes], bytes]) -> Word:
        """Return how this device is, and that it did what it was ordered: it cannot say so over a network."""
        standing = self._members.standing()
        done = tuple(receipt(Order(OrderKind.LOCK, one), member.device, sign) for one in standing.obeyed)
        return Word(self._tools.clock.now(), self._beside.health.health(), standing.skew, done)

    def write(self, content: bytes, target: Path) -> Path:
        """Write a file. Work lane. Raises EXPORT_FULL, EXPORT_READ_ONLY, EXPORT_FAILED."""
        return self._tools.files.write(target, content)

    def read(self, path: Path) -> bytes:
        """Return a receipt as it lies on the stick. Work lane. Raises FILE_UNREADABLE, STICK_DAMAGED."""
        try:
            with path.open("rb") as stream:
                content = stream.read(LARGEST + 1)
        except OSError as error:
            raise refuse(Code.FILE_UNREADABLE) from error
        if len(content) > LARGEST:
            raise refuse(Code.STICK_DAMAGED)
        return content

    def take(self, content: bytes) -> ReceiptTaken:
        """Act on a receipt as a round would have. Store lane.

        Raises STICK_NO_PORTAL, STICK_DAMAGED, STICK_ELSEWHERE, STICK_OLD.
        """
        member, secret = self._member(), self._members.receiving_secret()
        if secret is None:
            raise refuse(Code.STICK_NO_PORTAL)
        try:
            plain = self._tools.seals.open(content, secret, DOWN)
        except EnvelopeError as error:
            raise refuse(Code.STICK_DAMAGED) from error
        told = self._tools.writing.read(plain, member)
        if told.log != self._rows.position().log:
            raise refuse(Code.STICK_OLD)
        order = self._obey(told, member)
        if order is not None and order.order.kind is OrderKind.WIPE:
            return ReceiptTaken(Outcome.ORDERED, order=order)
        return replace(self._act(told), order=order)

    def _obey(self, told: Receipt, member: Membership) -> Obeyed | None:
        """Return the first order that is believed; as in a round, none is meant for a store out of a backup."""
        secret, standing = self._keys.secret(), self._members.standing()
        if secret is None or self._members.is_restored():
            return None
        signing, now = self._tools.signing, self._tools.clock.now() - timedelta(seconds=standing.skew)
        sign = partial(signing.sign, secret)
        for order in read_orders(told.orders, member, signing, now):
            obeyed = Obeyed(order, receipt(order, member.device, sign), member.url, member.way)
            if order.kind is OrderKind.WIPE:
                places = tuple(str(place.folder) for place in self._beside.backups.places())
                return replace(obeyed, store=self._beside.backups.store_id(), backups=places)
            if order.id not in standing.obeyed:
                self._members.note(standing.obeying(order.id))
                return obeyed
        return None

    def _act(self, told: Receipt) -> ReceiptTaken:
        position = self._rows.position()
        if told.life < position.epoch:
            raise refuse(Code.STICK_OLD)
        before = self._rows.state().waiting
        if told.life > position.epoch:
            self._rows.begin_epoch(told.life)
            return ReceiptTaken(Outcome.AGAIN)
        for one in told.answers:
            if not self._settle(one):
                return ReceiptTaken(Outcome.AGAIN)
        read = self._keep_pages(told)
        answered = before - self._rows.state().waiting
        if not answered and not read:
            return ReceiptTaken(Outcome.KNOWN)
        self._members.note(self._members.standing().reached(self._tools.clock.now()))
        self._beside.after()
        return ReceiptTaken(Outcome.TAKEN, answered)

    def _settle(self, one: Answered) -> bool:
        """Act on the word on one batch; return whether the next one can follow."""
        if one.pushed is not None:
            self._rows.settle(one.pushed)
            return True
        if one.code == "epoch_changed":  # of a life this store knows by now: the file was written before
            raise refuse(Code.STICK_OLD)
        if one.code == "log_fork" or (one.code == "seq_gap" and not self._rows.rewind(one.expected)):
            self._rows.begin_log()
        return False

    def _keep_pages(self, told: Receipt) -> int:
        """Keep what goes on from where this store is; what was read over the network meanwhile is not read back."""
        asked, kept = told.asked_from, 0
        for page in told.pages:
            if self._rows.position().cursor == asked and page.cursor != asked:
                self._rows.keep_page(page)
                kept += 1
            asked = page.cursor
        return kept

    def _member(self) -> Membership:
        member = self._members.membership()
        if member is None:
            raise refuse(Code.STICK_NO_PORTAL)
        return member
