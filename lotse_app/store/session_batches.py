"""Many sessions taken over at once, from a list; a whole batch is taken back in one act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.batch import Batch
from lotse_app.models.problems import Code, refuse
from lotse_app.models.trail import Deed
from lotse_app.store.columns import moment_text, read_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from lotse_app.models.operation import Operation
    from lotse_app.models.session import CounsellingSession
    from lotse_app.store.connection import Connection
    from lotse_app.store.outbox import OutboxTable
    from lotse_app.store.sessions import SessionTable
    from lotse_app.store.trail import TrailTable


class BatchTable:
    """Implements ``sheet_ports.BatchRows``."""

    def __init__(self, connection: Connection, sessions: SessionTable, outbox: OutboxTable, trail: TrailTable) -> None:
        self._connection = connection
        self._sessions = sessions
        self._outbox = outbox
        self._trail = trail

    def add(self, batch: Batch, sessions: Sequence[CounsellingSession], operations: Sequence[Operation]) -> None:
        """Write all sessions of a batch, or none. Raises SHEET_TAKEN if the same list was taken and not taken back."""
        with self._connection.atomic():
            known = "SELECT 1 FROM session_batch WHERE digest = ? AND undone_at IS NULL"
            if self._connection.row(known, (batch.digest,)) is not None:
                raise refuse(Code.SHEET_TAKEN)
            row = {"id": batch.id, "at": moment_text(batch.at), "by": batch.by, "digest": batch.digest}
            self._connection.insert("session_batch", row | {"count": len(sessions)})
            for session in sessions:
                self._sessions.start(session)
                self._connection.run("UPDATE session SET batch = ? WHERE id = ?", (batch.id, session.id))
            self._outbox.append(operations)
            self._trail.note(Deed.SESSIONS_TAKEN, batch.id)

    def undo(self, batch_id: str, by: str, at: datetime, operations: Callable[[str], Sequence[Operation]]) -> int:
        """Put the sessions of a batch into the bin, except those with an application; return how many went.

        Raises RECORD_MISSING if there is no such batch or it was taken back before.
        """
        with self._connection.atomic():
            open_now = self._connection.run(
                "UPDATE session_batch SET undone_at = ? WHERE id = ? AND undone_at IS NULL", (moment_text(at), batch_id)
            )
            if not open_now:
                raise refuse(Code.RECORD_MISSING, kind="session_batch")
            rows = self._connection.rows(
                "SELECT id FROM session WHERE batch = ? AND deleted_at IS NULL"
                " AND NOT EXISTS (SELECT 1 FROM application WHERE session = session.number)",
                (batch_id,),
            )
            for row in rows:
                self._connection.run(
                    "UPDATE session SET deleted_at = ?, deleted_by = ? WHERE id = ?", (moment_text(at), by, row["id"])
                )
                self._outbox.append(operations(row["id"]))
            self._trail.note(Deed.SESSIONS_TAKEN_BACK, batch_id)
        return len(rows)

    def sessions(self, pilot_id: str) -> tuple[CounsellingSession, ...]:
        """Return the sessions of a pilot that came with lists and do not lie in the bin."""
        rows = self._connection.rows(
            "SELECT id FROM session WHERE batch IS NOT NULL AND deleted_at IS NULL AND pilot_id = ?", (pilot_id,)
        )
        return self._sessions.page([row["id"] for row in rows])

    def last(self) -> Batch | None:
        """Return the batch that was taken over last and still stands."""
        row = self._connection.row("SELECT * FROM session_batch WHERE undone_at IS NULL ORDER BY number DESC LIMIT 1")
        if row is None:
            return None
        return Batch(row["id"], read_moment(row["at"]), row["by"], row["digest"], row["count"])
