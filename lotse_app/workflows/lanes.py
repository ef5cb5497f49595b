"""Worker lanes: besides ``ui/tasks.py`` the only place where threads start.

The store lane owns the one read-write connection, the report lane a read-only one, the finder lane
the catalogue; the work lane has two workers for PDF, key derivation and images. The net lane speaks
with the portal: it alone waits for another lane, the store's, which waits for none.
"""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from queue import SimpleQueue
from threading import RLock, Thread
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Future

T = TypeVar("T")


class LaneName(StrEnum):
    """Names of the lanes."""

    STORE = "store"
    REPORT = "report"
    FINDER = "finder"
    WORK = "work"
    NET = "net"


_WORKERS = {LaneName.STORE: 1, LaneName.REPORT: 1, LaneName.FINDER: 1, LaneName.WORK: 2}
#: What was cut comes back at once. Looking up a name and calling somebody who does not answer cannot be cut: nobody
#: waits longer for it than so many seconds.
_NET_FAREWELL = 1.0


class _Pool(Protocol):
    """The workers of one lane."""

    def submit(self, work: Callable[[], T], /) -> Future[T]:
        """Queue work."""
        ...

    def shutdown(self) -> None:
        """Finish what runs and end."""
        ...


class Lanes:
    """All lanes of one running program; a lane is made with its first job."""

    def __init__(self) -> None:
        self._pools: dict[LaneName, _Pool] = {}
        self._queued: dict[LaneName, set[Future[Any]]] = {lane: set() for lane in LaneName}
        self._latest: dict[LaneName, Future[Any]] = {}
        self._lock = RLock()
        self._closed = False

    def submit(self, lane: LaneName, work: Callable[[], T]) -> Future[T]:
        """Queue ``work`` on a lane; after ``close`` the future comes back cancelled."""
        from concurrent.futures import Future

        with self._lock:
            if self._closed:
                cancelled: Future[T] = Future()
                cancelled.cancel()
                return cancelled
            future = self._pool(lane).submit(work)
            self._queued[lane].add(future)
        future.add_done_callback(self._queued[lane].discard)
        return future

    def latest(self, lane: LaneName, work: Callable[[], T]) -> Future[T]:
        """Queue ``work`` and cancel this lane's earlier ``latest`` job if it has not begun: the last keystroke wins."""
        before = self._latest.get(lane)
        if before is not None:
            before.cancel()
        future = self.submit(lane, work)
        self._latest[lane] = future
        return future

    def close(self, farewells: Mapping[LaneName, Callable[[], None]] | None = None) -> None:
        """Cancel what is queued, finish the running jobs, say farewell on each lane, stop the threads.

        The net lane is given a moment: who waits for a network by then is left behind.

        The store lane is not cancelled but worked off, and closed last: what was queued there is somebody's
        unsaved entry. An error of a farewell is raised after every thread has stopped.
        """
        with self._lock:
            self._closed = True
        last: list[Future[None]] = []
        for lane in sorted(LaneName, key=LaneName.STORE.__eq__):
            if lane is not LaneName.STORE:
                for future in tuple(self._queued[lane]):
                    future.cancel()
            if farewells and lane in farewells:
                last.append(self._pool(lane).submit(farewells[lane]))
            if lane in self._pools:
                self._pools[lane].shutdown()
        for future in last:
            future.result()

    def _pool(self, lane: LaneName) -> _Pool:
        from concurrent.futures import ThreadPoolExecutor

        if lane not in self._pools:
            name = f"lotse-{lane.value}"
            made = _NetPool(name) if lane is LaneName.NET else ThreadPoolExecutor(_WORKERS[lane], name)
            self._pools[lane] = made
        return self._pools[lane]


class _NetPool:
    """One worker that the end of the program does not wait for: it touches no store but by the store's own lane."""

    def __init__(self, name: str) -> None:
        self._queue: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = Thread(target=self._work_off, name=name, daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], T], /) -> Future[T]:
        """Queue work."""
        from concurrent.futures import Future

        future: Future[T] = Future()
        self._queue.put(partial(_fulfil, future, work))
        return future

    def shutdown(self) -> None:
        """Take nothing any more; wait a moment for what runs."""
        self._queue.put(None)
        self._thread.join(_NET_FAREWELL)

    def _work_off(self) -> None:
        while (job := self._queue.get()) is not None:
            job()
            del job  # it is let go of before the next one comes


def _fulfil(future: Future[T], work: Callable[[], T]) -> None:
    """Do work for a future, unless it was cancelled."""
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(work())
    except BaseException as error:  # noqa: BLE001 - lane boundary: who asks for the result gets whatever it was
        future.set_exception(error)
        del future, work  # else the error would hold them by its traceback, and they the error


def within(work: Callable[[], T], seconds: float) -> T:
    """Return the result of ``work``, or raise TimeoutError after ``seconds``.

    For calls that may block for ever, such as a keyring that prompts its user. The thread is a daemon:
    a prompt nobody answers must not keep the program from closing.
    """
    from concurrent.futures import Future

    outcome: Future[T] = Future()

    Thread(target=_fulfil, args=(outcome, work), name="lotse-within", daemon=True).start()
    return outcome.result(timeout=seconds)
