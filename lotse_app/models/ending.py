"""How a Vorgang ends: withdrawn, broken off, not accepted, closed. Offered is what the table of transitions allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.models.application import TRANSITIONS, Mark, State

if TYPE_CHECKING:
    from datetime import datetime

#: Longest reason; short, and without names.
MAX_REASON = 200
#: Before an application is handed in it is broken off; what an office has, is withdrawn.
_BEFORE = frozenset({State.DRAFT, State.CHECKED, State.SIGNED})
_ENDINGS = (State.ABANDONED, State.WITHDRAWN, State.NOT_ACCEPTED, State.CLOSED)
_WITH_OFFICE = frozenset({State.SUBMITTED, State.RECEIVED, State.QUERY})


@dataclass(frozen=True, slots=True)
class Ending:
    """The last step a pilot took by hand; ``state_before`` is what taking it back restores."""

    application_id: str
    state: State
    at: datetime
    by: str
    state_before: State
    reason: str = ""


def endings(now: State) -> tuple[State, ...]:
    """Return the endings that are offered in a state."""
    allowed = TRANSITIONS[now] - ({State.WITHDRAWN} if now in _BEFORE else set())
    return tuple(state for state in _ENDINGS if state in allowed)


def settable_marks(now: State) -> tuple[Mark, ...]:
    """Return the marks that mean something in a state, in the order they are shown."""
    marks = []
    if now in _BEFORE | _WITH_OFFICE:
        marks.append(Mark.PAPERS_MISSING)
    if now in _WITH_OFFICE | {State.CHECKED}:
        marks.append(Mark.SIGNATURE_FOLLOWS)
    if now in _WITH_OFFICE:
        marks.append(Mark.DELIVERY_DISTURBED)
    return tuple(marks)
