"""Proposals below a line, said aloud: the list is a window of its own, and no screen reader is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, QTimer
from PySide6.QtWidgets import QCompleter

from lotse_app.ui.kit.blocks import announce

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QAbstractItemView, QWidget

#: So long nothing is typed before the number is said: a screen reader echoes the letters until then.
_PAUSE_MS = 400


class Proposals(QCompleter):
    """Lines that are offered below what is typed; ``say`` speaks for a widget."""

    def __init__(self, parent: QWidget, say: Callable[[QWidget, str], None] = announce) -> None:
        super().__init__(parent)
        self._say = say
        self._words = QStringListModel(self)
        self.setModel(self._words)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.say_number)
        self.highlighted.connect(self._read)

    @property
    def is_choosing(self) -> bool:
        """Return whether a line of the list is marked: the return key takes that one."""
        popup = self.popup()
        return popup is not None and popup.isVisible() and popup.currentIndex().isValid()

    def set_lines(self, lines: Iterable[str]) -> None:
        """Replace what can be offered."""
        self._words.setStringList(list(lines))

    def offer(self) -> None:
        """Show what there is now, none of it marked, and say how much that is.

        Qt marks the first line, and shows it by nothing: the return key would take what nobody chose.
        """
        self.complete()
        popup = self.popup()
        if popup is not None:
            popup.setCurrentIndex(QModelIndex())
        self.typed()

    def typed(self, _text: str = "") -> None:
        """Show what is offered whole, and say how much that is as soon as nothing more is typed."""
        popup = self.popup()
        if popup is not None and popup.isVisible():
            widen(popup, self.widget())
        self._pause.start()

    def say_number(self) -> None:
        """Say how many lines are offered now, where any are."""
        popup = self.popup()
        if popup is not None and popup.isVisible():
            number = self.completionCount()
            words = "1 Vorschlag" if number == 1 else f"{number} Vorschläge"
            self._say(self.widget(), f"{words}. Mit ↓ wählen.")

    def _read(self, chosen: object) -> None:
        words = line_of(chosen)
        if words:
            self._say(self.widget(), words)


def widen(view: QAbstractItemView, below: QWidget) -> None:
    """Let a list below a field be as wide as its longest line, at most as the window."""
    bar = view.verticalScrollBar().sizeHint().width()
    view.setMinimumWidth(min(view.sizeHintForColumn(0) + bar, below.window().width()))


def line_of(chosen: object) -> str:
    """Return the words of what a completer tells of: it speaks of lines or of their places."""
    return str(chosen.data()) if isinstance(chosen, QModelIndex) else str(chosen)
