"""Asks whether an agent who is called like an official of this station is that official (VwVfG § 20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal

from lotse_app.models.representation import Note
from lotse_app.ui.kit.blocks import Body, Card, Muted
from lotse_app.ui.kit.fields import ChoiceRow
from lotse_app.ui.words.acting import note_words, reason_words
from lotse_app.workflows.agents import agent_reason, name_asked, said_another

if TYPE_CHECKING:
    from lotse_app.models.people import Workplace
    from lotse_app.workflows.applications import OpenCase

SAME, ANOTHER = "dieselbe", "andere"
ASKED = "Die bevollmächtigte Person heißt wie jemand, der hier für die Gemeinde arbeitet."
NOTED = "Dass gefragt wurde und was die Antwort war, steht im Protokoll, ohne Namen."


class NamesakeCard(Card):
    """One question; hidden where nobody is called alike."""

    #: What was said: ``SAME`` or ``ANOTHER``.
    said = Signal(object)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__("Gleicher Name")
        self._workplace = workplace
        self._name = ""
        words = [(SAME, "Ja, dieselbe Person"), (ANOTHER, "Nein, eine andere Person mit diesem Namen")]
        self.choice = ChoiceRow("Ist das dieselbe Person?", words)
        self.means = Body()
        for widget in (Body(ASKED), self.choice, self.means, Muted(NOTED)):
            self.body.addWidget(widget)
        self.choice.picked.connect(self._picked)

    def show_case(self, case: OpenCase, *, frozen: bool) -> None:
        """Show what was said of the present name, and what follows from it."""
        name = name_asked(case)
        another = said_another(case)
        with QSignalBlocker(self.choice):
            if another:
                self.choice.set_value(ANOTHER)
            elif name != self._name or self.choice.value == ANOTHER:
                self.choice.set_value("")
        self._name = name
        kind = case.form.law_kind
        reason = agent_reason(case, self._workplace)
        self.means.setText(reason_words(reason, kind) if reason else note_words(Note.NO_OWN_RECEIPT, kind))
        self.means.setVisible(not another)
        self.setVisible(bool(name) and not frozen)

    def _picked(self) -> None:
        if self.choice.value:
            self.said.emit(self.choice.value)
