"""How a person is found: folded surname and birth date, by B-tree, never by full text (design/privacy)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from lotse_app.models.agenda import Appointment, FollowUp
    from lotse_app.models.application import (
        Application,
        ApplicationLine,
        DocumentKind,
        FrozenApplication,
        HandIn,
        Signature,
    )
    from lotse_app.models.consent import Consent
    from lotse_app.models.ending import Ending
    from lotse_app.models.evidence import Evidence
    from lotse_app.models.letter import Letter
    from lotse_app.models.session import CounsellingSession, Revision

#: Parts of a surname with fewer letters are no names of their own (*von*, *der*, *zu*).
_SHORTEST_PART = 4


def name_parts(surname: str) -> tuple[str, ...]:
    """Return the parts of a surname in search form that are names of their own: two of ``MUELLER-LUEDENSCHEIDT``."""
    return tuple(part for part in re.split(r"[\s-]+", surname) if len(part) >= _SHORTEST_PART)


@dataclass(frozen=True, slots=True, order=True)
class PersonKey:
    """``surname`` in search form (letters A to Z); ``birth`` as in the answers (``1958-03-14``), empty if not said."""

    surname: str
    birth: str = ""


@dataclass(frozen=True, slots=True)
class MandateLine:
    """A Vollmacht in a list: no names."""

    id: str
    number: str
    last: date
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class PersonFound:
    """A person with the applications that name them, newest change first."""

    key: PersonKey
    applications: tuple[ApplicationLine, ...]
    #: Vollmachten that name them: id, number, last day; none of a colleague's Vorgang that was not taken over.
    mandates: tuple[MandateLine, ...] = ()

    @property
    def guarded(self) -> bool:
        """Return whether one of the applications says that the person has an Auskunftssperre: show no name."""
        return any(line.guarded for line in self.applications)


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """A paper that is kept with an application; its bytes are read by ``id``."""

    id: int
    kind: DocumentKind
    edition: int
    size: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who took a case over and may open it now, by name."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """An entry of the Protokoll about a case, with the name of who did it; ``at`` as it stands there."""

    at: str
    who: str
    deed: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Everything kept about a person in one application."""

    application: Application
    editions: tuple[FrozenApplication, ...]
    signatures: tuple[Signature, ...]
    evidence: tuple[Evidence, ...]
    hand_in: HandIn | None
    session: CounsellingSession | None
    papers: tuple[KeptPaper, ...] = ()
    letters: tuple[Letter, ...] = ()
    ending: Ending | None = None
    follow_ups: tuple[FollowUp, ...] = ()
    #: Appointments that became the session it was begun in.
    appointments: tuple[Appointment, ...] = ()
    consents: tuple[Consent, ...] = ()
    #: Corrections of the session it was begun in.
    revisions: tuple[Revision, ...] = ()
    takeovers: tuple[StandIn, ...] = ()
    acts: tuple[Act, ...] = ()
    #: Name of the pilot whose case it is.
    pilot: str = ""


class RemarkKind(StrEnum):
    """Where words stand that belong to no case; the values are those of the proofs of deletion."""

    NOTE = "notiz"
    FOLLOW_UP = "wiedervorlage"
    APPOINTMENT = "termin"
    LETTER = "post"
    ENDING = "abschluss"
    EVIDENCE = "nachweis"
    #: What somebody else's Vorgang tells an office: an answer in own words, a reason that was frozen, a witness. It is
    #: theirs and stays; who erases is told of it.
    SAID = "angabe"


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody wrote freely, by the id of its record.

    ``pilot_id`` is who alone reads it, empty for everybody; ``application_id`` the Vorgang it stands on.
    """

    kind: RemarkKind
    id: str
    text: str
    day: date
    pilot_id: str = ""
    application_id: str = ""


@dataclass(frozen=True, slots=True)
class NamedRemark:
    """A remark with the surname of a person in it; ``whole``: all of it, else a part of a double name.

    ``text`` is empty where it is not this pilot's to read.
    """

    kind: RemarkKind
    id: str
    day: date
    text: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure took away; counts only. ``notes`` are notes, and Wiedervorlagen and purposes with the name."""

    applications: int
    files: int
    papers: int
    notes: int
    mandates: int = 0


@dataclass(frozen=True, slots=True)
class DataCopy:
    """The copy of all data of a person (Art. 15 (3) DSGVO): a paper to read, the same as JSON, files by name."""

    pdf: bytes
    json: bytes
    files: tuple[tuple[str, bytes], ...] = ()
