"""Handzeichen and Niederschrift: signed by hand on the very print, by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from lotse_app.demonstration.script import STROKES
from lotse_app.documents.reader import text_of
from lotse_app.models.signing import SignedAs, SignWay
from lotse_app.ui.application.signature_view import NOT_APPROVED, PRINT_FIRST, WITNESS_MISSING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.workflows.applications import OpenCase
    from tests.ui.application.conftest import Stage


def test_a_handzeichen_needs_a_witness_and_the_very_print(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    stage.to_signature()
    view = stage.pages.signature
    stage.key(Qt.Key.Key_4)
    assert view.way is SignWay.MARK
    assert view.witness_field.isVisible()
    assert view.replaces.isHidden()
    for witness in ("", view.signer_name, view.signer_name.replace(" ", "  ").upper()):
        view.witness.setText(witness)
        view.print.click()
        assert view.witness_field.problem == WITNESS_MISSING
    view.witness.setText("Petra Zeugin")
    stage.go_on()
    assert view.banner.text == PRINT_FIRST
    view.print.click()
    stage.settled()
    paper = stage.wizard.stack.preview.papers[0].pdf
    assert "PetraZeugin" in text_of(paper)
    stage.wizard.stack.preview.close_preview()
    assert view.witness.text() == "Petra Zeugin"
    stage.go_on()
    given = stored().signatures[0]
    assert (given.given_as, given.beside, given.on_paper) == (SignedAs.MARK, "Petra Zeugin", True)
    assert "Zeugin oder Zeuge: Petra Zeugin" in view.done_words.text()
    stage.wizard.show_step("unterschrift")
    view.ways.set_value(SignWay.PRINT.value)
    view.print.click()
    stage.settled()
    assert stage.wizard.stack.preview.papers[0].pdf == paper
    view.ways.set_value(SignWay.MARK.value)
    view._way_changed()
    assert "alle Unterschriften auf den neuen" in view.replaces.text()
    assert not view.replaces.isHidden()


def test_nobody_signs_a_print_that_was_never_made(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    stage.to_signature()
    view = stage.pages.signature
    view.ways.set_value(SignWay.PRINT.value)
    stage.go_on()
    assert stored().signatures == ()
    preview = stage.wizard.stack.preview
    assert preview.isVisible()
    assert [paper.title for paper in preview.papers] == ["Antrag"]
    preview.close_preview()
    assert view.banner.text == PRINT_FIRST
    stage.go_on()
    assert [one.on_paper for one in stored().signatures] == [True]
    assert view.card.heading.text() == "Unterschrift 2 von 2"
    stage.go_on()  # the second line stands on the same print
    assert stage.pages.key == "einreichen"
    assert len(stored().signatures) == 2


def test_what_was_printed_before_somebody_signed_on_the_pad_is_printed_anew(
    stage: Stage, stored: Callable[[], OpenCase]
) -> None:
    stage.to_signature()
    view = stage.pages.signature
    view.ways.set_value(SignWay.PRINT.value)
    stage.print_first()
    view.ways.set_value(SignWay.PAD.value)
    view.pad.set_strokes(STROKES)
    stage.go_on()
    assert len(stored().signatures) == 1
    view.ways.set_value(SignWay.PRINT.value)
    stage.go_on()
    assert len(stored().signatures) == 1
    assert stage.wizard.stack.preview.isVisible()


def test_a_print_of_the_former_edition_is_signed_no_more(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    stage.to_signature()
    view = stage.pages.signature
    stage.key(Qt.Key.Key_4)
    view.witness.setText("Petra Zeugin")
    view.print.click()
    stage.settled()
    stage.wizard.stack.preview.close_preview()
    stage.wizard.acts.reopen()
    stage.settled()
    stage.wizard.show_step("pruefen")
    stage.go_on()
    assert stage.editing.case.application.edition == 2
    view.ways.set_value(SignWay.MARK.value)
    view._way_changed()
    view.witness.setText("Petra Zeugin")
    stage.go_on()
    assert view.banner.text == PRINT_FIRST
    assert stored().signatures == ()


def test_a_niederschrift_is_read_aloud_first(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    stage.to_signature()
    view = stage.pages.signature
    stage.key(Qt.Key.Key_5)
    view.print.click()
    stage.settled()
    assert "Vorgelesenundgenehmigt" in text_of(stage.wizard.stack.preview.papers[0].pdf)
    stage.wizard.stack.preview.close_preview()
    stage.go_on()
    assert view.banner.text == NOT_APPROVED
    view.approved.set_values(("ja",))
    stage.go_on()
    given = stored().signatures[0]
    assert (given.given_as, given.beside) == (SignedAs.RECORD, "A. Beispiel")
    assert given.office == "Stadt Wilsdruff, Rathaus Wilsdruff"
