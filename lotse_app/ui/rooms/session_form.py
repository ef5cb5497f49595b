"""The record of a session as it is entered: number keys, presets from what was done, no names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QTimeEdit, QWidget

from lotse_app.clock import LOCAL
from lotse_app.models.people import PlaceType
from lotse_app.models.session import Access, AgeBand, FirstContact, HelpKind, Obstacle, ReferredTo, Result
from lotse_app.ui.fields import ChoiceRow, Field, TickGroup
from lotse_app.ui.kit import Card, LinkButton
from lotse_app.ui.layouts import GRID, Columns, FlowLayout, column
from lotse_app.ui.secret_words import secret_warning
from lotse_app.ui.topics import TopicPicker
from lotse_app.ui.words import ACCESS, AGES, FIRST_CONTACT, HELP, OBSTACLES, PLACES, REFERRED, RESULTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from enum import StrEnum

    from lotse_app.models.session import CounsellingSession
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.find import Finding

#: Obstacles in sight at once; the others come with *weitere*.
FIRST_OBSTACLES = 5



def options(words: Mapping[StrEnum, str]) -> list[tuple[str, str]]:
    """Return the (value, label) pairs of a table of words."""
    return [(key.value, word) for key, word in words.items()]


def combo(words: Mapping[StrEnum, str]) -> QComboBox:
    """Return a combo box over a table of words."""
    box = QComboBox()
    for key, word in words.items():
        box.addItem(word, key.value)
    return box


class SessionForm(QWidget):
    """Fields of one session. ``short`` leaves out what a Kurzkontakt does not ask."""

    changed = Signal()

    def __init__(self, tasks: Tasks, finding: Finding, *, short: bool = False) -> None:
        super().__init__()
        self._short = short
        self._session: CounsellingSession | None = None
        self.topics = TopicPicker(tasks, finding)
        self.help_kind = ChoiceRow("Hilfe", options(HELP), advance=True)  # type: ignore[arg-type]  # dict keys are invariant
        self.result = ChoiceRow("Ergebnis", options(RESULTS), advance=True)  # type: ignore[arg-type]  # as above
        self.age = ChoiceRow("Alter", options(AGES), first_key=0, advance=True)  # type: ignore[arg-type]  # as above
        pairs = options(OBSTACLES)  # type: ignore[arg-type]  # as above
        self.obstacles = TickGroup("Hindernisse", pairs[:FIRST_OBSTACLES])
        self.more_obstacles = TickGroup("Weitere Hindernisse", pairs[FIRST_OBSTACLES:], first_key=None)
        self.more_obstacles.hide()
        self._more = LinkButton("weitere Hindernisse …")
        self._more.clicked.connect(self._show_more)
        self.referred = combo(REFERRED)  # type: ignore[arg-type]  # as above
        self._referred_field = Field("Verwiesen an", self.referred)
        self._referred_field.hide()
        self.note = QLineEdit()
        self.note.setMaxLength(200)
        self._note_field = Field("Notiz", self.note, "Bleibt auf diesem Gerät. Bitte ohne Namen.")
        self._head = self._make_head()
        self._lay_out()
        self.result.picked.connect(self._result_picked)
        self.note.textChanged.connect(self._check_note)

    def show_session(self, session: CounsellingSession) -> None:
        """Fill the fields from a session."""
        self._session = session
        self.topics.set_topics(session.topics)
        self.help_kind.set_value(session.help_kind.value if session.help_kind else "")
        self.result.set_value(session.result.value if session.result else "")
        self.age.set_value(session.age_band.value)
        ticked = {obstacle.value for obstacle in session.obstacles}
        self.obstacles.set_values(ticked)
        self.more_obstacles.set_values(ticked)
        self.more_obstacles.setVisible(bool(self.more_obstacles.values))
        self._more.setVisible(not self.more_obstacles.values)
        self.note.setText(session.note)
        self._check_note(session.note)
        self._show_head(session)
        self._result_picked()

    def session(self) -> CounsellingSession | None:
        """Return the session with what was entered, or None before ``show_session``."""
        if self._session is None:
            return None
        ticked = {*self.obstacles.values, *self.more_obstacles.values}
        result = Result(self.result.value) if self.result.value else None
        started, ended = self._times(self._session)
        return replace(
            self._session,
            topics=self.topics.topics,
            help_kind=HelpKind(self.help_kind.value) if self.help_kind.value else None,
            result=result,
            referred_to=ReferredTo(self.referred.currentData()) if result is Result.REFERRED else None,
            age_band=AgeBand(self.age.value) if self.age.value else AgeBand.NOT_SAID,
            obstacles=tuple(obstacle for obstacle in Obstacle if obstacle.value in ticked),
            note=self.note.text().strip(),
            place_type=PlaceType(self.place.currentData()),
            access=Access(self.access.currentData()),
            first_contact=FirstContact(self.first_contact.currentData()),
            people=self.people.value(),
            started_at=started,
            ended_at=ended,
        )

    def clear(self) -> None:
        """Empty every field: the next person starts with nothing."""
        self._session = None
        self.topics.clear()
        self.note.clear()
        for row in (self.help_kind, self.result, self.age):
            row.set_value("")
        self.obstacles.set_values(())
        self.more_obstacles.set_values(())

    def _make_head(self) -> QWidget:
        self.start, self.end = QTimeEdit(), QTimeEdit()
        for edit in (self.start, self.end):
            edit.setDisplayFormat("HH:mm")
        self.place = combo(PLACES)  # type: ignore[arg-type]  # dict keys are invariant
        self.access = combo(ACCESS)  # type: ignore[arg-type]  # as above
        self.first_contact = combo(FIRST_CONTACT)  # type: ignore[arg-type]  # as above
        self.people = QSpinBox()
        self.people.setRange(1, 99)
        head = QWidget()
        flow = FlowLayout(head, 2 * GRID)
        fields = [
            ("Ort", self.place),
            ("Zugang", self.access),
            ("Personen", self.people),
            ("Erstkontakt", self.first_contact),
        ]
        if not self._short:
            fields = [("Von", self.start), ("Bis", self.end), *fields]
        for label, widget in fields:
            flow.addWidget(Field(label, widget))
        return head

    def _show_head(self, session: CounsellingSession) -> None:
        for edit, moment in ((self.start, session.started_at), (self.end, session.ended_at or session.beat_at)):
            local = moment.astimezone(LOCAL)
            edit.setTime(QTime(local.hour, local.minute))
        self.place.setCurrentIndex(self.place.findData(session.place_type.value))
        self.access.setCurrentIndex(self.access.findData(session.access.value))
        self.first_contact.setCurrentIndex(self.first_contact.findData(session.first_contact.value))
        self.people.setValue(session.people)

    def _times(self, session: CounsellingSession) -> tuple[datetime, datetime | None]:
        if self._short or session.ended_at is None:
            return session.started_at, session.ended_at
        started = _moved(session.started_at, self.start.time())
        ended = _moved(session.ended_at, self.end.time())
        return started, max(started, ended)

    def _lay_out(self) -> None:
        box = column(self)
        first, second = Card(), Card()
        first.body.setSpacing(2 * GRID)
        second.body.setSpacing(2 * GRID)
        asked: list[QWidget] = [self.topics, self.help_kind, self.result, self._referred_field, self.age]
        noted: list[QWidget] = [self.obstacles, self._more, self.more_obstacles, self._note_field]
        for widget in asked:
            first.body.addWidget(widget)
        for widget in noted:
            second.body.addWidget(widget)
        box.addWidget(self._head)
        box.addWidget(Columns([first, second], 24, (3, 2)))

    def _result_picked(self) -> None:
        self._referred_field.setVisible(self.result.value == Result.REFERRED.value)

    def _show_more(self) -> None:
        self.more_obstacles.show()
        self._more.hide()
        self.more_obstacles.buttons[0].setFocus()

    def _check_note(self, text: str) -> None:
        self._note_field.set_problem(secret_warning(text))


def _moved(moment: datetime, time: QTime) -> datetime:
    """Return the moment at another local time of the same day; untouched minutes keep their seconds."""
    local = moment.astimezone(LOCAL)
    if (local.hour, local.minute) == (time.hour(), time.minute()):
        return moment
    other = local.replace(hour=time.hour(), minute=time.minute(), second=0, microsecond=0)
    return other.astimezone(moment.tzinfo)
