"""Labels and values in two columns that line up from card to card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QSizePolicy

from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import Muted, Text
from lotse_app.ui.kit.layouts import GRID
from lotse_app.ui.kit.pairs import Pairs
from lotse_app.ui.resident.pages import empty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

_LABEL = 24


class Facts(Pairs):
    """Pairs of label and value; every value says its label to a screen reader."""

    def __init__(self) -> None:
        super().__init__(GRID // 2)
        # The empty third column takes what the values do not need; otherwise the labels would.
        self.grid.setColumnStretch(2, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_pairs(self, pairs: Sequence[tuple[str, str]], nothing: str = "") -> None:
        """Show pairs; ``nothing`` stands for an empty value."""
        empty(self.grid)
        self.pairs = []
        for label, value in pairs:
            name, words = Muted(label), Text(value or nothing, "body" if value else "muted")
            words.setAccessibleName(f"{label}: {value or nothing}")
            self.put(name, words)
        self._limit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._limit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._limit()

    def _limit(self) -> None:
        for label, _ in self.pairs:
            label.setMaximumWidth(_LABEL * self.fontMetrics().averageCharWidth())
            label.setMinimumWidth(0 if self.stacked else label.maximumWidth())
