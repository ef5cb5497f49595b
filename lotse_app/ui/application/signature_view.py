"""*Unterschrift*: line by line – on the pad, on the very print, with a witness, zur Niederschrift, or later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lotse_app.clock import LOCAL, clock_time, short_date
from lotse_app.forms.clauses import declarations
from lotse_app.models.application import Mark
from lotse_app.models.public_service import SignatureRule
from lotse_app.models.signing import SignedAs, SignReason, SignRequest, SignWay, same_name
from lotse_app.overriding import override
from lotse_app.ui.application.step_view import StepView
from lotse_app.ui.form.editors import WIDE, LimitedLine
from lotse_app.ui.kit.blocks import Body, Card, Muted, SecondaryButton, Text
from lotse_app.ui.kit.fields import ChoiceRow, Field, TickGroup
from lotse_app.ui.kit.layouts import GRID, FlowLayout, column
from lotse_app.ui.kit.rows import put_rows
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.resident.pad import SignaturePad
from lotse_app.ui.words.shared import GUARDED

if TYPE_CHECKING:
    from lotse_app.models.application import Signature
    from lotse_app.models.signing import ToSign
    from lotse_app.ui.application.chosen import Chosen
    from lotse_app.ui.application.editing import Editing
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.sign import Signing

_WORDS = {
    SignWay.PAD: "Hier auf dem Feld",
    SignWay.PRINT: "Auf dem Ausdruck unterschrieben",
    SignWay.LATER: "Unterschrift folgt",
    SignWay.MARK: "Handzeichen mit Zeugin oder Zeuge",
    SignWay.RECORD: "Zur Niederschrift",
}
_RULES = {
    SignatureRule.FREE: "Für diese Leistung ist keine besondere Form vorgeschrieben.",
    SignatureRule.WRITTEN: "Diese Leistung verlangt Schriftform: Bitte auf dem Ausdruck unterschreiben.",
    SignatureRule.REGISTRATION: "Der Meldeschein wird auf dem Ausdruck unterschrieben.",
    SignatureRule.IN_PERSON: "Diese Leistung verlangt persönliches Erscheinen. Unterschrieben wird auf dem Ausdruck.",
}
#: Why a way is closed, beside its name.
_REASONS = {
    SignReason.ON_PAPER_ONLY: "gilt hier nicht, nur auf Papier",
    SignReason.WRITTEN_FORM: "bei Schriftform nur notariell beglaubigt (§ 126 Abs. 1 BGB)",
    SignReason.OFFICIALS_ONLY: "nur durch die Verwaltung",
    SignReason.AT_AN_OFFICE: "nur in der Dienststelle",
    SignReason.NOT_BY_LAW: "sieht das Gesetz hier nicht vor",
    SignReason.OTHER_OFFICE: "nur bei der Stelle, die entscheidet",
}
_MARK_HELP = (
    "Die Person setzt ihr Handzeichen auf den Ausdruck, zum Beispiel drei Kreuze. Die Zeugin oder der Zeuge ist dabei "
    "und unterschreibt mit. Bitte erst drucken, dann unterschreiben lassen."
)
_RECORD_HELP = (
    "Sie schreiben die Erklärung nieder und lesen sie vor. Auf dem Papier stehen „Vorgelesen und genehmigt“, Ihr Name "
    "und die Dienststelle. Sie unterschreiben den Ausdruck. Bitte erst drucken."
)
#: A Handzeichen or a Niederschrift makes a print of its own: what was signed by hand before stands on an older one.
_REPLACES = (
    "Der neue Ausdruck ersetzt den früheren: Bitte alle Unterschriften auf den neuen setzen, den früheren vernichten."
)
NAME_MISSING = "Bitte eintragen, wer unterschreibt."
WITNESS_MISSING = "Bitte eintragen, wer dabei ist. Es muss eine andere Person sein."
SIGNER_FIXED = (
    "Der Name folgt daraus, wer handelt. Unterschreibt jemand anders: „Noch einmal ändern“ und dort berichtigen."
)
PAD_EMPTY = "Das Feld ist noch leer. Bitte unterschreiben lassen oder anders wählen."
NOT_APPROVED = "Bitte erst alles vorlesen und dann das Häkchen setzen."
#: After what is wrong with a Vollmacht.
HOW_ON = "Zum Weitermachen: „Noch einmal ändern“, dann zu „Wer handelt?“ oder „Vollmacht“."
PRINT_FIRST = "Bitte zuerst drucken: Unterschrieben wird genau dieser Ausdruck. Ohne Drucker: „Unterschrift folgt“."


class SignatureView(StepView):
    """The signatures over what was frozen, one line after the other."""

    resident_wanted = Signal()
    print_wanted = Signal()
    #: A ``SignRequest`` whose paper is to be printed before it is signed.
    print_to_sign = Signal(object)
    reopen_wanted = Signal()

    def __init__(self, signing: Signing, chosen: Chosen, parent: QWidget | None = None) -> None:
        super().__init__("Unterschrift", parent)
        self._signing = signing
        self._chosen = chosen
        self._shown: tuple[str, int] = ("", -1)
        self._held = ""
        #: Something was signed by hand already, on a print that a new one replaces.
        self._by_hand = False
        self.line: ToSign | None = None
        self.done = Card("Unterschrieben")
        self.done_words = Body()
        self.again = SecondaryButton("Noch einmal ändern")
        self.again.setAccessibleDescription("Macht die Unterschrift ungültig; es entsteht eine neue Fassung.")
        self.again.clicked.connect(self.reopen_wanted)
        self.done.body.addWidget(self.done_words)
        self.card = Card("Unterschrift")
        self.caption = Text("", "label")
        self.rule = Body()
        self.clauses = column(None, GRID // 2)
        self._declared: list[Muted] = []
        self.ways = ChoiceRow("Wie wird unterschrieben?", [(way.value, words) for way, words in _WORDS.items()])
        self.closed = Muted()
        self.signer = LimitedLine(WIDE)
        self.signer_field = Field("Wer unterschreibt?", self.signer, required=True)
        self.witness = LimitedLine(WIDE)
        self.witness_field = Field("Zeugin oder Zeuge", self.witness, _MARK_HELP, required=True)
        self.approved = TickGroup("Niederschrift", [("ja", "Alles vorgelesen, die Person hat es genehmigt")])
        self.record_help = Muted(_RECORD_HELP)
        self.pad = SignaturePad()
        self.pad.setMaximumWidth(560)
        self.wipe = SecondaryButton("Feld leeren")
        self.resident = SecondaryButton("Auf dem Bildschirm der Person unterschreiben")
        self.print = SecondaryButton("Antrag drucken")
        self.frozen_words = Muted()
        self._lay_out()
        self._fill()
        self._connect()

    def _lay_out(self) -> None:
        for widget in (self.done, self.card, self.frozen_words):
            self.body.addWidget(widget)
        row = FlowLayout(spacing=GRID)
        row.addWidget(self.again)
        self.body.addLayout(row)
        self.body.addStretch(1)

    def _connect(self) -> None:
        self.ways.picked.connect(self._way_picked)
        self.wipe.clicked.connect(self.pad.clear)
        self.resident.clicked.connect(self.resident_wanted)
        self.print.clicked.connect(self._print)

    def _fill(self) -> None:
        self.replaces = Muted(_REPLACES)
        self.pad_box = QWidget()
        self._pad_column = box = column(self.pad_box, GRID)
        box.addWidget(self.pad)
        row = FlowLayout(spacing=GRID)
        row.addWidget(self.wipe)
        row.addWidget(self.resident)
        box.addLayout(row)
        self.record_box = QWidget()
        self._record_column = box = column(self.record_box, GRID)
        box.addWidget(self.record_help)
        box.addWidget(self.approved)
        self.print_box = QWidget()
        row = FlowLayout(self.print_box, GRID)
        row.addWidget(self.print)
        self.card.body.addWidget(self.caption)
        self.card.body.addWidget(self.rule)
        self.card.body.addLayout(self.clauses)
        for widget in (
            self.ways,
            self.closed,
            self.signer_field,
            self.witness_field,
            self.record_box,
            self.pad_box,
            self.replaces,
            self.print_box,
        ):
            self.card.body.addWidget(widget)

    @property
    def way(self) -> SignWay:
        """Return how it is to be signed."""
        return SignWay(self.ways.value)

    @property
    def signer_name(self) -> str:
        """Return who signs."""
        return self.signer.text().strip()

    @property
    def request(self) -> SignRequest:
        """Return what is asked for; only while a line is open."""
        if self.line is None:
            message = "no line is open"
            raise LookupError(message)
        witness = self.witness.text().strip() if self.way is SignWay.MARK else ""
        return SignRequest(self.way, self.line, self.signer_name, witness)

    @override
    def show_case(self, editing: Editing) -> None:
        """Show who signed, and who is to sign next."""
        case = editing.case
        waiting = case.open_lines if case.hand_in is None else ()
        self.line = waiting[0] if waiting else None
        self.done.setVisible(bool(case.signatures))
        guarded = case.application.guarded
        self.done_words.setText("\n".join(_signed_words(one, guarded=guarded) for one in case.signatures))
        self._by_hand = any(one.on_paper for one in case.signatures)
        self._say_held(case)
        self.card.setVisible(self.line is not None and not self._held)
        self.again.setVisible(case.hand_in is None)
        self.frozen_words.setText(_frozen_words(case))
        if self.line is not None and not self._held:
            self._show_line(editing, self.line, len(case.lines))

    def _say_held(self, case: OpenCase) -> None:
        """Say what keeps an agent from signing, and what to do."""
        before, found = self._held, self._signing.held(case) if self.line is not None else None
        self._held = "" if found is None else f"{sentence(found)} {HOW_ON}"
        if self._held:
            self.say("warn", self._held)
        elif before:
            self.banner.clear()

    def _show_line(self, editing: Editing, line: ToSign, of: int) -> None:
        case = editing.case
        words = "Unterschrift" if of == 1 else f"Unterschrift {line.number + 1} von {of}"
        self.card.heading.setText(words)
        self.card.setAccessibleName(words)
        self.caption.setText(line.caption)
        self.rule.setText(_RULES[case.form.signature])
        self._show_clauses(case)
        choices = self._signing.choices(case, line)
        for button, choice in zip(self.ways.buttons, choices, strict=True):
            button.setEnabled(choice.allowed)
        self.closed.setText(
            "\n".join(f"{_WORDS[one.way]}: {_REASONS[one.reason]}." for one in choices if one.reason is not None)
        )
        shown = (case.frozen.id if case.frozen is not None else "", line.number)
        if shown != self._shown:
            self._shown = shown
            self._begin_line(editing, line, frozenset(one.way for one in choices if one.allowed))
        self._way_changed()

    def _begin_line(self, editing: Editing, line: ToSign, allowed: frozenset[SignWay]) -> None:
        self.clear()
        follows = Mark.SIGNATURE_FOLLOWS in editing.case.application.marks
        first = SignWay.PAD if SignWay.PAD in allowed else SignWay.PRINT
        before = self._chosen.one(_line_name(line))
        preset = SignWay.LATER if follows else first
        self.ways.set_value(before if before in allowed else preset.value)
        names = (editing.prefilled("person.vornamen"), editing.prefilled("person.familienname"))
        self.signer.setText(line.signer or " ".join(name for name in names if name))
        self.signer.setReadOnly(line.fixed)
        self.signer_field.set_help(SIGNER_FIXED if line.fixed else "")

    @override
    def enter(self) -> None:
        """Begin at the choice; when it is signed, at what may be changed."""
        if self.card.isVisibleTo(self):
            self.ways.take_focus()
        else:
            self.again.setFocus()

    def ready(self) -> bool:
        """Return whether what was chosen can be done; say what is missing."""
        if self._held:
            self.say("warn", self._held)
            self.again.setFocus()
            return False
        if not self._named():
            return False
        if self.way is SignWay.PAD and self.pad.empty:
            self.say_above(self._pad_column, self.pad, PAD_EMPTY)
            self.pad.setFocus()
            return False
        if self.way is SignWay.RECORD and not self.approved.values:
            self.say_above(self._record_column, self.approved, NOT_APPROVED)
            self.approved.buttons[0].setFocus()
            return False
        self.banner.clear()
        return True

    def ask_for_print(self) -> None:
        """Say that exactly this paper has to be printed first."""
        self.say_above(self.card.body, self.print_box, PRINT_FIRST)
        self.print.setFocus()

    def clear(self) -> None:
        """Forget names, strokes and ticks."""
        self.pad.clear()
        self.signer.clear()
        self.witness.clear()
        self.approved.set_values(())
        self.ways.set_value("")
        self.banner.clear()

    def _named(self) -> bool:
        """Return whether the names that are needed are there; say which is not."""
        witness = self.witness.text().strip()
        alone = self.way is SignWay.MARK and (not witness or same_name(witness, self.signer_name))
        self.signer_field.set_problem("" if self.signer_name or self.way is SignWay.LATER else NAME_MISSING)
        self.witness_field.set_problem(WITNESS_MISSING if alone else "")
        for field in (self.signer_field, self.witness_field):
            if field.problem:
                field.widget.setFocus()
                return False
        return True

    def _print(self) -> None:
        if self.line is None or self.way not in {SignWay.MARK, SignWay.RECORD}:
            self.print_wanted.emit()
        elif self._named():
            self.banner.clear()
            self.print_to_sign.emit(self.request)

    def _show_clauses(self, case: OpenCase) -> None:
        words = declarations(case.form, case.application.answers)
        put_rows(self.clauses, self._declared, [Muted(text) for text in words])

    def _way_picked(self) -> None:
        if self.line is not None:
            self._chosen.keep(_line_name(self.line), self.ways.value)
        self._way_changed()

    def _way_changed(self) -> None:
        way = self.ways.value
        self.pad_box.setVisible(way == SignWay.PAD.value)
        self.print_box.setVisible(way != SignWay.PAD.value)
        self.signer_field.setVisible(way != SignWay.LATER.value)
        self.witness_field.setVisible(way == SignWay.MARK.value)
        self.record_box.setVisible(way == SignWay.RECORD.value)
        self.replaces.setVisible(self._by_hand and way in {SignWay.MARK.value, SignWay.RECORD.value})


_PLACES = {
    SignedAs.OWN_HAND: "auf dem Ausdruck",
    SignedAs.MARK: "Handzeichen auf dem Ausdruck",
    SignedAs.RECORD: "zur Niederschrift",
}
_BESIDE = {SignedAs.OWN_HAND: "", SignedAs.MARK: "Zeugin oder Zeuge: ", SignedAs.RECORD: "aufgenommen von "}


def _line_name(line: ToSign) -> str:
    """Return under which name the way of a line is kept."""
    return f"unterschrift {line.number}"


def _signed_words(signature: Signature, *, guarded: bool) -> str:
    """Return who signed how; not the name in a Vorgang of a person with an Auskunftssperre."""
    where = _PLACES[signature.given_as] if signature.on_paper else "auf dem Unterschriftenfeld"
    day = short_date(signature.at.astimezone(LOCAL).date())
    beside = f" ({_BESIDE[signature.given_as]}{signature.beside})" if signature.beside else ""
    return f"{GUARDED if guarded else signature.signer}, {where}{beside}, am {day} um {clock_time(signature.at)} Uhr"


def _frozen_words(case: OpenCase) -> str:
    if case.frozen is None:
        return ""
    return f"Festgehalten: Fassung {case.frozen.edition}, Prüfsumme {case.frozen.digest[:16]} …"
