"""*Einstellungen*: addresses that were entered here; each can be thrown away, then the shipped one holds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from lotse_app.ui.kit.blocks import Body, Card, EmptyState, Muted, SecondaryButton
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.kit.rows import put_rows
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.office import Office
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.offices import Offices


class EnteredOffices(Card):
    """What was entered, by name."""

    def __init__(self, offices: Offices, tasks: Tasks) -> None:
        super().__init__("Eingetragene Anschriften")
        self._offices = offices
        self._tasks = tasks
        self._rows: list[QWidget] = []
        self._empty = EmptyState(
            "Keine eingetragen.", "Anschriften von Gemeinden und Kreisen bringt Lotse mit. Ändern: „Post und Stand“."
        )
        self._problem = Muted()
        self._problem.hide()
        self.body.addWidget(self._empty)
        self.body.addWidget(self._problem)

    def reload(self) -> None:
        """Load what was entered."""
        self._tasks.run(LaneName.STORE, self._offices.entered, self, self._show, self._refuse)

    def _show(self, entered: tuple[tuple[str, str, Office], ...]) -> None:
        put_rows(self.body, self._rows, (self._row(*one) for one in entered))
        self._empty.setVisible(not entered)
        self._problem.hide()

    def _row(self, ags: str, authority: str, office: Office) -> QWidget:
        row = QWidget()
        box = column(row, GRID // 2)
        box.addWidget(Body(", ".join(office.lines)))
        box.addWidget(Muted(f"{authority} · {office.source}" if authority else office.source))
        forget = SecondaryButton("Verwerfen")
        forget.setAccessibleName(f"Anschrift verwerfen: {office.name}")
        forget.clicked.connect(partial(self._forget, ags, authority))
        box.addWidget(forget)
        return row

    def _forget(self, ags: str, authority: str, *_clicked: object) -> None:
        work = partial(self._offices.forget, ags, authority)
        self._tasks.run(LaneName.STORE, work, self, self._forgotten, self._refuse)

    def _forgotten(self, _nothing: None) -> None:
        self.reload()
        self.setFocus()

    def _refuse(self, problem: Problem) -> None:
        self._problem.setText(sentence(problem))
        self._problem.show()
