"""Undo and redo across a whole form. Pure: keeps earlier answers, knows nothing of widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

#: More steps than this are forgotten, oldest first.
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Step:
    """Answers before or after an edit, and the place it happened at."""

    answers: Mapping[str, Any]
    pointer: str


class History:
    """Two piles of answers. Letters typed into one field in a row count as one step."""

    def __init__(self, longest: int = LONGEST) -> None:
        self._longest = longest
        self._past: list[Step] = []
        self._future: list[Step] = []
        self._open = ""

    @property
    def can_undo(self) -> bool:
        """Return whether there is something to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Return whether something was taken back that can come again."""
        return bool(self._future)

    def record(self, before: Mapping[str, Any], pointer: str, *, typing: bool = True) -> None:
        """Note the answers as they were before an edit at ``pointer``; ``typing`` edits of one field merge."""
        self._future.clear()
        if typing and self._past and self._open == pointer:
            return
        self._past.append(Step(before, pointer))
        del self._past[: -self._longest]
        self._open = pointer if typing else ""

    def close(self) -> None:
        """End the run of letters: the field was left."""
        self._open = ""

    def undo(self, now: Mapping[str, Any]) -> Step | None:
        """Return the answers before the last step and where it happened; None if there is none."""
        return self._move(self._past, self._future, now)

    def redo(self, now: Mapping[str, Any]) -> Step | None:
        """Return the answers that were taken back last; None if there are none."""
        return self._move(self._future, self._past, now)

    def clear(self) -> None:
        """Forget everything: nothing of one person is left for the next."""
        self._past.clear()
        self._future.clear()
        self._open = ""

    def _move(self, source: list[Step], target: list[Step], now: Mapping[str, Any]) -> Step | None:
        self._open = ""
        if not source:
            return None
        step = source.pop()
        target.append(Step(now, step.pointer))
        return step
