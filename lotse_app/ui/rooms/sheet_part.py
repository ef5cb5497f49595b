"""The part of the room *Beratung* that takes lists: its two views, its buttons, and taking a whole list back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lotse_app.ui.kit import PrimaryButton
from lotse_app.ui.sheet_words import taken_words
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from lotse_app.models.batch import Batch
    from lotse_app.models.problems import Problem
    from lotse_app.ui.rooms.counselling_views import IdleView
    from lotse_app.ui.rooms.room import Room
    from lotse_app.ui.rooms.sheet_views import DayListView, ImportView, SheetView

#: The two views, and what stands above them.
SHEETS = {"day": "Tagesliste", "import": "Liste übernehmen"}


class SheetPart(QObject):
    """Makes the views when they are first wanted; ``written`` says what was done and leads back to the list."""

    def __init__(
        self,
        room: Room,
        idle: IdleView,
        add_view: Callable[[str, QWidget], None],
        show_view: Callable[[str], None],
        written: Callable[[str], None],
    ) -> None:
        super().__init__(room)
        self._room, self._idle = room, idle
        self._add_view, self._show_view, self._written = add_view, show_view, written
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
        from lotse_app.ui.rooms.sheet_views import DayListView  # noqa: PLC0415 - most days need no list

        view = self._views.get("day")
        if not isinstance(view, DayListView):
            view = DayListView(self._room.desk, self._room.tasks)
            self._add("day", view)
        self._show_view("day")
        view.grid.setFocus()
        return view

    def open_import(self) -> ImportView:
        """Show where an old list comes over."""
        from lotse_app.ui.rooms.sheet_views import ImportView  # noqa: PLC0415 - hardly anybody needs it twice

        view = self._views.get("import")
        if not isinstance(view, ImportView):
            view = ImportView(self._room.desk, self._room.tasks)
            self._add("import", view)
        self._show_view("import")
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
        self._room.ask(LaneName.STORE, self._room.desk.sheets.last, self._show_last)

    def _add(self, name: str, view: SheetView) -> None:
        self._views[name] = view
        view.refused.connect(self._refused)
        view.taken.connect(self._taken)
        self._add_view(name, view)

    def _take(self) -> None:
        self._views[self._shown].take()

    def _taken(self, batch: Batch) -> None:
        self.forget()
        self._written(f"{taken_words(batch)} „Letzte Liste zurücknehmen“ macht alles rückgängig.")

    def _refused(self, problem: Problem) -> None:
        self._room.say_problem(problem)

    def _show_last(self, batch: Batch | None) -> None:
        self._last = batch
        self._idle.undo.setVisible(batch is not None)

    def _undo(self) -> None:
        if self._last is not None:
            self._room.ask(LaneName.STORE, partial(self._room.desk.sheets.undo, self._last.id), self._undone)

    def _undone(self, count: int) -> None:
        self._written(f"Zurückgenommen: {count}. Sie liegen 30 Tage im Papierkorb.")
