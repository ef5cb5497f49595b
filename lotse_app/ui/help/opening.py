"""Opens the handbook at the place where somebody pressed F1; one window for the whole program."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from lotse_app.ui.help.places import HelpWish
    from lotse_app.ui.help.window import HelpWindow

#: Names of ``places.View`` by the name of the class: neither views nor places are loaded for this.
_VIEW_OF = {
    "FirstRunView": "FIRST_RUN",
    "UnlockView": "UNLOCK",
    "RestoreView": "RESTORE",
    "Preview": "PREVIEW",
    "PracticeStart": "PRACTICE",
    "PracticeLock": "PRACTICE",
    "PracticePeople": "PRACTICE",
}


class HelpOpening(QObject):
    """Makes the window when it is first asked for; shows nothing where there is no handbook."""

    #: The window is there, and in front.
    opened = Signal()

    def __init__(self, make: Callable[[], HelpWindow] | None, parent: QObject) -> None:
        super().__init__(parent)
        self._make = make
        self.window: HelpWindow | None = None

    def attach(self, view: QWidget) -> None:
        """Let F1 open the page of a view that is neither room nor step."""
        place = _VIEW_OF.get(type(view).__name__, "TROUBLE")
        QShortcut(QKeySequence("F1"), view).activated.connect(partial(self._open_view, place))

    def _open_view(self, place: str) -> None:
        from lotse_app.ui.help.places import VIEWS, HelpWish, View  # noqa: PLC0415 - only who asks for help

        self.open(HelpWish(VIEWS[View[place]]))

    def open(self, wish: HelpWish) -> None:
        """Show the page of a place."""
        if self.window is None and self._make is not None:
            self.window = self._make()
        if self.window is not None:
            self.window.open_place(wish.place, wish.words)
            self.opened.emit()

    def close(self) -> None:
        """Take the window away: the program locks or ends."""
        if self.window is not None:
            window, self.window = self.window, None
            window.close()
            window.deleteLater()
