"""What taking over lists asks of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from lotse_app.models.batch import Batch
    from lotse_app.models.operation import Operation
    from lotse_app.models.session import CounsellingSession
    from lotse_app.models.sheet_cells import Value


class BatchRows(Protocol):
    """Lists that were taken over."""

    def add(self, batch: Batch, sessions: Sequence[CounsellingSession], operations: Sequence[Operation]) -> None:
        """Write all sessions of a batch, or none. Raises SHEET_TAKEN."""
        ...

    def undo(self, batch_id: str, by: str, at: datetime, operations: Callable[[str], Sequence[Operation]]) -> int:
        """Put the sessions of a batch into the bin; return how many went. Raises RECORD_MISSING."""
        ...

    def undone(self, by: str = "") -> tuple[Batch, ...]:
        """Return the lists (of a pilot) that lie in the bin, taken back last first; ``at`` is when they went."""
        ...

    def redo(self, batch_id: str, operations: Callable[[str], Sequence[Operation]]) -> int:
        """Take a list out of the bin; return how many sessions count again. Raises RECORD_MISSING, SHEET_TAKEN."""
        ...

    def sessions(self, pilot_id: str) -> tuple[CounsellingSession, ...]:
        """Return the sessions of a pilot that came with lists and do not lie in the bin."""
        ...

    def last(self, by: str = "") -> Batch | None:
        """Return the batch that was taken over last, by a pilot where one is said, and still stands."""
        ...


class TableFiles(Protocol):
    """Tables in files."""

    def read(self, path: Path) -> list[list[Value]]:
        """Return the rows of the first sheet. Raises SHEET_UNREADABLE, SHEET_TOO_LARGE."""
        ...
