"""What a device says of itself to the portal: counts, ids and dates, for the day it is lost (design/privacy)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A Vorgang that lies on the device: which service, since which day; no content."""

    id: str
    service: str
    since: str


@dataclass(frozen=True, slots=True)
class Health:
    """How the outbox stands, and what somebody who has the device would have before them, if they could open it.

    ``persons`` is how many persons have a Vorgang here, ``trail_head`` the hash of the last entry of the Protokoll,
    ``encrypted`` whether the file of the store says nothing to who has no key.
    """

    waiting: int
    refused: int
    conflicting: int
    oldest: datetime | None
    persons: int
    cases: tuple[OpenCase, ...]
    trail_head: str
    #: Bytes of room on the store's disk, in steps of 100 MB; 0 where nobody can say.
    disk_free: int = 0
    encrypted: bool = True
