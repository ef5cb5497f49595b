"""The counselling session: the row exists from the first key stroke; a crash loses no minutes. Store lane."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.models.contact import PLACE_OF_KIND, ContactKind
from lotse_app.models.permission import Right
from lotse_app.models.problems import Code, refuse
from lotse_app.models.session import Access, CounsellingSession, longest_silence
from lotse_app.models.stops import stop_at
from lotse_app.workflows.operations import changed_values
from lotse_app.workflows.session_rules import completed, like, require_result, suggested

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lotse_app.models.application import ApplicationLine
    from lotse_app.models.session import Binned, Revision, Silence, Topic, Waiting
    from lotse_app.models.stops import Stop
    from lotse_app.workflows.agenda_ports import StopRows
    from lotse_app.workflows.ports import ApplicationRows, SessionRows
    from lotse_app.workflows.shift import Shift


#: So long ago a session begins that is entered afterwards, until somebody says when it was.
LATER_MINUTES = 15


@dataclass(frozen=True, slots=True)
class Ending:
    """What the end-of-session view starts from; most is known from what was done.

    ``silence`` is a time in which the computer slept, was locked or off: nobody but the pilot knows whether it counts.
    """

    session: CounsellingSession
    applications: tuple[ApplicationLine, ...]
    silence: Silence | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """An ended session and its corrections, oldest first."""

    session: CounsellingSession
    revisions: tuple[Revision, ...]


class Counselling:
    """Sessions of the pilot at this desk."""

    def __init__(self, sessions: SessionRows, applications: ApplicationRows, stops: StopRows, shift: Shift) -> None:
        self._sessions = sessions
        self._applications = applications
        self._stops = stops
        self._workplace = shift.workplace
        self._clock = shift.clock
        self._ids = shift.ids
        self._operations = shift.operations
        self._sight = shift.sight

    def start(self) -> CounsellingSession:
        """Begin a session, or return the one that already runs (``Strg+N`` twice is not an error).

        Raises COORDINATOR_NO_PERSONS.
        """
        self._sight.require(Right.COUNSEL)
        running = self.running()
        if running is not None:
            return running
        session = self._blank(self._clock.now())
        self._sessions.start(session)
        return session

    def start_with(self, kind: ContactKind, topics: tuple[Topic, ...]) -> CounsellingSession:
        """Begin the session of an appointment. Raises SESSION_RUNNING, COORDINATOR_NO_PERSONS."""
        if self.running() is not None:
            raise refuse(Code.SESSION_RUNNING)
        self._sight.require(Right.COUNSEL)
        blank = self._blank(self._clock.now())
        place = PLACE_OF_KIND.get(kind, blank.place_type)
        session = replace(blank, access=Access.APPOINTMENT, kind=kind, topics=topics, place_type=place)
        self._sessions.start(session)
        return session

    def running(self) -> CounsellingSession | None:
        """Return the running session, also one that survived a crash."""
        return self._sessions.running(self._workplace.pilot.id)

    def latest(self) -> CounsellingSession | None:
        """Return the running session, else the one this pilot ended last."""
        return self.running() or self._sessions.last_of(self._workplace.pilot.id)

    def get(self, session_id: str) -> CounsellingSession:
        """Return one session; the note of a colleague's is left out."""
        return self._seen(self._sessions.get(session_id))

    def beat(self, session_id: str) -> None:
        """Note that the session still runs; called once a minute by the window."""
        self._sessions.beat(session_id, self._clock.now())

    def add_topic(self, session_id: str, topic: Topic) -> CounsellingSession:
        """Add a topic once."""
        session = self._sessions.get(session_id)
        if topic in session.topics:
            return session
        changed = replace(session, topics=(*session.topics, topic), beat_at=self._clock.now())
        self._sessions.save(changed)
        return changed

    def save(self, session: CounsellingSession) -> None:
        """Keep what was entered so far in a running session."""
        self._sessions.save(replace(session, beat_at=self._clock.now()))

    def ending(self, session_id: str) -> Ending:
        """Return the session with topics, help and result filled in from what was done."""
        session = self._sessions.get(session_id)
        applications, now = self._applications.of_session(session_id), self._clock.now()
        silence = longest_silence(self._sessions.silence(session_id), session.beat_at, now)
        return Ending(suggested(session, applications, now), applications, silence)

    def end(self, session: CounsellingSession) -> CounsellingSession:
        """Close a session and write its operations.

        Raises SESSION_MISSING if it is not running, SESSION_RESULT_MISSING where there is only a draft and nothing was
        chosen, and what ``session_rules.completed`` says.
        """
        stored = self._sessions.get(session.id)
        if not stored.running:
            raise refuse(Code.SESSION_MISSING)
        require_result(session, self._applications.of_session(session.id))
        now = self._clock.now()
        ended = completed(replace(session, ended_at=session.ended_at or now), now)
        self._sessions.save(ended, self._operations.session_ended(ended, now))
        return ended

    def correct(self, session: CounsellingSession) -> None:
        """Change an ended session; the old values are kept, the difference travels as a patch.

        The note of a colleague's session stays as it is: who corrects it does not see it. Raises SESSION_OF_COLLEAGUE,
        and what ``session_rules.completed`` says.
        """
        before, now = self._mine(session.id), self._clock.now()
        own = before.pilot_id == self._workplace.pilot.id
        after = completed(session if own else replace(session, note=before.note), now)
        changed = changed_values(before, after)
        if changed:
            operations = self._operations.session_changed(before, after, now)
            self._sessions.correct(after, changed, self._workplace.pilot.id, now, operations)

    def kept(self, session_id: str) -> Kept:
        """Return a session with its corrections; the note of a colleague's is left out."""
        return Kept(self.get(session_id), self._sessions.revisions(session_id))

    def delete(self, session_id: str) -> None:
        """Put an ended session into the bin. Raises SESSION_OF_COLLEAGUE, SESSION_HAS_CASES."""
        now, pilot_id = self._clock.now(), self._workplace.pilot.id
        self._mine(session_id)
        operations = self._operations.session_binned(session_id, now, deleted=True)
        self._sessions.put_in_bin(session_id, pilot_id, now, operations)

    def restore(self, session_id: str) -> None:
        """Take a session out of the bin. Raises SESSION_OF_COLLEAGUE, RECORD_MISSING."""
        self._mine(session_id)
        self._sessions.take_from_bin(
            session_id, self._operations.session_binned(session_id, self._clock.now(), deleted=False)
        )

    def binned(self) -> tuple[Binned, ...]:
        """Return what lies in the bin, deleted last first; notes of colleagues are left out."""
        return tuple(replace(one, session=self._seen(one.session)) for one in self._sessions.binned())

    def again(self, session_id: str = "") -> CounsellingSession:
        """Return a session like that one, or like the own last one, that is not stored yet: without its person."""
        blank = self.afterwards()
        pattern = self._sessions.get(session_id) if session_id else self._sessions.last_of(blank.pilot_id)
        return blank if pattern is None else like(pattern, blank)

    def short_contact(self, session: CounsellingSession, minutes: int = 5) -> CounsellingSession:
        """Record a Kurzkontakt at once; ``session`` comes from ``blank`` with what was chosen."""
        now = self._clock.now()
        return self.record(
            replace(session, started_at=now - timedelta(minutes=minutes), ended_at=now, short_contact=True)
        )

    def record(self, session: CounsellingSession) -> CounsellingSession:
        """Record a contact that is already over (entered afterwards). Raises what ``session_rules.completed`` says."""
        self._sight.require(Right.COUNSEL)
        now = self._clock.now()
        ended = completed(self._placed(session), now)
        self._sessions.start(ended, self._operations.session_ended(ended, now))
        return ended

    def record_missed(self, at: datetime) -> CounsellingSession:
        """Record that nobody came to an appointment. Raises SESSION_IN_FUTURE, COORDINATOR_NO_PERSONS."""
        missed = replace(self._blank(at), ended_at=at, kind=ContactKind.NO_SHOW, access=Access.APPOINTMENT)
        return self.record(missed)

    def blank(self) -> CounsellingSession:
        """Return a session that is not stored yet, for the Kurzkontakt view."""
        return self._blank(self._clock.now())

    def bare(self) -> CounsellingSession:
        """Return a session that is not stored yet, at the station itself, for lists. Any lane."""
        return self._at(self._clock.now(), None)

    def afterwards(self) -> CounsellingSession:
        """Return a session that is not stored yet and ended just now, to be entered afterwards."""
        now = self._clock.now()
        return replace(self._blank(now - timedelta(minutes=LATER_MINUTES)), beat_at=now, ended_at=now)

    def discard(self, session_id: str) -> None:
        """Delete a running session that was begun by mistake and has no application."""
        self._sessions.discard(session_id)

    def ids(self, order: str = "started_at", *, descending: bool = True) -> Sequence[str]:
        """Return ids for the table of sessions, sorted in SQL."""
        return self._sessions.ids(order, descending=descending)

    def page(self, ids: Sequence[str]) -> tuple[CounsellingSession, ...]:
        """Return a page of sessions; notes of colleagues are left out."""
        return tuple(self._seen(one) for one in self._sessions.page(ids))

    def waiting(self) -> tuple[Waiting, ...]:
        """Return who waits today, the first one first."""
        return self._sessions.waiting(local_date(self._clock.now()).isoformat())

    def arrive(self) -> Waiting:
        """Note that one more person waits; the number is all that is known of them."""
        return self._sessions.arrive(self._ids.new(), self._clock.now())

    def leave(self, waiting_id: str) -> None:
        """Note that somebody waits no longer. Raises RECORD_MISSING."""
        self._sessions.leave(waiting_id)

    def call(self, waiting_id: str) -> CounsellingSession:
        """Begin the session of somebody who waited. Raises SESSION_RUNNING, RECORD_MISSING, COORDINATOR_NO_PERSONS."""
        if self.running() is not None:
            raise refuse(Code.SESSION_RUNNING)
        self._sight.require(Right.COUNSEL)
        self._sessions.leave(waiting_id)
        return self.start()

    def _seen(self, session: CounsellingSession) -> CounsellingSession:
        """Return a session as this pilot may see it: what a colleague noted may tell of a person."""
        return session if session.pilot_id == self._workplace.pilot.id else replace(session, note="")

    def _mine(self, session_id: str) -> CounsellingSession:
        """Return a session that this pilot may change: the own ones, and all of them for the responsible person."""
        session, pilot = self._sessions.get(session_id), self._workplace.pilot
        if session.pilot_id != pilot.id and not pilot.responsible:
            raise refuse(Code.SESSION_OF_COLLEAGUE)
        return session

    def _placed(self, session: CounsellingSession) -> CounsellingSession:
        """Return what is entered afterwards with the place of its own day, unless the pilot chose another one."""
        offered, own = self._blank(self._clock.now()), self._blank(session.started_at)
        if (session.stop_id, session.ags, session.place_type) != (offered.stop_id, offered.ags, offered.place_type):
            return session
        return replace(session, stop_id=own.stop_id, ags=own.ags, place_type=own.place_type)

    def _blank(self, now: datetime) -> CounsellingSession:
        return self._at(now, stop_at(self._stops.all(), now))

    def _at(self, now: datetime, stop: Stop | None) -> CounsellingSession:
        place = self._workplace
        return CounsellingSession(
            id=self._ids.new(),
            pilot_id=place.pilot.id,
            role=place.pilot.role,
            station_id=place.station.id,
            ags=stop.ags if stop is not None else place.station.ags,
            place_type=stop.place_type if stop is not None else place.station.place_type,
            started_at=now,
            beat_at=now,
            stop_id=stop.id if stop is not None else "",
        )
