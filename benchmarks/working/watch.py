"""Watches the event loop: how long it did not come round, and what kept it."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

if TYPE_CHECKING:
    from types import FrameType

#: A gap of this many milliseconds is worth a look at the stack; the stack is read this often, in seconds.
_LONG, _SAMPLE = 15.0, 0.004
_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap, in milliseconds: on the wall, of it at work in this thread; what was done, and where."""

    wall: float
    work: float
    during: str
    where: str


class LoopWatch(QObject):
    """A timer of one millisecond; every gap between two of its beats is time in which a key would have waited."""

    def __init__(self) -> None:
        super().__init__()
        self.during = "start"
        self.gaps: list[Gap] = []
        self._seen: Counter[str] = Counter()
        self._end = threading.Event()
        self._gui = threading.get_ident()
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beat)
        self._sampler = threading.Thread(target=self._sample, name="loop-watch", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()
        self._sampler.start()

    def stop(self) -> None:
        """End."""
        self._timer.stop()
        self._end.set()
        self._sampler.join()

    def longest(self, number: int) -> list[Gap]:
        """Return the longest gaps."""
        return sorted(self.gaps, key=lambda gap: gap.wall, reverse=True)[:number]

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        wall, work = 1000 * (now - self._last), 1000 * (worked - self._worked)
        seen, self._seen = self._seen, Counter()
        where = seen.most_common(1)[0][0] if seen else ""
        self.gaps.append(Gap(wall, work, self.during, where))
        self._last, self._worked = time.perf_counter(), time.thread_time()

    def _sample(self) -> None:
        while not self._end.wait(_SAMPLE):
            if 1000 * (time.perf_counter() - self._last) > _LONG:
                frame = sys._current_frames().get(self._gui)  # noqa: SLF001 - what faulthandler does, for one thread
                if frame is not None:
                    self._seen[_places(frame)] += 1


def _places(frame: FrameType | None) -> str:
    """Return the innermost places in the program."""
    places: list[str] = []
    while frame is not None and len(places) < _DEPTH:
        path = frame.f_code.co_filename.replace("\\", "/")
        if "/lotse_app/" in path or not places:
            places.append(f"{path.rsplit('/', 1)[-1]}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back
    return " < ".join(places)
