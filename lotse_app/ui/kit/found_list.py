"""A line one types into, and below it the list of what was found: ↓ or Enter goes down into it, Enter takes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView

from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import announce

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QKeyEvent

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class FinderLine(QLineEdit):
    """The line; its words are read as they change, not as they are typed: a screen reader sets text without a key."""

    #: The list below is wanted.
    entered = Signal()

    def __init__(self, example: str) -> None:
        super().__init__()
        self.setPlaceholderText(example)
        self.returnPressed.connect(self.entered)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.entered.emit()
            return
        super().keyPressEvent(event)


class _FoundModel(QAbstractListModel, Generic[T]):
    def __init__(self, parent: QObject, words: Callable[[T], str]) -> None:
        super().__init__(parent)
        self._words = words
        self.found: tuple[T, ...] = ()

    def show_found(self, found: Sequence[T]) -> None:
        self.beginResetModel()
        self.found = tuple(found)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.found)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        shown = role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        return self._words(self.found[index.row()]) if shown and index.isValid() else None


class FoundList(QListView, Generic[T]):
    """What was found, best first; ``words`` makes the lines of one: its name, and below it what belongs to it."""

    #: Enter or a click took the one in hand.
    taken = Signal()
    #: Another one is in hand.
    moved = Signal()

    def __init__(self, label: str, words: Callable[[T], str], height: int) -> None:
        """``height`` is the least, in pixels."""
        super().__init__()
        self._words = words
        self._model = _FoundModel(self, words)
        self.setModel(self._model)
        self.setAccessibleName(label)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMinimumSize(200, height)
        self.clicked.connect(self._clicked)

    @property
    def found(self) -> tuple[T, ...]:
        """Return everything that is shown."""
        return self._model.found

    @property
    def in_hand(self) -> T | None:
        """Return the one under the cursor."""
        row = self.currentIndex().row()
        return self.found[row] if row >= 0 else None

    def show_found(self, found: Sequence[T], chosen: int = 0) -> None:
        """Show what was found, ``chosen`` in hand (-1: none yet); where nothing was the list is away."""
        self._model.show_found(found)
        self.setVisible(bool(found))
        self.setCurrentIndex(self._model.index(chosen, 0))

    def enter(self) -> None:
        """Take the focus and say what is in hand; without anything the focus stays where it is."""
        if self.found and self.in_hand is None:
            self.setCurrentIndex(self._model.index(0, 0))
        one = self.in_hand
        if one is not None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, self._words(one).split("\n", 1)[0])

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.moved.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.taken.emit()
            return
        super().keyPressEvent(event)

    def _clicked(self, _index: QModelIndex) -> None:
        self.taken.emit()
