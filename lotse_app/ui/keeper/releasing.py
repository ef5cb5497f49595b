"""The release of a form: for which service, by which law, how it is signed, by whom, and what was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from lotse_app.clock import local_date
from lotse_app.models.kept_form import Check, FormRelease, WhoActs
from lotse_app.models.public_service import SignatureRule
from lotse_app.ui.keeper.service_picker import ServicePicker
from lotse_app.ui.keeper.words import CHECKS, SIGNATURES, WHO
from lotse_app.ui.kit.blocks import Body, Card, Heading, Page, PrimaryButton, SecondaryButton
from lotse_app.ui.kit.days import DayEdit, DayField
from lotse_app.ui.kit.fields import ChoiceRow, Field, TickGroup

if TYPE_CHECKING:
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.form_keeping import FormView

_UNTOLD = "nicht genannt"
_WHAT = (
    "Mit der Freigabe wird dieses Formular bei seiner Leistung angeboten und Anträge damit gelten. "
    "Ein mitgeliefertes Formular derselben Leistung tritt zurück, bis dieses hier zurückgezogen wird."
)


class ReleasePage(Page):
    """Asks what a release needs; what is missing is said at its field."""

    #: A ``FormRelease``.
    released = Signal(object)
    left = Signal()

    def __init__(self, view: FormView, desk: Desk, tasks: Tasks) -> None:
        super().__init__("Freigeben")
        self._today = local_date(desk.clock.now())
        self.body.addWidget(Heading(view.kept.title, 2))
        self.body.addWidget(Body(_WHAT))
        self._ask_about(view, desk, tasks)
        self._ask_who(desk.workplace.pilot.name)
        back, self.release_button = SecondaryButton("&Zurück"), PrimaryButton("Freigeben", "Ctrl+Return", "Strg+⏎")
        back.clicked.connect(self.left)
        self.release_button.clicked.connect(self._release)
        self.set_foot([back], [self.release_button])

    def _ask_about(self, view: FormView, desk: Desk, tasks: Tasks) -> None:
        before = view.kept.release
        card = Card("Wofür und wonach")
        self.service = ServicePicker(tasks, desk.find)
        self._service = Field("Leistung", self.service, "Tippen und wählen.", required=True)
        law = before.law if before is not None else view.form.law
        self.law = QLineEdit("" if law == _UNTOLD else law)
        self._law = Field("Rechtsgrundlage", self.law, required=True)
        self.authority = QLineEdit(before.authority if before is not None else "")
        help_text = "Nur wenn ein Amt der Gemeinde entscheidet, zum Beispiel Ordnungsamt. Sonst leer lassen."
        self._office = Field("Amt der Gemeinde", self.authority, help_text)
        self.source = QLineEdit(before.source if before is not None else "")
        self._source = Field("Geprüft anhand von", self.source, "Satzung, Merkblatt, Seite der Stelle.", required=True)
        self.checked = DayEdit(self._today, latest=self._today)
        self._checked = DayField("Stand der Quelle", self.checked)
        for line in (self.law, self.authority, self.source):
            line.setMaxLength(2000 if line is self.law else 200)
            line.setCursorPosition(0)
        for field in (self._service, self._law, self._office, self._source, self._checked):
            card.body.addWidget(field)
        self.body.addWidget(card)

    def _ask_who(self, pilot: str) -> None:
        card = Card("Unterschrift und Vertretung")
        self.signature = ChoiceRow("Unterschrift", SIGNATURES)
        self.signature.set_value(SignatureRule.WRITTEN.value)
        self.who = ChoiceRow("Wer darf handeln", WHO)
        self.who.set_value(WhoActs.SELF.value)
        card.body.addWidget(self.signature)
        card.body.addWidget(self.who)
        self.body.addWidget(card)
        last = Card("Geprüft")
        self.checks = TickGroup("Vor der Freigabe geprüft", CHECKS)
        self.by = QLineEdit(pilot)
        self.by.setMaxLength(120)
        self._by = Field("Freigegeben durch", self.by, f"Am {self._today.strftime('%d.%m.%Y')}.", required=True)
        last.body.addWidget(self.checks)
        last.body.addWidget(self._by)
        self.body.addWidget(last)

    def _release(self) -> None:
        service_id, name = self.service.chosen
        missing = [
            (self._service, "" if service_id else "Bitte eine Leistung aus der Liste wählen."),
            (self._law, "" if self.law.text().strip() else "Bitte die Rechtsgrundlage angeben."),
            (self._source, "" if self.source.text().strip() else "Bitte angeben, woran geprüft wurde."),
            (self._by, "" if self.by.text().strip() else "Bitte den Namen angeben."),
        ]
        for field, words in missing:
            field.set_problem(words)
        wrong = [field.widget for field, words in missing if words]
        if self.checked.taken() is None:
            wrong.append(self.checked)
        if wrong:
            wrong[0].setFocus()
            self.banner.say("warn", "Für die Freigabe fehlt noch etwas. Es steht bei den Feldern.")
            return
        if len(self.checks.values) < len(CHECKS):
            self.checks.buttons[0].setFocus()
            self.banner.say("warn", "Freigegeben wird erst, wenn jeder Punkt der Liste geprüft ist.")
            return
        self.banner.clear()
        self.released.emit(self._said(service_id, name))

    def _said(self, service_id: str, name: str) -> FormRelease:
        return FormRelease(
            by=self.by.text().strip(),
            on=self._today,
            service_id=service_id,
            service_name=name,
            authority=self.authority.text().strip(),
            law=self.law.text().strip(),
            signature=SignatureRule(self.signature.value),
            who=WhoActs(self.who.value),
            source=self.source.text().strip(),
            checked=self.checked.day,
            checks=frozenset(map(Check, self.checks.values)),
        )
