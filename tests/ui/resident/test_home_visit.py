"""A home visit with one display: the resident's view fills it, and passing it back shows nobody else."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from lotse_app.demonstration.filling import fill
from lotse_app.models.handbook import HelpPlace
from lotse_app.ui.application.wizard import ApplicationWizard
from lotse_app.ui.frame.window import MainWindow
from lotse_app.ui.rooms.applications import ApplicationsRoom
from lotse_app.ui.rooms.room import Room, RoomName
from lotse_app.ui.rooms.today import TodayRoom
from lotse_app.workflows.lanes import LaneName
from tests.ui.application.conftest import begin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.kit.icons import Icons
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes

MINE, OTHER = "Nowakowa", "Fremdling"
SURNAME = "/halter/person/familienname"


@pytest.fixture
def ids(desk: Desk, lanes: Lanes) -> tuple[str, str]:
    """Return the cases of two residents."""

    def make() -> tuple[str, str]:
        found = []
        for name in (MINE, OTHER):
            case_id = begin(desk).id
            fill(desk, case_id, ((SURNAME, name),))
            found.append(case_id)
        return found[0], found[1]

    return lanes.submit(LaneName.STORE, make).result()


@pytest.fixture
def window(
    qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: Appearance, icons: Icons, settled: Callable[[], None]
) -> Iterator[MainWindow]:
    makers: dict[RoomName, Callable[[], Room]] = {room: partial(Room, "", desk, tasks) for room in RoomName}
    makers[RoomName.TODAY] = partial(TodayRoom, desk, tasks)
    makers[RoomName.APPLICATIONS] = partial(ApplicationsRoom, desk, tasks, partial(ApplicationWizard, desk, tasks))
    made = MainWindow(desk, tasks, appearance, icons, makers)
    qtbot.addWidget(made)
    made.show()
    made.enter(RoomName.TODAY)
    settled()
    yield made
    made.leave()
    settled()


def wizard_of(window: MainWindow) -> ApplicationWizard:
    room = window.room(RoomName.APPLICATIONS)
    assert isinstance(room, ApplicationsRoom)
    assert isinstance(room.case, ApplicationWizard)
    return room.case


def readable() -> str:
    """Return everything that any shown window says now."""
    shown = [top.title() for top in QGuiApplication.topLevelWindows() if top.isVisible()]
    widgets = [one for one in QApplication.allWidgets() if one.isVisible()]
    texts = [one.text() for one in widgets if isinstance(one, QLabel | QLineEdit)]
    return " ".join([*shown, *texts, *(one.accessibleName() for one in widgets)])


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F9])
def test_the_view_fills_the_one_display_and_gives_it_back_without_anybody_else(
    qtbot: QtBot, window: MainWindow, settled: Callable[[], None], ids: tuple[str, str], key: Qt.Key
) -> None:
    window.enter(RoomName.APPLICATIONS, ids[1])
    settled()
    wizard_of(window).show_step("formular:halter")
    assert OTHER in readable()  # what is looked for can be found
    window.enter(RoomName.APPLICATIONS, ids[0])
    settled()
    wizard = wizard_of(window)
    wizard.show_step("pruefen")
    window._show_resident()
    view = wizard.guide.window
    assert view is not None
    assert view.isFullScreen()
    assert view.geometry() == window.screen().geometry()
    qtbot.waitUntil(view.isActiveWindow)
    assert MINE in readable()
    assert OTHER not in readable()
    QTest.keyClick(view, key)
    settled()
    assert not view.isVisible()
    assert window.here is RoomName.APPLICATIONS
    assert wizard_of(window) is wizard
    assert OTHER not in readable()
    window.forget_person()
    settled()
    assert MINE not in readable()


def test_f1_in_the_view_asks_for_its_page(
    qtbot: QtBot, window: MainWindow, settled: Callable[[], None], ids: tuple[str, str]
) -> None:
    window.enter(RoomName.APPLICATIONS, ids[0])
    settled()
    wizard = wizard_of(window)
    wizard.show_step("pruefen")
    window._show_resident()
    view = wizard.guide.window
    assert view is not None
    qtbot.waitUntil(view.isActiveWindow)
    with qtbot.waitSignal(window.help_wanted) as asked:
        QTest.keyClick(view, Qt.Key.Key_F1)
    assert asked.args is not None
    assert asked.args[0].place == HelpPlace("ansicht-person")
    assert view.isVisible()


def test_locking_takes_the_view_and_the_board_away(
    window: MainWindow, settled: Callable[[], None], ids: tuple[str, str]
) -> None:
    window.enter(RoomName.APPLICATIONS, ids[0])
    settled()
    wizard = wizard_of(window)
    wizard.show_step("pruefen")
    window._show_resident()
    window.toggle_board()
    assert window._board is not None
    window._board.windows[0].resident.setPlainText("Schwarzwurzel")
    window.leave()
    settled()
    assert wizard.guide.window is None
    assert not window._board.is_open
    assert window._board.texts == ("", "")
