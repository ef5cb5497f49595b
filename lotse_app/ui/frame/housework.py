"""What an open desk does by itself, behind the window: upkeep, rounds with the portal, an eye on the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lotse_app.ui.frame.clock_watch import ClockWatch
from lotse_app.ui.frame.syncing import Syncing
from lotse_app.ui.frame.upkeep import Upkeep

if TYPE_CHECKING:
    from lotse_app.models.portal_standing import PortalView
    from lotse_app.ui.frame.window import MainWindow
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk


class Housework(QObject):
    """Starts and stops all three, and lets go of a portal that is being joined.

    A practice has neither upkeep nor rounds: its keys and backups are closed, it is deleted at its end, and nothing of
    it travels.
    """

    def __init__(self, desk: Desk, tasks: Tasks, window: MainWindow) -> None:
        super().__init__()
        self.upkeep = Upkeep(desk, tasks)
        self.syncing = Syncing(desk, tasks)
        self._joining = desk.portal.joining
        self._practice = desk.practice
        self._window = window
        self.clock = ClockWatch(desk.clock, self)
        for watched in (self.upkeep.trouble, self.clock.trouble):
            watched.connect(window.say_problem)
        if not desk.practice:
            window.worked.connect(self.syncing.soon)
            window.sync_wanted.connect(self.syncing.now)
            self.syncing.done.connect(self._synced)

    def start(self) -> None:
        """Begin."""
        self.clock.start()
        if not self._practice:
            self.upkeep.start()
            self.syncing.start()

    def stop(self) -> None:
        """End: the desk is about to be closed."""
        self.clock.stop()
        self.upkeep.stop()
        self.syncing.stop()
        self._joining.stop()

    def _synced(self, view: PortalView | None) -> None:
        if view is None:
            return
        self._window.synced()
        if view.order is not None:
            self._window.ordered.emit(view.order)
