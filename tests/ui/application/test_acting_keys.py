"""*Wer handelt?* by keyboard: digits choose, up and down walk by number, Enter goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from lotse_app.models.acting import ActingAs
from lotse_app.ui.application.acting import SHEET_MISSING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QRadioButton

    from tests.ui.application.conftest import Stage


def ways(stage: Stage) -> list[QRadioButton]:
    group = stage.pages.acting.group
    return [group.button(at) for at in range(len(group.buttons()))]  # type: ignore[misc]  # it holds radio buttons


def acting(stage: Stage) -> ActingAs:
    return stage.editing.case.application.acting


def test_every_way_shows_its_number_and_stands_in_the_order_of_the_numbers(stage: Stage) -> None:
    buttons = ways(stage)
    assert [button.text()[:3] for button in buttons] == [f"{at + 1}  " for at in range(len(buttons))]
    assert all(f"Taste {at + 1}." in button.accessibleDescription() for at, button in enumerate(buttons))
    places = [button.mapTo(stage.wizard, QPoint(0, 0)) for button in buttons]
    assert [(place.y(), place.x()) for place in places] == sorted((place.y(), place.x()) for place in places)


def test_a_digit_chooses_a_way_wherever_the_focus_is(stage: Stage) -> None:
    assert stage.pages.acting.notice.box.hasFocus()
    stage.key(Qt.Key.Key_3)
    assert acting(stage) is ActingAs.PARENTS
    assert ways(stage)[2].hasFocus()
    stage.key(Qt.Key.Key_1)
    assert acting(stage) is ActingAs.SELF


def test_a_digit_of_a_way_that_is_not_open_or_not_there_chooses_nothing(stage: Stage) -> None:
    closed = next(at for at, button in enumerate(ways(stage)) if not button.isEnabled())
    stage.key(Qt.Key(Qt.Key.Key_1 + closed))
    stage.key(Qt.Key.Key_9)
    stage.key(Qt.Key.Key_0)
    assert acting(stage) is ActingAs.SELF


def test_up_and_down_walk_by_number_and_go_past_what_is_not_open(stage: Stage) -> None:
    stage.key(Qt.Key.Key_1)
    there = [at for at, button in enumerate(ways(stage)) if button.isEnabled()]
    seen = []
    for _ in there:
        seen.append(next(at for at, button in enumerate(ways(stage)) if button.hasFocus()))
        stage.key(Qt.Key.Key_Down)
    assert seen == there
    assert ways(stage)[0].hasFocus(), "it begins again at the first"
    stage.key(Qt.Key.Key_Up)
    assert ways(stage)[there[-1]].isChecked()


@pytest.mark.parametrize("enter", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_goes_on_once_the_sheet_was_handed_over(stage: Stage, enter: Qt.Key) -> None:
    stage.key(Qt.Key.Key_1)
    stage.key(enter)
    assert stage.pages.key == "wer"
    assert stage.pages.acting.banner.text == SHEET_MISSING
    assert stage.pages.acting.notice.box.hasFocus()
    stage.key(Qt.Key.Key_Space)
    stage.key(enter)
    assert stage.pages.key == "formular:halter"


def test_enter_on_the_button_that_prints_prints_and_stays(stage: Stage) -> None:
    stage.key(Qt.Key.Key_Space)
    stage.pages.acting.sheet.setFocus()
    stage.key(Qt.Key.Key_Return)
    assert stage.pages.key == "wer"
    assert stage.wizard.stack.preview.papers


def test_a_letter_is_left_to_others(stage: Stage) -> None:
    before = QApplication.focusWidget()
    stage.key(Qt.Key.Key_A)
    assert QApplication.focusWidget() is before
    assert acting(stage) is ActingAs.SELF


def test_the_tick_names_the_sheet_that_was_handed_over_and_says_when_there_is_a_newer_one(stage: Stage) -> None:
    acting = stage.pages.acting
    stage.editing.set_notice(1)
    acting._version = 2
    acting.show_case(stage.editing)
    assert acting.notice.box.isChecked()
    assert acting.notice.box.accessibleName() == acting.notice.words.text()
    assert acting.notice.words.text() == "Datenschutzinformation übergeben (Fassung 1)"
    assert not acting.newer.isHidden()

    acting.notice.box.click()
    acting.notice.box.click()
    acting.show_case(stage.editing)
    assert stage.editing.case.application.notice_version == 2
    assert acting.notice.words.text() == "Datenschutzinformation übergeben (Fassung 2)"
    assert acting.newer.isHidden()
