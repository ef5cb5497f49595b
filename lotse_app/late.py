"""What takes a moment to load is made when it is first asked for: the window paints before."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Late(Generic[T]):
    """Makes one thing once; whichever thread asks first makes it, the others wait for it."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = Lock()
        self._made: T | None = None

    def __call__(self) -> T:
        """Return the thing. Raises what its making raises; the next who asks tries again."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made
