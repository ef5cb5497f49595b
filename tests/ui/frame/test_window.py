"""The frame: rooms by key and click, state in words, the running session, nothing left of the last person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout

from lotse_app.models.handbook import HelpPlace
from lotse_app.models.problems import Code, problem
from lotse_app.overriding import override
from lotse_app.ui.case_view import CaseView
from lotse_app.ui.frame.window import MainWindow
from lotse_app.ui.rooms.applications import ApplicationsRoom
from lotse_app.ui.rooms.counselling import CounsellingRoom
from lotse_app.ui.rooms.figures import FiguresRoom
from lotse_app.ui.rooms.outbox import OutboxRoom
from lotse_app.ui.rooms.room import ROOM_WORDS, RoomName
from lotse_app.ui.rooms.services import ServicesRoom
from lotse_app.ui.rooms.settings import SettingsRoom
from lotse_app.ui.rooms.today import TodayRoom

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.clock import FixedClock
    from lotse_app.ui.kit.icons import Icons
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.rooms.room import Room
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk


class PlainCase(CaseView):
    """Stands in for the wizard."""

    def __init__(self, application_id: str) -> None:
        super().__init__()
        QVBoxLayout(self).addWidget(QLabel("Wer handelt?"))
        self.application_id = application_id
        self.kept = 0
        self.residents = 0
        self.steps_back = 0

    @property
    @override
    def crumbs(self) -> tuple[str, ...]:
        return ("Hundesteuer – Anmeldung", "Vorgang 7F3K")

    @override
    def leave(self) -> None:
        self.kept += 1

    @override
    def back(self) -> bool:
        self.steps_back += 1
        return self.steps_back < 2

    @override
    def show_resident(self) -> None:
        self.residents += 1


@pytest.fixture
def window(
    qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: Appearance, icons: Icons, settled: Callable[[], None]
) -> MainWindow:
    makers: dict[RoomName, Callable[[], Room]] = {
        RoomName.TODAY: lambda: TodayRoom(desk, tasks),
        RoomName.COUNSELLING: lambda: CounsellingRoom(desk, tasks),
        RoomName.SERVICES: lambda: ServicesRoom(desk, tasks),
        RoomName.APPLICATIONS: lambda: ApplicationsRoom(desk, tasks, PlainCase),
        RoomName.OUTBOX: lambda: OutboxRoom(desk, tasks),
        RoomName.FIGURES: lambda: FiguresRoom(desk, tasks),
        RoomName.SETTINGS: lambda: SettingsRoom(desk, tasks, appearance, lambda: QLabel("Passphrase")),
    }
    made = MainWindow(desk, tasks, appearance, icons, makers)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.enter(RoomName.TODAY)
    made.refresh()
    settled()
    return made


def press(window: MainWindow, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """Press a key in whatever has the focus, as a person does."""
    combined = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        combined |= modifier
    QTest.keyClick(QApplication.focusWidget() or window, key, combined)


CTRL = Qt.KeyboardModifier.ControlModifier


def finding(window: MainWindow) -> bool:
    """Return whether the search lies over the room."""
    return window.finding


SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_every_room_is_reached_by_its_number(window: MainWindow, settled: Callable[[], None]) -> None:
    for number, room in enumerate(ROOM_WORDS):
        press(window, Qt.Key(Qt.Key.Key_1 + number), CTRL)
        settled()
        assert window.here is room
        assert window.windowTitle() == f"{ROOM_WORDS[room]} – Lotse"


def test_a_room_that_the_main_job_does_not_need_is_made_when_first_entered(window: MainWindow) -> None:
    assert not window.findChildren(OutboxRoom)
    assert window.room(RoomName.OUTBOX) is window.room(RoomName.OUTBOX)


def test_ctrl_n_begins_a_session_and_puts_the_cursor_into_the_finder(
    window: MainWindow, settled: Callable[[], None]
) -> None:
    press(window, Qt.Key.Key_N, CTRL)
    settled()
    assert window.here is RoomName.SERVICES
    assert window.chip.isVisible()
    assert window.chip.text() == "● 00:00:00"
    services = window.room(RoomName.SERVICES)
    assert isinstance(services, ServicesRoom)
    assert services.words.hasFocus()


def test_the_running_session_counts_and_leads_back(
    window: MainWindow, clock: FixedClock, settled: Callable[[], None]
) -> None:
    window.enter(RoomName.COUNSELLING, "start")
    settled()
    clock.advance(minutes=12, seconds=40)
    window.chip._tick()
    settled()
    assert window.chip.text() == "● 00:12:40"
    assert "12 Minuten" in window.chip.accessibleName()
    window.chip.click()
    settled()
    assert window.here is RoomName.COUNSELLING


def test_the_state_is_said_in_words(window: MainWindow) -> None:
    assert window.status.text == "Alles ist auf diesem Gerät gespeichert. Ein Portal ist nicht eingerichtet."


def test_search_opens_the_finder_from_anywhere(window: MainWindow, settled: Callable[[], None]) -> None:
    press(window, Qt.Key.Key_K, CTRL)
    settled()
    assert finding(window)
    assert window.here is RoomName.TODAY
    press(window, Qt.Key.Key_Escape)
    settled()
    assert not finding(window)
    assert window.here is RoomName.TODAY


def test_the_search_leaves_nothing_behind_when_a_room_is_entered_or_a_resident_comes(
    window: MainWindow, settled: Callable[[], None]
) -> None:
    window.find_anything()
    finder = window._finder
    assert finder is not None
    finder.words.setText("post")
    settled()
    assert finder.hits.found
    press(window, Qt.Key.Key_F1)
    window.enter(RoomName.OUTBOX)
    settled()
    assert (window.finding, finder.words.text(), finder.hits.found) == (False, "", ())
    window.find_anything()
    finder.words.setText("post")
    window.resident_opened.emit()
    assert finder.words.text() == ""
    window.resident_closed.emit()
    finder.words.setText("einst")
    settled()
    finder._take()
    settled()
    assert window.here is RoomName.SETTINGS
    window.find_anything()
    finder.erased.emit()
    settled()
    window.forget_person()
    assert finder.words.text() == ""


def test_locking_is_asked_for_by_key_and_button(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.lock_wanted):
        press(window, Qt.Key.Key_L, CTRL)
    with qtbot.waitSignal(window.lock_wanted):
        window.status._lock.click()


def test_f1_asks_for_the_page_of_this_place(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.help_wanted) as asked:
        press(window, Qt.Key.Key_F1)
    assert asked.args is not None
    assert asked.args[0].place == HelpPlace("heute")
    assert "Strg+N" in asked.args[0].words
    window.toggle_board()
    assert window._board is not None
    shown = window._board.windows[0]
    qtbot.waitUntil(shown.isActiveWindow)
    with qtbot.waitSignal(window.help_wanted) as asked:
        QTest.keyClick(shown.pilot, Qt.Key.Key_F1)
    assert asked.args is not None
    assert asked.args[0].place == HelpPlace("ansicht-person", "schreibtafel")
    window.close_board()


def test_esc_goes_back_to_heute(window: MainWindow, settled: Callable[[], None]) -> None:
    window.enter(RoomName.FIGURES)
    settled()
    press(window, Qt.Key.Key_Escape)
    settled()
    assert window.here is RoomName.TODAY


def test_a_problem_of_nobody_is_said_above_the_room(window: MainWindow, tasks: Tasks) -> None:
    tasks.unhandled.emit(problem(Code.DISK_FULL))
    assert window.banner.tone == "error"
    assert "Datenträger ist voll" in window.banner.text


def test_the_lock_is_announced_and_taken_back(window: MainWindow) -> None:
    window.kept.lock_soon(30)
    assert "30 Sekunden" in window.banner.text
    window.kept.lock_soon(0)
    assert window.banner.isHidden()


def test_an_opened_vorgang_is_kept_on_leaving_and_names_the_way_back(
    window: MainWindow, settled: Callable[[], None]
) -> None:
    window.enter(RoomName.APPLICATIONS, "vorgang-1")
    settled()
    room = window.room(RoomName.APPLICATIONS)
    assert isinstance(room, ApplicationsRoom)
    case = room.case
    assert isinstance(case, PlainCase)
    assert window.target == "vorgang-1"
    assert "7F3K" in window.top._crumbs.text()
    press(window, Qt.Key.Key_F9)
    assert case.residents == 1
    press(window, Qt.Key.Key_Escape)
    assert case.kept == 0
    press(window, Qt.Key.Key_Escape)
    settled()
    assert case.kept == 1
    assert room.crumbs == ()
    assert window.target == ""


def test_nothing_of_the_last_person_stays(window: MainWindow, settled: Callable[[], None]) -> None:
    window.enter(RoomName.APPLICATIONS, "vorgang-1")
    window.enter(RoomName.SERVICES)
    settled()
    services = window.room(RoomName.SERVICES)
    assert isinstance(services, ServicesRoom)
    services.words.setText("mein hund")
    QGuiApplication.clipboard().setText("Hof 3")
    window.forget_person()
    room = window.room(RoomName.APPLICATIONS)
    assert isinstance(room, ApplicationsRoom)
    assert room.case is None
    assert services.words.text() == ""
    assert QGuiApplication.clipboard().text() == ""


def test_closing_keeps_what_is_unsaved_and_asks_to_quit(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.quit_wanted):
        window.close()


def test_f9_without_a_vorgang_changes_nothing(window: MainWindow) -> None:
    press(window, Qt.Key.Key_F9)
    assert window.here is RoomName.TODAY


def test_the_rooms_of_the_main_job_are_made_while_the_first_one_is_looked_at(qtbot: QtBot, window: MainWindow) -> None:
    window.enter(RoomName.TODAY)

    def made() -> bool:
        return all(window.findChildren(kind) for kind in (CounsellingRoom, ServicesRoom, ApplicationsRoom))

    qtbot.waitUntil(made)
    assert window.here is RoomName.TODAY


def test_f8_opens_the_board_anywhere_and_names_stay_hidden_until_all_is_closed(window: MainWindow, desk: Desk) -> None:
    press(window, Qt.Key.Key_F8)
    board = window._board
    assert board is not None
    assert board.is_open
    assert desk.sight.guard.names_hidden
    window._resident_sees("Ansicht", sees=True)
    board.windows[0].pilot.setPlainText("Schwarzwurzel")
    board.windows[0].close()
    assert board.texts == ("", "")
    assert desk.sight.guard.names_hidden
    window._resident_sees("Ansicht", sees=False)
    assert not desk.sight.guard.names_hidden


@pytest.mark.parametrize("leave", ["leave", "forget_person"])
def test_lock_and_next_person_empty_the_board(window: MainWindow, leave: str) -> None:
    getattr(window, leave)()
    window.toggle_board()
    board = window._board
    assert board is not None
    board.windows[0].resident.setPlainText("Schwarzwurzel")
    getattr(window, leave)()
    assert board.texts == ("", "")
    assert not board.is_open


def test_the_board_is_asked_for_from_an_opened_vorgang(window: MainWindow) -> None:
    window.enter(RoomName.APPLICATIONS, "vorgang-1")
    room = window.room(RoomName.APPLICATIONS)
    assert isinstance(room, ApplicationsRoom)
    assert room.case is not None
    room.case.board_wanted.emit()
    assert window._board is not None
    assert window._board.is_open
    window.close_board()
