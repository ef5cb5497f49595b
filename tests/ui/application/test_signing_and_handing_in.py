"""The end of the main job: signature, handing in, printing later, the next person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from lotse_app.demonstration.script import STROKES
from lotse_app.documents.reader import text_of
from lotse_app.models.application import CarriedBy, Mark, State
from lotse_app.models.signing import SignWay
from lotse_app.ui.application.filing_words import OR_HERE
from lotse_app.ui.application.hand_in_view import ORIGINAL
from lotse_app.ui.application.signature_view import (
    NAME_MISSING,
    PAD_EMPTY,
)
from lotse_app.ui.kit.theme import ThemeName
from tests.desks import AMTSBERG

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.clock import FixedClock
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.workflows.applications import OpenCase
    from tests.ui.application.conftest import Stage


def everything(widget: QWidget) -> str:
    """Return all that can be read in a window, also where it is hidden."""
    texts = [label.text() for label in widget.findChildren(QLabel)]
    names = [f"{one.accessibleName()} {one.accessibleDescription()}" for one in widget.findChildren(QWidget)]
    lines = [str(one.property("text") or "") for one in widget.findChildren(QWidget)]
    return " ".join([*texts, *names, *lines])


def test_the_pad_signs_and_the_name_is_that_of_who_acts(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    stage.to_signature()
    view = stage.pages.signature
    assert view.way is SignWay.PAD
    assert view.signer_name == "Hańža Marija Nowakowa-Žurić"
    stage.go_on()
    assert view.banner.text == PAD_EMPTY
    view.pad.set_strokes(STROKES)
    assert view.signer.isReadOnly()
    assert "„Noch einmal ändern“" in view.signer.accessibleDescription()
    QTest.keyClicks(view.signer, "Erna Fremd")
    assert view.signer_name == "Hańža Marija Nowakowa-Žurić", "nobody types another name over it"
    stage.go_on()
    case = stored()
    assert case.signature is not None
    assert not case.signature.on_paper
    assert case.signature.signer == "Hańža Marija Nowakowa-Žurić"
    assert stage.pages.key == "unterschrift"
    assert "auf dem Unterschriftenfeld" in view.done_words.text()
    assert view.again.isVisible()


def test_all_who_must_sign_are_asked_one_by_one(
    stage: Stage, stored: Callable[[], OpenCase], open_case: Callable[[str], Stage], case_id: str
) -> None:
    stage.to_signature()
    view = stage.pages.signature
    assert view.card.heading.text() == "Unterschrift 1 von 2"
    view.pad.set_strokes(STROKES)
    stage.go_on()
    assert stage.pages.key == "unterschrift"
    assert view.card.heading.text() == "Unterschrift 2 von 2"
    assert view.caption.text().startswith("SEPA-Mandat")
    assert not view.ways.buttons[0].isEnabled()
    assert "nur auf Papier" in view.closed.text()
    stage.key(Qt.Key.Key_1)
    assert view.way is SignWay.PRINT
    assert open_case(case_id).pages.key == "unterschrift"
    stage.wizard.activateWindow()
    stage.qtbot.waitUntil(stage.wizard.isActiveWindow)
    assert not view.signer.isReadOnly(), "the account may be somebody else's"
    assert view.signer.accessibleDescription() == ""
    view.signer.clear()
    stage.go_on()
    assert view.signer_field.problem == NAME_MISSING
    view.signer.setText("Jan Nowak")
    view.ways.take_focus()
    stage.print_first()
    stage.go_on()
    assert stage.pages.key == "einreichen"
    assert [(one.signer, one.line, one.on_paper) for one in stored().signatures] == [
        ("Hańža Marija Nowakowa-Žurić", 0, False),
        ("Jan Nowak", 1, True),
    ]
    stage.wizard.show_step("unterschrift")
    assert not view.card.isVisible()
    assert "Jan Nowak, auf dem Ausdruck" in view.done_words.text()
    stage.go_on()
    assert stage.pages.key == "einreichen"


def test_a_signature_that_follows_is_noted_with_one_action(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    stage.to_signature()
    stage.key(Qt.Key.Key_3)
    stage.go_on()
    stage.go_on()
    stage.wizard.stack.preview.close_preview()
    done = stage.pages.hand_in.done
    assert done.unsigned.isVisible()
    done.supply.click()
    stage.settled()
    assert Mark.SIGNATURE_FOLLOWS not in stored().application.marks
    assert not done.supply.isVisible()
    assert stage.wizard.notice.text == "Festgehalten: Die Unterschrift ist nachgereicht."


def test_the_signature_may_follow(
    stage: Stage, stored: Callable[[], OpenCase], open_case: Callable[[str], Stage], case_id: str
) -> None:
    stage.to_signature()
    stage.key(Qt.Key.Key_3)
    assert not stage.pages.signature.signer_field.isVisible()
    stage.go_on()
    assert Mark.SIGNATURE_FOLLOWS in stored().application.marks
    assert stage.pages.key == "einreichen"
    assert open_case(case_id).pages.key == "einreichen"


def test_the_print_is_at_hand_for_signing(stage: Stage) -> None:
    stage.to_signature()
    assert any("Festgehalten: Fassung 1" in one.text() for one in stage.wizard.findChildren(QLabel)), "as on paper"
    stage.key(Qt.Key.Key_2)
    stage.pages.signature.print.click()
    stage.settled()
    assert [paper.title for paper in stage.wizard.stack.preview.papers] == ["Antrag"]


def test_the_receipt_is_said_before_it_is_printed(stage: Stage) -> None:
    stage.to_hand_in()
    view = stage.pages.hand_in
    assert "noch kein Eingang beim Amt" in view.receipt.text()
    stage.key(Qt.Key.Key_2)
    assert view.receipt.text().startswith("Gedruckt wird die Eingangsbestätigung")
    assert "Frist Di 24.11.2026" in view.office.text()
    assert not view.near.isVisible()


def test_what_was_signed_on_paper_is_the_original_and_not_printed_again(
    stage: Stage, stored: Callable[[], OpenCase]
) -> None:
    stage.to_hand_in()
    assert stored().print_is_original
    assert ORIGINAL in stage.pages.hand_in.receipt.text()
    stage.key(Qt.Key.Key_2)
    stage.go_on()
    assert [paper.title for paper in stage.wizard.stack.preview.papers] == ["Beleg", "Merkzettel"]


def test_what_still_has_to_be_signed_is_printed(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    stage.to_signature()
    stage.key(Qt.Key.Key_3)
    stage.go_on()
    assert not stored().print_is_original
    assert ORIGINAL not in stage.pages.hand_in.receipt.text()
    stage.key(Qt.Key.Key_2)
    stage.go_on()
    assert [paper.title for paper in stage.wizard.stack.preview.papers] == ["Antrag", "Beleg", "Merkzettel"]


def test_a_near_and_a_missed_deadline_are_said(
    stage: Stage, clock: FixedClock, open_case: Callable[[str], Stage], case_id: str
) -> None:
    stage.to_hand_in()
    clock.advance(days=3)
    near = open_case(case_id).pages.hand_in.near
    assert near.isVisible()
    assert "Hausbriefkasten" in near.text()
    clock.advance(days=3)
    assert "Die Frist war am Di 24.11.2026" in open_case(case_id).pages.hand_in.near.text()


def test_ways_that_come_later_say_so(stage: Stage) -> None:
    stage.to_hand_in()
    buttons = stage.pages.hand_in.group.buttons()
    assert [button.isEnabled() for button in buttons] == [True, False, False, False]
    assert all(button.accessibleDescription() for button in buttons[1:])


def test_an_own_receipt_needs_no_day_of_handing_over(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    stage.to_hand_in()
    stage.key(Qt.Key.Key_2)
    stage.go_on()
    assert stored().application.state is State.RECEIVED
    stage.wizard.stack.preview.close_preview()
    done = stage.pages.hand_in.done
    assert not done.day_field.isVisible()
    stage.wizard.show_step("einreichen")
    done.reprint.click()
    stage.settled()
    assert [paper.title for paper in stage.wizard.stack.preview.papers] == ["Beleg", "Merkzettel"]


def test_the_day_of_handing_over_is_kept(stage: Stage, stored: Callable[[], OpenCase], clock: FixedClock) -> None:
    stage.to_hand_in()
    stage.go_on()
    stage.wizard.stack.preview.close_preview()
    done = stage.pages.hand_in.done
    for wrong in ("gestern", "1.1.2030"):
        done.day.setText(wrong)
        done.note.click()
        assert done.day_field.problem
    done.day.setText("20.11.26")
    done.note.click()
    stage.settled()
    hand_in = stored().hand_in
    assert hand_in is not None
    assert hand_in.handed_over_on is not None
    assert hand_in.handed_over_on.isoformat() == "2026-11-20"
    assert hand_in.handed_over_by is CarriedBy.RESIDENT
    assert not done.day_field.isVisible()
    clock.advance(days=1)
    done.undo.click()
    stage.settled()
    taken = stored().hand_in
    assert taken is not None
    assert (taken.handed_over_on, taken.handed_over_by) == (None, None)
    done.by.set_value(CarriedBy.POST.value)
    done.note.click()
    stage.settled()
    noted = stored().hand_in
    assert noted is not None
    assert noted.handed_over_by is CarriedBy.POST
    assert "durch die Post" in everything(done)


@pytest.mark.parametrize("percent", [100, 200])
def test_printing_later_shows_a_number_to_copy_by_hand(
    stage: Stage, stored: Callable[[], OpenCase], only_appearance: Appearance, percent: int
) -> None:
    only_appearance.apply(ThemeName.LIGHT, percent)
    stage.to_hand_in()
    stage.pages.hand_in.later.click()
    stage.settled()
    assert Mark.PRINT_LATER in stored().application.marks
    page = stage.wizard.stack.copy.page
    assert page.isVisible()
    assert page.number.text() == stored().application.number
    assert page.number.fontMetrics().height() >= 150
    assert page.number.sizeHint().width() <= page.scroller.viewport().width()
    assert not page.scroller.horizontalScrollBar().isVisible()
    words = [row.text() for row in page.rows]
    assert words[0] == "Antrag an: Stadt Wilsdruff, Steueramt"
    assert words[1:3] == ["Bis: 24. November 2026", "Am: 20. November 2026"]
    assert "Rathaus Wilsdruff, Markt 1" in words[3]
    stage.wizard.show_resident()
    assert stage.wizard.guide.window is not None
    assert stage.wizard.guide.window.code.number.text() == stored().application.number
    stage.wizard.show_resident()
    assert stage.wizard.back()
    assert stage.pages.isVisible()
    stage.pages.hand_in.copy.click()
    stage.key(Qt.Key.Key_Escape)
    assert stage.pages.isVisible()
    only_appearance.apply(ThemeName.LIGHT, 100)


def test_what_was_printed_later_waits_no_more(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    stage.to_hand_in()
    stage.pages.hand_in.later.click()
    stage.settled()
    stage.wizard.back()
    stage.go_on()
    stage.wizard.stack.preview.printed.emit()
    stage.settled()
    assert Mark.PRINT_LATER not in stored().application.marks
    stage.wizard.stack.preview.printed.emit()
    stage.settled()


def test_printing_later_offers_the_next_person(stage: Stage) -> None:
    stage.to_hand_in()
    stage.pages.hand_in.later.click()
    stage.settled()
    with stage.qtbot.waitSignal(stage.wizard.next_person):
        stage.wizard.stack.copy.next.click()
        stage.settled()
    assert stage.wizard.stack.copy.page.number.text() == ""


def test_at_the_annahmestelle_it_is_said_that_leaving_it_here_keeps_the_deadline(
    stage: Stage, clock: FixedClock
) -> None:
    clock.advance(days=1)
    stage.to_signature()
    kept = "Frist Di 24.11.2026: Wird der Antrag heute hier abgegeben, ist die Frist gewahrt."
    assert stage.wizard.notice.text == kept
    assert not stage.wizard.notice.buttons
    stage.key(Qt.Key.Key_2)
    stage.print_first()
    stage.go_on()
    stage.go_on()
    view = stage.pages.hand_in
    box = "Hausbriefkasten: Stadt Wilsdruff, Steueramt."
    assert box in view.near.text()
    assert view.near.text().endswith(OR_HERE)
    stage.key(Qt.Key.Key_2)
    assert view.carried_by is CarriedBy.PILOT
    assert view.near.text() == f"⚠ {kept}"
    assert view.near.isVisible()
    assert not view.where.isVisible()
    stage.key(Qt.Key.Key_3)
    assert box in view.near.text()


def test_after_the_deadline_the_annahmestelle_takes_it_at_once(stage: Stage, clock: FixedClock) -> None:
    clock.advance(days=5)
    stage.to_signature()
    assert (
        stage.wizard.notice.text == "Die Frist war am Di 24.11.2026. Bitte unterschreiben und heute noch hier abgeben."
    )


@pytest.mark.parametrize("commune", [AMTSBERG])
def test_what_cannot_wait_is_said_when_it_is_frozen_and_one_key_prints_everything(
    stage: Stage, clock: FixedClock, stored: Callable[[], OpenCase]
) -> None:
    clock.advance(days=1)
    stage.to_signature()
    assert stage.wizard.notice.text.startswith("Frist Di 24.11.2026: Ohne Netz kommt der Antrag heute nicht an.")
    assert stage.wizard.notice.text.endswith("Hausbriefkasten: Gemeinde Amtsberg, Steueramt.")
    assert stage.pages.signature.ways.buttons[0].hasFocus()
    stage.wizard.notice.buttons[0].click()
    stage.settled()
    assert [paper.title for paper in stage.wizard.stack.preview.papers] == [
        "Antrag",
        "Adressblatt",
        "Beleg",
        "Merkzettel",
    ]
    cover = text_of(stage.wizard.stack.preview.papers[1].pdf)
    assert "Poststraße30" in cover
    assert "HeuteindenHausbriefkasten" in cover
    assert Mark.SIGNATURE_FOLLOWS in stored().application.marks
    stage.wizard.stack.preview.close_preview()
    stage.pages.hand_in.done.reprint.click()
    stage.settled()
    assert len(stage.wizard.stack.preview.papers) == 4


def test_the_address_is_shown_where_it_goes_into_a_letter_box_or_by_post(stage: Stage) -> None:
    stage.to_hand_in()
    view = stage.pages.hand_in
    assert not view.where.isVisible()
    stage.key(Qt.Key.Key_3)
    stage.settled()
    assert view.where.isVisible()
    assert "Nossener Straße 20" in view.where.address.text()
    stage.go_on()
    assert [paper.title for paper in stage.wizard.stack.preview.papers] == ["Adressblatt", "Beleg", "Merkzettel"]


def test_nothing_of_the_person_is_left_for_the_next(stage: Stage) -> None:
    stage.to_hand_in()
    stage.wizard.show_step("formular:halter")
    stage.wizard.show_step("einreichen")
    stage.go_on()
    assert "Nowakowa" in everything(stage.wizard)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("Nowakowa-Žurić")
    stage.wizard.stack.preview.close_preview()
    with stage.qtbot.waitSignal(stage.wizard.next_person):
        stage.go_on()
    stage.qtbot.wait(1)
    assert "Nowakowa" not in everything(stage.wizard)
    assert clipboard.text() == ""
    assert not stage.wizard.stack.preview.papers
    assert not stage.editing.history.can_undo
    assert not stage.editing.answers


def test_what_another_program_put_on_the_clipboard_stays(stage: Stage) -> None:
    stage.fill((("/halter/person/familienname", "Nowakowa"),))
    QGuiApplication.clipboard().setText("Einkaufszettel")
    with stage.qtbot.waitSignal(stage.wizard.next_person):
        stage.wizard.finish_person()
    assert QGuiApplication.clipboard().text() == "Einkaufszettel"
