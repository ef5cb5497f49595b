"""Who waits: a number of the day and since when, without a name; whoever is called has a session running."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal

from lotse_app.clock import clock_time
from lotse_app.ui.kit.blocks import ActionRow, Body, Card, LinkButton, SecondaryButton, announce
from lotse_app.ui.kit.rows import put_rows
from lotse_app.ui.words.shared import counted
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.models.problems import Problem
    from lotse_app.models.session import CounsellingSession, Waiting
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

T = TypeVar("T")


class WaitingCard(Card):
    """One line a person that waits; calling is possible while no session runs."""

    #: The ``CounsellingSession`` of whoever was called.
    called = Signal(object)

    #: A ``Problem``.
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._counsel = desk.counsel
        self._tasks = tasks
        self._rows: list[ActionRow] = []
        self._free = True
        self.calls: list[SecondaryButton] = []
        self.leaves: list[LinkButton] = []
        self.arrive = SecondaryButton("Jemand wartet")
        self.words = Body()
        self.body.addWidget(ActionRow([self.words], [self.arrive]))
        self.arrive.clicked.connect(self._arrive)

    def refresh(self, *, free: bool) -> None:
        """Look who waits; ``free`` says that no session runs."""
        self._free = free
        self._ask(self._counsel.waiting, self._show)

    def _show(self, waiting: tuple[Waiting, ...]) -> None:
        self.calls, self.leaves = [], []
        self.words.setText(
            f"Es warten: {counted(len(waiting), 'Person', 'Personen')}" if waiting else "Niemand wartet."
        )
        put_rows(self.body, self._rows, [self._row(one) for one in waiting])

    def _row(self, one: Waiting) -> ActionRow:
        words = f"Nummer {one.number}, seit {clock_time(one.since)} Uhr"
        call, leave = SecondaryButton("Aufrufen"), LinkButton("gegangen")
        call.setAccessibleName(f"Aufrufen: {words}")
        leave.setAccessibleName(f"Gegangen: {words}")
        call.setEnabled(self._free)
        call.clicked.connect(partial(self._call, one.id))
        leave.clicked.connect(partial(self._leave, one.id))
        self.calls.append(call)
        self.leaves.append(leave)
        return ActionRow([Body(words)], [leave, call])

    def _arrive(self) -> None:
        self._ask(self._counsel.arrive, self._arrived)

    def _arrived(self, one: Waiting) -> None:
        announce(self, f"Nummer {one.number} wartet.")
        self.refresh(free=self._free)

    def _call(self, waiting_id: str, *_clicked: object) -> None:
        self._ask(partial(self._counsel.call, waiting_id), self._called)

    def _called(self, session: CounsellingSession) -> None:
        self.called.emit(session)

    def _leave(self, waiting_id: str, *_clicked: object) -> None:
        self._ask(partial(self._counsel.leave, waiting_id), self._left)

    def _left(self, _nothing: None) -> None:
        self.refresh(free=self._free)

    def _ask(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._tasks.run(LaneName.STORE, work, self, done, self._refuse)

    def _refuse(self, problem: Problem) -> None:
        self.refused.emit(problem)
