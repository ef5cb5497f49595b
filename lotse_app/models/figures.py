"""Figures: one table of figures that screen, xlsx, csv and pdf all take (design/statistics)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.models.filters import Filters

Cell = str | int | float | date | None

#: Stands where a figure is held back to protect single persons; the same for small cells and for those beside them.
HIDDEN = "•"


class Unit(StrEnum):
    """Unit of a figure."""

    COUNT = "Anzahl"
    MINUTES = "Minuten"
    PER_HUNDRED = "je 100"
    PER_CENT = "%"
    DAYS = "Tage"
    KILOMETRES = "km"


class Basis(StrEnum):
    """What is counted once: the basis that every table and every definition names."""

    SESSION = "je Beratung einmal"
    PERSON = "je Teilnahme"
    CONTACT = "je Kontakt einmal"
    CASE = "je Antrag einmal"
    SEVERAL = "Mehrfachnennung, je Beratung"
    RATIO = "Verhältnis"


class Dimension(StrEnum):
    """What a table is broken down by."""

    MONTH = "monat"
    TOPIC = "anliegen"
    RESULT = "ergebnis"
    OBSTACLE = "hindernis"
    HELP_KIND = "hilfeform"
    AGE_BAND = "altersgruppe"
    FIRST_CONTACT = "erstkontakt"
    KIND = "kontaktart"
    LENGTH = "dauer"
    PLACE = "ortsart"
    STATION = "stuetzpunkt"
    COMMUNE = "gemeinde"
    ACCESS = "zugang"
    LANGUAGE = "sprache"
    DEVICE = "geraet"
    TAG = "foerderkennzeichen"


@dataclass(frozen=True, slots=True)
class Definition:
    """The one definition of a figure: key, German name, its sentence, its unit, what it counts once."""

    key: str
    name: str
    sentence: str
    unit: Unit
    basis: Basis = Basis.SESSION


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open local days [start, end)."""

    start: date
    end: date
    name: str

    @property
    def whole_months(self) -> bool:
        """Return whether it begins and ends with a month."""
        return self.start.day == 1 and self.end.day == 1


@dataclass(frozen=True, slots=True)
class FigureQuery:
    """What the store counts: measures by key, broken down by ``rows`` and, if given, by ``columns``.

    Without ``all_contacts`` only Beratungen are counted; with it also third parties, missed appointments and work
    inside the house. ``filters`` narrow the contacts that count; None for all. ``among`` leaves all columns out but
    these keys of what there may be several of; empty for all. ``as_one`` makes them one column with the empty key: who
    has several of them counts there once.
    """

    measures: tuple[str, ...]
    rows: Dimension
    period: Period
    columns: Dimension | None = None
    station_ids: tuple[str, ...] = ()
    all_contacts: bool = False
    filters: Filters | None = None
    among: tuple[str, ...] = ()
    as_one: bool = False


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One counted cell group: keys of the dimensions and the values of the measures in query order."""

    row: str
    column: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CaseFact:
    """What figures know of one application: months (``2026-11``, empty for not yet), way, lead time, deadline.

    ``lead_days`` are from handing in to the date of the decision; ``kept`` says whether the deadline was kept, None
    where there was none or it is not handed in.
    """

    service: str
    started: str
    filed: str = ""
    way: str = ""
    received: str = ""
    refused: str = ""
    decided: str = ""
    lead_days: int | None = None
    kept: bool | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One contact for a list: codes, no person, note, pilot or clock time.

    ``sums`` are minutes, preparation, travel, kilometres; ``heads`` lines such as ``alter 60_69 3``.
    """

    day: str
    station: str
    ags: str
    place: str
    kind: str
    access: str
    people: int
    age: str
    first: str
    language: str
    help_kind: str
    result: str
    sums: tuple[int, int, int, int]
    topics: tuple[str, ...]
    obstacles: tuple[str, ...]
    devices: tuple[str, ...]
    tags: tuple[str, ...]
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureTable:
    """One table: first column is the label, the others are figures; ``totals`` cross-foot or ``note`` says why not.

    ``keys`` are the definitions that stand beside it.
    """

    key: str
    title: str
    columns: tuple[str, ...]
    units: tuple[Unit | None, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...] | None = None
    note: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """What a store counted for a report: rows by query, applications, names of stations and communes by id."""

    rows: tuple[tuple[FigureRow, ...], ...]
    cases: tuple[CaseFact, ...] | None = None
    names: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it is exported: header block, tables, definitions."""

    title: str
    kind: str
    period: Period
    header: tuple[tuple[str, str], ...]
    tables: tuple[FigureTable, ...]
    definitions: tuple[Definition, ...]
    headline: tuple[tuple[str, str], ...] = ()

    def file_name(self, *more: str) -> str:
        """Return a name for its file that no other report has: title, period, kind, edition, and what else is asked."""
        edition = dict(self.header).get("Fassung", "")
        words = " ".join((self.title, self.period.name, self.kind, edition, *more))
        return re.sub(r"[^\w-]+", "_", words).strip("_")
