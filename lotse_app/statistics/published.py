"""The fixed set of tables for publication: which counts they print, and how these sum up.

Every table is broken down by one thing only, so that little has to be held back. Rows stand in a fixed order or by
name, never by size: an order would tell how large a held back count is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lotse_app.models.contact import COUNSELLING
from lotse_app.models.figures import Dimension, FigureQuery
from lotse_app.models.publication import Key
from lotse_app.statistics.labels import LABELS, NOTHING_NOTED, WAY_NAMES
from lotse_app.statistics.tables import MULTIPLE, month_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lotse_app.models.figures import CaseFact, Counted, Period

#: Below so many Beratungen nothing of a station is published by itself.
FEWEST = 20
#: So many topics are named.
MOST_TOPICS = 10
#: Only topics of so many Beratungen: they can be words as somebody typed them, even a surname. One more than it takes
#: for a count to be no small one, so that nobody learns from a missing name that there were 1 to 4.
FEWEST_OF_TOPIC = 6
OTHERS = "uebrige"

#: Four merged bands; who did not say is a row of its own.
AGES: dict[str, str] = {
    "u18": "unter 30",
    "18_29": "unter 30",
    "30_44": "30–59",
    "45_59": "30–59",
    "60_69": "60–79",
    "70_79": "60–79",
    "80plus": "80 und älter",
    "k_a": "keine Angabe",
}

#: Dimension, measure and title of every table that is broken down by codes.
BROKEN_DOWN: tuple[tuple[Dimension, str, str], ...] = (
    (Dimension.AGE_BAND, "teilnahmen", "Altersgruppe (Teilnahmen)"),
    (Dimension.FIRST_CONTACT, "teilnahmen", "Erstkontakt (Teilnahmen)"),
    (Dimension.KIND, "beratungen", "Art des Kontakts (Beratungen)"),
    (Dimension.PLACE, "beratungen", "Ort (Beratungen)"),
    (Dimension.LENGTH, "beratungen", "Dauer (Beratungen)"),
    (Dimension.HELP_KIND, "beratungen", "Art der Hilfe (Beratungen)"),
    (Dimension.RESULT, "beratungen", "Ergebnis (Beratungen)"),
    (Dimension.OBSTACLE, "beratungen", "Hindernisse (Beratungen, Mehrfachnennung)"),
    (Dimension.TOPIC, "beratungen", f"Die {MOST_TOPICS} häufigsten Anliegen (Beratungen, Mehrfachnennung)"),
    (Dimension.STATION, "beratungen", "Stützpunkt (Beratungen)"),
)
WHOLE = ("beratungen", "teilnahmen")
#: Steps of applications: each counts by its own month, so they do not sum up.
STEPS = ("begonnen", "eingereicht", "eingang", "nicht_angenommen", "beschieden")

#: A count of one month: measure, dimension, value, month. The dimension is empty for the whole.
Atom = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Layout:
    """What an edition names beside the fixed codes: the topics and stations that have a row."""

    topics: tuple[str, ...]
    stations: tuple[str, ...]

    def values(self, dimension: Dimension) -> tuple[str, ...]:
        """Return the codes of the rows of a table, in their order."""
        if dimension is Dimension.AGE_BAND:
            return tuple(dict.fromkeys(AGES.values()))
        if dimension is Dimension.TOPIC:
            return self.topics
        if dimension is Dimension.STATION:
            return self.stations if len(self.stations) > 1 else ()
        if dimension is Dimension.KIND:
            return tuple(code for code in LABELS[dimension] if code in COUNSELLING)
        several = dimension in MULTIPLE
        return (*LABELS[dimension], *([""] if dimension in NOTHING_NOTED and not several else []))


def queries(period: Period) -> tuple[FigureQuery, ...]:
    """Return what has to be counted: every dimension by month."""
    whole = FigureQuery(WHOLE, Dimension.MONTH, period)
    return (
        whole,
        *(FigureQuery((measure,), rows, period, Dimension.MONTH) for rows, measure, _ in BROKEN_DOWN),
    )


def atoms_of(counted: Counted, months: Iterable[date]) -> dict[Atom, int]:
    """Return every count by month; small stations are one row, bands of age are merged."""
    wanted = {month_key(month) for month in months}
    found: Counter[Atom] = Counter()
    for row in counted.rows[0]:
        for measure, value in zip(WHOLE, row.values, strict=True):
            found[measure, "", "", row.row] += value
    for (dimension, measure, _), rows in zip(BROKEN_DOWN, counted.rows[1:], strict=True):
        for row in rows:
            code = AGES.get(row.row, "keine Angabe") if dimension is Dimension.AGE_BAND else row.row
            found[measure, dimension.value, code, row.column] += row.values[0]
    for case in counted.cases or ():
        for step, month in zip(STEPS, _months_of(case), strict=True):
            if month:
                found[step, "", "", month] += 1
        if case.filed:
            found["eingereicht", "weg", case.way if case.way in WAY_NAMES else "", case.filed] += 1
    return {atom: value for atom, value in found.items() if atom[3] in wanted}


def layout_of(atoms: Mapping[Atom, int], period: Period) -> Layout:
    """Return which topics and stations have a row: the most frequent, and those that are large enough, by name."""
    topics = _summed(atoms, Dimension.TOPIC, period)
    named = (name for name, count in topics.items() if name and count >= FEWEST_OF_TOPIC)
    most = sorted(named, key=lambda name: (-topics[name], name))[:MOST_TOPICS]
    stations = _summed(atoms, Dimension.STATION, period)
    return Layout(tuple(sorted(most, key=str.casefold)), _station_rows(stations))


def _station_rows(stations: Mapping[str, int]) -> tuple[str, ...]:
    """Return the stations that have a row, and the row of all others: as large as any row of one station must be."""
    large = sorted((name for name, count in stations.items() if count >= FEWEST), key=lambda name: stations[name])
    rest = sum(count for name, count in stations.items() if name not in large)
    if 0 < rest < FEWEST:
        del large[:1]
    return (*sorted(large), *([OTHERS] if len(large) < len(stations) else []))


def merged_stations(atoms: Mapping[Atom, int], layout: Layout) -> dict[Atom, int]:
    """Return the counts with all stations that have no row of their own as one."""
    found: Counter[Atom] = Counter()
    for (measure, dimension, value, month), count in atoms.items():
        small_one = dimension == Dimension.STATION and value not in layout.stations
        found[measure, dimension, OTHERS if small_one else value, month] += count
    return dict(found)


def printed_keys(layout: Layout, period: Period, previous: Period, months: Sequence[date]) -> tuple[Key, ...]:
    """Return every count that the tables of an edition print."""
    found = [Key(measure, "", "", span.start, span.end) for span in (period, previous) for measure in WHOLE]
    found += [Key(measure, "", "", month, _next(month)) for month in months for measure in WHOLE]
    found += [
        Key(measure, dimension.value, value, period.start, period.end)
        for dimension, measure, _ in BROKEN_DOWN
        for value in layout.values(dimension)
    ]
    found += [Key(step, "", "", period.start, period.end) for step in STEPS]
    found += [Key("eingereicht", "weg", way, period.start, period.end) for way in WAY_NAMES]
    return tuple(dict.fromkeys(found))


def value_of(key: Key, atoms: Mapping[Atom, int]) -> int:
    """Return the count that a key stands for."""
    return sum(
        atoms.get((key.measure, key.dimension, key.value, month_key(month)), 0) for month in span_of(key.start, key.end)
    )


def span_of(start: date, end: date) -> tuple[date, ...]:
    """Return the months of [start, end); both are the first of a month."""
    found = []
    while start < end:
        found.append(start)
        start = _next(start)
    return tuple(found)


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _summed(atoms: Mapping[Atom, int], dimension: Dimension, period: Period) -> Counter[str]:
    months = {month_key(month) for month in span_of(period.start, period.end)}
    found: Counter[str] = Counter()
    for (_, of, value, month), count in atoms.items():
        if of == dimension and month in months:
            found[value] += count
    return found


def _months_of(case: CaseFact) -> tuple[str, ...]:
    return case.started, case.filed, case.received, case.refused, case.decided
