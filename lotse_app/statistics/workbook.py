"""A report as xlsx bytes: real numbers and dates, a sheet a table, header block and definitions."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from lotse_app.models.figures import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from lotse_app.models.figures import Cell, FigureTable, Report

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31


def workbook_bytes(report: Report) -> bytes:
    """Return the workbook."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": report.title})
    formats = _formats(book)
    names: set[str] = set()
    _header_sheet(book, report, formats, names)
    for table in report.tables:
        _table_sheet(book.add_worksheet(_sheet_name(table.title, names)), table, formats)
    _definitions_sheet(book, report, formats, names)
    book.close()
    return target.getvalue()


def _formats(book: Workbook) -> dict[str, Any]:
    kinds: dict[str, dict[str, Any]] = {
        "text": {"text_wrap": True, "valign": "top"},
        "number": {"num_format": "#,##0"},
        "decimal": {"num_format": "#,##0.0"},
        "date": {"num_format": "dd.mm.yyyy", "align": "left"},
    }
    made = {name: book.add_format(kind) for name, kind in kinds.items()}
    made |= {f"{name} total": book.add_format({**kind, "bold": True, "top": 1}) for name, kind in kinds.items()}
    made["head"] = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    made["title"] = book.add_format({"bold": True, "font_size": 14})
    return made


def _header_sheet(book: Workbook, report: Report, formats: dict[str, Any], names: set[str]) -> None:
    sheet = book.add_worksheet(_sheet_name("Bericht", names))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 60)
    sheet.write_string(0, 0, report.title, formats["title"])
    rows: list[tuple[str, Cell]] = [
        *report.header,
        ("Beginn", report.period.start),
        ("Ende (ausschließlich)", report.period.end),
        *report.headline,
    ]
    rows.extend((f"Hinweis: {table.title}", table.note) for table in report.tables if table.note)
    for number, (label, value) in enumerate(rows, start=2):
        sheet.write_string(number, 0, label, formats["text"])
        _write(sheet, (number, 1), value, formats, "")


def _table_sheet(sheet: Worksheet, table: FigureTable, formats: dict[str, Any]) -> None:
    for column, name in enumerate(table.columns):
        sheet.write_string(0, column, name, formats["head"])
    for number, row in enumerate(table.rows, start=1):
        _write_row(sheet, number, row, table.units, formats, "")
    last = max(len(table.rows), 1)
    # The total stays outside of the filter, or sorting would move it.
    sheet.autofilter(0, 0, last, len(table.columns) - 1)
    if table.totals is not None:
        _write_row(sheet, last + 1, table.totals, table.units, formats, " total")
    if table.note:
        sheet.write_string(last + 3, 0, table.note)
    sheet.freeze_panes(1, 1)
    widest = max((len(str(row[0])) for row in table.rows), default=10)
    sheet.set_column(0, 0, min(max(widest, 14), 60))
    sheet.set_column(1, max(len(table.columns) - 1, 1), 13)


def _definitions_sheet(book: Workbook, report: Report, formats: dict[str, Any], names: set[str]) -> None:
    sheet = book.add_worksheet(_sheet_name("Definitionen", names))
    for column, (name, width) in enumerate((("Größe", 24), ("Erklärung", 90), ("Einheit", 12))):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, formats["head"])
    for number, item in enumerate(report.definitions, start=1):
        for column, text in enumerate((item.name, item.sentence, item.unit.value)):
            sheet.write_string(number, column, text, formats["text"])
    sheet.autofilter(0, 0, max(len(report.definitions), 1), 2)
    sheet.freeze_panes(1, 0)


def _write_row(
    sheet: Worksheet,
    number: int,
    row: Sequence[Cell],
    units: Sequence[Unit | None],
    formats: dict[str, Any],
    suffix: str,
) -> None:
    for column, (cell, unit) in enumerate(zip(row, units, strict=True)):
        kind = "decimal" if unit is Unit.PER_HUNDRED else "number"
        _write(sheet, (number, column), cell, formats, suffix, kind)


def _write(
    sheet: Worksheet,
    place: tuple[int, int],
    cell: Cell,
    formats: dict[str, Any],
    suffix: str,
    number_kind: str = "number",
) -> None:
    if cell is None:
        sheet.write_blank(*place, None, formats[f"text{suffix}"])
    elif isinstance(cell, str):
        # write_string never makes a formula, whatever the text begins with.
        sheet.write_string(*place, cell, formats[f"text{suffix}"])
    elif isinstance(cell, date):
        sheet.write_datetime(*place, datetime.combine(cell, datetime.min.time()), formats[f"date{suffix}"])
    else:
        sheet.write_number(*place, cell, formats[f"{number_kind}{suffix}"])


def _sheet_name(title: str, names: set[str]) -> str:
    """Return a name that spreadsheets allow: 31 characters, some signs forbidden, each once."""
    short = re.split(r" \(| je ", title, maxsplit=1)[0]
    base = _FORBIDDEN.sub(" ", short).strip()[:_LONGEST_NAME] or "Tabelle"
    name, number = base, 2
    while name.casefold() in names:
        name = f"{base[: _LONGEST_NAME - 4]} {number}"
        number += 1
    names.add(name.casefold())
    return name
