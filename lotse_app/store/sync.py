"""The store's side of the exchange with the portal (design/sync, 4 to 6): answers, what it holds, how far we read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.portal_standing import OutboxState
from lotse_app.models.sync import Position, PulledRecord, Verdict
from lotse_app.store.columns import document, moment_text, read_document, read_moment_or_none
from lotse_app.store.erasing import open_gate
from lotse_app.store.outbox import PRESENT
from lotse_app.store.portal_records import forget_what_was_read

if TYPE_CHECKING:
    from datetime import datetime

    from lotse_app.clock import Clock
    from lotse_app.ids import Ids
    from lotse_app.models.operation import Kind, LoggedOperation
    from lotse_app.models.sync import Pulled, Pushed
    from lotse_app.store.connection import Connection
    from lotse_app.store.outbox import OutboxTable

_RULE = "abgleich"
#: Verdict of what the portal did not apply, after a person decided: never said by a portal.
CLEARED = "cleared"
_TAKEN = document([*(verdict.value for verdict in Verdict if verdict.taken), CLEARED])
#: What the portal said of an operation, before it said anything.
_UNANSWERED = "handed_on_at = NULL, verdict = '', change = 0, detail = '{}'"
#: What we told of a record that was erased by law; the deletion itself stays until it is durable.
_DROP_PURGED = (
    "DELETE FROM outbox WHERE kind = ? AND record_id = ? AND act <> 'delete'"
    " AND verdict IN (SELECT value FROM json_each(?))"
)


class SyncTable:
    """Implements ``sync_ports.SyncRows``. Each call is one transaction."""

    def __init__(self, connection: Connection, outbox: OutboxTable, clock: Clock, ids: Ids) -> None:
        self._connection = connection
        self._outbox = outbox
        self._clock = clock
        self._ids = ids

    def position(self) -> Position:
        """Return how far the store is."""
        (row,) = self._connection.rows(f"SELECT {PRESENT} AS log, epoch, cursor, through FROM portal_place")  # noqa: S608 - a literal of this package
        return Position(row["log"], row["epoch"], row["cursor"], row["through"])

    def waiting(self, limit: int, behind: int = 0) -> tuple[LoggedOperation, ...]:
        """Return the oldest operations of the log without an answer behind a number, in order and without a gap."""
        found = self._outbox.waiting(limit, behind)
        return tuple(one for at, one in enumerate(found) if one.seq == found[0].seq + at)

    def settle(self, pushed: Pushed, log: str | None = None) -> None:
        """Keep the answers; let go of what is taken, durable and read back.

        What was refused or is in conflict is somebody's work: it stays until they decided. Nothing is kept of answers
        about another ``log`` than the present one: its numbers mean other operations.
        """
        if log is not None and log != self.position().log:
            return
        now = moment_text(self._clock.now())
        with open_gate(self._connection, _RULE):
            self._connection.run_many(
                "UPDATE outbox SET handed_on_at = ?, verdict = ?, change = ?, detail = ?"  # noqa: S608 - a literal of this package
                f" WHERE log = {PRESENT} AND seq = ? AND handed_on_at IS NULL",
                [
                    (now, one.verdict.value, one.change, document(dict(one.detail)), one.seq)
                    for one in pushed.results
                    if one.verdict is not Verdict.DEFERRED
                ],
            )
            self._connection.run(
                f"DELETE FROM outbox WHERE log = {PRESENT} AND seq <= ?"  # noqa: S608 - a literal of this package
                " AND verdict IN (SELECT value FROM json_each(?)) AND change <= (SELECT through FROM portal_place)",
                (pushed.durable_seq, _TAKEN),
            )

    def keep_page(self, pulled: Pulled, behind: Position | None = None) -> None:
        """Keep the rows of a page and the cursor behind it; of what was erased by law nothing else stays.

        Nothing is kept of a page that was asked for ``behind`` another place than this store's: there would be a hole.
        """
        if behind is not None and behind != self.position():
            return
        gone = [(one.kind, one.id, _TAKEN) for one in pulled.rows if one.purged]
        with open_gate(self._connection, _RULE) if gone else self._connection.atomic():
            self._connection.run_many(_DROP_PURGED, gone)
            for one in pulled.rows:
                doc = None if one.doc is None else document(dict(one.doc))
                row = {"kind": one.kind, "id": one.id, "version": one.version, "doc": doc, "purged": int(one.purged)}
                self._connection.put("portal_record", row, ("kind", "id"))
            self._connection.run("UPDATE portal_place SET cursor = ?, through = ?", (pulled.cursor, pulled.through))

    def rewind(self, expected: int) -> bool:
        """Let everything from a number on wait again. Return False where the store no longer has it."""
        from_there = f"WHERE log = {PRESENT} AND seq >= ?"
        with self._connection.atomic():
            oldest = self._connection.value(f"SELECT min(seq) FROM outbox {from_there}", (expected,))  # noqa: S608 - a literal of this package
            if oldest != expected:
                return False
            self._connection.run(f"UPDATE outbox SET {_UNANSWERED} {from_there}", (expected,))  # noqa: S608 - a literal of this package
            self._connection.run("UPDATE portal_place SET compared_at = ''")  # something went wrong: compare soon
        return True

    def begin_epoch(self, epoch: int) -> None:
        """Forget what was read of the portal; let everything that is kept wait again."""
        with self._connection.atomic():
            forget_what_was_read(self._connection)
            self._connection.run("UPDATE portal_place SET epoch = ?", (epoch,))
            self._connection.run(f"UPDATE outbox SET {_UNANSWERED}")  # noqa: S608 - a literal of this package

    def begin_log(self) -> None:
        """Open a new log and number everything that is kept anew, in order."""
        with open_gate(self._connection, _RULE):
            open_log(self._connection, self._ids.new(), self._clock.now())

    def begin_elsewhere(self) -> None:
        """Open a new log for another portal: what the one before has taken, or somebody decided about, stays there."""
        with open_gate(self._connection, _RULE):
            self._connection.run("DELETE FROM outbox WHERE verdict IN (SELECT value FROM json_each(?))", (_TAKEN,))
            open_log(self._connection, self._ids.new(), self._clock.now())

    def leave(self) -> None:
        """Forget what was read of the portal and which life of it this was; what waits goes on waiting."""
        with self._connection.atomic():
            forget_what_was_read(self._connection)
            self._connection.run("UPDATE portal_place SET epoch = 0")

    def state(self) -> OutboxState:
        """Return what lies in the outbox."""
        (row,) = self._connection.rows(
            "SELECT count(*) FILTER (WHERE handed_on_at IS NULL) AS waiting,"
            " min(at) FILTER (WHERE handed_on_at IS NULL) AS oldest,"
            " count(*) FILTER (WHERE verdict = 'rejected') AS refused,"
            " count(*) FILTER (WHERE verdict = 'conflict') AS unclear"
            " FROM outbox WHERE log = ? AND (handed_on_at IS NULL OR verdict IN ('rejected', 'conflict'))",
            (self._outbox.log_id,),
        )
        return OutboxState(row["waiting"], read_moment_or_none(row["oldest"]), row["refused"], row["unclear"])

    def held(self, kind: Kind, record_id: str) -> PulledRecord | None:
        """Return a record as the portal was last read to hold it; None where it was never read."""
        asked = (kind.value, record_id)
        row = self._connection.row("SELECT * FROM portal_record WHERE kind = ? AND id = ?", asked)
        if row is None:
            return None
        doc = None if row["doc"] is None else read_document(row["doc"])
        return PulledRecord(row["kind"], row["id"], row["version"], doc)


def open_log(connection: Connection, log: str, at: datetime) -> None:
    """Open a new log and hand every kept operation to it, to be sent again (design/sync, 4). Inside an open gate.

    What was read of the portal is forgotten: this store may be older than what it read.
    """
    kept = connection.rows("SELECT * FROM outbox ORDER BY (SELECT number FROM log WHERE id = outbox.log), seq")
    connection.insert("log", {"id": log, "begun_at": moment_text(at), "last_seq": len(kept)})
    connection.run("DELETE FROM outbox")
    anew = {"handed_on_at": None, "verdict": "", "change": 0, "detail": "{}", "log": log}
    for seq, row in enumerate(kept, start=1):
        connection.insert("outbox", dict(row) | anew | {"seq": seq})
    forget_what_was_read(connection)
