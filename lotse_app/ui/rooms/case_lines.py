"""Lines of Vorgänge in *Heute*; the first word of each opens its Vorgang."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from lotse_app.ui.kit.blocks import Card, LinkButton
from lotse_app.ui.kit.rows import put_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget


class CaseLines(Card):
    """Lines of Vorgänge; hidden while there is none."""

    #: The id of the Vorgang to be opened.
    opened = Signal(object)

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.rows: list[QWidget] = []
        self.hide()

    def put(self, rows: Sequence[QWidget]) -> None:
        """Show these lines."""
        put_rows(self.body, self.rows, rows)
        self.setVisible(bool(rows))

    def link(self, application_id: str, title: str) -> LinkButton:
        """Return what opens a Vorgang."""
        link = LinkButton(title)
        link.setAccessibleName(f"{title} öffnen")
        link.clicked.connect(partial(self._open, application_id))
        return link

    def _open(self, application_id: str, *_clicked: object) -> None:
        self.opened.emit(application_id)


def case_title(service_name: str, number: str) -> str:
    """Return how a line names its Vorgang."""
    return f"{service_name} · Vorgang {number}"
