"""The report by month: every figure of sessions and applications in tables that cross-foot.

Screen, xlsx, csv and pdf all take the ``Report`` made here, so they cannot differ.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lotse_app.models.contact import COUNSELLING
from lotse_app.models.figures import Dimension, FigureQuery, FigureRow, Report
from lotse_app.statistics.cases import case_tables, started_by_service
from lotse_app.statistics.cross_foot import mismatches
from lotse_app.statistics.definitions import DEFINITIONS, VERSION, defined
from lotse_app.statistics.labels import LABELS, NOTHING_NOTED
from lotse_app.statistics.obstacles import BREAKS, break_table
from lotse_app.statistics.periods import months
from lotse_app.statistics.tables import by_month, by_value, column_of, crossed, month_key, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from lotse_app.models.figures import Cell, Counted, FigureTable, Period
    from lotse_app.models.filters import Filters

_MEASURES = ("beratungen", "kurzkontakte", "teilnahmen", "erstkontakte", "minuten", "antraege")
#: Of all contacts, also those that are no Beratung.
WORK = ("kontakte", "minuten_alle", "vorbereitung", "weg", "kilometer")

#: Dimension, what is counted, title. The order is that of the tables.
_CROSSED = (
    (Dimension.FIRST_CONTACT, "teilnahmen", "Erstkontakt je Monat (Teilnahmen)"),
    (Dimension.TOPIC, "beratungen", "Anliegen je Monat (Beratungen)"),
    (Dimension.RESULT, "beratungen", "Ergebnis je Monat (Beratungen)"),
    (Dimension.OBSTACLE, "beratungen", "Hindernisse je Monat (Beratungen)"),
    (Dimension.HELP_KIND, "beratungen", "Art der Hilfe je Monat (Beratungen)"),
    (Dimension.AGE_BAND, "teilnahmen", "Altersgruppe je Monat (Teilnahmen)"),
    (Dimension.KIND, "kontakte", "Art des Kontakts je Monat (alle Kontakte)"),
    (Dimension.LENGTH, "beratungen", "Dauer je Monat (Beratungen)"),
    (Dimension.PLACE, "beratungen", "Ort je Monat (Beratungen)"),
    (Dimension.ACCESS, "beratungen", "Zugang je Monat (Beratungen)"),
    (Dimension.LANGUAGE, "beratungen", "Sprache je Monat (Beratungen)"),
    (Dimension.DEVICE, "beratungen", "Gerät je Monat (Beratungen)"),
    (Dimension.STATION, "beratungen", "Stützpunkt je Monat (Beratungen)"),
    (Dimension.COMMUNE, "beratungen", "Gemeinde je Monat (Beratungen)"),
)
#: Shown only where there is more than one row to compare.
_COMPARED = frozenset({Dimension.STATION, Dimension.COMMUNE})
#: A Beratung of less than ten minutes, on whatever way: a row of its own, first among the kinds.
_SHORT = {"kurzkontakt": "Kurzkontakt (unter 10 Minuten)"}
_COUNSELLING = frozenset(LABELS[Dimension.KIND][kind] for kind in COUNSELLING) | {*_SHORT.values()}
#: Besides the crossed tables: overview first, then at the end work, programmes, obstacles of services.
_LAST = 3


class MonthlyReport:
    """The standard report; whatever filters are chosen, its tables are the same."""

    #: Version of the definitions, for the header of exports.
    version = VERSION

    def queries(self, period: Period, filters: Filters | None = None) -> tuple[FigureQuery, ...]:
        """Return what has to be counted."""
        found = [FigureQuery(_MEASURES, Dimension.MONTH, period)]
        found.extend(
            FigureQuery(_measures(rows, key), rows, period, Dimension.MONTH, all_contacts=key in WORK)
            for rows, key, _ in _CROSSED
        )
        found.append(FigureQuery(WORK, Dimension.MONTH, period, all_contacts=True))
        found.append(FigureQuery(WORK, Dimension.TAG, period, all_contacts=True))
        found.append(FigureQuery(("beratungen",), Dimension.TOPIC, period, Dimension.OBSTACLE, among=BREAKS))
        return tuple(replace(query, filters=filters) for query in found)

    def report(self, period: Period, counted: Counted, header: Sequence[tuple[str, str]]) -> Report:
        """Return the report made of what was counted, in the order of ``queries``.

        Raises ValueError where figures do not cross-foot: that is a bug, and no figure is better than a wrong one.
        """
        overview, tables = _tables(period, counted)
        crossed_tables = {table.key: table for table in tables}
        wrong = [text for table in tables for text in mismatches(table)]
        kinds = crossed_tables[Dimension.KIND.value]
        if _by_month(kinds, _COUNSELLING) != column_of(overview, "beratungen"):
            wrong.append("kontaktart: Beratungen")
        if _by_month(kinds, _SHORT.values()) != column_of(overview, "kurzkontakte"):
            wrong.append("kontaktart: Kurzkontakte")
        if wrong:
            message = f"figures do not cross-foot: {'; '.join(wrong)}"
            raise ValueError(message)
        return Report(
            title="Beratungen je Monat",
            kind="intern",
            period=period,
            header=tuple(header),
            tables=tables,
            definitions=defined(key for table in tables for key in table.keys),
            headline=_headline(overview, crossed_tables[Dimension.FIRST_CONTACT.value]),
        )


def _tables(period: Period, counted: Counted) -> tuple[FigureTable, tuple[FigureTable, ...]]:
    span, rows = months(period), counted.rows
    overview = by_month("monate", "Überblick je Monat", _MEASURES, span, rows[0])
    work = by_month("arbeitszeit", "Arbeitszeit je Monat (alle Kontakte)", WORK, span, rows[-_LAST])
    tables = [overview]
    for (dimension, key, title), found in zip(_CROSSED, rows[1:-_LAST], strict=True):
        per_month = column_of(work if key in WORK else overview, key)
        kinds = dimension is Dimension.KIND
        shown = _short_apart(found, span) if kinds else found
        table = crossed(dimension, title, span, shown, per_month, counted.names, first=_SHORT if kinds else {})
        if dimension is Dimension.OBSTACLE:
            table = _per_hundred(table, overview)
        if dimension not in _COMPARED or len(table.rows) > 1:
            tables.append(table)
    tables.append(work)
    if any(row.row for row in rows[-2]):
        sums = [whole(cell) for cell in (work.totals or ())[1:]]
        tables.append(by_value(Dimension.TAG, "Förderkennzeichen (alle Kontakte)", WORK, rows[-2], sums))
    if counted.cases is not None:
        tables.extend(case_tables(counted.cases, span))
    started = None if counted.cases is None else started_by_service(counted.cases, span)
    breaks = break_table(rows[-1], started)
    return overview, (*tables, *([breaks] if breaks.rows else []))


def _measures(dimension: Dimension, key: str) -> tuple[str, ...]:
    return (key, "kurzkontakte") if dimension is Dimension.KIND else (key,)


def _short_apart(rows: Sequence[FigureRow], span: Sequence[date]) -> list[FigureRow]:
    """Return the kinds of contacts with Kurzkontakte under their own key instead of the kind they were."""
    (short,) = _SHORT
    found, apart = [], dict.fromkeys(map(month_key, span), 0)
    for row in rows:
        contacts, brief = row.values if row.row in COUNSELLING else (row.values[0], 0)
        found.append(FigureRow(row.row, row.column, (contacts - brief,)))
        apart[row.column] = apart.get(row.column, 0) + brief
    return [*found, *(FigureRow(short, month, (count,)) for month, count in apart.items())]


def _by_month(table: FigureTable, labels: Iterable[str]) -> tuple[int, ...]:
    """Return the sums of some rows, month by month."""
    wanted = frozenset(labels)
    rows = [row for row in table.rows if row[0] in wanted]
    return tuple(sum(map(whole, month)) for month in zip(*(row[1:-1] for row in rows), strict=True))


def _per_hundred(table: FigureTable, overview: FigureTable) -> FigureTable:
    """Return the obstacle table with its last column: per hundred applications of the period."""
    definition = DEFINITIONS["hindernis_je_100"]
    applications = whole(overview.totals[-1]) if overview.totals else 0

    def share(row: tuple[Cell, ...]) -> Cell:
        return round(whole(row[-1]) * 100 / applications, 1) if applications else None

    return replace(
        table,
        columns=(*table.columns, definition.name),
        units=(*table.units, definition.unit),
        rows=tuple((*row, None if row[0] == NOTHING_NOTED[Dimension.OBSTACLE] else share(row)) for row in table.rows),
        totals=(*table.totals, None) if table.totals else None,
        keys=(*table.keys, definition.key),
    )


def _headline(overview: FigureTable, first_contacts: FigureTable) -> tuple[tuple[str, str], ...]:
    sums = dict(zip(_MEASURES, (overview.totals or ())[1:], strict=True))
    not_asked = next(row[-1] for row in first_contacts.rows if row[0] == "nicht gefragt")
    hours, minutes = divmod(whole(sums["minuten"]), 60)
    return (
        ("Beratungen", str(sums["beratungen"])),
        ("davon Kurzkontakte", str(sums["kurzkontakte"])),
        ("Teilnahmen", str(sums["teilnahmen"])),
        ("davon Erstkontakte", f"{sums['erstkontakte']} (bei {not_asked} nicht gefragt)"),
        ("Dauer", f"{hours} Std. {minutes} min"),
        ("Anträge", str(sums["antraege"])),
    )
