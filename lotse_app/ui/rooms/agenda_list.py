"""What a day holds, line by line: stops, appointments, Wiedervorlagen. In *Heute* and in the day view."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from lotse_app.clock import local_date
from lotse_app.models.agenda import AppointmentState
from lotse_app.overriding import override
from lotse_app.ui.agenda_words import appointment_time, appointment_words, due_words, follow_up_words, stop_words
from lotse_app.ui.kit import ActionRow, Body, EmptyState, Heading, LinkButton, SecondaryButton, Text
from lotse_app.ui.layouts import GRID, column
from lotse_app.ui.rooms.colleague_row import OF_COLLEAGUE, TAKE, ColleagueRow
from lotse_app.workflows.agenda import topic_of
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtGui import QKeyEvent

    from lotse_app.models.agenda import Appointment, Day, FollowUpLine
    from lotse_app.models.problems import Problem
    from lotse_app.models.public_service import Hit
    from lotse_app.models.session import CounsellingSession
    from lotse_app.models.sight import TakeoverReason
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

#: Keys on a line of a Wiedervorlage, and how many days it moves; None is done.
_MOVES = {Qt.Key.Key_E: None, Qt.Key.Key_M: 1, Qt.Key.Key_W: 7}


class AgendaList(QWidget):
    """The lines of one day; what is done with one of them is written at once."""

    #: The ``CounsellingSession`` that began with an appointment.
    begun = Signal(object)
    #: The id of a Vorgang.
    opened = Signal(object)
    #: The sentence that says what was done.
    done = Signal(object)
    #: A ``Problem``.
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, *, short: bool = False) -> None:
        """``short`` leaves out what is seldom done with an appointment."""
        super().__init__()
        self._desk = desk
        self._tasks = tasks
        self._short = short
        self._day: date | None = None
        self._box = column(self, GRID)
        self._empty = EmptyState("Keine Termine.", "Termine und Wiedervorlagen stehen in der Tagesansicht.")
        self._box.addWidget(self._empty)
        self.rows: list[QWidget] = []
        self._undo_id = ""

    @property
    def names_hidden(self) -> bool:
        """Return whether a resident sees the screen: then nothing is shown that was typed and may be a name."""
        return self._desk.sight.guard.names_hidden

    def load(self, day: date | None = None) -> None:
        """Show a day, None for today."""
        self._day = day
        self._ask(partial(self._desk.agenda.day, day), self._show)

    def _show(self, day: Day) -> None:
        had = self._focused()
        for row in self.rows:
            self._box.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [Text(stop_words(stop), "label") for stop in day.stops]
        now = self._desk.clock.now()
        running = day.day == local_date(now)
        self.rows += [self._appointment(one, today=running) for one in day.appointments]
        today = local_date(now)
        if day.follow_ups:
            self.rows.append(Heading("Wiedervorlagen", 3))
        self.rows += [
            self._colleagues(line, today) if line.masked else FollowUpRow(self, line, today) for line in day.follow_ups
        ]
        for row in self.rows:
            self._box.addWidget(row)
        self._empty.setVisible(not self.rows)
        if had >= 0:
            self._focus_near(had)

    def _focused(self) -> int:
        """Return the place of the line that has the focus, -1 for none: who handles a list stays in it."""
        focus = QApplication.focusWidget()
        return next((at for at, row in enumerate(self.rows) if focus is not None and row.isAncestorOf(focus)), -1)

    def _focus_near(self, place: int) -> None:
        rows = [*self.rows[place:], *reversed(self.rows[:place])]
        target = next((button for row in rows for button in row.findChildren(SecondaryButton)), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _appointment(self, one: Appointment, *, today: bool) -> QWidget:
        what = appointment_words(one, hidden=self.names_hidden)
        words = f"{appointment_time(one)} {what}"
        buttons: list[QWidget] = []
        if one.state is AppointmentState.OPEN and today:
            begin = SecondaryButton("Beginnen")
            begin.setAccessibleName(f"Beratung beginnen: {words}")
            begin.clicked.connect(partial(self._begin, one))
            if one.starts_at <= self._desk.clock.now() and not self._short:
                missed = LinkButton("nicht erschienen")
                missed.setAccessibleName(f"Nicht erschienen: {words}")
                missed.clicked.connect(partial(self._missed, one.id))
                buttons.append(missed)
            buttons.append(begin)
        if one.state is AppointmentState.OPEN and not self._short:
            remove = LinkButton("streichen")
            remove.setAccessibleName(f"Termin streichen: {words}")
            remove.clicked.connect(partial(self._remove, one.id))
            buttons.insert(0, remove)
        return _line(appointment_time(one), what, buttons)

    def _colleagues(self, line: FollowUpLine, today: date) -> QWidget:
        """Return a colleague's Wiedervorlage."""
        due = due_words(line.follow_up.due, today)
        ask = SecondaryButton(TAKE)
        ask.setAccessibleName(f"{TAKE}: {OF_COLLEAGUE}, {due}")
        row = ColleagueRow(_line(due, OF_COLLEAGUE, []), ask)
        row.taken.connect(partial(self._take_over, line.follow_up.id))
        return row

    def _take_over(self, follow_up_id: str, why: tuple[TakeoverReason, str]) -> None:
        work = partial(self._desk.agenda.take_over, follow_up_id, *why)
        self._ask(work, partial(self._told, "Sie vertreten jetzt: Die Wiedervorlage ist Ihre."))

    def _begin(self, one: Appointment, *_clicked: object) -> None:
        """Ask the finder first whether the purpose is a service; then the session begins."""
        if not one.purpose:
            self._begin_about(one, ())
            return
        find = partial(self._desk.find.find, one.purpose, 5)
        self._tasks.run(LaneName.FINDER, find, self, partial(self._begin_about, one), self._say)

    def _begin_about(self, one: Appointment, hits: tuple[Hit, ...]) -> None:
        self._ask(partial(self._desk.agenda.begin, one.id, topic_of(one, hits)), self._begun)

    def _begun(self, session: CounsellingSession) -> None:
        self.begun.emit(session)

    def _missed(self, appointment_id: str, *_clicked: object) -> None:
        self._ask(partial(self._desk.agenda.missed, appointment_id), self._noted_missed)

    def _noted_missed(self, _session: CounsellingSession) -> None:
        self._tell("Festgehalten: nicht erschienen. Das zählt für sich, nicht als Beratung.")

    def _remove(self, appointment_id: str, *_clicked: object) -> None:
        self._ask(partial(self._desk.agenda.remove, appointment_id), partial(self._told, "Der Termin ist gestrichen."))

    def open_case(self, application_id: str, *_clicked: object) -> None:
        """Go to the Vorgang of a Wiedervorlage."""
        self.opened.emit(application_id)

    def put_off(self, line: FollowUpLine, days: int | None, *_clicked: object) -> None:
        """Put a Wiedervorlage so many days after today, or (None) say that it is done."""
        one = line.follow_up
        if days is None:
            self._ask(partial(self._desk.agenda.done, one.id), partial(self._told, "Erledigt."))
            return
        due = local_date(self._desk.clock.now()) + timedelta(days=days)
        self._ask(
            partial(self._desk.agenda.move, one.id, due), partial(self._told, f"Verschoben auf {_spoken(due, days)}.")
        )

    def _told(self, words: str, _nothing: object) -> None:
        self._tell(words)

    def _tell(self, words: str) -> None:
        self.done.emit(words)
        self.load(self._day)

    def _ask(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._tasks.run(LaneName.STORE, work, self, done, self._say)

    def _say(self, problem: Problem) -> None:
        self.refused.emit(problem)


class FollowUpRow(QWidget):
    """One Wiedervorlage; keys on any of its buttons: E done, M tomorrow, W in a week."""

    def __init__(self, agenda: AgendaList, line: FollowUpLine, today: date) -> None:
        super().__init__()
        self._agenda = agenda
        self._line = line
        due = due_words(line.follow_up.due, today)
        what = follow_up_words(line, hidden=agenda.names_hidden)
        words = f"Wiedervorlage {due}: {what}"
        buttons: list[QWidget] = []
        if line.number:
            case = LinkButton("Vorgang")
            case.setAccessibleName(f"Vorgang {line.number} öffnen")
            case.clicked.connect(partial(agenda.open_case, line.follow_up.application_id))
            buttons.append(case)
        for name, key in (("morgen", Qt.Key.Key_M), ("in 1 Woche", Qt.Key.Key_W)):
            later = LinkButton(name)
            later.setAccessibleName(f"Auf {name} verschieben: {words}")
            later.setAccessibleDescription(f"Taste {key.name.removeprefix('Key_')}")
            later.clicked.connect(partial(agenda.put_off, line, _MOVES[key]))
            buttons.append(later)
        done = SecondaryButton("Erledigt")
        done.setAccessibleName(f"Erledigt: {words}")
        done.setAccessibleDescription("Tasten: E erledigt, M morgen, W in einer Woche")
        done.clicked.connect(partial(agenda.put_off, line, None))
        buttons.append(done)
        column(self, 0).addWidget(_line(due, what, buttons))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MOVES and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._agenda.put_off(self._line, _MOVES[key])
            return
        super().keyPressEvent(event)


def _line(lead: str, words: str, buttons: Sequence[QWidget]) -> QWidget:
    """Return a line: what goes first in bold, words that wrap; buttons behind, where there are several below."""
    made = QWidget()
    box = column(made, 0)
    top = QHBoxLayout()
    top.setSpacing(GRID)
    first = Text(lead, "label")
    first.setWordWrap(False)
    top.addWidget(first, 0, Qt.AlignmentFlag.AlignVCenter)
    top.addWidget(Body(words), 1, Qt.AlignmentFlag.AlignVCenter)
    box.addLayout(top)
    if len(buttons) == 1:
        top.addWidget(buttons[0])
    elif buttons:
        box.addWidget(ActionRow([], buttons))
    return made


def _spoken(due: date, days: int) -> str:
    return "morgen" if days == 1 else f"{due.day}.{due.month}.{due.year}"
