"""The report by month: Beratungen, Teilnahmen, minutes, first contacts, topics, results, obstacles, help, age.

Screen, xlsx, csv and pdf all take the ``Report`` made here, so they cannot differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import MONTHS
from lotse_app.models.contact import COUNSELLING
from lotse_app.models.figures import Dimension, FigureQuery, FigureTable, Report, Unit
from lotse_app.statistics.cross_foot import TOTAL, mismatches
from lotse_app.statistics.definitions import DEFINITIONS
from lotse_app.statistics.labels import LABELS, NOTHING_NOTED
from lotse_app.statistics.periods import months

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from lotse_app.models.figures import Cell, FigureRow, Period

_MEASURES = ("beratungen", "kurzkontakte", "teilnahmen", "erstkontakte", "minuten", "antraege")
#: Of all contacts, also those that are no Beratung.
_WORK = ("kontakte", "minuten_alle", "vorbereitung", "weg", "kilometer")

#: Dimension, what is counted, title. The order is that of the tables.
_CROSSED = (
    (Dimension.FIRST_CONTACT, "teilnahmen", "Erstkontakt je Monat (Teilnahmen)"),
    (Dimension.TOPIC, "beratungen", "Anliegen je Monat (Beratungen)"),
    (Dimension.RESULT, "beratungen", "Ergebnis je Monat (Beratungen)"),
    (Dimension.OBSTACLE, "beratungen", "Hindernisse je Monat (Beratungen)"),
    (Dimension.HELP_KIND, "beratungen", "Art der Hilfe je Monat (Beratungen)"),
    (Dimension.AGE_BAND, "teilnahmen", "Altersgruppe je Monat (Teilnahmen)"),
    (Dimension.KIND, "kontakte", "Art des Kontakts je Monat (alle Kontakte)"),
)

#: Dimensions of which a Beratung may have several values: largest first, and their sum says nothing.
_MULTIPLE = frozenset({Dimension.TOPIC, Dimension.OBSTACLE})

_HEADS = {Dimension.FIRST_CONTACT: "Erstkontakt"}
_COUNSELLING = frozenset(LABELS[Dimension.KIND][kind] for kind in COUNSELLING)

_NOTE = (
    "Mehrfachnennung: Eine Beratung kann mehrere haben und zählt bei jedem einmal. "
    "Die letzte Zeile zählt jede Beratung einmal und ist darum nicht die Summe."
)


class MonthlyReport:
    """The one report of the first release."""

    def queries(self, period: Period) -> tuple[FigureQuery, ...]:
        """Return what has to be counted."""
        crossed = (
            FigureQuery((key,), rows, period, Dimension.MONTH, all_contacts=key in _WORK) for rows, key, _ in _CROSSED
        )
        work = FigureQuery(_WORK, Dimension.MONTH, period, all_contacts=True)
        return (FigureQuery(_MEASURES, Dimension.MONTH, period), *crossed, work)

    def report(
        self, period: Period, counted: Sequence[Sequence[FigureRow]], header: Sequence[tuple[str, str]]
    ) -> Report:
        """Return the report made of what was counted, in the order of ``queries``.

        Raises ValueError where figures do not cross-foot: that is a bug, and no figure is better than a wrong one.
        """
        span = months(period)
        overview = _by_month("monate", "Überblick je Monat", _MEASURES, span, counted[0])
        work = _by_month("arbeitszeit", "Arbeitszeit je Monat (alle Kontakte)", _WORK, span, counted[-1])
        crossed = {
            dimension: _crossed(dimension, title, span, rows, _column(work if key in _WORK else overview, key))
            for (dimension, key, title), rows in zip(_CROSSED, counted[1:-1], strict=True)
        }
        crossed[Dimension.OBSTACLE] = _per_hundred(crossed[Dimension.OBSTACLE], overview)
        tables = (overview, *crossed.values(), work)
        wrong = [text for table in tables for text in mismatches(table)]
        if _counselled(crossed[Dimension.KIND]) != _column(overview, "beratungen"):
            wrong.append("kontaktart: Beratungen")
        if wrong:
            message = f"figures do not cross-foot: {'; '.join(wrong)}"
            raise ValueError(message)
        return Report(
            title="Beratungen je Monat",
            kind="intern",
            period=period,
            header=tuple(header),
            tables=tables,
            definitions=tuple(DEFINITIONS.values()),
            headline=_headline(overview, crossed[Dimension.FIRST_CONTACT]),
        )


def _by_month(
    key: str, title: str, measures: Sequence[str], span: Sequence[date], rows: Sequence[FigureRow]
) -> FigureTable:
    values = {row.row: row.values for row in rows}
    _refuse_strangers(values, span)
    nothing = (0,) * len(measures)
    counts = [values.get(_key(month), nothing) for month in span]
    sums = [sum(found[index] for found in counts) for index in range(len(measures))]
    definitions = [DEFINITIONS[measure] for measure in measures]
    return FigureTable(
        key=key,
        title=title,
        columns=("Monat", *(definition.name for definition in definitions)),
        units=(None, *(definition.unit for definition in definitions)),
        rows=tuple((_month_name(month), *found) for month, found in zip(span, counts, strict=True)),
        totals=(TOTAL, *sums),
    )


def _column(table: FigureTable, key: str) -> tuple[int, ...]:
    """Return the figures of one measure, month by month."""
    index = table.columns.index(DEFINITIONS[key].name)
    return tuple(_whole(row[index]) for row in table.rows)


def _counselled(kinds: FigureTable) -> tuple[int, ...]:
    """Return how many contacts of the kinds that are a Beratung there were, month by month."""
    rows = [row for row in kinds.rows if row[0] in _COUNSELLING]
    return tuple(sum(map(_whole, month)) for month in zip(*(row[1:-1] for row in rows), strict=True))


def _crossed(
    dimension: Dimension, title: str, span: Sequence[date], rows: Sequence[FigureRow], per_month: Sequence[int]
) -> FigureTable:
    cells: dict[str, dict[str, int]] = {}
    for row in rows:
        cells.setdefault(row.row, {})[row.column] = row.values[0]
    _refuse_strangers({month for found in cells.values() for month in found}, span)
    lines = tuple(_line(label, cells.get(key, {}), span) for key, label in _row_names(dimension, cells))
    several = dimension in _MULTIPLE
    total = "Beratungen insgesamt" if several else TOTAL
    return FigureTable(
        key=dimension.value,
        title=title,
        columns=(_HEADS.get(dimension) or DEFINITIONS[dimension.value].name, *_month_columns(span), TOTAL),
        units=(None, *(Unit.COUNT for _ in span), Unit.COUNT),
        rows=lines,
        totals=(total, *per_month, sum(per_month)),
        note=_NOTE if several else "",
    )


def _row_names(dimension: Dimension, cells: Mapping[str, Mapping[str, int]]) -> list[tuple[str, str]]:
    """Return (key, label) of all rows: codes with zero too, unknown codes as they are, nothing noted last."""
    names = dict(LABELS[dimension])
    names |= {key: key for key in sorted(cells) if key and key not in names}
    ordered = list(names.items())
    if dimension in _MULTIPLE:
        ordered.sort(key=lambda item: (-sum(cells.get(item[0], {}).values()), item[1].casefold()))
    if dimension in NOTHING_NOTED:
        ordered.append(("", NOTHING_NOTED[dimension]))
    elif "" in cells:
        ordered.append(("", "nicht angegeben"))
    return ordered


def _line(label: str, found: Mapping[str, int], span: Sequence[date]) -> tuple[Cell, ...]:
    values = [found.get(_key(month), 0) for month in span]
    return (label, *values, sum(values))


def _per_hundred(table: FigureTable, overview: FigureTable) -> FigureTable:
    """Return the obstacle table with its last column: per hundred applications of the period."""
    definition = DEFINITIONS["hindernis_je_100"]
    applications = _whole(overview.totals[-1]) if overview.totals else 0

    def share(row: tuple[Cell, ...]) -> Cell:
        return round(_whole(row[-1]) * 100 / applications, 1) if applications else None

    return FigureTable(
        key=table.key,
        title=table.title,
        columns=(*table.columns, definition.name),
        units=(*table.units, definition.unit),
        rows=tuple((*row, None if row[0] == NOTHING_NOTED[Dimension.OBSTACLE] else share(row)) for row in table.rows),
        totals=(*table.totals, None) if table.totals else None,
        note=table.note,
    )


def _headline(overview: FigureTable, first_contacts: FigureTable) -> tuple[tuple[str, str], ...]:
    sums = dict(zip(_MEASURES, (overview.totals or ())[1:], strict=True))
    not_asked = next(row[-1] for row in first_contacts.rows if row[0] == "nicht gefragt")
    hours, minutes = divmod(_whole(sums["minuten"]), 60)
    return (
        ("Beratungen", str(sums["beratungen"])),
        ("davon Kurzkontakte", str(sums["kurzkontakte"])),
        ("Teilnahmen", str(sums["teilnahmen"])),
        ("davon Erstkontakte", f"{sums['erstkontakte']} (bei {not_asked} nicht gefragt)"),
        ("Dauer", f"{hours} Std. {minutes} min"),
        ("Anträge", str(sums["antraege"])),
    )


def _refuse_strangers(found: Iterable[str], span: Sequence[date]) -> None:
    """Refuse counts of a month outside the period; leaving them out would falsify the totals."""
    known = {_key(month) for month in span}
    if not known.issuperset(found):
        message = "figures do not cross-foot: a month outside the period was counted"
        raise ValueError(message)


def _key(month: date) -> str:
    return f"{month.year:04d}-{month.month:02d}"


def _month_name(month: date) -> str:
    return f"{MONTHS[month.month - 1]} {month.year}"


def _month_columns(span: Sequence[date]) -> tuple[str, ...]:
    return tuple(f"{month.month:02d}/{month.year}" for month in span)


def _whole(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0
