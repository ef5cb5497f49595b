"""Notices that the clock of the computer was set back while Lotse is open; deadlines and papers would be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from lotse_app.models.problems import Code, problem

if TYPE_CHECKING:
    from lotse_app.clock import Clock

#: Less is the computer putting its clock right by itself.
SET_BACK_SECONDS = 300.0
_EVERY_SECONDS = 30


class ClockWatch(QObject):
    """Compares the time of day with seconds that never run backwards."""

    #: A ``Problem``; once for each time the clock was set back.
    trouble = Signal(object)

    def __init__(self, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._lead = self._now()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_SECONDS * 1000)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to watch, from now."""
        self._lead = self._now()
        self._timer.start()

    def stop(self) -> None:
        """Stop watching."""
        self._timer.stop()

    def look(self) -> None:
        """Compare both clocks; a step forward is sleep or a clock put right, and counts from then on."""
        lead = self._now()
        set_back = self._lead - lead > SET_BACK_SECONDS
        if set_back or lead > self._lead:
            self._lead = lead
        if set_back:
            self.trouble.emit(problem(Code.CLOCK_BACKWARDS))

    def _now(self) -> float:
        return self._clock.now().timestamp() - self._clock.monotonic()
