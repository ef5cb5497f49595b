"""Labels and values in two columns that line up from card to card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from lotse_app.ui.kit import Muted, Text
from lotse_app.ui.layouts import GRID
from lotse_app.ui.overriding import override
from lotse_app.ui.resident.pages import empty

if TYPE_CHECKING:
    from collections.abc import Sequence

_LABEL = 24


class Facts(QWidget):
    """Pairs of label and value; every value says its label to a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self._labels: list[Muted] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID // 2)
        # The empty third column takes what the values do not need; otherwise the labels would.
        self._grid.setColumnStretch(1, 99)
        self._grid.setColumnStretch(2, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_pairs(self, pairs: Sequence[tuple[str, str]], nothing: str = "") -> None:
        """Show pairs; ``nothing`` stands for an empty value."""
        empty(self._grid)
        self._labels = []
        for row, (label, value) in enumerate(pairs):
            name, words = Muted(label), Text(value or nothing, "body" if value else "muted")
            words.setAccessibleName(f"{label}: {value or nothing}")
            self._labels.append(name)
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, row, 1, Qt.AlignmentFlag.AlignTop)
        self._limit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._limit()

    def _limit(self) -> None:
        for label in self._labels:
            label.setFixedWidth(_LABEL * self.fontMetrics().averageCharWidth())
