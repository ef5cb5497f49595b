"""Days as people type them: what stands there counts, or it says that it does not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest

from lotse_app.ui.kit.days import DayEdit, DayField

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

#: What Qt's own field shows is why these are the days that are typed over.
SHOWN = (date(2026, 11, 23), date(2026, 2, 10), date(2026, 12, 31))
UNREADABLE = "Das ist kein Tag. Bitte so eingeben: 31.12.2026."


def made(qtbot: QtBot, edit: DayEdit) -> DayField:
    field = DayField("Tag", edit)
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    edit.setFocus()
    edit.selectAll()  # as Tab does
    return field


@pytest.mark.parametrize("shown", SHOWN)
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("31.12.2025", date(2025, 12, 31)),
        ("31122025", date(2025, 12, 31)),
        ("1.4.26", date(2026, 4, 1)),
        ("29.02.2024", date(2024, 2, 29)),
        ("30. November 2026", date(2026, 11, 30)),
    ],
)
def test_the_day_that_was_typed_counts_whatever_stood_there(qtbot: QtBot, shown: date, typed: str, meant: date) -> None:
    edit = DayEdit(shown)
    field = made(qtbot, edit)
    QTest.keyClicks(edit, typed)
    assert edit.asked() == edit.day == meant
    assert edit.text() == f"{meant:%d.%m.%Y}"
    assert not field.problem


def test_a_day_before_today_is_taken_where_today_is_the_last(qtbot: QtBot) -> None:
    edit = DayEdit(date(2026, 11, 3), latest=date(2026, 11, 3))
    field = made(qtbot, edit)
    QTest.keyClicks(edit, "25.10.2026")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.day == date(2026, 10, 25)
    assert not field.problem


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("31.11.2026", UNREADABLE),
        ("", UNREADABLE),
        ("5", UNREADABLE),
        ("24.11.2026", "Bitte einen Tag bis 23.11.2026 eingeben."),
        ("31.12.1999", "Bitte einen Tag ab 01.01.2000 eingeben."),
    ],
)
def test_what_is_no_day_is_said_and_stays_to_be_mended(qtbot: QtBot, typed: str, wrong: str) -> None:
    edit = DayEdit(date(2026, 11, 23), earliest=date(2000, 1, 1), latest=date(2026, 11, 23))
    field = made(qtbot, edit)
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    QTest.keyClicks(edit, typed)
    assert edit.asked() is None
    assert (field.problem, edit.text()) == (wrong, typed)
    assert edit.selectedText() == typed
    QTest.keyClicks(edit, "20.11.2026")
    assert not field.problem, "who mends it is not scolded meanwhile"
    assert edit.asked() == date(2026, 11, 20)


def test_arrows_turn_the_day_and_stop_where_it_may_not_go(qtbot: QtBot) -> None:
    edit = DayEdit(date(2026, 2, 27), earliest=date(2026, 2, 26), latest=date(2026, 3, 1))
    field = made(qtbot, edit)
    turned: list[date] = []

    def note() -> None:
        turned.append(edit.day)

    edit.turned.connect(note)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(edit, key)
    assert [day.day for day in turned] == [28, 1, 28, 27, 26]
    QTest.keyClick(edit, Qt.Key.Key_Down)
    assert edit.day == date(2026, 2, 26)
    QTest.keyClicks(edit, "x")
    QTest.keyClick(edit, Qt.Key.Key_Up)
    assert field.problem == UNREADABLE


def test_a_day_from_the_clipboard_is_a_day(qtbot: QtBot) -> None:
    edit = DayEdit(date(2026, 11, 23))
    field = made(qtbot, edit)
    QGuiApplication.clipboard().setText("2026-10-05")
    edit.selectAll()
    QTest.keySequence(edit, QKeySequence(QKeySequence.StandardKey.Paste))
    assert edit.asked() == date(2026, 10, 5)
    assert not field.problem


def test_a_year_that_nobody_means_is_no_day(qtbot: QtBot) -> None:
    edit = DayEdit(date(2026, 11, 23))
    field = made(qtbot, edit)
    for typed, wrong in {"01.01.0001": "ab 01.01.1900", "31.12.9999": "bis 31.12.2199"}.items():
        edit.setText(typed)
        assert edit.asked() is None
        assert wrong in field.problem
