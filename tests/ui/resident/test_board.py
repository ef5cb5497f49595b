"""The Schreibtafel: two people write to each other, and nothing of it stays anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from lotse_app.ui.resident.board import NOTE, PILOT, RESIDENT, WritingBoard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.resident.board import BoardWindow

WORD = "Schwarzwurzel"


@pytest.fixture
def board(qtbot: QtBot, appearance: Appearance) -> Iterator[WritingBoard]:
    assert appearance.scale == 100, "large letters are the look's"
    beside = QWidget()
    qtbot.addWidget(beside)
    beside.show()
    made = WritingBoard(beside)
    made.open()
    qtbot.waitUntil(made.windows[0].isActiveWindow)
    yield made
    made.close()


def first(board: WritingBoard) -> BoardWindow:
    return board.windows[0]


def test_both_write_in_turn_by_keyboard(board: WritingBoard) -> None:
    window = first(board)
    assert window.pilot.hasFocus()
    QTest.keyClicks(window.pilot, "Guten Tag")
    QTest.keyClick(window.pilot, Qt.Key.Key_Tab)
    assert window.resident.hasFocus()
    QTest.keyClicks(window.resident, "Mein Hund")
    assert board.texts == ("Guten Tag", "Mein Hund")
    assert (window.pilot.accessibleName(), window.resident.accessibleName()) == (PILOT, RESIDENT)
    assert NOTE.startswith("Nichts davon wird gespeichert")


def test_letters_are_as_large_as_in_the_residents_view(board: WritingBoard) -> None:
    letters = first(board).resident.fontMetrics().height()
    assert letters > 1.8 * QWidget().fontMetrics().height()


@pytest.mark.parametrize("key", [Qt.Key.Key_F8, Qt.Key.Key_Escape])
def test_leaving_empties_it(qtbot: QtBot, board: WritingBoard, key: Qt.Key) -> None:
    window = first(board)
    window.pilot.setPlainText(WORD)
    assert WORD in board.texts
    with qtbot.waitSignal(board.closed):
        QTest.keyClick(window, key)
    assert board.texts == ("", "")
    assert not board.is_open
    board.open()
    assert board.texts == ("", "")
    board.close()


def test_f1_asks_for_the_handbook_and_keeps_what_was_written(qtbot: QtBot, board: WritingBoard) -> None:
    window = first(board)
    window.pilot.setPlainText(WORD)
    with qtbot.waitSignal(board.help_wanted):
        QTest.keyClick(window.pilot, Qt.Key.Key_F1)
    assert board.is_open
    assert board.texts == (WORD, "")


def test_wiping_leaves_nothing_to_undo(board: WritingBoard) -> None:
    window = first(board)
    QTest.keyClicks(window.pilot, WORD)
    window.wipe.click()
    QTest.keyClick(window.pilot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert board.texts == ("", "")
    ordinary = QPlainTextEdit()
    QTest.keyClicks(ordinary, WORD)
    ordinary.undo()
    ordinary.redo()
    assert ordinary.toPlainText() == WORD


def test_nothing_gets_into_the_clipboard(board: WritingBoard) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("vorher")
    field = first(board).pilot
    field.setPlainText(WORD)
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    kept = [clipboard.text(), clipboard.text(QClipboard.Mode.Selection)]
    assert [one for one in kept if WORD in one] == []
    ordinary = QPlainTextEdit(WORD)
    ordinary.selectAll()
    ordinary.copy()
    assert clipboard.text() == WORD
    clipboard.clear()


def test_an_input_method_is_asked_to_learn_nothing(board: WritingBoard) -> None:
    hints = first(board).resident.inputMethodHints()
    assert hints & Qt.InputMethodHint.ImhSensitiveData
    assert hints & Qt.InputMethodHint.ImhNoPredictiveText


def test_it_can_be_toggled(board: WritingBoard) -> None:
    shown = []
    for _ in range(3):
        board.toggle()
        shown.append(board.is_open)
    board.close()
    board.close()
    assert shown == [False, True, False]
