"""Who waits: a number of the day and since when, without a name; whoever is called has a session running."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from lotse_app.clock import clock_time
from lotse_app.ui.kit import ActionRow, Body, Card, LinkButton, SecondaryButton, announce
from lotse_app.ui.words import counted
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from lotse_app.models.session import CounsellingSession, Waiting
    from lotse_app.ui.rooms.room import Room


class WaitingCard(Card):
    """One line a person that waits; calling is possible while no session runs."""

    #: The ``CounsellingSession`` of whoever was called.
    called = Signal(object)

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._rows: list[QWidget] = []
        self._free = True
        self.calls: list[QWidget] = []
        self.leaves: list[QWidget] = []
        self.arrive = SecondaryButton("Jemand wartet")
        self.words = Body()
        self.body.addWidget(ActionRow([self.words], [self.arrive]))
        self.arrive.clicked.connect(self._arrive)

    def refresh(self, *, free: bool) -> None:
        """Look who waits; ``free`` says that no session runs."""
        self._free = free
        self._room.ask(LaneName.STORE, self._room.desk.counsel.waiting, self._show)

    def _show(self, waiting: tuple[Waiting, ...]) -> None:
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows, self.calls, self.leaves = [], [], []
        self.words.setText(
            f"Es warten: {counted(len(waiting), 'Person', 'Personen')}" if waiting else "Niemand wartet."
        )
        for one in waiting:
            self._add(one)

    def _add(self, one: Waiting) -> None:
        words = f"Nummer {one.number}, seit {clock_time(one.since)} Uhr"
        call, leave = SecondaryButton("Aufrufen"), LinkButton("gegangen")
        call.setAccessibleName(f"Aufrufen: {words}")
        leave.setAccessibleName(f"Gegangen: {words}")
        call.setEnabled(self._free)
        call.clicked.connect(partial(self._call, one.id))
        leave.clicked.connect(partial(self._leave, one.id))
        row = ActionRow([Body(words)], [leave, call])
        self.body.addWidget(row)
        self._rows.append(row)
        self.calls.append(call)
        self.leaves.append(leave)

    def _arrive(self) -> None:
        self._room.ask(LaneName.STORE, self._room.desk.counsel.arrive, self._arrived)

    def _arrived(self, one: Waiting) -> None:
        announce(self, f"Nummer {one.number} wartet.")
        self.refresh(free=self._free)

    def _call(self, waiting_id: str, *_clicked: object) -> None:
        self._room.ask(LaneName.STORE, partial(self._room.desk.counsel.call, waiting_id), self._called)

    def _called(self, session: CounsellingSession) -> None:
        self.called.emit(session)

    def _leave(self, waiting_id: str, *_clicked: object) -> None:
        self._room.ask(LaneName.STORE, partial(self._room.desk.counsel.leave, waiting_id), self._left)

    def _left(self, _nothing: None) -> None:
        self.refresh(free=self._free)
