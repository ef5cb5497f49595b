"""Exchange by stick for places without any network: what waits goes out in a file, the receipt comes back.

The file holds the batches a round would have sent, sealed to the portal's key; the receipt holds the answers a round
would have got. Until it is read everything goes on waiting, so a stick that is lost loses nothing, and a network in
between doubles nothing: the portal gives the same operation the same answer for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.models.carrying import DOWN, SUFFIX, UP, EnvelopeError, Outcome, ReceiptTaken
from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.clock import Clock
    from lotse_app.models.carrying import Answered, Receipt
    from lotse_app.models.station_seal import Signing
    from lotse_app.models.sync import Membership
    from lotse_app.workflows.paper_ports import PaperFiles
    from lotse_app.workflows.sync_ports import DeviceKeyRows, MemberRows, PortalRows, Seals, StickWriting

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


class Carrying:
    """Writes files for the portal and reads receipts; ``after`` is what a round leaves to be done."""

    def __init__(
        self,
        members: MemberRows,
        rows: PortalRows,
        keys: DeviceKeyRows,
        tools: StickTools,
        after: Callable[[], None],
    ) -> None:
        self._members = members
        self._rows = rows
        self._keys = keys
        self._tools = tools
        self._after = after

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
        plain = self._tools.writing.written(member, self._rows.position(), waiting, sign)
        return self._tools.seals.seal(plain, member.portal_receive, UP, member.fingerprint)

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
        return self._act(self._tools.writing.read(plain, member))

    def _act(self, told: Receipt) -> ReceiptTaken:
        position = self._rows.position()
        if told.log != position.log or told.life < position.epoch:
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
        self._after()
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
