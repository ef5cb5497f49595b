"""What an open desk does by itself: guard the keys, delete what is due, then back up. At unlocking and hourly."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from lotse_app.clock import short_date
from lotse_app.models.problems import Code, problem
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.backup import BackupPlan, MadeBackup
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.keeping import Gap

#: Long enough after unlocking that the first screen is there, short enough that it is not forgotten.
FIRST_MS = 5_000
HOURLY_MS = 3_600_000


class Upkeep(QObject):
    """Runs retention and backups of one desk, off the GUI thread; trouble is said and nothing is lost."""

    #: A ``Problem`` that the pilot has to know.
    trouble = Signal(object)
    #: One round came to its end.
    rested = Signal()

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk = desk
        self._tasks = tasks
        self._said: Gap | None = None
        # A timer of its own: a static single shot outlives its receiver here and then calls into freed memory.
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.setInterval(FIRST_MS)
        self._first.timeout.connect(self.work)
        self._timer = QTimer(self)
        self._timer.setInterval(HOURLY_MS)
        self._timer.timeout.connect(self.work)

    def start(self) -> None:
        """Begin: a first round soon, then one an hour."""
        self._first.start()
        self._timer.start()

    def stop(self) -> None:
        """End: the desk is about to be closed; a round under way finds nothing more to do."""
        self._first.stop()
        self._timer.stop()

    def work(self) -> None:
        """Do one round: tidy on the store lane, then ask for a backup."""
        self._tasks.run(LaneName.STORE, partial(_tidy, self._desk), self, self._tidied, self._failed)

    def _tidied(self, done: tuple[Gap | None, BackupPlan | None]) -> None:
        gap, plan = done
        if gap is not None and gap != self._said:  # once a day
            self._said = gap
            said = {"last": short_date(gap.last), "today": short_date(gap.today)}
            self.trouble.emit(problem(Code.CLOCK_AHEAD, **said))
        if plan is None:
            self.rested.emit()
            return
        make = partial(self._desk.backups.make, plan)
        self._tasks.run(LaneName.REPORT, make, self, self._made, self._missed)

    def _made(self, made: MadeBackup) -> None:
        self._tasks.run(LaneName.STORE, partial(self._desk.backups.noted, made), self, self._noted, self._failed)

    def _missed(self, problem: Problem) -> None:
        self._tasks.run(LaneName.STORE, partial(self._desk.backups.missed, problem), self, self._noted, self._failed)
        self.trouble.emit(problem)

    def _noted(self, _nothing: None) -> None:
        self.rested.emit()

    def _failed(self, problem: Problem) -> None:
        self.trouble.emit(problem)
        self.rested.emit()


def _tidy(desk: Desk) -> tuple[Gap | None, BackupPlan | None]:
    """Guard the keys, delete what is due and return what keeps from it, and the backup that is due now. Store lane."""
    desk.backups.guard_keys()
    gap = desk.keeping.gap()
    if desk.keeping.due():
        desk.keeping.tidy()
    return gap, desk.backups.due()
