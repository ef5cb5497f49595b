"""What a receipt brought by stick says, and what became of it (design/sync, 2 and 4). Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.models.sync import Pulled, Pushed

#: How both files are called on their envelopes, and how they end.
UP, DOWN = "lotse-stick", "lotse-stick-receipt"
SUFFIX, RECEIPT_SUFFIX = ".lotsestick", ".lotsequittung"


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

    ``epoch`` is the portal's where it could not tell the feed, since the cursor was of another time; else 0.
    """

    log: str
    asked_from: str
    answers: tuple[Answered, ...]
    pages: tuple[Pulled, ...]
    epoch: int = 0

    @property
    def life(self) -> int:
        """Return in which of its lives (epoch) the portal wrote this."""
        said = [one.pushed.epoch if one.pushed is not None else one.epoch for one in self.answers]
        return max((self.epoch, *said, *(page.epoch for page in self.pages)))


class Outcome(Enum):
    """What became of a receipt: taken in, known already, or everything that waits has to be written once more."""

    TAKEN = auto()
    KNOWN = auto()
    AGAIN = auto()


@dataclass(frozen=True, slots=True)
class ReceiptTaken:
    """What became of a receipt, and how many operations it answered."""

    outcome: Outcome
    answered: int = 0
