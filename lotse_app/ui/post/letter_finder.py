"""*Brief vom Amt*: somebody comes with a letter. The Vorgang is found by its number; without one a session begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from lotse_app.clock import local_date, short_date
from lotse_app.forms.dates import parse
from lotse_app.models.letter import FURTHEST, MAX_NOTE, reminder_elsewhere
from lotse_app.models.problems import Problem
from lotse_app.overriding import override
from lotse_app.ui.case_view import CaseView
from lotse_app.ui.entrance.entry_page import EntryPage
from lotse_app.ui.form.editors import SHORT, LimitedLine
from lotse_app.ui.help.places import VIEWS, View
from lotse_app.ui.kit.blocks import ActionRow, Body, Card, Muted, SecondaryButton
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.kit.layouts import GRID, FlowLayout
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.words.secret import secret_warning
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.agenda import FollowUp
    from lotse_app.models.handbook import HelpPlace
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

LEFT_TYPED = "Das war hier schon eingetippt, aber noch nicht geöffnet oder vorgemerkt."
DUE_MISSING = "Bitte die Frist eintragen, die im Brief steht."
DUE_PAST = (
    "Diese Frist ist vorbei oder sehr weit weg. Bitte mit dem Brief vergleichen. "
    "Ist sie vorbei: gleich beim Amt anrufen."
)


@dataclass(frozen=True, slots=True)
class FinderDraft:
    """What stands in the fields and was not used yet; lives in memory only."""

    number: str = ""
    due: str = ""
    about: str = ""


class LetterFinderView(CaseView):
    """Asks for the number; no Vorgang is invented where there is none."""

    #: The id of the Vorgang that was found.
    found = Signal(object)
    #: The pilot begins a session: there is no Vorgang.
    session_wanted = Signal()

    def __init__(self, desk: Desk, tasks: Tasks, kept: FinderDraft | None = None) -> None:
        """``kept`` is what was typed when the view was left; ``draft`` says what is typed now."""
        super().__init__()
        self._agenda = desk.agenda
        self._clock = desk.clock
        self._busy = False
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
        self._lay_elsewhere()
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
        if kept is not None:
            self._take_up(kept)

    def _lay_elsewhere(self) -> None:
        """Lay out what keeps the deadline of a letter whose Vorgang is not on this device."""
        self.due, self.about = LimitedLine(SHORT), QLineEdit()
        self.about.setMaxLength(MAX_NOTE // 2)
        self.due_field = Field("&Frist im Brief", self.due, "Tag, der im Brief steht.")
        self.about_field = Field("&Worum es geht", self.about, "Ohne Namen, zum Beispiel: Wohngeld, Nachforderung.")
        self.remember = SecondaryButton("Frist vor&merken")
        self.remember.clicked.connect(self._remember)
        self.about.textChanged.connect(self._check)
        card = Card("Der Antrag ist woanders entstanden", 2)
        card.body.addWidget(
            Muted("Die Frist kommt dann eine Woche vorher als Wiedervorlage in „Heute“, ohne Namen und ohne Vorgang.")
        )
        row = FlowLayout(spacing=2 * GRID)
        row.addWidget(self.due_field)
        row.addWidget(self.about_field)
        card.body.addLayout(row)
        card.body.addWidget(ActionRow([self.remember]))
        self.page.body.addWidget(card)

    def draft(self) -> FinderDraft | None:
        """Return what was typed and neither opened nor kept yet, None where nothing was."""
        number = "" if self._busy else self.number.text().strip()
        typed = FinderDraft(number, self.due.text().strip(), self.about.text().strip())
        return None if typed == FinderDraft() else typed

    def _take_up(self, kept: FinderDraft) -> None:
        self.number.setText(kept.number)
        self.due.setText(kept.due)
        self.about.setText(kept.about)
        self.page.banner.say("info", LEFT_TYPED)

    def _check(self, text: str) -> None:
        self.about_field.set_problem(secret_warning(text))

    def _remember(self) -> None:
        today = local_date(self._clock.now())
        found = parse(self.due.text(), today) if self.due.text().strip() else ""
        wrong = DUE_MISSING if not found else sentence(found) if isinstance(found, Problem) else ""
        due = None if wrong else date.fromisoformat(str(found))
        if due is not None and not today <= due <= today + FURTHEST:
            wrong = DUE_PAST
        warned = secret_warning(self.about.text())
        if not self.page.complain([(self.due_field, wrong), (self.about_field, warned)]) or due is None:
            return
        day, reason = reminder_elsewhere(due, self.about.text(), today)
        work = partial(self._agenda.remind, day, reason)
        self._tasks.run(LaneName.STORE, work, self, self._remembered, self._refuse_reminder)

    def _remembered(self, made: FollowUp) -> None:
        self.due.clear()
        self.about.clear()
        self.page.banner.say("ok", f"Vorgemerkt. Ab {short_date(made.due)} steht es in „Heute“: {made.reason}")
        self.changed.emit()

    def _refuse_reminder(self, problem: Problem) -> None:
        self.page.complain([(self.about_field, sentence(problem))])

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
        if not self.number.text().strip() and (self.due.text().strip() or self.about.text().strip()):
            self._remember()  # Enter in the fields of the deadline
            return
        self._busy = True
        self.page.work("Der Vorgang wird gesucht …")
        work = partial(self._letters.find, self.number.text())
        self._tasks.run(LaneName.STORE, work, self, self._found, self._refuse)

    def _found(self, application_id: str) -> None:
        self.page.rest()
        self.found.emit(application_id)

    def _refuse(self, problem: Problem) -> None:
        self._busy = False
        self.page.rest()
        self.page.complain([(self.number_field, sentence(problem))])
