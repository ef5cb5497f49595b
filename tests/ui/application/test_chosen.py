"""What was chosen stays chosen when the Vorgang is closed by the lock and opened again; nobody's words do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from lotse_app.demonstration.script import STROKES
from lotse_app.documents.reader import text_of
from lotse_app.models.acting import ReadBackWay
from lotse_app.models.application import CarriedBy
from lotse_app.models.mandate import Scope, Term
from lotse_app.models.signing import SignedAs, SignRequest, SignWay
from lotse_app.ui.application.hand_print import HandPrint
from lotse_app.ui.application.signature_view import WITNESS_MISSING
from tests.ui.application.test_mandate import to_mandate

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.clock import FixedClock
    from lotse_app.workflows.applications import OpenCase
    from tests.ui.application.conftest import Stage

    Again = Callable[[str], Stage]


def _reopened(stage: Stage, open_case: Again) -> Stage:
    """Close the view as a lock does, and open the Vorgang again."""
    case_id = stage.editing.case.application.id
    stage.wizard.leave()
    stage.settled()
    stage.wizard.hide()
    return open_case(case_id)


def test_the_print_that_was_chosen_and_shown_is_signed_after_the_lock(
    stage: Stage, open_case: Again, stored: Callable[[], OpenCase]
) -> None:
    stage.to_signature()
    stage.key(Qt.Key.Key_2)
    stage.print_first()
    after = _reopened(stage, open_case)
    assert after.pages.signature.way is SignWay.PRINT
    after.go_on()
    assert [one.on_paper for one in stored().signatures] == [True]


def _handed_to_a_witness(stage: Stage, witness: str) -> bytes:
    stage.key(Qt.Key.Key_4)
    stage.pages.signature.witness.setText(witness)
    stage.pages.signature.print.click()
    stage.settled()
    preview = stage.wizard.stack.preview
    paper = preview.papers[0].pdf
    preview.close_preview()
    return paper


def test_the_print_with_its_handzeichen_is_noted_as_it_was_printed_before_the_lock(
    stage: Stage, open_case: Again, stored: Callable[[], OpenCase], clock: FixedClock
) -> None:
    stage.to_signature()
    paper = _handed_to_a_witness(stage, "Petra Zeugin")
    printed_at = clock.now()
    clock.advance(minutes=7)
    after = _reopened(stage, open_case)
    view = after.pages.signature
    for other in ("Paula Zeugin", ""):  # on this paper stands nobody of that name
        view.witness.setText(other)
        after.go_on()
        assert stored().signatures == ()
    assert view.witness_field.problem == WITNESS_MISSING
    view.witness.setText("Petra Zeugin")
    after.go_on()
    (given,) = stored().signatures
    assert (given.given_as, given.beside, given.at) == (SignedAs.MARK, "Petra Zeugin", printed_at)
    after.wizard.show_step("unterschrift")
    view.ways.set_value(SignWay.PRINT.value)
    view.print.click()
    after.settled()
    assert text_of(after.wizard.stack.preview.papers[0].pdf) == text_of(paper)


def test_another_edition_or_another_pilot_cannot_note_a_print_of_before(
    stage: Stage, open_case: Again, stored: Callable[[], OpenCase]
) -> None:
    stage.to_signature()
    _handed_to_a_witness(stage, "Petra Zeugin")
    after = _reopened(stage, open_case)
    request = SignRequest(SignWay.MARK, stored().open_lines[0], after.pages.signature.signer_name, "Petra Zeugin")
    chosen = after.wizard.acts.chosen
    assert HandPrint(chosen, stored().application.pilot_id).moment(stored(), request) is not None
    assert HandPrint(chosen, "somebody else").moment(stored(), request) is None
    chosen.fit(99)
    assert HandPrint(chosen, stored().application.pilot_id).moment(stored(), request) is None


def _as_new_process(stage: Stage) -> None:
    """Forget what only the running program knows."""
    stage.wizard.acts.chosen.fit(99)


def test_a_print_that_was_signed_is_out_also_after_a_crash(
    stage: Stage, open_case: Again, stored: Callable[[], OpenCase]
) -> None:
    stage.to_signature()
    stage.key(Qt.Key.Key_2)
    stage.print_first()
    stage.go_on()
    assert len(stored().signatures) == 1
    _as_new_process(stage)
    after = _reopened(stage, open_case)
    after.go_on()
    assert [one.on_paper for one in stored().signatures] == [True, True]


def test_what_was_drawn_or_named_is_gone_and_a_new_edition_asks_anew(stage: Stage, open_case: Again) -> None:
    stage.to_signature()
    stage.key(Qt.Key.Key_4)
    stage.pages.signature.witness.setText("Petra Zeugin")
    stage.pages.signature.pad.set_strokes(STROKES)
    after = _reopened(stage, open_case)
    assert after.pages.signature.ways.value == SignWay.MARK.value
    assert after.pages.signature.witness.text() == ""
    assert after.pages.signature.pad.empty
    after.wizard.acts.reopen()
    after.settled()
    after.wizard.show_step("pruefen")
    after.go_on()
    assert after.pages.signature.ways.value == SignWay.PAD.value


def test_how_it_is_read_back_and_who_takes_it_there_stay(stage: Stage, open_case: Again) -> None:
    stage.to_read_back()
    stage.pages.read_back.how.buttons[3].click()
    stage.key(Qt.Key.Key_Space)
    ticked = stage.editing.confirmed()
    after = _reopened(stage, open_case)
    assert after.pages.read_back.way is ReadBackWay.INTERPRETED
    assert after.editing.confirmed() == ticked != frozenset()
    while after.pages.read_back.next_open() is not None:
        after.key(Qt.Key.Key_Space)
    after.go_on()
    after.key(Qt.Key.Key_3)  # Unterschrift folgt
    after.go_on()
    assert after.pages.hand_in.carried_by is CarriedBy.RESIDENT
    after.pages.hand_in.carried.set_value(CarriedBy.POST.value)
    after = _reopened(after, open_case)
    assert after.pages.hand_in.carried_by is CarriedBy.POST
    _as_new_process(after)
    assert _reopened(after, open_case).pages.hand_in.carried_by is CarriedBy.POST


def test_who_takes_it_there_is_asked_anew_for_another_edition(
    stage: Stage, open_case: Again, stored: Callable[[], OpenCase]
) -> None:
    stage.to_signature()
    stage.key(Qt.Key.Key_3)
    stage.go_on()
    stage.pages.hand_in.carried.set_value(CarriedBy.POST.value)
    stage.settled()
    assert CarriedBy.POST.value in stored().choices.values()
    stage.wizard.acts.reopen()
    stage.settled()
    assert stored().choices == {}
    _as_new_process(stage)
    after = _reopened(stage, open_case)
    assert after.pages.hand_in.carried_by is CarriedBy.RESIDENT


def test_what_a_vollmacht_is_to_allow_stays(stage: Stage, open_case: Again) -> None:
    form = to_mandate(stage).form
    form.scopes.set_values([Scope.APPLY.value, Scope.COLLECT.value])
    form.term.set_value(Term.YEAR.value)
    form.last.setText("01.12.2026")
    form.first.setText("kein Tag")
    chosen = form.scopes.values, form.matter.value
    after = _reopened(stage, open_case).pages.mandate.form
    assert (after.scopes.values, after.matter.value, after.term.value) == (*chosen, Term.YEAR.value)
    assert (after.first.text(), after.last.text()) == ("", "01.12.2026")
