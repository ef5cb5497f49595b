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

    def undone(self, by: str = "") -> tuple[Batch, ...]:
        """Return the lists (of a pilot) that lie in the bin, taken back last first; ``at`` is when they went."""
        rows = self._connection.rows(
            "SELECT session_batch.id, undone_at, by, digest, count(*) AS lying FROM session_batch"
            " JOIN session ON session.batch = session_batch.id AND session.deleted_at = undone_at"
            " WHERE ? IN ('', by) GROUP BY session_batch.id ORDER BY undone_at DESC",
            (by,),
        )
        return tuple(
            Batch(row["id"], read_moment(row["undone_at"]), row["by"], row["digest"], row["lying"]) for row in rows
        )

    def redo(self, batch_id: str, operations: Callable[[str], Sequence[Operation]]) -> int:
        """Take a list that was taken back out of the bin; return how many sessions count again.

        Raises RECORD_MISSING where nothing of it lies there, SHEET_TAKEN where the same list was taken anew.
        """
        with self._connection.atomic():
            lying = self._connection.rows(
                "SELECT session.id FROM session JOIN session_batch ON session_batch.id = batch"
                " WHERE batch = ? AND deleted_at = undone_at",
                (batch_id,),
            )
            if not lying:
                raise refuse(Code.RECORD_MISSING, kind="session_batch")
            anew = (
                "SELECT 1 FROM session_batch WHERE undone_at IS NULL"
                " AND digest = (SELECT digest FROM session_batch WHERE id = ?)"
            )
            if self._connection.row(anew, (batch_id,)) is not None:
                raise refuse(Code.SHEET_TAKEN)
            for row in lying:
                self._connection.run(
                    "UPDATE session SET deleted_at = NULL, deleted_by = NULL WHERE id = ?", (row["id"],)
                )
                self._outbox.append(operations(row["id"]))
            self._connection.run("UPDATE session_batch SET undone_at = NULL WHERE id = ?", (batch_id,))
            self._trail.note(Deed.SESSIONS_TAKEN, batch_id)
        return len(lying)

    def sessions(self, pilot_id: str) -> tuple[CounsellingSession, ...]:
        """Return the sessions of a pilot that came with lists and do not lie in the bin."""
        rows = self._connection.rows(
            "SELECT id FROM session WHERE batch IS NOT NULL AND deleted_at IS NULL AND pilot_id = ?", (pilot_id,)
        )
        return self._sessions.page([row["id"] for row in rows])

    def last(self, by: str = "") -> Batch | None:
        """Return the batch that was taken over last, by a pilot where one is said, and still stands."""
        row = self._connection.row(
            "SELECT * FROM session_batch WHERE undone_at IS NULL AND ? IN ('', by) ORDER BY number DESC LIMIT 1", (by,)
        )
        if row is None:
            return None
        return Batch(row["id"], read_moment(row["at"]), row["by"], row["digest"], row["count"])
