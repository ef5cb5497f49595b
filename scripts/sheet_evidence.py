"""Shows that LibreOffice opens an exported xlsx and reads what the screen shows; writes ``docs/nachweise/tabellen.md``.

Usage: ``python -m scripts.sheet_evidence [--check]``. Needs LibreOffice Calc (``soffice``), which nothing else needs.
LibreOffice opens the file and writes it anew as its own sheets; cell by cell that is compared with the report that
screen, PDF and csv take. ``--check`` writes no page.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

from benchmarks.contacts import YEAR, fill
from benchmarks.ground import set_up
from lotse_app.models.figures import Unit
from lotse_app.statistics.export import FileExporter
from scripts.house import ROOT

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from lotse_app.models.figures import Cell, FigureTable, Report

PAGE = ROOT / "docs" / "nachweise" / "tabellen.md"
CONTACTS = 2_000
LIMIT_SECONDS = 300


def opened_by_libreoffice(program: str, file: Path, folder: Path) -> Path:
    """Let LibreOffice open a file and save it anew; return what it wrote. Raises what ``subprocess`` raises."""
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "anew"), str(file)]
    quiet = {**os.environ, "LANG": "de_DE.UTF-8"}
    subprocess.run(command, check=True, timeout=LIMIT_SECONDS, env=quiet, capture_output=True)
    return folder / "anew" / file.name


def differences(sheet: Worksheet, table: FigureTable) -> tuple[int, list[str]]:
    """Return how many cells of a table were compared, and the places where the sheet says something else."""
    lines: list[tuple[Cell, ...]] = [table.columns, *table.rows]
    wrong, number = [], 0
    for at, row in enumerate(lines, start=1):
        wrong += _unlike(sheet, at, row)
        number += len(row)
    if table.totals is not None:
        wrong += _unlike(sheet, max(len(table.rows), 1) + 2, table.totals)
        number += len(table.totals)
    return number, wrong


def _unlike(sheet: Worksheet, at: int, row: tuple[Cell, ...]) -> list[str]:
    found = []
    for column, cell in enumerate(row, start=1):
        there = sheet.cell(at, column)
        value: Any = there.value.date() if isinstance(there.value, datetime) else there.value
        if value != cell or isinstance(value, str) is not isinstance(cell, str) or there.data_type == "f":
            found.append(f"{sheet.title}!{there.coordinate}: {value!r} statt {cell!r}")
    return found


def compared(report: Report, file: Path) -> tuple[int, list[str], list[str]]:
    """Return cells compared, differences, and which sheets lost their filter."""
    book = openpyxl.load_workbook(file)
    sheets = book.worksheets[1:-1]
    cells, wrong, missing = 0, [], []
    if len(sheets) != len(report.tables):
        wrong.append(f"{len(sheets)} Blätter statt {len(report.tables)}")
    for sheet, table in zip(sheets, report.tables, strict=False):
        number, found = differences(sheet, table)
        cells, wrong = cells + number, wrong + found
        if not sheet.auto_filter.ref:
            missing.append(f"{sheet.title}: ohne Filter")
    return cells, wrong, missing


def main() -> int:
    """Compare and write the page; return 0 where nothing differs."""
    program = shutil.which("soffice")
    if program is None:
        print("soffice is not there: install libreoffice-calc-nogui", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ground = set_up(folder / "store")
        fill(ground, CONTACTS)
        desk = ground.opened()
        report = desk.report.build(YEAR)
        desk.close_reports()
        desk.close()
        file = folder / "bericht.xlsx"
        FileExporter().xlsx(report, file)
        anew = opened_by_libreoffice(program, file, folder)
        cells, wrong, missing = compared(report, anew)
        control = _control(anew, report)
        said = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout
        said = " ".join(said.split()[:2])
    print(f"{cells} cells in {len(report.tables)} sheets, {len(wrong)} differ, {len(missing)} things missing")
    for line in (*wrong, *missing):
        print(line)
    if "--check" not in sys.argv[1:] and not (wrong or missing) and control:
        PAGE.write_text(_page(report, cells, said), encoding="utf-8")
    return 1 if wrong or missing or not control else 0


def _control(file: Path, report: Report) -> bool:
    """Return whether one changed figure is noticed."""
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[1]
    sheet.cell(2, 2).value = int(str(sheet.cell(2, 2).value)) + 1
    return len(differences(sheet, report.tables[0])[1]) == 1


def _page(report: Report, cells: int, said: str) -> str:
    kinds = {unit.value for table in report.tables for unit in table.units if isinstance(unit, Unit)}
    sheets = "\n".join(
        f"| {table.title} | {len(table.rows)} | {'ja' if table.totals else '–'} |" for table in report.tables
    )
    return f"""# Tabellen in LibreOffice

Geschrieben von `python -m scripts.sheet_evidence`, nicht von Hand.

{f"{CONTACTS:,}".replace(",", ".")} erfundene Kontakte eines Jahres, exportiert als xlsx, von **{said}** geöffnet und
neu gespeichert, dann Zelle für Zelle mit dem Bericht verglichen, den auch Bildschirm, PDF und csv zeigen.

| | |
|---|---:|
| Blätter mit Tabellen | {len(report.tables)} |
| verglichene Zellen | {cells} |
| davon anders (Wert, Zahl statt Text, Formel) | 0 |
| Blätter, denen der Filter fehlt | 0 |
| Einheiten | {", ".join(sorted(kinds))} |

Der feste Kopf gehört zur Ansicht, die LibreOffice ohne Fenster nicht lädt; ihn prüft `tests/statistics/test_export.py`.

Gegenprobe: Eine einzige um 1 geänderte Zahl wird gefunden.

| Tabelle | Zeilen | Summenzeile |
|---|---:|---|
{sheets}
"""


if __name__ == "__main__":
    sys.exit(main())
