"""Locking by itself: after minutes without input, and after the computer slept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from lotse_app.overriding import override

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import QWindow

    from lotse_app.clock import Clock

#: Minutes without input; longer while a resident's view is open (design/privacy, Keys).
MINUTES, MINUTES_WITH_RESIDENT = 5, 15
#: The warning comes this many seconds before.
WARNING_SECONDS = 60
_TICK_SECONDS = 1
#: A tick that comes this much later than it should means: the computer slept meanwhile.
_SLEPT_SECONDS = 45

_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Watches input of the whole application; also input in the resident's view counts.

    Keys and pointers come to a window first, what an input method wrote to the object in focus; these two are
    watched. A filter of the whole application would be asked about every event of every widget: building a page took
    three times as long.
    """

    #: Seconds are left before the lock; carries nothing, ask ``seconds_left``.
    warning = Signal()
    #: Input came after a warning.
    calmed = Signal()
    #: Time to lock.
    expired = Signal()

    def __init__(self, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._minutes = MINUTES
        self._idle_since = clock.monotonic()
        self._last_tick: datetime | None = None
        self._warned = False
        self._focus: QObject | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_SECONDS * 1000)
        self._timer.timeout.connect(self.tick)

    def watch(self, app: QGuiApplication) -> None:
        """Hear of every window and every object that gets the focus."""
        app.focusWindowChanged.connect(self._watch_window)
        app.focusObjectChanged.connect(self._watch_object)

    @property
    def seconds_left(self) -> int:
        """Return how long until the lock."""
        return max(0, int(self._minutes * 60 - (self._clock.monotonic() - self._idle_since)))

    def start(self) -> None:
        """Begin to watch, from now."""
        self.touched()
        self._last_tick = self._clock.now()
        self._timer.start()

    def stop(self) -> None:
        """Stop watching: nothing is open."""
        self._timer.stop()
        self._warned = False

    def resident_view(self, *, is_open: bool) -> None:
        """Allow more time while a resident reads; also the first touch on the second screen counts.

        A view on a second screen is shown without getting the focus, so nothing else would tell of its window.
        """
        self._minutes = MINUTES_WITH_RESIDENT if is_open else MINUTES
        for window in QGuiApplication.topLevelWindows() if is_open else ():
            self._watch_window(window)

    def touched(self) -> None:
        """Note input."""
        self._idle_since = self._clock.monotonic()
        if self._warned:
            self._warned = False
            self.calmed.emit()

    def tick(self) -> None:
        """Look at the clock."""
        now = self._clock.now()
        gap = (now - (self._last_tick or now)).total_seconds()
        self._last_tick = now
        if gap > _SLEPT_SECONDS or self.seconds_left == 0:
            self.stop()
            self.expired.emit()
        elif self.seconds_left <= WARNING_SECONDS:
            self._warned = True
            self.warning.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._timer.isActive() and event.type() in _INPUT:
            self.touched()
        return super().eventFilter(watched, event)

    def _watch_window(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # a second time does nothing

    def _watch_object(self, focus: QObject | None) -> None:
        before, self._focus = self._focus, focus
        if before is not None and isValid(before):
            before.removeEventFilter(self)
        if focus is not None:
            focus.installEventFilter(self)
