"""What the frame says about saving: true also while the disk takes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.problems import Code

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.models.problems import Problem
    from lotse_app.ui.frame.bars import StatusLine
    from lotse_app.ui.kit.blocks import Banner

#: Problems that are over when something was saved.
_OF_SAVING = frozenset({Code.DISK_FULL, Code.FOLDER_READ_ONLY})


class KeptWords:
    """Between the rooms, the line at the foot and the banner at the top."""

    def __init__(self, status: StatusLine, banner: Banner, failing: Callable[[], bool]) -> None:
        """``failing`` says whether a room shows entries that could not be written."""
        self._status = status
        self._banner = banner
        self._rooms_fail = failing
        self._apart = False
        self._said: set[str] = set()

    @property
    def failing(self) -> bool:
        """Return whether entries could not be written."""
        return self._apart or self._rooms_fail()

    def said(self, problem: Problem) -> None:
        """Note that the banner says a problem."""
        if problem.code in _OF_SAVING:
            self._said.add(self._banner.text)

    def apart(self, *, unsaved: bool) -> None:
        """Note that entries of a view that went are not written yet, or that they are."""
        self._apart = unsaved
        self.turned()

    def turned(self) -> None:
        """Say in the line below what is true; a sentence about the disk goes once the disk took everything."""
        self._status.show_unsaved(unsaved=self.failing)
        if not self.failing and self._banner.text in self._said:
            self._banner.clear()

    def lock_soon(self, seconds: int) -> None:
        """Say that the program is about to lock; 0 takes the sentence away."""
        if seconds > 0:
            kept = "" if self.failing else " Alles ist gespeichert."
            self._banner.say("warn", f"Lotse sperrt in {seconds} Sekunden.{kept} Eine Taste genügt.")
        else:
            self._banner.clear()
