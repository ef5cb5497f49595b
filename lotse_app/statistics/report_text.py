"""A report as plain values and back, for an edition that has to print again exactly as it was."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from lotse_app.models.figures import Basis, Definition, FigureTable, Period, Report, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping


def plain_report(report: Report) -> dict[str, Any]:
    """Return a report as values that JSON knows; its cells are text and numbers."""
    return {
        "title": report.title,
        "kind": report.kind,
        "period": [report.period.start.isoformat(), report.period.end.isoformat(), report.period.name],
        "header": [list(pair) for pair in report.header],
        "headline": [list(pair) for pair in report.headline],
        "tables": [
            {
                "key": table.key,
                "title": table.title,
                "columns": list(table.columns),
                "units": [unit.value if unit else None for unit in table.units],
                "rows": [list(row) for row in table.rows],
                "totals": None if table.totals is None else list(table.totals),
                "note": table.note,
                "keys": list(table.keys),
            }
            for table in report.tables
        ],
        "definitions": [
            [item.key, item.name, item.sentence, item.unit.value, item.basis.value] for item in report.definitions
        ],
    }


def read_report(plain: Mapping[str, Any]) -> Report:
    """Return the report of ``plain_report``."""
    start, end, name = plain["period"]
    return Report(
        title=plain["title"],
        kind=plain["kind"],
        period=Period(date.fromisoformat(start), date.fromisoformat(end), name),
        header=tuple((label, value) for label, value in plain["header"]),
        headline=tuple((label, value) for label, value in plain["headline"]),
        tables=tuple(map(_table, plain["tables"])),
        definitions=tuple(
            Definition(key, label, sentence, Unit(unit), Basis(basis))
            for key, label, sentence, unit, basis in plain["definitions"]
        ),
    )


def _table(plain: Mapping[str, Any]) -> FigureTable:
    return FigureTable(
        key=plain["key"],
        title=plain["title"],
        columns=tuple(plain["columns"]),
        units=tuple(None if unit is None else Unit(unit) for unit in plain["units"]),
        rows=tuple(tuple(row) for row in plain["rows"]),
        totals=None if plain["totals"] is None else tuple(plain["totals"]),
        note=plain["note"],
        keys=tuple(plain["keys"]),
    )
