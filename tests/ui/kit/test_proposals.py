"""Proposals below a line are heard as well as seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from lotse_app.ui.kit.fields import SearchChoice
from lotse_app.ui.kit.proposals import Proposals

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (grabbing the keyboard|raise)")  # of a list

DOGS = ("Labrador", "Labradoodle", "Dackel")


class Ear:
    """Hears what is said, and of which widget."""

    def __init__(self) -> None:
        self.said: list[tuple[QWidget, str]] = []

    def __call__(self, widget: QWidget, words: str) -> None:
        self.said.append((widget, words))

    @property
    def words(self) -> list[str]:
        return [words for _, words in self.said]


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def line(qtbot: QtBot, ear: Ear) -> QLineEdit:
    line = QLineEdit()
    qtbot.addWidget(line)
    proposals = Proposals(line, ear)
    proposals.set_lines(DOGS)
    line.setCompleter(proposals)
    line.textEdited.connect(proposals.typed)
    with qtbot.waitExposed(line):
        line.show()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    return line


def test_the_number_is_said_once_one_pauses(line: QLineEdit, ear: Ear, qtbot: QtBot) -> None:
    QTest.keyClicks(line, "Labra")
    qtbot.waitUntil(lambda: bool(ear.said))
    assert ear.said == [(line, "2 Vorschläge. Mit ↓ wählen.")]


def test_a_single_one_is_no_plural(line: QLineEdit, ear: Ear, qtbot: QtBot) -> None:
    QTest.keyClicks(line, "d")
    qtbot.waitUntil(lambda: bool(ear.said))
    assert ear.words == ["1 Vorschlag. Mit ↓ wählen."]


def test_what_the_arrow_comes_to_is_read(line: QLineEdit, ear: Ear, qtbot: QtBot) -> None:
    QTest.keyClicks(line, "Labra")
    qtbot.waitUntil(lambda: bool(ear.said))
    completer = line.completer()
    assert isinstance(completer, Proposals)
    assert not completer.is_choosing
    popup = completer.popup()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    assert ear.words[1:] == ["Labrador", "Labradoodle"]
    assert completer.is_choosing


def test_nothing_is_said_where_nothing_is_offered(line: QLineEdit, ear: Ear, qtbot: QtBot) -> None:
    QTest.keyClicks(line, "Mops")
    completer = line.completer()
    assert isinstance(completer, Proposals)
    completer.say_number()
    assert ear.said == []
    line.clear()  # the control: this line speaks where something fits
    QTest.keyClicks(line, "Dack")
    qtbot.waitUntil(lambda: bool(ear.said))


def test_a_long_list_of_choices_offers_aloud(qtbot: QtBot) -> None:
    choice = SearchChoice([(dog, dog) for dog in DOGS], "Rasse")
    qtbot.addWidget(choice)
    assert isinstance(choice.completer(), Proposals)


def test_a_list_shows_its_longest_line_whole(qtbot: QtBot) -> None:
    long = "Assistenz- oder Therapiehund einer schwerbehinderten Person mit Merkzeichen B, BL, aG, GL oder H"
    window = QWidget()
    window.resize(1280, 720)
    choice = SearchChoice([("a", "Jagdhund"), ("b", long)], "Befreiung")
    choice.setParent(window)
    choice.resize(160, 32)
    qtbot.addWidget(window)
    window.show()

    choice.showPopup()
    words = choice.view().fontMetrics().horizontalAdvance(long)
    assert words > choice.width()
    assert choice.view().viewport().width() >= words
    choice.hidePopup()

    choice.setFocus()
    line = choice.lineEdit()
    completer = choice.completer()
    assert line is not None
    assert isinstance(completer, Proposals)
    QTest.keyClicks(line, "thera")
    popup = completer.popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    assert popup.viewport().width() >= words


def test_nothing_is_marked_until_the_arrow_marks_the_first(qtbot: QtBot, ear: Ear) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    proposals = Proposals(line, ear)
    proposals.setCompletionMode(Proposals.CompletionMode.UnfilteredPopupCompletion)
    proposals.setWidget(line)
    proposals.set_lines(DOGS)
    with qtbot.waitExposed(line):
        line.show()
    line.setFocus()
    QTest.keyClicks(line, "x")
    proposals.offer()
    popup = proposals.popup()
    assert popup is not None
    assert popup.isVisible()
    assert popup.currentIndex().row() == -1
    QTest.keyClick(popup, Qt.Key.Key_Down)
    assert popup.currentIndex().row() == 0
    assert proposals.is_choosing
