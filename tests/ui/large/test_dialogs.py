"""250 % text at 1280 x 720 and at 800 x 520 in what opens over or beside a room: forms, entrance, papers, windows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from lotse_app.bootstrap import restoring
from lotse_app.documents.handbook import Handbook
from lotse_app.models.agenda import Appointment, FollowUp
from lotse_app.models.practice import PracticePerson
from lotse_app.paths import handbook
from lotse_app.store.sight import SightTable
from lotse_app.ui.entrance.code_sheets import CodeSheets
from lotse_app.ui.entrance.first_run import FirstRunView
from lotse_app.ui.entrance.restoring import RestoreView
from lotse_app.ui.entrance.unlock import UnlockView
from lotse_app.ui.help.places import OVERVIEW
from lotse_app.ui.help.window import HelpWindow
from lotse_app.ui.practice import PracticeLock, PracticePeople, PracticeStart
from lotse_app.ui.resident.board import BoardWindow, WritingBoard
from lotse_app.ui.rooms.counselling import CounsellingRoom
from lotse_app.ui.rooms.room import LETTER, RoomName
from lotse_app.ui.rooms.settings import SettingsRoom
from lotse_app.ui.rooms.today import DAY, TodayRoom
from lotse_app.workflows.lanes import LaneName
from tests.ui.entrance.entering import Entrance, until
from tests.ui.kit.crowding import laid_out

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from lotse_app.clock import FixedClock
    from lotse_app.ui.application.wizard import ApplicationWizard
    from lotse_app.ui.frame.window import MainWindow
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes


class Looking:
    """Shows pages one after the other and remembers what is wrong with each."""

    def __init__(self, calm: Callable[[], None], size: tuple[int, int]) -> None:
        self._calm = calm
        self._size = size
        self._found: dict[str, list[str]] = {}
        self._looked = 0

    def at(self, name: str, shown: QWidget) -> None:
        """Look at what is shown; it must not need more room than there is."""
        self._calm()
        self._looked += 1
        larger = [] if (shown.width(), shown.height()) == self._size else [f"{shown.width()} x {shown.height()}"]
        self._found[name] = [*larger, *laid_out(shown)]

    def nothing_wrong(self) -> None:
        """Say what was found."""
        assert self._looked
        assert {name: bad for name, bad in self._found.items() if bad} == {}


@pytest.fixture
def looking(calm: Callable[[], None], size: tuple[int, int]) -> Looking:
    return Looking(calm, size)


@pytest.fixture
def alone(qtbot: QtBot, large: Appearance, size: tuple[int, int]) -> Callable[[QWidget], QWidget]:
    """Return a function that shows a widget as large as the screen."""
    assert large.scale == 250

    def show(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(*size)
        widget.show()
        return widget

    return show


def test_the_forms_of_the_day_are_laid_out(
    window: MainWindow, looking: Looking, calm: Callable[[], None], desk: Desk, lanes: Lanes, clock: FixedClock
) -> None:
    today = clock.now()
    entries = (
        lambda: desk.agenda.enter(Appointment("", today, 45, purpose="Wohngeld und Grundsicherung", initials="HN")),
        lambda: desk.agenda.remind(today.date(), "Ist der Bescheid der Familienkasse gekommen?"),
        lambda: desk.agenda._rows.put(FollowUp("w", today.date(), "x", pilot_id="wer-anders")),
    )
    for write in entries:
        lanes.submit(LaneName.STORE, write).result()
    window.enter(RoomName.TODAY, DAY)
    calm()
    room = window.room(RoomName.TODAY)
    assert isinstance(room, TodayRoom)
    assert room.day_view is not None
    looking.at("Tag", window)
    for button in room.findChildren(QPushButton):
        if button.accessibleName().startswith("Vertretung übernehmen") and button.isVisible():
            button.click()
    looking.at("Wiedervorlage einer Kollegin", window)
    looking.nothing_wrong()


def test_a_letter_is_looked_up(window: MainWindow, looking: Looking) -> None:
    window.enter(RoomName.APPLICATIONS, LETTER)
    looking.at("Brief vom Amt", window)
    looking.nothing_wrong()


def test_a_colleagues_case_is_taken_over(
    window: MainWindow, looking: Looking, desk: Desk, lanes: Lanes, on_paper: str
) -> None:
    rows = desk.sight._rows
    assert isinstance(rows, SightTable)
    give_away = partial(rows._connection.run, "UPDATE application SET pilot_id = 'wer-anders'")
    lanes.submit(LaneName.STORE, give_away).result()
    desk.sight._open.clear()
    window.enter(RoomName.APPLICATIONS, on_paper)
    looking.at("Vertretung übernehmen", window)
    looking.nothing_wrong()


def test_every_form_of_a_session_is_laid_out(window: MainWindow, looking: Looking, calm: Callable[[], None]) -> None:
    window.enter(RoomName.COUNSELLING)
    calm()
    room = window.room(RoomName.COUNSELLING)
    assert isinstance(room, CounsellingRoom)
    assert all(made.isHidden() for made in (room.bin, room.short, room.form)), "made now, not shown yet"
    for made in (room.sheets.open_day, room.sheets.open_import):
        made()
    for view in room._views:
        room._show_view(view)
        looking.at(view, window)
    looking.nothing_wrong()


def test_every_form_of_the_settings_is_laid_out(window: MainWindow, looking: Looking, calm: Callable[[], None]) -> None:
    window.enter(RoomName.SETTINGS)
    calm()
    room = window.room(RoomName.SETTINGS)
    assert isinstance(room, SettingsRoom)
    opening = [one for one in room.findChildren(QPushButton) if one.isVisible() and one.text().rstrip().endswith("…")]
    names = [one.text() for one in opening]
    for name in names:
        button = next((one for one in room.findChildren(QPushButton) if one.text() == name and one.isVisible()), None)
        if button is None or "Datei" in name or "Ordner" in name or "sichern" in name:
            continue
        button.click()
        looking.at(name, window)
    looking.nothing_wrong()


def test_papers_and_the_number_to_copy_are_laid_out(
    window: MainWindow, looking: Looking, open_case: Callable[[str], ApplicationWizard], on_paper: str
) -> None:
    wizard = open_case(on_paper)
    wizard.acts.papers(with_receipt=True)
    looking.at("Vorschau", window)
    wizard.stack.preview.close_preview()
    wizard.show_copy()
    looking.at("Nummer", window)
    looking.nothing_wrong()


def test_the_handbook_is_laid_out(alone: Callable[[QWidget], QWidget], looking: Looking, tasks: Tasks) -> None:
    window = HelpWindow(tasks, Handbook(handbook()).page)
    alone(window)
    window.open_place(OVERVIEW, "")
    looking.at("Handbuch", window)
    looking.nothing_wrong()


def test_the_schreibtafel_is_laid_out(alone: Callable[[QWidget], QWidget], looking: Looking, qtbot: QtBot) -> None:
    below = QWidget()
    qtbot.addWidget(below)
    board = WritingBoard(below)
    window = BoardWindow(board._documents)
    alone(window)
    window.pilot.setPlainText("Guten Tag, wie kann ich helfen? " * 9)
    looking.at("Schreibtafel", window)
    looking.nothing_wrong()


def test_practice_is_laid_out(alone: Callable[[QWidget], QWidget], looking: Looking) -> None:
    erna = PracticePerson("Erna Beispiel", "82 Jahre, hört schlecht.", "Öffnen Sie den Antrag und prüfen Sie ihn.")
    for page in (PracticeStart(), PracticeLock(), PracticePeople((erna, erna))):
        looking.at(type(page).__name__, alone(page))
    looking.nothing_wrong()


def test_the_entrance_is_laid_out(
    alone: Callable[[QWidget], QWidget], looking: Looking, qtbot: QtBot, tmp_path: Path
) -> None:
    entrance = Entrance(tmp_path / "daten")
    first = FirstRunView(entrance.program.unlocking, entrance.program.shelf, entrance.tasks, entrance.clock)
    alone(first)
    until(qtbot, lambda: not entrance.tasks.outstanding)
    for at in range(first.count()):
        first.setCurrentIndex(at)
        looking.at(f"Einrichtung {at + 1}", first)
    sheets = CodeSheets(entrance.program.shelf, entrance.clock)
    place = RestoreView(restoring(entrance.program), entrance.tasks, sheets)
    alone(place)
    until(qtbot, lambda: not entrance.tasks.outstanding)
    for at in range(place.count()):
        place.setCurrentIndex(at)
        looking.at(f"Sicherung {at + 1}", place)
    entrance.set_up()
    login = UnlockView(entrance.program.unlocking, entrance.tasks, sheets)
    alone(login)
    until(qtbot, lambda: login.ready and not entrance.tasks.outstanding)
    looking.at("Anmeldung", login)
    login.banner.say("warn", "Die Passphrase stimmt nicht. Nächster Versuch in 30 Sekunden.")
    looking.at("Anmeldung mit Meldung", login)
    login.setCurrentWidget(login.recover)
    looking.at("Wiederherstellung", login)
    entrance.close()
    looking.nothing_wrong()
