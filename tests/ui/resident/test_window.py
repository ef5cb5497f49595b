"""The resident's view: one section at a time, nobody else's data, nothing left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from lotse_app.models.reading import Line, Section
from lotse_app.ui.resident.languages import plain_offered
from lotse_app.ui.resident.pages import LineButton
from lotse_app.ui.resident.window import WAIT, WELCOME, ResidentWindow, other_screen

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

DOG = Section(
    "hund",
    "hund",
    "Angaben zum Hund",
    (Line("/name", "Rufname", "Bello", "Wie heißt der Hund?"), Line("/farbe", "Farbe", "")),
    plain="Ihr Hund",
)


@pytest.fixture
def window(qtbot: QtBot) -> ResidentWindow:
    made = ResidentWindow()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def words(window: QWidget) -> str:
    """Return everything that can be read anywhere in the window, also on pages behind the shown one."""
    labels = [label.text() for label in window.findChildren(QLabel)]
    buttons = [button.text() for button in window.findChildren(QAbstractButton)]
    names = [widget.accessibleName() for widget in window.findChildren(QWidget)]
    return " ".join([*labels, *buttons, *names])


def test_it_begins_with_a_greeting_and_no_data(window: ResidentWindow) -> None:
    assert window.stack.currentWidget() is window.quiet
    assert window.quiet.words.text() == WELCOME


def test_a_section_shows_labels_and_values(window: ResidentWindow) -> None:
    window.show_section(DOG, 2, 5)
    assert window.section.title.text() == "Angaben zum Hund"
    assert window.place.text() == "2 von 5"
    assert "Rufname: Bello" in words(window)
    assert "Farbe: keine Angabe" in words(window)
    assert window.section.yes.hasFocus()


def test_das_stimmt_is_told(qtbot: QtBot, window: ResidentWindow) -> None:
    window.show_section(DOG, 1, 1)
    with qtbot.waitSignal(window.agreed):
        QTest.keyClick(window.section.yes, Qt.Key.Key_Return)


def test_das_stimmt_nicht_asks_where_and_tells_the_line(qtbot: QtBot, window: ResidentWindow) -> None:
    window.show_section(DOG, 1, 1)
    window.section.no.click()
    assert window.stack.currentWidget() is window.doubt
    buttons = window.doubt.findChildren(LineButton)
    assert buttons[0].accessibleName() == "Rufname: Bello"
    with qtbot.waitSignal(window.doubted) as caught:
        buttons[0].click()
    assert caught.args == [DOG.lines[0]]
    assert window.quiet.words.text() == WAIT


def test_one_can_go_back_from_the_question_where(window: ResidentWindow) -> None:
    window.show_section(DOG, 1, 1)
    window.section.no.click()
    window.doubt.again.click()
    assert window.stack.currentWidget() is window.section


def test_plain_language_is_offered_only_when_it_was_verified(window: ResidentWindow) -> None:
    window.show_section(DOG, 1, 1)
    assert not window.language_buttons[1].isVisible()
    window.show_section(DOG, 1, 1, plain_offered=True)
    assert window.language_buttons[1].isVisible()
    window.language_buttons[1].click()
    assert window.section.title.text() == "Ihr Hund"
    assert "Wie heißt der Hund?: Bello" in words(window)
    window.language_buttons[0].click()
    assert window.section.title.text() == "Angaben zum Hund"


def test_the_pad_is_ready_once_something_was_drawn(qtbot: QtBot, window: ResidentWindow) -> None:
    window.show_pad("Hundesteuer – Anmeldung")
    assert not window.pad.ready.isEnabled()
    window.pad.pad.set_strokes((((0.1, 0.1), (0.2, 0.2)),))
    assert window.strokes == (((0.1, 0.1), (0.2, 0.2)),)
    with qtbot.waitSignal(window.signed):
        window.pad.ready.click()
    window.pad.wipe.click()
    assert not window.strokes


def test_nothing_is_left_after_blanking(qtbot: QtBot, window: ResidentWindow) -> None:
    window.show_section(DOG, 1, 1)
    window.section.no.click()
    window.pad.pad.set_strokes((((0.1, 0.1), (0.2, 0.2)),))
    assert "Bello" in words(window)
    window.blank()
    qtbot.wait(1)
    assert "Bello" not in words(window)
    assert not window.strokes
    window.section.no.click()
    window._show_again()
    assert window.stack.currentWidget() is window.quiet


@pytest.mark.parametrize("key", [Qt.Key.Key_F9, Qt.Key.Key_Escape])
def test_the_pilot_gets_the_screen_back(qtbot: QtBot, window: ResidentWindow, key: Qt.Key) -> None:
    window.show_section(DOG, 1, 1)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(window.closed):
        QTest.keyClick(window, key)
    assert not window.isVisible()
    assert "Bello" not in words(window)


def test_it_takes_the_whole_screen_where_there_is_only_one(qtbot: QtBot, window: ResidentWindow) -> None:
    pilot = QWidget()
    qtbot.addWidget(pilot)
    pilot.show()
    assert other_screen(pilot) is None
    window.present(pilot)
    assert window.isFullScreen()
    assert not window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


class _Form:
    def __init__(self, *stands: str) -> None:
        self.schema = {"title": "Hund"}
        self.uischema = {"elements": [{"options": {"x-einfach": {"text": "…", "stand": stand}}} for stand in stands]}


@pytest.mark.parametrize(
    ("stands", "offered"), [(("geprueft",), True), (("geprueft", "ungeprueft"), False), ((), False)]
)
def test_one_unverified_text_is_enough_to_offer_none(stands: tuple[str, ...], offered: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert plain_offered(_Form(*stands)) is offered  # type: ignore[arg-type]  # only two members are read
