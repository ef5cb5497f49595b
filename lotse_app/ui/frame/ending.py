"""The end of the program waits for the last keystrokes, and asks once where they cannot be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from lotse_app.ui.frame.unsaved import LEAVING
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.ui.tasks import Tasks

_LOOK_MS = 500


class Ending(QObject):
    """Says whether the window may close."""

    #: (tone, text) to be said; an empty text takes the last one back.
    said = Signal(object)
    #: The store has answered: ask again.
    answered = Signal()

    def __init__(self, tasks: Tasks, unsaved: Callable[[], bool], parent: QObject) -> None:
        """``unsaved`` says whether anything that was typed is not in the store."""
        super().__init__(parent)
        self._tasks = tasks
        self._unsaved = unsaved
        self._asked = False
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._calm)

    def may_close(self) -> bool:
        """Return whether the window may close now; if not, ``answered`` or a sentence follows."""
        if not self._unsaved():
            return True
        if not self._asked:  # the last keystrokes are on their way: ask again when the store has answered
            self._asked = True
            self._tasks.run(LaneName.STORE, _nothing, self, self._answer)
            return False
        self._asked = False
        if self._look.isActive():
            return True  # warned of this, and chosen once more
        self._look.start()
        self.said.emit(("error", LEAVING))
        return False

    def _answer(self, _none: None) -> None:
        self.answered.emit()

    def _calm(self) -> None:
        """Take the warning back once everything is written: the next one is a new one."""
        if not self._unsaved():
            self._look.stop()
            self.said.emit(("ok", ""))


def _nothing() -> None:
    """Do nothing, after everything that is queued on a lane."""
