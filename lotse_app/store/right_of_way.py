"""Who goes first where two threads share one interpreter: whoever writes, before whoever counts."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Event
from time import sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Seconds a report stands still at a step at the most; no transaction of a person's work takes as long.
PATIENCE = 0.25


class RightOfWay:
    """One for a store: its writer takes it for each transaction, its reports stand still meanwhile.

    Python takes turns every five milliseconds only, and a transaction gives its turn away with each of its statements:
    a keystroke would wait as long again and again. There is one writer, so nothing is counted here.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        """Let a report stand still for ``patience`` seconds at a step."""
        self._patience = patience
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
        """Stand still while somebody writes; else let a thread that waits go first. Call it every half millisecond."""
        if self._free.is_set():
            sleep(0)
        else:
            self._free.wait(self._patience)
