"""The part of the room *Beratung* that takes lists: its two views, its buttons, and taking a whole list back.

It knows the room by signals only: a part and a room that held each other would be destroyed in any order.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lotse_app.ui.kit.blocks import PrimaryButton
from lotse_app.ui.words.shared import counted
from lotse_app.ui.words.sheet import left_words, taken_words
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.batch import Batch
    from lotse_app.models.problems import Problem
    from lotse_app.ui.rooms.counselling_views import IdleView
    from lotse_app.ui.rooms.sheet_views import DayListView, ImportView, SheetView
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

#: The two views, and what stands above them.
SHEETS = {"day": "Tagesliste", "import": "Liste übernehmen"}


class SheetPart(QObject):
    """Makes the views when they are first wanted."""

    #: The (name, view) that was made.
    made = Signal(object)
    #: The name of the view that is wanted.
    wanted = Signal(object)
    #: The sentence that says what was done.
    written = Signal(object)
    #: A ``Problem``.
    refused = Signal(object)
    #: Another list was read.
    read_anew = Signal()

    def __init__(self, desk: Desk, tasks: Tasks, idle: IdleView) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self._undo_button = idle.undo
        self._views: dict[str, SheetView] = {}
        self._shown = ""
        self._last: Batch | None = None
        self.save = PrimaryButton("Übernehmen", "Ctrl+Return", "Strg+⏎")
        self.save.clicked.connect(self._take)
        idle.day.clicked.connect(self.open_day)
        idle.old.clicked.connect(self.open_import)
        idle.undo.clicked.connect(self._undo)

    def open_day(self) -> DayListView:
        """Show the grid of a day."""
        from lotse_app.ui.rooms.sheet_views import DayListView

        view = self._views.get("day")
        if not isinstance(view, DayListView):
            view = DayListView(self._desk, self._tasks)
            self._add("day", view)
        self.wanted.emit("day")
        view.grid.setFocus()
        return view

    def open_import(self) -> ImportView:
        """Show where an old list comes over."""
        from lotse_app.ui.rooms.sheet_views import ImportView

        view = self._views.get("import")
        if not isinstance(view, ImportView):
            view = ImportView(self._desk, self._tasks)
            self._add("import", view)
        self.wanted.emit("import")
        view.open.setFocus()
        return view

    def show(self, name: str) -> None:
        """Say which view is shown now: the button at the foot belongs to those of this part."""
        self._shown = name
        self.save.setVisible(name in SHEETS)

    def forget(self) -> None:
        """Empty both lists."""
        for view in self._views.values():
            view.clear()

    def refresh(self) -> None:
        """Look whether there is a list that can be taken back."""
        self._tasks.run(LaneName.STORE, self._desk.sheets.last, self, self._show_last, self._refuse)

    def _add(self, name: str, view: SheetView) -> None:
        self._views[name] = view
        view.refused.connect(self._refuse)
        view.taken.connect(self._taken)
        view.read_anew.connect(self.read_anew)
        self.made.emit((name, view))

    def _take(self) -> None:
        self._views[self._shown].take()

    def _taken(self, taken: tuple[Batch, int]) -> None:
        batch, left = taken
        view = self._shown
        self.written.emit(f"{taken_words(batch)} {left_words(left)}„Letzte Liste zurücknehmen“ macht alles rückgängig.")
        if left:
            self.wanted.emit(view)

    def _refuse(self, problem: Problem) -> None:
        self.refused.emit(problem)

    def _show_last(self, batch: Batch | None) -> None:
        self._last = batch
        self._undo_button.setVisible(batch is not None)

    def _undo(self) -> None:
        if self._last is not None:
            work = partial(self._desk.sheets.undo, self._last.id)
            self._tasks.run(LaneName.STORE, work, self, self._undone, self._refuse)

    def bring_back(self, batch_id: object) -> None:
        """Take a list that was taken back out of the bin."""
        self._tasks.run(LaneName.STORE, partial(self._desk.sheets.redo, str(batch_id)), self, self._back, self._refuse)

    def _back(self, count: int) -> None:
        self.written.emit(f"Die Liste ist zurück: {counted(count, 'Beratung zählt', 'Beratungen zählen')} wieder.")

    def _undone(self, count: int) -> None:
        self.written.emit(f"Zurückgenommen: {count}. Sie liegen höchstens 30 Tage im Papierkorb.")
