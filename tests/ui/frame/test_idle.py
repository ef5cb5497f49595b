"""Locking by itself: what counts as input, when it warns, when it locks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from lotse_app.clock import FixedClock
from lotse_app.ui.frame.idle import MINUTES, MINUTES_WITH_RESIDENT, WARNING_SECONDS, IdleWatch

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Desk(QWidget):
    """A window with two lines."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = QLineEdit(), QLineEdit()
        box = QVBoxLayout(self)
        box.addWidget(self.first)
        box.addWidget(self.second)


@pytest.fixture
def still() -> FixedClock:
    return FixedClock(datetime(2026, 11, 20, 8, 30, tzinfo=UTC))


@pytest.fixture
def watch(qapp: QApplication, still: FixedClock) -> IdleWatch:
    made = IdleWatch(still, qapp)
    made.watch(qapp)
    return made


def opened(qtbot: QtBot) -> Desk:
    """Return a window that has the keyboard."""
    window = Desk()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.first.setFocus()
    return window


def minutes_left(watch: IdleWatch, still: FixedClock, *, after: float) -> float:
    """Return what is left of the time without input, after some minutes."""
    still.advance(minutes=after)
    return watch.seconds_left / 60


def test_a_key_in_any_line_begins_the_time_anew(qtbot: QtBot, watch: IdleWatch, still: FixedClock) -> None:
    window = opened(qtbot)
    watch.start()
    assert minutes_left(watch, still, after=3) == MINUTES - 3
    QTest.keyClick(window.first, Qt.Key.Key_A)
    assert watch.seconds_left == MINUTES * 60
    window.second.setFocus()
    still.advance(minutes=2)
    QTest.keyClick(window.second, Qt.Key.Key_B)
    assert watch.seconds_left == MINUTES * 60


def test_the_mouse_anywhere_in_a_window_counts(qtbot: QtBot, watch: IdleWatch, still: FixedClock) -> None:
    window = opened(qtbot)
    watch.start()
    still.advance(minutes=3)
    handle = window.windowHandle()
    assert handle is not None
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=window.second.geometry().center())
    assert watch.seconds_left == MINUTES * 60


def test_a_second_window_counts_too(qtbot: QtBot, watch: IdleWatch, still: FixedClock) -> None:
    opened(qtbot)
    watch.start()
    other = opened(qtbot)
    still.advance(minutes=3)
    QTest.keyClick(other.first, Qt.Key.Key_A)
    assert watch.seconds_left == MINUTES * 60


def test_what_an_input_method_writes_counts(qtbot: QtBot, watch: IdleWatch, still: FixedClock) -> None:
    window = opened(qtbot)
    watch.start()
    still.advance(minutes=3)
    written = QInputMethodEvent()
    written.setCommitString("č")
    QApplication.sendEvent(window.first, written)
    assert watch.seconds_left == MINUTES * 60


def test_without_input_it_warns_a_minute_before_and_then_locks(
    qtbot: QtBot, watch: IdleWatch, still: FixedClock
) -> None:
    watch.start()
    for _ in range(5):
        still.advance(seconds=40)
        with qtbot.assertNotEmitted(watch.warning):
            watch.tick()
    still.advance(seconds=40)
    with qtbot.waitSignal(watch.warning):
        watch.tick()
    assert 0 < watch.seconds_left <= WARNING_SECONDS
    still.advance(seconds=40)
    watch.tick()
    still.advance(seconds=40)
    with qtbot.waitSignal(watch.expired):
        watch.tick()


def test_input_after_the_warning_calms_it(qtbot: QtBot, watch: IdleWatch, still: FixedClock) -> None:
    window = opened(qtbot)
    watch.start()
    for _ in range(7):
        still.advance(seconds=40)
        watch.tick()
    with qtbot.waitSignal(watch.calmed):
        QTest.keyClick(window.first, Qt.Key.Key_A)


def test_a_resident_who_reads_has_more_time(watch: IdleWatch) -> None:
    watch.resident_view(is_open=True)
    watch.start()
    assert watch.seconds_left == MINUTES_WITH_RESIDENT * 60
    watch.resident_view(is_open=False)
    assert watch.seconds_left == MINUTES * 60


def test_a_computer_that_slept_comes_back_locked(qtbot: QtBot, watch: IdleWatch, still: FixedClock) -> None:
    watch.start()
    still.advance(minutes=2)
    with qtbot.waitSignal(watch.expired):
        watch.tick()


def test_nothing_is_counted_before_the_desk_is_open(qtbot: QtBot, watch: IdleWatch, still: FixedClock) -> None:
    window = opened(qtbot)
    still.advance(minutes=3)
    QTest.keyClick(window.first, Qt.Key.Key_A)
    assert watch.seconds_left == (MINUTES - 3) * 60


def test_the_first_touch_on_a_second_screen_counts(qtbot: QtBot, watch: IdleWatch, still: FixedClock) -> None:
    opened(qtbot)
    beside = QWidget()
    qtbot.addWidget(beside)
    beside.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    beside.show()
    watch.start()
    watch.resident_view(is_open=True)
    assert minutes_left(watch, still, after=10) == MINUTES_WITH_RESIDENT - 10
    QTest.mousePress(beside.windowHandle(), Qt.MouseButton.LeftButton)
    assert minutes_left(watch, still, after=0) == MINUTES_WITH_RESIDENT
    QTest.mouseRelease(beside.windowHandle(), Qt.MouseButton.LeftButton)
    watch.resident_view(is_open=False)
    watch.stop()
