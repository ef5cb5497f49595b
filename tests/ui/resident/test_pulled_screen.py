"""What happens in the windows when a screen goes, step by step; the real cable is in ``test_second_screen.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from lotse_app.ui.resident import board as board_module
from lotse_app.ui.resident import window as window_module
from lotse_app.ui.resident.board import WritingBoard
from lotse_app.ui.resident.window import ResidentWindow

if TYPE_CHECKING:
    import pytest
    from PySide6.QtGui import QScreen
    from pytestqt.qtbot import QtBot


def beside(monkeypatch: pytest.MonkeyPatch) -> QScreen:
    """Let the only screen there is stand for the other one."""
    screen = QGuiApplication.primaryScreen()
    for module in (window_module, board_module):
        monkeypatch.setattr(module, "other_screen", lambda _beside: screen)
    return screen


def test_the_view_takes_no_focus_beside_the_pilot_and_closes_with_its_screen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, pilot, window = beside(monkeypatch), QWidget(), ResidentWindow()
    for one in (pilot, window):
        qtbot.addWidget(one)
    window.present(pilot)
    assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    with qtbot.waitSignal(window.closed):
        window._screen_gone(screen)  # not the signal: Qt itself listens to that and would believe it
    assert not window.isVisible()
    window._screen_gone(screen)
    assert not window.isVisible(), "a screen that goes later is none of its business"


def test_the_board_loses_the_window_of_the_screen_that_goes_and_nothing_that_was_written(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, pilot = beside(monkeypatch), QWidget()
    qtbot.addWidget(pilot)
    board = WritingBoard(pilot)
    board.open()
    assert len(board.windows) == 2
    board.windows[0].pilot.setPlainText("Guten Tag")
    board._screen_gone(screen)
    assert len(board.windows) == 1
    assert board.is_open
    assert board.texts[0] == "Guten Tag"
    board._screen_gone(screen)
    assert board.is_open
    board.close()
