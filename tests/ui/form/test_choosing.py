"""Answers one chooses: long words wrap and are clicked, long lists are searched as one types."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lotse_app.forms.state import Choice, ControlKind
from lotse_app.ui.form.choosing import MANY, ManyEditor, RadioEditor
from lotse_app.ui.form.testers import editor_for
from lotse_app.ui.kit.theme import ThemeName
from lotse_app.ui.kit.worded import Words
from tests.ui.form.questions import question

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from lotse_app.ui.form.editors import Editor
    from lotse_app.ui.kit.theme import Appearance

BENEFITS = (
    "Leistungen zur Sicherung des Lebensunterhalts & ergänzende Hilfen nach dem Zwölften Buch Sozialgesetzbuch",
    "Nein",
    "Das weiß ich noch nicht und möchte es später nachtragen, wenn der Bescheid da ist",
)
LONG = tuple(Choice(at, words) for at, words in enumerate(BENEFITS))
STATES = tuple(Choice(number, f"Staat {number}") for number in range(40))
SEVERAL = question(ControlKind.MULTI_CHOICE, choices=STATES, value=[30])


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[..., Editor]:
    def show(control: object, width: int = 640) -> Editor:
        editor = editor_for(control)  # type: ignore[arg-type]  # a question
        qtbot.addWidget(editor)
        editor.describe("Frage", "", problem=False)
        editor.show_state(control, fresh=True)  # type: ignore[arg-type]  # a question
        editor.resize(width, 900)
        editor.show()
        editor.activateWindow()
        qtbot.waitUntil(editor.isActiveWindow)
        return editor

    return show


@pytest.fixture
def states(shown: Callable[..., Editor]) -> ManyEditor:
    editor = shown(SEVERAL)
    assert isinstance(editor, ManyEditor)
    return editor


def offered(editor: ManyEditor) -> list[str]:
    return [box.accessibleName().removeprefix("Frage: ") for box in editor.boxes]


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("kind", [ControlKind.CHOICE, ControlKind.MULTI_CHOICE])
def test_long_words_wrap_and_none_are_cut(
    shown: Callable[..., Editor], appearance: Appearance, kind: ControlKind, scale: int
) -> None:
    appearance.apply(ThemeName.LIGHT, scale)
    editor = shown(question(kind, choices=LONG), width=400)
    words = editor.findChildren(Words)
    assert editor.width() == 400, "it can be as narrow as that"
    assert [one.text() for one in words] == [text.replace("&", "&&") for text in BENEFITS], "& is no key here"
    for one in words:
        assert one.mapTo(editor, one.rect().bottomRight()).x() < 400
        assert one.height() >= one.heightForWidth(one.width())
    assert words[0].height() >= 2 * words[0].fontMetrics().height()
    appearance.apply(ThemeName.LIGHT, 100)


def test_three_answers_stand_in_a_row_only_where_no_words_are_nearer_to_the_next_button(
    shown: Callable[..., Editor],
) -> None:
    for words, rows in ((("nein", "ja, wegen der Rasse vermutet", "ja, im Einzelfall"), 3), (("ja", "nein", "?"), 1)):
        editor = shown(question(ControlKind.CHOICE, choices=tuple(Choice(word, word) for word in words)))
        assert isinstance(editor, RadioEditor)
        assert len({button.mapTo(editor, button.rect().topLeft()).y() for button in editor.buttons}) == rows


def test_clicking_the_words_chooses(qtbot: QtBot, shown: Callable[..., Editor]) -> None:
    editor = shown(question(ControlKind.CHOICE, choices=LONG))
    assert isinstance(editor, RadioEditor)
    with qtbot.waitSignal(editor.edited):
        QTest.mouseClick(editor.findChildren(Words)[2], Qt.MouseButton.LeftButton)
    assert editor.value == 2
    editor.show_state(question(ControlKind.CHOICE, choices=LONG, value=2, enabled=False), fresh=True)
    QTest.mouseClick(editor.findChildren(Words)[0], Qt.MouseButton.LeftButton)
    assert editor.value == 2


def test_words_that_fit_beside_their_button_stay_part_of_it(shown: Callable[..., Editor]) -> None:
    assert not shown(question(ControlKind.YES_NO)).findChildren(Words)


def test_twelve_entries_stand_there_and_one_more_is_searched(shown: Callable[..., Editor]) -> None:
    few = shown(question(ControlKind.MULTI_CHOICE, choices=STATES[:MANY]))
    many = shown(question(ControlKind.MULTI_CHOICE, choices=STATES[: MANY + 1]))
    assert isinstance(few, ManyEditor)
    assert isinstance(many, ManyEditor)
    assert (few.search, len(few.boxes)) == (None, MANY)
    assert many.search is many.target
    assert len(many.boxes) == MANY


def test_a_long_list_shows_its_first_entries_and_those_that_are_ticked(states: ManyEditor) -> None:
    assert offered(states) == [*(f"Staat {number}" for number in range(MANY)), "Staat 30"]
    assert states.count.text() == "Einträge: 40 · ausgewählt: 1"


def test_typing_narrows_a_long_list_and_changes_no_answer(
    qtbot: QtBot, states: ManyEditor, typing: Callable[[QWidget, str], None]
) -> None:
    with qtbot.assertNotEmitted(states.edited):
        typing(states.target, "9 sta")
    assert offered(states) == ["Staat 9", "Staat 19", "Staat 29", "Staat 30", "Staat 39"]
    assert states.count.text() == "Gefunden: 4 von 40 · ausgewählt: 1"
    assert states.all.isHidden()
    with qtbot.waitSignal(states.edited):
        states.boxes[0].click()
    assert states.value == [9, 30]


def test_what_is_unticked_stays_in_sight_while_it_is_in_hand(states: ManyEditor) -> None:
    states.boxes[-1].setFocus()
    states.boxes[-1].click()
    states.show_state(question(ControlKind.MULTI_CHOICE, choices=STATES), fresh=False)
    assert (states.value, offered(states)[-1]) == (None, "Staat 30")
    assert states.boxes[-1].hasFocus()
    states.target.setFocus()
    states.show_state(question(ControlKind.MULTI_CHOICE, choices=STATES), fresh=False)
    assert offered(states)[-1] == "Staat 11"


def test_all_entries_are_shown_on_request_and_the_tabulator_walks_through_them_in_order(states: ManyEditor) -> None:
    states.all.click()
    assert offered(states) == [choice.label for choice in STATES]
    assert states.boxes[0].hasFocus()
    assert states.all.isHidden()
    for box, after in pairwise(states.boxes):
        QTest.keyClick(box, Qt.Key.Key_Tab)
        assert after.hasFocus()


def test_a_long_list_that_may_not_be_changed_is_not_searched_either(states: ManyEditor) -> None:
    states.show_state(question(ControlKind.MULTI_CHOICE, choices=STATES, value=[30], enabled=False), fresh=True)
    assert not any(stop.isEnabled() for stop in states.stops if stop is not states.all)
    assert states.value == [30]
