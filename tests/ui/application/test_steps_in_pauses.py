"""A step is built when it is shown, or part by part in the pause before; either way it shows the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from lotse_app.demonstration.script import ANSWERS
from lotse_app.ui.application.read_back_view import SectionCard
from lotse_app.ui.form.edits import Edit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.ui.application.conftest import Stage

FORM = tuple(f"formular:{key}" for key in ("halter", "hund", "steuer"))
IBAN = "/bankverbindung/iban"


def titles(stage: Stage) -> list[str]:
    return [card.section.title for card in stage.pages.read_back.cards]


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_a_case_opens_with_its_first_step_only(stage: Stage) -> None:
    stage.pages.show_step("wer")  # begins the pause anew
    assert list(stage.pages.views) == ["wer"]
    assert not stage.pages.consents.isWindow()


@pytest.mark.parametrize(("key", "following"), [("wer", FORM[0]), (FORM[0], FORM[1]), (FORM[2], "nachweise")])
def test_the_next_step_is_there_before_it_is_asked_for(stage: Stage, key: str, following: str) -> None:
    stage.wizard.show_step(key)
    stage.qtbot.waitUntil(lambda: following in {*stage.pages.views, *stage.pages.forms})


def test_nothing_is_built_ahead_of_the_last_step(stage: Stage) -> None:
    stage.to_hand_in()
    before = len(stage.pages.children())
    stage.wizard.show_step("einreichen")
    stage.qtbot.wait(100)
    assert len(stage.pages.children()) == before


def test_what_is_read_back_is_made_in_the_pause_and_stays(stage: Stage) -> None:
    stage.fill()
    stage.wizard.show_step("nachweise")
    stage.qtbot.waitUntil(lambda: len(stage.pages.read_back.cards) == len(stage.editing.sections()))
    made = list(stage.pages.read_back.cards)
    assert not any(card.isVisible() for card in made)
    stage.wizard.show_step("pruefen")
    assert stage.pages.read_back.cards == made
    assert all(card.isVisible() for card in made)
    assert made[0].tick.box.hasFocus()


def test_what_was_half_made_is_finished_when_it_is_shown(stage: Stage) -> None:
    stage.fill()
    next(iter(stage.pages.read_back.prepare(stage.editing)))
    assert len(stage.pages.read_back.cards) == 1
    stage.wizard.show_step("pruefen")
    assert titles(stage) == [section.title for section in stage.editing.sections()]


def test_after_a_change_reader_and_tab_key_still_go_from_top_to_bottom(stage: Stage) -> None:
    stage.to_read_back()
    first, *others = stage.pages.read_back.cards
    stage.wizard.show_step(FORM[1])
    stage.editing.edit(Edit("/hunde/0/name", "Waldi"))
    stage.wizard.show_step("pruefen")
    cards = stage.pages.read_back.cards
    assert cards[0] is first
    assert len(cards) == len(others) + 1
    told = stage.pages.read_back.findChildren(SectionCard)
    assert told == cards
    stops = [stop for card in cards for stop in (card.tick.box, card.doubt)]
    stops[0].setFocus()
    for expected in stops[1:]:
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        assert expected.hasFocus()


def test_the_end_of_a_case_ends_the_building(stage: Stage) -> None:
    stage.fill()
    stage.wizard.show_step("nachweise")
    stage.pages.clear()
    stage.qtbot.wait(100)
    assert not stage.pages.views
    assert not stage.pages.forms


def test_an_iban_typed_fast_and_gone_on_at_once_leaves_nothing_open(stage: Stage) -> None:
    values = dict(ANSWERS)
    stage.fill(tuple((pointer, value) for pointer, value in ANSWERS if pointer != IBAN))
    stage.wizard.show_step(FORM[2])
    page = stage.pages.form_page
    assert page is not None
    page.go_to(IBAN)
    QTest.keyClicks(focused(), values[IBAN])
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert stage.pages.key == "nachweise"
    assert not page.banner.text


def test_what_stands_in_the_line_counts_even_if_it_was_not_told(stage: Stage) -> None:
    values = dict(ANSWERS)
    stage.fill(tuple((pointer, value) for pointer, value in ANSWERS if pointer != IBAN))
    stage.wizard.show_step(FORM[2])
    page = stage.pages.form_page
    assert page is not None
    page.go_to(IBAN)
    line = focused()
    assert isinstance(line, QLineEdit)
    line.blockSignals(True)  # as an input method that has not handed over its letters
    line.setText(values[IBAN])
    line.blockSignals(False)
    QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert stage.pages.key == "nachweise"
    assert stage.editing.answers["bankverbindung"]["iban"] == values[IBAN]


def test_the_next_form_page_is_built_in_a_pause(stage: Stage) -> None:
    stage.qtbot.waitUntil(lambda: "formular:halter" in stage.pages.forms)
    assert stage.pages.key == "wer"
    assert not stage.pages.forms["formular:halter"].isVisible()
