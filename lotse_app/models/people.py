"""Who works with Lotse and where: operator (Träger), station (Stützpunkt), pilot (Lotse)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

#: Version of the text of ``documents/undertaking.py``; a new wording gets a new number.
SECRECY_VERSION = 1
#: Version of the wording of the Art. 13 sheet (``documents/privacy.py``); a new wording gets a new number, and every
#: operator's sheet a higher version with it. Version 1 is the wording until 22 November 2026.
NOTICE_TEXT = 3
#: Office hours are read from afar: so many lines of so many characters.
HOURS_LINES = 4
HOURS_WIDTH = 60


class Role(StrEnum):
    """What a pilot may do is decided by the role."""

    OFFICIAL = "verwaltung"
    VOLUNTEER = "ehrenamt"
    COORDINATOR = "koordination"


class PlaceType(StrEnum):
    """Kind of place of a counselling session (domain 1.6, ``ort_typ``)."""

    TOWN_HALL = "rathaus"
    CITIZENS_OFFICE = "buergerbuero"
    MOBILE = "mobil"
    HOME_VISIT = "hausbesuch"
    LIBRARY = "bibliothek"
    TELEPHONE = "telefon"
    OTHER = "sonst"


@dataclass(frozen=True, slots=True)
class Operator:
    """The legal entity that answers for data protection (Träger).

    ``notice_version`` is the version of its Art. 13 DSGVO sheet that residents are handed: it rises with what the
    sheet says of the operator and with the wording (``NOTICE_TEXT``).
    ``public_body`` is true where Art. 6 (1) e DSGVO is the basis.
    """

    id: str
    name: str
    address: str = ""
    data_protection_contact: str = ""
    public_body: bool = True
    notice_version: int = 1

    @property
    def on_sheet(self) -> tuple[str, str, str, bool]:
        """Return what the Art. 13 sheet says of the operator."""
        return (self.name, self.address, self.data_protection_contact, self.public_body)


@dataclass(frozen=True, slots=True)
class Station:
    """A contact point; ``ags`` is the commune it belongs to, ``reception_point`` says Annahmestelle.

    ``telephone`` and ``hours`` stand on papers: free text, empty where nobody entered it; see ``office_hours``.
    """

    id: str
    operator_id: str
    name: str
    place_type: PlaceType
    ags: str
    reception_point: bool = False
    telephone: str = ""
    hours: str = ""


def office_hours(text: str) -> tuple[str, ...]:
    """Return the office hours as typed, line by line, without what is empty."""
    return tuple(line for line in (" ".join(raw.split()) for raw in text.splitlines()) if line)


def hours_fit(lines: tuple[str, ...]) -> bool:
    """Return whether the hours are short enough for a poster."""
    return len(lines) <= HOURS_LINES and all(len(line) <= HOURS_WIDTH for line in lines)


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A volunteer's signed promise of secrecy: the day on the sheet, and which text it was."""

    on: date
    version: int = SECRECY_VERSION


@dataclass(frozen=True, slots=True)
class Pilot:
    """A digital pilot; ``responsible`` marks the one who may change station, pilots and roles.

    One who left is not ``active``: records keep the id. ``undertaking`` is needed of volunteers before named cases.
    """

    id: str
    name: str
    role: Role
    responsible: bool = False
    active: bool = True
    undertaking: Undertaking | None = None


@dataclass(frozen=True, slots=True)
class Workplace:
    """Operator, station and the pilot at work: what papers and rules need to know about here and now."""

    operator: Operator
    station: Station
    pilot: Pilot
    commune_name: str
