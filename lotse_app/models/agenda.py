"""What a day holds beside sessions: appointments and Wiedervorlagen. Both stay on this device (design/sync, 1)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from lotse_app.models.contact import ContactKind
from lotse_app.models.notes import note_problem
from lotse_app.models.problems import Code, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from lotse_app.models.problems import Problem
    from lotse_app.models.stops import Stop

#: Letters by which a pilot knows again who comes; a name has more.
LONGEST_INITIALS = 4
#: Signs at the beginning of an ``origin`` that all repetitions of one appointment have in common.
SERIES = 16
LONGEST_PURPOSE = 80
LONGEST_REASON = 120
MOST_MINUTES = 12 * 60
#: Kinds an appointment can be made for.
APPOINTMENT_KINDS = (
    ContactKind.SINGLE,
    ContactKind.GROUP,
    ContactKind.TELEPHONE,
    ContactKind.VIDEO,
    ContactKind.HOME_VISIT,
    ContactKind.THIRD_PARTY,
    ContactKind.INTERNAL,
)
_INITIALS = re.compile(r"[^\W\d_]{1,4}")


class AppointmentState(StrEnum):
    """What became of an appointment."""

    OPEN = "offen"
    BEGUN = "begonnen"
    #: Called off or put elsewhere by a newer calendar file.
    OFF = "faellt_aus"
    MISSED = "nicht_erschienen"


@dataclass(frozen=True, slots=True)
class Appointment:
    """An appointment of this desk: when, what kind, a short purpose, and initials at most; never a name.

    ``origin`` tells one of a calendar file again when the file is read anew; empty for one that was typed.
    """

    id: str
    starts_at: datetime
    minutes: int
    kind: ContactKind = ContactKind.SINGLE
    purpose: str = ""
    initials: str = ""
    origin: str = ""
    state: AppointmentState = AppointmentState.OPEN


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A Wiedervorlage: day and reason, on a session, on a Vorgang, or free; ``done_at`` is None while it is open.

    ``pilot_id`` is who entered it or took it over; empty for an old free one of which nobody knows until it is taken.
    """

    id: str
    due: date
    reason: str
    session_id: str = ""
    application_id: str = ""
    done_at: datetime | None = None
    pilot_id: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """A Wiedervorlage as it is listed: of a Vorgang, its number and service stand beside it.

    ``masked``: not this pilot's, without its reason.
    """

    follow_up: FollowUp
    number: str = ""
    service_name: str = ""
    masked: bool = False

    @property
    def unowned(self) -> bool:
        """Return whether nobody is in charge of it: somebody has to take it before it can be read."""
        return self.masked and not self.follow_up.pilot_id


class FollowUpState(StrEnum):
    """Which Wiedervorlagen are listed: ``OPEN`` is due and later ones together."""

    OPEN = "offen"
    DUE = "faellig"
    LATER = "spaeter"
    DONE = "erledigt"


class FollowUpWhose(StrEnum):
    """Whose Wiedervorlagen are listed: those this pilot may read, or all of the station that may be known of."""

    MINE = "meine"
    STATION = "stuetzpunkt"


@dataclass(frozen=True, slots=True)
class Day:
    """What one day holds; ``follow_ups`` are those due until then, the oldest first."""

    day: date
    stops: tuple[Stop, ...]
    appointments: tuple[Appointment, ...]
    follow_ups: tuple[FollowUpLine, ...]


class LeftOut(StrEnum):
    """Why an entry of a calendar file does not come over; ``PURPOSE`` comes, without its words."""

    WHOLE_DAY = "ganztaegig"
    PAST = "vorbei"
    CANCELLED = "abgesagt"
    TIME = "zeit"
    ZONE = "zeitzone"
    TOO_LONG = "zu_lang"
    REPEATS = "wiederholung"
    TOO_MANY = "zu_viele"
    PURPOSE = "zweck"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One appointment of a calendar file, recurrences each by themselves."""

    origin: str
    starts_at: datetime
    minutes: int
    purpose: str


@dataclass(frozen=True, slots=True)
class Told:
    """Of which appointments a calendar file tells: ``series`` are beginnings of origins, ``whole`` those told wholly.

    ``off`` are origins of single repetitions that are called off. Of a whole one, what is not among the entries of a
    file does not take place any more.
    """

    series: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    off: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CalendarRead:
    """What a calendar file holds for the time asked: entries in order, and how many were left out and why."""

    entries: tuple[CalendarEntry, ...]
    left_out: Mapping[LeftOut, int]
    told: Told = Told()


@dataclass(frozen=True, slots=True)
class CalendarTaken:
    """A calendar file that was taken over and still stands: when, by which pilot, and what came of it.

    ``added`` are ids of appointments; ``moved`` are (id, start before, minutes before) of those that were there
    already. What was typed or read as purpose stands in the appointments only.
    """

    id: str
    at: datetime
    by: str
    added: tuple[str, ...] = ()
    moved: tuple[tuple[str, datetime, int], ...] = ()
    #: Ids of those that it called off, and of those that take place after all.
    off: tuple[str, ...] = ()
    on_again: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Return how many appointments it brought, moved or called off."""
        return len(self.added) + len(self.moved) + len(self.off)


def appointment_problem(appointment: Appointment) -> Problem | None:
    """Return what is wrong with an appointment: INITIALS_ONLY, PURPOSE_NAMES, APPOINTMENT_LENGTH."""
    if appointment.initials and _INITIALS.fullmatch(appointment.initials) is None:
        return problem(Code.INITIALS_ONLY, most=LONGEST_INITIALS)
    if note_problem(appointment.purpose) is not None:
        return problem(Code.PURPOSE_NAMES)
    if not 1 <= appointment.minutes <= MOST_MINUTES:
        return problem(Code.APPOINTMENT_LENGTH)
    return None


def reason_problem(reason: str) -> Problem | None:
    """Return what is wrong with the reason of a Wiedervorlage: FOLLOW_UP_REASON, PURPOSE_NAMES."""
    if not reason.strip():
        return problem(Code.FOLLOW_UP_REASON)
    return problem(Code.PURPOSE_NAMES) if note_problem(reason) is not None else None


def chosen_lines(
    lines: Iterable[FollowUpLine], state: FollowUpState, whose: FollowUpWhose, today: date
) -> tuple[FollowUpLine, ...]:
    """Return those of ``lines`` in a state (as of ``today``) and of whom, in the order they came."""
    return tuple(
        line
        for line in lines
        if state in _states(line.follow_up, today) and (whose is FollowUpWhose.STATION or not line.masked)
    )


def _states(one: FollowUp, today: date) -> tuple[FollowUpState, ...]:
    if one.done_at is not None:
        return (FollowUpState.DONE,)
    return FollowUpState.OPEN, FollowUpState.DUE if one.due <= today else FollowUpState.LATER


def masked_line(line: FollowUpLine) -> FollowUpLine:
    """Return a Wiedervorlage of a colleague, or of nobody: its day only."""
    return replace(line, follow_up=replace(line.follow_up, reason=""), masked=True)


def tidy(text: str, longest: int) -> str:
    """Return a text in one line, cut to a length."""
    return " ".join(text.split())[:longest].strip()
