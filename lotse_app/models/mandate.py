"""The Vollmacht: to a named person or the Träger, with scope and term; signed once, never changed, revocable.

Sources: VwVfG § 14, SGB X § 13, AO § 80; BGB §§ 164, 167, 172. A later edit is a new mandate.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

#: Number of the text that new mandates carry; older ones stay in ``resources/mandates``.
TEXT_VERSION = 2
#: No mandate runs longer than the longest preset.
LONGEST = timedelta(days=366)


class Scope(StrEnum):
    """What may be done (domain 4.0, ``vollmacht_umfang``)."""

    APPLY = "antrag_stellen"
    HAND_IN_LATER = "unterlagen_nachreichen"
    RECEIVE = "bescheid_empfangen"
    INFORMATION = "auskunft"
    COLLECT = "abholung"


#: Preset: the least that is necessary.
PRESET = (Scope.APPLY, Scope.HAND_IN_LATER)


class Term(StrEnum):
    """Presets of the term."""

    DAY = "1_tag"
    MONTH = "30_tage"
    HALF_YEAR = "6_monate"
    YEAR = "1_jahr"


class AgentKind(StrEnum):
    """Who may be given a mandate; never a station."""

    PERSON = "person"
    PILOT = "lotse"
    OPERATOR = "traeger"


class Standing(StrEnum):
    """How a mandate stands on a day."""

    UNSIGNED = "nicht_unterschrieben"
    NOT_YET = "noch_nicht"
    VALID = "gueltig"
    EXPIRED = "abgelaufen"
    REVOKED = "widerrufen"
    DAMAGED = "beschaedigt"


class RevokedBy(StrEnum):
    """Who took it back; the agent may lay it down as well."""

    GRANTOR = "person"
    AGENT = "bevollmaechtigt"


class SentBy(StrEnum):
    """How a revocation reached an office."""

    HAND = "persoenlich"
    POST = "post"
    LETTER_BOX = "hausbriefkasten"
    FAX = "fax"


@dataclass(frozen=True, slots=True)
class Party:
    """One side: names as one text and the search key apart; ``birth`` as in answers, ``address`` on one line."""

    kind: AgentKind
    name: str
    address: str = ""
    birth: str = ""
    surname: str = ""


@dataclass(frozen=True, slots=True)
class Mandate:
    """What is signed. ``service_id`` is empty where it covers every application; ``last`` is the last day."""

    id: str
    number: str
    text_version: int
    text_digest: str
    grantor: Party
    agent: Party
    scopes: tuple[Scope, ...]
    service_id: str
    service_name: str
    first: date
    last: date
    made_at: datetime
    place: str
    operator: str
    station: str

    def covers(self, service_id: str, scope: Scope) -> bool:
        """Return whether this act for this service is within the scope."""
        return scope in self.scopes and self.service_id in {"", service_id}


@dataclass(frozen=True, slots=True)
class MandateText:
    """One released version of the text; ``digest`` is SHA-256 (hex) of its file."""

    version: int
    digest: str
    title: str
    opening: str
    grantor: str
    agent: str
    scope: str
    matter: str
    matter_one: str
    matter_all: str
    rules: str
    sentences: tuple[str, ...]
    scopes: Mapping[Scope, str]
    notes: Mapping[Scope, str]


@dataclass(frozen=True, slots=True)
class MandateSignature:
    """A signature over ``digest``; ``strokes`` as on the pad (0..1), empty where the print was signed."""

    digest: str
    signer: str
    at: datetime
    on_paper: bool
    strokes: tuple[tuple[tuple[float, float], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Revocation:
    """When it was taken back, and by whom."""

    at: datetime
    by: RevokedBy


@dataclass(frozen=True, slots=True)
class RevocationNotice:
    """A revocation on its way to one office; for that office it counts once it is there."""

    mandate_id: str
    mandate_number: str
    office: str
    revoked_at: datetime
    sent_on: date | None = None
    how: SentBy | None = None


@dataclass(frozen=True, slots=True)
class MandateUse:
    """A case under a mandate; ``handed_in_at`` is None while it will go to the office."""

    application_id: str
    number: str
    service_name: str
    office: str
    handed_in_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeptMandate:
    """A mandate with all that is kept of it but its paper."""

    mandate: Mandate
    canonical: bytes
    digest: str
    pilot_id: str
    paper_digest: str
    signature: MandateSignature | None = None
    revocation: Revocation | None = None
    notices: tuple[RevocationNotice, ...] = ()
    uses: tuple[MandateUse, ...] = ()

    @property
    def open_notices(self) -> tuple[RevocationNotice, ...]:
        """Return the offices that do not have the revocation yet."""
        return tuple(one for one in self.notices if one.sent_on is None)


@dataclass(frozen=True, slots=True)
class MandateCheck:
    """What verifying found: bytes against their digest, paper against its digest, signature against the bytes."""

    bytes_whole: bool
    text_known: bool
    paper_whole: bool
    signature_fits: bool
    standing: Standing

    @property
    def whole(self) -> bool:
        """Return whether nothing was changed since it was signed."""
        return self.bytes_whole and self.text_known and self.paper_whole and self.signature_fits


def standing(kept: KeptMandate, today: date) -> Standing:
    """Return how a mandate stands; damage is found by ``workflows.mandates`` only."""
    if kept.revocation is not None:
        return Standing.REVOKED
    if kept.signature is None:
        return Standing.UNSIGNED
    if today < kept.mandate.first:
        return Standing.NOT_YET
    return Standing.EXPIRED if today > kept.mandate.last else Standing.VALID


def last_day(first: date, term: Term) -> date:
    """Return the last day of a preset term that begins on ``first``; both days count."""
    if term is Term.DAY:
        return first
    if term is Term.MONTH:
        return first + timedelta(days=29)
    return _months_on(first, 6 if term is Term.HALF_YEAR else 12)


def _months_on(first: date, months: int) -> date:
    """Return the last day of so many months from ``first``, which counts (BGB §§ 187 (2), 188 (2) and (3))."""
    year, month = divmod(first.month - 1 + months, 12)
    year += first.year
    if first.day == 1:
        return date(year, month + 1, 1) - timedelta(days=1)
    return date(year, month + 1, min(first.day - 1, monthrange(year, month + 1)[1]))
