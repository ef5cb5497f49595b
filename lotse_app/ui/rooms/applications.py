"""The room *Anträge*: the list, and the opened Vorgang."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import local_date, short_date
from lotse_app.ui.kit import Card, EmptyState, Muted, PrimaryButton
from lotse_app.ui.overriding import override
from lotse_app.ui.rooms.room import Go, Room, RoomName
from lotse_app.ui.tables import ListModel, ListSource, ListTable, TableColumn
from lotse_app.ui.words import MARKS, state_words
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lotse_app.models.application import ApplicationLine
    from lotse_app.ui.case_view import CaseView
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.overview import Overview


class Lines:
    """Ids and pages over the lines of all applications; used on the store lane only."""

    def __init__(self, overview: Overview) -> None:
        self._overview = overview
        self._lines: dict[str, ApplicationLine] = {}

    def ids(self) -> tuple[str, ...]:
        """Return all ids, newest change first."""
        self._lines = {line.id: line for line in self._overview.applications()}
        return tuple(self._lines)

    def page(self, ids: Sequence[str]) -> tuple[ApplicationLine, ...]:
        """Return the lines of these ids."""
        return tuple(self._lines[application_id] for application_id in ids)


def line_columns() -> tuple[TableColumn, ...]:
    """Return the columns of the list; no names, no answers, of a colleague's case number and service only."""
    return (
        TableColumn("Vorgang", lambda line: line.number, 8),
        TableColumn("Leistung", lambda line: line.service_name, 30),
        TableColumn("Stand", state_words, 18),
        TableColumn("Hinweise", lambda line: ", ".join(MARKS[mark] for mark in MARKS if mark in line.marks) or "–", 18),
        TableColumn("Frist", lambda line: short_date(line.due) if line.due else "–"),
        TableColumn("Geändert", lambda line: "–" if line.masked else short_date(local_date(line.changed_at))),
    )


class ApplicationsRoom(Room):
    """List and wizard; ``open_case`` makes the view of one Vorgang."""

    def __init__(self, desk: Desk, tasks: Tasks, open_case: Callable[[str], CaseView]) -> None:
        super().__init__("", desk, tasks)
        self.setAccessibleName("Anträge")
        self._open_case = open_case
        self._case: CaseView | None = None
        self._case_id = ""
        source = Lines(desk.overview)
        self.model = ListModel(tasks, ListSource(LaneName.STORE, source.ids, source.page), line_columns(), self)
        self.table = ListTable(self.model, "Anträge")
        self.table.setMinimumHeight(320)
        self._empty = Card()
        self._empty.body.addWidget(
            EmptyState("Noch kein Antrag.", "In „Leistungen“ die Leistung suchen und „Antrag beginnen“ wählen.")
        )
        later = Muted("Der Posteingang der Annahmestelle kommt mit einer späteren Fassung.")
        for widget in (self.table, self._empty, later):
            self.body.addWidget(widget)
        find = PrimaryButton("Leistung suchen", shown="Strg+K")
        find.clicked.connect(self._find)
        self.set_foot([], [find])
        self._empty.hide()
        self.table.opened.connect(self.open)
        self.model.loaded.connect(self._loaded)

    @property
    def case(self) -> CaseView | None:
        """Return the opened Vorgang."""
        return self._case

    @property
    @override
    def crumbs(self) -> tuple[str, ...]:
        """Return service and number of the opened Vorgang."""
        return self._case.crumbs if self._case is not None else ()

    @property
    @override
    def target(self) -> str:
        """Return the id of the opened Vorgang."""
        return self._case_id if self._case is not None else ""

    @override
    def forget(self) -> None:
        """Put the opened Vorgang away."""
        self.close_case()

    @override
    def help_text(self) -> str:
        """Return what F1 says here."""
        if self._case is not None and self._case.help_text():
            return self._case.help_text()
        return "Die Eingabetaste öffnet den Vorgang in der Zeile. Alles ist gespeichert, auch halb Ausgefülltes."

    @override
    def enter(self, target: str = "") -> None:
        """Come in; ``target`` is the id of a Vorgang to open."""
        if target:
            self.open(target)
        else:
            self.close_case()
            self.reload()

    @override
    def reload(self) -> None:
        """Load the list again."""
        self.model.reload()

    def open(self, application_id: str) -> None:
        """Open a Vorgang."""
        self.close_case()
        case = self._open_case(application_id)
        case.left.connect(self._left)
        case.changed.connect(self.changed)
        case.paper.connect(self.paper)
        case.next_person.connect(self.next_person)
        case.resident_opened.connect(self.resident_opened)
        case.resident_closed.connect(self.resident_closed)
        case.board_wanted.connect(self.board_wanted)
        self._case = case
        self._case_id = application_id
        self.scroller.hide()
        self.foot.hide()
        layout = self.layout()
        if layout is not None:
            layout.addWidget(case)
        case.show()
        case.setFocus()
        self.moved.emit()

    def close_case(self) -> None:
        """Put the opened Vorgang away, saved; nothing of it stays."""
        if self._case is None:
            return
        self._case.leave()
        self._case.hide()
        self._case.deleteLater()
        self._case = None
        self.scroller.show()
        self.foot.show()
        self.moved.emit()

    @override
    def leave(self) -> None:
        """Keep what is unsaved."""
        if self._case is not None:
            self._case.leave()

    @override
    def back(self) -> bool:
        """Go back in the Vorgang, then to the list."""
        if self._case is None:
            return False
        if not self._case.back():
            self._left()
        return True

    @override
    def show_resident(self) -> None:
        """Show the resident's view of the opened Vorgang."""
        if self._case is not None:
            self._case.show_resident()
        else:
            super().show_resident()

    def _left(self) -> None:
        self.close_case()
        self.reload()
        self.table.setFocus()

    def _find(self) -> None:
        self.go.emit(Go(RoomName.SERVICES, "suche"))

    def _loaded(self) -> None:
        self.table.setVisible(self.model.rowCount() > 0)
        self._empty.setVisible(self.model.rowCount() == 0)
