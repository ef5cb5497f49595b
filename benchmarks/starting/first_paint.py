"""Tells the moment at which a window stood on the screen for the first time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class FirstPaint(QObject):
    """Calls ``then`` once, right after the first paint of ``window`` has reached the screen's buffer."""

    def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._then = then
        self._seen = False
        window.installEventFilter(self)

    # The floor imports nothing of the program, so not its ``override`` either.
    def eventFilter(  # type: ignore[explicit-override]  # noqa: N802 - Qt's name; see above
        self, _watched: QObject, event: QEvent
    ) -> bool:
        """Wait for the paint event; what is painted with it is flushed before the loop comes round again."""
        if event.type() is QEvent.Type.Paint and not self._seen:
            self._seen = True
            QTimer.singleShot(0, self, self._then)
        return False


def since(spawned: str) -> float:
    """Return the milliseconds since the parent started this process (one monotonic clock for all processes)."""
    return 1000 * (time.clock_gettime(time.CLOCK_MONOTONIC) - float(spawned))
