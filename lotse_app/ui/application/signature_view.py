"""*Unterschrift*: on the pad where the law leaves the form free, on the very print otherwise, or later."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lotse_app.clock import LOCAL, clock_time, short_date
from lotse_app.forms.clauses import declarations, signature_lines
from lotse_app.models.application import Mark
from lotse_app.models.service import SignatureRule
from lotse_app.ui.application.step_view import StepView
from lotse_app.ui.fields import ChoiceRow, Field
from lotse_app.ui.form.editors import WIDE, LimitedLine
from lotse_app.ui.kit import Body, Card, Muted, SecondaryButton
from lotse_app.ui.layouts import GRID, FlowLayout, column
from lotse_app.ui.overriding import override
from lotse_app.ui.resident.pad import SignaturePad

if TYPE_CHECKING:
    from lotse_app.ui.application.editing import Editing
    from lotse_app.workflows.applications import OpenCase


class SignWay(StrEnum):
    """How it is signed."""

    PAD = "feld"
    PRINT = "ausdruck"
    LATER = "folgt"


_WORDS = {
    SignWay.PAD: "Hier auf dem Feld",
    SignWay.PRINT: "Auf dem Ausdruck unterschrieben",
    SignWay.LATER: "Unterschrift folgt",
}
_RULES = {
    SignatureRule.FREE: "Für diese Leistung ist keine besondere Form vorgeschrieben.",
    SignatureRule.WRITTEN: "Diese Leistung verlangt Schriftform: Bitte auf dem Ausdruck unterschreiben.",
    SignatureRule.REGISTRATION: "Der Meldeschein wird auf dem Ausdruck unterschrieben.",
    SignatureRule.IN_PERSON: "Diese Leistung verlangt persönliches Erscheinen. Unterschrieben wird auf dem Ausdruck.",
}
NAME_MISSING = "Bitte eintragen, wer unterschreibt."
PAD_EMPTY = "Im Feld ist noch nichts zu sehen. Bitte unterschreiben lassen oder eine andere Art wählen."


class SignatureView(StepView):
    """The signature over what was frozen."""

    resident_wanted = Signal()
    print_wanted = Signal()
    reopen_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Unterschrift")
        self.done = Card("Unterschrieben")
        self.done_words = Body()
        self.again = SecondaryButton("Noch einmal ändern")
        self.again.setAccessibleDescription("Macht die Unterschrift ungültig; es entsteht eine neue Ausgabe.")
        self.again.clicked.connect(self.reopen_wanted)
        self.done.body.addWidget(self.done_words)
        self.card = Card("Unterschrift")
        self.rule = Body()
        self.clauses = column(None, GRID // 2)
        self.ways = ChoiceRow("Wie wird unterschrieben?", [(way.value, words) for way, words in _WORDS.items()])
        self.signer = LimitedLine(WIDE)
        self.signer_field = Field("Wer unterschreibt?", self.signer, required=True)
        self.pad = SignaturePad()
        self.pad.setMaximumWidth(560)
        self.wipe = SecondaryButton("Feld leeren")
        self.resident = SecondaryButton("Auf dem Bildschirm der Person unterschreiben")
        self.print = SecondaryButton("Antrag drucken")
        self.mandate = Muted()
        self.frozen_words = Muted()
        self._fill()
        self.ways.picked.connect(self._way_changed)
        self.wipe.clicked.connect(self.pad.clear)
        self.resident.clicked.connect(self.resident_wanted)
        self.print.clicked.connect(self.print_wanted)
        self.body.addWidget(self.done)
        self.body.addWidget(self.card)
        self.body.addWidget(self.frozen_words)
        row = FlowLayout(spacing=GRID)
        row.addWidget(self.again)
        self.body.addLayout(row)
        self.body.addStretch(1)

    def _fill(self) -> None:
        self.pad_box = QWidget()
        box = column(self.pad_box, GRID)
        box.addWidget(self.pad)
        row = FlowLayout(spacing=GRID)
        row.addWidget(self.wipe)
        row.addWidget(self.resident)
        box.addLayout(row)
        self.print_box = QWidget()
        row = FlowLayout(self.print_box, GRID)
        row.addWidget(self.print)
        self.card.body.addWidget(self.rule)
        self.card.body.addWidget(self.mandate)
        self.card.body.addLayout(self.clauses)
        for widget in (self.ways, self.signer_field, self.pad_box, self.print_box):
            self.card.body.addWidget(widget)

    @property
    def way(self) -> SignWay:
        """Return how it is to be signed."""
        return SignWay(self.ways.value)

    @property
    def signer_name(self) -> str:
        """Return who signs."""
        return self.signer.text().strip()

    @override
    def show_case(self, editing: Editing) -> None:
        """Show what is signed and by whom."""
        case = editing.case
        signed = case.signature is not None
        self.done.setVisible(signed)
        self.card.setVisible(not signed)
        self.again.setVisible(case.hand_in is None)
        self.frozen_words.setText(_frozen_words(case))
        if signed:
            self.done_words.setText(_signed_words(case))
            return
        self.rule.setText(_RULES[case.form.signature])
        self._show_clauses(case)
        pad_allowed = case.form.signature is SignatureRule.FREE
        self.ways.buttons[0].setVisible(pad_allowed)
        if not self.ways.value:
            first = SignWay.PAD if pad_allowed else SignWay.PRINT
            follows = Mark.SIGNATURE_FOLLOWS in case.application.marks
            self.ways.set_value((SignWay.LATER if follows else first).value)
        if not self.signer.text():
            names = (editing.prefilled("person.vornamen"), editing.prefilled("person.familienname"))
            self.signer.setText(" ".join(name for name in names if name))
        self._way_changed()

    @override
    def enter(self) -> None:
        """Begin at the choice; when it is signed, at what may be changed."""
        if self.card.isVisibleTo(self):
            self.ways.take_focus()
        else:
            self.again.setFocus()

    def ready(self) -> bool:
        """Return whether what was chosen can be done; say what is missing."""
        self.signer_field.set_problem("" if self.signer_name or self.way is SignWay.LATER else NAME_MISSING)
        if self.signer_field.problem:
            self.signer.setFocus()
            return False
        if self.way is SignWay.PAD and self.pad.empty:
            self.banner.say("warn", PAD_EMPTY)
            self.pad.setFocus()
            return False
        self.banner.clear()
        return True

    def clear(self) -> None:
        """Forget name and strokes."""
        self.pad.clear()
        self.signer.clear()
        self.ways.set_value("")

    def _show_clauses(self, case: OpenCase) -> None:
        while self.clauses.count():
            item = self.clauses.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for text in declarations(case.form, case.application.answers):
            self.clauses.addWidget(Muted(text))
        more = len(signature_lines(case.form, case.application.answers)) > 1
        self.mandate.setText("Das SEPA-Mandat wird zusätzlich auf dem Ausdruck unterschrieben." if more else "")
        self.mandate.setVisible(more)

    def _way_changed(self) -> None:
        way = self.ways.value
        self.pad_box.setVisible(way == SignWay.PAD.value)
        self.print_box.setVisible(way != SignWay.PAD.value)
        self.signer_field.setVisible(way != SignWay.LATER.value)


def _signed_words(case: OpenCase) -> str:
    signature = case.signature
    if signature is None:
        return ""
    where = "auf dem Ausdruck" if signature.on_paper else "auf dem Unterschriftenfeld"
    day = short_date(signature.at.astimezone(LOCAL).date())
    return f"{signature.signer}, {where}, am {day} um {clock_time(signature.at)} Uhr"


def _frozen_words(case: OpenCase) -> str:
    if case.frozen is None:
        return ""
    return f"Festgehalten: Ausgabe {case.frozen.edition}, Prüfsumme {case.frozen.digest[:16]} …"
