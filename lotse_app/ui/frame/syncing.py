"""Rounds with the portal while a desk is open: after unlocking, after work, every few minutes, and when asked for."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from lotse_app.models.portal_standing import AFTER_WORK, EVERY, seconds_until_next
from lotse_app.models.problems import Code, refuse
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.models.portal_standing import PortalView
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

T = TypeVar("T")

#: Long enough after unlocking that the first screen is there.
FIRST_MS = 1_500


class Syncing(QObject):
    """Asks for one round at a time on the net lane; the window never waits for it."""

    #: A round came to its end: a ``PortalView``, None where this device is no member.
    done = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, entropy: Callable[[int], bytes] = os.urandom) -> None:
        super().__init__()
        self._rounds = desk.portal.rounds
        self._tasks = tasks
        self._entropy = entropy
        self._busy = False
        self._again = False
        # A timer of its own: a static single shot outlives its receiver here and then calls into freed memory.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.now)

    @property
    def busy(self) -> bool:
        """Return whether a round is under way."""
        return self._busy

    def start(self) -> None:
        """Begin: the first round comes as soon as the desk is there."""
        self._timer.start(FIRST_MS)

    def soon(self) -> None:
        """Something was done: hand it over in a few seconds, with what else is done until then."""
        self._in(AFTER_WORK)

    def now(self) -> None:
        """Begin a round, or one more behind the one that is under way."""
        self._timer.stop()
        if self._busy:
            self._again = True
            return
        self._busy = True
        work = partial(self._rounds.round, partial(on_store, self._tasks), partial(beside_store, self._tasks))
        self._tasks.run(LaneName.NET, work, self, self._ended, self._broke)

    def stop(self) -> None:
        """End: the key is forgotten, what is under way is cut."""
        self._timer.stop()
        self._again = False
        self._rounds.stop()

    def _ended(self, view: PortalView | None) -> None:
        self._busy = False
        self._timer.stop()
        if self._again:
            self._again = False
            self._in(0)
        elif view is not None:
            self._in(seconds_until_next(view.standing, self._chance()))
        self.done.emit(view)

    def _chance(self) -> float:
        """Return a number drawn evenly from 0 to 1: devices that lost the portal together come back apart."""
        return int.from_bytes(self._entropy(4), "big") / (1 << 32)

    def _broke(self, _problem: Problem) -> None:
        """Go on later: the store could not note how the round went, and says so itself wherever it is asked."""
        self._busy = False
        self._in(EVERY)

    def _in(self, seconds: float) -> None:
        """Let the next round come after so long, unless one comes earlier."""
        wait = round(seconds * 1000)
        if not self._timer.isActive() or self._timer.remainingTime() > wait:
            self._timer.start(wait)


def on_store(tasks: Tasks, work: Callable[[], T]) -> T:
    """Do ``work`` on the store lane and return its result. Net lane, which alone waits for another.

    Raises STORE_LOCKED once the lanes are closed, and what the work raises.
    """
    return beside_store(tasks, work)()


def beside_store(tasks: Tasks, work: Callable[[], T]) -> Callable[[], T]:
    """Begin ``work`` on the store lane and return what waits for its result and raises as ``on_store`` does."""
    return partial(_awaited, tasks.begun(LaneName.STORE, work))


def _awaited(result: Callable[[], T]) -> T:
    from concurrent.futures import CancelledError

    try:
        return result()
    except CancelledError as error:
        raise refuse(Code.STORE_LOCKED) from error
