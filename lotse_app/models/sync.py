"""What device and central portal tell each other, as the device sees it (design/sync, 4 to 6). Plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Verdict(StrEnum):
    """What the portal says of one operation."""

    OK = "ok"
    DUP = "dup"
    MERGED = "merged"
    DEFERRED = "deferred"
    CONFLICT = "conflict"
    REJECTED = "rejected"

    @property
    def taken(self) -> bool:
        """Return whether the portal holds what the operation wanted."""
        return self in {Verdict.OK, Verdict.DUP, Verdict.MERGED}


@dataclass(frozen=True, slots=True)
class Position:
    """How far this store is: its log, the portal's life it knows, and what it has read of it."""

    log: str
    epoch: int = 0
    cursor: str = ""
    through: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """The portal's word on one operation; ``change`` is the number in the feed under which its effect comes down."""

    seq: int
    verdict: Verdict
    change: int = 0
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pushed:
    """The answer to a batch. Up to ``durable_seq`` a verified backup of the portal holds the log."""

    epoch: int
    last_seq: int
    durable_seq: int
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class PulledRecord:
    """A record as the portal holds it; a tombstone has no document. ``purged``: erased by law, on every device."""

    kind: str
    id: str
    version: int
    doc: Mapping[str, Any] | None
    purged: bool = False


@dataclass(frozen=True, slots=True)
class Pulled:
    """A page of what changed. ``through``: up to which change the feed of the own station is covered."""

    epoch: int
    cursor: str
    through: int
    more: bool
    rows: tuple[PulledRecord, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """How the portal is reached: over a proxy, with certificates of an own authority (PEM); empty: neither."""

    proxy: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """What a device that has joined knows of its portal: where it is, who the device is there, whose key it pinned."""

    url: str
    device: str
    fingerprint: str
    #: Station and Träger as the portal names them, and as this device named them before it joined (see ``Renaming``).
    station: str = ""
    operator: str = ""
    home_station: str = ""
    home_operator: str = ""
    #: Role of the device, and the further stations a coordinator's device sees.
    role: str = "pilot"
    sees: tuple[str, ...] = ()
    #: The portal's public keys, 32 bytes each: what orders are signed with (pinned), what files for it are sealed to.
    portal_sign: bytes = b""
    portal_receive: bytes = b""
    way: Way = field(default_factory=Way)
    joined_at: datetime | None = None


class EpochChangedError(Exception):
    """The portal was restored, or our cursor is of another time: a fresh snapshot, and everything is sent again."""

    def __init__(self, epoch: int) -> None:
        super().__init__(f"epoch {epoch}")
        self.epoch = epoch


class SeqGapError(Exception):
    """The portal lacks operations before this batch: it is at ``expected``."""

    def __init__(self, expected: int) -> None:
        super().__init__(f"expected {expected}")
        self.expected = expected


class LogForkError(Exception):
    """Another operation stands at one of our numbers: this store was copied or restored without a new log."""
