"""Clumsy hands in an application: a button pressed twice, a huge paste, odd letters, F9 again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.ui.form.control import ControlView
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes
    from tests.ui.application.conftest import Stage

SURNAME = "/halter/person/familienname"


def control(stage: Stage, pointer: str) -> ControlView:
    """Go to a question."""
    stage.key(Qt.Key.Key_Space)
    assert stage.pages.go_to(pointer)
    page = stage.pages.form_page
    assert page is not None
    found = page.control(pointer)
    assert found is not None
    return found


def paste(stage: Stage, text: str) -> None:
    """Paste at the focus."""
    QApplication.clipboard().setText(text)
    stage.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def twice(stage: Stage) -> None:
    """Press the primary button twice in a row, as nervous hands do."""
    for _ in range(2):
        QTest.mouseClick(stage.wizard.next_button, Qt.MouseButton.LeftButton)
    stage.settled()


def test_a_hundred_thousand_letters_are_pasted_without_harm(stage: Stage) -> None:
    field = control(stage, SURNAME)
    paste(stage, "Ü" * 100_000)
    value = field.editor.value
    assert isinstance(value, str)
    assert 0 < len(value) <= 100_000
    stage.wizard.leave()
    stage.settled()
    assert not stage.wizard.unsaved, "what was kept was written"


@pytest.mark.parametrize("name", ["Müller-Lüdenscheidt ß", "Měrćinowa Łužičanska", "O’Neill", "Ana 🐶 Bell", "a\nb\tc"])
def test_a_name_is_kept_as_it_was_pasted(stage: Stage, desk: Desk, lanes: Lanes, case_id: str, name: str) -> None:
    control(stage, SURNAME)
    paste(stage, name)
    stage.wizard.leave()
    stage.settled()
    stored = lanes.submit(LaneName.STORE, lambda: desk.applications.open(case_id)).result()
    kept = stored.application.answers["halter"]["person"]["familienname"]
    assert kept == " ".join(name.split()) or kept == name


def test_every_button_of_the_foot_pressed_twice_does_it_once(stage: Stage) -> None:
    stage.key(Qt.Key.Key_Space)
    twice(stage)
    assert stage.pages.key == "formular:halter", "the second click only says what is open there"
    stage.wizard.show_step("wer")
    stage.key(Qt.Key.Key_Space)
    stage.to_hand_in()
    twice(stage)
    assert stage.editing.case.hand_in is not None
    assert stage.wizard.stack.preview.papers, "handed in once, and its papers are shown"


def test_f9_again_and_again_leaves_one_view_or_none(stage: Stage) -> None:
    for _ in range(5):
        stage.wizard.show_resident()
    assert stage.wizard.guide.is_open
    stage.wizard.leave()
    assert not stage.wizard.guide.is_open
