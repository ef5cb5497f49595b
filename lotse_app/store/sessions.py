"""Counselling records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.models.operation import Kind
from lotse_app.models.problems import Code, refuse
from lotse_app.models.session import Binned, Revision, Silence, Waiting, longest_silence
from lotse_app.models.trail import Deed
from lotse_app.store.columns import document, moment_text, read_document, read_moment
from lotse_app.store.driver import sqlite3
from lotse_app.store.errors import breaks_unique
from lotse_app.store.figure_cases import forget_cases
from lotse_app.store.portal_records import forget_old_sessions, forget_records
from lotse_app.store.session_columns import CHILDREN, child_rows, read_session, session_row
from lotse_app.store.statements import statement
from lotse_app.store.station_files import forget_contacts_of_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from sqlite3 import Row
    from typing import Any

    from lotse_app.models.operation import Operation
    from lotse_app.models.session import CounsellingSession
    from lotse_app.store.connection import Connection
    from lotse_app.store.outbox import OutboxTable
    from lotse_app.store.trail import TrailTable

#: Columns a table may be sorted by; the id breaks ties, so that an order is always the same.
_ORDERS = {
    "started_at": "session.started_at",
    "minutes": "session.minutes",
    "people": "session.people",
    "place_type": "session.place_type",
    "age_band": "session.age_band",
    "help_kind": "session.help_kind",
    "result": "session.result",
    "pilot": "pilot.sort_name",
}


class SessionTable:
    """Implements ``ports.SessionRows``."""

    def __init__(self, connection: Connection, outbox: OutboxTable, trail: TrailTable) -> None:
        self._connection = connection
        self._outbox = outbox
        self._trail = trail

    def start(self, session: CounsellingSession, operations: Sequence[Operation] = ()) -> None:
        """Write a new row, running or entered afterwards. Raises SESSION_RUNNING if this pilot has a running one."""
        try:
            with self._connection.atomic():
                self._connection.insert("session", session_row(session))
                self._write_children(session, self._number(session.id))
                self._outbox.append(operations)
        except sqlite3.IntegrityError as error:
            if breaks_unique(error, "session.pilot_id"):
                raise refuse(Code.SESSION_RUNNING) from error
            raise

    def running(self, pilot_id: str) -> CounsellingSession | None:
        """Return the running session of a pilot."""
        found = self._connection.value("SELECT id FROM session WHERE pilot_id = ? AND ended_at IS NULL", (pilot_id,))
        return None if found is None else self.get(found)

    def get(self, session_id: str) -> CounsellingSession:
        """Return one session. Raises RECORD_MISSING."""
        found = self.page((session_id,))
        if not found:
            raise refuse(Code.RECORD_MISSING, kind="session")
        return found[0]

    def save(self, session: CounsellingSession, operations: Sequence[Operation] = ()) -> None:
        """Write all fields of a running or ended session. Raises RECORD_MISSING."""
        with self._connection.atomic():
            number = self._number(session.id)
            self._note_silence(number, session.beat_at)
            self._connection.put("session", session_row(session))
            for table in CHILDREN:
                self._connection.run(f"DELETE FROM {table.name} WHERE session = ?", (number,))  # noqa: S608 - literals
            self._write_children(session, number)
            self._outbox.append(operations)

    def correct(
        self, session: CounsellingSession, before: Mapping[str, Any], by: str, at: datetime,
        operations: Sequence[Operation],
    ) -> None:  # fmt: skip
        """Write an ended session anew and keep what was changed. Raises RECORD_MISSING."""
        with self._connection.atomic():
            self.save(session, operations)
            number = self._number(session.id)
            last = self._connection.value(
                "SELECT coalesce(max(number), 0) FROM session_revision WHERE session = ?", (number,)
            )
            row = {"session": number, "number": last + 1, "at": moment_text(at), "by": by, "before": document(before)}
            self._connection.insert("session_revision", row)
            self._trail.note(Deed.SESSION_CORRECTED, session.id)

    def revisions(self, session_id: str) -> tuple[Revision, ...]:
        """Return the corrections of a session, oldest first."""
        return tuple(
            Revision(row["number"], read_moment(row["at"]), row["by"], read_document(row["before"]))
            for row in self._connection.rows(
                "SELECT * FROM session_revision WHERE session = ? ORDER BY number", (self._number(session_id),)
            )
        )

    def put_in_bin(self, session_id: str, by: str, at: datetime, operations: Sequence[Operation]) -> None:
        """Delete an ended session into the bin. Raises RECORD_MISSING; SESSION_HAS_CASES if it has applications."""
        with self._connection.atomic():
            number = self._number(session_id)
            gone = self._connection.run(
                "UPDATE session SET deleted_at = :at, deleted_by = :by WHERE number = :number AND ended_at IS NOT NULL"
                " AND deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM application WHERE session = :number)"
                " AND NOT EXISTS (SELECT 1 FROM session_past WHERE session = :number)",
                {"at": moment_text(at), "by": by, "number": number},
            )
            if not gone:
                raise refuse(Code.SESSION_HAS_CASES)
            self._outbox.append(operations)
            self._trail.note(Deed.SESSION_BINNED, session_id)

    def take_from_bin(self, session_id: str, operations: Sequence[Operation]) -> None:
        """Take a session out of the bin. Raises RECORD_MISSING if it is not there."""
        with self._connection.atomic():
            taken = self._connection.run(
                "UPDATE session SET deleted_at = NULL, deleted_by = NULL WHERE id = ? AND deleted_at IS NOT NULL",
                (session_id,),
            )
            if not taken:
                raise refuse(Code.RECORD_MISSING, kind="session")
            self._outbox.append(operations)
            self._trail.note(Deed.SESSION_RESTORED, session_id)

    def binned(self) -> tuple[Binned, ...]:
        """Return what lies in the bin, deleted last first, without lists that were taken back as a whole."""
        rows = self._connection.rows(
            "SELECT id, deleted_at, deleted_by FROM session WHERE deleted_at IS NOT NULL AND NOT EXISTS"
            " (SELECT 1 FROM session_batch WHERE session_batch.id = batch AND undone_at = deleted_at)"
            " ORDER BY deleted_at DESC, id"
        )
        found = {one.id: one for one in self.page([row["id"] for row in rows])}
        return tuple(Binned(found[row["id"]], read_moment(row["deleted_at"]), row["deleted_by"]) for row in rows)

    def last_of(self, pilot_id: str) -> CounsellingSession | None:
        """Return the session that a pilot ended last."""
        found = self._connection.value(
            "SELECT id FROM session WHERE pilot_id = ? AND ended_at IS NOT NULL AND deleted_at IS NULL"
            " ORDER BY ended_at DESC, id DESC LIMIT 1",
            (pilot_id,),
        )
        return None if found is None else self.get(found)

    def silence(self, session_id: str) -> Silence | None:
        """Return the longest time in which a session gave no sign while it ran."""
        row = self._connection.row("SELECT silent_from, silent_to FROM session WHERE id = ?", (session_id,))
        return _silence(row) if row is not None else None

    def beat(self, session_id: str, at: datetime) -> None:
        """Note that the session still runs; a beat that comes after the end changes nothing."""
        with self._connection.atomic():
            number = self._number(session_id)
            self._note_silence(number, at)
            self._connection.run(
                "UPDATE session SET beat_at = ? WHERE number = ? AND ended_at IS NULL", (moment_text(at), number)
            )

    def discard(self, session_id: str) -> None:
        """Delete a running session. Raises RECORD_MISSING; NOT_PERMITTED if it ended or has an application."""
        with self._connection.atomic():
            deleted = self._connection.run(
                "DELETE FROM session WHERE number = :number AND ended_at IS NULL"
                " AND NOT EXISTS (SELECT 1 FROM application WHERE session = :number)",
                {"number": self._number(session_id)},
            )
            if not deleted:
                raise refuse(Code.NOT_PERMITTED, act="discard_session")

    def waiting(self, day: str) -> tuple[Waiting, ...]:
        """Return who waits on a local day, the first one first."""
        rows = self._connection.rows("SELECT * FROM waiting WHERE local_day = ? ORDER BY since, number", (day,))
        return tuple(Waiting(row["id"], row["number"], read_moment(row["since"])) for row in rows)

    def arrive(self, waiting_id: str, at: datetime) -> Waiting:
        """Give somebody the next number of the day; numbers of other days are forgotten."""
        day = local_date(at).isoformat()
        with self._connection.atomic():
            self._connection.run("DELETE FROM waiting WHERE local_day <> ?", (day,))
            key = (day,)
            last = self._connection.value("SELECT coalesce(max(number), 0) FROM waiting WHERE local_day = ?", key)
            arrived = Waiting(waiting_id, int(last) + 1, at)
            row = {"id": waiting_id, "number": arrived.number, "since": moment_text(at), "local_day": day}
            self._connection.insert("waiting", row)
        return arrived

    def leave(self, waiting_id: str) -> None:
        """Take somebody off the list of those who wait. Raises RECORD_MISSING."""
        if not self._connection.run("DELETE FROM waiting WHERE id = ?", (waiting_id,)):
            raise refuse(Code.RECORD_MISSING, kind="waiting")

    def count(self) -> int:
        """Return the number of sessions that are not in the bin."""
        return int(self._connection.value("SELECT count(*) FROM session WHERE deleted_at IS NULL"))

    def ids(self, order: str = "started_at", *, descending: bool = True) -> Sequence[str]:
        """Return the ids of all sessions that are not in the bin, sorted in SQL.

        ``order`` is one of started_at, minutes, people, place_type, age_band, help_kind, result, pilot.
        """
        way = "DESC" if descending else "ASC"
        join = "LEFT JOIN pilot ON pilot.id = session.pilot_id" if order == "pilot" else ""
        by = f"{_ORDERS[order]} {way}, session.id {way}"
        # One text instead of 100,000 rows: a tenth of the time, and of the lock that the window needs meanwhile.
        found = self._connection.value(statement("session_ids").format(join=join, by=by))
        return str(found or "").split()

    def page(self, ids: Sequence[str]) -> tuple[CounsellingSession, ...]:
        """Return sessions by id, in the order asked; ids that are gone are left out."""
        rows = self._connection.rows(
            "SELECT * FROM session WHERE id IN (SELECT value FROM json_each(?))", (document(list(ids)),)
        )
        children = self._children([row["number"] for row in rows])
        found = {row["id"]: read_session(row, children.get(row["number"], {})) for row in rows}
        return tuple(found[one] for one in ids if one in found)

    def _children(self, numbers: Sequence[int]) -> dict[int, dict[str, list[Row]]]:
        """Return the child rows by number of their session and by table."""
        asked = (document(list(numbers)),)
        found: dict[int, dict[str, list[Row]]] = {}
        for table in CHILDREN:
            sql = (
                f"SELECT * FROM {table.name} WHERE session IN (SELECT value FROM json_each(?))"  # noqa: S608 - literals
                f" ORDER BY session, {table.order}"
            )
            for row in self._connection.rows(sql, asked):
                found.setdefault(row["session"], {}).setdefault(table.name, []).append(row)
        return found

    def _note_silence(self, number: int, at: datetime) -> None:
        """Keep the longest time in which a running session gave no sign."""
        row = self._connection.row(
            "SELECT beat_at, silent_from, silent_to FROM session WHERE number = ? AND ended_at IS NULL", (number,)
        )
        if row is None:
            return
        known = _silence(row)
        longest = longest_silence(known, read_moment(row["beat_at"]), at)
        if longest is not None and longest != known:
            self._connection.run(
                "UPDATE session SET silent_from = ?, silent_to = ? WHERE number = ?",
                (moment_text(longest.start), moment_text(longest.end), number),
            )

    def _number(self, session_id: str) -> int:
        row = self._connection.row("SELECT number FROM session WHERE id = ?", (session_id,))
        if row is None:
            raise refuse(Code.RECORD_MISSING, kind="session")
        return int(row["number"])

    def _write_children(self, session: CounsellingSession, number: int) -> None:
        """Write what it has several of, in place of what was there."""
        rows = child_rows(session)
        for table in CHILDREN:
            columns = ("session", *table.columns)
            self._connection.insert_many(table.name, columns, [(number, *row) for row in rows[table.name]])


def delete_sessions(connection: Connection, binned: Sequence[str] | None, before: datetime) -> int:
    """Delete these sessions of the bin for good, or (None) all that began before a moment. Inside an open gate.

    What the portal was read to hold of them goes as well.
    """
    if binned is None:
        forget_cases(connection, f"{local_date(before):%Y-%m}")
        elsewhere = forget_old_sessions(connection, before) + forget_contacts_of_files(connection, before)
        return elsewhere + connection.run(
            "DELETE FROM session WHERE seconds IS NOT NULL AND started_at <= ?", (moment_text(before),)
        )
    forget_records(connection, Kind.SESSION, binned)
    return connection.run(
        "DELETE FROM session WHERE deleted_at IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
        (document(list(binned)),),
    )


def _silence(row: Row) -> Silence | None:
    if row["silent_from"] is None:
        return None
    return Silence(read_moment(row["silent_from"]), read_moment(row["silent_to"]))
