"""The only bridge between the lanes and the widgets.

A future's result arrives as one queued signal in the GUI thread. It is dropped if the receiver is
gone by then. Expected problems go to ``failed`` or to ``unhandled``; bugs go to the crash hook.
"""

from __future__ import annotations

import sys
import weakref
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from lotse_app.models.problems import Problem
    from lotse_app.workflows.lanes import LaneName

T = TypeVar("T")


class Lanes(Protocol):
    """What the bridge asks of ``workflows.lanes.Lanes``."""

    def submit(self, lane: LaneName, work: Callable[[], T], /) -> Future[T]:
        """Run ``work`` on a lane, after what is queued there."""
        ...

    def latest(self, lane: LaneName, work: Callable[[], T], /) -> Future[T]:
        """Run ``work`` on a lane and cancel what is still queued there."""
        ...


class _Reference:
    """Keeps a callback without keeping the widget it belongs to alive."""

    def __init__(self, callback: Callable[..., None]) -> None:
        bound = getattr(callback, "__self__", None) is not None and hasattr(callback, "__func__")
        self._weak: Any = weakref.WeakMethod(callback) if bound else None
        self._plain = None if bound else callback

    def get(self) -> Callable[..., None] | None:
        """Return the callback, or None if its owner is gone."""
        if self._weak is None:
            return self._plain
        found: Callable[..., None] | None = self._weak()
        return found


class _Job:
    """Work that is let go of in the GUI thread only.

    It is often a method of a widget. Were the worker the last to hold it, the widget would be destroyed in the
    worker's thread, and Qt crashes.
    """

    __slots__ = ("_work",)

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work: Callable[[], Any] | None = work

    def __call__(self) -> Any:  # noqa: ANN401 - whatever the work returns
        return self._work() if self._work is not None else None

    def release(self) -> None:
        """Let go of the work; called in the GUI thread."""
        self._work = None


@dataclass(frozen=True, slots=True)
class _Address:
    """Where an outcome goes, and the job it came from."""

    job: _Job
    receiver: weakref.ref[QObject]
    done: _Reference
    failed: _Reference | None
    orphaned: Callable[[Problem], None] | None = None


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What travels through the queued signal."""

    address: _Address
    future: Future[Any]


class Tasks(QObject):
    """Runs work on lanes and brings the results to widgets."""

    #: A ``Problem`` that no caller wanted to treat.
    unhandled = Signal(object)
    #: A ``LostDraft`` (``ui/frame/unsaved.py``): somebody's entries that could not be written, and whose view is gone.
    draft_lost = Signal(object)
    _arrived = Signal(object)

    def __init__(self, lanes: Lanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._outstanding = 0
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def outstanding(self) -> int:
        """Return how many results have not arrived yet."""
        return self._outstanding

    def run(
        self,
        lane: LaneName,
        work: Callable[[], T],
        receiver: QObject,
        done: Callable[[T], None],
        failed: Callable[[Problem], None] | None = None,
        orphaned: Callable[[Problem], None] | None = None,
    ) -> None:
        """Do ``work`` on a lane; then call ``done`` with its result in the GUI thread.

        ``orphaned`` is called instead of ``failed`` where the receiver is gone by then; it must not hold the receiver.
        """
        job = _Job(work)
        self._watch(self._lanes.submit(lane, job), replace(_address(job, receiver, done, failed), orphaned=orphaned))

    def latest(
        self,
        lane: LaneName,
        work: Callable[[], T],
        receiver: QObject,
        done: Callable[[T], None],
        failed: Callable[[Problem], None] | None = None,
    ) -> None:
        """Like ``run``, but what is still queued on the lane is dropped: the last keystroke wins."""
        job = _Job(work)
        self._watch(self._lanes.latest(lane, job), _address(job, receiver, done, failed))

    def begun(self, lane: LaneName, work: Callable[[], T]) -> Callable[[], T]:
        """Begin ``work`` on a lane and return what waits for its result: for other lanes, never for the window.

        Waiting raises CancelledError once the lanes are closed, and what the work raises.
        """
        return self._lanes.submit(lane, work).result

    def _watch(self, future: Future[T], address: _Address) -> None:
        self._outstanding += 1
        future.add_done_callback(partial(_send, weakref.ref(self), address))

    def _deliver(self, outcome: _Outcome) -> None:
        from lotse_app.models.problems import ProblemError  # noqa: PLC0415 - all codes of problems: behind the first paint

        self._outstanding -= 1
        outcome.address.job.release()
        receiver = outcome.address.receiver()
        if outcome.future.cancelled():
            return
        error = outcome.future.exception()
        if receiver is None or not isValid(receiver):
            if isinstance(error, ProblemError) and outcome.address.orphaned is not None:
                outcome.address.orphaned(error.problem)
            return
        if isinstance(error, ProblemError):
            self._refuse(outcome.address, error.problem)
        elif error is not None:
            sys.excepthook(type(error), error, error.__traceback__)
        else:
            done = outcome.address.done.get()
            if done is not None:
                done(outcome.future.result())

    def _refuse(self, address: _Address, problem: Problem) -> None:
        failed = address.failed.get() if address.failed is not None else None
        if failed is None:
            self.unhandled.emit(problem)
        else:
            failed(problem)


def _send(bridge: weakref.ref[Tasks], address: _Address, future: Future[Any]) -> None:
    """Hand an outcome over to the GUI thread; a bridge that is gone takes none. Runs in the worker's thread."""
    tasks = bridge()
    if tasks is not None and isValid(tasks):
        tasks._arrived.emit(_Outcome(address, future))  # noqa: SLF001 - the other half of the bridge


def _address(
    job: _Job, receiver: QObject, done: Callable[[T], None], failed: Callable[[Problem], None] | None
) -> _Address:
    refused = _Reference(failed) if failed is not None else None
    return _Address(job, weakref.ref(receiver), _Reference(done), refused)
