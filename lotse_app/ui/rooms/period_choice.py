"""Which days figures are asked for: a month, a quarter or a year from a list, or any other days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from lotse_app.models.periods import named, offered
from lotse_app.ui.kit.blocks import SecondaryButton
from lotse_app.ui.kit.days import DayEdit, DayField
from lotse_app.ui.kit.layouts import GRID, FlowLayout

if TYPE_CHECKING:
    from lotse_app.models.figures import Period

_OTHER = "Anderer Zeitraum …"
_BACKWARDS = "Der letzte Tag liegt vor dem ersten. Bitte berichtigen."
#: Years that a table by months still can be read for.
_YEARS = 5
#: Days that can be asked for: no Beratung lies before, and a calendar ends somewhere.
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)
_TOO_LONG = f"Bitte höchstens {_YEARS} Jahre wählen."


class PeriodChoice(QWidget):
    """Two days, shown as soon as another period than those of the list is wanted; ``box`` is the list beside it."""

    #: Another period counts now.
    chosen = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._offered = offered(today)
        self.box = QComboBox()
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.box.addItems([*(one.name for one in self._offered), _OTHER])
        self.first = DayEdit(date(today.year, 1, 1), earliest=_FIRST, latest=_LAST)
        self.last = DayEdit(today, earliest=_FIRST, latest=_LAST)
        self._own = _named(self.first.day, self.last.day)
        self.show_button = SecondaryButton("Zeitraum anzeigen")
        row = FlowLayout(self, 2 * GRID)
        for widget in (DayField("Erster Tag", self.first), DayField("Letzter Tag", self.last), self.show_button):
            row.addWidget(widget)
        self.hide()
        self.box.currentIndexChanged.connect(self._turned)
        self.show_button.clicked.connect(self._take)

    @property
    def period(self) -> Period:
        """Return the period that counts."""
        at = self.box.currentIndex()
        return self._own if at == len(self._offered) else self._offered[at]

    def _turned(self, at: int) -> None:
        self.setVisible(at == len(self._offered))
        self.chosen.emit()

    def _take(self) -> None:
        first, last = self.first.asked(), self.last.asked()
        if first is None or last is None:
            return
        typed = _named(first, last)
        wrong = _BACKWARDS if typed.end <= typed.start else ""
        if not wrong and typed.end > _later(typed.start):
            wrong = _TOO_LONG
        if wrong:
            self.last.refuse(wrong)
            return
        self._own = typed
        self.chosen.emit()


def _named(first: date, last: date) -> Period:
    return named(first, last + timedelta(days=1))


def _later(start: date) -> date:
    """Return the same day some years on; the day after the 28th of February for the 29th."""
    month, day = (3, 1) if (start.month, start.day) == (2, 29) else (start.month, start.day)
    return date(start.year + _YEARS, month, day)
