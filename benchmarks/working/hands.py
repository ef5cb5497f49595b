"""Hands that work the window from within its own event loop: keys one by one, a wait until everything has arrived."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.working.watch import LoopWatch
    from lotse_app.ui.program import WindowProgram

_TICK_MS, _QUIET_TICKS = 10, 4
CTRL = Qt.KeyboardModifier.ControlModifier


class Wait(Enum):
    """What has to be waited for before the next act."""

    KEY = "the next key"
    QUIET = "everything asked for has arrived"


class Hands(QObject):
    """Plays a script; each part of it does one thing and says what to wait for."""

    def __init__(self, window: WindowProgram, watch: LoopWatch) -> None:
        super().__init__()
        self.window = window
        self.watch = watch
        self._script: Iterator[Wait] = iter(())
        self._then: Callable[[], None] = window.app.quit
        self._quiet = 0
        self._waiting = Wait.KEY
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    def play(self, script: Iterator[Wait], then: Callable[[], None]) -> None:
        """Play a script; call ``then`` at its end."""
        self._script, self._then = script, then
        self._timer.start()

    def part(self, words: str) -> None:
        """Say what is being done now."""
        self.watch.during = words

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Wait:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window.shell, key, modifier)
        return Wait.QUIET

    def type(self, words: str) -> Iterator[Wait]:
        """Type letters, a key a round; also letters that QTest does not know."""
        for letter in words:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                focus = QApplication.focusWidget()
                if focus is not None:
                    key = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
                    QApplication.sendEvent(focus, key)
            yield Wait.KEY

    def _tick(self) -> None:
        if self._waiting is Wait.QUIET:
            self._quiet = 0 if self.window.tasks.outstanding else self._quiet + 1
            if self._quiet < _QUIET_TICKS:
                return
        self._quiet = 0
        try:
            self._waiting = next(self._script)
        except StopIteration:
            self._timer.stop()
            self._then()
        except BaseException:
            self._timer.stop()
            self.window.app.exit(1)
            raise
