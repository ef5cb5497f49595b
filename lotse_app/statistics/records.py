"""One row a contact or a Teilnahme, for own counting in a spreadsheet. No person, note, pilot or clock time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lotse_app.models.figures import Dimension, FigureTable, Report, Unit
from lotse_app.statistics.labels import LABELS, NOTHING_NOTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lotse_app.models.figures import Cell, Period, Record

_COLUMNS: tuple[tuple[str, Unit | None], ...] = (
    ("Tag", None),
    ("Stützpunkt", None),
    ("Gemeinde", None),
    ("Gemeindeschlüssel", None),
    ("Ort", None),
    ("Art des Kontakts", None),
    ("Zugang", None),
    ("Personen", Unit.COUNT),
    ("Altersgruppe", None),
    ("Erstkontakt", None),
    ("Sprache", None),
    ("Anliegen", None),
    ("Art der Hilfe", None),
    ("Ergebnis", None),
    ("Hindernisse", None),
    ("Gerät", None),
    ("Minuten", Unit.MINUTES),
    ("Vorbereitung", Unit.MINUTES),
    ("Wegzeit", Unit.MINUTES),
    ("Kilometer", Unit.KILOMETRES),
    ("Förderkennzeichen", None),
)
_AGE, _PEOPLE, _SUMS = 8, 7, (16, 17, 18, 19)
_IN_GROUP = "in der Gruppe gezählt"


def record_report(
    period: Period,
    records: Iterable[Record],
    names: Mapping[str, str],
    header: Sequence[tuple[str, str]],
    *,
    per_person: bool = False,
) -> Report:
    """Return the list as a report of one table, one row a contact or, ``per_person``, one row a Teilnahme."""
    rows = [row for one in records for row in (_persons(one, names) if per_person else [_row(one, names)])]
    per = "Teilnahme" if per_person else "Kontakt"
    table = FigureTable(
        key="teilnahmen" if per_person else "kontakte",
        title=f"Liste ({per})",
        columns=tuple(name for name, _ in _COLUMNS),
        units=tuple(unit for _, unit in _COLUMNS),
        rows=tuple(rows),
        note=f"Eine Zeile je {per}."
        + (" Minuten, Wege und Personen stehen nur in der ersten Zeile eines Kontakts." if per_person else ""),
    )
    return Report("Liste der Beratungen", "intern", period, tuple(header), (table,), ())


def _row(record: Record, names: Mapping[str, str]) -> tuple[Cell, ...]:
    by_age = any(line.startswith("alter ") for line in record.heads)
    by_first = any(line.startswith("erstkontakt ") for line in record.heads)
    return (
        date.fromisoformat(record.day),
        names.get(record.station, record.station),
        names.get(record.ags, record.ags),
        record.ags,
        _word(Dimension.PLACE, record.place),
        _word(Dimension.KIND, record.kind),
        _word(Dimension.ACCESS, record.access),
        record.people,
        _IN_GROUP if by_age else _word(Dimension.AGE_BAND, record.age),
        _IN_GROUP if by_first else _word(Dimension.FIRST_CONTACT, record.first),
        _word(Dimension.LANGUAGE, record.language),
        "\n".join(record.topics),
        _word(Dimension.HELP_KIND, record.help_kind),
        _word(Dimension.RESULT, record.result),
        "\n".join(_word(Dimension.OBSTACLE, one) for one in record.obstacles),
        "\n".join(_word(Dimension.DEVICE, one) for one in record.devices),
        *record.sums,
        "\n".join(record.tags),
    )


def _persons(record: Record, names: Mapping[str, str]) -> Iterator[tuple[Cell, ...]]:
    """Yield a row a person; ages of a group are known by heads, how they cross with anything else is not."""
    whole = _row(record, names)
    ages = [
        _word(Dimension.AGE_BAND, value)
        for kind, value, count in (line.split(" ") for line in record.heads)
        if kind == "alter"
        for _ in range(int(count))
    ]
    for number in range(record.people):
        row = list(whole)
        if ages:
            row[_AGE] = ages[number]
        if number:
            row[_PEOPLE] = 0
            for at in _SUMS:
                row[at] = 0
        yield tuple(row)


def _word(dimension: Dimension, code: str) -> str:
    return LABELS[dimension].get(code, code) or NOTHING_NOTED.get(dimension, "")
