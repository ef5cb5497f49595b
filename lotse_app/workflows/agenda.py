"""The day: stops, appointments, Wiedervorlagen; sessions that begin with an appointment; calendar files. Store lane."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.models.agenda import (
    LONGEST_PURPOSE,
    LONGEST_REASON,
    AppointmentState,
    CalendarTaken,
    Day,
    FollowUp,
    LeftOut,
    appointment_problem,
    masked_line,
    reason_problem,
    tidy,
)
from lotse_app.models.calendar_plan import plan_calendar
from lotse_app.models.permission import Right
from lotse_app.models.problems import Code, ProblemError, problem, refuse
from lotse_app.models.session import Topic
from lotse_app.models.sight import UNOWNED, reason_text
from lotse_app.models.stops import stops_on
from lotse_app.workflows.naming import all_words, large_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from lotse_app.models.agenda import Appointment, CalendarRead, FollowUpLine
    from lotse_app.models.calendar_plan import CalendarPlan
    from lotse_app.models.commune import Commune
    from lotse_app.models.problems import Problem
    from lotse_app.models.public_service import Hit
    from lotse_app.models.session import CounsellingSession
    from lotse_app.models.sight import TakeoverReason
    from lotse_app.models.stops import Stop
    from lotse_app.workflows.agenda_ports import AgendaRows, CalendarFiles, StopRows
    from lotse_app.workflows.counsel import Counselling
    from lotse_app.workflows.paper_ports import Exporter
    from lotse_app.workflows.shift import Shift
    from lotse_app.workflows.sight_ports import SeenApplications

#: So far ahead a calendar file is read, with everything that repeats.
AHEAD = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Published:
    """What goes into a calendar file of ours: nothing of a person."""

    stops: tuple[Stop, ...]
    follow_ups: tuple[FollowUp, ...]


@dataclass(frozen=True, slots=True)
class CalendarDesk:
    """Where calendar files come from and go to: reader, writer of files, names of communes."""

    files: CalendarFiles
    exporter: Exporter
    communes: Mapping[str, Commune]


class Agenda:
    """Appointments and Wiedervorlagen of this desk; both stay on this device."""

    def __init__(
        self,
        rows: AgendaRows,
        stops: StopRows,
        cases: SeenApplications,
        counsel: Counselling,
        calendar: CalendarDesk,
        shift: Shift,
    ) -> None:
        self._rows = rows
        self._stops = stops
        self._cases = cases
        self._counsel = counsel
        self._calendar = calendar
        self._clock = shift.clock
        self._ids = shift.ids
        self._sight = shift.sight
        self._own = shift.workplace.pilot.id

    def day(self, day: date | None = None) -> Day:
        """Return what a day (None: today) holds; Wiedervorlagen are those open and due until then."""
        chosen = day or local_date(self._clock.now())
        if not self._sight.allows(Right.COUNSEL):  # the coordination sees no persons, not even their initials
            return Day(chosen, stops_on(self._stops.all(), chosen), (), ())
        lines = self._seen(self._rows.follow_ups(chosen))
        return Day(chosen, stops_on(self._stops.all(), chosen), self._rows.on(chosen), lines)

    def follow_ups(self) -> tuple[FollowUpLine, ...]:
        """Return every open Wiedervorlage, the oldest first; none of a colleague."""
        return tuple(line for line in self._seen(self._rows.follow_ups()) if not line.masked)

    def overview(self) -> tuple[FollowUpLine, ...]:
        """Return every Wiedervorlage this pilot may know of: open ones, the oldest first, then done ones, the newest.

        A colleague's is known from its day on, as in *Heute*; what nobody is in charge of at once; a done one only by
        who may read it.
        """
        if not self._sight.allows(Right.COUNSEL):
            return ()
        today = local_date(self._clock.now())
        known = [
            line
            for line in self._seen(self._rows.follow_ups())
            if not line.masked or line.unowned or line.follow_up.due <= today
        ]
        done = [line for line in self._seen(self._rows.follow_ups_done()) if not line.masked]
        return (*known, *done)

    def enter(self, appointment: Appointment) -> Appointment:
        """Add (with an empty id) or change an appointment.

        Raises COORDINATOR_NO_PERSONS, NAME_KNOWN and what ``appointment_problem`` says.
        """
        self._sight.require(Right.COUNSEL)
        entered = replace(
            appointment,
            id=appointment.id or self._ids.new(),
            purpose=tidy(appointment.purpose, LONGEST_PURPOSE),
            initials="".join(appointment.initials.split()).replace(".", "").upper(),
        )
        wrong = appointment_problem(entered) or self._name_known(entered.purpose)
        if wrong is not None:
            raise ProblemError(wrong)
        self._rows.save([entered])
        return entered

    def remove(self, appointment_id: str) -> None:
        """Delete an appointment. Raises RECORD_MISSING."""
        self._rows.remove(appointment_id)

    def begin(self, appointment_id: str, topic: Topic | None = None) -> CounsellingSession:
        """Begin the session of an appointment, filled from it.

        Raises SESSION_RUNNING, RECORD_MISSING, COORDINATOR_NO_PERSONS.
        """
        appointment = self._rows.get(appointment_id)
        session = self._counsel.start_with(appointment.kind, () if topic is None else (topic,))
        self._rows.begin(appointment_id, session.id, AppointmentState.BEGUN)
        return session

    def missed(self, appointment_id: str) -> CounsellingSession:
        """Record that nobody came: a contact of its own kind, no Beratung. Raises SESSION_IN_FUTURE, RECORD_MISSING."""
        appointment = self._rows.get(appointment_id)
        session = self._counsel.record_missed(appointment.starts_at)
        self._rows.begin(appointment_id, session.id, AppointmentState.MISSED)
        return session

    def remind(self, due: date, reason: str, *, session_id: str = "", application_id: str = "") -> FollowUp:
        """Enter a Wiedervorlage: on a session, on a Vorgang, or free.

        Raises COORDINATOR_NO_PERSONS, TAKEOVER_MISSING, FOLLOW_UP_REASON, PURPOSE_NAMES, NAME_KNOWN.
        """
        self._sight.require(Right.COUNSEL)
        if application_id:
            self._sight.require_case(application_id)
        wrong = reason_problem(reason) or self._name_known(reason)
        if wrong is not None:
            raise ProblemError(wrong)
        said = tidy(reason, LONGEST_REASON)
        made = FollowUp(self._ids.new(), due, said, session_id, application_id, pilot_id=self._own)
        self._rows.put(made)
        return made

    def move(self, follow_up_id: str, due: date) -> None:
        """Put a Wiedervorlage on another day. Raises RECORD_MISSING, FOLLOW_UP_OF_COLLEAGUE, TAKEOVER_MISSING."""
        self._rows.put(replace(self._opened(follow_up_id), due=due))

    def done(self, follow_up_id: str, *, done: bool = True) -> None:
        """Say that a Wiedervorlage is done, or (undo) that it is not. Raises as ``move``."""
        at = self._clock.now() if done else None
        self._rows.put(replace(self._opened(follow_up_id), done_at=at))

    def take_over(self, follow_up_id: str, reason: TakeoverReason, words: str = "") -> None:
        """*Vertretung übernehmen* of a colleague's free Wiedervorlage: from then on it is this pilot's.

        Raises RECORD_MISSING, NAME_KNOWN, TAKEOVER_REASON_MISSING for *sonst* without words, and what the table says.
        """
        said = self._sight.standing_in(reason, words)
        if (wrong := self._name_known(said)) is not None:
            raise ProblemError(wrong)
        one = self._rows.follow_up(follow_up_id)
        if one.session_id or one.application_id:  # they go with the note of the session, or with the Vorgang
            raise refuse(Code.RECORD_MISSING, kind="follow_up")
        self._rows.take_over(one.id, self._own, reason_text(reason, said))

    def claim(self, follow_up_id: str) -> None:
        """*Übernehmen* of one that nobody is in charge of: from then on it is this pilot's, and the Protokoll says so.

        Raises RECORD_MISSING, FOLLOW_UP_OF_COLLEAGUE where it has somebody, and what the table says of colleagues'.
        """
        self._sight.require_standing_in()
        one = self._rows.follow_up(follow_up_id)
        if one.pilot_id:
            raise refuse(Code.FOLLOW_UP_OF_COLLEAGUE)
        self._rows.take_over(one.id, self._own, UNOWNED)

    def read_calendar(self, path: Path) -> CalendarRead:
        """Return what a calendar file holds from now on. Work lane. Raises CALENDAR_UNREADABLE, CALENDAR_TOO_LARGE."""
        now = self._clock.now()
        return self._calendar.files.read(path, now, now + AHEAD)

    def without_names(self, read: CalendarRead) -> CalendarRead:
        """Return a calendar file without the purposes in which somebody known here is named. Store lane.

        Others wrote it, so every word counts, not only those with a capital.
        """
        if not self._sight.allows(Right.OPEN_OWN_CASE):
            return read
        words = {purpose: all_words(purpose) for purpose in {one.purpose for one in read.entries}}
        known = self._rows.known(frozenset().union(*words.values()))
        named = [one for one in read.entries if words[one.purpose] & known]
        if not named:
            return read
        entries = tuple(replace(one, purpose="") if words[one.purpose] & known else one for one in read.entries)
        left = read.left_out.get(LeftOut.PURPOSE, 0) + len(named)
        return replace(read, entries=entries, left_out={**read.left_out, LeftOut.PURPOSE: left})

    def plan_calendar(self, read: CalendarRead) -> CalendarPlan:
        """Return what would become of a calendar file beside those taken before; nothing is written. Store lane."""
        now = self._clock.now()
        return plan_calendar(self.without_names(read), self._rows.from_calendars(), now, now + AHEAD)

    def take_calendar(self, read: CalendarRead, *, missing: bool = False) -> int:
        """Write the appointments of a calendar file; return how many. The same file twice doubles nothing.

        What it calls off, or has at another time, does not stand at the old one any more; with ``missing`` neither
        does what came with earlier files and is not in this one. Names of persons known here do not come over.
        """
        self._sight.require(Right.COUNSEL)
        plan = self.plan_calendar(read)
        appointments = [one if one.id else replace(one, id=self._ids.new()) for one in plan.put]
        off = [one.id for one in (*plan.off, *(plan.missing if missing else ()))]
        taken = CalendarTaken(self._ids.new(), self._clock.now(), self._own)
        return self._rows.take_calendar(taken, appointments, off)

    def last_calendar(self) -> CalendarTaken | None:
        """Return the calendar file that was taken last and still stands; None for the coordination."""
        return self._rows.last_calendar() if self._sight.allows(Right.COUNSEL) else None

    def take_calendar_back(self, taken_id: str) -> int:
        """Take a whole calendar file back; return how many appointments went or are back at their time before.

        What was begun, or noted as missed, since then stays. Raises RECORD_MISSING unless it is the last one that
        still stands, and COORDINATOR_NO_PERSONS.
        """
        self._sight.require(Right.COUNSEL)
        return self._rows.take_calendar_back(taken_id)

    def published(self) -> Published:
        """Return what a calendar file of ours holds."""
        follow_ups = self.follow_ups() if self._sight.allows(Right.COUNSEL) else ()
        return Published(self._stops.all(), tuple(line.follow_up for line in follow_ups))

    def write_calendar(self, published: Published, target: Path) -> Path:
        """Write a calendar file. Work lane. Raises EXPORT_FULL, EXPORT_READ_ONLY, EXPORT_FAILED."""
        names = {
            stop.id: commune.short_name if (commune := self._calendar.communes.get(stop.ags)) else ""
            for stop in published.stops
        }
        content = self._calendar.files.write(published.stops, names, published.follow_ups, self._clock.now())
        return self._calendar.exporter.write(target, content)

    def _name_known(self, text: str) -> Problem | None:
        """Return NAME_KNOWN where a word is the surname of somebody here: a bare surname looks like any noun.

        Who may not search for persons is told nothing: that somebody is known here is a secret already.
        """
        if not self._sight.allows(Right.OPEN_OWN_CASE) or not self._rows.known(large_words(text)):
            return None
        return problem(Code.NAME_KNOWN)

    def _opened(self, follow_up_id: str) -> FollowUp:
        """Return a Wiedervorlage that this pilot may change."""
        one = self._rows.follow_up(follow_up_id)
        if one.application_id:
            self._sight.require_case(one.application_id)
        elif one.pilot_id != self._own:
            raise refuse(Code.FOLLOW_UP_OF_COLLEAGUE)
        return one

    def _seen(self, lines: Sequence[FollowUpLine]) -> tuple[FollowUpLine, ...]:
        """Leave out others' on a session, and on a Vorgang that nobody here took over; free ones are masked."""
        closed: set[str] = set()
        if any(line.follow_up.application_id for line in lines):
            closed = {line.id for line in self._cases.lines() if line.masked}
        return tuple(
            line if self._is_own(line.follow_up) else masked_line(line)
            for line in lines
            if line.follow_up.application_id not in closed
            and (self._is_own(line.follow_up) or not line.follow_up.session_id)
        )

    def _is_own(self, one: FollowUp) -> bool:
        return bool(one.application_id) or one.pilot_id == self._own


def topic_of(appointment: Appointment, hits: Sequence[Hit]) -> Topic | None:
    """Return what an appointment is about: the service its purpose names, else the purpose if it was typed here.

    What a calendar of others says becomes no topic by itself: topics travel, and a name may stand in it. Pure.
    """
    wanted = appointment.purpose.casefold()
    if not wanted:
        return None
    known = next((hit for hit in hits if hit.name.casefold() == wanted), None)
    if known is not None:
        return Topic(known.service_id, known.name)
    return None if appointment.origin else Topic("", appointment.purpose)


def default_start(now: datetime) -> datetime:
    """Return when a new appointment is offered to begin: the next full half hour."""
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=30 * (now.minute // 30 + 1))
