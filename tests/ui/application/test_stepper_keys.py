"""Enter chooses the step that has the focus, as the space bar does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from tests.ui.application.conftest import Stage


def test_enter_chooses_the_step_with_the_focus(stage: Stage) -> None:
    stepper = stage.wizard.header.stepper
    stepper.buttons[0].setFocus()
    stage.key(Qt.Key.Key_Right)
    stage.key(Qt.Key.Key_Return)
    assert stage.pages.key == "formular:halter"
