"""Layouts that keep everything readable at 250 % text: rows wrap, columns stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget, QWidgetItem

from lotse_app.overriding import override

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QLayoutItem

#: The grid everything sits on, in pixels.
GRID = 8


#: Below so many letters or lines in the window, everything beside the content steps back.
TIGHT_LETTERS, TIGHT_LINES = 70, 16


def is_tight(widget: QWidget) -> bool:
    """Return whether the window has little room for its letters: small, or with very large text."""
    window, letters = widget.window(), widget.fontMetrics()
    narrow = window.width() < TIGHT_LETTERS * letters.averageCharWidth()
    return narrow or window.height() < TIGHT_LINES * letters.lineSpacing()


#: Below so many lines in the window only what one works with is shown; the rest scrolls with it or is in the menu.
CRAMPED_LINES = 12


def is_cramped(widget: QWidget) -> bool:
    """Return whether the window has room for a few lines only."""
    return widget.window().height() < CRAMPED_LINES * widget.fontMetrics().lineSpacing()


def column(parent: QWidget | None = None, spacing: int = 2 * GRID, margin: int = 0) -> QVBoxLayout:
    """Return a vertical layout on the grid."""
    layout = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    return layout


class NarrowColumn(QVBoxLayout):
    """A column in a widget with a largest width: as high as that width needs.

    Qt asks for the height at the width around the widget; rows that wrap earlier would be cut.
    """

    @override
    def heightForWidth(self, w: int, /) -> int:
        owner = self.parentWidget()
        return super().heightForWidth(w if owner is None else min(w, owner.maximumWidth()))


class FlowLayout(QLayout):
    """Puts items in a row and wraps where the width ends.

    Items from ``add_trailing`` stand at the right end as long as everything fits in one row. What was measured is
    kept until Qt says that it no longer holds (``invalidate``): the layouts around ask dozens of times a change.
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = GRID) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._trailing: list[QWidget] = []
        self._measured: list[tuple[QLayoutItem, QSize]] | None = None
        self._least: QSize | None = None
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    @override
    def addWidget(self, w: QWidget, /) -> None:
        """Add a widget in an item of our own.

        An item that Qt makes has a wrapper that is not told when Qt deletes it: the wrapper of an unrelated, living
        item may then be taken for it and become invalid (PySide6 6.11), and the next layout ends the process.
        """
        self.addChildWidget(w)
        self.addItem(QWidgetItem(w))

    def add_trailing(self, widget: QWidget) -> None:
        """Add a widget at the right end."""
        self._trailing.append(widget)
        self.addWidget(widget)

    @override
    def addItem(self, item: QLayoutItem, /) -> None:
        self._items.append(item)
        self.invalidate()

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int, /) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int, /) -> QLayoutItem | None:
        self._forget()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int, /) -> int:
        # The layouts around ask for their own width, also where what this lies in may not grow so wide.
        around = self.parentWidget()
        width = width if around is None else min(width, around.maximumWidth())
        if width not in self._heights:
            edge = self.contentsMargins()
            inner = width - edge.left() - edge.right()
            self._heights[width] = self._arrange(QRect(0, 0, inner, 0), move=False) + edge.top() + edge.bottom()
        return self._heights[width]

    @override
    def invalidate(self) -> None:
        """Forget what was measured: something inside has changed."""
        self._forget()
        super().invalidate()

    @override
    def setGeometry(self, rect: QRect, /) -> None:
        super().setGeometry(rect)
        self._arrange(rect.marginsRemoved(self.contentsMargins()), move=True)

    @override
    def sizeHint(self) -> QSize:
        shown = self._shown()
        width = sum(hint.width() for _, hint in shown) + self.spacing() * max(0, len(shown) - 1)
        height = max((hint.height() for _, hint in shown), default=0)
        return QSize(width, height).grownBy(self.contentsMargins())

    @override
    def minimumSize(self) -> QSize:
        if self._least is None:
            self._least = QSize()
            for item, _ in self._shown():
                self._least = self._least.expandedTo(item.minimumSize())
        return self._least.grownBy(self.contentsMargins())

    def _forget(self) -> None:
        self._measured = self._least = None
        self._heights = {}

    def _shown(self) -> list[tuple[QLayoutItem, QSize]]:
        if self._measured is None:
            self._measured = [(item, item.sizeHint()) for item in self._items if not item.isEmpty()]
        return self._measured

    def _rows(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """Return the rows, each item with the size it wants and will get."""
        rows: list[list[tuple[QLayoutItem, QSize]]] = []
        used, gap = 0, self.spacing()
        for item, hint in self._shown():
            wide = min(hint.width(), width)
            if not rows or used + gap + wide > width:
                rows.append([])
                used = -gap
            height = item.heightForWidth(wide) if item.hasHeightForWidth() else hint.height()
            rows[-1].append((item, QSize(wide, height)))
            used += gap + wide
        return rows

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        y = rect.y()
        for row in self._rows(rect.width()):
            height = max(size.height() for _, size in row)
            if move:
                self._place(row, QRect(rect.x(), y, rect.width(), height))
            y += height + self.spacing()
        return max(0, y - self.spacing() - rect.y())

    def _place(self, row: list[tuple[QLayoutItem, QSize]], line: QRect) -> None:
        slack = line.width() - sum(size.width() for _, size in row) - self.spacing() * (len(row) - 1)
        x = line.x()
        pushed = False
        for item, size in row:
            if not pushed and item.widget() in self._trailing:
                x, pushed = x + max(0, slack), True
            item.setGeometry(QRect(QPoint(x, line.y() + (line.height() - size.height()) // 2), size))
            x += size.width() + self.spacing()


class FlowRow(QWidget):
    """Widgets in a row that wraps: a widget, so that layout and items have an owner from the start."""

    def __init__(self, spacing: int = GRID) -> None:
        super().__init__()
        self.flow = FlowLayout(self, spacing)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Add a widget at the end."""
        self.flow.addWidget(widget)


class Columns(QWidget):
    """Widgets side by side; below ``minimum_em`` a column they stand one under the other."""

    def __init__(self, widgets: Sequence[QWidget], minimum_em: int = 26, stretch: Sequence[int] = ()) -> None:
        super().__init__()
        self._widgets = list(widgets)
        self._minimum_em = minimum_em
        self._stretch = tuple(stretch) or (1,) * len(self._widgets)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2 * GRID)
        for index, widget in enumerate(self._widgets):
            self._box.addWidget(widget, self._stretch[index], Qt.AlignmentFlag.AlignTop)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def stacked(self) -> bool:
        """Return whether the columns stand one under the other."""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    @override
    def minimumSizeHint(self) -> QSize:
        hints = [widget.minimumSizeHint().expandedTo(widget.minimumSize()) for widget in self._widgets]
        return QSize(
            max((hint.width() for hint in hints), default=0), max((hint.height() for hint in hints), default=0)
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        way = (
            QBoxLayout.Direction.TopToBottom if self._narrow(event.size().width()) else QBoxLayout.Direction.LeftToRight
        )
        if self._box.direction() != way:
            self._box.setDirection(way)
        super().resizeEvent(event)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int, /) -> int:
        gaps = self._box.spacing() * (len(self._widgets) - 1)
        if self._narrow(width):
            return sum(_widget_height(widget, width) for widget in self._widgets) + gaps
        share = (width - gaps) / sum(self._stretch)
        pairs = zip(self._widgets, self._stretch, strict=True)
        return max(_widget_height(widget, int(share * part)) for widget, part in pairs)

    def _narrow(self, width: int) -> bool:
        return width < len(self._widgets) * self._minimum_em * self.fontMetrics().averageCharWidth() * 1.2


def _widget_height(widget: QWidget, width: int) -> int:
    height = widget.heightForWidth(width) if widget.hasHeightForWidth() else widget.sizeHint().height()
    return max(height, widget.minimumHeight())
