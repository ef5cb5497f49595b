"""What is still owed to a person: nothing of it may be deleted without having been said (privacy, Rights)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lotse_app.models.application import CarriedBy, State
from lotse_app.models.letter import LetterKind
from lotse_app.models.mandate import Standing, standing
from lotse_app.models.receipt import ReceiptKind

if TYPE_CHECKING:
    from datetime import date

    from lotse_app.models.application import HandIn
    from lotse_app.models.letter import Letter
    from lotse_app.models.mandate import KeptMandate
    from lotse_app.models.persons import PersonRecord

#: States in which an office may still want an answer.
_ANSWERABLE = frozenset({State.SUBMITTED, State.RECEIVED, State.QUERY, State.DECIDED})


class Owed(StrEnum):
    """What is still to be done."""

    LIES_HERE = "liegt_hier"
    ANSWER = "antworten"
    MANDATE = "vollmacht"
    REVOCATION = "widerruf"


@dataclass(frozen=True, slots=True)
class Outstanding:
    """One thing: ``number`` is that of the Vorgang or of the Vollmacht, ``cases`` where a Vollmacht went.

    ``day`` is the deadline or the last day, None where there is none. No names.
    """

    what: Owed
    number: str
    day: date | None = None
    cases: tuple[str, ...] = ()


def lies_here(state: State, receipt: str, carried_by: str, *, handed_over: bool) -> bool:
    """Return whether a paper that this station took has not reached its office yet.

    It took what it confirmed under SGB I § 16 and what a pilot said to carry there.
    """
    taken = receipt == ReceiptKind.FORWARDED.value or carried_by == CarriedBy.PILOT.value
    return state is State.SUBMITTED and taken and not handed_over


def _hand_in_lies_here(state: State, hand_in: HandIn | None) -> bool:
    if hand_in is None:
        return False
    return lies_here(state, hand_in.receipt, hand_in.carried_by.value, handed_over=hand_in.handed_over_on is not None)


def _wants_answer(letter: Letter, today: date) -> bool:
    """Return whether a letter still binds: a query until it is answered, any other until its day is past."""
    return letter.open and (letter.kind is LetterKind.QUERY or (letter.due is not None and letter.due >= today))


def owed_in_case(record: PersonRecord, today: date) -> tuple[Outstanding, ...]:
    """Return what is still open in one Vorgang."""
    application = record.application
    owed = []
    if _hand_in_lies_here(application.state, record.hand_in):
        owed.append(Outstanding(Owed.LIES_HERE, application.number, application.due))
    letters = record.letters if application.state in _ANSWERABLE else ()
    owed += [Outstanding(Owed.ANSWER, application.number, one.due) for one in letters if _wants_answer(one, today)]
    return tuple(owed)


def owed_under_mandate(kept: KeptMandate, today: date) -> tuple[Outstanding, ...]:
    """Return what is open of a Vollmacht: in force at an office, or taken back and not everywhere told."""
    mandate = kept.mandate
    cases = tuple(one.number for one in kept.uses if one.handed_in_at is not None)
    if kept.open_notices:
        return (Outstanding(Owed.REVOCATION, mandate.number, None, cases),)
    if cases and standing(kept, today) in {Standing.VALID, Standing.NOT_YET}:
        return (Outstanding(Owed.MANDATE, mandate.number, mandate.last, cases),)
    return ()
