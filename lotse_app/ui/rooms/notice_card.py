"""In *Heute*: what must not be forgotten – papers that still lie here, and what is soon deleted by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import local_date, short_date
from lotse_app.ui.kit.blocks import Muted
from lotse_app.ui.rooms.case_lines import CaseLines, case_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from lotse_app.models.application import ApplicationLine
    from lotse_app.models.retention import Due

LIES = "Liegt noch hier"
TO_BE_HANDED = "Angenommen, noch nicht weitergegeben{due}. Beim Amt abgeben, dann in „Postausgang“ den Tag eintragen."
GOES = "Wird bald gelöscht"
GOING = "Nie eingereicht: wird am {day} gelöscht. Öffnen und weiterarbeiten, wenn es noch gebraucht wird."


class NoticeCard(CaseLines):
    """Each Vorgang with what to do below."""

    def show_lines(self, lines: Sequence[tuple[str, str, str]]) -> None:
        """Show (id, title, what to do) triples."""
        self.put([row for line in lines for row in self._rows_of(*line)])

    def _rows_of(self, case_id: str, title: str, words: str) -> tuple[QWidget, ...]:
        link = self.link(case_id, title)
        link.setAccessibleDescription(words)
        return link, Muted(words)

    def show_lying(self, lines: Sequence[ApplicationLine]) -> None:
        """Show papers that this station took and did not pass on."""
        self.show_lines([(line.id, case_title(line.service_name, line.number), _pass_on(line)) for line in lines])

    def show_going(self, dues: Sequence[Due]) -> None:
        """Show what retention takes soon, with its day."""
        self.show_lines(
            [
                (one.record_id, case_title(one.label, one.number), GOING.format(day=short_date(local_date(one.on))))
                for one in dues
            ]
        )


def _pass_on(line: ApplicationLine) -> str:
    return TO_BE_HANDED.format(due=f" · Frist {short_date(line.due)}" if line.due else "")
