"""One form as the form keeper sees it: where it stands, what may be done, and the report of its import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from lotse_app.clock import local_date, short_date
from lotse_app.models.kept_form import FormState
from lotse_app.ui.keeper.report_cards import report_cards
from lotse_app.ui.keeper.words import SIGNATURES, STATE_NOTES, STATES, WHO
from lotse_app.ui.kit.blocks import Card, Page, PrimaryButton, SecondaryButton
from lotse_app.ui.rooms.service_card import LabelledRows
from lotse_app.ui.words.shared import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lotse_app.models.kept_form import FormRelease, KeptForm
    from lotse_app.ui.kit.blocks import Tone
    from lotse_app.workflows.form_keeping import FormView

_TONES: Mapping[FormState, Tone] = {
    FormState.UNCHECKED: "warn",
    FormState.RELEASED: "ok",
    FormState.WITHDRAWN: "info",
}


class FormPage(Page):
    """Shows one imported form."""

    tried = Signal()
    release_wanted = Signal()
    withdraw_wanted = Signal()
    delete_wanted = Signal()
    left = Signal()

    def __init__(self, view: FormView, *, allowed: bool) -> None:
        super().__init__(view.kept.title)
        self.view = view
        kept = view.kept
        self.banner.say(_TONES[kept.state], STATE_NOTES[kept.state])
        about = Card("Das Formular")
        about.body.addWidget(LabelledRows(list(_facts(kept))))
        self.body.addWidget(about)
        if kept.release is not None:
            said = Card("Freigabe")
            said.body.addWidget(LabelledRows(list(_said(kept.release))))
            self.body.addWidget(said)
        for card in report_cards(view.report, view.faults):
            self.body.addWidget(card)
        self._make_foot(kept, allowed=allowed)

    def _make_foot(self, kept: KeptForm, *, allowed: bool) -> None:
        back, self.try_button = SecondaryButton("&Zurück"), SecondaryButton("Probe ausfüllen")
        back.clicked.connect(self.left)
        self.try_button.clicked.connect(self.tried)
        self.delete_button = SecondaryButton("Formular löschen")
        self.delete_button.clicked.connect(self.delete_wanted)
        self.delete_button.setVisible(allowed and not kept.used)
        self.withdraw_button = SecondaryButton("Zurückziehen")
        self.withdraw_button.clicked.connect(self.withdraw_wanted)
        self.withdraw_button.setVisible(allowed and kept.released)
        self.release_button = PrimaryButton("Freigeben …")
        self.release_button.clicked.connect(self.release_wanted)
        self.release_button.setVisible(allowed and not kept.released)
        self.release_button.setEnabled(not self.view.faults)
        acts = [self.delete_button, self.withdraw_button, self.try_button, self.release_button]
        self.set_foot([back], acts)


def _facts(kept: KeptForm) -> Iterator[tuple[str, str, str]]:
    yield "Stand", STATES[kept.state], ""
    yield "Fassung", kept.version, ""
    yield "Herkunft", kept.standard, kept.source
    if kept.land:
        yield "Regeln für", kept.land, ""
    yield "Übernommen", short_date(local_date(kept.imported_at)), f"Prüfsumme {kept.digest[:16]}"
    yield "Vorgänge", counted(kept.used, "Vorgang", "Vorgänge") if kept.used else "keine", ""


def _said(release: FormRelease) -> Iterator[tuple[str, str, str]]:
    yield "Durch", release.by, short_date(release.on)
    yield "Leistung", release.service_name, ""
    yield "Amt der Gemeinde", release.authority or "nicht die Gemeinde", ""
    yield "Rechtsgrundlage", release.law, f"Quelle: {release.source}, Stand {short_date(release.checked)}"
    yield "Unterschrift", dict(SIGNATURES).get(release.signature.value, release.signature.value), ""
    yield "Wer darf handeln", dict(WHO)[release.who.value], ""
