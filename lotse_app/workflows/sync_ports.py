"""What the exchange with the portal needs of the store and of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from lotse_app.models.backup import BackupPlace
    from lotse_app.models.carrying import Receipt, Word
    from lotse_app.models.clearing import Loser
    from lotse_app.models.health import Health
    from lotse_app.models.joining import Approach, Greeting, Welcome
    from lotse_app.models.mending import Purge
    from lotse_app.models.operation import Kind, LoggedOperation, Operation
    from lotse_app.models.portal_standing import OutboxState, Standing
    from lotse_app.models.sync import Membership, Position, Pulled, PulledRecord, Pushed, Way


T = TypeVar("T")


class PortalLink(Protocol):
    """The portal as seen through the network. Each call may be lost on its way there or back."""

    def push(self, position: Position, operations: Sequence[LoggedOperation]) -> Pushed:
        """Hand over a batch. Raises EpochChangedError, SeqGapError, LogForkError, ProblemError."""
        ...

    def changes(self, position: Position, limit: int) -> Pulled:
        """Return the next page of changes. Raises EpochChangedError, ProblemError."""
        ...


class OnStore(Protocol):
    """Does work on the store lane and returns its result."""

    def __call__(self, work: Callable[[], T], /) -> T:
        """Raises STORE_LOCKED where the store is closed."""
        ...


class BesideStore(Protocol):
    """Begins work on the store lane and returns what waits for its result."""

    def __call__(self, work: Callable[[], T], /) -> Callable[[], T]:
        """Work begun earlier is done earlier; what it raises is raised where its result is asked for."""
        ...


class SyncRows(Protocol):
    """The store's side of the exchange. Each call is one transaction: whole, or as if it had not been."""

    def position(self) -> Position:
        """Return how far the store is."""
        ...

    def waiting(self, limit: int, behind: int = 0) -> tuple[LoggedOperation, ...]:
        """Return the oldest operations of the log without an answer behind a number, in order and without a gap."""
        ...

    def settle(self, pushed: Pushed, log: str | None = None) -> None:
        """Keep the answers, and let go of what is both answered and durable; nothing where this is not the log."""
        ...

    def keep_page(self, pulled: Pulled, behind: Position | None = None) -> None:
        """Keep the rows of a page and the cursor behind it; nothing where the store is not where it was asked from."""
        ...

    def rewind(self, expected: int) -> bool:
        """Let everything from a number on wait again. Return False where the store no longer has it."""
        ...

    def begin_epoch(self, epoch: int) -> None:
        """Forget what was read of the portal; let everything that is kept wait again."""
        ...

    def begin_log(self) -> None:
        """Open a new log and number everything that is kept anew, in order."""
        ...


class PortalRows(SyncRows, Protocol):
    """The store's side of rounds: the exchange, and what the window tells of it. Store lane."""

    def state(self) -> OutboxState:
        """Return what lies in the outbox."""
        ...


class MendingRows(Protocol):
    """What is compared with the portal, and what of erased records is left here. Store lane."""

    def is_due(self) -> bool:
        """Return whether the last comparison is a day old, or something went wrong since."""
        ...

    def note_compared(self) -> None:
        """Note that the portal has compared."""
        ...

    def versions(self, kind: Kind) -> Sequence[tuple[str, int]]:
        """Return (id, version) of every record of a kind as the portal was last read."""
        ...

    def read_again(self) -> None:
        """Read from the beginning with the next page."""
        ...

    def drop_unseen(self, differing: Mapping[str, Collection[int]], seen: Collection[tuple[str, str]]) -> int:
        """Forget records of these buckets that the portal did not name; return how many."""
        ...

    def purges(self) -> tuple[Purge, ...]:
        """Return what was erased by law and not answered for yet."""
        ...

    def note_proved(self, purges: Sequence[Purge]) -> None:
        """Note that the portal has our word for these."""
        ...


class ClearingRows(Protocol):
    """Operations the portal did not apply. Store lane."""

    def losers(self) -> tuple[Loser, ...]:
        """Return what the portal refused or found in conflict and nobody has decided about."""
        ...

    def open_for(self, kind: str, record_id: str) -> tuple[LoggedOperation, ...]:
        """Return what of a record lies over what the portal holds, in order."""
        ...

    def decide(self, ops: Sequence[str], operations: Sequence[Operation]) -> None:
        """Note that somebody decided about operations, and write what follows of it."""
        ...


class HealthRows(Protocol):
    """What the portal is told of this store. Store lane."""

    def health(self) -> Health:
        """Return counts, ids and dates."""
        ...


class HeldRows(Protocol):
    """Records as the portal was last read to hold them. Store lane."""

    def held(self, kind: Kind, record_id: str) -> PulledRecord | None:
        """Return a record, None where it was never read."""
        ...


class MendingLink(PortalLink, Protocol):
    """The portal as far as comparing and erasures go."""

    def differing(self, kinds: Mapping[str, Mapping[int, tuple[int, int]]]) -> Mapping[str, Collection[int]]:
        """Return by kind the buckets (count, mark) in which the portal holds something else. Raises ProblemError."""
        ...

    def prove(self, proofs: Sequence[tuple[str, str, str]]) -> None:
        """Give our word that nothing is left of records (kind, id, proof). Raises ProblemError."""
        ...


class OpenLink(MendingLink, Protocol):
    """The portal for one open desk: it can be asked who it is, and let go of."""

    def greet(self) -> Greeting:
        """Return what the portal says of itself. Raises ProblemError."""
        ...

    def orders(self) -> tuple[str, ...]:
        """Return the orders that came with what was asked, unread."""
        ...

    def report(self, health: Health, oldest_seconds: int, skew_seconds: int) -> None:
        """Say how this device is. Raises ProblemError."""
        ...

    def ask_orders(self) -> tuple[str, ...]:
        """Ask for orders and nothing else. Raises ProblemError."""
        ...

    def close(self) -> None:
        """Close every connection."""
        ...

    def stop(self) -> None:
        """Forget the key, cut what is under way, ask nothing any more. Any lane."""
        ...


class PortalDoor(Protocol):
    """Everything of the network; what is behind it is loaded with the first question."""

    def enter(self, approach: Approach) -> Welcome:
        """Look who answers, then ask to be let in. Net lane. Raises ProblemError."""
        ...

    def give_up(self) -> None:
        """Let go of asking to be let in, if that is under way. Any lane."""
        ...

    def stop(self) -> None:
        """Let go of asking to be let in, now and ever after: the desk is about to be closed. Any lane."""
        ...

    def acknowledge(self, url: str, way: Way, receipt: str) -> None:
        """Hand over a device's signed word that it carried an order out. Net lane. Raises ProblemError."""
        ...

    def link(self, member: Membership, sign: Callable[[bytes], bytes]) -> OpenLink:
        """Return the way to the portal of a device that has joined. Net lane."""
        ...


class ReceivingKeys(Protocol):
    """Makes keys to which others seal what only this device shall read (X25519)."""

    def new_secret(self) -> bytes:
        """Return a new secret key."""
        ...

    def public(self, secret: bytes) -> bytes:
        """Return the 32 bytes of the public key."""
        ...


class Seals(Protocol):
    """Seals files to one reader's receiving key (JWE)."""

    def seal(self, plain: bytes, public: bytes, kind: str, reader: str) -> bytes:
        """Return bytes that only the holder of the secret to ``public`` reads."""
        ...

    def open(self, content: bytes, secret: bytes, kind: str) -> bytes:
        """Return what was sealed for a secret. Raises EnvelopeError for whatever else it is."""
        ...


class StickWriting(Protocol):
    """What a file for the portal holds, and what its receipt says."""

    def written(
        self,
        member: Membership,
        position: Position,
        waiting: Sequence[LoggedOperation],
        word: Word,
        sign: Callable[[bytes], bytes],
    ) -> bytes:
        """Return what is to be sealed."""
        ...

    def read(self, plain: bytes, member: Membership) -> Receipt:
        """Return what the portal says. Raises STICK_DAMAGED, STICK_ELSEWHERE."""
        ...


class TransportPlace(Protocol):
    """Where a locked program finds what it needs to ask for orders: the OS keyring. Net lane."""

    def read(self) -> bytes | None:
        """Return what was kept, None where nothing was."""
        ...

    def keep(self, content: bytes) -> None:
        """Keep it, where there is a keyring."""
        ...


class Wiper(Protocol):
    """Deletes what this device holds. Work lane, with every store closed."""

    def wipe(self, store: str, backups: Sequence[str], receipt: bytes) -> None:
        """Delete key file, device secrets, store, and the backups of this store that lie on this device."""
        ...

    def receipt(self) -> bytes | None:
        """Return the receipt once everything is deleted, None where nobody waits for one."""
        ...

    def forget_receipt(self) -> None:
        """Forget the receipt: it was heard."""
        ...


class BackupPlaceRows(Protocol):
    """Where backups of this store lie. Store lane."""

    def store_id(self) -> str:
        """Return what names this store for good."""
        ...

    def places(self) -> tuple[BackupPlace, ...]:
        """Return every folder a backup was made in."""
        ...


class MemberRows(Protocol):
    """What the store knows of the portal this device has joined. Store lane."""

    def membership(self) -> Membership | None:
        """Return where this device is a member, None before it joined."""
        ...

    def device(self, new: str) -> str:
        """Return by which id this device asks to be let in: ``new`` the first time, the same ever after."""
        ...

    def receiving_secret(self) -> bytes | None:
        """Return the receiving key, None before it was made."""
        ...

    def keep_receiving_secret(self, secret: bytes) -> None:
        """Keep the receiving key."""
        ...

    def join(self, member: Membership) -> None:
        """Keep that this device is a member from now on."""
        ...

    def leave(self) -> None:
        """Keep that this device is a member no more; nothing of the work goes."""
        ...

    def begin_anew(self, device: str, secret: bytes, at: datetime) -> None:
        """Make this another device with a key of its own, for which the former one vouches."""
        ...

    def former(self) -> tuple[str, bytes] | None:
        """Return id and key this device had before it became another one; None where it did not."""
        ...

    def is_restored(self) -> bool:
        """Return whether this store came out of a backup and the portal has not yet taken it for the same device."""
        ...

    def settle_restored(self) -> None:
        """Keep that the portal has taken this store for the same device."""
        ...

    def change_way(self, way: Way) -> None:
        """Change how the portal is reached."""
        ...

    def standing(self) -> Standing:
        """Return how the rounds went."""
        ...

    def note(self, standing: Standing) -> None:
        """Keep how the rounds went."""
        ...


class DeviceKeyRows(Protocol):
    """The signing key of this device, which station files have already (ADR 0020)."""

    def secret(self) -> bytes | None:
        """Return the signing key, None before it was made."""
        ...

    def keep_secret(self, secret: bytes, at: datetime) -> None:
        """Keep the signing key."""
        ...
