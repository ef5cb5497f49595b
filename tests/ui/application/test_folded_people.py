"""Several persons in one Meldeschein: who is finished is one line, opens again, goes, and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lotse_app.ui.form.step_page import REMOVED
from lotse_app.workflows.lanes import LaneName
from tests.ui.application.test_wohnsitz import answer, begin, fill_in, page_of, people, person

if TYPE_CHECKING:
    from lotse_app.ui.form.elements import ItemView, ListView
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes
    from tests.ui.application.conftest import Stage


@pytest.fixture
def case_id(desk: Desk, lanes: Lanes) -> str:
    return lanes.submit(LaneName.STORE, lambda: begin(desk)).result()


@pytest.fixture
def listing(stage: Stage) -> ListView:
    """Three persons are filled in, and the step is entered again."""
    fill_in(stage)
    return people(page_of(stage, "personen"))


def folded(listing: ListView) -> list[bool]:
    return [item.folded for item in listing.items]


def body_shown(item: ItemView) -> bool:
    return any(control.isVisible() for control in item.controls())


def focused_name() -> str:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused.accessibleName()


def test_finished_persons_are_a_line_of_labels_and_values_without_their_creed(listing: ListView) -> None:
    assert folded(listing) == [True, True, True]
    assert not any(body_shown(item) for item in listing.items)
    assert listing.items[0].line.isVisible()
    words = listing.items[0].line.text()
    assert words.startswith("Familienname: Nowak-Žurić · Vornamen: Jan Piotr · ")
    assert "1. April 1985" in words
    assert listing.items[0].change.accessibleDescription() == words, "a screen reader hears it at the button"
    assert not any("Orthodox" in item.line.text() for item in listing.items)


def test_by_keyboard_a_person_opens_is_finished_again_and_keeps_the_focus(stage: Stage, listing: ListView) -> None:
    second = listing.items[1]
    assert focused_name() == "Person 1 ändern", "the work begins at the first line"
    for _ in range(2):
        stage.key(Qt.Key.Key_Tab)
    assert focused_name() == second.change.accessibleName() == "Person 2 ändern"
    stage.key(Qt.Key.Key_Return)
    assert folded(listing) == [True, False, True]
    focused = QApplication.focusWidget()
    assert focused is not None
    assert second.isAncestorOf(focused)
    assert second.done.isVisible()
    assert not second.change.isVisible()
    second.done.setFocus()
    stage.key(Qt.Key.Key_Return)
    assert folded(listing) == [True, True, True]
    assert second.change.hasFocus()


def test_a_person_that_lacks_something_stays_open_and_never_folds_under_the_hands(
    stage: Stage, listing: ListView
) -> None:
    listing.items[0].change.click()
    answer(stage, {"geburtsort": ""}, "/personen/0")
    assert folded(listing) == [False, True, True]
    assert not listing.items[0].done.isVisible()
    answer(stage, {"geburtsort": "Freital"}, "/personen/0")
    assert folded(listing) == [False, True, True], "the hands are still in it"
    assert listing.items[0].done.isVisible()


def test_adding_a_person_folds_who_is_finished(stage: Stage, listing: ListView) -> None:
    listing.items[0].change.click()
    listing.add.click()
    stage.settled()
    assert folded(listing) == [True, True, True, False]
    assert body_shown(listing.items[3])
    answer(stage, person("Jana", "2023-02-03", "w", familienstand="ledig"), "/personen/3")
    assert not listing.items[3].folded


def test_a_removed_person_comes_back_whole(stage: Stage, listing: ListView) -> None:
    before = stage.editing.answers
    lines = [item.line.text() for item in listing.items]
    listing.items[1].remove.setFocus()
    stage.key(Qt.Key.Key_Return)
    page = stage.pages.form_page
    assert page is not None
    assert len(listing.items) == 2
    assert page.banner.text == f"Person 2: {REMOVED}"
    assert listing.items[1].change.hasFocus(), "the focus is on who moved up"
    stage.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stage.editing.answers == before
    assert [item.line.text() for item in listing.items] == lines
    assert folded(listing) == [True, True, True]
    assert not page.banner.text
    assert focused_name() == "Person 2 ändern", "the focus is on who came back"
    stage.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert len(listing.items) == 2
    assert focused_name() == "Person 2 ändern", "and again on who moved up"


def test_what_is_not_right_opens_the_person_it_stands_in(stage: Stage, listing: ListView) -> None:
    assert stage.pages.go_to("/personen/2/person/vornamen", "Die Person sagt: Das stimmt nicht.")
    assert folded(listing) == [True, True, False]
    assert focused_name().startswith("Vornamen")


def test_folded_questions_leave_their_letters_to_those_in_sight(listing: ListView) -> None:
    listing.items[0].change.click()
    name = next(iter(listing.items[0].controls()))
    assert "&" in name.label.text()
    listing.items[0].done.click()
    listing.items[1].change.click()
    assert "&" in next(iter(listing.items[1].controls())).label.text(), "the letter is free for the second person"


def test_what_is_frozen_is_shown_open(stage: Stage, listing: ListView) -> None:
    page = stage.pages.form_page
    assert page is not None
    page.set_locked(locked=True)
    assert folded(listing) == [False, False, False]
    page.set_locked(locked=False)
    assert folded(listing) == [True, True, True]
