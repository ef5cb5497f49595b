"""What stands on the last step after handing in: how, when, the number, *Abgegeben am …*, printing again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from lotse_app.clock import local_date, long_date, short_date, short_moment
from lotse_app.forms.dates import parse
from lotse_app.models.acting import ActingAs
from lotse_app.models.application import CarriedBy, Mark
from lotse_app.models.problems import Problem
from lotse_app.models.public_service import Way
from lotse_app.models.receipt import ReceiptKind
from lotse_app.models.words import WAYS
from lotse_app.ui.application.acts import HandedOver
from lotse_app.ui.application.facts import Facts
from lotse_app.ui.application.frozen_words import CLEARED_WORDS
from lotse_app.ui.form.editors import SHORT, LimitedLine
from lotse_app.ui.kit.blocks import Body, Card, SecondaryButton, Text
from lotse_app.ui.kit.fields import ChoiceRow, Field
from lotse_app.ui.kit.layouts import GRID, FlowLayout
from lotse_app.ui.messages.problems import sentence

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from lotse_app.clock import Clock
    from lotse_app.models.application import HandIn
    from lotse_app.workflows.applications import OpenCase

CARRIER_WORDS = {
    CarriedBy.RESIDENT: "die Person selbst",
    CarriedBy.PILOT: "die Lotsin oder der Lotse",
    CarriedBy.POST: "die Post",
}
#: Who brings it where neither the pilot nor the post does: whoever acts.
_ACTING_BRINGS = {
    ActingAs.AUTHORISED_PERSON: "die bevollmächtigte Person",
    ActingAs.PARENTS: "die Eltern",
    ActingAs.LEGAL_GUARDIAN: "die rechtliche Betreuung",
    ActingAs.MESSENGER: "die Botin oder der Bote",
}
CARRIERS = [
    (CarriedBy.RESIDENT.value, "die Person selbst"),
    (CarriedBy.PILOT.value, "mich"),
    (CarriedBy.POST.value, "die Post"),
]
UNSIGNED = "Unterschrift folgt: Auf dem Antrag fehlt noch eine Unterschrift."
RECEIPT_WORDS = {
    ReceiptKind.RECEIVED: "Eingangsbestätigung",
    ReceiptKind.FORWARDED: "Entgegengenommen und weitergeleitet",
    ReceiptKind.HANDED_OVER: "Übergabebeleg",
}


def carrier_words(carried_by: CarriedBy, acting: ActingAs) -> str:
    """Return who brings the paper: not the person where somebody else acts."""
    own = CARRIER_WORDS[carried_by]
    return _ACTING_BRINGS.get(acting, own) if carried_by is CarriedBy.RESIDENT else own


def name_carriers(row: ChoiceRow, acting: ActingAs) -> None:
    """Say at the first choice who acts in this Vorgang."""
    row.reword(CarriedBy.RESIDENT.value, carrier_words(CarriedBy.RESIDENT, acting))


class HandedInCard(Card):
    """The end of the way."""

    #: A ``HandedOver``: on which day and by whom; without a day a wrong one is taken back.
    handed_over = Signal(object)
    #: The missing signature came in.
    supplied = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__("Eingereicht", parent=parent)
        self._clock = clock
        self.number = Text("", "code")
        self.facts = Facts()
        self.day = LimitedLine(SHORT)
        self.day_field = Field("Abgegeben am", self.day, "Sobald Sie wissen, wann der Antrag beim Amt abgegeben wurde.")
        self.by = ChoiceRow("Abgegeben durch", CARRIERS, first_key=None)
        self.cleared = Body(CLEARED_WORDS)
        self.unsigned = Body(UNSIGNED)
        self.supply = SecondaryButton("Unterschrift ist nachgereicht")
        self.undo = SecondaryButton("Datum der Abgabe zurücknehmen")
        self.undo.setAccessibleDescription("Der Antrag gilt dann wieder als noch nicht abgegeben.")
        self.note = SecondaryButton("Festhalten")
        self.note.setAccessibleName("Abgabe festhalten")
        self.reprint = SecondaryButton("Papiere noch einmal drucken")
        self.note.clicked.connect(self._note)
        self.day.returnPressed.connect(self._note)
        self.body.addWidget(self.number)
        self.body.addWidget(self.facts)
        self.body.addSpacing(GRID)
        self.supply.clicked.connect(self.supplied)
        self.undo.clicked.connect(self._take_back)
        self.body.addWidget(self.cleared)
        self.body.addWidget(self.unsigned)
        self.body.addWidget(self.day_field)
        self.body.addWidget(self.by)
        row = FlowLayout(spacing=GRID)
        for button in (self.note, self.supply, self.reprint, self.undo):
            row.addWidget(button)
        self.body.addLayout(row)

    def show_case(self, case: OpenCase) -> None:
        """Show how the case was handed in."""
        hand_in = case.hand_in
        if hand_in is None:
            return
        self.number.setText(case.application.number)
        self.number.setAccessibleName(f"Vorgang {case.application.number}")
        acting = case.application.acting
        self.facts.show_pairs(_lines(hand_in, acting))
        name_carriers(self.by, acting)
        waiting = hand_in.handed_over_on is None
        self.day_field.setVisible(waiting)
        self.note.setVisible(waiting)
        self.by.setVisible(waiting)
        if waiting and not self.by.value:
            self.by.set_value(hand_in.carried_by.value)
        self.undo.setVisible(not waiting and hand_in.receipt != ReceiptKind.RECEIVED.value)
        self.cleared.setVisible(case.cleared)
        unsigned = Mark.SIGNATURE_FOLLOWS in case.application.marks
        self.unsigned.setVisible(unsigned)
        self.supply.setVisible(unsigned)
        if waiting and not self.day.text():
            self.day.setText(short_date(local_date(self._clock.now())))

    def take_focus(self) -> None:
        """Put the focus on what can be done next."""
        (self.day if self.day_field.isVisibleTo(self) else self.reprint).setFocus()

    def _note(self) -> None:
        today = local_date(self._clock.now())
        found = parse(self.day.text(), today)
        if isinstance(found, Problem):
            self.day_field.set_problem(sentence(found))
            return
        day = type(today).fromisoformat(found)
        if day > today:
            self.day_field.set_problem("Dieser Tag liegt in der Zukunft. Bitte den Tag der Abgabe eintragen.")
            return
        self.day_field.set_problem("")
        self.handed_over.emit(HandedOver(day, CarriedBy(self.by.value)))

    def _take_back(self) -> None:
        self.by.set_value("")
        self.handed_over.emit(HandedOver(None))


def _lines(hand_in: HandIn, acting: ActingAs) -> list[tuple[str, str]]:
    lines = [
        ("Eingereicht am", short_moment(hand_in.at)),
        ("Weg", WAYS[Way(hand_in.way)]),
        ("Zum Amt bringt ihn", carrier_words(hand_in.carried_by, acting)),
        ("Beleg", RECEIPT_WORDS[ReceiptKind(hand_in.receipt)]),
    ]
    if hand_in.handed_over_on is not None:
        over = hand_in.handed_over_by
        by = "" if over is None else f" durch {carrier_words(over, acting)}"
        lines.append(("Abgegeben am", f"{long_date(hand_in.handed_over_on)}{by}"))
    return lines
