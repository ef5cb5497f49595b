"""A store lane for schedules: what is begun on it is done as late as may be, or at once; always one after the other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Lane:
    """Does what was begun in its order: where somebody waits for it or for later work, or at the latest at the end."""

    def __init__(self, *, late: bool) -> None:
        self._late = late
        self._begun: list[Callable[[], Any]] = []
        self._results: list[Any] = []

    def do(self, work: Callable[[], T]) -> T:
        """Do work behind all that was begun, and return its result."""
        return self._begin(work)()

    def begin(self, work: Callable[[], T]) -> Callable[[], T]:
        """Begin work; return what waits for its result."""
        waited = self._begin(work)
        if not self._late:
            waited()
        return waited

    def finish(self) -> None:
        """Do what is left: who began it waits no longer, the lane goes on."""
        self._until(len(self._begun))

    def _begin(self, work: Callable[[], T]) -> Callable[[], T]:
        self._begun.append(work)
        return partial(self._until, len(self._begun))

    def _until(self, number: int) -> Any:  # noqa: ANN401 - whatever the work returns
        while len(self._results) < number:
            self._results.append(self._begun[len(self._results)]())
        return self._results[number - 1] if number else None
