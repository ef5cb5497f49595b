"""The resident's view beside the wizard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from lotse_app.demonstration.script import STROKES
from lotse_app.models.acting import ReadBackWay
from lotse_app.ui.resident.pages import LineButton
from lotse_app.ui.resident.window import DONE, WELCOME

if TYPE_CHECKING:
    from lotse_app.ui.resident.window import ResidentWindow
    from tests.ui.application.conftest import Stage


def opened(stage: Stage) -> ResidentWindow:
    with stage.qtbot.waitSignal(stage.wizard.resident_opened):
        stage.wizard.show_resident()
    window = stage.wizard.guide.window
    assert window is not None
    return window


def test_the_resident_goes_through_all_sections(stage: Stage) -> None:
    stage.to_read_back()
    window = opened(stage)
    assert window.place.text() == "1 von 8"
    while window.stack.currentWidget() is window.section:
        window.section.yes.click()
    assert window.quiet.words.text() == DONE
    assert len(stage.editing.confirmed()) == len(stage.editing.sections())
    assert {one.how for one in stage.editing.case.application.confirmations} == {ReadBackWay.READ_SELF}
    assert stage.pages.read_back.next_open() is None


def test_what_the_resident_doubts_is_marked_on_the_pilots_screen(stage: Stage) -> None:
    stage.to_read_back()
    window = opened(stage)
    window.section.no.click()
    with stage.qtbot.waitSignal(stage.wizard.resident_closed):
        window.doubt.findChildren(LineButton)[1].click()
    assert stage.pages.key == "formular:halter"
    page = stage.pages.form_page
    assert page is not None
    control = page.control("/halter/person/vornamen")
    assert control is not None
    assert control.problem.shown()


def test_f9_again_gives_the_screen_back(stage: Stage) -> None:
    stage.to_read_back()
    opened(stage)
    with stage.qtbot.waitSignal(stage.wizard.resident_closed):
        stage.wizard.show_resident()
    assert not stage.wizard.guide.is_open


def test_it_can_be_opened_from_the_step_and_before_anything_is_asked(stage: Stage) -> None:
    stage.wizard.show_step("pruefen")
    stage.pages.read_back.resident.click()
    assert stage.wizard.guide.is_open


def test_the_lock_blanks_it(stage: Stage) -> None:
    stage.to_read_back()
    window = opened(stage)
    assert any("Nowakowa" in label.text() for label in window.findChildren(QLabel))
    stage.wizard.blank()
    stage.qtbot.wait(1)
    assert not any("Nowakowa" in label.text() for label in window.findChildren(QLabel))
    assert window.quiet.words.text() == ""


def test_the_resident_signs_on_the_own_screen(stage: Stage) -> None:
    stage.to_signature()
    stage.pages.signature.resident.click()
    window = stage.wizard.guide.window
    assert window is not None
    window.pad.pad.set_strokes(STROKES)
    window.pad.ready.click()
    assert stage.pages.signature.pad.strokes == STROKES
    assert not stage.wizard.guide.is_open
    assert stage.wizard.next_button.hasFocus()


def test_once_frozen_there_is_nothing_to_confirm(stage: Stage) -> None:
    stage.to_signature()
    assert opened(stage).quiet.words.text() in {DONE, WELCOME}


def test_a_guide_without_a_case_shows_nothing(stage: Stage) -> None:
    guide = stage.wizard.guide
    guide.blank()
    guide.close()
    guide.show_next()
    assert guide.strokes == ()
    assert guide.window is None
