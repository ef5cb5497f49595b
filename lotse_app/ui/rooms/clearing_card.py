"""The card *Zu klären* in *Postausgang*: what this device says, what the portal holds; a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from lotse_app.models.clearing import Unsettled
from lotse_app.ui.kit.blocks import ActionRow, Body, Card, Heading, Muted, SecondaryButton, announce
from lotse_app.ui.kit.fields import ChoiceRow
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.kit.rows import put_rows
from lotse_app.ui.words.clearing import (
    field_words,
    mine_words,
    theirs_words,
    title_words,
    value_words,
    why_words,
)
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lotse_app.models.clearing import Question
    from lotse_app.models.commune import Commune
    from lotse_app.models.problems import Problem
    from lotse_app.ui.rooms.room import Room
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

_TITLE = "Zu klären"
_MINE, _THEIRS = "hier", "portal"
_MISSING = "Bitte für jedes Feld wählen, was gilt."
_ONLY = "Entscheiden kann die verantwortliche Person oder die Koordination."
#: What may be handed over once more.
_AGAIN = frozenset({Unsettled.REFUSED, Unsettled.UNKNOWN_RECORD})


@dataclass(frozen=True, slots=True)
class Unclear:
    """What the card shows; read in one job on the store lane."""

    questions: tuple[Question, ...]
    pilots: Mapping[str, str]


class QuestionView(QWidget):
    """One record: who changed what when, and a choice per field."""

    #: The names of the fields that are taken from this device, as a ``frozenset``.
    decided = Signal(object)
    #: Hand it over once more.
    again = Signal()

    def __init__(self, question: Question, unclear: Unclear, communes: Mapping[str, Commune], *, allowed: bool) -> None:
        super().__init__()
        self.question = question
        self.choices: dict[str, ChoiceRow] = {}
        box = column(self, GRID)
        title = title_words(question)
        box.addWidget(Heading(title, 3))
        box.addWidget(Body(why_words(question)))
        told = (mine_words(question), theirs_words(question, _moment(question.at), unclear.pilots))
        box.addWidget(Muted(" · ".join(words for words in told if words)))
        for one in question.fields:
            name = field_words(one, communes)
            mine, theirs = (value_words(one, value, communes) for value in (one.mine, one.theirs))
            row = ChoiceRow(name, [(_MINE, f"Hier: {mine}"), (_THEIRS, f"Im Portal: {theirs}")], first_key=1)
            row.setEnabled(allowed)
            self.choices[one.name] = row
            box.addWidget(row)
        self.keep = SecondaryButton("So festhalten" if question.fields else "Zur Kenntnis genommen")
        self.keep.setAccessibleName(f"{self.keep.text()}: {title}")
        self.keep.clicked.connect(self._decide)
        buttons: list[QWidget] = [self.keep]
        self.send = SecondaryButton("Noch einmal senden")
        self.send.setAccessibleName(f"Noch einmal senden: {title}")
        self.send.clicked.connect(self.again)
        if question.why in _AGAIN:
            buttons.insert(0, self.send)
        self._row = ActionRow([], buttons)
        self.missing = Body(f"⚠ {_MISSING}")
        box.addWidget(self.missing)
        self.missing.hide()
        if allowed:
            box.addWidget(self._row)
        else:
            box.addWidget(Muted(_ONLY))

    def _decide(self) -> None:
        open_rows = [row for row in self.choices.values() if not row.value]
        self.missing.setVisible(bool(open_rows))
        if open_rows:
            open_rows[0].take_focus()
            announce(self, _MISSING)
            return
        self.decided.emit(frozenset(name for name, row in self.choices.items() if row.value == _MINE))


class ClearingCard(Card):
    """Hidden where nothing is to be cleared."""

    def __init__(self, desk: Desk, tasks: Tasks, room: Room) -> None:
        super().__init__(_TITLE)
        self._desk = desk
        self._tasks = tasks
        self._room = room
        self._communes: Mapping[str, Commune] = {}
        self.views: list[QuestionView] = []
        self._shown: list[QWidget] = []
        self._unclear = Unclear((), {})

    def reload(self) -> None:
        """Look what is to be cleared."""
        self._ask(LaneName.STORE, self._read, self._show)

    def _read(self) -> Unclear:
        """Read what the card shows. Store lane."""
        pilots = {pilot.id: pilot.name for pilot in self._desk.settings.pilots()}
        return Unclear(self._desk.portal.clearing.questions(), pilots)

    def _show(self, unclear: Unclear) -> None:
        if unclear == self._unclear and self.views:
            return  # what somebody is choosing just now stays
        self._unclear = unclear
        if unclear.questions and not self._communes:
            self._ask(LaneName.FINDER, self._desk.find.communes, self._named)
            return
        allowed = self._desk.portal.clearing.allowed
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self.views = [QuestionView(one, unclear, self._communes, allowed=allowed) for one in unclear.questions]
        for view in self.views:
            view.decided.connect(partial(self._decide, view.question))
            view.again.connect(partial(self._again, view.question))
        put_rows(self.body, self._shown, self.views)
        title = f"{_TITLE} ({len(self.views)})" if self.views else _TITLE
        self.heading.setText(title)
        self.setAccessibleName(title)
        self.setVisible(bool(self.views))
        if had_focus and self.views:
            self.views[0].keep.setFocus()
        elif had_focus:
            self._room.keep_focus()

    def _named(self, communes: tuple[Commune, ...]) -> None:
        self._communes = {one.ags: one for one in communes}
        unclear, self._unclear = self._unclear, Unclear((), {})
        self._show(unclear)

    def _decide(self, question: Question, mine: frozenset[str]) -> None:
        self._ask(LaneName.STORE, partial(self._desk.portal.clearing.decide, question, mine), self._decided)

    def _again(self, question: Question) -> None:
        self._ask(LaneName.STORE, partial(self._desk.portal.clearing.send_again, question), self._decided)

    def _decided(self, _nothing: None) -> None:
        self._room.say_done("Festgehalten. Der nächste Abgleich gibt es weiter.")
        self._room.changed.emit()
        self.reload()

    def _ask(self, lane: LaneName, work: Callable[[], object], then: Callable[..., None]) -> None:
        self._tasks.run(lane, work, self, then, self._refuse)

    def _refuse(self, problem: Problem) -> None:
        self._room.say_problem(problem)


def _moment(text: str) -> datetime | None:
    """Return the moment a portal told, None where it told none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
