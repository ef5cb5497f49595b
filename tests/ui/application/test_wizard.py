"""The main job in the wizard: from *Wer handelt?* to *Nächste Person*, over a real encrypted store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from lotse_app.demonstration.script import WRONG_ANSWERS
from lotse_app.models.acting import ActingAs, ReadBackWay
from lotse_app.models.application import CarriedBy, State
from lotse_app.models.problems import Code, refuse
from lotse_app.ui.application.acting import SHEET_MISSING
from lotse_app.ui.application.frozen_words import FROZEN_WORDS, REOPEN_WARNING
from lotse_app.ui.application.going_on import EVIDENCE_FIRST
from lotse_app.ui.application.header import StepButton
from lotse_app.ui.application.read_back_view import NOT_READ
from lotse_app.ui.application.saving import STALE
from lotse_app.ui.application.step_pages import DOUBT
from lotse_app.ui.form.edits import Edit, ItemAdded, ItemRemoved, ItemShifted, Shift
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.clock import FixedClock
    from lotse_app.models.application import DraftSave
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes
    from tests.ui.application.conftest import Stage


def test_the_whole_job_by_keyboard(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    assert stage.pages.key == "wer"
    stage.to_hand_in()
    assert stored().application.state is State.SIGNED
    stage.key(Qt.Key.Key_3)
    stage.go_on()
    assert [paper.title for paper in stage.wizard.stack.preview.papers] == ["Adressblatt", "Beleg", "Merkzettel"]
    case = stored()
    assert case.application.state is State.SUBMITTED
    assert case.hand_in is not None
    assert case.hand_in.carried_by is CarriedBy.POST
    stage.wizard.stack.preview.close_preview()
    assert stage.wizard.next_button.text().startswith("Nächste Person")
    with stage.qtbot.waitSignals([stage.wizard.next_person, stage.wizard.left]):
        stage.go_on()


@pytest.mark.usefixtures("appearance")
def test_the_header_says_which_case_and_which_step(stage: Stage) -> None:
    number = stage.editing.case.application.number
    assert stage.wizard.crumbs == ("Hundesteuer – Anmeldung", f"Vorgang {number}")
    assert f"Vorgang {number}" in stage.wizard.header.place.text()
    buttons = [button for button in stage.wizard.header.stepper.buttons if button.isVisible()]
    assert buttons[0].accessibleName() == "Schritt 1 von 8: Wer handelt?"
    assert buttons[0].accessibleDescription() == "hier sind Sie, offen"
    assert buttons[6].accessibleDescription() == "noch nicht möglich"
    assert not buttons[6].isEnabled()


def test_one_tab_stop_and_arrows_reach_every_step(stage: Stage) -> None:
    stepper = stage.wizard.header.stepper
    tab_stops = [button for button in stepper.buttons if button.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(tab_stops) == 1
    tab_stops[0].setFocus()
    stage.key(Qt.Key.Key_Right)
    stage.key(Qt.Key.Key_Left)
    stage.key(Qt.Key.Key_Left)
    stage.key(Qt.Key.Key_Right)
    focused = QApplication.focusWidget()
    assert isinstance(focused, StepButton)
    assert focused.at == 1
    stage.key(Qt.Key.Key_Space)
    assert stage.pages.key == "formular:halter"


def test_saved_is_painted_with_the_time_of_the_commit(stage: Stage, clock: FixedClock) -> None:
    label = stage.wizard.findChild(QLabel, "savedLabel")
    assert label is not None
    clock.advance(minutes=11)
    stage.fill((("/halter/person/familienname", "Nowakowa"),))
    assert label.text() == "wird gespeichert …"
    assert stage.wizard.autosave is not None
    stage.wizard.autosave.flush()
    stage.settled()
    assert label.text() == "gespeichert 09:41"


def test_every_answer_comes_back_after_a_crash(
    stage: Stage, stored: Callable[[], OpenCase], open_case: Callable[[str], Stage], case_id: str
) -> None:
    stage.key(Qt.Key.Key_Space)
    stage.go_on()
    stage.fill((("/halter/person/familienname", "Nowakowa-Žurić"),))
    stage.qtbot.waitUntil(lambda: stored().application.answers.get("halter") is not None)
    again = open_case(case_id)
    assert again.pages.key == "formular:halter"
    control = again.pages.forms["formular:halter"].control("/halter/person/familienname")
    assert control is not None
    assert control.editor.value == "Nowakowa-Žurić"


def test_the_privacy_sheet_comes_first(stage: Stage) -> None:
    stage.go_on()
    assert stage.pages.acting.banner.text == SHEET_MISSING
    assert stage.pages.key == "wer"
    stage.key(Qt.Key.Key_Space)
    assert not stage.pages.acting.banner.text
    stage.go_on()
    assert stage.pages.key == "formular:halter"


def test_ways_that_are_not_open_say_why(stage: Stage) -> None:
    buttons = stage.pages.acting.group.buttons()
    refused = {button.accessibleName(): button.accessibleDescription() for button in buttons if not button.isEnabled()}
    assert "Gemeinde, die entscheidet" in refused["Wer handelt? Ich als bevollmächtigte Person"]
    assert set(refused) == {"Wer handelt? Ich als bevollmächtigte Person"}


def test_messenger_and_reminders_are_kept(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    acting = stage.pages.acting
    next(button for button in acting.group.buttons() if "Bote" in button.accessibleName()).click()
    acting.keep.box.click()
    acting.notice.box.click()
    acting.notice.box.click()
    assert stage.wizard.autosave is not None
    stage.wizard.autosave.flush()
    stage.settled()
    application = stored().application
    assert application.acting is ActingAs.MESSENGER
    assert application.keep_contact
    assert application.notice_version is None


def test_the_privacy_sheet_is_shown_for_printing(stage: Stage) -> None:
    stage.pages.acting.sheet.click()
    stage.settled()
    assert [paper.title for paper in stage.wizard.stack.preview.papers] == ["Datenschutzinformation"]
    assert stage.wizard.back()
    assert not stage.wizard.back()


def test_a_step_with_open_questions_is_shown_once_then_may_be_left(stage: Stage) -> None:
    stage.wizard.show_step("formular:halter")
    stage.go_on()
    page = stage.pages.form_page
    assert page is not None
    assert "noch offen" in page.banner.text
    assert stage.pages.key == "formular:halter"
    stage.go_on()
    assert stage.pages.key == "formular:hund"


def test_undo_and_redo_go_to_the_field(stage: Stage) -> None:
    stage.fill((("/halter/person/familienname", "Nowakowa"), ("/hunde/0/name", "Bello")))
    stage.wizard.show_step("nachweise")
    stage.wizard.undo.click()
    assert stage.pages.key == "formular:hund"
    assert "name" not in stage.editing.answers["hunde"][0]
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName().startswith("Rufname")
    stage.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stage.pages.key == "formular:halter"
    stage.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert stage.editing.answers["halter"]["person"]["familienname"] == "Nowakowa"


def test_items_of_a_list_come_and_go_and_come_back(stage: Stage) -> None:
    stage.wizard.show_step("formular:hund")
    page = stage.pages.form_page
    assert page is not None
    page.added.emit(_added("/hunde"))
    assert len(stage.editing.answers["hunde"]) == 2
    page.removed.emit(_removed("/hunde", 1))
    assert len(stage.editing.answers["hunde"]) == 1
    stage.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(stage.editing.answers["hunde"]) == 2
    second, focused = page.control("/hunde/1/name"), QApplication.focusWidget()
    assert second is not None
    assert focused is not None
    assert second.isAncestorOf(focused), "the hands are in the dog that came back"
    stage.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(stage.editing.answers["hunde"]) == 1
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Hund hinzufügen"


def test_items_are_doubled_and_moved_and_that_is_taken_back(stage: Stage) -> None:
    stage.wizard.show_step("formular:hund")
    page = stage.pages.form_page
    assert page is not None
    stage.editing.edit(Edit("/hunde/0/name", "Bello"))
    before = stage.editing.answers["hunde"]
    page.shifted.emit(ItemShifted("/hunde", 0, Shift.DOUBLE))
    assert stage.editing.answers["hunde"] == [*before, *before]
    page.added.emit(_added("/hunde"))
    page.shifted.emit(ItemShifted("/hunde", 2, Shift.UP))
    assert stage.editing.answers["hunde"] == [*before, {}, *before]
    stage.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stage.editing.answers["hunde"] == [*before, *before, {}]


def _added(pointer: str) -> object:
    return ItemAdded(pointer)


def _removed(pointer: str, index: int) -> object:
    return ItemRemoved(pointer, index)


def test_back_goes_one_step_and_from_the_first_to_the_list(stage: Stage) -> None:
    stage.wizard.show_step("formular:halter")
    stage.wizard.back_button.click()
    assert stage.pages.key == "wer"
    with stage.qtbot.waitSignal(stage.wizard.left):
        stage.wizard.back_button.click()


def test_reading_back_needs_every_tick(stage: Stage) -> None:
    stage.to_read_back()
    stage.go_on()
    assert stage.pages.read_back.banner.text == NOT_READ
    assert stage.pages.key == "pruefen"


def test_ticks_keep_how_it_was_read_and_can_be_taken_off(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    stage.to_read_back()
    stage.pages.read_back.how.set_value(ReadBackWay.INTERPRETED.value)
    first = stage.pages.read_back.cards[0].tick.box
    first.click()
    assert stage.wizard.autosave is not None
    stage.wizard.autosave.flush()
    stage.settled()
    made = stored().application.confirmations
    assert [one.how for one in made] == [ReadBackWay.INTERPRETED]
    stage.pages.read_back.cards[0].tick.box.click()
    assert not stage.editing.confirmed()


def test_a_later_change_clears_the_tick_of_its_section_only(stage: Stage) -> None:
    stage.to_read_back()
    for card in stage.pages.read_back.cards[:2]:
        card.tick.box.click()
    keys = stage.editing.confirmed()
    assert len(keys) == 2
    stage.editing.edit(Edit("/halter/person/familienname", "Anders"))
    assert len(stage.editing.confirmed()) == 1
    assert stage.editing.confirmed() < keys


def test_das_stimmt_nicht_jumps_to_the_field_and_marks_it(stage: Stage) -> None:
    stage.to_read_back()
    stage.pages.read_back.cards[0].doubt.click()
    assert stage.pages.key == "formular:halter"
    page = stage.pages.form_page
    assert page is not None
    control = page.control("/halter/person/familienname")
    assert control is not None
    assert control.problem.text == f"⚠ {DOUBT}"
    assert control.editor.target.hasFocus()


def test_unseen_evidence_is_shown_before_freezing(stage: Stage) -> None:
    stage.key(Qt.Key.Key_Space)
    stage.fill()
    stage.wizard.show_step("pruefen")
    while stage.pages.read_back.next_open() is not None:
        stage.key(Qt.Key.Key_Space)
    stage.go_on()
    assert stage.pages.key == "nachweise"
    assert stage.wizard.notice.text == EVIDENCE_FIRST


def test_wrong_answers_are_not_frozen_and_the_first_one_is_shown(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    stage.key(Qt.Key.Key_Space)
    stage.fill()
    stage.fill(WRONG_ANSWERS)
    stage.wizard.show_step("nachweise")
    stage.go_on()
    while stage.pages.read_back.next_open() is not None:
        stage.key(Qt.Key.Key_Space)
    stage.go_on()
    assert stored().application.state is State.DRAFT
    assert stage.pages.key == "formular:hund"
    assert "2 Angaben" in stage.wizard.notice.text
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName().startswith("Chipnummer")


def test_a_missing_sheet_stops_freezing(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    stage.to_read_back()
    stage.editing.set_notice(None)
    while stage.pages.read_back.next_open() is not None:
        stage.key(Qt.Key.Key_Space)
    stage.go_on()
    assert stored().application.state is State.DRAFT
    assert "Datenschutzinformation" in stage.wizard.notice.text
    assert stage.pages.key == "wer"
    assert stage.pages.acting.notice.box.hasFocus()


def test_what_is_frozen_takes_no_input_and_editing_again_warns(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    stage.to_signature()
    assert stage.pages.key == "unterschrift"
    stage.wizard.show_step("formular:halter")
    assert stage.wizard.notice.text == FROZEN_WORDS
    page = stage.pages.form_page
    assert page is not None
    assert not page.card.isEnabled()
    stage.editing.edit(Edit("/halter/person/familienname", "Anders"))
    assert stage.editing.answers["halter"]["person"]["familienname"] == "Nowakowa-Žurić"
    assert stage.editing.undo() is None
    assert stage.editing.redo() is None
    stage.wizard.notice.buttons[0].click()
    assert stage.wizard.notice.text == REOPEN_WARNING
    stage.wizard.notice.buttons[1].click()
    assert stage.wizard.notice.text == FROZEN_WORDS
    stage.wizard.ask_reopen()
    stage.wizard.notice.buttons[0].click()
    stage.settled()
    assert stored().application.state is State.DRAFT
    assert stored().application.edition == 2
    assert stage.pages.key == "pruefen"
    assert page.card.isEnabled() or stage.pages.forms["formular:halter"] is page


def test_frozen_steps_can_be_walked_through(stage: Stage) -> None:
    stage.to_signature()
    stage.wizard.show_step("wer")
    for expected in ("formular:halter", "formular:hund", "formular:steuer", "nachweise", "pruefen", "unterschrift"):
        stage.wizard._go_on()
        stage.settled()
        assert stage.pages.key == expected


def test_leaving_saves_the_last_letters(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    stage.fill((("/halter/person/familienname", "Nowakowa"),))
    stage.wizard.leave()
    stage.settled()
    assert stored().application.answers["halter"]["person"]["familienname"] == "Nowakowa"


def test_a_full_disk_is_said_and_nothing_is_lost(stage: Stage) -> None:
    assert stage.wizard.autosave is not None
    save, fails = stage.wizard.autosave._save, [refuse(Code.DISK_FULL)]

    def sometimes(draft: DraftSave) -> int:
        if fails:
            raise fails.pop()
        return save(draft)

    stage.wizard.autosave._save = sometimes
    stage.fill((("/halter/person/familienname", "Nowakowa"),))
    stage.wizard.autosave.flush()
    stage.settled()
    assert "Alles Eingegebene ist noch hier" in stage.wizard.notice.text
    assert stage.wizard.header.saved.text() == "nicht gespeichert"
    stage.wizard.autosave.flush()
    stage.settled()
    assert not stage.wizard.notice.text
    assert stage.wizard.header.saved.text().startswith("gespeichert ")


@pytest.mark.parametrize(("button", "kept"), [(0, "Meine"), (1, "Andere")])
def test_a_change_elsewhere_lets_the_pilot_choose(
    stage: Stage, desk: Desk, lanes: Lanes, stored: Callable[[], OpenCase], button: int, kept: str
) -> None:
    snapshot = stage.editing.snapshot(stored().application.revision)
    other = replace(snapshot, answers={"halter": {"person": {"familienname": "Andere"}}})
    stage.settled()
    other = replace(other, expected_revision=stored().application.revision)
    lanes.submit(LaneName.STORE, lambda: desk.applications.save(other)).result()
    stage.fill((("/halter/person/familienname", "Meine"),))
    assert stage.wizard.autosave is not None
    stage.wizard.autosave.flush()
    stage.settled()
    assert stage.wizard.notice.text == STALE
    stage.wizard.notice.buttons[button].click()
    stage.settled()
    assert stored().application.answers["halter"]["person"]["familienname"] == kept
    assert stage.editing.answers["halter"]["person"]["familienname"] == kept


def test_a_case_that_is_gone_is_said(open_case: Callable[[str], Stage]) -> None:
    wizard = open_case("0190-nirgends").wizard
    assert "nicht mehr da" in wizard.loading.text()
    wizard.show_resident()
    wizard.show_step("wer")
    wizard.leave()
    wizard.finish_person()
    assert wizard.crumbs == ()
    assert wizard.help_text()
