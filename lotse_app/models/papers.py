"""What a paper is made of. Renderers take one of these and return PDF bytes; same input, same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lotse_app.models.acting import ActingAs

if TYPE_CHECKING:
    from datetime import date, datetime

    from lotse_app.models.application import CarriedBy, Signature
    from lotse_app.models.evidence import Evidence
    from lotse_app.models.mandate import KeptMandate, Mandate, MandateSignature, MandateText
    from lotse_app.models.people import Operator, Station, Workplace
    from lotse_app.models.public_service import Fact, ServiceCard
    from lotse_app.models.reading import Section
    from lotse_app.models.receipt import ReceiptKind


class Watermark(StrEnum):
    """Large grey word across every page; empty for a real paper."""

    NONE = ""
    DRAFT = "ENTWURF"
    PRACTICE = "ÜBUNG – KEIN ANTRAG"


@dataclass(frozen=True, slots=True)
class ApplicationPaper:
    """The application as it goes to the office: every question in form order, answers, signature, digest.

    ``signature_lines`` are the captions of the lines to be signed by hand, for example the
    applicant's and the account holder's under the SEPA mandate; ``declarations`` stand above them.
    """

    number: str
    edition: int
    title: str
    authority: str
    commune: str
    law: str
    sections: tuple[Section, ...]
    evidence: tuple[Evidence, ...]
    acting: str
    workplace: Workplace
    digest: str
    frozen_at: datetime
    signatures: tuple[Signature, ...] = ()
    signature_lines: tuple[str, ...] = ()
    declarations: tuple[str, ...] = ()
    #: Street, then postcode and town of the office; empty where nobody entered them yet.
    address: tuple[str, ...] = ()
    leave_out_empty: bool = False
    large_print: bool = False
    watermark: Watermark = Watermark.NONE
    #: Whose application it is, as in the answers; at the foot of every page.
    applicant: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """One of the three papers of product step 10; ``forward_to`` is the office of case b.

    ``enclosures`` were left with the application, ``shown`` were looked at and given back.
    """

    kind: ReceiptKind
    number: str
    service_name: str
    authority: str
    commune: str
    workplace: Workplace
    at: datetime
    digest: str
    carried_by: CarriedBy
    enclosures: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    forward_to: str = ""
    #: Who applied, as in the answers: without a name the paper proves little (docs/adr/0022).
    applicant: str = ""
    #: Who acts, as ``ApplicationPaper.acting``: whoever acts carries it, unless somebody else does.
    acting: str = ActingAs.SELF.value
    #: Street, then postcode and town of the office; empty where nobody entered them yet.
    address: tuple[str, ...] = ()
    watermark: Watermark = Watermark.NONE


@dataclass(frozen=True, slots=True)
class NotePaper:
    """Merkzettel for the resident: label and value pairs in order, and what to do next."""

    number: str
    service_name: str
    lines: tuple[tuple[str, str], ...]
    next_steps: tuple[str, ...]
    workplace: Workplace
    at: datetime
    large_print: bool = True
    watermark: Watermark = Watermark.NONE


@dataclass(frozen=True, slots=True)
class CoverPaper:
    """The sheet with the address of the office; ``address`` are the lines of the envelope, empty where unknown.

    ``today``: it goes into a letter box today, ``any_commune``: any commune's will do (SGB I § 16).
    ``mandate``: an agent acts, whose Vollmacht goes into the envelope.
    """

    number: str
    service_name: str
    authority: str
    address: tuple[str, ...]
    source: str
    due: date | None
    today: bool
    any_commune: bool
    by_post: bool
    workplace: Workplace
    on: date
    mandate: bool = False
    watermark: Watermark = Watermark.NONE


@dataclass(frozen=True, slots=True)
class EnclosurePaper:
    """A file that goes with an application on paper; ``label`` says what it proves."""

    number: str
    label: str
    media_type: str
    content: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class BringPaper:
    """*Was muss ich mitbringen?* for one service in one commune."""

    card: ServiceCard
    facts: tuple[Fact, ...]
    workplace: Workplace
    on: date
    large_print: bool = True


@dataclass(frozen=True, slots=True)
class PrivacyPaper:
    """Art. 13 DSGVO sheet of the operator."""

    operator: Operator
    station_name: str
    on: date


@dataclass(frozen=True, slots=True)
class PosterPaper:
    """The Aushang of a station; ``stops`` are lines of days, hours and place, as ``models.stops.poster_lines``."""

    operator: Operator
    station: Station
    on: date
    stops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EmergencyPaper:
    """The Notfallblatt that lies with the device; names of whom to call, empty where nobody is known."""

    operator: Operator
    station: Station
    coordinators: tuple[str, ...]
    responsible: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True)
class RecoveryPaper:
    """The recovery code, shown once and printable; names are empty where the store is not open yet."""

    code: str
    station_name: str
    on: date
    operator_name: str = ""


@dataclass(frozen=True, slots=True)
class PersonCase:
    """One Vorgang in a data copy: facts as label and value, the answers as read, the evidence."""

    number: str
    service_name: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class PersonPaper:
    """Copy of all data of a person (Art. 15 (3) DSGVO); ``surname`` as it stands in the answers."""

    surname: str
    birth: str
    cases: tuple[PersonCase, ...]
    workplace: Workplace
    at: datetime
    #: Number of each Vollmacht, and what it says as label and value.
    mandates: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class UndertakingPaper:
    """The undertaking of secrecy that a volunteer signs; ``version`` is that of its text."""

    pilot_name: str
    operator: Operator
    station_name: str
    on: date
    version: int


@dataclass(frozen=True, slots=True)
class MandatePaper:
    """The Vollmacht: all that is signed, its text, its digest; the signature where it was given on the pad."""

    mandate: Mandate
    text: MandateText
    digest: str
    signature: MandateSignature | None = None
    watermark: Watermark = Watermark.NONE


@dataclass(frozen=True, slots=True)
class RevocationPaper:
    """The Widerruf as a letter to one ``office``; it names no other office that gets one.

    ``named`` stands above the address where the office is called otherwise than it is kept.
    """

    kept: KeptMandate
    office: str
    workplace: Workplace
    #: Street, then postcode and town of the office; empty where nobody entered them yet.
    address: tuple[str, ...] = ()
    named: str = ""
    watermark: Watermark = Watermark.NONE


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page of a preview: RGBA bytes row by row, width and height in pixels."""

    width: int
    height: int
    rgba: bytes
