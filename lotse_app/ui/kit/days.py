"""A day to type, as in every form: ``31.12.2026``, ``311226`` or ``31. Dezember 2026``; ↑ and ↓ turn it.

Qt's own date field takes what is typed part by part and fits each part to the others at once: in November it makes
``30.11.`` of ``31.12.``, and with a last day that is allowed ``02.05.`` of ``25.10.`` – another day, without a word.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from lotse_app.clock import short_date
from lotse_app.forms.dates import parse
from lotse_app.overriding import override
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.kit.layouts import GRID

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QKeyEvent

_TURNS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
#: Years a person can mean; anything else is a slip of the keyboard (as in ``catalogue/deadlines.py``).
_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)
_UNREADABLE = "Das ist kein Tag. Bitte so eingeben: 31.12.2026."


class DayEdit(QLineEdit):
    """One line that holds a day between two others, both of them allowed."""

    #: Another day counts now.
    turned = Signal()
    #: What is wrong with what stands here; an empty text takes it back.
    refused = Signal(object)

    def __init__(self, day: date, *, earliest: date = _EARLIEST, latest: date = _LATEST) -> None:
        super().__init__()
        self._day = day
        self._earliest, self._latest = earliest, latest
        self.setText(short_date(day))
        self.textEdited.connect(self._typed)
        self.editingFinished.connect(self.taken)

    @property
    def day(self) -> date:
        """Return the last day that could be read."""
        return self._day

    def show_day(self, day: date) -> None:
        """Show a day, whatever was typed."""
        self.setText(short_date(day))
        self.refused.emit("")
        self._turn_to(day)

    def taken(self) -> date | None:
        """Return the day that stands here; None where it is none, which is said then."""
        day, wrong = self._read()
        self.refused.emit(wrong)
        if day is None:
            return None
        self.setText(short_date(day))
        self._turn_to(day)
        return day

    def asked(self) -> date | None:
        """Return the day for what is to be done with it; where it is none, lead there."""
        day = self.taken()
        if day is None:
            self._lead_here()
        return day

    def refuse(self, wrong: str) -> None:
        """Say what is wrong with a day that is one, and lead there."""
        self._lead_here()
        self.refused.emit(wrong)

    def _lead_here(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    @override
    def sizeHint(self) -> QSize:
        """Return room for a day in figures."""
        hint = super().sizeHint()
        hint.setWidth(self.fontMetrics().horizontalAdvance("00.00.0000") + 5 * GRID)
        return hint

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _TURNS.get(Qt.Key(event.key()))
        if by is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        day = self.taken()
        if day is not None and day != (self._latest if by > 0 else self._earliest):
            self.show_day(day + timedelta(days=by))

    def _typed(self, _text: str) -> None:
        self.refused.emit("")

    def _turn_to(self, day: date) -> None:
        if day != self._day:
            self._day = day
            self.turned.emit()

    def _read(self) -> tuple[date | None, str]:
        found = parse(self.text(), self._day)
        if not isinstance(found, str):
            return None, _UNREADABLE
        day = date.fromisoformat(found)
        if day < self._earliest:
            return None, f"Bitte einen Tag ab {short_date(self._earliest)} eingeben."
        if day > self._latest:
            return None, f"Bitte einen Tag bis {short_date(self._latest)} eingeben."
        return day, ""


class DayField(Field):
    """A day with its label; what is wrong with it stands below."""

    def __init__(self, label: str, edit: DayEdit, help_text: str = "") -> None:
        super().__init__(label, edit, help_text)
        edit.refused.connect(self.set_problem)
