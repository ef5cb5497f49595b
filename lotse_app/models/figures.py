"""Figures: one table of figures that screen, xlsx, csv and pdf all take (design/statistics)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Cell = str | int | float | date | None


class Unit(StrEnum):
    """Unit of a figure."""

    COUNT = "Anzahl"
    MINUTES = "Minuten"
    PER_HUNDRED = "je 100"
    KILOMETRES = "km"


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


@dataclass(frozen=True, slots=True)
class Definition:
    """The one definition of a figure: key, German name, its sentence, its unit."""

    key: str
    name: str
    sentence: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open local days [start, end)."""

    start: date
    end: date
    name: str


@dataclass(frozen=True, slots=True)
class FigureQuery:
    """What the store counts: measures by key, broken down by ``rows`` and, if given, by month as columns.

    Without ``all_contacts`` only Beratungen are counted; with it also third parties, missed appointments and work
    inside the house.
    """

    measures: tuple[str, ...]
    rows: Dimension
    period: Period
    columns: Dimension | None = None
    station_ids: tuple[str, ...] = ()
    all_contacts: bool = False


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One counted cell group: keys of the dimensions and the values of the measures in query order."""

    row: str
    column: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FigureTable:
    """One table: first column is the label, the others are figures; ``totals`` cross-foot or ``note`` says why not."""

    key: str
    title: str
    columns: tuple[str, ...]
    units: tuple[Unit | None, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...] | None = None
    note: str = ""


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
