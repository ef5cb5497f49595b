"""Lists in the window: a day's walk-ins typed or pasted, an old spreadsheet with its columns, all of it taken back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from lotse_app.models.session import AgeBand, FirstContact, HelpKind
from lotse_app.models.sheet_words import SheetField
from lotse_app.ui.rooms.day_grid import FIELDS, MOST_ROWS, ROWS, DayGrid
from lotse_app.ui.rooms.sheet_views import TOLD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from lotse_app.models.session import CounsellingSession
    from lotse_app.ui.rooms.counselling import CounsellingRoom

PASTED = (
    "Brief erklärt\t5\tAuskunft\terledigt\t70–79\tja\nWohngeld\t\tgemeinsam ausgefüllt\teingereicht\tsiebzig\tnein\n"
)


def _press(grid: DayGrid, key: Qt.Key, *, ctrl: bool = True) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(grid, key, modifier)


def _type(grid: DayGrid, row: int, field: SheetField, text: str) -> None:
    item = grid.item(row, FIELDS.index(field))
    assert item is not None
    item.setText(text)


def test_walk_ins_are_pasted_mended_taken_over_and_taken_back(
    room: CounsellingRoom,
    stored: Callable[[], tuple[CounsellingSession, ...]],
    settled: Callable[[], None],
) -> None:
    room.idle.day.click()
    view = room.sheets.open_day()
    assert room.crumbs == ("Tagesliste",)
    view.day.show_day(date(2026, 11, 19))
    QGuiApplication.clipboard().setText(PASTED)
    view.grid.setCurrentCell(0, 0)
    _press(view.grid, Qt.Key.Key_V)
    settled()
    assert view.summary.text() == "1 von 2 Zeilen lässt sich übernehmen."
    assert view._told.text() == "Zeile 2, Alter: „siebzig“ ist hier nicht bekannt."
    wrong = view.grid.item(1, FIELDS.index(SheetField.AGE))
    assert wrong is not None
    assert (wrong.font().bold(), wrong.toolTip()) == (True, "Zeile 2, Alter: „siebzig“ ist hier nicht bekannt.")
    _type(view.grid, 1, SheetField.AGE, "72")
    settled()
    assert view.summary.text() == "2 von 2 Zeilen lassen sich übernehmen."
    assert not wrong.font().bold()
    room.sheets.save.click()
    settled()
    first, second = stored()
    assert {first.minutes, second.minutes} == {5}
    assert {first.age_band, second.age_band} == {AgeBand.FROM_70}
    assert {first.first_contact, second.first_contact} == {FirstContact.YES, FirstContact.NO}
    assert HelpKind.FILLED_TOGETHER in {first.help_kind, second.help_kind}
    assert "Übernommen: 2 Beratungen." in room.banner.text
    assert not any(any(row) for row in view.grid.texts()), "nothing stays for the next day"
    assert room.idle.undo.isVisible()
    room.idle.undo.click()
    settled()
    assert stored() == ()
    assert "Zurückgenommen: 2." in room.banner.text
    assert room.idle.undo.isHidden()
    room.sheets._undo()


def test_rows_that_were_held_back_stay_to_be_mended(
    room: CounsellingRoom, stored: Callable[[], tuple[CounsellingSession, ...]], settled: Callable[[], None]
) -> None:
    view = room.sheets.open_day()
    view.grid.setCurrentCell(0, 0)
    view.grid.paste("\n".join([PASTED.strip("\n"), PASTED.strip("\n"), PASTED.strip("\n").replace("siebzig", "70")]))
    settled()
    assert view.summary.text() == "4 von 6 Zeilen lassen sich übernehmen."
    room.sheets.save.click()
    settled()
    assert "Übernommen: 4 Beratungen. 2 Zeilen stehen noch hier: bitte berichtigen." in room.banner.text
    assert room.crumbs == ("Tagesliste",)
    assert [row[0] for row in view.grid.texts() if any(row)] == ["Wohngeld", "Wohngeld"]
    assert view.summary.text() == "0 von 2 Zeilen lassen sich übernehmen."
    _type(view.grid, 0, SheetField.AGE, "72")
    settled()
    room.sheets.save.click()
    settled()
    assert "1 Zeile steht noch hier" in room.banner.text
    _type(view.grid, 0, SheetField.AGE, "72")
    settled()
    room.sheets.save.click()
    settled()
    assert len(stored()) == 6
    assert not any(any(row) for row in view.grid.texts())
    assert room.idle.isVisible()


def test_one_step_back_takes_a_whole_paste_back(qtbot: QtBot, qapp: object) -> None:
    assert qapp is not None
    grid = DayGrid()
    qtbot.addWidget(grid)
    grid.setCurrentCell(2, 1)
    grid.paste("10\tAuskunft\n20\tAuskunft\tzu viel\r\n30")
    assert [row[1] for row in grid.texts()[2:5]] == ["10", "20", "30"]
    assert grid.texts()[3][3] == "zu viel"
    _type(grid, 0, SheetField.TOPIC, "Brief")
    grid.selectRow(3)
    _press(grid, Qt.Key.Key_Delete, ctrl=False)
    assert not any(grid.texts()[3])
    for _ in range(2):
        _press(grid, Qt.Key.Key_Z)
    assert grid.texts()[3][1] == "20"
    assert grid.texts()[0][0] == ""
    grid.undo()
    grid.undo()
    assert not any(any(row) for row in grid.texts())
    _press(grid, Qt.Key.Key_Down, ctrl=False)
    assert grid.currentRow() == 4


def test_lines_under_heads_go_into_their_columns_and_the_grid_grows(qtbot: QtBot, qapp: object) -> None:
    assert qapp is not None
    grid = DayGrid()
    qtbot.addWidget(grid)
    grid.paste("Dauer\tFarbe\tThema\n" + "\n".join(f"{number}\tblau\tBrief" for number in range(20)))
    assert grid.texts()[19][:2] == ["Brief", "19"]
    assert grid.rowCount() == 21
    _type(grid, 20, SheetField.TOPIC, "noch eins")
    assert grid.rowCount() == 22
    grid.setCurrentCell(0, 0)
    grid.paste('"Brief\terklärt"\t5')
    assert grid.texts()[0][:3] == ["Brief erklärt", "5", ""]
    grid.paste("\n".join("x" for _ in range(MOST_ROWS + 9)))
    assert grid.rowCount() == MOST_ROWS
    _type(grid, MOST_ROWS - 1, SheetField.NOTE, "letzte")
    assert grid.rowCount() == MOST_ROWS
    grid.empty()
    assert grid.rowCount() == ROWS
    grid.undo()


def test_what_of_a_paste_finds_no_place_is_said(room: CounsellingRoom, settled: Callable[[], None]) -> None:
    view = room.sheets.open_day()
    view.grid.setCurrentCell(0, 0)
    view.grid.paste('Datum\tThema\tMinuten\tLeer\tBis\r\n19.11.2026\t"Wohngeld\r\nund ""Pass"""\t20\t\t9:30\r\n')
    settled()
    assert view.grid.texts()[0][:2] == ['Wohngeld und "Pass"', "20"]
    assert not any(view.grid.texts()[1]), "a line break within a cell makes no second contact"
    assert "keine solche Spalte hat: Datum, Bis. Eine Liste mit mehreren Tagen" in view.left_out.text()
    assert view.left_out.isVisible()
    _press(view.grid, Qt.Key.Key_Z)
    settled()
    assert view.left_out.isHidden()
    view.grid.setCurrentCell(MOST_ROWS - 2, len(FIELDS) - 1)
    view.grid.setRowCount(MOST_ROWS)
    view.grid.setCurrentCell(MOST_ROWS - 2, len(FIELDS) - 1)
    view.grid.paste("eins\tzwei\nzwei\ndrei")
    assert "Spalte hat: Spalte 2. " in view.left_out.text()
    assert view.left_out.text().endswith("300 Zeilen fasst: die letzten 1.")
    view.clear()
    assert view.left_out.isHidden()
    assert view.grid.left_out == ""


def test_an_old_list_comes_over_with_its_columns_chosen(
    room: CounsellingRoom,
    tmp_path: Path,
    stored: Callable[[], tuple[CounsellingSession, ...]],
    settled: Callable[[], None],
) -> None:
    file = tmp_path / "alt.csv"
    wrong = "".join(f"gestern;{number}\n" for number in range(TOLD + 2))
    file.write_text(f"Wann;Dauer\n18.11.2026;20\n19.11.2026;30\n{wrong}", "utf-8")
    room.idle.old.click()
    view = room.sheets.open_import()
    assert room.crumbs == ("Liste übernehmen",)
    view.read(str(file))
    settled()
    assert view.summary.text().startswith("0 von 44 Zeilen")
    assert "Der Tag fehlt" in view._told.text()
    view.choices[SheetField.DAY].setCurrentIndex(1)
    settled()
    assert view.summary.text() == "2 von 44 Zeilen lassen sich übernehmen."
    assert view._told.text().endswith("… und 2 weitere: Tag 2.")
    room.sheets.save.click()
    settled()
    assert [one.minutes for one in stored()] == [30, 20]
    view = room.sheets.open_import()
    view.read(str(file))
    settled()
    assert view.choices[SheetField.DAY].currentIndex() == 1, "the map is remembered"
    room.sheets.save.click()
    settled()
    assert "schon übernommen" in room.banner.text
    assert len(stored()) == 2
    view.read(str(tmp_path / "fehlt.xlsx"))
    settled()
    assert "nicht als Tabelle lesen" in room.banner.text
    assert view.summary.text() == "", "the list before cannot be taken for the one that was chosen"
    view.read(str(file))
    settled()
    assert room.banner.text == ""


def test_a_file_is_chosen_in_a_dialog_and_a_broken_one_is_told(
    room: CounsellingRoom, tmp_path: Path, settled: Callable[[], None]
) -> None:
    view = room.sheets.open_import()
    view.open.click()
    dialog = view.findChild(QFileDialog)
    assert dialog is not None
    dialog.reject()
    (tmp_path / "kaputt.xlsx").write_bytes(b"PK nichts")
    view.read(str(tmp_path / "kaputt.xlsx"))
    settled()
    assert "lässt sich nicht als Tabelle lesen" in room.banner.text
    (tmp_path / "leer.csv").write_text("", "utf-8")
    view.read(str(tmp_path / "leer.csv"))
    settled()
    assert view.summary.text() == "Noch keine Zeile."
    room.sheets.save.click()
    settled()
    assert "keine Zeile" in room.banner.text
    room.forget()
    assert view.summary.text() == ""
    assert room.back()
