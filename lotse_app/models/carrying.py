"""What a receipt brought by stick says, and what became of it (design/sync, 2 and 4). Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from lotse_app.models.health import Health
    from lotse_app.models.orders import Obeyed
    from lotse_app.models.sync import Pulled, Pushed

#: How both files are called on their envelopes, and how they end.
UP, DOWN = "lotse-stick", "lotse-stick-receipt"
SUFFIX, RECEIPT_SUFFIX = ".lotsestick", ".lotsequittung"


@dataclass(frozen=True, slots=True)
class Word:
    """What a device says of itself in a file: when, how it is, its clock, receipts for orders it carried out (JWS)."""

    at: datetime
    health: Health
    skew: int = 0
    done: tuple[str, ...] = ()

    @property
    def oldest_seconds(self) -> int:
        """Return how long the oldest work has waited."""
        oldest = self.health.oldest
        return 0 if oldest is None else max(0, round((self.at - oldest).total_seconds()))


class EnvelopeError(Exception):
    """Bytes that were not sealed for who tries to open them, or are not all there."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The portal's word on one batch: answers, or the code why it does not fit and what is expected instead."""

    pushed: Pushed | None = None
    code: str = ""
    expected: int = 0
    epoch: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the portal said to a file: of which log it was, and from where on the feed is told in ``pages``.

    ``epoch`` is the portal's where it could not tell the feed, since the cursor was of another time; else 0. ``orders``
    are unread.
    """

    log: str
    asked_from: str
    answers: tuple[Answered, ...]
    pages: tuple[Pulled, ...]
    epoch: int = 0
    orders: tuple[str, ...] = ()

    @property
    def life(self) -> int:
        """Return in which of its lives (epoch) the portal wrote this."""
        said = [one.pushed.epoch if one.pushed is not None else one.epoch for one in self.answers]
        return max((self.epoch, *said, *(page.epoch for page in self.pages)))


class Outcome(Enum):
    """What became of a receipt: taken in, known already, or everything that waits has to be written once more.

    ORDERED: nothing of it was taken in, since this device is to be wiped.
    """

    TAKEN = auto()
    KNOWN = auto()
    AGAIN = auto()
    ORDERED = auto()


@dataclass(frozen=True, slots=True)
class ReceiptTaken:
    """What became of a receipt, how many operations it answered, and the order that came with it."""

    outcome: Outcome
    answered: int = 0
    order: Obeyed | None = None
