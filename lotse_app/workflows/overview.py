"""What *Heute*, *Anträge*, *Postausgang* and the status line show: lines without names. Store lane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.models.application import Mark, State
from lotse_app.models.outstanding import lies_here
from lotse_app.models.sight import to_hand_in

if TYPE_CHECKING:
    from datetime import date

    from lotse_app.models.application import ApplicationLine
    from lotse_app.models.letter import Letter
    from lotse_app.models.session import CounsellingSession
    from lotse_app.workflows.letter_ports import LetterRows
    from lotse_app.workflows.ports import OutboxRows, SessionRows
    from lotse_app.workflows.sight_ports import SeenApplications

OPEN_STATES = (State.DRAFT, State.CHECKED, State.SIGNED)
UNDERWAY_STATES = (State.SUBMITTED,)
ARRIVED_STATES = (State.RECEIVED, State.QUERY, State.DECIDED)
#: Letters of what was ended want no answer any more.
_ANSWERABLE = (*OPEN_STATES, *UNDERWAY_STATES, *ARRIVED_STATES)


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """A letter that wants an answer, and the line of its Vorgang."""

    letter: Letter
    line: ApplicationLine


@dataclass(frozen=True, slots=True)
class DueLine:
    """A day that must not be missed: to hand in, or (with ``letter``) to answer; of a colleague's only the day."""

    day: date
    line: ApplicationLine
    letter: Letter | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """Content of the room *Heute*; ``answers`` newest first, ``deadlines`` by day."""

    running: CounsellingSession | None
    deadlines: tuple[DueLine, ...]
    begun: tuple[ApplicationLine, ...]
    print_later: tuple[ApplicationLine, ...]
    answers: tuple[ToAnswer, ...]
    #: Handed in without every signature.
    unsigned: tuple[ApplicationLine, ...] = ()
    #: Taken here and not passed on to the office yet.
    lying: tuple[ApplicationLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """Content of the room *Postausgang*; ``waiting_operations`` wait for a portal."""

    underway: tuple[ApplicationLine, ...]
    arrived: tuple[ApplicationLine, ...]
    refused: tuple[ApplicationLine, ...]
    waiting_operations: int


class Overview:
    """Lists of this desk."""

    def __init__(
        self,
        applications: SeenApplications,
        letters: LetterRows,
        sessions: SessionRows,
        outbox: OutboxRows,
        pilot_id: str,
    ) -> None:
        self._applications = applications
        self._letters = letters
        self._sessions = sessions
        self._outbox = outbox
        self._pilot_id = pilot_id

    def today(self) -> Today:
        """Return what is due, begun and to be printed, of the own cases and those taken over.

        Among the deadlines are colleagues' that press, masked: nobody may miss one because somebody is away.
        """
        begun = _mine(self._applications.lines(OPEN_STATES))
        waiting = _mine(self._applications.lines((*OPEN_STATES, *UNDERWAY_STATES)))
        answers = self._to_answer()
        dues = [DueLine(line.due, line) for line in waiting if line.due and to_hand_in(line)]
        dues += [DueLine(one.letter.due, one.line, one.letter) for one in answers if one.letter.due]
        dues += [DueLine(day, line) for day, line in self._applications.pressing(_ANSWERABLE)]
        return Today(
            running=self._sessions.running(self._pilot_id),
            deadlines=tuple(sorted(dues, key=lambda due: (due.day, due.line.number))),
            begun=begun,
            print_later=tuple(line for line in waiting if Mark.PRINT_LATER in line.marks),
            answers=answers,
            unsigned=tuple(line for line in self._handed_in() if Mark.SIGNATURE_FOLLOWS in line.marks),
            lying=tuple(line for line in waiting if _lies_here(line)),
        )

    def _handed_in(self) -> tuple[ApplicationLine, ...]:
        return _mine(self._applications.lines((*UNDERWAY_STATES, *ARRIVED_STATES)))

    def _to_answer(self) -> tuple[ToAnswer, ...]:
        letters = self._letters.open_letters()
        if not letters:
            return ()
        lines = {line.id: line for line in _mine(self._applications.lines(_ANSWERABLE))}
        return tuple(ToAnswer(one, lines[one.application_id]) for one in letters if one.application_id in lines)

    def applications(self) -> tuple[ApplicationLine, ...]:
        """Return all applications, newest change first."""
        return self._applications.lines()

    def post(self) -> Post:
        """Return what is on its way, also on paper."""
        return Post(
            underway=self._applications.lines(UNDERWAY_STATES),
            arrived=self._applications.lines(ARRIVED_STATES),
            refused=self._applications.lines((State.NOT_ACCEPTED,)),
            waiting_operations=self._outbox.count_waiting(),
        )

    def waiting(self) -> int:
        """Return how many operations wait for a portal."""
        return self._outbox.count_waiting()


def _lies_here(line: ApplicationLine) -> bool:
    return lies_here(line.state, line.receipt, line.carried_by, handed_over=line.handed_over)


def _mine(lines: tuple[ApplicationLine, ...]) -> tuple[ApplicationLine, ...]:
    return tuple(line for line in lines if not line.masked)
