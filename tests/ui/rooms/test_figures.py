"""Auswertung: the figures of the store on screen, and the same ones in every export."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from lotse_app.models.figures import FigureTable
from lotse_app.models.filters import FilterKind
from lotse_app.models.periods import offered
from lotse_app.models.session import Obstacle, Result
from lotse_app.ui.kit.blocks import SecondaryButton
from lotse_app.ui.kit.chart_view import ChartView
from lotse_app.ui.kit.days import DayField
from lotse_app.ui.kit.figure_views import FigureModel, FigureTableView, cell_words
from lotse_app.ui.rooms.figure_cards import TableCard
from lotse_app.ui.rooms.figures import FiguresRoom
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from lotse_app.clock import FixedClock
    from lotse_app.ui.kit.days import DayEdit
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes


@pytest.fixture
def room(qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: Appearance) -> FiguresRoom:
    assert appearance is not None
    made = FiguresRoom(desk, tasks)
    qtbot.addWidget(made)
    made.resize(1060, 640)
    made.show()
    return made


@pytest.fixture
def counted(desk: Desk, lanes: Lanes, clock: FixedClock) -> None:
    """Three sessions of 22 minutes."""

    def counsel() -> None:
        for _ in range(3):
            session = desk.counsel.start()
            clock.advance(minutes=22)
            ending = desk.counsel.ending(session.id).session
            desk.counsel.end(replace(ending, result=Result.DONE, obstacles=(Obstacle.NO_BUNDID,)))

    lanes.submit(LaneName.STORE, counsel).result()


def shown(room: FiguresRoom) -> str:
    return "\n".join(label.text() for label in room.findChildren(QLabel))


def test_periods_are_whole_and_newest_first() -> None:
    periods = offered(date(2026, 1, 31))
    assert [period.name for period in periods] == [
        "1. Quartal 2026",
        "4. Quartal 2025",
        "3. Quartal 2025",
        "2. Quartal 2025",
        "Januar 2026",
        "Dezember 2025",
        "November 2025",
        "Jahr 2026",
        "Jahr 2025",
    ]
    assert (periods[0].start, periods[0].end) == (date(2026, 1, 1), date(2026, 4, 1))
    assert (periods[1].start, periods[1].end) == (date(2025, 10, 1), date(2026, 1, 1))
    assert (periods[5].start, periods[5].end) == (date(2025, 12, 1), date(2026, 1, 1))


def test_figures_are_written_as_germans_write_them() -> None:
    assert [cell_words(cell) for cell in (1204, 3.5, None, "Mai", date(2026, 11, 3))] == [
        "1.204",
        "3,5",
        "–",
        "Mai",
        "03.11.2026",
    ]


@pytest.mark.usefixtures("counted")
def test_the_figures_of_the_store_are_on_the_screen(room: FiguresRoom, settled: Callable[[], None]) -> None:
    room.enter()
    settled()
    words = shown(room)
    assert "1 Std. 6 min" in words
    assert "Was zählt hier" not in words
    assert "einmal je Beratung, nicht je Person" in words
    assert "Intern – vertraulich" in words
    table = room.findChildren(FigureTableView)[0]
    model = table.model()
    november = [str(model.data(model.index(1, column))) for column in range(3)]
    assert november == ["November 2026", "3", "0"]
    bars = room.findChildren(ChartView)
    assert "Größter Wert: November 2026 (3)." in bars[0].accessibleDescription()
    bars[0].resize(600, 240)  # whatever the layout has come to so far
    painted = bars[0].grab().toImage()
    seen = {
        painted.pixelColor(x, y).name().upper() for x in range(0, painted.width(), 7) for y in range(painted.height())
    }
    assert room.palette().highlight().color().name().upper() in seen


def test_an_empty_period_says_so_and_exports_are_possible(room: FiguresRoom, settled: Callable[[], None]) -> None:
    assert not room._pdf.isEnabled()
    room.enter()
    settled()
    assert "noch nichts gezählt" in shown(room)
    assert room._pdf.isEnabled()


def test_another_period_counts_anew(room: FiguresRoom, settled: Callable[[], None]) -> None:
    room.enter()
    settled()
    room.period.setCurrentIndex(8)
    settled()
    assert room.report is not None
    assert room.report.period.name == "Jahr 2025"


def below(edit: DayEdit) -> DayField:
    field = edit.parentWidget()
    assert isinstance(field, DayField)
    return field


def test_any_other_days_are_counted_up_to_five_years(room: FiguresRoom, settled: Callable[[], None]) -> None:
    room.enter()
    settled()
    room.period.setCurrentIndex(room.period.count() - 1)
    settled()
    assert room.report is not None
    assert room.report.period.name == "01.01.2026 bis 20.11.2026"

    room.days.first.setText("29.02.2024")
    for typed, wrong in {
        "28.02.2024": "Der letzte Tag liegt vor dem ersten. Bitte berichtigen.",
        "01.03.2029": "Bitte höchstens 5 Jahre wählen.",
        "31.12.9999": "Bitte einen Tag bis 31.12.2099 eingeben.",
        "31.11.2024": "Das ist kein Tag. Bitte so eingeben: 31.12.2026.",
    }.items():
        room.days.last.setText(typed)
        room.days.show_button.click()
        assert below(room.days.last).problem == wrong
    settled()
    assert room.report.period.start == date(2026, 1, 1), "what is wrong changes nothing"

    room.days.last.setText("31.12.2024")
    room.days.show_button.click()
    settled()
    assert not below(room.days.last).problem
    assert (room.report.period.start, room.report.period.end) == (date(2024, 2, 29), date(2025, 1, 1))
    room.period.setCurrentIndex(0)
    assert room.days.isHidden()


@pytest.mark.usefixtures("counted")
def test_every_export_is_written(room: FiguresRoom, tmp_path: Path, settled: Callable[[], None]) -> None:
    room.export("pdf", tmp_path / "vorher.pdf")
    assert not (tmp_path / "vorher.pdf").exists()
    room.enter()
    settled()
    room.export("pdf", tmp_path / "a.pdf")
    settled()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert room.banner.text == "Gesichert: a.pdf"
    room.export("xlsx", tmp_path / "a.xlsx")
    settled()
    assert (tmp_path / "a.xlsx").read_bytes().startswith(b"PK")
    (tmp_path / "csv").mkdir()
    room.export("csv", tmp_path / "csv")
    settled()
    assert room.banner.text == f"Gesichert: {len(list((tmp_path / 'csv').glob('*.csv')))} Dateien im Ordner csv"


def test_a_folder_that_cannot_be_written_is_said(
    room: FiguresRoom, tmp_path: Path, settled: Callable[[], None]
) -> None:
    room.enter()
    settled()
    (tmp_path / "kein Ordner").write_text("eine Datei", encoding="utf-8")
    room.export("xlsx", tmp_path / "kein Ordner" / "a.xlsx")
    settled()
    assert room.banner.tone == "error"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_place_is_asked_without_blocking(
    qtbot: QtBot, room: FiguresRoom, tmp_path: Path, settled: Callable[[], None]
) -> None:
    room._choose("pdf")
    assert room.findChild(QFileDialog) is None
    room.enter()
    settled()
    room._xlsx.click()
    dialog = room.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "b.xlsx"))
    dialog.reject()
    settled()
    assert (tmp_path / "b.xlsx").exists()
    qtbot.waitUntil(lambda: room.findChild(QFileDialog) is None)
    room._csv.click()
    folder = room.findChild(QFileDialog)
    assert isinstance(folder, QFileDialog)
    assert folder.fileMode() is QFileDialog.FileMode.Directory
    folder.reject()
    assert "Definition" in room.help_text()


def test_a_table_without_totals_shows_its_rows_only(qtbot: QtBot) -> None:
    table = FigureTable("t", "Anliegen", ("Anliegen", "Anzahl"), (None, None), (("Hund", 2),))
    view = FigureTableView(table)
    qtbot.addWidget(view)
    model = view.model()
    assert isinstance(model, FigureModel)
    assert model.rowCount() == 1
    assert model.columnCount() == 2
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.DecorationRole) is None
    assert model.data(model.index(0, 0), Qt.ItemDataRole.FontRole) is None
    assert model.columnCount(QModelIndex()) == 2


@pytest.fixture
def many(desk: Desk, lanes: Lanes, clock: FixedClock) -> None:
    """Thirty sessions, every third with an obstacle."""

    def counsel() -> None:
        for number in range(30):
            session = desk.counsel.start()
            clock.advance(minutes=12)
            ending = desk.counsel.ending(session.id).session
            obstacles = (Obstacle.MEDIA_BREAK,) if number % 3 == 0 else ()
            desk.counsel.end(replace(ending, result=Result.DONE, obstacles=obstacles))

    lanes.submit(LaneName.STORE, counsel).result()


@pytest.mark.usefixtures("many")
def test_a_filter_narrows_the_figures_and_is_kept_under_a_name(room: FiguresRoom, settled: Callable[[], None]) -> None:
    room.enter()
    settled()
    assert not room.filter.isVisible()
    room.more.click()
    at = list(FilterKind).index(FilterKind.OBSTACLE)
    room.filter.kind.setCurrentIndex(at)
    room.filter.kind.activated.emit(at)
    settled()
    room.filter.code.setCurrentText("Ausdruck nötig, obwohl online")
    room.filter._add.click()
    settled()
    assert room.report is not None
    assert dict(room.report.headline)["Beratungen"] == "10"
    assert ("Filter", "Hindernis: Ausdruck nötig, obwohl online") in room.report.header
    room.filter.name.setText("Ausdruck nötig")
    room.filter._keep.click()
    settled()
    assert room.banner.text == "Auswahl gemerkt: Ausdruck nötig"
    assert room.filter.reports.currentText() == "Ausdruck nötig"
    chips = [one for one in room.filter.findChildren(SecondaryButton) if one.text().endswith("✕")]
    chips[-1].click()
    settled()
    assert dict(room.report.headline)["Beratungen"] == "30"
    room.filter.reports.setCurrentIndex(1)
    room.filter.reports.activated.emit(1)
    settled()
    assert dict(room.report.headline)["Beratungen"] == "10"
    room.filter._forget.click()
    settled()
    assert room.filter.reports.count() == 1


@pytest.mark.usefixtures("many")
def test_an_edition_is_seen_frozen_and_then_saved(
    room: FiguresRoom, tmp_path: Path, settled: Callable[[], None]
) -> None:
    room.enter()
    room.kind.setCurrentIndex(1)
    settled()
    assert room.report is not None
    assert ("Fassung", "1. Fassung") in room.report.header
    assert not room._pdf.isEnabled()
    room.freeze.click()
    settled()
    assert "festgeschrieben" in room.banner.text
    assert room.editions.itemText(0) == "1. Fassung vom 20.11.2026"
    room.export("pdf", tmp_path / "f.pdf")
    settled()
    assert (tmp_path / "f.pdf").exists()
    room.editions.activated.emit(1)
    settled()
    assert "weniger als 5 Beratungen dazugekommen" in room.banner.text


def test_too_few_beratungen_are_not_offered_for_publication(room: FiguresRoom, settled: Callable[[], None]) -> None:
    room.enter()
    room.kind.setCurrentIndex(1)
    settled()
    assert "weniger als 20 Beratungen" in room.banner.text
    assert room.report is None
    assert not room.freeze.isEnabled()


@pytest.mark.usefixtures("many")
def test_the_brief_and_the_own_hours_are_reports_of_the_same_room(
    room: FiguresRoom, settled: Callable[[], None]
) -> None:
    room.enter()
    room.kind.setCurrentIndex(2)
    settled()
    assert room.report is not None
    assert dict(room.report.headline)["davon mit Medienbruch (Ausdruck nötig oder nicht online)"] == "10"
    room.kind.setCurrentIndex(3)
    settled()
    assert room.report.kind == "eigen"
    assert room.report.header[0] == ("Name", "A. Beispiel")
    assert not room.more.isVisible()


@pytest.mark.usefixtures("counted")
def test_a_table_says_what_it_counts_at_a_click_and_with_f1(room: FiguresRoom, settled: Callable[[], None]) -> None:
    room.enter()
    settled()
    card = room.findChildren(TableCard)[0]
    assert not card._said.isVisible()
    card._asked.click()
    assert card._said.isVisible()
    card._asked.setFocus()
    assert room.help_text() == card.words()
    assert "Eine Beratung ist ein Kontakt von Anfang bis Ende" in card.words()


@pytest.mark.usefixtures("counted")
def test_how_new_the_figures_are_stands_above_them(room: FiguresRoom, settled: Callable[[], None]) -> None:
    room.enter()
    settled()
    (facts,) = [label for label in room.findChildren(QLabel) if "Datenstand: " in label.text()]
    first = room.findChildren(TableCard)[0]
    assert facts.mapTo(room, facts.rect().bottomLeft()).y() < first.mapTo(room, first.rect().topLeft()).y()


@pytest.mark.usefixtures("counted")
def test_csv_gets_a_folder_of_its_own_in_the_chosen_one(
    room: FiguresRoom, tmp_path: Path, settled: Callable[[], None]
) -> None:
    room.enter()
    settled()
    room.filter.set_filters(room.filter.filters.with_codes(FilterKind.OBSTACLE, ["kein_bundid"]))
    settled()
    (tmp_path / "aus").mkdir()
    room._chosen("csv", str(tmp_path / "aus"))
    settled()
    (folder,) = (tmp_path / "aus").iterdir()
    assert folder.name == "Beratungen_je_Monat_4_Quartal_2026_intern_gefiltert"
    assert (folder / "00_bericht.csv").exists()
