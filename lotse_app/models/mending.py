"""What device and portal compare of their records; proofs that something was erased (design/sync, 3 and 5). Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.models.operation import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Kinds that are compared. The station is one record, and has another name at the portal than here.
COMPARED = (Kind.SESSION, Kind.APPLICATION_STATUS, Kind.OBSTACLE)


@dataclass(frozen=True, slots=True)
class Purge:
    """A record that was erased by law somewhere: whether anything of it is left here, and what it is called here."""

    kind: str
    id: str
    left: bool
    name: str = ""


def bucket(record_id: str) -> int:
    """Return which of 256 buckets an id belongs to."""
    return hashlib.sha256(record_id.encode()).digest()[0]


def buckets(versions: Iterable[tuple[str, int]]) -> dict[int, tuple[int, int]]:
    """Return by bucket how many records (id, version) it has, and the XOR of 64 bits of SHA-256 over each."""
    found: dict[int, tuple[int, int]] = {}
    for record_id, version in versions:
        mark = int.from_bytes(hashlib.sha256(f"{record_id}|{version}".encode()).digest()[:8], "big")
        count, total = found.get(bucket(record_id), (0, 0))
        found[bucket(record_id)] = (count + 1, total ^ mark)
    return found


def proof_of(purge: Purge, device: str) -> str:
    """Return the digest (SHA-256, hexadecimal) of a device's word that nothing of a record is left there."""
    return hashlib.sha256(f"{device}|{purge.kind}|{purge.id}|nothing left".encode()).hexdigest()
