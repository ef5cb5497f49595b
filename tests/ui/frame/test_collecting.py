"""Cycles are collected in the GUI thread and nowhere else."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lotse_app.ui.frame.collecting import Collector

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Knot:
    """An object in a cycle with itself."""

    def __init__(self, seen: list[str]) -> None:
        self.me = self
        weakref.finalize(self, lambda: seen.append(threading.current_thread().name))


def _work_that_allocates() -> None:
    kept = [[number] for number in range(20_000)]
    assert len(kept) == 20_000


def test_a_cycle_is_freed_by_the_gui_thread_although_a_worker_allocates_much(qtbot: QtBot) -> None:
    was_on = gc.isenabled()
    parent = QObject()
    collector = Collector(parent)
    collector.start()
    try:
        seen: list[str] = []
        Knot(seen)
        worker = threading.Thread(target=_work_that_allocates, name="worker")
        worker.start()
        worker.join()
        assert seen == []
        [[number] for number in range(1_000)]
        gc.collect(0)
        collector.collect()
        qtbot.waitUntil(lambda: bool(seen))
        assert seen == [threading.main_thread().name]
    finally:
        collector.stop()
        if not was_on:
            gc.disable()


def test_nothing_due_is_nothing_done() -> None:
    parent = QObject()
    collector = Collector(parent)
    gc.collect()
    assert collector.collect() in {-1, 0}
