"""*Einreichen*: the ways with their reasons, who carries the paper, which receipt is printed, the deadline."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup

from lotse_app.models.acting import ActingAs
from lotse_app.models.application import CarriedBy, Mark
from lotse_app.models.problems import Code, Problem
from lotse_app.models.public_service import Way
from lotse_app.models.receipt import ReceiptKind
from lotse_app.overriding import override
from lotse_app.ui.application.filing_words import day_words, urgency_words
from lotse_app.ui.application.handed_in import CARRIERS, HandedInCard, name_carriers
from lotse_app.ui.application.step_view import StepView
from lotse_app.ui.kit.blocks import Body, Card, Muted, SecondaryButton, Text
from lotse_app.ui.kit.fields import ChoiceRow
from lotse_app.ui.kit.layouts import GRID, FlowLayout, column
from lotse_app.ui.kit.wrapping import WrappingRadio
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.post.office_card import OfficeCard
from lotse_app.workflows.find import authority_of
from lotse_app.workflows.lanes import LaneName
from lotse_app.workflows.offices import office_wanted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from lotse_app.ui.application.chosen import Chosen
    from lotse_app.ui.application.editing import Editing
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.desk import Desk

_WAYS: tuple[tuple[Way, str, str], ...] = (
    (Way.PAPER, "Papier: drucken und unterschreiben", ""),
    (
        Way.RECEPTION_POINT,
        "Annahmestelle: verschlüsselt senden",
        "Kommt mit einer späteren Fassung. Auf Papier geht es jetzt schon: „abgegeben durch mich“.",
    ),
    (
        Way.ONLINE_TOGETHER,
        "Gemeinsam online bei Amt24",
        "Kommt mit einer späteren Fassung. Braucht Netz und die BundID der Person.",
    ),
    (Way.DIRECT, "Direkt ans Fachamt", "Für diese Leistung gibt es noch keinen elektronischen Weg."),
)
_UNKNOWN = "anschrift unbekannt"
_YES, _NO = "ja", "nein"
HELD = "Heute kann der Antrag noch nicht abgegeben werden. {reason} Drucken geht im Schritt „Unterschrift“."
ORIGINAL = "Unterschrieben ist der Ausdruck: Er ist das Original und wird nicht noch einmal gedruckt."
MISSING = (
    "Die Anschrift ist noch nicht bekannt. Bitte einmal eintragen: Sie kommt auf Beleg, Merkzettel und Adressblatt, "
    "beim nächsten Mal auch auf den Antrag."
)
CAME_LATER = (
    "Die Anschrift kam nach dem Festhalten: Der Antrag bleibt, wie er ist. Sie steht auf Beleg, Merkzettel und dem "
    "Adressblatt, das dazu gedruckt wird."
)
RECEIPTS = {
    ReceiptKind.RECEIVED: (
        "Gedruckt wird die Eingangsbestätigung: Der Antrag ist mit der Abgabe hier bei der Gemeinde eingegangen."
    ),
    ReceiptKind.FORWARDED: (
        "Gedruckt wird die Bestätigung „Entgegengenommen“ (§ 16 SGB I): Wir leiten den Antrag unverzüglich weiter."
    ),
    ReceiptKind.HANDED_OVER: (
        "Gedruckt wird ein Übergabebeleg – noch kein Eingang beim Amt. "
        "Der Antrag gilt erst als gestellt, wenn er bei der zuständigen Stelle eingegangen ist."
    ),
}


class HandInView(StepView):
    """The last step."""

    print_later = Signal()
    #: The number is to be copied by hand.
    copy_wanted = Signal()
    reprint = Signal()
    #: A ``HandedOver``.
    handed_over = Signal(object)
    #: The missing signature came in.
    supplied = Signal()
    #: What was asked of the store is there: going on, as it was wanted before.
    go_on_wanted = Signal()

    def __init__(self, desk: Desk, tasks: Tasks, chosen: Chosen, parent: QWidget | None = None) -> None:
        super().__init__("Einreichen", parent)
        self._chosen = chosen
        self._desk = desk
        self._tasks = tasks
        self._handing_in = desk.handing_in
        self._filing = desk.filing
        self._asked = ""
        self._case: OpenCase | None = None
        self._where: OfficeCard | None = None
        self._done: HandedInCard | None = None
        self._hurried = False
        self.near = Text("", "label")
        self.card = Card("Einreichen")
        self.office = Body()
        self.group = QButtonGroup(self)
        self.carried = ChoiceRow("Abgegeben durch", CARRIERS)
        self.carried.set_value(CarriedBy.RESIDENT.value)
        self.receipt = Body()
        self.later = SecondaryButton("Später drucken")
        self.later.setAccessibleDescription("Gerade kein Drucker: Der Vorgang steht dann unter „Heute“.")
        self.number = Text("", "code")
        self.copy = SecondaryButton("Nummer groß zeigen")
        self.copy.setAccessibleDescription("Zum Abschreiben von Hand")
        self.copy.clicked.connect(self.copy_wanted)
        self.body.addWidget(self.card)
        self.body.addStretch(1)
        self._fill()
        self.carried.picked.connect(self._carrier_picked)
        self.later.clicked.connect(self.print_later)

    @property
    def where(self) -> OfficeCard:
        """Return where the paper goes; made when it is first asked for, or in a pause before."""
        if self._where is None:
            self._where = self._make_where()
        return self._where

    @property
    def done(self) -> HandedInCard:
        """Return the end of the way; made when it is reached, or in a pause before."""
        if self._done is None:
            self._done = self._make_done()
        return self._done

    def _make_where(self) -> OfficeCard:
        card = OfficeCard(self._desk.offices, self._tasks, "Wohin damit?", self._inside, may_be_unknown=True)
        card.missing = MISSING
        card.known.connect(self._show_receipt)
        card.told.connect(self._where_told)
        card.unknown.box.toggled.connect(self._unknown_said)
        card.hide()
        self.body.insertWidget(self.body.indexOf(self.card) + 1, card)
        return card

    def _make_done(self) -> HandedInCard:
        card = HandedInCard(self._desk.clock, self._inside)
        card.reprint.clicked.connect(self.reprint)
        card.handed_over.connect(self.handed_over)
        card.supplied.connect(self.supplied)
        card.hide()
        self.body.insertWidget(self.body.count() - 1, card)
        return card

    @property
    def _inside(self) -> QWidget | None:
        return self.body.parentWidget()

    @override
    def prepare(self, editing: Editing) -> Iterator[None]:
        """Make one card a step."""
        for name in ("where", "done"):
            getattr(self, name)
            yield

    def _fill(self) -> None:
        self.card.body.addWidget(self.office)
        self.card.body.addWidget(self.near)
        ways = column(None, GRID // 2)
        for at, (_, words, reason) in enumerate(_WAYS):
            button = WrappingRadio(words)
            button.setAccessibleDescription(reason)
            button.setEnabled(not reason)
            button.setChecked(not reason)
            self.group.addButton(button, at)
            ways.addWidget(button)
            if reason:
                note = Muted(reason)
                note.setContentsMargins(5 * GRID - 4, 0, 0, GRID // 2)
                ways.addWidget(note)
            else:
                self.carried.setContentsMargins(5 * GRID - 4, 0, 0, GRID)
                ways.addWidget(self.carried)
        self.card.body.addLayout(ways)
        self.card.body.addWidget(self.receipt)
        row = FlowLayout(spacing=GRID)
        row.addWidget(self.later)
        row.addWidget(self.copy)
        self.card.body.addLayout(row)
        self.card.body.addWidget(self.number)

    @property
    def carried_by(self) -> CarriedBy:
        """Return who takes the paper to the office."""
        return CarriedBy(self.carried.value)

    def where_settled(self) -> bool:
        """Return whether it is known where it goes, or said that nobody knows; else ask for one of both.

        As long as the store is asked for the address it goes on by itself: quick keys are no reason to ask a person.
        """
        if self.where.isVisibleTo(self) and self.where.asking:
            self._hurried = True
            return False
        if not self.where.isVisibleTo(self) or self.where.settled:
            self.banner.clear()
            return True
        self.say_above(self.body, self.where, sentence(Problem(Code.OFFICE_MISSING)))
        self.where.change.setFocus()
        self.scroller.ensureWidgetVisible(self.where)
        return False

    @override
    def show_case(self, editing: Editing) -> None:
        """Show what is left to do, or how it was handed in."""
        case = editing.case
        if self._case is None or self._case.application.acting is not case.application.acting:
            self._case = None  # what is preset is nobody's choice
            self._begin_carrying(case)
        self._case = case
        handed_in = case.hand_in is not None
        self.card.setVisible(not handed_in)
        if handed_in or self._done is not None:
            self.done.setVisible(handed_in)
        if handed_in:
            self._show_where(shown=False)
            self.done.show_case(case)
            return
        due = case.application.due
        deadline = f" · Frist {day_words(due)}" if due else ""
        self.office.setText(f"{authority_of(case.form, case.commune)}{deadline}")
        later = Mark.PRINT_LATER in case.application.marks
        self.number.setText(case.application.number)
        self.number.setVisible(later)
        self.copy.setVisible(later)
        self.later.setVisible(not later)
        self._show_receipt()

    @override
    def enter(self) -> None:
        """Begin at who carries the paper; afterwards at the day it was handed over."""
        if self.card.isVisibleTo(self):
            self.carried.take_focus()
        else:
            self.done.take_focus()

    def _begin_carrying(self, case: OpenCase) -> None:
        """Name who acts among those who may bring it; a pilot who acts does it, unless something else is chosen."""
        acting = case.application.acting
        name_carriers(self.carried, acting)
        preset = CarriedBy.PILOT if acting is ActingAs.PILOT_AS_AGENT else CarriedBy.RESIDENT
        self.carried.set_value(self._chosen_before(case, _carried_name(acting)) or preset.value)

    def _carrier_picked(self) -> None:
        if self._case is not None:
            self._keep(self._case, _carried_name(self._case.application.acting), self.carried.value)
        self._show_receipt()

    def _chosen_before(self, case: OpenCase, name: str) -> str:
        """Return what was chosen: in this run of the program, else as it was stored."""
        return self._chosen.one(name) or case.choices.get(name, "")

    def _keep(self, case: OpenCase, name: str, value: str) -> None:
        """Keep a choice here and in the store."""
        self._chosen.keep(name, value)
        act = partial(self._handing_in.choose, case.application.id, name, value)
        self._tasks.run(LaneName.STORE, act, self, _stored, self._not_stored)

    def _not_stored(self, problem: Problem) -> None:
        self.say_above(self.body, self.card, sentence(problem))

    def _where_told(self) -> None:
        hurried, self._hurried = self._hurried, False
        if hurried and self.isVisible():
            self.go_on_wanted.emit()

    def _unknown_said(self, on: bool) -> None:  # noqa: FBT001 - Qt calls with a flag
        if self._case is not None:
            self._keep(self._case, _UNKNOWN, _YES if on else _NO)

    def _show_deadline(self, case: OpenCase) -> None:
        urgency = self._filing.urgency(case)
        held = self._handing_in.held(case)
        said = "" if urgency is None else urgency_words(urgency, self.carried_by)
        words = HELD.format(reason=held) if held else said
        self.near.setText(f"⚠ {words}" if words else "")
        self.near.setVisible(bool(words))
        # A form that does not know its office: ask before paper goes out, afterwards nobody is there to answer.
        cover = not held and (not case.form.authority or self._filing.wants_cover(case, self.carried_by))
        if cover and self._asked != case.application.id:
            self._asked = case.application.id
            before = self._chosen_before(case, _UNKNOWN) == _YES
            self.where.ask(office_wanted(case))
            self.where.unknown.box.setChecked(before)
        self._show_where(shown=cover)

    def _show_where(self, *, shown: bool) -> None:
        if shown or self._where is not None:
            self.where.setVisible(shown)

    def _show_receipt(self, _office: object = None) -> None:
        if self._case is not None:
            words = [RECEIPTS[self._handing_in.receipt_kind(self._case, self.carried_by)]]
            if self._case.print_is_original:
                words.append(ORIGINAL)
            self._show_deadline(self._case)
            office = self._where.office if self._where is not None else None
            if self._filing.came_later(self._case, self.carried_by, office):
                words.append(CAME_LATER)
            self.receipt.setText(" ".join(words))


def _stored(_none: None) -> None:
    """Say nothing: the choice is seen where it was made."""


def _carried_name(acting: ActingAs) -> str:
    """Return under which name it is kept who takes the paper there; each way of acting has its own preset."""
    return f"abgabe {acting.value}"
