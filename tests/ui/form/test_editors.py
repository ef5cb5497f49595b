"""Every kind of question has its editor; each shows quietly and tells what the person does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lotse_app.forms.state import Choice, ControlKind
from lotse_app.ui.form.choosing import ManyEditor, RadioEditor, SearchEditor, TickEditor
from lotse_app.ui.form.editors import DateEditor, IbanEditor, MultilineEditor, NumberEditor, TextEditor, TimeEditor
from lotse_app.ui.form.testers import editor_for
from tests.ui.form.questions import MANY, SIZES, question

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from lotse_app.forms.state import ControlState
    from lotse_app.ui.form.editors import Editor

KINDS: list[tuple[ControlState, type[Editor]]] = [
    (question(), TextEditor),
    (question(format="plz"), TextEditor),
    (question(max_length=8), TextEditor),
    (question(format="iban"), IbanEditor),
    (question(format="time"), TimeEditor),
    (question(format="date-time"), TimeEditor),
    (question(ControlKind.MULTILINE), MultilineEditor),
    (question(ControlKind.INTEGER), NumberEditor),
    (question(ControlKind.NUMBER), NumberEditor),
    (question(ControlKind.DATE), DateEditor),
    (question(ControlKind.PARTIAL_DATE), DateEditor),
    (question(ControlKind.CHOICE, choices=SIZES), RadioEditor),
    (question(ControlKind.CHOICE, choices=MANY), SearchEditor),
    (question(ControlKind.MULTI_CHOICE, choices=SIZES), ManyEditor),
    (question(ControlKind.YES_NO), RadioEditor),
    (question(ControlKind.TICK), TickEditor),
]


@pytest.fixture
def made(qtbot: QtBot) -> Callable[[ControlState], Editor]:
    def make(control: ControlState) -> Editor:
        editor = editor_for(control)
        qtbot.addWidget(editor)
        editor.show_state(control, fresh=True)
        editor.show()
        return editor

    return make


@pytest.mark.parametrize(("control", "kind"), KINDS)
def test_the_best_tester_picks_the_editor(
    made: Callable[[ControlState], Editor], control: ControlState, kind: type[Editor]
) -> None:
    assert type(made(control)) is kind


@pytest.mark.parametrize("control", [control for control, _ in KINDS])
def test_showing_a_value_tells_nothing(
    qtbot: QtBot, made: Callable[[ControlState], Editor], control: ControlState
) -> None:
    editor = made(control)
    with qtbot.assertNotEmitted(editor.edited):
        editor.show_state(control, fresh=True)
        editor.show_state(control, fresh=False)


@pytest.mark.parametrize("control", [control for control, _ in KINDS])
def test_name_and_help_reach_a_screen_reader(made: Callable[[ControlState], Editor], control: ControlState) -> None:
    editor = made(control)
    editor.describe("Frage (nötig)", "So geht es.", problem=True)
    assert editor.target.accessibleName().startswith("Frage (nötig)")
    assert editor.target.accessibleDescription().endswith("So geht es.")


@pytest.mark.parametrize("control", [control for control, _ in KINDS])
def test_what_may_not_be_changed_cannot_be(made: Callable[[ControlState], Editor], control: ControlState) -> None:
    editor = made(control)
    assert editor.target.isEnabled()
    locked = question(control.kind, choices=control.choices, format=control.format, enabled=False)
    editor.show_state(locked, fresh=True)
    assert not editor.target.isEnabled()


def test_typed_text_is_told_letter_by_letter(
    qtbot: QtBot, made: Callable[[ControlState], Editor], typing: Callable[[QWidget, str], None]
) -> None:
    editor = made(question())
    with qtbot.waitSignals([editor.edited] * 3):
        typing(editor.target, "Žuł")
    assert editor.value == "Žuł"


def test_an_iban_is_grouped_while_it_is_typed(
    made: Callable[[ControlState], Editor], typing: Callable[[QWidget, str], None]
) -> None:
    editor = made(question(format="iban"))
    typing(editor.target, "de893704")
    assert isinstance(editor, IbanEditor)
    assert editor.line.text() == "DE89 3704"


def test_a_stored_iban_is_shown_in_groups(made: Callable[[ControlState], Editor]) -> None:
    editor = made(question(format="iban", value="DE89370400440532013000"))
    assert isinstance(editor, IbanEditor)
    assert editor.line.text() == "DE89 3704 0044 0532 0130 00"


def test_a_date_says_its_day_in_words(made: Callable[[ControlState], Editor]) -> None:
    editor = made(question(ControlKind.DATE, value="2026-11-10"))
    assert isinstance(editor, DateEditor)
    assert editor.line.text() == "10.11.2026"
    assert editor.words.text() == "→ 10. November 2026"
    editor.describe("Seit wann?", "", problem=False)
    assert editor.line.accessibleDescription() == "10. November 2026"


def test_what_is_no_date_stays_as_it_was_typed(made: Callable[[ControlState], Editor]) -> None:
    editor = made(question(ControlKind.DATE, value="31.2.26"))
    assert isinstance(editor, DateEditor)
    assert editor.line.text() == "31.2.26"
    assert not editor.words.text()


def test_a_number_has_a_german_comma(made: Callable[[ControlState], Editor]) -> None:
    editor = made(question(ControlKind.NUMBER, value=1.5))
    assert editor.value == "1,5"


def test_the_echo_of_typing_does_not_touch_the_text(
    made: Callable[[ControlState], Editor], typing: Callable[[QWidget, str], None]
) -> None:
    editor = made(question())
    typing(editor.target, "Bello ")
    editor.show_state(question(value="Bello"), fresh=False)
    assert editor.value == "Bello "


def test_tab_leaves_a_text_of_several_lines(made: Callable[[ControlState], Editor]) -> None:
    editor = made(question(ControlKind.MULTILINE, value="eins\nzwei"))
    assert isinstance(editor, MultilineEditor)
    assert editor.text.tabChangesFocus()
    assert editor.value == "eins\nzwei"


def test_several_lines_are_told(qtbot: QtBot, made: Callable[[ControlState], Editor]) -> None:
    editor = made(question(ControlKind.MULTILINE))
    assert isinstance(editor, MultilineEditor)
    with qtbot.waitSignal(editor.edited):
        editor.text.insertPlainText("eins")
    assert editor.value == "eins"


def test_a_choice_is_told_and_can_be_taken_back_by_undo(qtbot: QtBot, made: Callable[[ControlState], Editor]) -> None:
    editor = made(question(ControlKind.CHOICE, choices=SIZES))
    assert isinstance(editor, RadioEditor)
    values = [editor.value]
    with qtbot.waitSignal(editor.edited):
        editor.buttons[1].click()
    values.append(editor.value)
    assert values == [None, "mittel"]
    editor.show_state(question(ControlKind.CHOICE, choices=SIZES), fresh=True)
    assert editor.value is None


def test_up_and_down_walk_through_a_row_too_and_choose_only_where_something_is_chosen(
    qtbot: QtBot, made: Callable[[ControlState], Editor]
) -> None:
    editor = made(question(ControlKind.YES_NO))
    assert isinstance(editor, RadioEditor)
    editor.activateWindow()
    qtbot.waitUntil(editor.isActiveWindow)
    first, second = editor.buttons
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert (second.hasFocus(), editor.value) == (True, None)
    QTest.keyClick(second, Qt.Key.Key_Space)
    QTest.keyClick(second, Qt.Key.Key_Up)
    assert (first.hasFocus(), editor.value) == (True, True)


def test_yes_and_no_are_true_and_false_and_not_one_and_zero(made: Callable[[ControlState], Editor]) -> None:
    editor = made(question(ControlKind.YES_NO, value=False))
    assert editor.value is False
    numbers = made(question(ControlKind.CHOICE, choices=(Choice(0, "keiner"), Choice(1, "einer")), value=False))
    assert numbers.value is None


def test_a_tick_is_true_or_nothing_and_its_words_tick_it(qtbot: QtBot, made: Callable[[ControlState], Editor]) -> None:
    editor = made(question(ControlKind.TICK))
    assert isinstance(editor, TickEditor)
    assert editor.value is None
    assert editor.own_label is editor.tick.words
    with qtbot.waitSignal(editor.edited):
        QTest.mouseClick(editor.tick.words, Qt.MouseButton.LeftButton)
    assert editor.value is True


def test_several_of_many_are_a_list(qtbot: QtBot, made: Callable[[ControlState], Editor]) -> None:
    editor = made(question(ControlKind.MULTI_CHOICE, choices=SIZES, value=["gross"]))
    assert isinstance(editor, ManyEditor)
    with qtbot.waitSignal(editor.edited):
        editor.boxes[0].click()
    assert editor.value == ["klein", "gross"]


def test_a_long_list_is_searched(qtbot: QtBot, made: Callable[[ControlState], Editor]) -> None:
    editor = made(question(ControlKind.CHOICE, choices=MANY))
    assert isinstance(editor, SearchEditor)
    with qtbot.waitSignal(editor.edited):
        editor.box.setCurrentIndex(7)
    assert editor.value == 7


def test_an_emptied_list_takes_the_answer_back(qtbot: QtBot, made: Callable[[ControlState], Editor]) -> None:
    editor = made(question(ControlKind.CHOICE, choices=MANY, value=7))
    assert isinstance(editor, SearchEditor)
    line = editor.box.lineEdit()
    assert line is not None
    line.clear()
    with qtbot.waitSignal(editor.edited):
        line.editingFinished.emit()
    assert editor.value is None
    editor.show_state(question(ControlKind.CHOICE, choices=MANY), fresh=True)
    assert line.text() == ""


@pytest.mark.parametrize("kind", [ControlKind.TEXT, ControlKind.MULTILINE])
def test_undo_keys_belong_to_the_form(made: Callable[[ControlState], Editor], kind: ControlKind) -> None:
    editor = made(question(kind))
    editor.target.setFocus()
    QTest.keyClick(editor.target, Qt.Key.Key_A)
    QTest.keyClick(editor.target, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.value == "a"


def test_a_time_stands_in_its_field_as_people_write_it(qtbot: QtBot) -> None:
    asked = question(format="date-time", value="2026-04-01T08:30:00+02:00")
    editor = editor_for(asked)
    qtbot.addWidget(editor)
    assert isinstance(editor, TimeEditor)
    editor.show_state(asked, fresh=True)
    assert editor.value == "01.04.2026, 08:30"
    editor.show_state(question(format="date-time"), fresh=True)
    assert editor.value is None
