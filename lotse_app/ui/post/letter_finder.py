"""*Brief vom Amt*: somebody comes with a letter. The Vorgang is found by its number; without one a session begins."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from lotse_app.ui.case_view import CaseView
from lotse_app.ui.entry_page import EntryPage
from lotse_app.ui.fields import Field
from lotse_app.ui.form.editors import SHORT, LimitedLine
from lotse_app.ui.help_places import VIEWS, View
from lotse_app.ui.kit import Body, SecondaryButton
from lotse_app.ui.messages import sentence
from lotse_app.ui.overriding import override
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.handbook import HelpPlace
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk


class LetterFinderView(CaseView):
    """Asks for the number; no Vorgang is invented where there is none."""

    #: The id of the Vorgang that was found.
    found = Signal(object)
    #: The pilot begins a session: there is no Vorgang.
    session_wanted = Signal()

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self.setAccessibleName("Brief vom Amt")
        self._letters = desk.letters
        self._tasks = tasks
        self.page = EntryPage("Brief vom Amt", "Vorgang öffnen")
        self.page.body.addWidget(
            Body(
                "Steht der Antrag auf diesem Gerät? Die Nummer steht auf Merkzettel und Beleg. "
                "Fehlt der Zettel: Strg+K, dann Familienname und Geburtsdatum. "
                "Ist er woanders entstanden, beginnen Sie eine Beratung und lesen Sie den Brief gemeinsam."
            )
        )
        self.number = LimitedLine(SHORT)
        self.number_field = Field("&Nummer des Vorgangs", self.number, "Zum Beispiel 7F3K.", required=True)
        self.page.add_entry(self.number_field)
        back = SecondaryButton("&Zurück zur Liste")
        back.clicked.connect(self.left)
        self.session = SecondaryButton("&Beratung ohne Vorgang beginnen")
        self.session.clicked.connect(self.session_wanted)
        self.page.finish_layout(back, self.session)
        self.page.go_on.connect(self._find)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)
        self.setFocusProxy(self.number)

    @property
    @override
    def crumbs(self) -> tuple[str, ...]:
        return ("Brief vom Amt",)

    @override
    def help_text(self) -> str:
        return "Nummer eintippen und Eingabetaste. Ohne Nummer: „Suchen“ (Strg+K) mit Familienname und Geburtsdatum."

    @override
    def help_place(self) -> HelpPlace | None:
        return VIEWS[View.LETTER]

    def _find(self) -> None:
        self.page.work("Der Vorgang wird gesucht …")
        work = partial(self._letters.find, self.number.text())
        self._tasks.run(LaneName.STORE, work, self, self._found, self._refuse)

    def _found(self, application_id: str) -> None:
        self.page.rest()
        self.found.emit(application_id)

    def _refuse(self, problem: Problem) -> None:
        self.page.rest()
        self.page.complain([(self.number_field, sentence(problem))])
