"""What the rules of the portal talk about: operations, records, and what became of them (design/sync, 4).

Plain values: no database, no HTTP, no clock. The rules in ``reducer`` take and return nothing else.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import rfc8785

if TYPE_CHECKING:
    from collections.abc import Mapping


class Act(StrEnum):
    """What an operation does to its record (``t`` on the wire)."""

    CREATE = "create"
    PATCH = "patch"
    DELETE = "delete"


class Kind(StrEnum):
    """Kinds of records that travel (``k`` on the wire)."""

    SESSION = "session"
    APPLICATION_STATUS = "application_status"
    OBSTACLE = "obstacle"
    STATION = "station"
    FORM = "form"


class Role(StrEnum):
    """What a device may do: a coordinator's device sees the figures of its stations and edits their settings."""

    PILOT = "pilot"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


class Verdict(StrEnum):
    """What became of an operation; each of them consumes its ``seq``, so that one bad operation never blocks."""

    OK = "ok"
    DUP = "dup"
    MERGED = "merged"
    CONFLICT = "conflict"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Device:
    """Who pushes: one installation at a station.

    ``stations`` are those a coordinator's device may read and edit besides; ``before`` are the ids its station had
    before it was enrolled: what was recorded under them is accepted as its own.
    """

    id: str
    station: str
    role: Role = Role.PILOT
    stations: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()

    @property
    def scope(self) -> frozenset[str]:
        """Return every station this device may see."""
        return self.stations | {self.station}

    def settled(self, station: str) -> str:
        """Return the station an id means today."""
        return self.station if station in self.before else station


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a device's log.

    ``body`` is ``doc`` of a create, ``set`` of a patch (``{"/state": {"p": "9f3c…", "v": "received"}}``), and of a
    delete ``{"p": …}`` over the whole record as its author saw it, or nothing.
    """

    seq: int
    op: str
    act: Act
    kind: Kind
    record_id: str
    by: str
    at: str
    schema: int
    body: Mapping[str, Any]
    fault: str = ""  # why its content was not even understood; it is refused, and its number is used up


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive operations of one log: ``ops[0].seq`` is the first, at most 500."""

    log: str
    epoch: int
    ops: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What the portal holds of one record.

    ``change`` is the number of its last change in its station's feed; ``by`` and ``at`` say whose change it was.
    """

    kind: Kind
    id: str
    station: str
    device: str
    schema: int
    doc: Mapping[str, Any]
    version: int
    change: int
    by: str = ""
    at: str = ""
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the device is told of one operation: the change it made, or why it made none."""

    verdict: Verdict
    change: int = 0
    detail: Mapping[str, Any] = field(default_factory=dict)


def digest(value: object) -> str:
    """Return ``p``: the first 16 hexadecimal digits of SHA-256 over the RFC 8785 form of a JSON value."""
    return hashlib.sha256(canonical(value)).hexdigest()[:16]


#: Made once: for a small value that costs as much as the writing.
_WRITER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def written(value: object) -> str:
    """Return JSON as it lies in a row: twenty times faster to make than the canonical form, and never hashed.

    Raises ValueError for NaN and infinity.
    """
    return _WRITER.encode(value)


def canonical(value: object) -> bytes:
    """Return the RFC 8785 form. Raises rfc8785.CanonicalizationError where a value has none."""
    return rfc8785.dumps(value)  # type: ignore[arg-type] # JSON values are what a parsed body holds
