"""What is chosen for a new Vollmacht: scope, matter, term, and how it is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from lotse_app.clock import local_date, short_date
from lotse_app.forms.dates import parse
from lotse_app.models.mandate import PRESET, Scope, Term, last_day
from lotse_app.models.problems import Problem
from lotse_app.ui.application.facts import Facts
from lotse_app.ui.form.editors import SHORT, LimitedLine
from lotse_app.ui.kit.blocks import Card, Muted, SecondaryButton
from lotse_app.ui.kit.fields import ChoiceRow, Field, TickGroup
from lotse_app.ui.kit.layouts import GRID, FlowLayout, column
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.resident.pad import SignaturePad
from lotse_app.ui.words.acting import SCOPE_WORDS, TERM_WORDS, receive_note
from lotse_app.ui.words.shared import GUARDED
from lotse_app.workflows.mandate_rules import agent_of, grantor_of
from lotse_app.workflows.mandates import MandateWish

if TYPE_CHECKING:
    from datetime import date

    from lotse_app.clock import Clock
    from lotse_app.models.laws import LawKind
    from lotse_app.models.people import Workplace
    from lotse_app.ui.application.chosen import Chosen
    from lotse_app.workflows.applications import OpenCase

_ONE, _EVERY = "eine", "alle"
_PAD, _PRINT = "feld", "ausdruck"
#: Under which name it is kept what was chosen.
_NAME = "vollmacht"
_ANY_MATTER = "alle Anträge mit Hilfe dieses Trägers"
SCOPE_MISSING = "Bitte ankreuzen, was die Vollmacht erlaubt."
TERM_WRONG = "Bitte einen letzten Tag wählen: ab heute und höchstens ein Jahr nach dem ersten."
PAD_EMPTY = "Im Feld ist noch keine Unterschrift zu erkennen. Bitte unterschreiben lassen oder den Ausdruck wählen."
PRINT_ONLY = "Diese Leistung verlangt Papier. Auch die Vollmacht wird auf dem Ausdruck unterschrieben."


class MandateForm(Card):
    """A new mandate; who gives and gets it stands in the step before."""

    #: The paper is to be read before it is signed.
    preview_wanted = Signal()
    #: The person is to sign on the own screen.
    resident_wanted = Signal()
    #: How it is signed is another: the primary button says so.
    way_changed = Signal()

    def __init__(self, workplace: Workplace, clock: Clock, chosen: Chosen) -> None:
        super().__init__("Vollmacht aufnehmen")
        self._chosen = chosen
        self._workplace = workplace
        self._clock = clock
        self._grantor = self._agent = self._service = ""
        self.sides = Facts()
        self.scopes = TickGroup("Was ist erlaubt?", [(scope.value, words) for scope, words in SCOPE_WORDS.items()])
        self.matter = ChoiceRow("Wofür?", [(_ONE, "nur diese Leistung"), (_EVERY, _ANY_MATTER)])
        self.term = ChoiceRow("Wie lange?", [(term.value, words) for term, words in TERM_WORDS.items()])
        self.first, self.last = LimitedLine(SHORT), LimitedLine(SHORT)
        self.first_field, self.last_field = Field("Erster Tag", self.first), Field("Letzter Tag", self.last)
        self.receiving = Muted(receive_note())
        self._law: LawKind | None = None
        self.ways = ChoiceRow("Wie wird unterschrieben?", [(_PAD, "Hier auf dem Feld"), (_PRINT, "Auf dem Ausdruck")])
        self.print_only = Muted(PRINT_ONLY)
        self.pad = SignaturePad()
        self.pad.setMaximumWidth(480)
        self.wipe = SecondaryButton("Feld leeren")
        self.resident = SecondaryButton("Auf dem Bildschirm der Person unterschreiben")
        self.preview = SecondaryButton("Vollmacht vorher lesen")
        self._fill()
        self._preset()
        self._choose_again()

    def _fill(self) -> None:
        days = QWidget()
        row = FlowLayout(days, 2 * GRID)
        row.addWidget(self.first_field)
        row.addWidget(self.last_field)
        self.pad_box = QWidget()
        self.pad_column = box = column(self.pad_box, GRID)
        box.addWidget(self.pad)
        row = FlowLayout(spacing=GRID)
        row.addWidget(self.wipe)
        row.addWidget(self.resident)
        box.addLayout(row)
        foot = QWidget()
        buttons = FlowLayout(foot, GRID)
        buttons.addWidget(self.preview)
        for widget in (self.sides, self.scopes, self.receiving, self.matter, self.term, days):
            self.body.addWidget(widget)
        for widget in (self.ways, self.print_only, foot, self.pad_box):
            self.body.addWidget(widget)
        self.matter.picked.connect(self._show_law)
        self.term.picked.connect(self._show_term)
        self.last.textEdited.connect(self._own_last)
        self.first.editingFinished.connect(self._show_term)
        self.ways.picked.connect(self._show_way)
        self.wipe.clicked.connect(self.pad.clear)
        self.resident.clicked.connect(self.resident_wanted)
        self.preview.clicked.connect(self.preview_wanted)

    def _preset(self) -> None:
        self.scopes.set_values([scope.value for scope in PRESET])
        self.matter.set_value(_ONE)
        self.first.setText(short_date(self._today()))
        self.term.set_value(Term.MONTH.value)
        self.ways.set_value(_PAD)

    def _choose_again(self) -> None:
        """Choose what was chosen before this view, and keep from now on what is chosen here."""
        before = self._chosen.of(_NAME)
        if before:
            scopes, matter, term, first, last, way = before
            self.scopes.set_values(scopes.split())
            self.matter.set_value(matter)
            self.first.setText(first)
            self.term.set_value(term)
            self.last.setText(last)
            self.ways.set_value(way)
        for choice in (self.matter, self.term, self.ways):
            choice.picked.connect(self._keep)
        self.scopes.changed.connect(self._keep)
        for line in (self.first, self.last):
            line.textChanged.connect(self._keep)

    def _keep(self) -> None:
        days = (line.text() for line in (self.first, self.last))
        first, last = ("" if isinstance(parse(day, self._today()), Problem) else day for day in days)
        scopes = " ".join(self.scopes.values)
        self._chosen.keep(_NAME, scopes, self.matter.value, self.term.value, first, last, self.ways.value)

    @property
    def on_pad(self) -> bool:
        """Return whether it is signed here."""
        return self.ways.value == _PAD

    def show_case(self, case: OpenCase, *, pad_allowed: bool) -> None:
        """Show who gives and who gets it, and which ways of signing there are."""
        answers = case.application.answers
        grantor = grantor_of(answers)
        agent = agent_of(case.application.acting, answers, self._workplace)
        self._law = case.form.law_kind
        self._show_law()
        self._grantor, self._agent, self._service = grantor.name, agent.name, case.application.service_name
        self.sides.show_pairs(
            [
                ("Gibt die Vollmacht", GUARDED if case.application.guarded and grantor.name else grantor.name),
                ("Bekommt sie", agent.name),
            ],
            "noch nicht eingetragen",
        )
        self.ways.buttons[0].setEnabled(pad_allowed)
        self.print_only.setVisible(not pad_allowed)
        if not pad_allowed:
            self.ways.set_value(_PRINT)

    def wish(self) -> MandateWish | None:
        """Return what was chosen; None, with what is missing said beside its field, where something is."""
        first, last = self._day(self.first, self.first_field), self._day(self.last, self.last_field)
        scopes = tuple(Scope(value) for value in self.scopes.values)
        if first is not None and last is not None and not self._sound(first, last):
            self.last_field.set_problem(TERM_WRONG)
            last = None
        if not scopes:
            self.scopes.buttons[0].setFocus()
        if first is None or last is None or not scopes:
            return None
        return MandateWish(scopes, first, last, every_service=self.matter.value == _EVERY)

    def to_sign(self, wish: MandateWish) -> str:
        """Return what the person reads above the field on the own screen: label and value, line by line."""
        lines = [("Vollmacht von", self._grantor), ("Bekommt", self._agent)]
        lines += [("Erlaubt", SCOPE_WORDS[scope]) for scope in wish.scopes]
        lines += [
            ("Wofür", _ANY_MATTER if wish.every_service else self._service),
            ("Gilt", f"{short_date(wish.first)} bis {short_date(wish.last)}"),
        ]
        return "\n".join(f"{label}: {value}" for label, value in lines)

    def clear(self) -> None:
        """Forget strokes and choices."""
        self.pad.clear()
        self._preset()
        self._chosen.keep(_NAME)

    def _sound(self, first: date, last: date) -> bool:
        return max(first, self._today()) <= last <= last_day(first, Term.YEAR)

    def _day(self, line: LimitedLine, field: Field) -> date | None:
        found = parse(line.text(), self._today())
        if isinstance(found, Problem):
            field.set_problem(sentence(found))
            return None
        field.set_problem("")
        return type(self._today()).fromisoformat(found)

    def _show_term(self) -> None:
        first = self._day(self.first, self.first_field)
        if first is not None and self.term.value:
            self.last.setText(short_date(last_day(first, Term(self.term.value))))
            self.last_field.set_problem("")

    def _own_last(self) -> None:
        """Choose the preset that ends on the typed day, or none: what is chosen is what is written."""
        first, last = (parse(line.text(), self._today()) for line in (self.first, self.last))
        terms: list[str] = []
        if isinstance(first, str) and isinstance(last, str):
            day, wanted = (type(self._today()).fromisoformat(one) for one in (first, last))
            terms = [term.value for term in Term if last_day(day, term) == wanted]
        with QSignalBlocker(self.term):
            self.term.set_value(terms[0] if terms else "")
        self._keep()

    def _show_law(self) -> None:
        """Name the law of the service; of every service where the Vollmacht is for everything."""
        self.receiving.setText(receive_note(None if self.matter.value == _EVERY else self._law))

    def _show_way(self) -> None:
        self.pad_box.setVisible(self.on_pad)
        self.way_changed.emit()

    def _today(self) -> date:
        return local_date(self._clock.now())
