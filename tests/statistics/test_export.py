"""Files open in a spreadsheet with real numbers, cannot start anything there, and are never half written."""

from __future__ import annotations

import csv
import errno
import io
import os
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest

from lotse_app.models.problems import Code, ProblemError
from lotse_app.statistics.export import FileExporter
from tests.documents.reports import MONTHS, QUARTER_REPORT, TOPICS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.models.figures import Cell, FigureTable

DANGEROUS = ("=1+1", "+49 351", "-2", "@SUM(A1)", "\tx", "\rx")


def with_cells(*cells: Cell) -> FigureTable:
    return replace(
        MONTHS,
        columns=("Name", "Wert"),
        units=(None, None),
        rows=tuple((cell, cell) for cell in cells),
        totals=None,
    )


def failing(number: int) -> Callable[[int], None]:
    def flush(_: int) -> None:
        raise OSError(number, os.strerror(number))

    return flush


def read_csv(path: Path) -> list[list[str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_the_workbook_has_a_sheet_a_table_with_real_numbers(tmp_path: Path) -> None:
    target = tmp_path / "bericht.xlsx"
    FileExporter().xlsx(QUARTER_REPORT, target)
    book = openpyxl.load_workbook(target)

    assert book.sheetnames == ["Bericht", "Überblick", "Anliegen", "Ergebnis", "Definitionen"]
    sheet = book["Anliegen"]
    assert [cell.value for cell in sheet[1]] == list(TOPICS.columns)
    assert [cell.value for cell in sheet[2]] == list(TOPICS.rows[0])
    assert sheet["F2"].value == pytest.approx(33.3)
    assert sheet["F2"].number_format == "#,##0.0"
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:F{len(TOPICS.rows) + 1}"
    last = len(TOPICS.rows) + 2
    assert [cell.value for cell in sheet[last]] == list(TOPICS.totals or ())
    assert sheet.cell(last + 2, 1).value == TOPICS.note


def test_the_workbook_says_what_it_is(tmp_path: Path) -> None:
    target = tmp_path / "bericht.xlsx"
    FileExporter().xlsx(QUARTER_REPORT, target)
    book = openpyxl.load_workbook(target)
    head = {row[0].value: row[1].value for row in book["Bericht"].iter_rows(min_row=3)}

    assert head["Art"] == "Intern – vertraulich"
    assert head["Beginn"].date() == date(2026, 10, 1)
    assert head["Ende (ausschließlich)"].date() == date(2027, 1, 1)
    assert head["Beratungen"] == "1510"
    assert "Mehrfachnennung" in head[f"Hinweis: {TOPICS.title}"]
    definitions = [[cell.value for cell in row] for row in book["Definitionen"].iter_rows()]
    assert definitions[1] == ["Beratungen", "Ein Kontakt von Anfang bis Ende.", "Anzahl"]


def test_no_cell_of_the_workbook_is_a_formula(tmp_path: Path) -> None:
    target = tmp_path / "bericht.xlsx"
    FileExporter().xlsx(replace(QUARTER_REPORT, tables=(with_cells(*DANGEROUS), TOPICS)), target)
    book = openpyxl.load_workbook(target)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    values = [cell.value for cell in cells]
    assert all(text in values for text in DANGEROUS if text.strip() == text)


def test_dates_are_dates_and_nothing_is_nothing(tmp_path: Path) -> None:
    target = tmp_path / "bericht.xlsx"
    FileExporter().xlsx(replace(QUARTER_REPORT, tables=(with_cells(date(2026, 11, 20), None, 5, 1.5),)), target)
    sheet = openpyxl.load_workbook(target)["Überblick"]

    assert sheet["A2"].value.date() == date(2026, 11, 20)
    assert [sheet[f"A{row}"].value for row in (3, 4, 5)] == [None, 5, 1.5]


def test_sheet_names_are_allowed_and_different(tmp_path: Path) -> None:
    target = tmp_path / "bericht.xlsx"
    long = replace(MONTHS, title="Ein [sehr] langer: Name / mit * verbotenen ? Zeichen \\ und noch mehr")
    FileExporter().xlsx(replace(QUARTER_REPORT, tables=(long, long, replace(MONTHS, title="??"))), target)
    names = openpyxl.load_workbook(target).sheetnames

    assert len(set(names)) == len(names) == 5
    assert all(0 < len(name) <= 31 for name in names)
    assert "Tabelle" in names


def test_csv_is_made_for_german_spreadsheets(tmp_path: Path) -> None:
    paths = FileExporter().csv(QUARTER_REPORT, tmp_path)

    assert [path.name for path in paths] == [
        "00_bericht.csv",
        "01_monate.csv",
        "02_anliegen.csv",
        "03_leer.csv",
        "99_definitionen.csv",
    ]
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in paths)
    rows = read_csv(paths[2])
    assert rows[0] == list(TOPICS.columns)
    assert rows[1] == ["Hundesteuer – Anmeldung", "8", "2", "0", "10", "33,3"]
    assert rows[-2] == ["kein Anliegen vermerkt", "0", "0", "0", "0", ""]
    assert rows[-1] == ["Beratungen insgesamt", "1412", "98", "0", "1510", ""]
    assert ["Beginn", "01.10.2026"] in read_csv(paths[0])
    assert read_csv(paths[4])[1] == ["Beratungen", "Ein Kontakt von Anfang bis Ende.", "Anzahl"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_looks_like_a_formula_stays_text_in_csv(text: str, tmp_path: Path) -> None:
    paths = FileExporter().csv(replace(QUARTER_REPORT, tables=(with_cells(text),)), tmp_path)

    assert read_csv(paths[1])[1] == [f"'{text}", f"'{text}"]


def test_ordinary_text_and_negative_numbers_are_left_alone(tmp_path: Path) -> None:
    paths = FileExporter().csv(replace(QUARTER_REPORT, tables=(with_cells('a;"b"', -2, -1.5),)), tmp_path)

    assert [row[0] for row in read_csv(paths[1])[1:]] == ['a;"b"', "-2", "-1,5"]


def test_screen_xlsx_and_csv_show_the_same_figures(tmp_path: Path) -> None:
    FileExporter().xlsx(QUARTER_REPORT, tmp_path / "b.xlsx")
    paths = FileExporter().csv(QUARTER_REPORT, tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")["Überblick"]

    from_book = [[str(cell.value) for cell in row] for row in sheet.iter_rows(max_row=len(MONTHS.rows) + 2)]
    assert from_book == read_csv(paths[1])


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, Code.EXPORT_FULL),
        (errno.EACCES, Code.EXPORT_READ_ONLY),
        (errno.EROFS, Code.EXPORT_READ_ONLY),
        (errno.EIO, Code.EXPORT_FAILED),
    ],
)
def test_an_export_that_fails_says_why_and_leaves_the_old_file(number: int, code: Code, tmp_path: Path) -> None:
    target = tmp_path / "bericht.xlsx"
    target.write_bytes(b"the old one")

    with pytest.raises(ProblemError) as caught:
        FileExporter(failing(number)).xlsx(QUARTER_REPORT, target)

    assert caught.value.problem.code is code
    assert target.read_bytes() == b"the old one"
    assert [path.name for path in tmp_path.iterdir()] == ["bericht.xlsx"]


def test_a_csv_export_that_breaks_off_leaves_no_file_at_all(tmp_path: Path) -> None:
    left = [3]

    def flush(_: int) -> None:
        left[0] -= 1
        if not left[0]:
            raise OSError(errno.ENOSPC, "full")

    with pytest.raises(ProblemError) as caught:
        FileExporter(flush).csv(QUARTER_REPORT, tmp_path)

    assert caught.value.problem.code is Code.EXPORT_FULL
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_that_is_no_error_of_the_disk_leaves_nothing_either(tmp_path: Path) -> None:
    def flush(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        FileExporter(flush).write(tmp_path / "b.pdf", b"x")

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_an_export_that_failed(tmp_path: Path) -> None:
    (tmp_path / "datei").write_bytes(b"")

    with pytest.raises(ProblemError) as caught:
        FileExporter().write(tmp_path / "datei" / "bericht.pdf", b"x")

    assert caught.value.problem.code is Code.EXPORT_FAILED


def test_finished_bytes_are_written_into_a_new_folder(tmp_path: Path) -> None:
    target = FileExporter().write(tmp_path / "neu" / "bericht.pdf", b"%PDF")

    assert target.read_bytes() == b"%PDF"


def test_an_old_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "bericht.pdf"
    target.write_bytes(b"x" * 100_000)

    FileExporter().write(target, b"new")

    assert target.read_bytes() == b"new"
