"""What is entered in the day view: an appointment, a Wiedervorlage; both without names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QTimeEdit

from lotse_app.clock import LOCAL
from lotse_app.models.agenda import (
    APPOINTMENT_KINDS,
    LONGEST_INITIALS,
    LONGEST_PURPOSE,
    LONGEST_REASON,
    MOST_MINUTES,
    Appointment,
)
from lotse_app.models.contact import ContactKind
from lotse_app.models.words import CONTACT_KINDS
from lotse_app.ui.kit.blocks import ActionRow, Card, PrimaryButton, SecondaryButton
from lotse_app.ui.kit.days import DayEdit, DayField
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.kit.layouts import GRID, FlowRow
from lotse_app.ui.kit.wrapping import WrappingCheck
from lotse_app.ui.words.session import note_warning
from lotse_app.workflows.agenda import default_start

USUAL_MINUTES = 30
#: A Wiedervorlage is offered for so many days ahead.
USUAL_DAYS = 14


class AppointmentForm(Card):
    """Time, length, kind, purpose, initials."""

    #: An ``Appointment`` without an id.
    entered = Signal(object)

    def __init__(self) -> None:
        super().__init__("Termin eintragen")
        self._day = date.min
        self.start = QTimeEdit()
        self.start.setDisplayFormat("HH:mm")
        self.minutes = QSpinBox()
        self.minutes.setRange(5, MOST_MINUTES)
        self.minutes.setSingleStep(5)
        self.minutes.setSuffix(" min")
        self.kind = QComboBox()
        for kind in APPOINTMENT_KINDS:
            self.kind.addItem(CONTACT_KINDS[kind], kind.value)
        self.purpose, self.initials = QLineEdit(), QLineEdit()
        self.purpose.setMaxLength(LONGEST_PURPOSE)
        self.purpose.setPlaceholderText("zum Beispiel: Wohngeld")
        self.initials.setMaxLength(LONGEST_INITIALS)
        self._purpose_field = Field("Anliegen", self.purpose, "Bleibt auf diesem Gerät. Bitte ohne Namen.")
        row = FlowRow(2 * GRID)
        for field in (
            Field("Beginn", self.start),
            Field("Dauer", self.minutes),
            Field("Art", self.kind),
            Field("Kürzel", self.initials, "Höchstens 4 Buchstaben"),
        ):
            row.add(field)
        save = PrimaryButton("Termin eintragen")
        save.clicked.connect(self._enter)
        self.purpose.returnPressed.connect(self._enter)
        self.initials.returnPressed.connect(self._enter)
        self.purpose.textChanged.connect(self._check)
        for widget in (row, self._purpose_field, ActionRow([], [save])):
            self.body.addWidget(widget)

    def offer(self, day: date, now: datetime) -> None:
        """Offer an empty appointment of a day: the next half hour today, else nine o'clock."""
        local = default_start(now).astimezone(LOCAL)
        start = local.time() if local.date() == day else time(9)
        self._day = day
        self.start.setTime(QTime(start.hour, start.minute))
        self.minutes.setValue(USUAL_MINUTES)
        self.kind.setCurrentIndex(0)
        self.clear()

    def clear(self) -> None:
        """Forget what was typed."""
        self.purpose.clear()
        self.initials.clear()

    def _check(self, text: str) -> None:
        self._purpose_field.set_problem(note_warning(text))

    def _enter(self) -> None:
        chosen = self.start.time()
        starts = datetime.combine(self._day, time(chosen.hour(), chosen.minute()), LOCAL)
        kind = ContactKind(self.kind.currentData())
        self.entered.emit(
            Appointment("", starts, self.minutes.value(), kind, self.purpose.text(), self.initials.text())
        )


@dataclass(frozen=True, slots=True)
class Reminder:
    """A Wiedervorlage as it was typed: with the ``number`` of a Vorgang, on the latest session, or neither."""

    due: date
    reason: str
    number: str = ""
    of_session: bool = False


class FollowUpForm(Card):
    """A day, a reason, and the number of a Vorgang where it belongs to one."""

    #: A ``Reminder``.
    entered = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__("Wiedervorlage eintragen")
        self.due = DayEdit(today)
        self.reason, self.number = QLineEdit(), QLineEdit()
        self.reason.setMaxLength(LONGEST_REASON)
        self.reason.setPlaceholderText("zum Beispiel: Bescheid da?")
        self.number.setMaxLength(8)
        self._reason_field = Field("Grund", self.reason, "Bleibt auf diesem Gerät. Bitte ohne Namen.")
        row = FlowRow(2 * GRID)
        row.add(DayField("Tag", self.due))
        row.add(Field("Vorgang", self.number, "Nummer, wenn sie zu einem gehört"))
        self.session = WrappingCheck("zur laufenden oder letzten Beratung")
        self.number.textChanged.connect(self._numbered)
        save = SecondaryButton("Wiedervorlage eintragen")
        save.clicked.connect(self._enter)
        for line in (self.reason, self.number):
            line.returnPressed.connect(self._enter)
        self.reason.textChanged.connect(self._check)
        for widget in (row, self._reason_field, self.session, ActionRow([], [save])):
            self.body.addWidget(widget)

    def offer(self, day: date) -> None:
        """Offer an empty one, two weeks after a day."""
        self.due.show_day(day + timedelta(days=USUAL_DAYS))
        self.clear()

    def clear(self) -> None:
        """Forget what was typed."""
        self.reason.clear()
        self.number.clear()
        self.session.setChecked(False)

    def _numbered(self, number: str) -> None:
        """Let a Wiedervorlage belong to one thing only."""
        self.session.setEnabled(not number.strip())

    def _check(self, text: str) -> None:
        self._reason_field.set_problem(note_warning(text))

    def _enter(self) -> None:
        day = self.due.asked()
        if day is not None:
            self.entered.emit(Reminder(day, self.reason.text(), self.number.text().strip(), self.session.isChecked()))
