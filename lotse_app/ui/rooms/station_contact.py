"""Telephone and office hours of the station, as the settings ask for them and as papers print them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from lotse_app.models.people import HOURS_LINES, HOURS_WIDTH, hours_fit, office_hours
from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import announce
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.kit.layouts import GRID, column

if TYPE_CHECKING:
    from lotse_app.models.people import Station

_TOO_LONG = f"Bitte höchstens {HOURS_LINES} Zeilen, jede mit höchstens {HOURS_WIDTH} Zeichen."


class HoursText(QPlainTextEdit):
    """Shows as many lines as there may be, in any size of text."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        """Return room for all lines."""
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * HOURS_LINES + 5 * GRID)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the height of all lines; the width may shrink."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())


class StationContact(QWidget):
    """Two fields; both may stay empty."""

    def __init__(self) -> None:
        super().__init__()
        self.telephone = QLineEdit()
        self.telephone.setMaxLength(HOURS_WIDTH)
        self.hours = HoursText()
        self.hours_field = Field(
            "Sprechzeiten", self.hours, "Zum Beispiel: Mo 9–12 Uhr, Di 14–18 Uhr. Bis vier Zeilen."
        )
        box = column(self)
        box.addWidget(Field("Telefon", self.telephone, "Die Nummer des Stützpunkts, keine private."))
        box.addWidget(self.hours_field)

    def show_station(self, station: Station, *, allowed: bool) -> None:
        """Show what is kept; ``allowed`` is whether it may be changed here."""
        self.telephone.setText(station.telephone)
        self.hours.setPlainText(station.hours)
        self.hours_field.set_problem("")
        for widget in (self.telephone, self.hours):
            widget.setReadOnly(not allowed)

    def shows(self, station: Station) -> bool:
        """Return whether nobody has typed anything since the station was shown."""
        return (self.telephone.text(), self.hours.toPlainText()) == (station.telephone, station.hours)

    def entered(self, station: Station) -> Station | None:
        """Return the station with what was entered; None when it is too long, which the field then says."""
        lines = office_hours(self.hours.toPlainText())
        if not hours_fit(lines):
            self.hours_field.set_problem(_TOO_LONG)
            self.hours.setFocus()
            announce(self.hours, _TOO_LONG, urgent=True)
            return None
        return replace(station, telephone=self.telephone.text().strip(), hours="\n".join(lines))
