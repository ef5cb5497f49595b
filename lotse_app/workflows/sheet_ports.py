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

    def sessions(self, pilot_id: str) -> tuple[CounsellingSession, ...]:
        """Return the sessions of a pilot that came with lists and do not lie in the bin."""
        ...

    def last(self) -> Batch | None:
        """Return the batch that was taken over last and still stands."""
        ...


class TableFiles(Protocol):
    """Tables in files."""

    def read(self, path: Path) -> list[list[Value]]:
        """Return the rows of the first sheet. Raises SHEET_UNREADABLE, SHEET_TOO_LARGE."""
        ...
