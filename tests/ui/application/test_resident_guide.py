"""The resident's view beside the wizard."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from lotse_app.demonstration.script import STROKES
from lotse_app.forms.clauses import declarations
from lotse_app.forms.reading import sections
from lotse_app.models.acting import ReadBackWay
from lotse_app.models.handbook import HelpPlace
from lotse_app.models.reading import Language, Line
from lotse_app.ui.application.read_back_view import NOT_READ
from lotse_app.ui.application.step_pages import DOUBT
from lotse_app.ui.form.edits import Edit, ItemAdded
from lotse_app.ui.form.elements import lists_of
from lotse_app.ui.resident.pages import LineButton
from lotse_app.ui.resident.words import Fixed

if TYPE_CHECKING:
    from lotse_app.forms.form import Form
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
    stage.go_on()
    banner = stage.pages.read_back.banner
    assert banner.text == NOT_READ
    window = opened(stage)
    assert window.place.text() == "1 von 8"
    while window.stack.currentWidget() is window.section:
        window.section.yes.click()
    assert window.quiet.words.text() == Fixed.DONE.text()
    assert len(stage.editing.confirmed()) == len(stage.editing.sections())
    assert {one.how for one in stage.editing.case.application.confirmations} == {ReadBackWay.READ_SELF}
    assert stage.pages.read_back.next_open() is None
    assert banner.isHidden(), "it said that some are not read"


def test_what_was_read_aloud_can_be_read_once_more_and_stays_ticked_as_it_was(stage: Stage) -> None:
    stage.to_read_back()
    stage.pages.read_back.how.set_value(ReadBackWay.SIGNED.value)
    for card in stage.pages.read_back.cards:
        card.tick.box.click()
    stage.settled()
    before = stage.editing.case.application.confirmations
    window = opened(stage)
    assert window.place.text() == "1 von 8"
    window.section.yes.click()
    assert window.place.text() == "2 von 8"
    assert stage.editing.case.application.confirmations == before, "still as it was read aloud"
    window.section.no.click()
    window.doubt.findChildren(LineButton)[1].click()
    assert len(stage.editing.confirmed()) == len(before) - 1, "what is doubted then loses its tick"
    assert opened(stage).place.text() == "2 von 8"
    while window.stack.currentWidget() is window.section:
        window.section.yes.click()
    assert window.quiet.words.text() == Fixed.DONE.text()
    assert len(stage.editing.confirmed()) == len(before)


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


def test_a_doubt_takes_the_tick_of_its_section_off_whether_or_not_anything_is_changed(stage: Stage) -> None:
    stage.to_read_back()
    first, second = stage.pages.read_back.cards[:2]
    first.tick.box.click()
    second.tick.box.click()
    first.doubt.click()
    stage.settled()
    assert stage.pages.key == "formular:halter"
    assert stage.editing.confirmed() == {second.section.key}
    stage.wizard.show_step("pruefen")
    assert stage.pages.read_back.next_open() == first.section


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
    stage.wizard.leave()  # as the window does when it locks
    assert not any("Nowakowa" in label.text() for label in window.findChildren(QLabel))
    assert window.quiet.words.text() == ""


def test_the_resident_signs_on_the_own_screen(stage: Stage) -> None:
    stage.to_signature()
    stage.pages.signature.resident.click()
    window = stage.wizard.guide.window
    assert window is not None
    said = window.pad.words.text()
    case, line = stage.editing.case, stage.pages.signature.line
    assert line is not None
    stated = declarations(case.form, case.application.answers)
    assert stated  # what is signed stands above the pad, as it stands on the paper
    assert said == "\n\n".join([case.form.title, line.caption, *stated])
    window.pad.pad.set_strokes(STROKES)
    window.pad.ready.click()
    assert stage.pages.signature.pad.strokes == STROKES
    assert not stage.wizard.guide.is_open
    assert stage.wizard.next_button.hasFocus()


def test_once_frozen_there_is_nothing_to_confirm(stage: Stage) -> None:
    stage.to_signature()
    assert opened(stage).quiet.words.text() == Fixed.DONE.text()


def test_a_guide_without_a_case_shows_nothing(stage: Stage) -> None:
    guide = stage.wizard.guide
    guide.close()
    guide.show_next()
    assert guide.strokes == ()
    assert guide.window is None


def test_what_is_doubted_inside_a_repeating_group_is_marked_and_in_focus(stage: Stage) -> None:
    stage.to_read_back()
    stage.pages.go_to("/hunde/0/name")  # the page is there before the second dog
    stage.wizard.show_step("pruefen")
    stage.editing.add_item(ItemAdded("/hunde"))
    stage.editing.edit(Edit("/hunde/1/name", "Waldi"))
    for section in stage.editing.sections():
        if section.title != "Hund 2":
            stage.editing.confirm(section, ReadBackWay.READ_ALOUD)
    window = opened(stage)
    assert window.section.title.text() == "Hund 2"
    window.section.no.click()
    next(one for one in window.doubt.findChildren(LineButton) if one.accessibleName() == "Rufname: Waldi").click()
    page = stage.pages.form_page
    assert page is not None
    control = page.control("/hunde/1/name")
    assert control is not None
    assert control.problem.text == f"⚠ {DOUBT}"
    stage.qtbot.waitUntil(control.editor.target.hasFocus)
    other = page.control("/hunde/0/name")
    assert other is not None
    assert other.problem.text == ""
    stage.editing.edit(Edit("/hunde/1/name", "Waldo"))
    page.take_edit(Edit("/hunde/1/name", "Waldo"))
    assert DOUBT not in control.problem.text


def test_a_later_change_clears_that_sections_tick_and_the_view_asks_again(stage: Stage) -> None:
    stage.to_read_back()
    window = opened(stage)
    for _ in range(2):
        window.section.yes.click()
    before = stage.editing.confirmed()
    assert len(before) == 2
    first = stage.editing.sections()[0]
    stage.editing.edit(Edit(first.lines[0].pointer, "Nowak"))
    assert stage.editing.confirmed() == before - {first.key}
    assert window.section.title.text() == first.title
    assert "Nowak" in {label.text() for label in window.findChildren(QLabel)}
    assert not stage.pages.read_back.cards[0].tick.box.isChecked()


def test_what_the_pilot_ticks_takes_the_view_on(stage: Stage) -> None:
    stage.to_read_back()
    window = opened(stage)
    stage.pages.read_back.cards[0].tick.box.setChecked(True)
    assert window.section.title.text() == stage.editing.sections()[1].title


def test_how_it_was_read_back_is_noted_beside_the_tick(stage: Stage) -> None:
    stage.to_read_back()
    stage.pages.read_back.cards[0].tick.box.setChecked(True)
    window = opened(stage)
    window.section.yes.click()
    stage.pages.read_back.how.set_value(ReadBackWay.SIGNED.value)
    window.section.yes.click()
    noted = [card._noted.text() for card in stage.pages.read_back.cards[:4]]
    assert noted == ["vorgelesen, 09:30 Uhr", "selbst gelesen, 09:30 Uhr", "gebärdet, 09:30 Uhr", ""]
    stage.wizard.show_resident()
    opened(stage)
    assert stage.pages.read_back.way is ReadBackWay.SIGNED


def test_the_view_asks_again_when_the_pilot_comes_back_to_reading(stage: Stage) -> None:
    stage.to_read_back()
    window = opened(stage)
    window.say(Fixed.WAIT.text())
    stage.wizard.guide._shown = None
    stage.wizard.show_step("pruefen")
    assert window.stack.currentWidget() is window.section


def test_a_form_with_verified_sorbian_is_read_in_sorbian(stage: Stage) -> None:
    stage.to_read_back()
    section = stage.editing.sections()[0]
    assert Language.SORBIAN not in section.languages()
    window = opened(stage)
    assert not window.language_buttons[Language.SORBIAN].isVisible()
    stage.editing._case = replace(stage.editing.case, form=in_sorbian(stage.editing.case.form, "geprueft"))
    stage.editing.retract("nothing")
    assert window.language_buttons[Language.SORBIAN].isVisible()
    window.language_buttons[Language.SORBIAN].click()
    assert window.section.title.text() == "Wobydler"


def test_sorbian_that_nobody_verified_reaches_no_screen(stage: Stage) -> None:
    form = in_sorbian(stage.editing.case.form, "ungeprueft")
    read = sections(form, stage.editing.answers)
    assert {words.sorbian for section in read for words in section.told} == {""}
    verified = sections(in_sorbian(stage.editing.case.form, "geprueft"), stage.editing.answers)
    assert "Wobydler" in {words.sorbian for section in verified for words in section.told}


def in_sorbian(form: Form, state: str) -> Form:
    """Return the form with one Sorbian heading in this state of verification."""
    uischema = copy.deepcopy(dict(form.uischema))
    group = uischema["elements"][0]["elements"][0]
    group["options"]["x-sorbisch"] = {"text": "Wobydler", "stand": state}
    return replace(form, uischema=uischema)


def test_a_doubted_list_without_items_leads_to_what_adds_one(stage: Stage) -> None:
    stage.to_read_back()
    line = next(line for section in stage.editing.sections() for line in section.lines if line.pointer == "/mithalter")
    stage.pages.read_back.doubted.emit(line)
    page = stage.pages.form_page
    assert page is not None
    (found,) = [one for one in lists_of(page._views) if one.state.pointer == "/mithalter"]
    assert found.add.hasFocus()
    assert found._problem.text() == f"⚠ {DOUBT}"
    found.add.click()
    assert found._problem.text() == ""
    assert stage.editing.case.application.step == "formular:halter"


def test_a_doubted_place_that_is_nowhere_leads_back_to_reading(stage: Stage) -> None:
    stage.to_read_back()
    stage.pages.read_back.doubted.emit(Line("/nirgends", "Nirgends", ""))
    assert stage.pages.key == "pruefen"


def test_f1_opens_the_page_about_the_step_in_hand(stage: Stage) -> None:
    assert stage.wizard.help_place() == HelpPlace("antrag", "1-wer-handelt")
    stage.wizard.show_step("formular:hund")
    assert stage.wizard.help_place() == HelpPlace("antrag", "2-die-angaben")
    stage.wizard.show_resident()
    assert stage.wizard.help_place() == HelpPlace("ansicht-person")
    stage.wizard.show_resident()
    stage.wizard.stack.setCurrentWidget(stage.wizard.stack.preview)
    assert stage.wizard.help_place() == HelpPlace("antrag", "6-einreichen")
