"""The Qt binding keeps the reference counts of ``None`` and ``True`` (ADR 0002).

PySide6 6.12 on Python 3.11 drops one reference of ``None`` with each call that returns nothing, and one of ``True``
with each ``emit``; after some thousand of them the process ends with "deallocating None".
"""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 2000
#: Other code of the process may hold or drop a few in passing; a lost reference a round would be 2,000.
NOISE = 100


class Bell(QObject):
    """Rings."""

    rung = Signal()
    carried = Signal(object)

    def hear(self) -> None:
        """Do nothing, as a slot."""


def drift(act: Callable[[], object]) -> tuple[int, int]:
    """Return by how much the counts of ``None`` and ``True`` changed over 2,000 rounds."""
    act()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(ROUNDS):
        act()
    return sys.getrefcount(None) - before[0], sys.getrefcount(True) - before[1]


def kept(counts: tuple[int, int]) -> bool:
    return all(abs(count) < NOISE for count in counts)


def test_calls_that_return_nothing_keep_the_counts() -> None:
    thing = QObject()
    assert kept(drift(lambda: thing.setObjectName("Glocke")))


def test_emitting_keeps_the_counts() -> None:
    bell = Bell()
    bell.rung.connect(bell.hear)
    assert kept(drift(bell.rung.emit))


def test_carrying_nothing_keeps_the_counts() -> None:
    bell = Bell()
    assert kept(drift(lambda: bell.carried.emit(None)))
    assert kept(drift(lambda: bell.carried.emit(True)))


def test_connecting_keeps_the_counts() -> None:
    def connect_and_part() -> None:
        bell.rung.connect(bell.hear)
        bell.rung.disconnect(bell.hear)

    bell = Bell()
    assert kept(drift(connect_and_part))


def test_a_reference_lost_or_gained_each_round_would_be_seen() -> None:
    gain = ctypes.pythonapi.Py_IncRef
    assert not kept(drift(lambda: gain(ctypes.py_object(None))))
