"""In *Heute*: what must not be forgotten – papers that still lie here, and what is soon deleted by itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from lotse_app.clock import local_date, short_date
from lotse_app.ui.kit import Card, LinkButton, Muted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from lotse_app.models.application import ApplicationLine
    from lotse_app.models.retention import Due

LIES = "Liegt noch hier"
TO_BE_HANDED = "Angenommen, noch nicht weitergegeben{due}. Beim Amt abgeben, dann in „Postausgang“ den Tag eintragen."
GOES = "Wird bald gelöscht"
GOING = "Nie eingereicht: wird am {day} gelöscht. Öffnen und weiterarbeiten, wenn es noch gebraucht wird."


class NoticeCard(Card):
    """Lines of Vorgänge, each with what to do below; hidden while there is none."""

    #: The id of the Vorgang to be opened.
    opened = Signal(object)

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._rows: list[QWidget] = []
        self.hide()

    def show_lines(self, lines: Sequence[tuple[str, str, str]]) -> None:
        """Show (id, title, what to do) triples."""
        for row in self._rows:
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        for case_id, title, words in lines:
            link = LinkButton(title)
            link.setAccessibleName(f"{title} öffnen")
            link.setAccessibleDescription(words)
            link.clicked.connect(partial(self._open, case_id))
            for row in (link, Muted(words)):
                self.body.addWidget(row)
                self._rows.append(row)
        self.setVisible(bool(lines))

    def show_lying(self, lines: Sequence[ApplicationLine]) -> None:
        """Show papers that this station took and did not pass on."""
        self.show_lines([(line.id, _title(line.service_name, line.number), _pass_on(line)) for line in lines])

    def show_going(self, dues: Sequence[Due]) -> None:
        """Show what retention takes soon, with its day."""
        self.show_lines(
            [
                (one.record_id, _title(one.label, one.number), GOING.format(day=short_date(local_date(one.on))))
                for one in dues
            ]
        )

    def _open(self, case_id: str, *_clicked: object) -> None:
        self.opened.emit(case_id)


def _title(service: str, number: str) -> str:
    return f"{service} · Vorgang {number}"


def _pass_on(line: ApplicationLine) -> str:
    return TO_BE_HANDED.format(due=f" · Frist {short_date(line.due)}" if line.due else "")
