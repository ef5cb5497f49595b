"""In the window: one question in several ways, lists of lists, and lists whose places are each a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QRadioButton

from lotse_app.forms.engine import add_item, edit, next_state
from lotse_app.forms.freeze import remaining_problems, settled
from lotse_app.ui.form.elements import ListView
from lotse_app.ui.form.step_page import FormStepPage
from lotse_app.ui.form.ways_editor import WaysEditor
from tests.forms.building import TODAY, control, make_form, one_step

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from lotse_app.forms.state import FormState
    from lotse_app.ui.form.edits import Edit, ItemAdded

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["lage"],
    "properties": {
        "frist": {
            "title": "Frist",
            "anyOf": [{"type": "integer", "minimum": 2, "title": "Tage"}, {"type": "boolean", "title": "Unbefristet"}],
        },
        "lage": {
            "title": "Lage",
            "type": "array",
            "prefixItems": [{"type": "string", "title": "Flur"}, {"type": "integer", "title": "Flurstück"}],
            "items": False,
            "minItems": 2,
        },
        "messung": {"title": "Messung", "type": "array", "items": {"type": "array", "items": {"type": "number"}}},
    },
}
FORM = make_form(SCHEMA, one_step(control("frist"), control("lage"), control("messung", options={"x-element": "Wert"})))


class Desk:
    """A page with answers behind it, as the wizard has them."""

    def __init__(self, qtbot: QtBot) -> None:
        self.answers: dict[str, Any] = {}
        self.state: FormState = next_state(FORM, None, {}, frozenset(), TODAY)
        self.page = FormStepPage(self.state.steps[0])
        qtbot.addWidget(self.page)
        self.page.edited.connect(self._edit)
        self.page.added.connect(self._add)
        self.page.resize(900, 900)
        self.page.show()

    def _edit(self, made: Edit) -> None:
        self._show(edit(FORM, self.answers, made.pointer, made.value, TODAY))

    def _add(self, wish: ItemAdded) -> None:
        self._show(add_item(FORM, self.answers, wish.pointer))

    def _show(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.state = next_state(FORM, self.state, answers, frozenset(), TODAY)
        self.page.show_state(self.state.steps[0])

    def line(self, name: str) -> QLineEdit:
        return next(one for one in self.page.findChildren(QLineEdit) if one.accessibleName().startswith(name))

    def undo(self, answers: dict[str, Any]) -> None:
        """Show answers that nobody typed just now."""
        self._show(answers)


def test_a_way_is_chosen_and_its_answer_typed_by_keyboard(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    days, _forever = (one for one in desk.page.findChildren(QRadioButton) if one.text() in {"Tage", "Unbefristet"})
    assert days.accessibleName() == "Frist (freiwillig): Tage"
    days.setFocus()
    QTest.keyClick(days, Qt.Key.Key_Space)
    line = desk.line("Frist (freiwillig): Tage")
    assert line.isVisibleTo(desk.page)
    for _ in range(2):  # past the other way
        QTest.keyClick(desk.page.focusWidget(), Qt.Key.Key_Tab)
    assert desk.page.focusWidget() is line
    QTest.keyClicks(line, "14")
    assert desk.answers == {"frist": 14}
    assert line.text() == "14"


def test_another_way_is_another_answer_and_undo_shows_the_way_it_was(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    editor = desk.page.findChild(WaysEditor)
    assert editor is not None
    editor.which.buttons[0].click()
    QTest.keyClicks(desk.line("Frist (freiwillig): Tage"), "1")
    assert desk.state.problems[0].pointer == "/frist"
    editor.which.buttons[1].click()
    assert desk.answers == {}
    editor.inner[1].stops[1].click()  # type: ignore[attr-defined]  # a radio button
    assert desk.answers == {"frist": False}
    desk.undo({"frist": 14})
    assert (editor.which.value, editor.inner[0].value) == (0, "14")
    desk.undo({"frist": "verdorben"})
    assert editor.which.value == 0
    desk.undo({})
    assert editor.value is None
    assert editor.target is editor.inner[0].target


def test_the_places_of_a_list_are_fields_without_a_button(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    QTest.keyClicks(desk.line("Flur (nötig)"), "3")
    QTest.keyClicks(desk.line("Flurstück (nötig)"), "12")
    assert settled(FORM, desk.answers) == {"lage": ["3", 12]}
    assert not remaining_problems(FORM, settled(FORM, desk.answers), TODAY)
    words = {one.accessibleName() for one in desk.page.findChildren(QPushButton) if one.isVisibleTo(desk.page)}
    assert words == {"Wert hinzufügen"}


def test_rows_of_a_list_of_lists_are_added_and_filled(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    outer = next(one for one in desk.page.findChildren(ListView) if one.state.pointer == "/messung")
    outer.add.click()
    focused = desk.page.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Wert 1: Eintrag hinzufügen"
    inner = next(one for one in desk.page.findChildren(ListView) if one.state.pointer == "/messung/0")
    inner.add.click()
    inner.add.click()
    for at, text in enumerate(("1,5", "2")):
        line = next(inner.items[at].controls()).editor.target
        assert isinstance(line, QLineEdit)
        QTest.keyClicks(line, text)
    assert desk.answers["messung"] == [[1.5, 2.0]]
    assert [one.accessibleName() for one in inner.items] == ["Wert 1, Eintrag 1", "Wert 1, Eintrag 2"]
    assert [one.add.accessibleName() for one in (outer, inner)] == ["Wert hinzufügen", "Wert 1: Eintrag hinzufügen"]
