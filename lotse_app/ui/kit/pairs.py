"""Pairs of label and value in two columns; where there is little room the value stands below its label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from lotse_app.overriding import override
from lotse_app.ui.kit.layouts import GRID

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

#: Below so many letters of width the pairs are stacked.
_ROOM_FOR_TWO = 44


class Pairs(QWidget):
    """The grid; subclasses say how a pair looks."""

    def __init__(self, spacing: int) -> None:
        super().__init__()
        self.pairs: list[tuple[QWidget, QWidget]] = []
        self.stacked = False
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(2 * GRID)
        self.grid.setVerticalSpacing(spacing)
        self.grid.setColumnStretch(1, 99)

    def put(self, name: QWidget, value: QWidget) -> None:
        """Add a pair at the end."""
        self.pairs.append((name, value))
        self._place(len(self.pairs) - 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = event.size().width() < _ROOM_FOR_TWO * self.fontMetrics().averageCharWidth()
        if stacked != self.stacked:
            self.stacked = stacked
            for at, pair in enumerate(self.pairs):
                for part in pair:
                    self.grid.removeWidget(part)
                self._place(at)

    def _place(self, at: int) -> None:
        name, value = self.pairs[at]
        top = Qt.AlignmentFlag.AlignTop
        if self.stacked:
            self.grid.addWidget(name, 2 * at, 0, 1, 2, top)
            self.grid.addWidget(value, 2 * at + 1, 0, 1, 2, top)
        else:
            self.grid.addWidget(name, at, 0, top)
            self.grid.addWidget(value, at, 1, top)
