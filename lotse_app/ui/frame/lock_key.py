"""``Strg+L`` locks from every window of the program: dialogs, the resident's view, the Schreibtafel, the handbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

_NAME = "lock"


class LockKey(QObject):
    """Gives the key to each window that gets the focus; the shell's own views bring it themselves."""

    pressed = Signal()

    def __init__(self, shell: QWidget) -> None:
        super().__init__(shell)
        self._shell = shell
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._reach)

    def _reach(self, _old: QWidget | None, new: QWidget | None) -> None:
        window = new.window() if new is not None else None
        if window is None or window is self._shell.window() or any(self._keys(window)):
            return
        shortcut = QShortcut(QKeySequence("Ctrl+L"), window)
        shortcut.setObjectName(_NAME)
        shortcut.activated.connect(self.pressed)

    @staticmethod
    def _keys(window: QWidget) -> Iterator[bool]:
        """Yield for each shortcut of a window whether it locks: two of them would lock nothing."""
        for shortcut in window.findChildren(QShortcut):
            yield shortcut.key() == QKeySequence("Ctrl+L")
