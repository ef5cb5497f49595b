"""*Suchen* (Strg+K): one line finds services, rooms, a Vorgang by its number, a person by surname and birth date."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from lotse_app.clock import local_date
from lotse_app.ui.find.found import (
    SERVICES_SHOWN,
    Part,
    case_found,
    more_found,
    number_in,
    person_found,
    person_in,
    rooms_found,
    service_found,
)
from lotse_app.ui.find.person_view import PersonView
from lotse_app.ui.kit.blocks import EmptyState, Muted, Page
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.kit.found_list import FinderLine, FoundList
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.words.shared import counted
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.persons import PersonFound
    from lotse_app.models.problems import Problem
    from lotse_app.models.public_service import Hit
    from lotse_app.models.sight import CaseLabel
    from lotse_app.ui.find.found import Found
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

_PERSON = (
    "Eine Person: Familienname und Geburtsdatum, zum Beispiel „Muster 14.3.1958“. Der Name allein findet niemanden."
)
HELP = (
    "Schreiben Sie eine Leistung, einen Ort, die Nummer eines Vorgangs – oder Familienname und Geburtsdatum. "
    "Mit ↓ in die Liste, mit der Eingabetaste hinein, mit Esc zurück."
)
NOBODY = (
    "Keine Person mit diesem Familiennamen und Geburtsdatum auf diesem Gerät. "
    "Bitte nur den Familiennamen eingeben, ohne Vornamen."
)


class FindView(QWidget):
    """Lies over the rooms; leaves nothing of a person behind when it goes."""

    #: A ``Go``.
    go = Signal(object)
    #: A ``PaperReady``.
    paper = Signal(object)
    #: A person was deleted: whatever still shows one empties itself.
    erased = Signal()
    closed = Signal()
    #: The breadcrumb is different now.
    moved = Signal()

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self.setAccessibleName("Suchen")
        self._desk = desk
        self._tasks = tasks
        self._parts: dict[Part, tuple[Found, ...]] = {}
        self._person: PersonView | None = None
        self.page = Page("Suchen")
        self.words = FinderLine("Leistung, Ort, Nummer – oder Familienname und Geburtsdatum")
        self.hits = FoundList("Gefunden", _line_words, height=320)
        self.count = Muted()
        self._empty = EmptyState("Hier steht, was gefunden wird.", "Zum Beispiel: Hund · 7F3K · Beispiel 14.3.1958")
        for widget in (Field("Was suchen Sie?", self.words, _PERSON), self.count, self._empty, self.hits):
            self.page.body.addWidget(widget)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.page)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.stack)
        self.setFocusProxy(self.words)
        self.words.textChanged.connect(self._find)
        self.words.entered.connect(self.hits.enter)
        self.hits.taken.connect(self._take)
        self.clear()

    @property
    def crumbs(self) -> tuple[str, ...]:
        """Return the breadcrumb; never a name."""
        return ("Suchen", "Person") if self._person is not None else ("Suchen",)

    def help_text(self) -> str:
        """Return what F1 says here."""
        return HELP

    def start(self) -> None:
        """Begin: the line has the focus, what stands in it is chosen."""
        self._close_person()
        self.words.selectAll()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear(self) -> None:
        """Forget line, list and person."""
        self._close_person()
        self.page.banner.clear()
        self.words.clear()
        self._parts = {}
        self._show()

    def back(self) -> None:
        """Go from the person to the search, from the search to where one was."""
        if self._person is not None:
            self._close_person()
            self.hits.setFocus()
        else:
            self.closed.emit()

    def _find(self, text: str) -> None:
        self.page.banner.clear()
        self._parts = {Part.ROOM: rooms_found(text)}
        self._show()
        if not text.strip():
            return
        person = person_in(text, local_date(self._desk.clock.now()))
        if person is not None:
            find = partial(self._desk.persons.find, *person)
            self._tasks.run(LaneName.STORE, find, self, partial(self._persons, text), self._refuse)
            return
        look = partial(self._desk.find.find, text)
        self._tasks.latest(LaneName.FINDER, look, self, partial(self._services, text), self._refuse)
        number = number_in(text)
        if number:
            work = partial(self._case, number)
            self._tasks.run(LaneName.STORE, work, self, partial(self._cases, text), self._no_case)

    def _case(self, number: str) -> CaseLabel:
        return self._desk.sight.label(self._desk.letters.find(number))

    def _services(self, text: str, hits: tuple[Hit, ...]) -> None:
        hits = tuple(hit for hit in hits if not hit.alike)
        lines = tuple(service_found(hit, text) for hit in hits[:SERVICES_SHOWN])
        more = len(hits) - len(lines)
        self._arrived(text, Part.SERVICE, (*lines, more_found(more, text)) if more > 0 else lines)

    def _cases(self, text: str, label: CaseLabel) -> None:
        self._arrived(text, Part.CASE, (case_found(label),))

    def _persons(self, text: str, persons: tuple[PersonFound, ...]) -> None:
        self._arrived(text, Part.PERSON, tuple(person_found(person) for person in persons))
        if not persons and text == self.words.text():
            self.page.banner.say("info", NOBODY)

    def _no_case(self, _problem: Problem) -> None:
        """No Vorgang has this number: what was typed means something else."""

    def _refuse(self, problem: Problem) -> None:
        self.page.banner.say("error", sentence(problem))

    def _arrived(self, text: str, part: Part, lines: tuple[Found, ...]) -> None:
        if text == self.words.text():
            self._parts[part] = lines
            self._show()

    def _show(self) -> None:
        lines = tuple(line for part in Part for line in self._parts.get(part, ()))
        self.hits.show_found(lines)
        self._empty.setVisible(not lines)
        found = sum(not line.more for line in lines)
        # Said above the list as well: there the last line may be out of sight.
        more = " ".join(line.title for line in lines if line.more)
        self.count.setText(f"{counted(found, 'Treffer', 'Treffer')} {more}".strip() if lines else self._nothing())
        self.count.setVisible(bool(self.count.text()))

    def _nothing(self) -> str:
        asked = Part.SERVICE in self._parts and self.words.text().strip()
        return "Nichts Passendes gefunden. Bitte ein anderes Wort versuchen." if asked else ""

    def _take(self) -> None:
        line = self.hits.in_hand
        if line is None:
            return
        if line.person is not None:
            self._open_person(line.person)
        elif line.go is not None:
            self.go.emit(line.go)

    def _open_person(self, person: PersonFound) -> None:
        view = PersonView(self._desk, self._tasks, person)
        view.go.connect(self.go)
        view.paper.connect(self.paper)
        view.left.connect(self.back)
        view.erased.connect(self._erased)
        self._person = view
        self.stack.addWidget(view)
        self.stack.setCurrentWidget(view)
        view.begin()
        self.moved.emit()

    def _close_person(self) -> None:
        if self._person is not None:
            self._person.hide()
            self.stack.removeWidget(self._person)
            self._person.deleteLater()
            self._person = None
        self.stack.setCurrentWidget(self.page)

    def _erased(self, words: str) -> None:
        self.clear()
        self.erased.emit()
        self.page.banner.say("ok", words)
        self.words.setFocus()


def _line_words(line: Found) -> str:
    return f"{line.title}\n{line.below}"
