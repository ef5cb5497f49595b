"""Tab goes through a step as the eye does, and on to the buttons below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from lotse_app.ui.application.steps import EVIDENCE, READ_BACK

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.ui.application.conftest import Stage


def stops(stage: Stage, first: QWidget, count: int) -> list[QWidget]:
    """Return where the focus stands, and where that many presses of Tab lead it."""
    first.setFocus()
    found = [first]
    for _ in range(count):
        stage.key(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        found.append(focused)
    return found


def test_who_acts_comes_before_the_sheet_and_the_buttons_below_come_last(stage: Stage) -> None:
    view, wizard = stage.pages.acting, stage.wizard
    way = view.group.checkedButton()
    assert way is not None
    expected = [way, view.notice.box, view.sheet, view.keep.box, wizard.post_button, wizard.back_button]
    walked = stops(stage, way, 6)
    assert walked == [*expected, wizard.next_button], [one.accessibleName() for one in walked]


@pytest.mark.parametrize("key", ["formular:halter", "formular:hund", EVIDENCE, READ_BACK])
def test_the_last_stop_of_every_step_leads_to_the_buttons_below(stage: Stage, key: str) -> None:
    wizard = stage.wizard
    wizard.show_step(key)
    stage.settled()
    first = QApplication.focusWidget()
    assert first is not None
    walked = stops(stage, first, 40)
    inside = [stage.pages.isAncestorOf(stop) for stop in walked]
    after = walked[inside.index(False)]
    assert after is wizard.post_button, after.accessibleName()


def test_what_is_added_to_a_list_comes_before_the_buttons_below(stage: Stage) -> None:
    stage.wizard.show_step("formular:hund")
    page = stage.pages.forms["formular:hund"]
    adding = next(one for one in page.findChildren(QAbstractButton) if "Hund hinzu" in one.accessibleName())
    adding.click()
    stage.settled()
    control = page.control("/hunde/1/name")
    assert control is not None
    walked = stops(stage, control.editor.stops[0], 20)
    assert next(stop for stop in walked if not page.isAncestorOf(stop)) is stage.wizard.undo
