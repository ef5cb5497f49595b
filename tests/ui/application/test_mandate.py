"""An agent case in the real wizard: from *Wer handelt?* to the signed Vollmacht to handing in, and its end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from lotse_app.demonstration.script import ANSWERS, STROKES
from lotse_app.models.acting import ActingAs
from lotse_app.models.application import CarriedBy, State
from lotse_app.models.mandate import MandateCheck, RevokedBy, Standing, Term
from lotse_app.models.problems import Code, Problem
from lotse_app.models.public_service import SignatureRule
from lotse_app.ui.application.editing import Editing
from lotse_app.ui.application.mandate_card import NOBODY, TO_SEND, WHOLE
from lotse_app.ui.application.mandate_form import PAD_EMPTY, SCOPE_MISSING, TERM_WRONG
from lotse_app.ui.application.mandate_view import MADE, NONE_FOUND, TO_SIGN
from lotse_app.ui.application.signature_view import HOW_ON
from lotse_app.ui.rooms.outbox import OutboxRoom
from lotse_app.ui.rooms.revocations import TOLD
from lotse_app.ui.rooms.today import TodayRoom
from lotse_app.workflows.lanes import LaneName
from tests.mandates import AGENT, GRANTOR, STEUERAMT
from tests.ui.application.conftest import begin

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.application.mandate_view import MandateView
    from lotse_app.ui.rooms.room import PaperReady
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes
    from tests.ui.application.conftest import Stage


def choose(stage: Stage, acting: ActingAs) -> None:
    """Hand over the sheet and choose who acts."""
    stage.wizard.show_step("wer")
    if not stage.pages.acting.notice.box.isChecked():
        stage.pages.acting.notice.box.click()
    at = list(ActingAs).index(acting)
    stage.pages.acting.group.button(at).click()
    stage.settled()


def to_mandate(stage: Stage) -> MandateView:
    """Say who gives the Vollmacht and who gets it, and stand before it."""
    choose(stage, ActingAs.AUTHORISED_PERSON)
    stage.go_on()
    assert stage.pages.key == "formular:vertretung"
    stage.fill((*GRANTOR, *AGENT))
    stage.go_on()
    assert stage.pages.key == "vollmacht"
    return stage.pages.mandate


def signed(stage: Stage) -> MandateView:
    """Sign the Vollmacht on the pad."""
    view = to_mandate(stage)
    view.form.pad.set_strokes(STROKES)
    stage.go_on()
    return view


def frozen(stage: Stage) -> None:
    """Sign the Vollmacht, fill in, read back and freeze."""
    signed(stage)
    stage.fill()
    stage.wizard.show_step("nachweise")
    stage.go_on()
    while stage.pages.read_back.next_open() is not None:
        stage.key(Qt.Key.Key_Space)
    stage.go_on()


def handed_in(stage: Stage) -> None:
    """Hand it in; the signature follows."""
    frozen(stage)
    stage.wizard.acts.hand_in(stage.editing.case, CarriedBy.RESIDENT)
    stage.settled()
    stage.wizard.stack.preview.close_preview()
    stage.settled()


def test_an_agent_case_from_choice_to_the_office(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    view = to_mandate(stage)
    assert stage.wizard.next_button.accessibleName() == "Unterschreiben und festhalten"
    stage.go_on()
    assert view.banner.text == PAD_EMPTY
    view.form.pad.set_strokes(STROKES)
    stage.go_on()
    assert view.banner.text == MADE
    assert view.card.state.text() == "Sie gilt."
    assert stage.wizard.next_button.accessibleName() == "Weiter zu Halter"
    view.card.take_over.click()
    assert stage.editing.answers["halter"]["person"]["familienname"] == "Nowakowa-Žurić"
    assert stage.editing.answers["halter"]["anschrift"]["ort"] == "Wilsdruff"
    view.card.take_over.click()
    assert "kein Feld mehr leer" in view.banner.text
    stage.fill(ANSWERS)
    stage.wizard.show_step("nachweise")
    stage.go_on()
    while stage.pages.read_back.next_open() is not None:
        stage.key(Qt.Key.Key_Space)
    stage.go_on()
    assert stage.pages.key == "unterschrift"
    case = stored()
    assert case.frozen is not None
    assert case.lines[0].signer == "Měrćin Wójcik"
    stage.wizard.show_step("vollmacht")
    assert not view.card.new.isVisible()
    stage.go_on()
    stage.wizard.show_step("einreichen")
    assert stage.pages.hand_in.carried.buttons[0].text().endswith("die bevollmächtigte Person")
    stage.wizard.acts.hand_in(stage.editing.case, stage.pages.hand_in.carried_by)
    stage.settled()
    assert stored().application.state is State.SUBMITTED
    assert stage.pages.hand_in.done.by.buttons[0].text().endswith("die bevollmächtigte Person")
    assert "Vollmacht" in [paper.title for paper in stage.wizard.stack.preview.papers]


def test_the_official_is_refused_and_the_reason_stands_there(stage: Stage) -> None:
    acting = stage.pages.acting
    at = list(ActingAs).index(ActingAs.PILOT_AS_AGENT)
    button = acting.group.button(at)
    assert not button.isEnabled()
    assert "AO § 82 mit SächsKAG § 3" in button.accessibleDescription()
    assert [one.key for one in stage.editing.steps][:2] == ["wer", "formular:halter"]


@pytest.mark.parametrize(
    ("acting", "title"),
    [
        (ActingAs.PARENTS, "Eltern"),
        (ActingAs.LEGAL_GUARDIAN, "Betreuung"),
        (ActingAs.MESSENGER, "Bote"),
        (ActingAs.AUTHORISED_PERSON, "Vertretung"),
    ],
)
def test_every_way_has_its_step_and_changing_it_leaves_nothing(stage: Stage, acting: ActingAs, title: str) -> None:
    choose(stage, ActingAs.LEGAL_GUARDIAN)
    stage.go_on()
    stage.fill((("/vertretung/aufgabenkreis", "Behörden"),))
    choose(stage, acting)
    assert stage.editing.steps[1].title == title
    stage.go_on()
    assert stage.pages.form_page is not None
    kept = stage.editing.answers.get("vertretung", {})
    assert ("aufgabenkreis" in kept) is (acting is ActingAs.LEGAL_GUARDIAN)
    choose(stage, ActingAs.SELF)
    assert stage.editing.steps[1].key == "formular:halter"


def test_what_is_missing_is_said_at_its_place(stage: Stage) -> None:
    view = to_mandate(stage)
    form = view.form
    form.pad.set_strokes(STROKES)
    form.scopes.set_values([])
    stage.go_on()
    assert view.banner.text == SCOPE_MISSING
    form.scopes.set_values(["antrag_stellen"])
    form.last.setText("1.1.2026")
    stage.go_on()
    assert form.last_field.problem == TERM_WRONG
    form.last.setText("irgendwann")
    stage.go_on()
    assert form.last_field.problem
    form.first.setText("gestern")
    form.first.editingFinished.emit()
    assert form.first_field.problem
    form.first.setText("1.12.2026")
    form.term.set_value(Term.YEAR.value)
    assert form.last.text() == "30.11.2027"
    assert not form.last_field.problem
    form.wipe.click()
    assert form.pad.empty


def test_what_receiving_means_names_the_law_of_the_service_or_of_each_kind(stage: Stage) -> None:
    form = to_mandate(stage).form
    assert "(AO § 80 Abs. 5 mit SächsKAG § 3)" in form.receiving.text()
    form.matter.buttons[1].click()
    assert "sonst VwVfG § 14 Abs. 3)" in form.receiving.text()
    form.matter.buttons[0].click()
    assert "VwVfG" not in form.receiving.text()


def test_a_mandate_without_names_is_refused_in_words(stage: Stage) -> None:
    choose(stage, ActingAs.AUTHORISED_PERSON)
    stage.wizard.show_step("vollmacht")
    view = stage.pages.mandate
    view.form.preview.click()
    stage.settled()
    assert "Schritt „Vertretung“" in view.banner.text


def test_it_is_read_before_it_is_signed_and_signed_on_its_print(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    view = to_mandate(stage)
    view.form.preview.click()
    stage.settled()
    assert [paper.title for paper in stage.wizard.stack.preview.papers] == ["Vollmacht"]
    stage.wizard.stack.preview.close_preview()
    view.form.ways.set_value("ausdruck")
    assert not view.form.pad_box.isVisible()
    assert stage.wizard.next_button.accessibleName() == "Vollmacht drucken"
    stage.go_on()
    assert stage.wizard.stack.preview.papers
    stage.wizard.stack.preview.close_preview()
    assert view.banner.text == TO_SIGN
    assert "Noch nicht unterschrieben" in view.card.state.text()
    assert view.card.signed.hasFocus()
    view.card.signed.click()
    stage.settled()
    kept = stored().mandate
    assert kept is not None
    assert kept.signature is not None
    assert kept.signature.on_paper


def test_where_the_service_asks_for_paper_the_pad_is_closed(stage: Stage) -> None:
    view = to_mandate(stage)
    case = stage.editing.case
    stage.editing.take_case(replace(case, form=replace(case.form, signature=SignatureRule.WRITTEN)))
    assert not view.form.on_pad
    assert not view.form.ways.buttons[0].isEnabled()
    assert view.form.print_only.isVisible()


def test_it_is_verified_and_shown_as_it_was_signed(stage: Stage) -> None:
    view = signed(stage)
    view.card.check.click()
    stage.settled()
    assert view.card.checked.text().startswith(WHOLE)
    view.card.show_check(
        MandateCheck(
            bytes_whole=True, text_known=True, paper_whole=False, signature_fits=True, standing=Standing.DAMAGED
        )
    )
    assert "Nicht in Ordnung: das Papier" in view.card.checked.text()
    view.card.paper.click()
    stage.settled()
    assert [paper.title for paper in stage.wizard.stack.preview.papers] == ["Vollmacht"]


def test_an_edit_is_a_new_mandate(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    view = signed(stage)
    first = stored().mandate
    view.card.new.click()
    assert view.form.isVisible()
    view.form.pad.set_strokes(STROKES)
    stage.go_on()
    second = stored().mandate
    assert first is not None
    assert second is not None
    assert first.mandate.id != second.mandate.id


def test_an_earlier_one_is_looked_for_only_when_the_person_agreed(
    stage: Stage, open_case: Callable[[str], Stage], desk: Desk, lanes: Lanes
) -> None:
    view = to_mandate(stage)
    view.reuse.tick.box.click()
    stage.settled()
    assert view.reuse.found.text() == NONE_FOUND
    view.reuse.tick.box.click()
    assert not view.reuse.found.isVisible()
    view.form.pad.set_strokes(STROKES)
    stage.go_on()
    other = lanes.submit(LaneName.STORE, lambda: begin(desk)).result().id
    second = open_case(other)
    again = to_mandate(second)
    assert again.reuse.buttons == []
    again.reuse.tick.box.click()
    second.settled()
    assert len(again.reuse.buttons) == 1
    again.reuse.buttons[0].click()
    second.settled()
    assert again.card.state.text() == "Sie gilt."


def test_a_revocation_is_asked_for_once_more_and_goes_to_the_office(
    stage: Stage, desk: Desk, tasks: Tasks, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    handed_in(stage)
    stage.wizard.show_step("vollmacht")
    view = stage.pages.mandate
    view.card.revoke.click()
    assert view.card.asking.isVisible()
    view.card.keep.click()
    assert not view.card.asking.isVisible()
    view.card.revoke.click()
    view.card.really.click()
    stage.settled()
    assert "widerrufen" in view.card.state.text()
    assert TO_SEND in _texts(view)
    assert view.card.letters.hasFocus()
    view.card.letters.click()
    stage.settled()
    assert [paper.title for paper in stage.wizard.stack.preview.papers] == ["Widerruf"]
    rooms = (TodayRoom(desk, tasks), OutboxRoom(desk, tasks))
    for room in rooms:
        qtbot.addWidget(room)
        room.show()
        room.enter()
        settled()
        card = room.revocations
        assert [row.notice.office for row in card.rows] == [STEUERAMT]
        papers: list[PaperReady] = []
        room.paper.connect(papers.append)
        card.rows[0].print.click()
        settled()
        assert [paper.title for paper in papers] == ["Widerruf"]
    note_given(rooms, settled)
    rooms[1].revocations.rows.clear()
    rooms[1].revocations._refuse(Problem(Code.RECORD_MISSING))
    assert rooms[1].revocations.problem.text()


def test_the_signature_step_says_that_the_vollmacht_was_revoked_and_takes_no_signature(
    stage: Stage, desk: Desk, lanes: Lanes, stored: Callable[[], OpenCase]
) -> None:
    frozen(stage)
    view = stage.pages.signature
    assert view.card.isVisible()
    kept = stored().mandate
    assert kept is not None
    lanes.submit(LaneName.STORE, lambda: desk.mandates.revoke(kept.mandate.id, RevokedBy.GRANTOR)).result()
    view.signer.setText("Měrćin Wójcik")
    view.pad.set_strokes(STROKES)
    stage.go_on()
    assert stored().signatures == ()
    view.show_case(Editing(stored(), desk.clock))
    assert not view.card.isVisible()
    assert "widerrufen" in view.banner.text
    assert HOW_ON in view.banner.text
    stage.wizard.acts.papers(with_receipt=False)
    stage.settled()
    assert stage.wizard.stack.preview.papers == ()


def note_given(rooms: tuple[TodayRoom, OutboxRoom], settled: Callable[[], None]) -> None:
    """Note in *Heute* that the office was told: it is said there, and gone from both rooms."""
    today, outbox = rooms
    today.revocations.rows[0].note.click()
    settled()
    assert not today.revocations.isVisible()
    assert today.banner.text == TOLD
    outbox.reload()
    settled()
    assert not outbox.revocations.isVisible()


def test_one_that_was_never_used_has_nobody_to_tell(stage: Stage, desk: Desk, lanes: Lanes) -> None:
    view = signed(stage)
    kept = stage.editing.case.mandate
    assert kept is not None
    choose(stage, ActingAs.SELF)
    assert stage.wizard.autosave is not None
    stage.wizard.autosave.flush()
    stage.settled()
    revoked = lanes.submit(LaneName.STORE, lambda: desk.mandates.revoke(kept.mandate.id, RevokedBy.AGENT)).result()
    view.card.show_mandate(revoked, frozen=False)
    assert NOBODY in _texts(view)


def _texts(view: MandateView) -> list[str]:
    return [label.text() for label in view.card.notices.findChildren(QLabel)]
