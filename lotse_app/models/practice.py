"""Who is there to practise with: invented residents and what was counselled before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

#: How far a Vorgang is when practice begins.
BEGUN, READ_BACK, HANDED_IN = "begonnen", "gelesen", "eingereicht"


@dataclass(frozen=True, slots=True)
class PracticePerson:
    """An invented resident.

    ``about`` says who comes, ``task`` what can be tried. ``search`` is what the person says to the finder; ``answers``
    are those of the form that is found, ``stage`` is how far its Vorgang is; an empty ``search`` begins none.
    Answers ``heute-10`` are days counted from the day of practice. ``guarded`` sets the mark of an Auskunftssperre.
    ``acting`` is a value of ``ActingAs``, empty for the person; where someone acts as agent, the answers say who, and
    ``mandate_days`` is how long the Vollmacht holds that was signed on its print; 0 makes none.
    """

    name: str
    about: str
    task: str
    search: str = ""
    stage: str = BEGUN
    answers: Mapping[str, Any] | None = None
    guarded: bool = False
    acting: str = ""
    mandate_days: int = 0


@dataclass(frozen=True, slots=True)
class PracticeSession:
    """A counselling of the last weeks: what about, how many days ago, how long."""

    topic: str
    days_ago: int
    minutes: int
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Residents:
    """Everything that is there when practice begins."""

    people: tuple[PracticePerson, ...]
    sessions: tuple[PracticeSession, ...]
