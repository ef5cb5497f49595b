"""A step of a form: updated in place, said in words, left and entered, ordered for the Tab key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from lotse_app.forms.state import ControlKind, GroupState, LabelState, ListState, StepState
from lotse_app.models.problems import Code, Problem
from lotse_app.models.reading import Words
from lotse_app.ui.form.control import caption
from lotse_app.ui.form.edits import Edit, ItemAdded, ItemRemoved, Place
from lotse_app.ui.form.elements import ListView
from lotse_app.ui.form.step_page import FormStepPage
from tests.ui.form.questions import SIZES, question

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from lotse_app.forms.state import ControlState, Element
    from lotse_app.ui.kit.theme import Appearance

NAME = question(pointer="/name", label="Rufname", help="Wie das Tier gerufen wird.", words=Words("Wie heißt der Hund?"))
BREED = question(pointer="/rasse", label="Rasse", required=True)
SINCE = question(ControlKind.DATE, pointer="/seit", label="Im Haushalt seit", required=True)
MISSING = Problem(Code.REQUIRED)


def step(*elements: Element) -> StepState:
    return StepState("hund", "Hund", elements, words=Words("Angaben zum Hund"))


def dog(index: int, *, enabled: bool = True) -> GroupState:
    at = f"/hunde/{index}"
    parts = (replace(NAME, pointer=f"{at}/name"), replace(BREED, pointer=f"{at}/rasse"))
    return GroupState(at, f"Hund {index + 1}", parts, enabled=enabled)


def dogs(count: int, maximum: int | None = None) -> ListState:
    return ListState("/hunde", "Hunde", "Hund", tuple(dog(index) for index in range(count)), 1, maximum)


@pytest.fixture
def page(qtbot: QtBot, appearance: Appearance) -> Callable[[StepState], FormStepPage]:
    assert appearance.scale == 100, "widths below are those of plain text"

    def make(state: StepState, width: int = 1100) -> FormStepPage:
        made = FormStepPage(state)
        qtbot.addWidget(made)
        made.resize(width, 700)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return make


def shown(page: FormStepPage, pointer: str) -> ControlState:
    control = page.control(pointer)
    assert control is not None
    return control.state


def texts(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]


def target(page: FormStepPage, pointer: str) -> QWidget:
    control = page.control(pointer)
    assert control is not None
    return control.editor.target


def test_a_choice_that_cannot_be_taken_back_is_not_called_optional() -> None:
    where = question(ControlKind.CHOICE, label="Anschrift", choices=SIZES, variant="radio")
    assert caption(where) == "Anschrift (freiwillig)"
    assert caption(replace(where, value="klein")) == "Anschrift"
    assert caption(replace(where, value="klein", variant="")) == "Anschrift (freiwillig)"


def test_labels_are_buddies_with_a_letter_and_say_what_is_optional(page: Callable[..., FormStepPage]) -> None:
    made = page(step(NAME, BREED))
    controls = list(made.controls())
    assert [control.label.text() for control in controls] == ["&Rufname (freiwillig)", "R&asse"]
    assert all(control.label.buddy() is control.editor.target for control in controls)
    assert [control.editor.target.accessibleName() for control in controls] == ["Rufname (freiwillig)", "Rasse (nötig)"]


def test_typing_tells_the_place_and_the_value(
    qtbot: QtBot, page: Callable[..., FormStepPage], typing: Callable[[QWidget, str], None]
) -> None:
    made = page(step(NAME))
    with qtbot.waitSignal(made.edited) as caught:
        typing(target(made, "/name"), "B")
    assert caught.args == [Edit("/name", "B")]


def test_a_new_state_keeps_widgets_focus_and_place(qtbot: QtBot, page: Callable[..., FormStepPage]) -> None:
    many = [question(pointer=f"/f{number}", label=f"Frage {number}") for number in range(30)]
    made = page(step(*many))
    assert made.go_to("/f20")
    before, at = target(made, "/f20"), made.scroller.verticalScrollBar().value()
    assert at > 0
    made.show_state(step(*[replace(one, value="neu") for one in many]))
    qtbot.wait(1)
    assert target(made, "/f20") is before
    assert before.hasFocus()
    assert made.scroller.verticalScrollBar().value() == at
    assert shown(made, "/f29").value == "neu"


def test_hidden_questions_come_and_go_in_place(page: Callable[..., FormStepPage]) -> None:
    made = page(step(NAME, replace(BREED, visible=False)))
    breed = made.control("/rasse")
    assert breed is not None
    assert not breed.isVisible()
    made.show_state(step(NAME, BREED))
    assert breed.isVisible()
    assert made.control("/rasse") is breed


def test_a_problem_waits_until_the_first_letters_are_typed(
    page: Callable[..., FormStepPage], typing: Callable[[QWidget, str], None]
) -> None:
    made = page(step(NAME, BREED))
    control = made.control("/rasse")
    assert control is not None
    control.take_focus()
    typing(control.editor.target, "?")
    made.show_state(step(NAME, replace(BREED, value="?", problems=(Problem(Code.WRONG_PATTERN),))))
    assert not control.problem.shown()
    target(made, "/name").setFocus()
    assert control.problem.shown()
    assert control.problem.text.startswith("⚠ ")
    assert control.problem.text[2:] in control.editor.target.accessibleDescription()
    assert control.editor.target.property("problem") is True


def test_leaving_a_question_is_told(qtbot: QtBot, page: Callable[..., FormStepPage]) -> None:
    made = page(step(NAME, BREED))
    made.go_to("/name")
    with qtbot.waitSignal(made.left) as caught:
        made.go_to("/rasse")
    assert caught.args == [Place("/name")]


def test_help_stands_in_the_column_where_there_is_room(page: Callable[..., FormStepPage]) -> None:
    made = page(step(NAME, BREED))
    made.go_to("/name")
    assert made.help.isVisible()
    assert made.help.question.text() == "Rufname"
    assert made.help.words.text() == NAME.help
    assert made.help.plain.text() == "„Wie heißt der Hund?“"
    assert NAME.help in target(made, "/name").accessibleDescription()


def test_help_stands_below_the_field_where_there_is_none(page: Callable[..., FormStepPage]) -> None:
    made = page(step(NAME, BREED), 500)
    made.go_to("/name")
    control = made.control("/name")
    assert control is not None
    assert not made.help.isVisible()
    assert control.help.shown()
    made.go_to("/rasse")
    assert not control.help.shown()


def test_fields_of_a_row_stand_side_by_side_where_there_is_room(page: Callable[..., FormStepPage]) -> None:
    row = GroupState("g", "", (NAME, replace(BREED, format="plz")), horizontal=True)
    made = page(step(row))
    left, right = made.control("/name"), made.control("/rasse")
    assert left is not None
    assert right is not None
    assert left.y() == right.y()
    made.resize(420, 700)
    assert left.y() < right.y()


def test_items_are_added_and_removed_by_button(qtbot: QtBot, page: Callable[..., FormStepPage]) -> None:
    made = page(step(dogs(2)))
    listing = made.findChild(ListView)
    assert listing is not None
    assert listing.add.accessibleName() == "Hund hinzufügen"
    with qtbot.waitSignal(made.added) as caught:
        listing.add.click()
    assert caught.args == [ItemAdded("/hunde")]
    assert listing.items[1].remove.accessibleName() == "Hund 2 entfernen"
    with qtbot.waitSignal(made.removed) as caught:
        listing.items[1].remove.click()
    assert caught.args == [ItemRemoved("/hunde", 1)]


def test_a_list_keeps_the_widgets_of_items_that_stay(page: Callable[..., FormStepPage]) -> None:
    made = page(step(dogs(1), BREED))
    first = made.control("/hunde/0/name")
    made.show_state(step(dogs(3, 3), BREED))
    assert made.control("/hunde/0/name") is first
    assert made.control("/hunde/2/name") is not None
    listing = made.findChild(ListView)
    assert listing is not None
    assert not listing.add.isVisible()
    full = "Hier ist Platz für 3. Für mehr bitte einen weiteren Antrag beginnen."
    assert full in texts(listing)
    made.show_state(step(dogs(1), BREED))
    assert full not in texts(listing)
    assert made.control("/hunde/2/name") is None
    assert listing.add.isVisible()
    assert not listing.items[0].remove.isVisible()


def test_a_problem_of_the_list_stands_at_the_list(page: Callable[..., FormStepPage]) -> None:
    empty = ListState("/hunde", "Hunde", "Hund", (), 1, problems=(Problem(Code.TOO_FEW),))
    made = page(step(empty))
    listing = made.findChild(ListView)
    assert listing is not None
    assert listing._problem.isVisible()


def test_tab_order_is_reading_order_also_for_later_items(page: Callable[..., FormStepPage]) -> None:
    made = page(step(dogs(1), BREED))
    made.show_state(step(dogs(2), BREED))
    listing = made.findChild(ListView)
    assert listing is not None
    order = [target(made, f"/hunde/1/{name}") for name in ("name", "rasse")] + [listing.add, target(made, "/rasse")]
    order[0].setFocus()
    for expected in order[1:]:
        made.focusNextChild()
        assert expected.hasFocus()


def test_the_start_is_the_first_open_question(page: Callable[..., FormStepPage]) -> None:
    made = page(step(replace(NAME, value="Bello"), BREED, SINCE))
    made.go_to_start()
    assert target(made, "/rasse").hasFocus()


def test_an_untouched_page_starts_at_its_first_question_though_it_may_stay_open(
    page: Callable[..., FormStepPage],
) -> None:
    made = page(step(NAME, BREED, SINCE))
    made.go_to_start()
    assert target(made, "/name").hasFocus()


def test_the_first_problem_is_found(page: Callable[..., FormStepPage]) -> None:
    made = page(step(NAME, replace(SINCE, problems=(MISSING,))))
    assert made.go_to_first_problem()
    assert target(made, "/seit").hasFocus()
    assert not page(step(NAME)).go_to_first_problem()
    assert not made.go_to("/nirgends")


def test_a_mark_says_what_the_resident_said_and_goes_with_the_next(page: Callable[..., FormStepPage]) -> None:
    made = page(step(NAME, BREED))
    name, breed = made.control("/name"), made.control("/rasse")
    assert name is not None
    assert breed is not None
    made.mark("/name", "Das stimmt nicht.")
    assert name.problem.text == "⚠ Das stimmt nicht."
    made.mark("/rasse", "Das stimmt nicht.")
    assert not name.problem.shown()
    assert breed.problem.shown()


def test_a_frozen_step_takes_no_input(page: Callable[..., FormStepPage]) -> None:
    made = page(step(NAME))
    made.set_locked(locked=True)
    assert not target(made, "/name").isEnabled()


def test_texts_between_questions_are_shown_by_rule(page: Callable[..., FormStepPage]) -> None:
    made = page(step(LabelState("Das Mandat wird auf Papier erteilt."), NAME))
    label = made._views[0]
    assert label.isVisible()
    made.show_state(step(LabelState("Das Mandat wird auf Papier erteilt.", visible=False), NAME))
    assert not label.isVisible()


def test_a_tick_takes_its_letter_into_its_own_words(page: Callable[..., FormStepPage]) -> None:
    made = page(step(question(ControlKind.TICK, pointer="/ja", label="Einverstanden")))
    control = made.control("/ja")
    assert control is not None
    assert not control.label.isVisible()
    assert control.editor.tick.words.text() == "&Einverstanden"  # type: ignore[attr-defined]  # a tick has its words


def test_alt_and_letter_go_to_the_field(page: Callable[..., FormStepPage]) -> None:
    made = page(step(NAME, BREED))
    made.go_to("/name")
    QTest.keyClick(target(made, "/name"), Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert target(made, "/rasse").hasFocus()


def test_a_page_whose_making_was_given_up_is_made_whole_when_it_is_wanted(qtbot: QtBot, appearance: Appearance) -> None:
    assert appearance.scale == 100
    state = step(GroupState("/hund", "Hund", (NAME, BREED)), SINCE)
    made = FormStepPage(state, in_parts=True)
    qtbot.addWidget(made)
    first = made.one_by_one()
    next(first)
    del first
    assert [control.pointer for control in made.controls()] == ["/name"]
    made.complete()
    assert [control.pointer for control in made.controls()] == ["/name", "/rasse", "/seit"]
    made.show_state(step(GroupState("/hund", "Hund", (replace(NAME, value="Bello"), BREED)), SINCE))
    assert shown(made, "/name").value == "Bello"


def test_a_step_with_several_chosen_answers_is_entered_again(page: Callable[[StepState], FormStepPage]) -> None:
    many = question(ControlKind.MULTI_CHOICE, pointer="/arten", choices=SIZES, value=["klein"])
    made = page(step(many, NAME))
    made.go_to_start()
    assert made.control("/arten") is not None
    focus = made.focusWidget()
    assert focus is not None
    assert focus.accessibleName().startswith("Frage")
    required = page(step(many, BREED))
    required.go_to_start()
    focus = required.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Rasse (nötig)"
