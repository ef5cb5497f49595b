"""*Alles zu dieser Person löschen*: what goes, what stays, what is still open; only then the button."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lotse_app.clock import short_date
from lotse_app.models.outstanding import Owed
from lotse_app.models.problems import Code
from lotse_app.ui.find.beside_names import BesideNames
from lotse_app.ui.find.case_ticks import CaseTicks
from lotse_app.ui.kit.blocks import ActionRow, Body, Card, Heading, Muted, SecondaryButton, announce
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.kit.worded import WrappingTick
from lotse_app.ui.words.shared import counted
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.outstanding import Outstanding
    from lotse_app.models.persons import PersonKey
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.persons import Persons

GOES = (
    "Es geht: alle Angaben, Nachweise, Papiere, Briefe und Vollmachten dieser Vorgänge, dazu jede Notiz "
    "einer Beratung, jede Wiedervorlage und jedes Anliegen eines Termins mit diesem Familiennamen, auch die einer "
    "anderen Person, die so heißt. Zurückholen lässt sich nichts."
)
STAYS = (
    "Es bleibt: die Beratung ohne Namen für die Zahlen und ein Eintrag im Protokoll ohne Inhalt. "
    "Ältere Sicherungen werden mit der nächsten Sicherung zerstört. "
    "Was schon beim Amt ist, löscht Lotse nicht."
)
OPEN = "Noch offen – bitte zuerst erledigen"
ANYWAY = "Ich habe das gelesen. Trotzdem löschen."
_TO_DO = {
    Owed.LIES_HERE: "Der Antrag liegt noch hier und ist noch nicht weitergegeben{day}. "
    "Zuerst beim Amt abgeben und in „Postausgang“ den Tag eintragen.",
    Owed.ANSWER: "Ein Brief vom Amt wartet auf Antwort{day}. "
    "Zuerst antworten und in „Post und Stand“ eintragen, oder der Person die Frist aufschreiben.",
    Owed.MANDATE: "Die Vollmacht gilt beim Amt noch{day}. "
    "Soll sie enden: im Vorgang beim Schritt „Vollmacht“ widerrufen und den Widerruf abschicken.",
    Owed.REVOCATION: "Der Widerruf der Vollmacht ist noch nicht bei jedem Amt. "
    "Zuerst in „Heute“ drucken, abschicken und dort eintragen.",
}
_DAYS = {Owed.LIES_HERE: ", Frist {day}", Owed.ANSWER: ", Frist {day}", Owed.MANDATE: " bis {day}"}


def open_words(one: Outstanding) -> str:
    """Return what is open and what to do, with the number it stands under."""
    day = "" if one.day is None else _DAYS.get(one.what, "").format(day=short_date(one.day))
    label = "Vollmacht" if one.what in {Owed.MANDATE, Owed.REVOCATION} else "Vorgang"
    cases = f" (Vorgang {', '.join(one.cases)})" if one.cases else ""
    return f"{label} {one.number}{cases}: {_TO_DO[one.what].format(day=day)}"


class ErasingCard(Card):
    """Ticks for the Vorgänge of one person, what is open of them, and the button that deletes."""

    #: Nothing is to be deleted.
    kept = Signal()
    #: The ``Erased`` that says what went.
    gone = Signal(object)
    #: A ``Problem``.
    refused = Signal(object)

    def __init__(self, persons: Persons, tasks: Tasks, key: PersonKey, cases: Sequence[tuple[str, str]]) -> None:
        """``cases`` are (id, words) of the Vorgänge that name the person."""
        super().__init__("Alles zu dieser Person löschen")
        self._persons = persons
        self._tasks = tasks
        self._key = key
        self._asked = 0
        self._lines: list[QWidget] = []
        self.open: tuple[Outstanding, ...] | None = None
        self.cases = CaseTicks(cases)
        self.cases.changed.connect(self._look)
        self.body.addWidget(Body(GOES))
        self.body.addWidget(Body(STAYS))
        self.body.addWidget(Muted("Gehört ein Vorgang zu jemand anderem mit diesem Namen? Dann das Häkchen wegnehmen."))
        self.body.addWidget(self.cases)
        self.names = BesideNames()
        self.body.addWidget(self.names)
        self.still = QWidget()
        self._still = column(self.still, GRID)
        self._still.addWidget(Heading(OPEN, 3))
        told = WrappingTick(ANYWAY)
        self.anyway = told.box
        self.anyway.toggled.connect(self._show_button)
        self._still.addWidget(told)
        self.still.hide()
        self.body.addWidget(self.still)
        self.erase = SecondaryButton("Endgültig löschen")
        keep = SecondaryButton("Nichts löschen")
        self.erase.clicked.connect(self._erase)
        keep.clicked.connect(self.kept)
        self.body.addWidget(ActionRow([keep, self.erase]))
        self.hide()

    def begin(self) -> None:
        """Show the card, look where else the name stands and what is still open."""
        self.names.hide()
        find = partial(self._persons.beside, self._key, self.cases.chosen())
        self._tasks.run(LaneName.STORE, find, self, self.names.show_found, self.refused.emit)
        self.anyway.setChecked(False)
        self.show()
        self._look()
        next(iter(self.cases.boxes.values()), self.erase).setFocus()

    def _look(self, _on: object = None) -> None:
        """Ask what is open of what is ticked; until that is known nothing can be deleted."""
        words = f"{counted(len(self.cases.chosen()), 'Vorgang', 'Vorgänge')} endgültig löschen"
        self.erase.setText(words)
        self.erase.setAccessibleName(words)
        self.open = None
        self._show_button()
        self._asked += 1
        work = partial(self._persons.outstanding, self._key, self.cases.chosen())
        self._tasks.run(LaneName.STORE, work, self, partial(self._show, self._asked), self.refused.emit)

    def _show(self, asked: int, found: tuple[Outstanding, ...]) -> None:
        if asked != self._asked:  # the ticks have changed since
            return
        for line in self._lines:
            self._still.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [Body(f"⚠ {open_words(one)}") for one in found]
        for at, line in enumerate(self._lines, start=1):
            self._still.insertWidget(at, line)
        self.open = found
        self.anyway.setChecked(False)
        self.still.setVisible(bool(found))
        if found:
            announce(self.still, f"{OPEN}: {'; '.join(open_words(one) for one in found)}", urgent=True)
        self._show_button()

    def _show_button(self, _on: object = None) -> None:
        told = self.open is not None and (not self.open or self.anyway.isChecked())
        self.erase.setEnabled(told and bool(self.cases.chosen()))

    def _erase(self) -> None:
        parts, unfinished = self.names.chosen(), self.anyway.isChecked()
        work = partial(self._persons.erase, self._key, self.cases.chosen(), unfinished=unfinished, parts=parts)
        self._tasks.run(LaneName.STORE, work, self, self.gone.emit, self._refused)

    def _refused(self, problem: Problem) -> None:
        self.refused.emit(problem)
        if problem.code is Code.PERSON_UNFINISHED:  # something came in since the list was shown
            self._look()
