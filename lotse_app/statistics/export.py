"""Reports to files, the port ``Exporter``: xlsx with real numbers, csv for German spreadsheets.

Every file is made in memory, written beside its target, flushed and renamed: an interrupted export leaves no half file.
Text that a spreadsheet would take for a formula stays text (CWE-1236).
"""

from __future__ import annotations

import csv
import errno
import io
import os
import re
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from lotse_app.clock import short_date
from lotse_app.models.problems import Code, refuse
from lotse_app.statistics.workbook import workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lotse_app.models.figures import Cell, Report
    from lotse_app.models.problems import ProblemError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT}) if hasattr(errno, "EDQUOT") else frozenset({errno.ENOSPC})
_REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
#: Files of ``_csv_files``, of whatever report.
_CSV_NAME = re.compile(r"\d\d_[a-z0-9_]+\.csv")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class FileExporter:
    """Writes reports; ``flush`` is what forces bytes to the disk (tests hand in one that fails)."""

    def __init__(self, flush: Callable[[int], None] = os.fsync) -> None:
        self._flush = flush

    def xlsx(self, report: Report, target: Path) -> None:
        """Write an xlsx file. Raises EXPORT_FULL, EXPORT_READ_ONLY, EXPORT_FAILED."""
        self.write(target, workbook_bytes(report))

    def csv(self, report: Report, folder: Path) -> tuple[Path, ...]:
        """Write one csv file a table, one for the header block, one for the definitions; all of them or none.

        ``folder`` is the report's own: tables of an earlier time that it has no more are deleted there.
        """
        files = [(folder / name, _csv_bytes(rows)) for name, rows in _csv_files(report)]
        self._write_all(files)
        self._clear(folder, frozenset(path.name for path, _ in files))
        return tuple(path for path, _ in files)

    def write(self, target: Path, content: bytes) -> Path:
        """Write finished bytes. Raises EXPORT_FULL, EXPORT_READ_ONLY, EXPORT_FAILED."""
        self._write_all([(target, content)])
        return target

    @staticmethod
    def _clear(folder: Path, wanted: frozenset[str]) -> None:
        try:
            for path in folder.iterdir():
                if _CSV_NAME.fullmatch(path.name) and path.name not in wanted:
                    path.unlink(missing_ok=True)
        except OSError as error:
            raise _problem(error) from error

    def _write_all(self, files: Sequence[tuple[Path, bytes]]) -> None:
        beside: list[tuple[Path, Path]] = []
        try:
            for target, content in files:
                target.parent.mkdir(parents=True, exist_ok=True)
                number, name = tempfile.mkstemp(prefix=".lotse-", suffix=".part", dir=target.parent)
                beside.append((Path(name), target))
                with os.fdopen(number, "wb") as stream:
                    stream.write(content)
                    stream.flush()
                    self._flush(stream.fileno())
            for part, target in beside:
                part.replace(target)
        except OSError as error:
            raise _problem(error) from error
        finally:
            for part, _ in beside:
                part.unlink(missing_ok=True)


def _problem(error: OSError) -> ProblemError:
    if error.errno in _FULL:
        return refuse(Code.EXPORT_FULL)
    if error.errno in _REFUSED:
        return refuse(Code.EXPORT_READ_ONLY)
    return refuse(Code.EXPORT_FAILED)


def _csv_files(report: Report) -> list[tuple[str, list[Sequence[Cell]]]]:
    head: list[Sequence[Cell]] = [("Angabe", "Wert"), ("Bericht", report.title)]
    head.extend(report.header)
    head.extend((("Beginn", report.period.start), ("Ende (ausschließlich)", report.period.end)))
    head.extend(report.headline)
    head.extend((f"Hinweis: {table.title}", table.note) for table in report.tables if table.note)
    files: list[tuple[str, list[Sequence[Cell]]]] = [("00_bericht.csv", head)]
    for number, table in enumerate(report.tables, start=1):
        rows: list[Sequence[Cell]] = [table.columns, *table.rows]
        if table.totals is not None:
            rows.append(table.totals)
        files.append((f"{number:02d}_{re.sub(r'[^a-z0-9_]+', '_', table.key.lower())}.csv", rows))
    definitions: list[Sequence[Cell]] = [("Größe", "Erklärung", "Einheit")]
    definitions.extend((item.name, item.sentence, item.unit.value) for item in report.definitions)
    return [*files, ("99_definitionen.csv", definitions)]


def _csv_bytes(rows: Sequence[Sequence[Cell]]) -> bytes:
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        # A leading apostrophe is how spreadsheets mark text.
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    if isinstance(cell, date):
        return short_date(cell)
    return str(cell).replace(".", ",")
