"""Lines of Wiedervorlagen and what is done on them: one's own, a colleague's, one that nobody is in charge of."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lotse_app.clock import local_date
from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import ActionRow, Body, LinkButton, SecondaryButton, Text
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.rooms.colleague_row import OF_COLLEAGUE, TAKE, ColleagueRow
from lotse_app.ui.words.agenda import UNOWNED_WORDS, done_words, due_words, follow_up_words
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtGui import QKeyEvent

    from lotse_app.models.agenda import FollowUpLine
    from lotse_app.models.problems import Problem
    from lotse_app.models.sight import TakeoverReason
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

#: Keys on a line of a Wiedervorlage, and how many days it moves; None is done.
_MOVES = {Qt.Key.Key_E: None, Qt.Key.Key_M: 1, Qt.Key.Key_W: 7}


class FollowUpActs(QObject):
    """Makes the lines of a list; what is done on one of them is written at once."""

    #: The id of a Vorgang.
    opened = Signal(object)
    #: The sentence that says what was done.
    done = Signal(object)
    #: A ``Problem``.
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks

    def row(self, line: FollowUpLine) -> QWidget:
        """Return the line of a Wiedervorlage, by whose it is."""
        today = local_date(self._desk.clock.now())
        if line.unowned:
            return self._nobodys(line, today)
        if line.masked:
            return self._colleagues(line, today)
        what = follow_up_words(line, hidden=self._desk.sight.guard.names_hidden)
        return DoneRow(self, line, what) if line.follow_up.done_at else FollowUpRow(self, line, what, today)

    def open_case(self, application_id: str, *_clicked: object) -> None:
        """Go to the Vorgang of a Wiedervorlage."""
        self.opened.emit(application_id)

    def put_off(self, line: FollowUpLine, days: int | None, *_clicked: object) -> None:
        """Put a Wiedervorlage so many days after today, or (None) say that it is done."""
        one = line.follow_up
        if days is None:
            self._ask(partial(self._desk.agenda.done, one.id), "Erledigt.")
            return
        due = local_date(self._desk.clock.now()) + timedelta(days=days)
        self._ask(partial(self._desk.agenda.move, one.id, due), f"Verschoben auf {_spoken(due, days)}.")

    def reopen(self, line: FollowUpLine, *_clicked: object) -> None:
        """Say that a Wiedervorlage is not done after all."""
        work = partial(self._desk.agenda.done, line.follow_up.id, done=False)
        self._ask(work, "Die Wiedervorlage ist wieder offen.")

    def _nobodys(self, line: FollowUpLine, today: date) -> QWidget:
        due = due_words(line.follow_up.due, today)
        take = SecondaryButton("Übernehmen")
        take.setAccessibleName(f"Übernehmen: {UNOWNED_WORDS}, {due}")
        take.setAccessibleDescription("Danach ist es Ihre Wiedervorlage. Die Übernahme steht im Protokoll.")
        take.setToolTip(take.accessibleDescription())
        take.clicked.connect(partial(self._claim, line.follow_up.id))
        return line_of(due, UNOWNED_WORDS, [take])

    def _claim(self, follow_up_id: str, *_clicked: object) -> None:
        work = partial(self._desk.agenda.claim, follow_up_id)
        self._ask(work, "Übernommen: Die Wiedervorlage ist Ihre. Das steht im Protokoll.")

    def _colleagues(self, line: FollowUpLine, today: date) -> QWidget:
        due = due_words(line.follow_up.due, today)
        ask = SecondaryButton(TAKE)
        ask.setAccessibleName(f"{TAKE}: {OF_COLLEAGUE}, {due}")
        row = ColleagueRow(line_of(due, OF_COLLEAGUE, []), ask)
        row.taken.connect(partial(self._take_over, line.follow_up.id))
        return row

    def _take_over(self, follow_up_id: str, why: tuple[TakeoverReason, str]) -> None:
        work = partial(self._desk.agenda.take_over, follow_up_id, *why)
        self._ask(work, "Sie vertreten jetzt: Die Wiedervorlage ist Ihre.")

    def _ask(self, work: Callable[[], object], told: str) -> None:
        self._tasks.run(LaneName.STORE, work, self, partial(self._told, told), self._say)

    def _told(self, words: str, _nothing: object) -> None:
        self.done.emit(words)

    def _say(self, problem: Problem) -> None:
        self.refused.emit(problem)


class FollowUpRow(QWidget):
    """One open Wiedervorlage; keys on any of its buttons: E done, M tomorrow, W in a week."""

    def __init__(self, acts: FollowUpActs, line: FollowUpLine, what: str, today: date) -> None:
        super().__init__()
        self._acts = acts
        self._line = line
        due = due_words(line.follow_up.due, today)
        words = f"Wiedervorlage {due}: {what}"
        buttons = _case_buttons(acts, line)
        for name, key in (("morgen", Qt.Key.Key_M), ("in 1 Woche", Qt.Key.Key_W)):
            later = LinkButton(name)
            later.setAccessibleName(f"Auf {name} verschieben: {words}")
            later.setAccessibleDescription(f"Taste {key.name.removeprefix('Key_')}")
            later.clicked.connect(partial(acts.put_off, line, _MOVES[key]))
            buttons.append(later)
        done = SecondaryButton("Erledigt")
        done.setAccessibleName(f"Erledigt: {words}")
        done.setAccessibleDescription("Tasten: E erledigt, M morgen, W in einer Woche")
        done.clicked.connect(partial(acts.put_off, line, None))
        column(self, 0).addWidget(line_of(due, what, [*buttons, done]))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MOVES and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._acts.put_off(self._line, _MOVES[key])
            return
        super().keyPressEvent(event)


class DoneRow(QWidget):
    """One that is done: it can be opened again."""

    def __init__(self, acts: FollowUpActs, line: FollowUpLine, what: str) -> None:
        super().__init__()
        done = done_words(line.follow_up)
        again = SecondaryButton("Wieder öffnen")
        again.setAccessibleName(f"Wieder öffnen: Wiedervorlage, {done}: {what}")
        again.clicked.connect(partial(acts.reopen, line))
        column(self, 0).addWidget(line_of(done, what, [*_case_buttons(acts, line), again]))


def line_of(lead: str, words: str, buttons: Sequence[QWidget]) -> QWidget:
    """Return a line: what goes first in bold, words that wrap; buttons behind, where there are several below."""
    made = QWidget()
    box = column(made, 0)
    top = QHBoxLayout()
    top.setSpacing(GRID)
    first = Text(lead, "label")
    first.setWordWrap(False)
    top.addWidget(first, 0, Qt.AlignmentFlag.AlignVCenter)
    top.addWidget(Body(words), 100, Qt.AlignmentFlag.AlignVCenter)
    top.addStretch(1)  # words get no wider than they read well: what is left comes behind them, not before
    box.addLayout(top)
    if len(buttons) == 1:
        top.addWidget(buttons[0])
    elif buttons:
        box.addWidget(ActionRow([], buttons))
    return made


def _case_buttons(acts: FollowUpActs, line: FollowUpLine) -> list[QWidget]:
    if not line.number:
        return []
    case = LinkButton("Vorgang")
    case.setAccessibleName(f"Vorgang {line.number} öffnen")
    case.clicked.connect(partial(acts.open_case, line.follow_up.application_id))
    return [case]


def _spoken(due: date, days: int) -> str:
    return "morgen" if days == 1 else f"{due.day}.{due.month}.{due.year}"
