"""Many sessions that were taken over at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """One list that was taken over; ``digest`` tells the same list again, ``count`` is how many sessions came of it."""

    id: str
    at: datetime
    by: str
    digest: str
    count: int = 0
