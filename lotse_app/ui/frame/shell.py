"""The one window of the program: what stands in it now – first run, unlocking, or the desk."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from lotse_app.overriding import override
from lotse_app.ui.frame.ending import Ending
from lotse_app.ui.frame.lock_key import LockKey
from lotse_app.ui.frame.unsaved import KEPT_LOCKED, UNSAVED_WORDS, UnsavedDrafts
from lotse_app.ui.help.opening import HelpOpening
from lotse_app.ui.kit.blocks import Banner, Page
from lotse_app.ui.kit.layouts import column
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent

    from lotse_app.models.problems import Problem, ProblemError
    from lotse_app.ui.entrance.first_run import FirstRunView
    from lotse_app.ui.entrance.restoring import RestoreView
    from lotse_app.ui.entrance.unlock import UnlockView
    from lotse_app.ui.frame.housework import Housework
    from lotse_app.ui.frame.idle import IdleWatch
    from lotse_app.ui.frame.remembered import Remembered
    from lotse_app.ui.frame.window import MainWindow
    from lotse_app.ui.help.window import HelpWindow
    from lotse_app.ui.kit.blocks import Tone
    from lotse_app.ui.practice import PracticeRun
    from lotse_app.ui.preview import Preview
    from lotse_app.ui.rooms.room import PaperReady
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.practising import Practising
    from lotse_app.workflows.unlock import Unlocking


#: After so long a place has shown that one can stay there.
_STANDS_MS = 5_000


@dataclass(frozen=True, slots=True)
class ViewMakers:
    """Makes the views that the shell shows; built anew each time, so that nothing of a person stays behind."""

    unlock: Callable[[], UnlockView]
    first_run: Callable[[], FirstRunView]
    main: Callable[[Desk], MainWindow]
    preview: Callable[[Desk], Preview]
    practising: Callable[[], Practising] | None = None
    restore: Callable[[], RestoreView] | None = None
    handbook: Callable[[], HelpWindow] | None = None
    remembered: Remembered | None = None
    bolt: Callable[[], None] | None = None


def _expected() -> type[ProblemError]:
    """Return what an expected problem is raised as; asked for only when something was raised."""
    from lotse_app.models.problems import ProblemError  # noqa: PLC0415 - all codes of problems: behind the first paint

    return ProblemError


class Shell(QWidget):
    """Shows one view at a time; locks by key, by idleness and after sleep.

    A plain widget around its stack: screen readers are told only the pages of a stack, and the bar of practice is none.
    """

    #: The desk is open and painted for the first time.
    opened = Signal()
    #: The desk was closed and its references dropped.
    locked = Signal()

    def __init__(self, unlocking: Unlocking, tasks: Tasks, idle: IdleWatch, makers: ViewMakers) -> None:
        super().__init__()
        self.setWindowTitle("Lotse")
        self.setMinimumSize(800, 520)
        self._stack = QStackedWidget()
        column(self, 0).addWidget(self._stack)
        self._unlocking = unlocking
        self._tasks = tasks
        self._idle = idle
        self._makers = makers
        self._desk: Desk | None = None
        self._main: MainWindow | None = None
        self._preview: Preview | None = None
        self._housework: Housework | None = None
        #: Pilot, room and target that were shown when the program locked, or ended without being asked to.
        self._last = makers.remembered.place if makers.remembered is not None else None
        self._practice: PracticeRun | None = None
        self._turned_away = False
        self.help = HelpOpening(makers.handbook, self)
        self._after: Callable[[], None] = self._show_unlock
        #: A place that ends the program as soon as it is shown must not be shown again at every start.
        self._stands = QTimer(self)
        self._stands.setSingleShot(True)
        self._stands.setInterval(_STANDS_MS)
        self._stands.timeout.connect(self._note_place)
        #: Entries whose view went before they could be written.
        self.unsaved = UnsavedDrafts(tasks, self)
        self.unsaved.said.connect(self._say_unsaved)
        self._ending = Ending(tasks, self._has_unsaved, self)
        self._ending.said.connect(self._say_unsaved)
        self._ending.answered.connect(self.quit)
        LockKey(self).pressed.connect(self.lock)
        idle.expired.connect(self.lock)
        idle.warning.connect(self._warn)
        idle.calmed.connect(self._calm)

    @property
    def shown(self) -> QWidget | None:
        """Return the view that is shown now."""
        return self._stack.currentWidget()

    @property
    def main(self) -> MainWindow | None:
        """Return the desk's window while it is open."""
        return self._main

    def start(self) -> None:
        """Show what fits the data folder."""
        try:
            if self._makers.bolt is not None:
                self._turned_away = True
                self._makers.bolt()
                self._turned_away = False
            first = self._unlocking.needs_first_run()
        except _expected() as error:
            self._show_trouble(error.problem)
            return
        if first:
            self._show_first_run()
        else:
            self._show_unlock()

    def lock(self) -> None:
        """Save, close the store, drop every reference, blank the screen; then ask for the passphrase."""
        if self._desk is None:
            return
        practice = self._practice if self._desk.practice else None
        self.leave_desk(practice.lock if practice is not None else self._show_unlock)

    def leave_desk(self, then: Callable[[], None]) -> None:
        """Save, close the store, drop every reference, blank the screen; then do what comes next."""
        if self._main is None or self._desk is None:
            return
        self._after = then
        self._main.moved.disconnect(self._note_place)  # what is put away now is where to go on
        self._main.leave()
        self.help.close()
        self._rest()
        self._idle.stop()
        self._idle.resident_view(is_open=False)
        self.unsaved.desk_closing(self._main)
        self._blank()
        desk, self._desk = self._desk, None
        self._tasks.run(LaneName.REPORT, desk.close_reports, self, self._reports_closed, self._reports_failed)
        self._closing = desk.close

    def quit(self) -> None:
        """Save, close, and end the event loop."""
        self.close()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._main is not None:
            self._main.leave()
        if not self._ending.may_close():
            event.ignore()
            return
        self._stands.stop()
        self._forget_place()
        self.help.close()
        self._rest()
        self._idle.stop()
        event.accept()
        QTimer.singleShot(0, self, QGuiApplication.quit)

    def _has_unsaved(self) -> bool:
        return self.unsaved.waiting or (self._main is not None and self._main.unsaved)

    def farewells(self) -> dict[LaneName, Callable[[], None]]:
        """Return what each lane does last when the program ends."""
        desk, self._desk = self._desk, None
        ends = [desk.close] if desk is not None else []
        if self._practice is not None:
            ends.append(self._practice.farewell)
        last: dict[LaneName, Callable[[], None]] = {LaneName.STORE: partial(_each, ends)} if ends else {}
        return {LaneName.REPORT: desk.close_reports, **last} if desk is not None else last

    def show_view(self, view: QWidget) -> None:
        """Show a view instead of what is shown, which is gone for good."""
        old = self.shown
        if view is not self._main:
            self.help.attach(view)
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_trouble(self, problem: Problem) -> None:
        from lotse_app.ui.entrance.trouble_view import TroubleView

        view = TroubleView(problem)
        view.again.connect(self.start)
        view.closed.connect(self.quit)
        view.restore_wanted.connect(self._show_restore)
        self.show_view(view)

    def _show_first_run(self) -> None:
        view = self._makers.first_run()
        view.opened.connect(self.show_desk)
        view.practice_wanted.connect(self._show_practice)
        view.restore_wanted.connect(self._show_restore)
        self.show_view(view)

    def _show_unlock(self) -> None:
        view = self._makers.unlock()
        view.opened.connect(self.show_desk)
        view.practice_wanted.connect(self._show_practice)
        view.restore_wanted.connect(self._show_restore)
        self.show_view(view)

    def _show_practice(self) -> None:
        from lotse_app.ui.practice import PracticeRun

        if self._practice is None and self._makers.practising is not None:
            self._practice = PracticeRun(self._makers.practising(), self._tasks, self, self)
        if self._practice is not None:
            self._practice.ask()

    def _show_restore(self) -> None:
        if self._makers.restore is not None:
            view = self._makers.restore()
            view.closed.connect(self.start)
            self.show_view(view)

    def lay_over(self, view: QWidget) -> None:
        """Show a view over the desk until it is taken away."""
        self.help.attach(view)
        QShortcut(QKeySequence("Ctrl+L"), view).activated.connect(self.lock)
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        view.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_away(self, view: QWidget) -> None:
        """Take a view away and show the desk again."""
        self._stack.removeWidget(view)
        view.deleteLater()
        if self._main is not None:
            self._stack.setCurrentWidget(self._main)

    def show_desk(self, desk: Desk) -> None:
        """Show an opened desk, where its pilot was before."""
        from lotse_app.ui.rooms.room import RoomName  # noqa: PLC0415 - the base of all rooms: behind the first paint

        self._desk = desk
        self._main = self._makers.main(desk)
        self._main.setWindowFlags(Qt.WindowType.Widget)
        self._main.lock_wanted.connect(self.lock)
        self._main.quit_wanted.connect(self.quit)
        self._main.paper.connect(self._show_paper)
        self._main.help_wanted.connect(self.help.open)
        self._main.resident_opened.connect(partial(self._idle.resident_view, is_open=True))
        self._main.resident_closed.connect(partial(self._idle.resident_view, is_open=False))
        self.show_view(self._main)
        self.unsaved.desk_opened(desk)
        if desk.practice and self._practice is not None:
            self._main.resident_opened.connect(self._practice.mark_windows)
        pilot_id, room, target = self._last or ("", "", "")
        if pilot_id == desk.workplace.pilot.id and room in set(RoomName):
            self._main.enter(RoomName(room), target)
        else:
            self._main.enter(RoomName.TODAY)
        self._main.moved.connect(self._note_place)
        self._forget_place()
        self._stands.start()
        self._main.refresh()
        for notice in desk.notices:
            self._main.say_problem(notice)
        self._idle.start()
        self._keep_up(desk)
        self.opened.emit()

    def _keep_up(self, desk: Desk) -> None:
        from lotse_app.ui.frame.housework import Housework

        if self._main is not None:
            self._housework = Housework(desk, self._tasks, self._main)
            self._housework.start()

    def _rest(self) -> None:
        if self._housework is not None:
            self._housework.stop()
            self._housework = None

    def _show_paper(self, paper: PaperReady) -> None:
        """Show a paper over the desk; a second one that comes while the first is shown is added behind it."""
        if self._desk is None:
            return
        shown = self._preview.papers if self._preview is not None else ()
        if self._preview is None:
            self._preview = self._makers.preview(self._desk)
            self._preview.closed.connect(self._close_preview)
            self._preview.printed.connect(self._papers_printed)
            QShortcut(QKeySequence("Ctrl+L"), self._preview).activated.connect(self.lock)
            self.help.attach(self._preview)
            self._stack.addWidget(self._preview)
        self._stack.setCurrentWidget(self._preview)
        self._preview.show_papers((*shown, paper))

    def _papers_printed(self) -> None:
        """Tell whoever wanted the papers that they went to the printer."""
        for paper in self._preview.papers if self._preview is not None else ():
            if paper.printed is not None:
                paper.printed()

    def _close_preview(self) -> None:
        self._drop_preview()
        if self._main is not None:
            self._stack.setCurrentWidget(self._main)

    def _drop_preview(self) -> None:
        if self._preview is not None:
            preview, self._preview = self._preview, None
            preview.clear()
            self._stack.removeWidget(preview)
            preview.deleteLater()

    def _forget_place(self) -> None:
        if self._makers.remembered is not None and not self._turned_away:  # there it is the other window's
            self._makers.remembered.go(None)

    def _note_place(self) -> None:
        if self._main is None or self._desk is None or self._main.here is None:
            return
        self._last = (self._desk.workplace.pilot.id, self._main.here.value, self._main.target)
        if self._makers.remembered is not None and not self._desk.practice:
            self._makers.remembered.go(self._last)

    def _blank(self) -> None:
        self._drop_preview()
        if self._main is not None:
            self._main.forget_person()
            self._main.deleteLater()
            self._main = None
        self.show_view(Page())

    def _reports_closed(self, _nothing: None) -> None:
        self._tasks.run(LaneName.STORE, self._closing, self, self._store_closed, self._store_failed)

    def _reports_failed(self, _problem: Problem) -> None:
        self._reports_closed(None)

    def _store_closed(self, _nothing: None) -> None:
        self.unsaved.desk_closed()
        self._after()
        if self.unsaved.waiting:
            self._say_unsaved(("warn", KEPT_LOCKED))
        self.locked.emit()

    def _say_unsaved(self, said: tuple[Tone, str]) -> None:
        """Say something about entries that are not written, wherever there is a place for it; nothing: be silent."""
        if self._main is not None:
            self._main.kept.apart(unsaved=self.unsaved.waiting)
        banner = getattr(self._main or self.shown, "banner", None)
        if isinstance(banner, Banner) and said[1]:
            banner.say(*said)
        elif isinstance(banner, Banner) and banner.text in UNSAVED_WORDS:
            banner.clear()

    def _store_failed(self, problem: Problem) -> None:
        self._show_trouble(problem)

    def _warn(self) -> None:
        if self._main is not None:
            self._main.kept.lock_soon(self._idle.seconds_left)

    def _calm(self) -> None:
        if self._main is not None:
            self._main.kept.lock_soon(0)


def _each(acts: list[Callable[[], None]]) -> None:
    """Do one after the other; the first that fails does not keep the next from being done."""
    with ExitStack() as stack:
        for act in reversed(acts):
            stack.callback(act)
