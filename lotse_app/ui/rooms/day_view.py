"""The day view of *Heute*: one day after the other, what is entered, Wiedervorlagen of all days, calendar files."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from lotse_app.clock import WEEKDAYS, local_date, long_date
from lotse_app.models.calendar_plan import CalendarPlan
from lotse_app.models.permission import Right
from lotse_app.ui.kit.blocks import ActionRow, Body, Card, Heading, LinkButton, Muted, SecondaryButton
from lotse_app.ui.kit.days import DayEdit, DayField
from lotse_app.ui.kit.file_dialogs import ask_file, ask_target
from lotse_app.ui.kit.layouts import GRID, Columns, FlowRow, column
from lotse_app.ui.kit.wrapping import WrappingCheck
from lotse_app.ui.rooms.agenda_forms import AppointmentForm, FollowUpForm
from lotse_app.ui.rooms.agenda_list import AgendaList
from lotse_app.ui.words.agenda import day_name, follow_up_words, missing_words, plan_words, read_words, taken_words
from lotse_app.ui.words.shared import counted
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from lotse_app.models.agenda import Appointment, CalendarRead, CalendarTaken, FollowUpLine
    from lotse_app.models.problems import Problem
    from lotse_app.ui.rooms.agenda_forms import Reminder
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.agenda import Published
    from lotse_app.workflows.desk import Desk

#: Wiedervorlagen of later days that are listed; who has more sees the next ones when their day comes.
LISTED = 20


class DayView(QWidget):
    """One day, and beside it what can be entered."""

    #: The sentence that says what was done.
    done = Signal(object)
    #: A ``Problem``.
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk = desk
        self._tasks = tasks
        self._read: CalendarRead | None = None
        self._plan = CalendarPlan()
        self._last: CalendarTaken | None = None
        today = local_date(desk.clock.now())
        self.heading = Heading("", 2)
        self.day = DayEdit(today)
        self.list = AgendaList(desk, tasks)
        self.appointment, self.follow_up = AppointmentForm(), FollowUpForm(today)
        self._lay_out()
        self.day.turned.connect(self.reload)
        self.list.done.connect(self._tell)
        self.list.refused.connect(self.refused)
        self.appointment.entered.connect(self._enter)
        self.follow_up.entered.connect(self._remind)

    @property
    def chosen(self) -> date:
        """Return the day that is shown."""
        return self.day.day

    def open(self) -> None:
        """Show today."""
        self._turn_to(local_date(self._desk.clock.now()))
        self.reload()
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Load the day again."""
        chosen = self.chosen
        self.heading.setText(f"{WEEKDAYS[chosen.weekday()]}, {long_date(chosen)}")
        self.appointment.offer(chosen, self._desk.clock.now())
        self.follow_up.offer(chosen)
        self.read_lists()

    def read_lists(self) -> None:
        """Load what is listed again; what is being typed beside it stays."""
        self.list.load(self.chosen)
        if self._desk.sight.allows(Right.COUNSEL):
            self._ask(LaneName.STORE, self._desk.agenda.follow_ups, self._show_later)
            self._ask(LaneName.STORE, self._desk.agenda.last_calendar, self._show_taken)

    def clear(self) -> None:
        """Forget what was typed, and the file that was read."""
        self.appointment.clear()
        self.follow_up.clear()
        self._read = None
        self._taking.hide()

    def _lay_out(self) -> None:
        box = column(self)
        self.before, self.next = SecondaryButton("Tag davor"), SecondaryButton("Tag danach")
        back = LinkButton("heute")
        for button, step in ((self.before, -1), (self.next, 1)):
            button.clicked.connect(partial(self._step, step))
        back.clicked.connect(self._to_today)
        turning = FlowRow(GRID)
        for widget in (self.before, DayField("Tag", self.day), self.next, back):
            turning.add(widget)
        day = Card()
        shown: tuple[QWidget, ...] = (self.heading, turning, self.list)
        for part in shown:
            day.body.addWidget(part)
        left, right = QWidget(), QWidget()
        first, second = column(left), column(right)
        first.addWidget(day)
        self._later_card = Card("Spätere Wiedervorlagen")
        self._later = Muted()
        self._later_card.body.addWidget(self._later)
        first.addWidget(self._later_card)
        for card in (self.appointment, self.follow_up, self._calendar_card()):
            second.addWidget(card)
        box.addWidget(Columns([left, right], 32))
        if not self._desk.sight.allows(Right.COUNSEL):  # the coordination sees no persons
            for card in (self.appointment, self.follow_up, self._later_card):
                card.hide()

    def _calendar_card(self) -> Card:
        card = Card("Kalenderdatei")
        card.body.addWidget(
            Muted(
                "Termine aus einem anderen Kalender kommen als .ics-Datei herein. Heraus gehen Halte und die Tage "
                "Ihrer Wiedervorlagen, ohne Grund und ohne Personen."
            )
        )
        self.open_file, self.save_file = SecondaryButton("Datei einlesen …"), SecondaryButton("Datei sichern …")
        self.open_file.clicked.connect(self._choose)
        self.save_file.clicked.connect(self._choose_target)
        self.open_file.setVisible(self._desk.sight.allows(Right.COUNSEL))
        card.body.addWidget(ActionRow([self.open_file, self.save_file]))
        self._taking = QWidget()
        box = column(self._taking, GRID)
        self.summary = Body()
        self.take = SecondaryButton("Termine übernehmen")
        self.take.clicked.connect(self._take)
        self.missing = WrappingCheck("")
        for widget in (self.summary, self.missing):
            box.addWidget(widget)
        box.addWidget(ActionRow([], [self.take]))
        self._taking.hide()
        card.body.addWidget(self._taking)
        card.body.addWidget(self._make_taken())
        return card

    def _make_taken(self) -> QWidget:
        """Make what says which file was taken last, and takes it back as a whole."""
        self._taken_part = QWidget()
        box = column(self._taken_part, GRID)
        self._last_words = Muted()
        self.take_back = LinkButton("Letzte Kalenderdatei zurücknehmen")
        self.take_back.clicked.connect(self._take_back)
        box.addWidget(self._last_words)
        box.addWidget(ActionRow([self.take_back]))
        self._taken_part.hide()
        return self._taken_part

    def _step(self, days: int, *_clicked: object) -> None:
        self._turn_to(self.chosen + timedelta(days=days))

    def _to_today(self) -> None:
        self._turn_to(local_date(self._desk.clock.now()))

    def _turn_to(self, day: date) -> None:
        self.day.show_day(day)

    def _show_later(self, lines: tuple[FollowUpLine, ...]) -> None:
        later = [line for line in lines if line.follow_up.due > self.chosen]
        hidden = self.list.names_hidden
        texts = [f"{day_name(one.follow_up.due)}  {follow_up_words(one, hidden=hidden)}" for one in later[:LISTED]]
        if len(later) > LISTED:
            texts.append(f"… und {len(later) - LISTED} weitere")
        self._later.setText("\n".join(texts) or "Keine.")

    def _enter(self, appointment: Appointment) -> None:
        self._ask(LaneName.STORE, partial(self._desk.agenda.enter, appointment), self._entered)

    def _entered(self, appointment: Appointment) -> None:
        self._tell(f"Der Termin am {day_name(local_date(appointment.starts_at))} ist eingetragen.")
        self.reload()

    def _remind(self, reminder: Reminder) -> None:
        self._ask(LaneName.STORE, partial(self._write_reminder, reminder), self._reminded)

    def _write_reminder(self, reminder: Reminder) -> date:
        case = self._desk.letters.find(reminder.number) if reminder.number else ""
        latest = self._desk.counsel.latest() if reminder.of_session and not case else None
        session = latest.id if latest is not None else ""
        return self._desk.agenda.remind(reminder.due, reminder.reason, session_id=session, application_id=case).due

    def _reminded(self, due: date) -> None:
        self._tell(f"Die Wiedervorlage am {day_name(due)} ist eingetragen.")
        self.reload()

    def read(self, name: str) -> None:
        """Read a calendar file; nothing is written before *Termine übernehmen*."""
        self._ask(LaneName.WORK, partial(self._desk.agenda.read_calendar, Path(name)), self._check)

    def write(self, name: str) -> None:
        """Write a calendar file."""
        self._ask(LaneName.STORE, self._desk.agenda.published, partial(self._write, Path(name)))

    def _check(self, read: CalendarRead) -> None:
        self._ask(LaneName.STORE, partial(self._look, read), self._have)

    def _look(self, read: CalendarRead) -> tuple[CalendarRead, CalendarPlan]:
        """Look what becomes of a file beside those taken before. Store lane."""
        return self._desk.agenda.without_names(read), self._desk.agenda.plan_calendar(read)

    def _have(self, looked: tuple[CalendarRead, CalendarPlan]) -> None:
        self._read, self._plan = looked
        self.summary.setText("\n".join(filter(None, (read_words(self._read), plan_words(self._plan)))))
        self.missing.setText(missing_words(self._plan))
        self.missing.setChecked(False)
        self.missing.setVisible(bool(self._plan.missing))
        self.take.setEnabled(not self._plan.empty)
        self._taking.show()
        self.take.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        if self._read is not None:
            work = partial(self._desk.agenda.take_calendar, self._read, missing=self.missing.isChecked())
            self._ask(LaneName.STORE, work, self._taken)

    def _taken(self, count: int) -> None:
        off = len(self._plan.off) + len(self._plan.missing) * self.missing.isChecked()
        self.clear()
        said = f" {counted(off, 'fällt', 'fallen')} aus." if off else ""
        taken = f"{counted(count, 'Termin', 'Termine')} übernommen.{said}"
        self._tell(f"{taken} Noch einmal eingelesen, verdoppelt sich nichts.")
        self.reload()

    def _show_taken(self, last: CalendarTaken | None) -> None:
        self._last = last
        if last is not None:
            self._last_words.setText(taken_words(last))
        self._taken_part.setVisible(last is not None)

    def _take_back(self) -> None:
        if self._last is not None:
            work = partial(self._desk.agenda.take_calendar_back, self._last.id)
            self._ask(LaneName.STORE, work, self._taken_back)

    def _taken_back(self, count: int) -> None:
        self._tell(
            f"{counted(count, 'Termin', 'Termine')} zurückgenommen. Was seither begonnen wurde, bleibt, ebenso, was "
            "als nicht erschienen festgehalten ist."
        )
        self.open_file.setFocus(Qt.FocusReason.OtherFocusReason)  # the button one was on may be gone
        self.reload()

    def _write(self, target: Path, published: Published) -> None:
        self._ask(LaneName.WORK, partial(self._desk.agenda.write_calendar, published, target), self._written)

    def _written(self, path: Path) -> None:
        self._tell(f"Gesichert: {path.name}")

    def _choose(self) -> None:
        ask_file(self, "Kalenderdatei auswählen", "Kalender (*.ics);;Alle Dateien (*)", self.read)

    def _choose_target(self) -> None:
        ask_target(self, "Kalenderdatei sichern", "Kalender (*.ics)", "Lotse.ics", self.write)

    def _tell(self, words: object) -> None:
        self.done.emit(words)

    def _ask(self, lane: LaneName, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._tasks.run(lane, work, self, done, self._say)

    def _say(self, problem: Problem) -> None:
        self.refused.emit(problem)
