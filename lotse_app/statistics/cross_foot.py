"""Totals cross-foot, or the table says why they need not (design/statistics)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.models.figures import Cell, FigureTable

#: Name of the column that sums a row.
TOTAL = "Gesamt"


def mismatches(table: FigureTable) -> tuple[str, ...]:
    """Return in words where a table does not add up: rows to their total, columns to the last row."""
    found = [f"{table.key}: Zeile {row[0]}" for row in table.rows if not _row_adds_up(table, row)]
    if table.totals is None:
        return tuple(found)
    if not _row_adds_up(table, table.totals):
        found.append(f"{table.key}: Summenzeile")
    if not table.note:
        found.extend(
            f"{table.key}: Spalte {name}"
            for index, name in enumerate(table.columns)
            if index and sum(_number(row[index]) for row in table.rows) != _number(table.totals[index])
        )
    return tuple(found)


def _row_adds_up(table: FigureTable, row: tuple[Cell, ...]) -> bool:
    if TOTAL not in table.columns:
        return True
    index = table.columns.index(TOTAL)
    return sum(_number(cell) for cell in row[1:index]) == _number(row[index])


def _number(cell: Cell) -> float:
    return cell if isinstance(cell, int | float) else 0
