"""Lanes: order, the last keystroke, and a clean end with a full queue."""

from __future__ import annotations

import threading
import time
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING

import pytest

from lotse_app.workflows.lanes import LaneName, Lanes, within

if TYPE_CHECKING:
    from concurrent.futures import Future


def test_a_lane_works_in_order_and_on_one_thread() -> None:
    lanes = Lanes()
    names: list[str] = []

    def note() -> None:
        names.append(threading.current_thread().name)

    for _ in range(20):
        lanes.submit(LaneName.STORE, note)
    lanes.close()
    assert len(names) == 20
    assert len(set(names)) == 1


def test_the_last_keystroke_wins() -> None:
    lanes = Lanes()
    gate = threading.Event()
    lanes.submit(LaneName.FINDER, gate.wait)
    typed = [lanes.latest(LaneName.FINDER, lambda word=word: word) for word in ("h", "hu", "hund")]  # type: ignore[misc]  # lambda default
    gate.set()
    assert typed[-1].result(5) == "hund"
    assert [future.cancelled() for future in typed] == [True, True, False]
    lanes.close()


def test_quitting_with_a_full_queue_finishes_the_running_job_and_says_farewell_last() -> None:
    lanes = Lanes()
    begun, order = threading.Event(), list[str]()

    def slow() -> None:
        begun.set()
        time.sleep(0.02)
        order.append("saved")

    lanes.submit(LaneName.STORE, slow)
    begun.wait(5)
    waiting: list[Future[None]] = [lanes.submit(LaneName.WORK, lambda: time.sleep(0.01)) for _ in range(200)]
    lanes.submit(LaneName.STORE, lambda: order.append("saved too"))
    lanes.close(
        {LaneName.REPORT: lambda: order.append("reports closed"), LaneName.STORE: lambda: order.append("closed")}
    )
    assert [word for word in order if "saved" in word] == ["saved", "saved too"]
    assert order.index("reports closed") < order.index("closed") == 3
    assert all(future.done() for future in waiting)
    assert any(future.cancelled() for future in waiting)


def test_quitting_does_not_wait_for_somebody_in_the_network_who_does_not_answer() -> None:
    lanes = Lanes()
    begun, answered = threading.Event(), threading.Event()

    def ask() -> None:
        begun.set()
        answered.wait()

    asked = lanes.submit(LaneName.NET, ask)
    queued = lanes.submit(LaneName.NET, answered.wait)
    begun.wait(5)
    lanes.close()
    assert not asked.done()
    assert queued.cancelled()
    answered.set()
    asked.result(5)


def test_the_net_lane_works_in_order_on_one_thread_and_hands_back_result_or_error() -> None:
    lanes = Lanes()
    gate, order = threading.Event(), list[str]()
    lanes.submit(LaneName.NET, gate.wait)
    first = lanes.submit(LaneName.NET, lambda: order.append(threading.current_thread().name))
    second = lanes.submit(LaneName.NET, lambda: 1 // 0)
    third = lanes.submit(LaneName.NET, lambda: order.append(threading.current_thread().name))
    assert second.cancel()
    gate.set()
    third.result(5)
    with pytest.raises(ZeroDivisionError):
        lanes.submit(LaneName.NET, lambda: 1 // 0).result(5)
    assert first.done()
    assert order == ["lotse-net"] * 2
    lanes.close()


def test_work_after_the_end_comes_back_cancelled() -> None:
    lanes = Lanes()
    lanes.close()
    with pytest.raises(CancelledError):
        lanes.submit(LaneName.STORE, list).result(1)


def test_a_blocking_call_is_given_up_after_its_time() -> None:
    never = threading.Event()
    with pytest.raises(TimeoutError):
        within(never.wait, 0.01)
    never.set()


def test_a_timed_call_hands_back_result_or_error() -> None:
    assert within(lambda: 42, 5) == 42
    with pytest.raises(ZeroDivisionError):
        within(lambda: 1 // 0, 5)
