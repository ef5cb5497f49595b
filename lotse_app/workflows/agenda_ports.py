"""What stops, appointments and Wiedervorlagen ask of the adapters; like ``ports``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from lotse_app.models.agenda import (
        Appointment,
        AppointmentState,
        CalendarRead,
        CalendarTaken,
        FollowUp,
        FollowUpLine,
    )
    from lotse_app.models.operation import Operation
    from lotse_app.models.stops import Stop


class StopRows(Protocol):
    """Stops of the station."""

    def all(self) -> tuple[Stop, ...]:
        """Return every stop, by name."""
        ...

    def save(self, stop: Stop, operations: Sequence[Operation]) -> None:
        """Add or change a stop."""
        ...

    def remove(self, stop_id: str, operations: Sequence[Operation]) -> None:
        """Take a stop away."""
        ...


class AgendaRows(Protocol):
    """Appointments and Wiedervorlagen; neither travels."""

    def on(self, day: date) -> tuple[Appointment, ...]:
        """Return the appointments of a local day, the first one first."""
        ...

    def get(self, appointment_id: str) -> Appointment:
        """Return one appointment. Raises RECORD_MISSING."""
        ...

    def save(self, appointments: Sequence[Appointment]) -> int:
        """Add or change appointments; return how many were written."""
        ...

    def from_calendars(self) -> tuple[Appointment, ...]:
        """Return every appointment that came with a calendar file, the first one first."""
        ...

    def take_calendar(self, taken: CalendarTaken, appointments: Sequence[Appointment], off: Sequence[str] = ()) -> int:
        """Write the appointments of a calendar file and call others ``off``, noted so that all can be taken back.

        Returns how many were written.
        """
        ...

    def take_calendar_back(self, taken_id: str) -> int:
        """Take back what came of the calendar file taken last; return how many. Raises RECORD_MISSING."""
        ...

    def last_calendar(self) -> CalendarTaken | None:
        """Return the calendar file that was taken last and still stands."""
        ...

    def begin(self, appointment_id: str, session_id: str, state: AppointmentState) -> None:
        """Note what became of an appointment and in which session. Raises RECORD_MISSING."""
        ...

    def remove(self, appointment_id: str) -> None:
        """Delete an appointment. Raises RECORD_MISSING."""
        ...

    def known(self, words: Collection[str]) -> frozenset[str]:
        """Return which of these is the surname, or half of one, in a Vorgang (search form); of nobody guarded."""
        ...

    def follow_ups(self, until: date | None = None) -> tuple[FollowUpLine, ...]:
        """Return open Wiedervorlagen, due until a day or all, the oldest first."""
        ...

    def follow_ups_done(self) -> tuple[FollowUpLine, ...]:
        """Return Wiedervorlagen that are done, the one done last first."""
        ...

    def follow_up(self, follow_up_id: str) -> FollowUp:
        """Return one Wiedervorlage. Raises RECORD_MISSING."""
        ...

    def put(self, follow_up: FollowUp) -> None:
        """Add or change a Wiedervorlage."""
        ...

    def take_over(self, follow_up_id: str, pilot_id: str, reason: str) -> None:
        """Give a Wiedervorlage to who stands in, noted in the trail."""
        ...


class CalendarFiles(Protocol):
    """Calendar files (iCalendar, RFC 5545)."""

    def read(self, path: Path, start: datetime, end: datetime) -> CalendarRead:
        """Return the appointments of a file between two moments. Raises CALENDAR_UNREADABLE, CALENDAR_TOO_LARGE."""
        ...

    def write(
        self, stops: Sequence[Stop], places: Mapping[str, str], follow_ups: Sequence[FollowUp], now: datetime
    ) -> bytes:
        """Return a calendar of stops (``places``: id and where it is) and days of Wiedervorlagen, without a reason."""
        ...
