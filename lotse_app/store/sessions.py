"""Counselling records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lotse_app.clock import local_date
from lotse_app.models.people import PlaceType, Role
from lotse_app.models.problems import Code, refuse
from lotse_app.models.session import (
    Access,
    AgeBand,
    CounsellingSession,
    FirstContact,
    HelpKind,
    Obstacle,
    ReferredTo,
    Result,
    Topic,
)
from lotse_app.store.columns import document, moment_or_none, moment_text, read_moment, read_moment_or_none
from lotse_app.store.driver import sqlite3
from lotse_app.store.errors import breaks_unique

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from sqlite3 import Row

    from lotse_app.models.operation import Operation
    from lotse_app.store.connection import Connection
    from lotse_app.store.outbox import OutboxTable

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

_OF_SESSIONS = "WHERE session IN (SELECT value FROM json_each(?)) ORDER BY session, position"


class SessionTable:
    """Implements ``ports.SessionRows``."""

    def __init__(self, connection: Connection, outbox: OutboxTable) -> None:
        self._connection = connection
        self._outbox = outbox

    def start(self, session: CounsellingSession, operations: Sequence[Operation] = ()) -> None:
        """Write a new row, running or entered afterwards. Raises SESSION_RUNNING if this pilot has a running one."""
        try:
            with self._connection.atomic():
                self._connection.insert("session", _row(session))
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
            self._connection.put("session", _row(session))
            self._connection.run("DELETE FROM session_topic WHERE session = ?", (number,))
            self._connection.run("DELETE FROM session_obstacle WHERE session = ?", (number,))
            self._write_children(session, number)
            self._outbox.append(operations)

    def beat(self, session_id: str, at: datetime) -> None:
        """Note that the session still runs; a beat that comes after the end changes nothing."""
        with self._connection.atomic():
            number = self._number(session_id)
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

    def count(self) -> int:
        """Return the number of sessions."""
        return int(self._connection.value("SELECT count(*) FROM session"))

    def ids(self, order: str = "started_at", *, descending: bool = True) -> Sequence[str]:
        """Return the ids of all sessions, sorted in SQL.

        ``order`` is one of started_at, minutes, people, place_type, age_band, help_kind, result, pilot.
        """
        way = "DESC" if descending else "ASC"
        join = "LEFT JOIN pilot ON pilot.id = session.pilot_id" if order == "pilot" else ""
        ids = f"SELECT session.id FROM session {join} ORDER BY {_ORDERS[order]} {way}, session.id {way}"  # noqa: S608 - from a fixed table
        # One text instead of 100,000 rows: a fifth of the time, and of the lock that the window needs meanwhile.
        found: list[str] = json.loads(self._connection.value(f"SELECT json_group_array(id) FROM ({ids})"))  # noqa: S608 - as above
        return found

    def page(self, ids: Sequence[str]) -> tuple[CounsellingSession, ...]:
        """Return sessions by id, in the order asked; ids that are gone are left out."""
        rows = self._connection.rows(
            "SELECT * FROM session WHERE id IN (SELECT value FROM json_each(?))", (document(list(ids)),)
        )
        asked = (document([row["number"] for row in rows]),)
        topics: dict[int, list[Topic]] = {}
        for row in self._connection.rows(f"SELECT * FROM session_topic {_OF_SESSIONS}", asked):  # noqa: S608 - literals
            topics.setdefault(row["session"], []).append(Topic(row["service_id"], row["label"]))
        obstacles: dict[int, list[Obstacle]] = {}
        for row in self._connection.rows(f"SELECT * FROM session_obstacle {_OF_SESSIONS}", asked):  # noqa: S608 - literals
            obstacles.setdefault(row["session"], []).append(Obstacle(row["obstacle"]))
        found = {
            row["id"]: _read(row, tuple(topics.get(row["number"], ())), tuple(obstacles.get(row["number"], ())))
            for row in rows
        }
        return tuple(found[one] for one in ids if one in found)

    def _number(self, session_id: str) -> int:
        row = self._connection.row("SELECT number FROM session WHERE id = ?", (session_id,))
        if row is None:
            raise refuse(Code.RECORD_MISSING, kind="session")
        return int(row["number"])

    def _write_children(self, session: CounsellingSession, number: int) -> None:
        """Write topics and obstacles, each once: a session counts once under each (figures rely on it)."""
        topics: dict[tuple[str, str], Topic] = {}
        for topic in session.topics:
            topics.setdefault((topic.service_id, "" if topic.service_id else topic.label), topic)
        self._connection.run_many(
            "INSERT INTO session_topic (session, position, service_id, label) VALUES (?, ?, ?, ?)",
            [(number, at, topic.service_id, topic.label) for at, topic in enumerate(topics.values())],
        )
        self._connection.run_many(
            "INSERT INTO session_obstacle (session, position, obstacle) VALUES (?, ?, ?)",
            [(number, at, one.value) for at, one in enumerate(dict.fromkeys(session.obstacles))],
        )


def _row(session: CounsellingSession) -> dict[str, Any]:
    ended = session.ended_at
    return {
        "id": session.id,
        "pilot_id": session.pilot_id,
        "role": session.role.value,
        "station_id": session.station_id,
        "ags": session.ags,
        "place_type": session.place_type.value,
        "started_at": moment_text(session.started_at),
        "beat_at": moment_text(session.beat_at),
        "ended_at": moment_or_none(ended),
        # The local day is fixed at writing: figures stay the same whatever the zone data say later.
        "local_day": local_date(session.started_at).isoformat(),
        "seconds": None if ended is None else int((ended - session.started_at).total_seconds()),
        "minutes": None if ended is None else session.minutes,
        "access": session.access.value,
        "people": session.people,
        "age_band": session.age_band.value,
        "first_contact": session.first_contact.value,
        "help_kind": session.help_kind.value if session.help_kind else None,
        "result": session.result.value if session.result else None,
        "referred_to": session.referred_to.value if session.referred_to else None,
        "note": session.note,
        "short_contact": int(session.short_contact),
    }


def _read(row: Row, topics: tuple[Topic, ...], obstacles: tuple[Obstacle, ...]) -> CounsellingSession:
    return CounsellingSession(
        id=row["id"],
        pilot_id=row["pilot_id"],
        role=Role(row["role"]),
        station_id=row["station_id"],
        ags=row["ags"],
        place_type=PlaceType(row["place_type"]),
        started_at=read_moment(row["started_at"]),
        beat_at=read_moment(row["beat_at"]),
        ended_at=read_moment_or_none(row["ended_at"]),
        access=Access(row["access"]),
        people=row["people"],
        age_band=AgeBand(row["age_band"]),
        first_contact=FirstContact(row["first_contact"]),
        topics=topics,
        help_kind=HelpKind(row["help_kind"]) if row["help_kind"] else None,
        result=Result(row["result"]) if row["result"] else None,
        referred_to=ReferredTo(row["referred_to"]) if row["referred_to"] else None,
        obstacles=obstacles,
        note=row["note"],
        short_contact=bool(row["short_contact"]),
    )
