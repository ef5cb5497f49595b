"""Filters of figures: what may be chosen, and named reports that keep a choice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Longest name of a report.
MAX_NAME = 60
#: Names of the reports that are always there, as ``report_key`` has them: no choice is kept under one of them.
STANDARD = frozenset({"", "standard"})
BRIEF = frozenset({"medienbrüche", "kurzbericht medienbrüche"})
OWN = frozenset({"tätigkeitsnachweis", "mein tätigkeitsnachweis"})
ALWAYS_THERE = STANDARD | BRIEF | OWN


class FilterKind(StrEnum):
    """What figures can be narrowed by; the value is the key in a kept report."""

    STATION = "stuetzpunkt"
    COMMUNE = "gemeinde"
    DISTRICT = "landkreis"
    KIND = "kontaktart"
    PLACE = "ortsart"
    TOPIC = "thema"
    SERVICE = "leistung"
    SITUATION = "lebenslage"
    AGE = "altersgruppe"
    LANGUAGE = "sprache"
    ACCESS = "zugang"
    OBSTACLE = "hindernis"
    RESULT = "ergebnis"
    TAG = "foerderkennzeichen"


FILTER_NAMES: dict[FilterKind, str] = {
    FilterKind.STATION: "Stützpunkt",
    FilterKind.COMMUNE: "Gemeinde",
    FilterKind.DISTRICT: "Landkreis oder kreisfreie Stadt",
    FilterKind.KIND: "Art des Kontakts",
    FilterKind.PLACE: "Ort",
    FilterKind.TOPIC: "Thema",
    FilterKind.SERVICE: "Leistung",
    FilterKind.SITUATION: "Lebenslage",
    FilterKind.AGE: "Altersgruppe",
    FilterKind.LANGUAGE: "Sprache",
    FilterKind.ACCESS: "Zugang",
    FilterKind.OBSTACLE: "Hindernis",
    FilterKind.RESULT: "Ergebnis",
    FilterKind.TAG: "Förderkennzeichen",
}

#: Filters that an application answers to as well; with any other one, its table is left out.
OF_CASES = frozenset({FilterKind.COMMUNE, FilterKind.DISTRICT, FilterKind.SERVICE, FilterKind.SITUATION})


@dataclass(frozen=True, slots=True)
class Filters:
    """Codes chosen by kind; several of one kind mean *or*, several kinds mean *and*.

    ``pilot_id`` is only ever the pilot who asks: nobody sees figures of another one.
    """

    chosen: tuple[tuple[FilterKind, tuple[str, ...]], ...] = ()
    pilot_id: str = ""

    def of(self, kind: FilterKind) -> tuple[str, ...]:
        """Return the codes chosen of a kind, empty for all."""
        return dict(self.chosen).get(kind, ())

    def with_codes(self, kind: FilterKind, codes: Iterable[str]) -> Filters:
        """Return these filters with other codes of one kind; no codes take the filter away."""
        kept = {one: values for one, values in self.chosen if one is not kind}
        wanted = tuple(dict.fromkeys(codes))
        if wanted:
            kept[kind] = wanted
        return Filters(tuple((one, kept[one]) for one in FilterKind if one in kept), self.pilot_id)

    @property
    def fit_cases(self) -> bool:
        """Return whether applications answer to all of these filters."""
        return not self.pilot_id and all(kind in OF_CASES for kind, _ in self.chosen)


def filters_of(kept: Mapping[str, Iterable[str]]) -> Filters:
    """Return the filters of a kept report; kinds that this version does not know raise ValueError."""
    filters = Filters()
    for kind, codes in kept.items():
        filters = filters.with_codes(FilterKind(kind), codes)
    return filters


def kept_filters(filters: Filters) -> dict[str, list[str]]:
    """Return filters as they are kept; never a pilot."""
    return {kind.value: list(codes) for kind, codes in filters.chosen}


def report_key(name: str) -> str:
    """Return what names of reports are compared by: large and small letters and blanks are alike."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True, slots=True)
class NamedReport:
    """A choice of filters under a name."""

    name: str
    filters: Filters


@dataclass(frozen=True, slots=True)
class Choice:
    """One code that can be chosen, and its German name."""

    code: str
    name: str
