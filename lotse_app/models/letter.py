"""Post vom Amt: what comes back on a Vorgang, which state follows from it, what is still to be answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from lotse_app.models.application import TRANSITIONS, State
from lotse_app.models.problems import Code, problem

if TYPE_CHECKING:
    from datetime import date, datetime

    from lotse_app.models.problems import Problem

#: Longest note; it says what the letter wants, not what stands in it.
MAX_NOTE = 200
#: A letter older than this is a slip of the keyboard, and so is a deadline further ahead.
#: A letter of elsewhere comes up so long before its deadline.
AHEAD = timedelta(days=7)
OLDEST, FURTHEST = timedelta(days=3 * 365), timedelta(days=2 * 365)


class LetterKind(StrEnum):
    """What an office sends."""

    CONFIRMATION = "eingangsbestaetigung"
    QUERY = "rueckfrage"
    GRANTED = "bewilligt"
    PARTLY = "teilweise"
    REFUSED = "abgelehnt"
    #: What somebody has to pay: a tax, a fee. It grants and refuses nothing, and can be objected to.
    ASSESSED = "bescheid"
    OTHER = "sonstiges"


class DueSource(StrEnum):
    """Whence a deadline is: printed on the letter, or computed and taken over by the pilot."""

    NONE = ""
    PRINTED = "brief"
    COMPUTED = "gerechnet"


#: Decisions that one can object to: without a printed deadline an earlier, safe day is shown.
OBJECTIONABLE = frozenset({LetterKind.PARTLY, LetterKind.REFUSED, LetterKind.ASSESSED})
#: Decisions that say how what was applied for ended.
OUTCOMES = frozenset({LetterKind.GRANTED, LetterKind.PARTLY, LetterKind.REFUSED})

_STATES: dict[LetterKind, State] = {
    LetterKind.CONFIRMATION: State.RECEIVED,
    LetterKind.QUERY: State.QUERY,
    LetterKind.GRANTED: State.DECIDED,
    LetterKind.PARTLY: State.DECIDED,
    LetterKind.REFUSED: State.DECIDED,
    LetterKind.ASSESSED: State.DECIDED,
}


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter on a Vorgang; ``state_before`` is what taking it back restores."""

    id: str
    application_id: str
    kind: LetterKind
    dated: date
    received: date
    entered_at: datetime
    entered_by: str
    state_before: State
    state_after: State
    due: date | None = None
    due_source: DueSource = DueSource.NONE
    note: str = ""
    answered_on: date | None = None

    @property
    def open(self) -> bool:
        """Return whether somebody still has to answer: a query, or a deadline that runs."""
        return self.answered_on is None and (self.kind is LetterKind.QUERY or self.due is not None)


@dataclass(frozen=True, slots=True)
class LetterEntry:
    """What a pilot typed of a letter."""

    kind: LetterKind
    dated: date
    received: date
    due: date | None = None
    due_source: DueSource = DueSource.NONE
    note: str = ""


def reminder_elsewhere(due: date, about: str, today: date) -> tuple[date, str]:
    """Return (day, reason) of the Wiedervorlage for a letter whose Vorgang was begun elsewhere.

    It comes up ``AHEAD`` before the deadline, so that there is time to answer, and at once where that is past.
    """
    words = " ".join(about.split())
    reason = f"Brief vom Amt, Frist {due.day:02d}.{due.month:02d}.{due.year}"
    return max(today, due - AHEAD), f"{reason}: {words}" if words else reason


def state_after(kind: LetterKind, now: State) -> State:
    """Return the state that follows, where the table of transitions allows it; else it stays.

    A confirmation after an answered query stays a query until the query is answered.
    """
    after = _STATES.get(kind, now)
    if kind is LetterKind.CONFIRMATION and now is State.QUERY:
        return now
    return after if after in TRANSITIONS[now] else now


def letter_problems(entry: LetterEntry, today: date) -> tuple[Problem, ...]:
    """Return what cannot be, each with the field it belongs to (``/dated``, ``/received``, ``/due``)."""
    found = []
    for pointer, day in (("/dated", entry.dated), ("/received", entry.received)):
        if day > today:
            found.append(problem(Code.DATE_IN_FUTURE, pointer))
        elif day < today - OLDEST:
            found.append(problem(Code.DATE_TOO_EARLY, pointer))
    if entry.received < entry.dated:
        found.append(problem(Code.LETTER_BEFORE_ITS_DATE, "/received"))
    if entry.due is not None and not entry.dated <= entry.due <= today + FURTHEST:
        found.append(problem(Code.LETTER_DUE_UNLIKELY, "/due"))
    return tuple(found)
