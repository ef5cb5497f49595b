"""The clock of the computer is set back while the window is open."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject

from lotse_app.models.problems import Code
from lotse_app.ui.frame.clock_watch import ClockWatch
from tests.desks import MORNING

if TYPE_CHECKING:
    from datetime import datetime

    from pytestqt.qtbot import QtBot

    from lotse_app.models.problems import Problem


class TwoClocks:
    """A time of day that can be set, and seconds that only pass."""

    def __init__(self) -> None:
        self.shown, self.passed = MORNING, 0.0

    def now(self) -> datetime:
        """Return what the computer shows."""
        return self.shown

    def monotonic(self) -> float:
        """Return how long it runs."""
        return self.passed

    def go(self, seconds: float, *, shown: float | None = None) -> None:
        """Let time pass; the time of day goes on by ``shown`` seconds."""
        self.passed += seconds
        self.shown += timedelta(seconds=seconds if shown is None else shown)


@pytest.fixture
def clocks() -> TwoClocks:
    return TwoClocks()


@pytest.fixture
def parent(qtbot: QtBot) -> QObject:
    del qtbot
    return QObject()


def told(watch: ClockWatch) -> list[Code]:
    """Return a list that grows with what the watch says."""
    said: list[Code] = []

    def hear(problem: Problem) -> None:
        said.append(problem.code)

    watch.trouble.connect(hear)
    return said


def test_a_clock_that_is_set_back_is_said_once_each_time(clocks: TwoClocks, parent: QObject) -> None:
    watch = ClockWatch(clocks, parent)
    watch.start()
    said = told(watch)
    clocks.go(3600)
    watch.look()
    assert said == []
    clocks.go(30, shown=-600)
    watch.look()
    clocks.go(30)
    watch.look()
    assert said == [Code.CLOCK_BACKWARDS]
    clocks.go(30, shown=-86_400)
    watch.look()
    assert said == [Code.CLOCK_BACKWARDS] * 2
    watch.stop()


def test_drift_sleep_and_a_clock_put_forward_are_not_said(clocks: TwoClocks, parent: QObject) -> None:
    watch = ClockWatch(clocks, parent)
    watch.start()
    said = told(watch)
    for seconds, shown in ((30, -120), (30, 9 * 3600), (30, 30)):
        clocks.go(seconds, shown=shown)
        watch.look()
    assert said == []
    clocks.go(30, shown=-9 * 3600)  # put forward by mistake, and back
    watch.look()
    assert said == [Code.CLOCK_BACKWARDS]
    watch.stop()
