"""Entering a letter: kind, its two days, the deadline as printed, a short note; by keyboard from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from lotse_app.clock import local_date, short_date
from lotse_app.forms.dates import parse
from lotse_app.models.letter import MAX_NOTE, DueSource, LetterEntry, LetterKind, letter_problems
from lotse_app.models.problems import Problem
from lotse_app.models.words import LETTERS
from lotse_app.ui.entrance.entry_page import EntryPage
from lotse_app.ui.form.editors import SHORT, LimitedLine
from lotse_app.ui.kit.blocks import Body, SecondaryButton, announce
from lotse_app.ui.kit.fields import ChoiceRow, Field
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.words.secret import secret_warning
from lotse_app.workflows.letters import Objection

if TYPE_CHECKING:
    from lotse_app.clock import Clock
    from lotse_app.workflows.letters import Letters

#: What the office wants; what has to be paid is a wish too.
_ABOUT_NOTE = "Kurz, was das Amt will, zum Beispiel „90 Euro bis 15.12.“. Keine PIN und keine Passwörter."

#: The day was computed from what was typed before.
OUTDATED = "Die gerechnete Frist passt nicht mehr zum Brief und ist entfernt. Bitte neu ansehen und vormerken."


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """What stands in the fields of a letter that was not entered yet, as typed; lives in memory only."""

    kind: str
    dated: str
    received: str
    due: str
    note: str
    computed: date | None


class LetterForm(EntryPage):
    """One letter of one Vorgang; ``entered`` says what was typed, nothing is written here."""

    #: A ``LetterEntry``.
    entered = Signal(object)
    left = Signal()

    def __init__(self, letters: Letters, clock: Clock) -> None:
        super().__init__("Post vom Amt eintragen", "Eintragen")
        self._letters = letters
        self._clock = clock
        self._objection = Objection()
        self._computed: date | None = None
        self._offered: date | None = None
        self.about = Body()
        self.kind = ChoiceRow("Was ist gekommen?", [(kind.value, words) for kind, words in LETTERS.items()])
        self.dated, self.received, self.due = LimitedLine(SHORT), LimitedLine(SHORT), LimitedLine(SHORT)
        self.note = QLineEdit()
        self.note.setMaxLength(MAX_NOTE)
        self.dated_field = Field("&Datum des Briefs", self.dated, "So, wie es auf dem Brief steht.", required=True)
        self.received_field = Field("&Erhalten am", self.received, "Tag, an dem der Brief da war.", required=True)
        self.due_field = Field("&Frist im Brief", self.due, "Nur eintragen, was im Brief steht. Sonst leer lassen.")
        self.note_field = Field(
            "&Notiz",
            self.note,
            "Kurz, was das Amt will, zum Beispiel „90 Euro bis 15.12.“. Keine PIN und keine Passwörter.",
        )
        self.hint = Body()
        self.take = SecondaryButton("Diesen Tag als Frist vor&merken")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.body.addWidget(self.about)
        self.add_entry(self.kind, self.kind.take_focus)
        for field in (self.dated_field, self.received_field, self.due_field):
            self.add_entry(field)
        self.body.addWidget(self.hint)
        self.body.addWidget(self.take)
        self.add_entry(self.note_field)
        self.hint.hide()
        self.take.hide()
        back = SecondaryButton("&Zurück")
        back.clicked.connect(self.left)
        self.finish_layout(back)

    def _connect(self) -> None:
        for line in (self.dated, self.received, self.due):
            line.textChanged.connect(self._show_hint)
        self.kind.picked.connect(self._show_hint)
        self.take.clicked.connect(self._take_hint)
        self.note.textChanged.connect(self._check_note)
        self.go_on.connect(self._enter)

    def start(self, about: str, objection: Objection) -> None:
        """Empty the form; ``about`` says of which Vorgang, ``objection`` by which law a day is computed."""
        self._objection = objection
        self.about.setText(about)
        self.kind.set_value("")
        for line in (self.dated, self.due, self.note):
            line.clear()
        self.received.setText(short_date(local_date(self._clock.now())))
        self._computed = None
        for field in (self.dated_field, self.received_field, self.due_field, self.note_field):
            field.set_problem("")
        self.banner.clear()
        self._show_hint()
        self.begin()

    def draft(self) -> LetterDraft | None:
        """Return what was typed so far, None where nothing was."""
        dated, received, due, note = (one.text() for one in (self.dated, self.received, self.due, self.note))
        if not (self.kind.value or dated or due or note) and received == short_date(local_date(self._clock.now())):
            return None
        return LetterDraft(self.kind.value, dated, received, due, note, self._computed)

    def take_up(self, draft: LetterDraft) -> None:
        """Fill in what was typed before the room was changed, and say that it is not entered yet."""
        self.kind.set_value(draft.kind)
        texts = (draft.dated, draft.received, draft.due, draft.note)
        for line, text in zip((self.dated, self.received, self.due, self.note), texts, strict=True):
            line.setText(text)
        self._computed = draft.computed
        self._show_hint()
        self.banner.say("info", "Dieser Brief ist angefangen, aber noch nicht eingetragen.")

    def say(self, problem: Problem) -> None:
        """Say what stands in the way: at the field it belongs to, else above."""
        self.rest()
        fields = {"/dated": self.dated_field, "/received": self.received_field, "/due": self.due_field}
        fields["/note"] = self.note_field
        field = fields.get(problem.pointer)
        if field is None:
            self.banner.say("error", sentence(problem))
        else:
            self.complain([(field, sentence(problem))])

    def _day(self, line: QLineEdit) -> date | Problem | None:
        if not line.text().strip():
            return None
        found = parse(line.text(), local_date(self._clock.now()))
        return found if isinstance(found, Problem) else date.fromisoformat(found)

    def _entry(self) -> LetterEntry | None:
        """Return what is typed so far, or None while it does not say enough."""
        dated, received, due = (self._day(line) for line in (self.dated, self.received, self.due))
        if not self.kind.value or not isinstance(dated, date) or not isinstance(received, date):
            return None
        if isinstance(due, Problem):
            return None
        source = DueSource.NONE if due is None else DueSource.PRINTED
        if due is not None and due == self._computed:
            source = DueSource.COMPUTED
        return LetterEntry(LetterKind(self.kind.value), dated, received, due, source, self.note.text())

    def _show_hint(self) -> None:
        if self._outdated():
            self._computed = None
            self.due_field.set_problem(OUTDATED)
            self.due.clear()  # which comes back here, and offers the day that is right now
            return
        entry = self._entry()
        wrong = entry is None or letter_problems(entry, local_date(self._clock.now()))
        day = None if wrong or entry is None else self._letters.objection_hint(entry)
        if day is not None and entry is not None:
            said = _hint(self._objection, day, local_date(self._clock.now()), late=self._letters.came_late(entry))
            if said != self.hint.text() or day != self._offered:
                self.hint.setText(said)
                announce(self.hint, said)
        self._offered = day
        self.hint.setVisible(day is not None)
        # Nobody has to be reminded of a day that is over; what is left to do is said.
        self.take.setVisible(day is not None and day >= local_date(self._clock.now()))

    def _outdated(self) -> bool:
        """Return whether a computed day was taken over, and what it was computed from is another now."""
        entry = self._entry()
        if entry is None or entry.due_source is not DueSource.COMPUTED:
            return False
        bare = replace(entry, due=None, due_source=DueSource.NONE)
        wrong = letter_problems(bare, local_date(self._clock.now()))
        return not wrong and self._letters.objection_hint(bare) != self._computed

    def _take_hint(self) -> None:
        if self._offered is not None:
            self._computed = self._offered
            self.due_field.set_problem("")
            self.due.setText(short_date(self._offered))
            self.note.setFocus()

    def _check_note(self, text: str) -> None:
        self.note_field.set_problem(secret_warning(text))

    def _enter(self) -> None:
        if not self.kind.value:
            self.banner.say("warn", "Bitte zuerst wählen, was gekommen ist.")
            self.kind.take_focus()
            return
        if self.complain([*self._problems(), (self.note_field, secret_warning(self.note.text()))]):
            entry = self._entry()
            if entry is not None:
                self.work("Der Brief wird eingetragen …")
                self.entered.emit(entry)

    def _problems(self) -> list[tuple[Field, str]]:
        fields = {"/dated": self.dated_field, "/received": self.received_field, "/due": self.due_field}
        found = dict.fromkeys(fields, "")
        for (pointer, field), needed in zip(fields.items(), (True, True, False), strict=True):
            day = self._day(field.widget) if isinstance(field.widget, QLineEdit) else None
            if isinstance(day, Problem):
                found[pointer] = sentence(day)
            elif day is None and needed:
                found[pointer] = "Dieser Tag fehlt noch. Er steht auf dem Brief oder auf dem Umschlag."
        entry = self._entry()
        if entry is not None:
            today = local_date(self._clock.now())
            found |= {one.pointer: sentence(one) for one in letter_problems(entry, today)}
        return [(field, found[pointer]) for pointer, field in fields.items()]


def _hint(objection: Objection, day: date, today: date, *, late: bool) -> str:
    """Say until when one can object; of a day that is over, that it may not be too late, or that it came ``late``."""
    if day >= today:
        return (
            f"Steht im Brief keine Frist? Unverbindlich gerechnet: {objection.called} bis {short_date(day)} "
            f"({objection.source}; der frühere, sichere Tag). Es gilt, was im Brief steht."
        )
    came = "Kam der Brief wirklich erst so spät an, zählt meist dieser Tag: den Umschlag aufheben. " if late else ""
    return (
        f"Steht im Brief keine Frist? Unverbindlich gerechnet ging der {objection.called} bis {short_date(day)} "
        f"({objection.source}; der frühere, sichere Tag). {came}Steht im Brief nicht oder falsch, wie und bis wann er "
        f"geht, gilt meist ein Jahr ({objection.untold}). Heute noch beim Amt oder bei einer Rechtsberatung nachfragen."
    )
