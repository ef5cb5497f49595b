"""Rows that wrap: their items stay theirs, whatever else is taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from lotse_app.overriding import override
from lotse_app.ui.entrance.entry_page import EntryPage
from lotse_app.ui.kit.blocks import LinkButton, PrimaryButton
from lotse_app.ui.kit.fields import ChoiceRow
from lotse_app.ui.kit.layouts import FlowLayout
from lotse_app.ui.kit.wrapping import WrappingCheck, WrappingRadio

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QAbstractButton
    from pytestqt.qtbot import QtBot


def test_the_items_of_a_row_are_made_by_us_so_that_no_foreign_wrapper_stands_for_them(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    row = FlowLayout(place)
    for word in ("eins", "zwei"):
        row.addWidget(QLabel(word))
    row.add_trailing(QLabel("drei"))
    items = [item for at in range(row.count()) if (item := row.itemAt(at)) is not None]
    assert len(items) == 3
    assert all(shiboken6.createdByPython(item) for item in items)
    assert all(label.parentWidget() is place for label in place.findChildren(QLabel))


def test_a_label_that_goes_takes_its_item_along(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    row = FlowLayout(place)
    labels = [QLabel(word) for word in ("eins", "zwei")]
    for label in labels:
        row.addWidget(label)
    row.removeWidget(labels[0])
    left = [row.itemAt(at) for at in range(row.count())]
    assert [item.widget() for item in left if item is not None] == [labels[1]]
    shiboken6.delete(labels[1])
    assert row.count() == 0
    assert row.heightForWidth(100) == 0


class Asked(QLabel):
    """A label that counts how often it is asked for its size."""

    def __init__(self) -> None:
        super().__init__("eins")
        self.times = 0

    @override
    def sizeHint(self) -> QSize:
        self.times += 1
        return super().sizeHint()


def test_what_was_measured_is_kept_until_something_inside_changes(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    around = QVBoxLayout(place)
    row = FlowLayout()
    around.addLayout(row)
    asked, other = Asked(), QLabel("zwei")
    row.addWidget(asked)
    row.addWidget(other)
    place.show()
    low = row.heightForWidth(400)
    before = asked.times
    assert {row.heightForWidth(400) for _ in range(50)} == {low}
    assert asked.times == before
    asked.setText("eins\nzwei\ndrei")
    qtbot.waitUntil(lambda: row.heightForWidth(400) > low)
    assert asked.times > before
    asked.hide()
    qtbot.waitUntil(lambda: row.heightForWidth(400) == low)
    assert row.sizeHint() == other.sizeHint()


def test_a_row_that_may_not_grow_wide_gets_the_height_of_all_its_lines(qtbot: QtBot) -> None:
    page = EntryPage("Post vom Amt", "Eintragen")
    choice = ChoiceRow("Was ist gekommen?", [(str(number), f"Eine lange Antwort {number}") for number in range(6)])
    page.add_entry(choice, choice.take_focus)
    page.finish_layout()
    qtbot.addWidget(page)
    page.resize(1280, 200)  # no room to spare: it gets the height it asks for
    page.show()
    qtbot.waitExposed(page)
    assert choice.width() < 1280, "an entry is as short as a line of text"
    assert len({button.geometry().top() for button in choice.buttons}) > 1
    assert max(button.geometry().bottom() for button in choice.buttons) <= choice.height(), "answers are cut off"


@pytest.mark.parametrize("kind", [LinkButton, PrimaryButton, WrappingCheck, WrappingRadio])
@pytest.mark.parametrize("flows", [True, False], ids=["in a row", "in a column"])
def test_a_button_is_as_high_as_its_words_need(
    qtbot: QtBot, kind: Callable[[str], QAbstractButton], *, flows: bool
) -> None:
    place, button = QWidget(), kind("Hundesteuer – Anmeldung · Vorgang 7F3K")
    qtbot.addWidget(place)
    (FlowLayout(place) if flows else QVBoxLayout(place)).addWidget(button)
    words = button.text()

    def height_at(width: int) -> int:
        place.resize(width, 400)
        qtbot.wait(30)
        assert button.height() >= button.heightForWidth(button.width())
        return button.height()

    place.show()
    one, least = height_at(600), button.minimumHeight()  # a look may ask for more than the button itself
    assert height_at(130) > one
    assert height_at(600) == one
    assert height_at(130) > one
    button.setText("Hund")
    qtbot.waitUntil(lambda: button.height() == one)
    button.setText(words)
    qtbot.waitUntil(lambda: button.height() > one)
    assert height_at(600) == one
    assert button.minimumHeight() == least
    assert height_at(130) > one
    button.setMinimumHeight(least + 4)  # as another look does
    assert height_at(600) == max(one, least + 4)
