"""What one line of the search finds: rooms, a Vorgang, persons, services; and how the line is read. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from lotse_app.clock import short_date
from lotse_app.forms.dates import parse
from lotse_app.models.problems import Problem
from lotse_app.ui.rooms.room import ROOM_WORDS, SEARCH_FOR, Go, RoomName
from lotse_app.ui.words.shared import GUARDED, counted

if TYPE_CHECKING:
    from datetime import date

    from lotse_app.models.persons import MandateLine, PersonFound
    from lotse_app.models.public_service import Hit
    from lotse_app.models.sight import CaseLabel

_PERSON = re.compile(r"(?P<name>[^\d]*[^\d\s,.*])[\s,.*]+(?P<day>\d.*)")
#: What papers write between name and day, and given names behind a comma: neither belongs to the surname.
_BORN = re.compile(r"[\s,]+geb(?:oren)?(?:\.?\s+am)?$", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9A-Za-z]{4,8}")
#: Services shown beside everything else; the room Leistungen shows them all.
SERVICES_SHOWN = 6


class Part(Enum):
    """Where a result comes from, in the order of the list."""

    CASE = 1
    PERSON = 2
    ROOM = 3
    SERVICE = 4


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the list: where it leads, or the person it shows."""

    title: str
    below: str
    go: Go | None = None
    person: PersonFound | None = None
    #: It is no result but leads to more of them.
    more: bool = False


def number_in(text: str) -> str:
    """Return what may be the number of a Vorgang, else an empty string."""
    joined = "".join(text.split())
    return joined if _NUMBER.fullmatch(joined) else ""


def person_in(text: str, today: date) -> tuple[str, str] | None:
    """Return surname and birth date (ISO) of a line that holds both, else None."""
    match = _PERSON.fullmatch(text.strip())
    if match is None:
        return None
    day = parse(match["day"], today, past=True)
    surname = _BORN.sub("", match["name"]).partition(",")[0]
    return None if isinstance(day, Problem) else (surname.strip(" ,."), day)


def rooms_found(text: str) -> tuple[Found, ...]:
    """Return the rooms whose name begins so."""
    wanted = text.strip().casefold()
    return tuple(
        Found(word, "Ort im Programm", Go(room))
        for room, word in ROOM_WORDS.items()
        if wanted and word.casefold().startswith(wanted)
    )


def case_found(label: CaseLabel) -> Found:
    """Return the line of a Vorgang: number and service only."""
    target = Go(RoomName.APPLICATIONS, label.application_id)
    return Found(f"Vorgang {label.number}", label.service_name, target)


def service_found(hit: Hit, text: str) -> Found:
    """Return the line of a service; it leads to the finder with the same words."""
    target = Go(RoomName.SERVICES, f"{SEARCH_FOR}{hit.service_id}:{text}")
    return Found(hit.name, "Leistung mit Formular" if hit.has_form else "Leistung", target)


def more_found(count: int, text: str) -> Found:
    """Return the line that leads to the services that are not in this list."""
    words = f"… und {counted(count, 'weitere Leistung', 'weitere Leistungen')}"
    return Found(words, "Alle in „Leistungen“ zeigen", Go(RoomName.SERVICES, f"{SEARCH_FOR}:{text}"), more=True)


def person_found(person: PersonFound) -> Found:
    """Return the line of a person; one with an Auskunftssperre is masked."""
    below = counted(len(person.applications), "Vorgang", "Vorgänge")
    return Found(f"Person: {person_words(person)}", below, person=person)


def person_words(person: PersonFound) -> str:
    """Return name and birth date as they are found, or that they are masked."""
    if person.guarded:
        return GUARDED
    day = person.key.birth
    parts = day.split("-")
    born = f", geboren {'.'.join(reversed(parts))}" if len(parts) == 3 else f", geboren {day}" if day else ""
    return f"{person.key.surname.title()}{born}"


def deletion_words(applications: int, files: int, papers: int, notes: int) -> str:
    """Return what an erasure took away."""
    parts = [
        counted(applications, "Vorgang", "Vorgänge"),
        counted(files, "Datei", "Dateien"),
        counted(papers, "Papier", "Papiere"),
        counted(notes, "Notiz", "Notizen"),
    ]
    return f"Gelöscht: {', '.join(parts)}. Der Nachweis steht im Protokoll, ohne Inhalt."


def mandate_words(mandate: MandateLine) -> str:
    """Return until when a Vollmacht holds, or that it was taken back."""
    how = "widerrufen" if mandate.revoked else f"gilt bis {short_date(mandate.last)}"
    return f"Vollmacht {mandate.number}: {how}"
