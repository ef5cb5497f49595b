"""Whose case one may look into: taking over a colleague's case, and what a line shows before that."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from lotse_app.models.application import State
from lotse_app.models.receipt import ReceiptKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from lotse_app.models.application import ApplicationLine

#: Longest reason in own words; it stays in the Protokoll, so it is short and names nobody.
MAX_WORDS = 200
#: A colleague's deadline this near, or past, is everybody's: the colleague may be away.
PRESSING = timedelta(days=3)
#: Why something that nobody was in charge of was taken, in the Protokoll.
UNOWNED = "ohne_zustaendige"
_NOT_THERE = frozenset({State.DRAFT, State.CHECKED, State.SIGNED, State.SUBMITTED})
_WORD = re.compile(r"[^\W\d_]{3,}")


class TakeoverReason(StrEnum):
    """Why a colleague's case is taken over."""

    ABSENT = "abwesend"
    PERSON_PRESENT = "person_ist_da"
    DEADLINE = "frist"
    ASKED = "auf_bitte"
    OTHER = "sonst"


@dataclass(frozen=True, slots=True)
class Takeover:
    """*Vertretung übernehmen*: it holds until the colleague opens the case again."""

    application_id: str
    pilot_id: str
    at: datetime
    reason: TakeoverReason
    words: str = ""


@dataclass(frozen=True, slots=True)
class CaseLabel:
    """What everybody at the station may see of a case: number and service, and whose it is."""

    application_id: str
    number: str
    service_name: str
    pilot_id: str


def masked(line: ApplicationLine) -> ApplicationLine:
    """Return the line of a colleague's case: number and service only. The state stays for sorting, not for showing."""
    return replace(line, masked=True, marks=frozenset(), due=None, way="", step="", letter_due=None, outcome="")


def to_hand_in(line: ApplicationLine) -> bool:
    """Return whether the day to hand in still counts: no office has the paper, nobody took it under SGB I § 16."""
    return line.state in _NOT_THERE and not line.handed_over and line.receipt in {"", ReceiptKind.HANDED_OVER.value}


def pressing_day(line: ApplicationLine, today: date) -> date | None:
    """Return the nearest deadline of a line that presses or is past: to hand in, or to answer a letter; else None."""
    days = (line.due if to_hand_in(line) else None, line.letter_due)
    return min((day for day in days if day is not None and day - today <= PRESSING), default=None)


def words_of(text: str) -> frozenset[str]:
    """Return the words of three and more letters, case-folded."""
    return frozenset(word.casefold() for word in _WORD.findall(text))


def reason_text(reason: TakeoverReason, words: str = "") -> str:
    """Return how a reason stands in the Protokoll: ``sonst: Krankheit``."""
    return ": ".join(part for part in (reason.value, words) if part)
