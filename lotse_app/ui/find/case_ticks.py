"""Ticks for the Vorgänge of one person: which of them are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.kit.worded import WrappingTick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QAbstractButton


class CaseTicks(QWidget):
    """One tick for each Vorgang, all of them set."""

    changed = Signal()

    def __init__(self, cases: Sequence[tuple[str, str]]) -> None:
        """``cases`` are (id, words) of the Vorgänge that name the person."""
        super().__init__()
        box = column(self, GRID)
        self.boxes: dict[str, QAbstractButton] = {}
        for case_id, words in cases:
            tick = WrappingTick(words)
            tick.box.setChecked(True)
            tick.box.toggled.connect(self.changed)
            box.addWidget(tick)
            self.boxes[case_id] = tick.box

    def chosen(self) -> list[str]:
        """Return the ids that are ticked."""
        return [one for one, tick in self.boxes.items() if tick.isChecked()]
