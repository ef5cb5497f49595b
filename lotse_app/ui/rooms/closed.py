"""A room that is closed to the role of who works here: one sentence says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.problems import Code, problem
from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import Body, Card, SecondaryButton
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.rooms.room import Go, Room, RoomName

if TYPE_CHECKING:
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk


class ClosedRoom(Room):
    """Stands in the place of *Beratung* and *Anträge* for a coordinator."""

    def __init__(self, desk: Desk, tasks: Tasks, word: str) -> None:
        super().__init__("", desk, tasks)
        self.setAccessibleName(word)
        self._words = sentence(problem(Code.COORDINATOR_NO_PERSONS))
        card = Card(f"{word}: für die Koordination geschlossen")
        card.body.addWidget(Body(self._words))
        self.body.addWidget(card)
        figures = SecondaryButton("Zur Auswertung")
        figures.clicked.connect(self._to_figures)
        self.set_foot([], [figures])

    @override
    def help_text(self) -> str:
        """Return what F1 says here."""
        return self._words

    def _to_figures(self) -> None:
        self.go.emit(Go(RoomName.FIGURES))
