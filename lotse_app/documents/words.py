"""German words that several papers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.acting import ActingAs
from lotse_app.models.application import CarriedBy
from lotse_app.models.evidence import EvidenceState
from lotse_app.models.people import office_hours
from lotse_app.models.words import ACTING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.evidence import Evidence
    from lotse_app.models.people import Workplace

EMPTY = "—"
#: Stands where street and town of an office would, so that nobody takes the paper for a finished letter.
ADDRESS_MISSING = "Anschrift bitte ergänzen"

EVIDENCE = {
    EvidenceState.OPEN: "offen",
    EvidenceState.SHOWN: "vorgelegt und geprüft (keine Kopie)",
    EvidenceState.ON_PAPER: "liegt auf Papier bei",
    EvidenceState.FILE: "liegt bei",
    EvidenceState.LATER: "wird nachgereicht",
    EvidenceState.NOT_NEEDED: "nicht nötig",
}

CARRIED = {
    CarriedBy.RESIDENT: "die antragstellende Person",
    CarriedBy.PILOT: "die unterstützende Person",
    CarriedBy.POST: "die Post",
}

_ACTING_BRINGS = {
    ActingAs.AUTHORISED_PERSON: "die bevollmächtigte Person",
    ActingAs.PARENTS: "die Eltern",
    ActingAs.LEGAL_GUARDIAN: "die rechtliche Betreuung",
    ActingAs.MESSENGER: "die Botin oder der Bote",
}


def carrier_words(carried_by: CarriedBy, acting: str) -> str:
    """Return who brings the paper to the office: not the applicant where somebody else acts."""
    own = CARRIED[carried_by]
    acts = acting in set(ActingAs) and carried_by is CarriedBy.RESIDENT
    return _ACTING_BRINGS.get(ActingAs(acting), own) if acts else own


def acting_words(acting: str) -> str:
    """Return who acts in words; a text that is no code stays as it is."""
    return ACTING[ActingAs(acting)] if acting in set(ActingAs) else acting


def where_lines(address: Sequence[str]) -> tuple[str, ...]:
    """Return the lines below the name of an office: street and town, or that they are still to be written."""
    return tuple(address) or (ADDRESS_MISSING,)


def supporter(workplace: Workplace) -> str:
    """Return the value of *Unterstützt durch*: name and operator."""
    return f"{workplace.pilot.name}, {workplace.operator.name}"


def contact_rows(workplace: Workplace) -> list[tuple[str, str]]:
    """Return where to come and whom to call, as label and value; what is not known is left out."""
    station = workplace.station
    rows = (
        ("Anschrift", workplace.operator.address),
        ("Telefon", station.telephone),
        ("Sprechzeiten", "\n".join(office_hours(station.hours))),
    )
    return [(label, value) for label, value in rows if value]


def evidence_words(evidence: Evidence) -> str:
    """Return the state of a piece of evidence with its reason and files."""
    said = EVIDENCE[evidence.state]
    if evidence.reason:
        said = f"{said}: {evidence.reason}"
    if evidence.files:
        count, pages = len(evidence.files), sum(file.pages for file in evidence.files)
        said = f"{said} ({_count(count, 'Datei', 'Dateien')}, {_count(pages, 'Seite', 'Seiten')})"
    return said


def grouped(digest: str) -> str:
    """Return a digest in groups of eight, so that two prints can be compared by eye."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
