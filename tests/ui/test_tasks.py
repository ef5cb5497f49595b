"""The bridge: results arrive in the GUI thread, or not at all where nobody is left to take them."""

from __future__ import annotations

import gc
import sys
import threading
import weakref
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject

from lotse_app.models.problems import Code, refuse
from lotse_app.ui.frame.syncing import on_store
from lotse_app.workflows.lanes import LaneName
from tests.store.samples import refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    import pytest
    from pytestqt.qtbot import QtBot

    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.lanes import Lanes


class Desk(QObject):
    """Receives results and remembers in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.results: list[object] = []
        self.problems: list[Problem] = []
        self.threads: set[threading.Thread] = set()

    def take(self, result: object) -> None:
        self.results.append(result)
        self.threads.add(threading.current_thread())

    def refuse(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.threads.add(threading.current_thread())


def fail() -> object:
    raise refuse(Code.DISK_FULL)


def burst() -> object:
    message = "a bug"
    raise ZeroDivisionError(message)


def test_results_arrive_in_order_and_in_the_gui_thread(tasks: Tasks, settled: Callable[[], None]) -> None:
    desk = Desk()
    for number in range(200):
        tasks.run(LaneName.STORE, lambda number=number: number, desk, desk.take)  # type: ignore[misc]  # bound default
    settled()
    assert desk.results == list(range(200))
    assert desk.threads == {threading.main_thread()}


def test_large_numbers_and_dictionaries_arrive_whole(tasks: Tasks, settled: Callable[[], None]) -> None:
    desk = Desk()
    tasks.run(LaneName.WORK, lambda: 2**40, desk, desk.take)
    settled()
    tasks.run(LaneName.WORK, lambda: {1: "eins"}, desk, desk.take)
    settled()
    assert desk.results == [2**40, {1: "eins"}]


def test_a_problem_goes_to_whoever_asked(tasks: Tasks, settled: Callable[[], None]) -> None:
    desk = Desk()
    tasks.run(LaneName.STORE, fail, desk, desk.take, desk.refuse)
    settled()
    assert [problem.code for problem in desk.problems] == [Code.DISK_FULL]
    assert desk.results == []
    assert desk.threads == {threading.main_thread()}


def test_a_problem_that_nobody_treats_is_said_by_the_window(
    qtbot: QtBot, tasks: Tasks, settled: Callable[[], None]
) -> None:
    desk = Desk()
    with qtbot.waitSignal(tasks.unhandled) as said:
        tasks.run(LaneName.STORE, fail, desk, desk.take)
    settled()
    assert said.args is not None
    assert said.args[0].code is Code.DISK_FULL


def test_a_bug_reaches_the_crash_hook(
    tasks: Tasks, settled: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[type[BaseException]] = []

    def hook(kind: type[BaseException], _value: BaseException, _trace: TracebackType | None) -> None:
        seen.append(kind)

    monkeypatch.setattr(sys, "excepthook", hook)
    desk = Desk()
    tasks.run(LaneName.WORK, burst, desk, desk.take, desk.refuse)
    settled()
    assert seen == [ZeroDivisionError]
    assert desk.results == []
    assert desk.problems == []


def test_a_result_for_a_closed_window_is_dropped(tasks: Tasks, settled: Callable[[], None]) -> None:
    """The widget's Qt half is gone while its Python half is still held."""
    gate = threading.Event()
    desk = Desk()
    tasks.run(LaneName.STORE, gate.wait, desk, desk.take)
    desk.deleteLater()
    QCoreApplication.sendPostedEvents(desk, QEvent.Type.DeferredDelete)
    gate.set()
    settled()
    assert desk.results == []


def test_waiting_for_a_result_keeps_no_window_alive(tasks: Tasks, settled: Callable[[], None]) -> None:
    gate = threading.Event()
    kept: list[object] = []
    desk = Desk()
    desk.results = kept
    tasks.run(LaneName.STORE, gate.wait, desk, desk.take)
    del desk
    gc.collect()
    gate.set()
    settled()
    assert kept == []


def test_only_the_last_of_several_queued_questions_is_answered(tasks: Tasks, settled: Callable[[], None]) -> None:
    gate = threading.Event()
    desk = Desk()
    tasks.run(LaneName.FINDER, gate.wait, desk, desk.take)
    for word in ("h", "hu", "hun", "hund"):
        tasks.latest(LaneName.FINDER, lambda word=word: word, desk, desk.take)  # type: ignore[misc]  # bound default
    gate.set()
    settled()
    assert desk.results == [True, "hund"]


def test_after_the_lanes_are_closed_nothing_arrives(tasks: Tasks, lanes: Lanes, settled: Callable[[], None]) -> None:
    desk = Desk()
    lanes.close({})
    tasks.run(LaneName.STORE, lambda: 1, desk, desk.take)
    settled()
    assert desk.results == []
    assert tasks.outstanding == 0


def test_a_plain_function_may_take_the_result(tasks: Tasks, settled: Callable[[], None]) -> None:
    desk = Desk()
    taken: list[int] = []
    tasks.run(LaneName.WORK, lambda: 7, desk, taken.append)
    settled()
    assert taken == [7]


def test_a_widgets_method_is_let_go_of_in_the_gui_thread(qtbot: QtBot, tasks: Tasks) -> None:
    gone: list[str] = []

    class Asker:
        def work(self) -> int:
            return 1

    asker = Asker()
    weakref.finalize(asker, lambda: gone.append(threading.current_thread().name))
    receiver = QObject()
    seen: list[int] = []
    tasks.run(LaneName.WORK, asker.work, receiver, seen.append)
    del asker
    qtbot.waitUntil(lambda: bool(seen))
    qtbot.waitUntil(lambda: bool(gone))
    assert gone == [threading.main_thread().name]


def test_the_net_lane_asks_the_store_lane_and_hears_when_it_is_closed(tasks: Tasks, lanes: Lanes) -> None:
    here = lanes.submit(LaneName.NET, lambda: on_store(tasks, threading.current_thread)).result()
    assert here.name.startswith("lotse-store")
    lanes.close({})
    with refused(Code.STORE_LOCKED):
        on_store(tasks, threading.current_thread)
