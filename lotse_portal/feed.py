"""What a device is handed down: pages of changed records behind an opaque cursor (design/sync, 3 and 5). Pure.

A cursor says how far each station's feed was read, under which scope and epoch. It can be taken apart and put together
by anybody who cares to, and says nothing that its holder does not know.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from lotse_portal.operations import Kind, canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lotse_portal.operations import Device, Record


#: A case lives on one device (design/sync, 7): how it stands goes back to that device only.
OF_ONE_DEVICE = frozenset({Kind.APPLICATION_STATUS, Kind.OBSTACLE})


class CursorGoneError(Exception):
    """The cursor is of another epoch or scope, or unreadable: 410, the device takes a fresh snapshot."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows a device may see, the cursor behind them, and how far its own station's feed is covered (``through``)."""

    rows: tuple[Mapping[str, Any], ...]
    cursor: str
    through: int
    more: bool


def write_cursor(device: Device, epoch: int, read: Mapping[str, int]) -> str:
    """Return the cursor of a device that has read each station's feed up to a number."""
    content = {"epoch": epoch, "scope": _scope(device), "read": dict(read)}
    return base64.urlsafe_b64encode(canonical(content)).decode().rstrip("=")


def read_cursor(device: Device, epoch: int, cursor: str) -> dict[str, int]:
    """Return how far each station's feed was read; nothing for an empty cursor. Raises CursorGoneError."""
    if not cursor:
        return dict.fromkeys(device.scope, 0)
    try:
        content = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        read = {str(station): int(number) for station, number in content["read"].items()}
        valid = content["epoch"] == epoch and content["scope"] == _scope(device)
    except (binascii.Error, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CursorGoneError from error
    if not valid or read.keys() != device.scope or min(read.values()) < 0:
        raise CursorGoneError
    return read


def page(device: Device, epoch: int, read: Mapping[str, int], records: Iterable[Record], limit: int) -> Page:
    """Return one page of the records behind ``read``, which come ordered by station and change, at most limit + 1."""
    found = list(records)
    taken = found[:limit]
    reached = dict(read)
    for record in taken:
        reached[record.station] = record.change
    rows = tuple(row for record in taken if (row := visible(device, record)) is not None)
    cursor = write_cursor(device, epoch, reached)
    return Page(rows, cursor, reached[device.station], len(found) > limit)


def visible(device: Device, record: Record) -> dict[str, Any] | None:
    """Return what a device may see of a record, None where that is nothing (design/sync, 1).

    A coordinator's device sees sessions of its other stations without pilot and clock times.
    """
    if record.station not in device.scope:
        return None
    if record.kind in OF_ONE_DEVICE and record.device != device.id:
        return None
    row: dict[str, Any] = {"k": record.kind.value, "id": record.id, "version": record.version, "change": record.change}
    if record.deleted:
        return row | {"deleted": True}
    own = record.station == device.station or record.kind is not Kind.SESSION
    shown = {"doc": dict(record.doc), "by": record.by, "at": record.at} if own else {"doc": without_clock(record.doc)}
    return row | {"schema": record.schema} | shown


def without_clock(doc: Mapping[str, Any]) -> dict[str, Any]:
    """Return a session with its day and minutes in place of pilot, start and end."""
    kept = {name: value for name, value in doc.items() if name not in {"pilot", "start", "end"}}
    start, end = (datetime.fromisoformat(str(doc[name])) for name in ("start", "end"))
    return kept | {"day": start.date().isoformat(), "minutes": max(0, round((end - start).total_seconds() / 60))}


def bucket(record_id: str) -> int:
    """Return which of 256 buckets an id belongs to, by its digest: ids made in one hour spread over all of them."""
    return hashlib.sha256(record_id.encode()).digest()[0]


def mark(record_id: str, version: int) -> int:
    """Return what one record adds to its bucket: 64 bits of SHA-256 over id and version, joined by XOR."""
    return int.from_bytes(hashlib.sha256(f"{record_id}|{version}".encode()).digest()[:8], "big")


def buckets(versions: Iterable[tuple[str, int]]) -> dict[int, tuple[int, int]]:
    """Return count and XOR by bucket of records as (id, version)."""
    found: dict[int, tuple[int, int]] = {}
    for record_id, version in versions:
        count, total = found.get(bucket(record_id), (0, 0))
        found[bucket(record_id)] = (count + 1, total ^ mark(record_id, version))
    return found


def _scope(device: Device) -> str:
    return hashlib.sha256("\n".join(sorted(device.scope)).encode()).hexdigest()[:16]
