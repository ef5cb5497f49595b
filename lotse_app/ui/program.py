"""The program with a window: Qt application, lanes, bridge, shell; and an orderly end."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from lotse_app.ui.application.chosen import ChosenBefore
from lotse_app.ui.display import make_application
from lotse_app.ui.entrance.code_sheets import CodeSheets
from lotse_app.ui.entrance.unlock import UnlockView
from lotse_app.ui.frame.ahead import BehindPaint, LoadingAhead
from lotse_app.ui.frame.collecting import Collector
from lotse_app.ui.frame.crash_window import CrashWindow
from lotse_app.ui.frame.idle import IdleWatch
from lotse_app.ui.frame.remembered import Remembered, show_whole
from lotse_app.ui.frame.shell import Shell, ViewMakers
from lotse_app.ui.kit.theme import STYLE, Appearance, load_fonts, load_themes
from lotse_app.ui.tasks import Tasks
from lotse_app.workflows.lanes import LaneName, Lanes
from lotse_app.workflows.paper_ports import PaperShelf

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from lotse_app.clock import Clock
    from lotse_app.crash import CrashHook
    from lotse_app.models.handbook import HelpPage
    from lotse_app.paths import Places
    from lotse_app.ui.entrance.first_run import FirstRunView
    from lotse_app.ui.entrance.restoring import RestoreView
    from lotse_app.ui.frame.window import MainWindow
    from lotse_app.ui.help.window import HelpWindow
    from lotse_app.ui.preview import Preview
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.find import Finding
    from lotse_app.workflows.obeying import Obeying
    from lotse_app.workflows.practising import Practising
    from lotse_app.workflows.restore import Restoring
    from lotse_app.workflows.unlock import Unlocking


class HelpPages(Protocol):
    """Reads pages of the handbook."""

    def page(self, name: str) -> HelpPage:
        """Return a page with its pictures. Work lane. Raises HELP_PAGE_MISSING."""
        ...


class Shelf(PaperShelf, Protocol):
    """Read-only things that are loaded off the GUI thread, before there is a desk."""

    def warm(self) -> None:
        """Load what a desk needs. Finder lane."""
        ...

    def finding(self) -> Finding:
        """Return finder, cards and communes. Finder lane."""
        ...

    def handbook(self) -> HelpPages:
        """Return the pages of the handbook."""
        ...


@dataclass(frozen=True, slots=True)
class SideDoors:
    """Other ways in than the passphrase; nothing behind them is loaded before one of them is taken.

    ``bolt`` keeps a second window out of all of them: it raises STORE_IN_USE there.
    """

    practising: Callable[[], Practising]
    restoring: Callable[[], Restoring]
    obeying: Callable[[], Obeying] | None = None
    bolt: Callable[[], None] | None = None


class WindowProgram:
    """Holds everything that lives as long as the window."""

    def __init__(
        self,
        unlocking: Unlocking,
        shelf: Shelf,
        places: Places,
        resources: Path,
        clock: Clock,
        hook: CrashHook,
        *,
        doors: SideDoors | None = None,
    ) -> None:
        self._doors = doors
        self._unlocking = unlocking
        self._shelf = shelf
        self._remembered = Remembered(places.window)
        self._chosen = ChosenBefore()
        self._resources = resources
        self._clock = clock
        self._hook = hook

    def build(self, arguments: Sequence[str]) -> Shell:
        """Make the Qt application and the shell; nothing is shown yet."""
        self.app = QApplication.instance() or make_application([*(arguments or ["lotse"]), *STYLE])
        assert isinstance(self.app, QApplication)  # noqa: S101 - narrows the type for mypy
        self.app.setApplicationName("Lotse")
        self._translate(self.app)
        self.lanes = Lanes()
        self.tasks = Tasks(self.lanes)
        self.appearance = Appearance(self.app, load_themes(self._resources), load_fonts(self._resources))
        self.appearance.apply(self._remembered.theme, self._remembered.scale)
        self.appearance.changed.connect(self._remember_look)
        self._collector = Collector(self.app)
        self._collector.start()
        self._idle = IdleWatch(self._clock, self.app)
        self._idle.watch(self.app)
        makers = ViewMakers(self._unlock_view, self._first_run_view, self._main_window, self._preview)
        makers = replace(makers, handbook=self._help_window, remembered=self._remembered)
        if self._doors is not None:
            bolt = self._doors.bolt
            makers = replace(makers, practising=self._doors.practising, restore=self._restore_view, bolt=bolt)
        self.shell = Shell(self._unlocking, self.tasks, self._idle, makers)
        self.shell.resize(1280, 720)
        self._remembered.restore(self.shell)
        self._crash_window = CrashWindow(self.shell)
        self._hook.show_with(self._crash_window.show_report)
        return self.shell

    def run(self, arguments: Sequence[str]) -> int:
        """Show the window and stay until it is closed; return the exit status."""
        self.build(arguments)
        self.begin()
        try:
            return self.stay()
        finally:
            self.end()

    def begin(self) -> None:
        """Show the window; what lies behind the passphrase is loaded while it is typed."""
        self.shell.start()
        show_whole(self.shell)
        self.ahead = LoadingAhead(self.shell)
        self._painted = BehindPaint(self.shell, self._warm_up)

    def stay(self) -> int:
        """Run the event loop until it is told to end; return its exit status."""
        return int(self.app.exec())

    def end(self) -> None:
        """Remember the geometry, finish what runs, close the store."""
        self._remembered.keep(self.shell)
        self._hook.show_with(None)
        self.lanes.close(self.shell.farewells())
        self._collector.stop()

    def _warm_up(self) -> None:
        self.tasks.run(LaneName.FINDER, self._shelf.warm, self.shell, self._warmed, self._warmed)

    def _warmed(self, _nothing_or_problem: object) -> None:
        """Go on with the rooms; a missing catalogue is said where it is used."""
        self.ahead.start()
        self._watch_session()
        if self._doors is not None and self._doors.obeying is not None:
            from lotse_app.ui.frame.order_watch import OrderWatch

            self.orders = OrderWatch(self.shell, self.tasks, self._doors.obeying)
            self.orders.start()

    def _watch_session(self) -> None:
        """Lock where the desktop is locked or left to another user: heard from the first passphrase on."""
        from PySide6.QtDBus import QDBusConnection

        from lotse_app.ui.frame.session_watch import SessionWatch

        self._session = SessionWatch(os.environ.get("XDG_SESSION_ID", ""), self.shell)
        self._session.listen(QDBusConnection.sessionBus(), QDBusConnection.systemBus())
        self._session.left.connect(self.shell.lock)

    def _translate(self, app: QApplication) -> None:
        QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
        self._translator = QTranslator()
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load("qtbase_de", folder):
            app.installTranslator(self._translator)

    def _remember_look(self) -> None:
        self._remembered.look(self.appearance.theme, self.appearance.scale)

    def _unlock_view(self) -> UnlockView:
        return UnlockView(self._unlocking, self.tasks, CodeSheets(self._shelf, self._clock))

    def _first_run_view(self) -> FirstRunView:
        from lotse_app.ui.entrance.first_run import FirstRunView

        return FirstRunView(self._unlocking, self._shelf, self.tasks, self._clock)

    def _restore_view(self) -> RestoreView:
        from lotse_app.ui.entrance.restoring import RestoreView

        assert self._doors is not None  # noqa: S101 - narrows the type for mypy
        return RestoreView(self._doors.restoring(), self.tasks, CodeSheets(self._shelf, self._clock))

    def _main_window(self, desk: Desk) -> MainWindow:
        from lotse_app.ui.frame.assembly import Fittings, main_window
        from lotse_app.ui.kit.icons import Icons, load_icons

        icons = Icons(load_icons(self._resources))
        kept = (self.shell.unsaved, self._chosen)
        return main_window(desk, Fittings(self.tasks, self.appearance, icons, self._unlocking, *kept))

    def _help_window(self) -> HelpWindow:
        from lotse_app.ui.help.window import HelpWindow

        return HelpWindow(self.tasks, self._shelf.handbook().page)

    def _preview(self, desk: Desk) -> Preview:
        from lotse_app.ui.preview import Preview

        return Preview(self.tasks, desk.printing)
