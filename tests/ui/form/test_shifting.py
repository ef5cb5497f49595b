"""Items of a list move and double where the form lets them, and are told apart by what the form names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from lotse_app.forms.engine import duplicate_item, move_item, next_state, state
from lotse_app.forms.state import ControlKind
from lotse_app.ui.form.choosing import RadioEditor, SwitchEditor
from lotse_app.ui.form.edits import Shift
from lotse_app.ui.form.elements import ListView
from lotse_app.ui.form.step_page import FormStepPage
from lotse_app.ui.form.testers import editor_for
from tests.forms.building import TODAY, control, make_form, one_step, texts
from tests.ui.form.questions import MANY, question

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.forms.form import Form
    from lotse_app.forms.state import StepState
    from lotse_app.ui.form.edits import ItemShifted

NAMES = ("Bello", "Rex", "Ira")


def dogs(**options: object) -> Form:
    schema = {"type": "object", "properties": {"hunde": {"type": "array", "maxItems": 4, "items": texts("name")}}}
    return make_form(schema, one_step(control("hunde", options={"x-element": "Hund", **options})))


EVERYTHING = dogs(showSortButtons=True, elementLabelProp="name", **{"x-verdoppeln": True})


def step(form: Form, answers: dict[str, Any]) -> StepState:
    return state(form, answers, frozenset(), TODAY).steps[0]


class Desk:
    """A page with answers behind it, as the wizard has them."""

    def __init__(self, form: Form, *names: str) -> None:
        self._form = form
        self.answers: dict[str, Any] = {"hunde": [{"name": name} for name in names]}
        self.page = FormStepPage(step(form, self.answers))
        self.page.shifted.connect(self._shift)

    def _shift(self, wish: ItemShifted) -> None:
        pointer = f"{wish.pointer}/{wish.index}"
        if wish.shift is Shift.DOUBLE:
            self.answers = duplicate_item(self._form, self.answers, pointer)
        else:
            self.answers = move_item(self._form, self.answers, pointer, wish.target - wish.index)
        self.page.show_state(step(self._form, self.answers))

    @property
    def listing(self) -> ListView:
        found = self.page.findChild(ListView)
        assert found is not None
        return found

    @property
    def names(self) -> list[str]:
        return [one["name"] for one in self.answers["hunde"]]

    def offered(self, index: int) -> set[Shift]:
        shifts = self.listing.items[index].shifts
        return {shift for shift, button in shifts.items() if button.isVisibleTo(self.page)}


@pytest.fixture
def desk(qtbot: QtBot) -> Callable[..., Desk]:
    def make(*names: str, form: Form = EVERYTHING) -> Desk:
        made = Desk(form, *names)
        qtbot.addWidget(made.page)
        made.page.show()
        made.page.activateWindow()
        qtbot.waitUntil(made.page.isActiveWindow)
        return made

    return make


def test_an_item_moves_and_the_focus_goes_with_it(desk: Callable[..., Desk]) -> None:
    made = desk(*NAMES)
    made.listing.items[0].shifts[Shift.DOWN].click()
    assert made.names == ["Rex", "Bello", "Ira"]
    focused = made.page.focusWidget()
    moved = made.page.control("/hunde/1/name")
    assert moved is not None
    assert focused is moved.editor.target
    made.listing.items[1].shifts[Shift.UP].click()
    assert made.names == list(NAMES)
    shown = made.page.control("/hunde/0/name")
    assert shown is not None
    assert shown.editor.value == "Bello"


def test_an_item_is_doubled_until_the_list_is_full(desk: Callable[..., Desk]) -> None:
    made = desk(*NAMES)
    made.listing.items[2].shifts[Shift.DOUBLE].click()
    assert made.names == ["Bello", "Rex", "Ira", "Ira"]
    assert Shift.DOUBLE not in made.offered(0)


def test_only_what_is_possible_is_offered(desk: Callable[..., Desk]) -> None:
    made = desk(*NAMES)
    assert [made.offered(index) for index in range(3)] == [
        {Shift.DOWN, Shift.DOUBLE},
        {Shift.UP, Shift.DOWN, Shift.DOUBLE},
        {Shift.UP, Shift.DOUBLE},
    ]
    assert made.listing.items[0].shifts[Shift.DOWN].accessibleName() == "Hund 1 nach unten"
    assert desk(*NAMES, form=dogs()).listing.items[0].shifts == {}


def test_items_are_told_apart_by_what_the_form_names(desk: Callable[..., Desk]) -> None:
    made = desk("Bello", "")
    titles = [one._title.text() for one in made.listing.items]
    assert titles == ["Hund 1: Bello", "Hund 2"]
    assert made.listing.items[0].accessibleName() == "Hund 1"


def test_a_list_of_single_values_is_asked_for_line_by_line(qtbot: QtBot) -> None:
    schema = {"type": "object", "properties": {"namen": {"type": "array", "items": {"type": "string"}}}}
    form = make_form(schema, one_step(control("namen", label="Namen", options={"x-element": "Name"})))
    page = FormStepPage(step(form, {"namen": ["Anna", None]}))
    qtbot.addWidget(page)
    first = page.control("/namen/0")
    assert first is not None
    assert first.editor.value == "Anna"
    page.show_state(step(form, {"namen": ["Anna", "Ida", None]}))
    assert page.control("/namen/2") is not None


def test_a_form_may_ask_for_radio_buttons_however_many_there_are(qtbot: QtBot) -> None:
    editor = editor_for(question(ControlKind.CHOICE, choices=MANY, variant="radio"))
    qtbot.addWidget(editor)
    assert isinstance(editor, RadioEditor)


def test_a_switch_says_yes_and_no(qtbot: QtBot) -> None:
    asked = question(ControlKind.YES_NO, variant="toggle", value=True)
    editor = editor_for(asked)
    qtbot.addWidget(editor)
    assert isinstance(editor, SwitchEditor)
    editor.show_state(asked, fresh=True)
    assert editor.value is True
    with qtbot.waitSignal(editor.edited):
        editor.tick.box.click()
    assert editor.value is False


def test_the_tabulator_goes_once_through_items_that_came_later_and_then_out_of_the_form(
    qtbot: QtBot, desk: Callable[..., Desk]
) -> None:
    made, window = desk("Bello"), QWidget()
    onward = QPushButton("Weiter", window)
    made.page.setParent(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.page.show()
    made.answers["hunde"] += [{"name": "Rex"}, {"name": "Ira"}]
    made.page.show_state(step(EVERYTHING, made.answers))
    onward.setFocus()
    walked: list[QWidget | None] = []
    while QApplication.focusWidget() not in walked:
        walked.append(QApplication.focusWidget())
        QTest.keyClick(window, Qt.Key.Key_Tab)
    lines = [made.page.control(f"/hunde/{at}/name") for at in range(3)]
    assert QApplication.focusWidget() is onward, "round and round among the last items otherwise"
    assert [line.editor.target for line in lines if line is not None] == [one for one in walked if _is_line(one)]
    made.page.setParent(None)


def _is_line(widget: QWidget | None) -> bool:
    return isinstance(widget, QLineEdit)


def test_what_did_not_change_is_not_painted_again(qtbot: QtBot) -> None:
    answers: dict[str, Any] = {"hunde": [{"name": name} for name in NAMES]}
    before = next_state(EVERYTHING, None, answers, frozenset(), TODAY)
    page = FormStepPage(before.steps[0])
    qtbot.addWidget(page)
    (listing,) = page.findChildren(ListView)
    for item in listing.items:
        item.setAccessibleName("nicht neu gemalt")
    answers = {"hunde": [answers["hunde"][0], {"name": "Lumpi"}, answers["hunde"][2]]}
    page.show_state(next_state(EVERYTHING, before, answers, frozenset(), TODAY).steps[0])
    names = [item.accessibleName() for item in listing.items]
    assert names == ["nicht neu gemalt", "Hund 2", "nicht neu gemalt"]
