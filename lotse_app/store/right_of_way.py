"""Who goes first where two threads share one interpreter: whoever writes, before whoever counts."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Event
from time import perf_counter, sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Seconds a report stands still at a step at the most; no transaction of a person's work takes as long.
PATIENCE = 0.25
#: Seconds after which a report lets others go first though nobody writes: giving way costs it a twentieth of them.
SHARE = 0.001


class RightOfWay:
    """One for a store: its writer takes it for each transaction, its reports stand still meanwhile.

    Python takes turns every five milliseconds only, and a transaction gives its turn away with each of its statements:
    a keystroke would wait as long again and again. There is one writer, so nothing is counted here.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        """Let a report stand still for ``patience`` seconds at a step."""
        self._patience = patience
        self._gave = 0.0
        self._free = Event()
        self._free.set()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Go first for as long as the block takes."""
        self._free.clear()
        try:
            yield
        finally:
            self._free.set()

    def give(self) -> None:
        """Stand still while somebody writes; else let a thread that waits go first, once a millisecond.

        Call it every third of a millisecond: it costs next to nothing where nobody writes.
        """
        if not self._free.is_set():
            self._free.wait(self._patience)
        elif perf_counter() - self._gave < SHARE:
            return
        else:
            sleep(0)
        self._gave = perf_counter()
