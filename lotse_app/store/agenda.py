"""Appointments and Wiedervorlagen; nothing of either is ever an operation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lotse_app.clock import local_date
from lotse_app.models.agenda import Appointment, AppointmentState, CalendarTaken, FollowUp, FollowUpLine
from lotse_app.models.contact import ContactKind
from lotse_app.models.problems import Code, refuse
from lotse_app.models.trail import Deed
from lotse_app.store.columns import (
    document,
    moment_or_none,
    moment_text,
    read_day,
    read_moment,
    read_moment_or_none,
)
from lotse_app.store.settings import save_setting, setting
from lotse_app.store.surnames import known_surnames

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date
    from sqlite3 import Row

    from lotse_app.store.connection import Connection
    from lotse_app.store.trail import TrailTable

#: Setting that holds what came of calendar files; of more than so many, the oldest cannot be taken back any more.
_TAKEN = "kalender.uebernommen"
TAKEN_KEPT = 10
#: Of some appointments those that are open, or were begun by mistake in a session that was thrown away.
_OPEN = (
    "SELECT id FROM appointment WHERE (state = 'offen' OR state = 'begonnen' AND session IS NULL)"
    " AND id IN (SELECT value FROM json_each(?))"
)
_FOLLOW_UPS = (
    "SELECT follow_up.*, session.id AS session_id, application.number, application.service_name"
    " FROM follow_up"
    " LEFT JOIN session ON session.number = follow_up.session"
    " LEFT JOIN application ON application.id = follow_up.application_id"
)


class AgendaTable:
    """Implements ``agenda_ports.AgendaRows``."""

    def __init__(self, connection: Connection, trail: TrailTable) -> None:
        self._connection = connection
        self._trail = trail

    def on(self, day: date) -> tuple[Appointment, ...]:
        """Return the appointments of a local day, the first one first."""
        rows = self._connection.rows(
            "SELECT * FROM appointment WHERE local_day = ? ORDER BY starts_at, id", (day.isoformat(),)
        )
        return tuple(_read(row) for row in rows)

    def get(self, appointment_id: str) -> Appointment:
        """Return one appointment. Raises RECORD_MISSING."""
        row = self._connection.row("SELECT * FROM appointment WHERE id = ?", (appointment_id,))
        if row is None:
            raise refuse(Code.RECORD_MISSING, kind="appointment")
        return _read(row)

    def save(self, appointments: Sequence[Appointment]) -> int:
        """Add or change appointments, all or none; return how many were written.

        One of a calendar file is told again by its ``origin``; one that was begun already stays as it is.
        """
        with self._connection.atomic():
            return sum(one[1] for one in self._put_all(appointments))

    def from_calendars(self) -> tuple[Appointment, ...]:
        """Return every appointment that came with a calendar file, the first one first."""
        rows = self._connection.rows("SELECT * FROM appointment WHERE origin <> '' ORDER BY starts_at, id")
        return tuple(_read(row) for row in rows)

    def take_calendar(self, taken: CalendarTaken, appointments: Sequence[Appointment], off: Sequence[str] = ()) -> int:
        """Write the appointments of a calendar file and call others ``off``; return how many were written.

        What was done is noted, so that all of it can be taken back.
        """
        with self._connection.atomic():
            added: list[str] = []
            moved: list[tuple[str, str, int]] = []
            again: list[str] = []
            written = 0
            for one, done, before in self._put_all(appointments):
                written += done
                if done and before is None:
                    added.append(one.id)
                elif done and before is not None:
                    if (before["starts_at"], before["minutes"]) != _when(one):
                        moved.append((before["id"], before["starts_at"], before["minutes"]))
                    if before["state"] == AppointmentState.OFF:
                        again.append(before["id"])
            gone = sorted(self._open_ones(off))
            self._set_state(gone, AppointmentState.OFF)
            if added or moved or again or gone:
                entry = {"id": taken.id, "at": moment_text(taken.at), "by": taken.by, "added": added, "moved": moved}
                self._note_taken([*self._taken()[1 - TAKEN_KEPT :], entry | {"off": gone, "again": again}])
                self._trail.note(Deed.CALENDAR_TAKEN, taken.id)
        return written

    def take_calendar_back(self, taken_id: str) -> int:
        """Take back what came of the calendar file taken last; what was begun since stays; return how many went.

        Raises RECORD_MISSING unless it is the last one that still stands.
        """
        with self._connection.atomic():
            kept = self._taken()
            if not kept or kept[-1]["id"] != taken_id:
                raise refuse(Code.RECORD_MISSING, kind="calendar")
            last = kept.pop()
            back = last.get("off", [])
            self._set_state(back, AppointmentState.OPEN, AppointmentState.OFF)
            opened = self._open_ones([*last["added"], *(one for one, _, _ in last["moved"])])
            added = [one for one in last["added"] if one in opened]
            moved = [one for one in last["moved"] if one[0] in opened]
            self._connection.run(
                "DELETE FROM appointment WHERE id IN (SELECT value FROM json_each(?))", (document(added),)
            )
            for appointment_id, starts_at, minutes in moved:
                day = local_date(read_moment(starts_at)).isoformat()
                self._connection.run(
                    "UPDATE appointment SET starts_at = ?, local_day = ?, minutes = ? WHERE id = ?",
                    (starts_at, day, minutes, appointment_id),
                )
            self._set_state(last.get("again", []), AppointmentState.OFF, AppointmentState.OPEN)
            self._note_taken(kept)
            self._trail.note(Deed.CALENDAR_TAKEN_BACK, taken_id)
        return len(added) + len(moved) + len(back)

    def _set_state(self, ids: Sequence[str], state: AppointmentState, of: AppointmentState | None = None) -> None:
        """Give appointments a state, those only that have the state ``of`` where one is said."""
        self._connection.run(
            "UPDATE appointment SET state = :state"
            " WHERE id IN (SELECT value FROM json_each(:ids)) AND (:of = '' OR state = :of)",
            {"state": state.value, "ids": document(list(ids)), "of": of.value if of is not None else ""},
        )

    def _open_ones(self, ids: Sequence[str]) -> frozenset[str]:
        return frozenset(row["id"] for row in self._connection.rows(_OPEN, (document(list(ids)),)))

    def last_calendar(self) -> CalendarTaken | None:
        """Return the calendar file that was taken last and still stands."""
        kept = self._taken()
        if not kept:
            return None
        last = kept[-1]
        moved = tuple((one, read_moment(start), minutes) for one, start, minutes in last["moved"])
        off, again = tuple(last.get("off", ())), tuple(last.get("again", ()))
        return CalendarTaken(last["id"], read_moment(last["at"]), last["by"], tuple(last["added"]), moved, off, again)

    def begin(self, appointment_id: str, session_id: str, state: AppointmentState) -> None:
        """Note what became of an appointment and in which session. Raises RECORD_MISSING."""
        changed = self._connection.run(
            "UPDATE appointment SET state = ?, session = (SELECT number FROM session WHERE id = ?) WHERE id = ?",
            (state.value, session_id, appointment_id),
        )
        if not changed:
            raise refuse(Code.RECORD_MISSING, kind="appointment")

    def remove(self, appointment_id: str) -> None:
        """Delete an appointment. Raises RECORD_MISSING."""
        if not self._connection.run("DELETE FROM appointment WHERE id = ?", (appointment_id,)):
            raise refuse(Code.RECORD_MISSING, kind="appointment")

    def follow_ups(self, until: date | None = None) -> tuple[FollowUpLine, ...]:
        """Return open Wiedervorlagen, due until a day or all, the oldest first."""
        rows = self._connection.rows(
            f"{_FOLLOW_UPS} WHERE follow_up.done_at IS NULL AND (:until IS NULL OR follow_up.due <= :until)"
            " ORDER BY follow_up.due, follow_up.id",
            {"until": None if until is None else until.isoformat()},
        )
        return tuple(_read_line(row) for row in rows)

    def follow_ups_done(self) -> tuple[FollowUpLine, ...]:
        """Return Wiedervorlagen that are done, the one done last first."""
        rows = self._connection.rows(
            f"{_FOLLOW_UPS} WHERE follow_up.done_at IS NOT NULL ORDER BY follow_up.done_at DESC, follow_up.id"
        )
        return tuple(_read_line(row) for row in rows)

    def follow_up(self, follow_up_id: str) -> FollowUp:
        """Return one Wiedervorlage. Raises RECORD_MISSING."""
        row = self._connection.row(f"{_FOLLOW_UPS} WHERE follow_up.id = ?", (follow_up_id,))
        if row is None:
            raise refuse(Code.RECORD_MISSING, kind="follow_up")
        return _read_line(row).follow_up

    def put(self, follow_up: FollowUp) -> None:
        """Add or change a Wiedervorlage."""
        with self._connection.atomic():
            row = {
                "id": follow_up.id,
                "due": follow_up.due.isoformat(),
                "reason": follow_up.reason,
                "session": self._connection.value("SELECT number FROM session WHERE id = ?", (follow_up.session_id,)),
                "application_id": follow_up.application_id or None,
                "done_at": moment_or_none(follow_up.done_at),
                "pilot_id": follow_up.pilot_id,
            }
            self._connection.put("follow_up", row)

    def take_over(self, follow_up_id: str, pilot_id: str, reason: str) -> None:
        """Give a Wiedervorlage to who stands in, and note it; the reason stands in the trail only."""
        with self._connection.atomic():
            self._connection.run("UPDATE follow_up SET pilot_id = ? WHERE id = ?", (pilot_id, follow_up_id))
            self._trail.note(Deed.TAKEN_OVER, follow_up_id, reason=reason)

    def known(self, words: Collection[str]) -> frozenset[str]:
        """Return which of these is the surname, or half of one, of somebody in a Vorgang; see ``known_surnames``."""
        return known_surnames(self._connection, words)

    def _put_all(self, appointments: Sequence[Appointment]) -> Iterator[tuple[Appointment, bool, Row | None]]:
        """Write one by one; yield each with whether it was written and what stood there before."""
        for one in appointments:
            known = self._known(one)
            done = known is None or known["state"] in {AppointmentState.OPEN.value, AppointmentState.OFF.value}
            if done:
                row = _row(one) | ({} if known is None else {"id": known["id"], "initials": known["initials"]})
                self._connection.put("appointment", row)
            yield one, done, known

    def _taken(self) -> list[dict[str, Any]]:
        """Return the calendar files that still stand, the newest last: ids and times, nothing that was written."""
        kept: list[dict[str, Any]] = json.loads(setting(self._connection, _TAKEN, "[]"))
        return kept

    def _note_taken(self, kept: list[dict[str, Any]]) -> None:
        save_setting(self._connection, _TAKEN, document(kept))

    def _known(self, one: Appointment) -> Row | None:
        """Return what stands there of an appointment of a calendar file, maybe at another time yet."""
        return self._connection.row(
            "SELECT * FROM appointment WHERE origin <> '' AND (id = ? OR origin = ?)", (one.id, one.origin)
        )


def delete_appointments(connection: Connection, ids: Sequence[str]) -> int:
    """Delete appointments that are old. Inside an open gate."""
    return connection.run(
        "DELETE FROM appointment WHERE id IN (SELECT value FROM json_each(?))", (document(list(ids)),)
    )


def delete_follow_ups(connection: Connection, ids: Sequence[str]) -> int:
    """Delete Wiedervorlagen that are old. Inside an open gate."""
    return connection.run("DELETE FROM follow_up WHERE id IN (SELECT value FROM json_each(?))", (document(list(ids)),))


def forget_around(connection: Connection, applications: str) -> None:
    """Delete what may tell of a person beside their applications: both sorts, of the sessions these were begun in.

    ``applications`` is a JSON array of ids. Those on the applications themselves go with them.
    """
    sessions = "SELECT session FROM application WHERE id IN (SELECT value FROM json_each(?))"
    for table in ("follow_up", "appointment"):
        connection.run(f"DELETE FROM {table} WHERE session IN ({sessions})", (applications,))  # noqa: S608 - literals


def appointments_of(connection: Connection, session_id: str) -> tuple[Appointment, ...]:
    """Return the appointments that became a session, for the data copy."""
    rows = connection.rows(
        "SELECT appointment.* FROM appointment JOIN session ON session.number = appointment.session"
        " WHERE session.id = ? ORDER BY starts_at",
        (session_id,),
    )
    return tuple(_read(row) for row in rows)


def follow_ups_of(connection: Connection, application_id: str) -> tuple[FollowUp, ...]:
    """Return every Wiedervorlage on a Vorgang, done ones too, for the data copy."""
    rows = connection.rows(
        f"{_FOLLOW_UPS} WHERE follow_up.application_id = ? ORDER BY follow_up.due", (application_id,)
    )
    return tuple(_read_line(row).follow_up for row in rows)


def _when(one: Appointment) -> tuple[str, int]:
    return moment_text(one.starts_at), one.minutes


def _row(one: Appointment) -> dict[str, str | int]:
    return {
        "id": one.id,
        "starts_at": moment_text(one.starts_at),
        "local_day": local_date(one.starts_at).isoformat(),
        "minutes": one.minutes,
        "kind": one.kind.value,
        "purpose": one.purpose,
        "initials": one.initials,
        "origin": one.origin,
        "state": one.state.value,
    }


def _read(row: Row) -> Appointment:
    begun = row["state"] != AppointmentState.BEGUN.value or row["session"] is not None
    return Appointment(
        id=row["id"],
        starts_at=read_moment(row["starts_at"]),
        minutes=row["minutes"],
        kind=ContactKind(row["kind"]),
        purpose=row["purpose"],
        initials=row["initials"],
        origin=row["origin"],
        # A session that was begun by mistake and thrown away leaves its appointment open again.
        state=AppointmentState(row["state"]) if begun else AppointmentState.OPEN,
    )


def _read_line(row: Row) -> FollowUpLine:
    follow_up = FollowUp(
        id=row["id"],
        due=read_day(row["due"]),
        reason=row["reason"],
        session_id=row["session_id"] or "",
        application_id=row["application_id"] or "",
        done_at=read_moment_or_none(row["done_at"]),
        pilot_id=row["pilot_id"],
    )
    return FollowUpLine(follow_up, row["number"] or "", row["service_name"] or "")
