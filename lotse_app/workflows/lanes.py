"""Worker lanes: besides ``ui/tasks.py`` the only place where threads start.

The store lane owns the one read-write connection, the report lane a read-only one, the finder lane
the catalogue; the work lane has two workers for PDF, key derivation and images. No lane waits for
another.
"""

from __future__ import annotations

from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from enum import StrEnum
from threading import Lock, Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class LaneName(StrEnum):
    """Names of the lanes."""

    STORE = "store"
    REPORT = "report"
    FINDER = "finder"
    WORK = "work"


_WORKERS = {LaneName.STORE: 1, LaneName.REPORT: 1, LaneName.FINDER: 1, LaneName.WORK: 2}


class Lanes:
    """All lanes of one running program; ``close`` finishes what runs and cancels what is queued."""

    def __init__(self) -> None:
        self._pools = {
            lane: ThreadPoolExecutor(count, thread_name_prefix=f"lotse-{lane.value}")
            for lane, count in _WORKERS.items()
        }
        self._latest: dict[LaneName, Future[object]] = {}
        self._lock = Lock()
        self._closed = False

    def submit(self, lane: LaneName, work: Callable[[], T]) -> Future[T]:
        """Queue ``work`` on a lane; after ``close`` the future comes back cancelled."""
        with self._lock:
            if self._closed:
                cancelled: Future[T] = Future()
                cancelled.cancel()
                return cancelled
            return self._pools[lane].submit(work)

    def latest(self, lane: LaneName, work: Callable[[], T]) -> Future[T]:
        """Queue ``work`` and cancel this lane's earlier ``latest`` job if it has not begun: the last keystroke wins."""
        before = self._latest.get(lane)
        if before is not None:
            before.cancel()
        future = self.submit(lane, work)
        self._latest[lane] = future  # type: ignore[assignment]  # Future is invariant; only cancel() is called on it
        return future

    def close(self, farewell: Callable[[], None] | None = None) -> None:
        """Cancel what is queued, finish the running jobs, run ``farewell`` last on the store lane, stop the threads."""
        with self._lock:
            self._closed = True
        for lane, pool in self._pools.items():
            if lane is not LaneName.STORE:
                pool.shutdown(wait=True, cancel_futures=True)
        store = self._pools[LaneName.STORE]
        last = store.submit(farewell) if farewell is not None else None
        store.shutdown(wait=True, cancel_futures=False)
        if last is not None:
            try:
                last.result()
            except CancelledError:  # pragma: no cover - the pool was not told to cancel; kept for a killed interpreter
                return


def within(work: Callable[[], T], seconds: float) -> T:
    """Return the result of ``work``, or raise TimeoutError after ``seconds``.

    For calls that may block for ever, such as a keyring that prompts its user. The thread is a daemon:
    a prompt nobody answers must not keep the program from closing.
    """
    outcome: Future[T] = Future()

    def attempt() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001 - lane boundary: the caller gets whatever it was
            outcome.set_exception(error)

    Thread(target=attempt, name="lotse-within", daemon=True).start()
    return outcome.result(timeout=seconds)
