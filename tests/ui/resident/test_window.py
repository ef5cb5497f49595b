"""The resident's view: one section at a time, nobody else's data, nothing left behind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from lotse_app.models.reading import Language, Line, Section, Words
from lotse_app.ui.kit.blocks import TARGET
from lotse_app.ui.resident.pages import LineButton
from lotse_app.ui.resident.window import ResidentWindow, other_screen
from lotse_app.ui.resident.words import UNCHECKED, Fixed, spoken

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from lotse_app.ui.kit.theme import Appearance

DOG = Section(
    "hund",
    "hund",
    "Angaben zum Hund",
    (Line("/name", "Rufname", "Bello", Words("Wie heißt der Hund?")), Line("/farbe", "Farbe", "")),
    words=Words("Ihr Hund"),
)


@pytest.fixture
def window(qtbot: QtBot, appearance: Appearance) -> ResidentWindow:
    assert appearance.scale == 100, "how large the letters are is the look's"
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


def choose(window: ResidentWindow, language: Language) -> None:
    """Press the button of a language, which must be there."""
    assert window.language_buttons[language].isVisible()
    window.language_buttons[language].click()


def toggle(button: QWidget) -> None:
    """Do what a screen reader does: no mouse, no key, no click."""
    acts = QAccessible.queryAccessibleInterface(button).actionInterface()
    assert QAccessibleActionInterface.toggleAction() in acts.actionNames()
    acts.doAction(QAccessibleActionInterface.toggleAction())


def test_a_screen_reader_chooses_the_language_by_toggling(window: ResidentWindow) -> None:
    window.show_section(DOG, 1, 1)
    toggle(window.language_buttons[Language.PLAIN])
    assert window.language_buttons[Language.PLAIN].isChecked()
    assert window.language is Language.PLAIN
    assert window.section.title.text() == "Ihr Hund"
    assert "Wie heißt der Hund?" in words(window)
    toggle(window.language_buttons[Language.GERMAN])
    assert (window.language, window.section.title.text()) == (Language.GERMAN, "Angaben zum Hund")


def test_it_begins_with_a_greeting_and_no_data(window: ResidentWindow) -> None:
    assert window.stack.currentWidget() is window.quiet
    assert window.quiet.words.text() == Fixed.WELCOME.text()


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
    assert window.quiet.words.text() == Fixed.WAIT.text()


def test_one_can_go_back_from_the_question_where(window: ResidentWindow) -> None:
    window.show_section(DOG, 1, 1)
    window.section.no.click()
    window.doubt.again.click()
    assert window.stack.currentWidget() is window.section


def test_plain_language_is_offered_where_there_is_some_and_says_that_nobody_verified_it(window: ResidentWindow) -> None:
    window.show_section(replace(DOG, lines=DOG.lines[1:], words=Words()), 1, 1)
    assert [one for one in window.language_buttons.values() if one.isVisible()] == []
    window.show_section(DOG, 1, 1)
    assert not window.unchecked.isVisible()
    choose(window, Language.PLAIN)
    assert window.section.title.text() == "Ihr Hund"
    assert "Wie heißt der Hund?: Bello" in words(window)
    assert window.place.text() == "Teil 1 von 1"
    assert (window.unchecked.isVisible(), window.unchecked.text()) == (True, UNCHECKED)
    window.section.no.click()
    assert window.doubt.title.text() == "Was ist falsch?"
    assert window.doubt.findChildren(LineButton)[0].accessibleName() == "Wie heißt der Hund? Bello"
    choose(window, Language.GERMAN)
    assert window.section.title.text() == "Angaben zum Hund"
    assert not window.unchecked.isVisible()


def test_verified_plain_language_needs_no_word_beside_it(window: ResidentWindow) -> None:
    checked = Words("Ihr Hund", plain_checked=True)
    window.show_section(replace(DOG, words=checked, lines=DOG.lines[1:]), 1, 1)
    choose(window, Language.PLAIN)
    assert not window.unchecked.isVisible()


def test_sorbian_is_offered_where_a_text_is_verified_and_only_there(window: ResidentWindow) -> None:
    window.show_section(DOG, 1, 2)
    assert not window.language_buttons[Language.SORBIAN].isVisible()
    name = Line("/name", "Rufname", "Bello", Words(sorbian="Mjeno"))
    window.show_section(Section("hund", "hund", "Hund", (name, DOG.lines[1])), 1, 2)
    choose(window, Language.SORBIAN)
    assert "Mjeno: Bello" in words(window)
    assert "Farbe: keine Angabe" in words(window)
    window.show_section(DOG, 2, 2)
    assert window.language is Language.GERMAN


def test_the_language_stays_from_section_to_section_and_goes_with_the_person(window: ResidentWindow) -> None:
    window.show_section(DOG, 1, 2)
    choose(window, Language.PLAIN)
    window.show_section(replace(DOG, key="zwei"), 2, 2)
    assert window.language is Language.PLAIN
    window.thank()
    assert window.quiet.words.text() == "Danke. Sie haben alles gelesen."
    window.show_pad("Hundesteuer – Anmeldung")
    assert window.pad.title.text() == "Bitte schreiben Sie hier Ihren Namen"
    window.blank()
    assert window.language_buttons[Language.GERMAN].isChecked()


def test_a_section_that_does_not_fit_is_read_to_the_end_first(window: ResidentWindow) -> None:
    lines = tuple(Line(f"/{number}", f"Frage {number}", f"Antwort {number}") for number in range(20))
    window.show_section(replace(DOG, lines=lines), 1, 1)
    assert window.section.more.hasFocus()
    assert not window.section.yes.isVisible()
    for _ in range(3):
        QTest.keyClick(window.section.more, Qt.Key.Key_Return)
    QTest.keyClick(window.section.more, Qt.Key.Key_PageDown)
    assert window.section.yes.hasFocus()
    QTest.keyClick(window.section.yes, Qt.Key.Key_PageUp)
    assert window.section.yes.isVisible()
    assert not window.section.more.isVisible()


def test_where_it_is_narrow_the_answer_stands_below_its_question(window: ResidentWindow) -> None:
    window.show_section(DOG, 1, 1)
    name, answer = window.section._pairs[0]
    assert answer.x() > name.x()
    window.resize(420, 700)
    QApplication.processEvents()
    assert answer.y() > name.y()
    assert answer.x() == name.x()


def test_the_board_and_the_way_back_have_buttons(qtbot: QtBot, window: ResidentWindow) -> None:
    with qtbot.waitSignal(window.board_wanted):
        window.board.click()
    with qtbot.waitSignal(window.board_wanted):
        QTest.keyClick(window, Qt.Key.Key_F8)
    with qtbot.waitSignal(window.closed):
        window.leave.click()
    assert not window.isVisible()


def test_every_fixed_word_has_plain_language_and_none_is_sorbian_yet() -> None:
    assert [one for one in Fixed if not one.text(Language.PLAIN)] == []
    assert [one for one in Fixed if one.text(Language.SORBIAN) != one.text()] == []
    assert spoken("✓  Das &stimmt") == "Das stimmt"


def test_what_is_signed_is_read_in_large_letters_where_there_is_room(window: ResidentWindow) -> None:
    window.show_pad("Ich ermächtige die Gemeinde, den Betrag einzuziehen. " * 12)
    QApplication.processEvents()
    letters, title = window.pad.words.fontMetrics().height(), window.pad.title.fontMetrics().height()
    assert letters == title
    assert window.pad.pad.height() > window.pad.read.height() > 4 * letters
    window.resize(800, 400)
    QApplication.processEvents()
    assert window.pad.words.fontMetrics().height() < letters
    assert window.pad.pad.height() > window.pad.read.height()


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


def test_every_button_at_the_top_is_a_target_of_24_pixels(window: ResidentWindow) -> None:
    for button in (window.board, window.leave, *window.language_buttons.values()):
        assert min(button.minimumWidth(), button.minimumHeight()) >= TARGET
    assert window.leave.height() >= TARGET


@pytest.mark.parametrize("size", [(1280, 1024), (1280, 720), (700, 600)])
@pytest.mark.parametrize("said", [Fixed.WELCOME.text(), "Danke. Alles ist geprüft.", "Danke. Alles ist geprüft. " * 4])
def test_a_quiet_word_is_never_cut(window: ResidentWindow, size: tuple[int, int], said: str) -> None:
    words = window.quiet.words
    words.setText(said)
    window.resize(*size)
    QApplication.processEvents()
    assert words.height() >= words.heightForWidth(words.width())
    left, right = words.geometry().left(), window.quiet.width() - words.geometry().right()
    assert abs(left - right) <= TARGET // 4, "it stands in the middle"
