"""*Später drucken*: the number to be copied by hand, on the pilot's screen; ``F9`` shows the same to the resident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lotse_app.clock import local_date, long_date
from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import ActionRow, PrimaryButton, SecondaryButton
from lotse_app.ui.resident.code_page import CodePage, CopyCode
from lotse_app.workflows.find import receiver_of

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import QKeyEvent

    from lotse_app.models.people import Workplace
    from lotse_app.workflows.applications import OpenCase


class CopyView(QWidget):
    """The page with its keys; nothing is lost by leaving it."""

    closed = Signal()
    resident_wanted = Signal()
    next_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.page = CodePage()
        self.back = SecondaryButton("Zurück zum Antrag", shown="Esc")
        self.resident = SecondaryButton("Der Person zeigen", shown="F9")
        self.next = PrimaryButton("Nächste Person", "Ctrl+Return")
        self.back.clicked.connect(self.closed)
        self.resident.clicked.connect(self.resident_wanted)
        self.next.clicked.connect(self.next_wanted)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.page, 1)
        outer.addWidget(ActionRow((self.back,), (self.resident, self.next), framed=True))

    def show_code(self, code: CopyCode) -> None:
        """Show what is copied; the focus is on the number, so that it is read out first."""
        self.page.show_code(code)
        self.page.number.setFocus()

    def clear(self) -> None:
        """Show nothing of anybody."""
        self.page.clear()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Esc, as in the preview."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)


def copy_code(case: OpenCase, workplace: Workplace, now: datetime) -> CopyCode:
    """Return what the resident copies: number, office, last day if there is one, day, where to ask. Pure."""
    station, operator = workplace.station, workplace.operator
    ask = ", ".join(part for part in (station.name, operator.address or operator.name) if part)
    due = case.application.due
    last = (("Bis", long_date(due)),) if due is not None else ()
    return CopyCode(
        case.application.number,
        (
            ("Antrag an", receiver_of(case.form, case.commune, case.application.answers)),
            *last,
            ("Am", long_date(local_date(now))),
            ("Fragen und abholen", ask),
        ),
    )
