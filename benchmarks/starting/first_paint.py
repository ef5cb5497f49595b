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

    def eventFilter(  # type: ignore[explicit-override]  # the floor loads nothing of ours  # noqa: N802 - Qt's name
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


def resident_memory() -> dict[str, float]:
    """Return this process's memory in MiB: all of it, and its fair share of what it has in common with others."""
    with open("/proc/self/smaps_rollup", encoding="utf-8") as file:  # noqa: PTH123 - the floor loads no pathlib
        sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in file.readlines()[1:]}
    return {"rss_mib": round(sizes["Rss"], 1), "pss_mib": round(sizes["Pss"], 1)}
