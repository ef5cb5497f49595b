"""Collects reference cycles in the GUI thread only.

Python collects wherever an allocation happens to cross a threshold, also in a worker of a lane. A widget that
sits in such a cycle would then be destroyed in a foreign thread, and Qt crashes. So the automatic collection is
off while there is a window, and a timer of the GUI thread does the same work.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

#: Often enough that a round stays short.
_INTERVAL_MS = 500
#: The middle generation is due so many times as often as Python has it, the oldest after as many rounds in all as
#: there: what gathers in ten rounds takes half as long as a key may wait.
_SOONER = 3


class Collector(QObject):
    """Takes the collection over for as long as it lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        young, middle, old = gc.get_threshold()
        self._thresholds = young, middle // _SOONER, old * _SOONER
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """Turn the automatic collection off and begin; what was made so far is long-lived and not looked at again."""
        gc.disable()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Give the collection back."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def collect(self) -> int:
        """Collect the oldest generation that is due; return it, -1 for none."""
        counts = gc.get_count()
        due = [generation for generation in (0, 1, 2) if counts[generation] > self._thresholds[generation]]
        if not due:
            return -1
        gc.collect(due[-1])
        return due[-1]
