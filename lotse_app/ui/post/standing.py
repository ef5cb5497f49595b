"""The card *Stand*: state, marks, and the steps that are allowed now; each can be taken back at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from lotse_app.clock import local_date, short_date
from lotse_app.models.application import Mark, State
from lotse_app.models.ending import MAX_REASON, endings, settable_marks
from lotse_app.models.letter import OBJECTIONABLE
from lotse_app.models.words import MARKS, STATES, standing_words
from lotse_app.ui.kit.blocks import Body, Card, Muted, SecondaryButton
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.kit.layouts import GRID, FlowLayout, column
from lotse_app.ui.kit.worded import WrappingTick
from lotse_app.ui.words.today import day_words

if TYPE_CHECKING:
    from datetime import date

    from lotse_app.workflows.letters import CasePost

#: What the buttons of the endings say.
VERBS: dict[State, str] = {
    State.ABANDONED: "Entwurf abbrechen",
    State.WITHDRAWN: "Zurückgezogen",
    State.NOT_ACCEPTED: "Nicht angenommen …",
    State.CLOSED: "Abschließen",
}
#: What a step means for the person; stands below the buttons.
MEANINGS: dict[State, str] = {
    State.ABANDONED: "Der Entwurf wird nicht weitergeführt und spätestens nach 30 Tagen gelöscht.",
    State.WITHDRAWN: "Zurückziehen erklärt die Person selbst, schriftlich bei der zuständigen Stelle. "
    "Hier steht nur, dass es geschah.",
    State.NOT_ACCEPTED: "Nicht angenommen: wenn das Amt den Antrag nicht nimmt. Der Grund steht dann im Postausgang.",
    State.CLOSED: "Abschließen erst, wenn nichts mehr zu tun ist und keine Frist mehr läuft.",
}
#: No day stands there, but time runs: whoever reads „keine Frist“ would miss it.
NOT_ENTERED = (
    "Keine Frist eingetragen. Gegen den Bescheid läuft trotzdem eine, meist ein Monat: bitte im Brief nachsehen."
)
GUARD = "Auskunftssperre (§ 51 BMG): die Person in der Suche verdecken"


class StandingCard(Card):
    """Where the Vorgang stands."""

    #: A ``(State, reason)``.
    ended = Signal(object)
    undone = Signal()
    #: A ``(Mark, present)``.
    marked = Signal(object)
    #: A ``bool``: whether the Auskunftssperre stands now.
    guarded = Signal(object)

    def __init__(self) -> None:
        super().__init__("Stand")
        self.state = Body()
        self.due = Body()
        self.reason_words = Muted()
        self.undo = SecondaryButton("Schritt zurücknehmen")
        self.steps = FlowLayout(spacing=GRID)
        self.step_buttons: dict[State, SecondaryButton] = {}
        self.meaning = Muted()
        self.reason = QLineEdit()
        self.reason.setMaxLength(MAX_REASON)
        self.reason_field = Field("&Grund", self.reason, "Kurz und ohne Namen, zum Beispiel: Lageplan unleserlich.")
        self.reason_save = SecondaryButton("Nicht angenommen festhalten")
        self.marks: dict[Mark, QCheckBox] = {}
        self.guard = WrappingTick(GUARD)
        self._lay_out()
        self.undo.clicked.connect(self.undone)
        self.reason.returnPressed.connect(self._not_accepted)
        self.reason_save.clicked.connect(self._not_accepted)
        self.guard.box.toggled.connect(self._guarded)

    def _lay_out(self) -> None:
        for widget in (self.state, self.due, self.reason_words, self.undo):
            self.body.addWidget(widget)
        self.body.addLayout(self.steps)
        for state, words in VERBS.items():
            button = SecondaryButton(words)
            button.setAccessibleDescription(MEANINGS[state])
            button.clicked.connect(partial(self._step, state))
            self.steps.addWidget(button)
            self.step_buttons[state] = button
        self.body.addWidget(self.meaning)
        self.reason_box = QWidget()
        box = column(self.reason_box, GRID)
        box.addWidget(self.reason_field)
        box.addWidget(self.reason_save)
        self.body.addWidget(self.reason_box)
        self.reason_box.hide()
        self.marks_title = Muted("Hinweise neben dem Stand")
        self.body.addWidget(self.marks_title)
        for mark in (Mark.PAPERS_MISSING, Mark.SIGNATURE_FOLLOWS, Mark.DELIVERY_DISTURBED):
            tick = QCheckBox(MARKS[mark])
            tick.toggled.connect(partial(self._marked, mark))
            self.body.addWidget(tick)
            self.marks[mark] = tick
        self.body.addWidget(self.guard)

    def show_post(self, post: CasePost, today: date) -> None:
        """Show state, next day, steps and marks."""
        application, ending = post.application, post.undoable
        self.state.setText(standing_words(application.state, post.outcome))
        self.due.setText(_due_words(post, today))
        self.reason_words.setVisible(ending is not None)
        self.undo.setVisible(ending is not None)
        if ending is not None:
            since = f"{STATES[ending.state]} seit {short_date(local_date(ending.at))}"
            self.reason_words.setText(f"{since} · {ending.reason}" if ending.reason else since)
        self._show_steps(application.state)
        possible = settable_marks(application.state)
        for mark, tick in self.marks.items():
            with QSignalBlocker(tick):
                tick.setChecked(mark in application.marks)
            tick.setVisible(mark in possible or mark in application.marks)
        self.marks_title.setVisible(any(not tick.isHidden() for tick in self.marks.values()))
        with QSignalBlocker(self.guard.box):
            self.guard.box.setChecked(post.guarded)

    def _show_steps(self, state: State) -> None:
        offered = endings(state)
        for step, button in self.step_buttons.items():
            button.setVisible(step in offered)
        self.meaning.setText(" ".join(MEANINGS[step] for step in offered))
        self.meaning.setVisible(bool(offered))
        self.reason_box.hide()
        self.reason.clear()
        self.reason_field.set_problem("")

    def refuse_reason(self, words: str) -> None:
        """Say at the field that a reason is missing."""
        self.reason_field.set_problem(words)
        self.reason.setFocus()

    def _step(self, state: State, *_clicked: object) -> None:
        if state is State.NOT_ACCEPTED:
            self.reason_box.show()
            self.reason.setFocus()
        else:
            self.ended.emit((state, ""))

    def _not_accepted(self) -> None:
        self.ended.emit((State.NOT_ACCEPTED, self.reason.text()))

    def _guarded(self, on: bool) -> None:  # noqa: FBT001 - Qt calls with a flag
        self.guarded.emit(on)

    def _marked(self, mark: Mark, on: bool) -> None:  # noqa: FBT001 - Qt calls with a flag
        self.marked.emit((mark, on))


def _due_words(post: CasePost, today: date) -> str:
    """Return the next day; where a Bescheid came and nobody entered one, that it runs all the same."""
    day = next_day(post)
    if day is not None:
        return f"Nächste Frist: {day_words(day, today)}"
    running = any(one.kind in OBJECTIONABLE and one.due is None for one in post.letters)
    return NOT_ENTERED if running and post.application.state is State.DECIDED else "Keine offene Frist."


def next_day(post: CasePost) -> date | None:
    """Return the next day that must not be missed: of an open letter, or to hand in."""
    days = [one.due for one in post.letters if one.open and one.due is not None]
    before = {State.DRAFT, State.CHECKED, State.SIGNED, State.SUBMITTED}
    if post.application.due is not None and post.application.state in before:
        days.append(post.application.due)
    return min(days, default=None)
