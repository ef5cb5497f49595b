"""Tables from files that spreadsheets wrote, and from files that are none."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter

from lotse_app.documents.sheet_file import MOST_COLUMNS, MOST_ROWS, read_table
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.sheet_cells import day_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_workbook_gives_values_formulas_their_stored_ones_and_merged_cells_their_first(tmp_path: Path) -> None:
    file = tmp_path / "liste.xlsx"
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet("Beratungen")
    sheet.write_row(0, 0, ["Datum", "Dauer", "Thema", "Neu"])
    sheet.merge_range(1, 0, 3, 0, "")
    sheet.write_datetime(1, 0, datetime(2026, 11, 20), book.add_format({"num_format": "dd.mm.yyyy"}))  # noqa: DTZ001 - a cell
    sheet.write_formula(1, 1, "=20+25", None, 45)
    sheet.write_formula(2, 1, '="zwanzig"', None, "zwanzig")
    sheet.write_number(3, 1, 0.03125)
    sheet.write_rich_string(1, 2, "Wohn", book.add_format({"bold": True}), "geld")
    sheet.write_boolean(1, 3, True)
    sheet.write_boolean(2, 3, False)
    book.add_worksheet("Zweites").write(0, 0, "anderes")
    book.close()
    assert read_table(file) == [
        ["Datum", "Dauer", "Thema", "Neu"],
        [46346.0, 45.0, "Wohngeld", "ja"],
        [46346.0, "zwanzig", None, "nein"],
        [46346.0, 0.03125, None, None],
    ]


def test_a_workbook_of_another_program_is_read_too(tmp_path: Path) -> None:
    file = tmp_path / "liste.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Tag", "Minuten"])
    sheet.append([date(2026, 11, 20), "=10+5"])
    sheet["AA2"] = "weit rechts"
    book.save(file)
    rows = read_table(file)
    assert rows[0][:2] == ["Tag", "Minuten"]
    assert (day_of(rows[1][0], 2026), rows[1][1], rows[1][26]) == (date(2026, 11, 20), "=10+5", "weit rechts")


def test_a_workbook_that_counts_from_1904_means_the_same_days(tmp_path: Path) -> None:
    file = tmp_path / "mac.xlsx"
    book = xlsxwriter.Workbook(str(file), {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_datetime(0, 0, datetime(2026, 11, 20), book.add_format({"num_format": "dd.mm.yyyy"}))  # noqa: DTZ001 - a cell
    sheet.write_number(0, 1, 45)
    book.close()
    assert read_table(file) == [[46346.0, 45.0]]


def test_an_empty_sheet_has_no_rows(tmp_path: Path) -> None:
    file = tmp_path / "leer.xlsx"
    book = xlsxwriter.Workbook(str(file))
    book.add_worksheet()
    book.close()
    assert read_table(file) == []


@pytest.mark.parametrize("coding", ["utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_as_spreadsheets_write_it(tmp_path: Path, coding: str, delimiter: str) -> None:
    file = tmp_path / "liste.csv"
    file.write_text(f'Tag{delimiter}Thema\n20.11.2026{delimiter}"Brief; erklärt, groß"\n', coding)
    assert read_table(file) == [["Tag", "Thema"], ["20.11.2026", "Brief; erklärt, groß"]]


def _zip(file: Path, **parts: str) -> Path:
    with zipfile.ZipFile(file, "w") as book:
        for name, content in parts.items():
            book.writestr(f"xl/{name}.xml" if name != "rels" else "xl/_rels/workbook.xml.rels", content)
    return file


NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
BOOK = f'<workbook {NS} xmlns:r="urn:r"><sheets><sheet name="a" r:id="r1"/></sheets></workbook>'
RELS = '<Relationships xmlns="urn:p"><Relationship Id="r1" Target="/xl/sheet1.xml"/></Relationships>'


def test_inline_text_is_text_and_a_cell_without_value_is_none(tmp_path: Path) -> None:
    cells = '<c r="A1" t="inlineStr"><is><t>Tag</t></is></c><c r="B1"/><c r="C1" t="e"><v>#REF!</v></c>'
    merged = '<mergeCells><mergeCell ref="E5:E6"/><mergeCell ref="A1"/></mergeCells>'
    sheet = f"<worksheet {NS}><sheetData><row>{cells}</row></sheetData>{merged}</worksheet>"
    file = _zip(tmp_path / "a.xlsx", workbook=BOOK, rels=RELS, sheet1=sheet)
    assert read_table(file) == [["Tag", None, "#REF!"]]


@pytest.mark.parametrize(
    "sheet",
    [
        "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><worksheet/>",
        "<worksheet",
        f'<worksheet {NS}><c r="A1" t="s"><v>7</v></c></worksheet>',
        f'<worksheet {NS}><c r="1A"><v>7</v></c></worksheet>',
        f'<worksheet {NS}><c r="A1"><v>sieben</v></c></worksheet>',
    ],
)
def test_a_broken_workbook_is_refused(tmp_path: Path, sheet: str) -> None:
    with pytest.raises(ProblemError) as refused:
        read_table(_zip(tmp_path / "a.xlsx", workbook=BOOK, rels=RELS, sheet1=sheet))
    assert refused.value.problem.code is Code.SHEET_UNREADABLE


@pytest.mark.parametrize("content", [b"PK\x03\x04 no zip", b"a\0b", b"PK", b"x" * 60_000_001])
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "nichts.xlsx"
    file.write_bytes(content)
    with pytest.raises(ProblemError) as refused:
        read_table(file)
    assert refused.value.problem.code is Code.SHEET_UNREADABLE


def test_a_file_that_is_gone_or_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bombe.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", b" " * 60_000_001)
    for name in ("bombe.xlsx", "fehlt.xlsx"):
        with pytest.raises(ProblemError) as refused:
            read_table(tmp_path / name)
        assert refused.value.problem.code is Code.SHEET_UNREADABLE


def test_a_title_above_the_heads_does_not_hide_what_parts_the_cells(tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_bytes(b"Beratungen 2026\r\n\r\nTag\tMinuten\r\n18.11.2026\t20\r\n")
    assert read_table(file)[2:] == [["Tag", "Minuten"], ["18.11.2026", "20"]]


def _refused(file: Path) -> Code:
    with pytest.raises(ProblemError) as refused:
        read_table(file)
    return refused.value.problem.code


def test_a_list_that_is_too_long_or_too_wide_is_refused_and_never_cut(tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_text("Tag;Minuten\n" * MOST_ROWS + ";;;\n\n")
    assert len(read_table(file)) == MOST_ROWS
    file.write_text("Tag;Minuten\n" * (MOST_ROWS + 1))
    assert _refused(file) is Code.SHEET_TOO_LARGE
    file.write_text(";" * MOST_COLUMNS + ";\n")
    assert read_table(file) == []
    file.write_text(";" * MOST_COLUMNS + "Tag\n")
    assert _refused(file) is Code.SHEET_TOO_LARGE
    for place in ((MOST_ROWS, 0), (0, MOST_COLUMNS)):
        book = xlsxwriter.Workbook(str(tmp_path / "liste.xlsx"))
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Tag")
        sheet.write(*place, "noch etwas")
        book.close()
        assert _refused(tmp_path / "liste.xlsx") is Code.SHEET_TOO_LARGE


def test_a_column_merged_to_the_end_of_the_sheet_is_as_long_as_the_list(tmp_path: Path) -> None:
    file = tmp_path / "liste.xlsx"
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 1_048_575, 0, "Wilsdruff")
    sheet.write(2, 1, 45)
    book.close()
    assert read_table(file) == [["Wilsdruff", None], ["Wilsdruff", None], ["Wilsdruff", 45.0]]


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-be"])
def test_unicode_text_of_a_spreadsheet_is_read(tmp_path: Path, coding: str) -> None:
    file = tmp_path / "liste.txt"
    mark = "\ufeff" if coding.endswith("be") else ""
    file.write_bytes(f"{mark}Tag\tThema\r\n20.11.2026\tGröße\r\n".encode(coding))
    assert read_table(file) == [["Tag", "Thema"], ["20.11.2026", "Größe"]]


@pytest.mark.parametrize("later", ["18.11.2026;20;Brief\n", '18.11.2026;20;"Brief"\n'])
def test_a_quotation_mark_that_is_not_closed_swallows_no_rows(tmp_path: Path, later: str) -> None:
    file = tmp_path / "liste.csv"
    file.write_text(f'Tag;Minuten;Thema\n18.11.2026;20;"Wohngeld\n{later}')
    assert _refused(file) is Code.SHEET_UNREADABLE
    file.write_text('Tag;Minuten;Thema\n18.11.2026;20;Rohr 3" lang\n')
    assert read_table(file)[1] == ["18.11.2026", "20", 'Rohr 3" lang']
