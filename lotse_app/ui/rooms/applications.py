"""The room *Anträge*: the list, and the opened Vorgang."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lotse_app.clock import local_date, short_date
from lotse_app.models.application import State
from lotse_app.models.words import MARKS, state_words
from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import Card, EmptyState, Muted, PrimaryButton, SecondaryButton
from lotse_app.ui.kit.tables import ListModel, ListSource, ListTable, TableColumn
from lotse_app.ui.rooms.room import LETTER, POST, Go, Room, RoomName
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lotse_app.models.application import ApplicationLine
    from lotse_app.models.handbook import HelpPlace
    from lotse_app.ui.case_view import CaseView
    from lotse_app.ui.post.letter_finder import FinderDraft
    from lotse_app.ui.post.letter_form import LetterDraft
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.overview import Overview


#: States in which the day to hand in still matters.
WAITING = frozenset({State.DRAFT, State.CHECKED, State.SIGNED, State.SUBMITTED})


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
        TableColumn("Frist", _next_day),
        TableColumn("Geändert", lambda line: "–" if line.masked else short_date(local_date(line.changed_at))),
    )


def _next_day(line: ApplicationLine) -> str:
    """Return the next day that must not be missed: of an open letter, or to hand in."""
    filing = line.due if line.state in WAITING else None
    days = [day for day in (filing, line.letter_due) if day is not None]
    return short_date(min(days)) if days else "–"


class ApplicationsRoom(Room):
    """List and wizard; ``open_case`` makes the view of one Vorgang."""

    def __init__(self, desk: Desk, tasks: Tasks, open_case: Callable[[str], CaseView]) -> None:
        super().__init__("", desk, tasks)
        self.setAccessibleName("Anträge")
        self._open_case = open_case
        self._case: CaseView | None = None
        self._target = ""
        self._named: tuple[str, ...] = ()
        #: Letters half typed, by Vorgang; they go with this room when the desk is locked.
        self._letters: dict[str, LetterDraft] = {}
        self._typed: FinderDraft | None = None
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
        find = PrimaryButton("Leistung suchen", shown="Strg+3")
        find.clicked.connect(self._find)
        letter = SecondaryButton("&Brief vom Amt")
        letter.setAccessibleDescription("Vorgang nach Nummer suchen und den Brief eintragen")
        letter.clicked.connect(self._letter)
        self.post_button = SecondaryButton("&Post und Stand")
        self.post_button.setAccessibleDescription("Briefe, Fristen und Stand des gewählten Vorgangs")
        self.post_button.clicked.connect(self._post_of_line)
        self.set_foot([], [letter, self.post_button, find])
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
        """Return what leads back to the opened Vorgang, or to its *Post und Stand*."""
        return self._target if self._case is not None else ""

    @property
    @override
    def unsaved(self) -> bool:
        """Return whether the opened Vorgang has entries that are not written yet."""
        return self._case is not None and self._case.unsaved

    @property
    @override
    def failing(self) -> bool:
        return self._case is not None and self._case.failing

    @override
    def forget(self) -> None:
        """Put the opened Vorgang away, and letters half typed."""
        self.close_case()
        self._letters.clear()
        self._typed = None

    @override
    def help_text(self) -> str:
        """Return what F1 says here."""
        if self._case is not None and self._case.help_text():
            return self._case.help_text()
        return (
            "Die Eingabetaste öffnet den Vorgang in der Zeile. „Post und Stand“ zeigt Briefe, Fristen und den Stand. "
            "Alles ist gespeichert, auch halb Ausgefülltes."
        )

    @override
    def help_place(self) -> HelpPlace | None:
        """Return the page about the step that is shown."""
        return self._case.help_place() if self._case is not None else None

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

    def open(self, target: str) -> None:
        """Open a Vorgang by its id, its *Post und Stand*, or *Brief vom Amt*."""
        self.close_case()
        self._show(self._view(target), target)

    def _show(self, case: CaseView, target: str) -> None:
        case.left.connect(self._left)
        case.changed.connect(self.changed)
        case.changed.connect(self._name_case)
        case.paper.connect(self.paper)
        case.next_person.connect(self.next_person)
        case.resident_opened.connect(self.resident_opened)
        case.resident_closed.connect(self.resident_closed)
        case.post_wanted.connect(self._to_post)
        case.board_wanted.connect(self.board_wanted)
        case.help_wanted.connect(self.help_wanted)
        case.saving_turned.connect(self.saving_turned)
        self._case = case
        self._target = target
        self._named = case.crumbs
        self.scroller.hide()
        self.foot.hide()
        layout = self.layout()
        if layout is not None:
            layout.addWidget(case)
        case.show()
        case.setFocus()
        self.moved.emit()

    def _view(self, target: str) -> CaseView:
        if target == LETTER:
            from lotse_app.ui.post.letter_finder import LetterFinderView

            finder = LetterFinderView(self.desk, self.tasks, self._typed)
            self._typed = None
            finder.found.connect(self._enter_letter)
            finder.session_wanted.connect(self._begin_session)
            return finder
        if target.startswith(POST):
            return self._post_view(target.removeprefix(POST))
        return self._open_case(target)

    def _post_view(self, application_id: str, *, entering: bool = False) -> CaseView:
        from lotse_app.ui.post.case_post import CasePostView

        view = CasePostView(self.desk, self.tasks, application_id, entering=entering, drafts=self._letters)
        view.case_wanted.connect(partial(self.open, application_id))
        return view

    def _enter_letter(self, application_id: str) -> None:
        self.close_case()
        self._show(self._post_view(application_id, entering=True), f"{POST}{application_id}")

    def _begin_session(self) -> None:
        self.close_case()
        self.go.emit(Go(RoomName.COUNSELLING, "start"))

    def close_case(self) -> None:
        """Put the opened Vorgang away, saved; nothing of it stays."""
        if self._case is None:
            return
        self._case.leave()
        self._keep_typed()
        self._case.hide()
        self._case.deleteLater()
        self._case = None
        self.saving_turned.emit()
        self.scroller.show()
        self.foot.show()
        self.moved.emit()

    def _keep_typed(self) -> None:
        """Keep what was typed for a letter and not used, for when the view is opened again."""
        if self._target == LETTER:
            from lotse_app.ui.post.letter_finder import LetterFinderView

            if isinstance(self._case, LetterFinderView):
                self._typed = self._case.draft()

    @override
    def leave(self) -> None:
        """Keep what is unsaved."""
        if self._case is not None:
            self._case.leave()
            self._keep_typed()

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

    def _name_case(self) -> None:
        """Say where we are once *Post und Stand* has told its name; the wizard says it in its own head."""
        if self._target.startswith(POST) and self.crumbs != self._named:
            self._named = self.crumbs
            self.moved.emit()

    def _to_post(self) -> None:
        """Go from the Vorgang to its *Post und Stand*; what is unsaved is saved first."""
        if self._target and not self._target.startswith(POST):
            self.open(f"{POST}{self._target}")

    def _letter(self) -> None:
        self.open(LETTER)

    def _post_of_line(self) -> None:
        if self.table.current_id:
            self.open(f"{POST}{self.table.current_id}")

    def _left(self) -> None:
        self.close_case()
        self.reload()
        self.table.setFocus()

    def _find(self) -> None:
        self.go.emit(Go(RoomName.SERVICES, "suche"))

    def _loaded(self) -> None:
        self.table.setVisible(self.model.rowCount() > 0)
        self.post_button.setEnabled(self.model.rowCount() > 0)
        self._empty.setVisible(self.model.rowCount() == 0)
