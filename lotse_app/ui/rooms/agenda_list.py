"""What a day holds, line by line: stops, appointments, Wiedervorlagen. In *Heute* and in the day view."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lotse_app.clock import local_date
from lotse_app.models.agenda import AppointmentState
from lotse_app.ui.kit.blocks import EmptyState, Heading, LinkButton, SecondaryButton, Text
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.kit.rows import focus_near, place_of_focus, put_rows
from lotse_app.ui.rooms.follow_up_rows import FollowUpActs, line_of
from lotse_app.ui.words.agenda import appointment_time, appointment_words, stop_words
from lotse_app.workflows.agenda import topic_of
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from lotse_app.models.agenda import Appointment, Day
    from lotse_app.models.problems import Problem
    from lotse_app.models.public_service import Hit
    from lotse_app.models.session import CounsellingSession
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk


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
        self._acts = FollowUpActs(desk, tasks, self)
        self._acts.opened.connect(self.opened)
        self._acts.done.connect(self._tell)
        self._acts.refused.connect(self.refused)

    @property
    def names_hidden(self) -> bool:
        """Return whether a resident sees the screen: then nothing is shown that was typed and may be a name."""
        return self._desk.sight.guard.names_hidden

    def load(self, day: date | None = None) -> None:
        """Show a day, None for today."""
        self._day = day
        self._ask(partial(self._desk.agenda.day, day), self._show)

    def _show(self, day: Day) -> None:
        had = place_of_focus(self.rows)
        rows: list[QWidget] = [Text(stop_words(stop), "label") for stop in day.stops]
        now = self._desk.clock.now()
        running = day.day == local_date(now)
        rows += [self._appointment(one, today=running) for one in day.appointments]
        if day.follow_ups:
            rows.append(Heading("Wiedervorlagen", 3))
        rows += [self._acts.row(line) for line in day.follow_ups]
        put_rows(self._box, self.rows, rows)
        self._empty.setVisible(not self.rows)
        if had >= 0:
            focus_near(self.rows, had)

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
        if one.state in {AppointmentState.OPEN, AppointmentState.OFF} and not self._short:
            remove = LinkButton("streichen")
            remove.setAccessibleName(f"Termin streichen: {words}")
            remove.clicked.connect(partial(self._remove, one.id))
            buttons.insert(0, remove)
        return line_of(appointment_time(one), what, buttons)

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

    def _told(self, words: str, _nothing: object) -> None:
        self._tell(words)

    def _tell(self, words: object) -> None:
        self.done.emit(words)
        self.load(self._day)

    def _ask(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._tasks.run(LaneName.STORE, work, self, done, self._say)

    def _say(self, problem: Problem) -> None:
        self.refused.emit(problem)
