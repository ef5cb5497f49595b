"""Building blocks: readable, spoken, reachable by key; nothing is cut when the text grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from lotse_app.ui.kit.blocks import (
    PRIMARY_TARGET,
    ActionRow,
    Banner,
    Body,
    Card,
    EmptyState,
    Heading,
    LinkButton,
    Page,
    PrimaryButton,
    Rule,
    SecondaryButton,
    shortcut_words,
)
from lotse_app.ui.kit.fields import ChoiceRow, Field, SearchChoice, TickGroup
from lotse_app.ui.kit.layouts import Columns, FlowLayout, column
from lotse_app.ui.kit.theme import ThemeName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.kit.theme import Appearance

pytestmark = pytest.mark.usefixtures("appearance")


def key(widget: QWidget, code: Qt.Key) -> None:
    QTest.keyClick(widget, code)


def test_a_line_of_text_stays_under_75_characters_at_every_scale(qtbot: QtBot, appearance: Appearance) -> None:
    text = Body("Wort " * 60)
    qtbot.addWidget(text)
    for scale in (100, 200, 250):
        appearance.apply(ThemeName.LIGHT, scale)
        text.ensurePolished()
        assert text.maximumWidth() <= 75 * text.fontMetrics().averageCharWidth()


def test_text_is_never_read_as_markup(qtbot: QtBot) -> None:
    text = Body("<b>Meier</b>")
    qtbot.addWidget(text)
    assert text.textFormat() is Qt.TextFormat.PlainText


def test_a_banner_has_word_sign_and_text_for_eye_and_ear(qtbot: QtBot) -> None:
    banner = Banner("warn", "Merkzettel fehlt.")
    qtbot.addWidget(banner)
    assert banner.accessibleName() == "Achtung: Merkzettel fehlt."
    banner.say("error", "Der Datenträger ist voll.")
    assert banner.tone == "error"
    assert banner.accessibleName() == "Problem: Der Datenträger ist voll."
    banner.clear()
    assert banner.isHidden()
    assert banner.text == ""


def test_a_banner_can_carry_buttons(qtbot: QtBot) -> None:
    banner = Banner("info", "Noch nicht gedruckt.")
    qtbot.addWidget(banner)
    button = SecondaryButton("Drucken")
    banner.add_action(button)
    assert banner.isAncestorOf(button)


def test_buttons_show_their_key_and_say_it(qtbot: QtBot) -> None:
    primary = PrimaryButton("Weiter", "Ctrl+Return", "Strg+⏎")
    told = SecondaryButton("Kurzkontakt", shown="Strg+Umschalt+N")
    for button in (primary, told):
        qtbot.addWidget(button)
    assert primary.text().endswith("Strg+⏎")
    assert primary.shortcut() == QKeySequence("Ctrl+Return")
    assert primary.accessibleName() == "Weiter"
    assert primary.accessibleDescription() == "Taste Strg+⏎"
    assert primary.minimumHeight() >= PRIMARY_TARGET
    assert told.shortcut() == QKeySequence()
    assert shortcut_words("Ctrl+Shift+N") == "Strg+Umschalt+N"


def test_targets_are_large_enough(qtbot: QtBot) -> None:
    row = ChoiceRow("Hilfe", [("a", "Auskunft")])
    link, back = LinkButton("Öffnen"), SecondaryButton("Zurück")
    for host in (row, link, back):
        qtbot.addWidget(host)
    for widget in (link, back, row.buttons[0]):
        widget.ensurePolished()
        assert widget.sizeHint().height() >= 24


def test_headings_cards_and_empty_states_have_names(qtbot: QtBot) -> None:
    card = Card("Fristen")
    empty = EmptyState("Keine Frist in Sicht.", "Hat ein Antrag eine Frist, steht sie hier.")
    for widget in (card, empty, Heading("Heute", 1), Rule()):
        qtbot.addWidget(widget)
    assert card.accessibleName() == "Fristen"
    assert "Frist" in empty.accessibleName()
    assert Card().heading.isHidden()


def test_a_field_carries_label_help_and_problem_to_the_widget(qtbot: QtBot) -> None:
    line = QLineEdit()
    field = Field("&Chipnummer", line, "15 Ziffern.", required=True)
    qtbot.addWidget(field)
    assert line.accessibleName() == "Chipnummer (nötig)"
    assert line.accessibleDescription() == "15 Ziffern."
    field.set_problem("Es fehlt eine Ziffer.")
    field.set_problem("Es fehlt eine Ziffer.")
    assert field.problem == "Es fehlt eine Ziffer."
    assert line.property("problem") is True
    assert line.accessibleDescription() == "Es fehlt eine Ziffer. 15 Ziffern."
    field.set_help("Im Heimtierausweis.")
    field.set_label("Nummer")
    field.set_problem("")
    assert line.accessibleDescription() == "Im Heimtierausweis."
    assert line.accessibleName() == "Nummer"
    assert line.property("problem") is False


def test_tab_leaves_a_field_of_several_lines(qtbot: QtBot) -> None:
    text = QPlainTextEdit()
    field = Field("Begründung", text)
    qtbot.addWidget(field)
    assert text.tabChangesFocus()


def test_a_combo_box_is_named_by_its_label(qtbot: QtBot) -> None:
    box = QComboBox()
    place = Field("Ort", box)
    qtbot.addWidget(place)
    assert box.accessibleName() == "Ort"
    number = QSpinBox()
    people = Field("Personen", number)
    qtbot.addWidget(people)
    assert number.accessibleName() == "Personen"


@pytest.fixture
def rows(qtbot: QtBot) -> Iterator[tuple[ChoiceRow, ChoiceRow, TickGroup]]:
    host = QWidget()
    box = column(host)
    first = ChoiceRow("Hilfe", [("a", "Auskunft"), ("b", "gemeinsam")], advance=True)
    second = ChoiceRow("Alter", [("k", "keine Angabe"), ("u", "unter 18")], first_key=0)
    third = TickGroup("Hindernisse", [("x", "kein BundID-Konto"), ("y", "PIN & mehr")])
    for row in (first, second, third):
        box.addWidget(row)
    qtbot.addWidget(host)
    host.show()
    host.activateWindow()
    yield first, second, third
    host.close()


def test_a_number_key_chooses_and_goes_on(qtbot: QtBot, rows: tuple[ChoiceRow, ChoiceRow, TickGroup]) -> None:
    first, second, _ = rows
    first.take_focus()
    with qtbot.waitSignal(first.picked):
        key(first.buttons[0], Qt.Key.Key_2)
    assert first.value == "b"
    assert any(button.hasFocus() for button in second.buttons)


def test_counting_may_begin_with_nought(rows: tuple[ChoiceRow, ChoiceRow, TickGroup]) -> None:
    _, second, _ = rows
    key(second.buttons[0], Qt.Key.Key_1)
    assert second.value == "u"
    assert second.buttons[0].text() == "0  keine Angabe"


def test_other_keys_choose_nothing(rows: tuple[ChoiceRow, ChoiceRow, TickGroup]) -> None:
    first, _, third = rows
    key(first.buttons[0], Qt.Key.Key_9)
    key(first.buttons[0], Qt.Key.Key_X)
    key(third.buttons[0], Qt.Key.Key_9)
    assert first.value == ""
    assert third.values == ()


def test_a_number_key_ticks_and_unticks(qtbot: QtBot, rows: tuple[ChoiceRow, ChoiceRow, TickGroup]) -> None:
    _, _, third = rows
    with qtbot.waitSignal(third.changed):
        key(third.buttons[0], Qt.Key.Key_2)
    seen = [third.values]
    key(third.buttons[1], Qt.Key.Key_2)
    seen.append(third.values)
    third.set_values({"x"})
    seen.append(third.values)
    assert seen == [("y",), (), ("x",)]


def test_choices_say_to_which_question_they_belong(rows: tuple[ChoiceRow, ChoiceRow, TickGroup]) -> None:
    first, _, third = rows
    assert first.accessibleName() == "Hilfe"
    assert first.buttons[0].accessibleName() == "Auskunft"
    assert first.buttons[0].accessibleDescription() == "Hilfe. Taste 1"
    assert third.buttons[1].text() == "2  PIN && mehr"


def test_a_choice_is_set_by_value_and_cleared_by_an_unknown_one(rows: tuple[ChoiceRow, ChoiceRow, TickGroup]) -> None:
    first, _, _ = rows
    first.set_value("a")
    assert first.value == "a"
    first.set_value("")
    assert first.value == ""
    first.set_value("b")
    assert first.value == "b"


COMMUNES = [("1", "Amtsberg"), ("2", "Wilsdruff, Stadt"), ("3", "Mühlau")]


def test_a_long_list_is_searched_by_typing(qtbot: QtBot) -> None:
    choice = SearchChoice(COMMUNES, "Gemeinde")
    qtbot.addWidget(choice)
    line = choice.lineEdit()
    assert line is not None
    with qtbot.waitSignal(choice.chosen):
        line.setText("wilsdruff, stadt")
    assert choice.value == "2"
    line.setText("Wils")
    assert choice.value == ""
    choice.set_value("3")
    assert choice.value == "3"
    choice.set_options(COMMUNES[1:])
    assert choice.value == "3"
    choice.set_options(COMMUNES[:1])
    assert choice.value == ""


def test_a_row_of_buttons_wraps_instead_of_being_cut(qtbot: QtBot) -> None:
    buttons = [SecondaryButton(f"Ein langes Wort {number}") for number in range(4)]
    row = ActionRow(buttons[:1], buttons[1:])
    qtbot.addWidget(row)
    one = row.heightForWidth(2000)
    assert row.heightForWidth(400) >= 2 * one
    row.resize(400, row.heightForWidth(400))
    row.show()
    for button in buttons:
        assert button.width() >= button.sizeHint().width()
        assert row.rect().contains(button.geometry())


def test_the_primary_button_stands_at_the_lower_right(qtbot: QtBot) -> None:
    page = Page("Antrag")
    qtbot.addWidget(page)
    back, on = SecondaryButton("Zurück"), PrimaryButton("Weiter")
    page.set_foot([back], [on])
    page.resize(900, 500)
    page.show()
    assert on.mapTo(page, on.rect().bottomRight()).x() > 850
    assert back.mapTo(page, back.rect().topLeft()).x() < 50
    assert on.mapTo(page, on.rect().topLeft()).y() > 400


def test_columns_stack_when_they_get_narrow(qtbot: QtBot) -> None:
    columns = Columns([Card("Links"), Card("Rechts")], 26)
    qtbot.addWidget(columns)
    columns.show()
    columns.resize(1200, 300)
    seen = [columns.stacked]
    columns.resize(300, 600)
    seen.append(columns.stacked)
    assert seen == [False, True]
    assert columns.minimumSizeHint().width() < 300


def test_a_flow_gives_its_items_back(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    flow = FlowLayout(host)
    assert flow.sizeHint() == QSize(0, 0)
    flow.addWidget(QLabel("eins"))
    assert flow.count() == 1
    assert flow.itemAt(5) is None
    assert flow.takeAt(5) is None
    assert flow.takeAt(0) is not None
    assert flow.count() == 0
    assert flow.expandingDirections() == Qt.Orientation(0)


def test_typing_reaches_letters_that_qtest_cannot_type(qtbot: QtBot, typing: Callable[[QWidget, str], None]) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    typing(line, "Jurij Brězan, Müllerstraße")
    assert line.text() == "Jurij Brězan, Müllerstraße"
