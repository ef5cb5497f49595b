"""A person who was found: Vorgänge, Vollmachten, data copy, correction, withdrawal of consents, deletion."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lotse_app.models.consent import asked, standing
from lotse_app.models.words import state_words
from lotse_app.ui.application.consents import CONSENT_NOTES, CONSENT_WORDS
from lotse_app.ui.find.copying import CopyingCard
from lotse_app.ui.find.erasing import ErasingCard
from lotse_app.ui.find.found import deletion_words, mandate_words, person_words
from lotse_app.ui.kit.blocks import ActionRow, Body, Card, LinkButton, Muted, Page, SecondaryButton
from lotse_app.ui.kit.layouts import Columns, column
from lotse_app.ui.kit.rows import put_rows
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.rooms.room import Go, RoomName
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.application import ApplicationLine
    from lotse_app.models.consent import Consent, Purpose
    from lotse_app.models.persons import Erased, PersonFound
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk


MANDATE_WAY = "Ansehen, prüfen oder widerrufen: den Vorgang öffnen, oben den Schritt „Vollmacht“ wählen."
#: Said whether there are any or not.
MANDATES_HIDDEN = "Vollmachten zu Vorgängen von Kolleginnen und Kollegen stehen hier erst nach „Vertretung übernehmen“."


class PersonView(Page):
    """One person. A name stands here and nowhere else; with an Auskunftssperre not even here."""

    #: A ``Go``.
    go = Signal(object)
    #: A ``PaperReady``.
    paper = Signal(object)
    left = Signal()
    #: The person was deleted; the words say what went.
    erased = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, person: PersonFound) -> None:
        super().__init__("Person")
        self._desk = desk
        self._tasks = tasks
        self.person = person
        self.body.addWidget(Body(person_words(person)))
        self.links: list[LinkButton] = []
        self.consents = Card("Einwilligungen")
        self._consent_rows: list[QWidget] = []
        self.copy = SecondaryButton("&Datenkopie …")
        self.delete = SecondaryButton("Alles zu dieser Person &löschen …")
        words = [(line.id, self._line_words(line)) for line in person.applications]
        self.erasing = ErasingCard(desk.persons, tasks, person.key, words)
        self.copying = CopyingCard(desk.persons, tasks, person.key, words)
        self.copying.paper.connect(self.paper)
        self.copying.saved.connect(self._written)
        self.copying.refused.connect(self._refuse)
        self.copying.left.connect(self._close_copy)
        self.erasing.kept.connect(self._keep)
        self.erasing.gone.connect(self._gone)
        self.erasing.refused.connect(self._refuse)
        left, right = QWidget(), QWidget()
        sides = ((left, [self._cases_card(), self._mandates_card()]), (right, [self._rights_card(), self.consents]))
        for side, cards in sides:
            box = column(side)
            for card in cards:
                box.addWidget(card)
        self.body.addWidget(Columns([left, right], 30))
        self.body.addWidget(self.copying)
        self.body.addWidget(self.erasing)
        self.consents.hide()
        back = SecondaryButton("&Zurück zur Suche")
        back.clicked.connect(self.left)
        self.set_foot([back], [])
        if asked(desk.workplace.operator):
            self._load_consents()

    def begin(self) -> None:
        """Put the focus on the first Vorgang."""
        (self.links[0] if self.links else self.copy).setFocus()

    # cards --------------------------------------------------------------------------------

    def _line_words(self, line: ApplicationLine) -> str:
        if self.person.guarded:
            return f"Vorgang {line.number}"
        return f"{line.service_name} · Vorgang {line.number}"

    def _cases_card(self) -> Card:
        card = Card("Vorgänge")
        for line in self.person.applications:
            link = LinkButton(self._line_words(line))
            link.setAccessibleDescription(state_words(line))
            link.clicked.connect(partial(self._open, line.id))
            card.body.addWidget(link)
            if not self.person.guarded:
                card.body.addWidget(Muted(state_words(line)))
            self.links.append(link)
        card.body.addWidget(
            Muted("Eine Angabe ist falsch? Den Vorgang öffnen und dort ändern: Das ist die Berichtigung.")
        )
        return card

    def _mandates_card(self) -> Card:
        card = Card("Vollmachten")
        for mandate in self.person.mandates:
            card.body.addWidget(Body(mandate_words(mandate)))
        card.body.addWidget(Muted(MANDATE_WAY if self.person.mandates else MANDATES_HIDDEN))
        if not self.person.mandates and not any(line.masked for line in self.person.applications):
            card.hide()  # never the other way round: shown without a parent it would be a window of its own
        return card

    def _rights_card(self) -> Card:
        card = Card("Rechte der Person")
        card.body.addWidget(Body("Die Datenkopie enthält alles, was dieses Gerät zu den Vorgängen der Person weiß."))
        card.body.addWidget(ActionRow([self.copy, self.delete]))
        self.copy.clicked.connect(self._begin_copy)
        self.delete.clicked.connect(self._ask_erase)
        return card

    # acts ---------------------------------------------------------------------------------

    def _open(self, application_id: str, *_clicked: object) -> None:
        self.go.emit(Go(RoomName.APPLICATIONS, application_id))

    def _ask_erase(self) -> None:
        self.erasing.begin()
        self.scroller.ensureWidgetVisible(self.erasing)

    def _keep(self) -> None:
        self.erasing.hide()
        self.delete.setFocus()

    def _gone(self, gone: Erased) -> None:
        self.erased.emit(deletion_words(gone.applications, gone.files, gone.papers, gone.notes))

    def _begin_copy(self) -> None:
        self.copying.begin()
        self.scroller.ensureWidgetVisible(self.copying)

    def _close_copy(self) -> None:
        self.copying.hide()
        self.copy.setFocus()

    def _written(self, names: tuple[str, ...]) -> None:
        self.banner.say("ok", f"Gesichert: {', '.join(names)}. Bitte der Person geben und hier nicht liegen lassen.")
        self.scroller.ensureWidgetVisible(self.banner)

    def _refuse(self, problem: Problem) -> None:
        self.banner.say("error", sentence(problem))
        self.scroller.ensureWidgetVisible(self.banner)

    # consents -----------------------------------------------------------------------------

    def _load_consents(self) -> None:
        self._tasks.run(LaneName.STORE, self._read_consents, self, self._show_consents, self._refuse)

    def _read_consents(self) -> tuple[Consent, ...]:
        own = [line.id for line in self.person.applications if not line.masked]
        return tuple(one for each in own for one in self._desk.consents.of_application(each))

    def _show_consents(self, consents: tuple[Consent, ...]) -> None:
        numbers = {line.id: line.number for line in self.person.applications}
        rows = [
            self._consent_row(case_id, number, purpose)
            for case_id, number in numbers.items()
            for purpose in sorted(standing(one for one in consents if one.application_id == case_id))
        ]
        put_rows(self.consents.body, self._consent_rows, rows)
        self.consents.setVisible(bool(self._consent_rows))

    def _consent_row(self, case_id: str, number: str, purpose: Purpose) -> QWidget:
        row = QWidget()
        box = column(row, 4)
        box.addWidget(Body(f"Vorgang {number}: {CONSENT_WORDS[purpose]}"))
        box.addWidget(Muted(f"Nach dem Widerruf: {CONSENT_NOTES[purpose]}"))
        revoke = SecondaryButton("Widerrufen")
        revoke.setAccessibleName(f"Einwilligung widerrufen, Vorgang {number}: {CONSENT_WORDS[purpose]}")
        revoke.clicked.connect(partial(self._revoke, case_id, purpose))
        box.addWidget(revoke)
        return row

    def _revoke(self, case_id: str, purpose: Purpose, *_clicked: object) -> None:
        work = partial(self._desk.consents.revoke, case_id, purpose)
        self._tasks.run(LaneName.STORE, work, self, self._revoked, self._refuse)

    def _revoked(self, _consents: tuple[Consent, ...]) -> None:
        self.banner.say("ok", "Der Widerruf ist festgehalten.")
        self._load_consents()
