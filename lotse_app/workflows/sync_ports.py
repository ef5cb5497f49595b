"""What the exchange with the portal needs of the store and of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.operation import LoggedOperation
    from lotse_app.models.sync import Position, Pulled, Pushed


class PortalLink(Protocol):
    """The portal as seen through the network. Each call may be lost on its way there or back."""

    def push(self, position: Position, operations: Sequence[LoggedOperation]) -> Pushed:
        """Hand over a batch. Raises EpochChangedError, SeqGapError, LogForkError, ProblemError."""
        ...

    def changes(self, position: Position, limit: int) -> Pulled:
        """Return the next page of changes. Raises EpochChangedError, ProblemError."""
        ...


class SyncRows(Protocol):
    """The store's side of the exchange. Each call is one transaction: whole, or as if it had not been."""

    def position(self) -> Position:
        """Return how far the store is."""
        ...

    def waiting(self, limit: int) -> tuple[LoggedOperation, ...]:
        """Return the oldest operations of the log without an answer, in order and without a gap."""
        ...

    def settle(self, pushed: Pushed) -> None:
        """Keep the answers, and let go of what is both answered and durable."""
        ...

    def keep_page(self, pulled: Pulled) -> None:
        """Keep the rows of a page and the cursor behind it."""
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
