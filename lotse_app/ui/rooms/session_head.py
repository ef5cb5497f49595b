"""The head of a record: kind of contact, when, where, how many."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import QComboBox, QSpinBox, QTimeEdit, QWidget

from lotse_app.clock import LOCAL
from lotse_app.models.contact import MOST_PEOPLE, PLACE_OF_KIND, ContactKind
from lotse_app.models.people import PlaceType
from lotse_app.models.session import Access, FirstContact
from lotse_app.models.words import ACCESS, CONTACT_KINDS, FIRST_CONTACT, PLACES
from lotse_app.ui.kit.days import DayEdit, DayField
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.kit.layouts import GRID, FlowLayout

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import Enum

    from lotse_app.models.session import CounsellingSession

#: One of the choices of a table of words.
Choice = TypeVar("Choice", bound="Enum")


def combo(words: Mapping[Choice, str]) -> QComboBox:
    """Return a combo box over a table of words."""
    box = QComboBox()
    for key, word in words.items():
        box.addItem(word, key.value)
    return box


class SessionHead(QWidget):
    """Fields in a row that wraps. ``timed`` shows begin and end, ``dated`` of ``show_session`` the day as well."""

    kind_picked = Signal()
    people_changed = Signal()

    def __init__(self, parent: QWidget, *, timed: bool) -> None:
        super().__init__(parent)
        self._timed = timed
        self._dated = False
        self._end: datetime | None = None
        self._left_place: str | None = None
        self.kind = combo(CONTACT_KINDS)
        self.day = DayEdit(date(1970, 1, 1))  # none before there is a session
        self.start, self.end = QTimeEdit(), QTimeEdit()
        for edit in (self.start, self.end):
            edit.setDisplayFormat("HH:mm")
        self.place = combo(PLACES)
        self.access = combo(ACCESS)
        self.first_contact = combo(FIRST_CONTACT)
        self.people = QSpinBox()
        self.people.setRange(1, MOST_PEOPLE)
        self._fields = self._lay_out()
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        self.place.activated.connect(self._place_picked)
        self.people.valueChanged.connect(self._people_chosen)

    @property
    def chosen(self) -> ContactKind:
        """Return the kind that is chosen."""
        return ContactKind(self.kind.currentData())

    def show_session(self, session: CounsellingSession, *, dated: bool) -> None:
        """Fill the fields."""
        self._dated = dated
        begin = session.started_at.astimezone(LOCAL)
        end = (session.ended_at or session.beat_at).astimezone(LOCAL)
        self.day.show_day(begin.date())
        self.start.setTime(QTime(begin.hour, begin.minute))
        self.end_at(end)
        self.kind.blockSignals(True)  # the place is as it was, whatever the kind says
        self.kind.setCurrentIndex(self.kind.findData(session.kind.value))
        self.kind.blockSignals(False)
        self._choose_place(session.place_type.value)
        self._left_place = None
        self.access.setCurrentIndex(self.access.findData(session.access.value))
        self.first_contact.setCurrentIndex(self.first_contact.findData(session.first_contact.value))
        self.people.setValue(session.people)
        self._fit()

    def end_at(self, moment: datetime) -> None:
        """Show a moment as the end, also one of another day than the beginning."""
        self._end = local = moment.astimezone(LOCAL)
        self.end.setTime(QTime(local.hour, local.minute))

    def whole(self) -> bool:
        """Return whether the day is one, where it is asked for; else it has said so."""
        return not self._dated or self.day.asked() is not None

    def read(self, session: CounsellingSession) -> CounsellingSession:
        """Return the session with what the head says."""
        started, ended = self._times(session)
        return replace(
            session,
            kind=self.chosen,
            place_type=PlaceType(self.place.currentData()),
            access=Access(self.access.currentData()),
            first_contact=FirstContact(self.first_contact.currentData()),
            people=self.people.value(),
            started_at=started,
            ended_at=ended,
        )

    def _lay_out(self) -> dict[str, Field]:
        flow = FlowLayout(self, 2 * GRID)
        fields = {
            "Art": self.kind, "Tag": self.day, "Von": self.start, "Bis": self.end, "Ort": self.place,
            "Zugang": self.access, "Personen": self.people, "Erstkontakt": self.first_contact,
        }  # fmt: skip
        made = {label: _field(f"&{label}", widget) for label, widget in fields.items()}
        for label, field in made.items():
            flow.addWidget(field)
            if label in {"Tag", "Von", "Bis"}:
                field.hide()
        return made

    def _fit(self) -> None:
        """Show what this kind of contact is asked for."""
        kind = self.chosen
        for label, shown in {
            "Tag": self._dated,
            "Von": self._timed,
            "Bis": self._timed,
            "Personen": kind.counsels,
            "Erstkontakt": kind.counsels and kind is not ContactKind.GROUP,
        }.items():
            self._fields[label].setVisible(shown)

    def _kind_chosen(self, _index: int) -> None:
        self._follow_kind()
        self._fit()
        self.kind_picked.emit()

    def _follow_kind(self) -> None:
        """Show the place of a kind that has its own; arrow keys pass such kinds: then it is as before again."""
        place = PLACE_OF_KIND.get(self.chosen)
        if place is not None:
            self._left_place = self._left_place or self.place.currentData()
            self._choose_place(place.value)
        elif self._left_place is not None:
            self._choose_place(self._left_place)
            self._left_place = None

    def _choose_place(self, place: str) -> None:
        self.place.setCurrentIndex(self.place.findData(place))

    def _place_picked(self, _index: int) -> None:
        self._left_place = None  # chosen by hand: that stays

    def _people_chosen(self, _number: int) -> None:
        self.people_changed.emit()

    def _times(self, session: CounsellingSession) -> tuple[datetime, datetime | None]:
        if not self._timed or session.ended_at is None:
            return session.started_at, session.ended_at
        day = self.day.day if self._dated else None
        started = _moved(session.started_at, day, self.start.time())
        return started, self._ended(session.started_at, started, self._end or session.ended_at)

    def _ended(self, before: datetime, started: datetime, shown: datetime) -> datetime:
        """Return the end: on the day of the beginning, or after it where the session went over midnight."""
        begin, first = before.astimezone(LOCAL).date(), started.astimezone(LOCAL)
        shown, clock = shown.astimezone(LOCAL), self.end.time()
        chosen = time(clock.hour(), clock.minute())
        if (shown.hour, shown.minute) == (chosen.hour, chosen.minute):
            return _moved(shown, shown.date() + (first.date() - begin), clock).astimezone(started.tzinfo)
        over = shown.date() > begin and chosen < first.time()
        day = first.date() + timedelta(days=over)
        return datetime.combine(day, chosen, LOCAL).astimezone(started.tzinfo)


def _field(label: str, widget: QWidget) -> Field:
    return DayField(label, widget) if isinstance(widget, DayEdit) else Field(label, widget)


def _moved(moment: datetime, day: date | None, clock: QTime) -> datetime:
    """Return the moment at another local day and time; untouched minutes keep their seconds."""
    local = moment.astimezone(LOCAL)
    wanted = day or local.date()
    if (local.date(), local.hour, local.minute) == (wanted, clock.hour(), clock.minute()):
        return moment
    other = datetime.combine(wanted, time(clock.hour(), clock.minute()), LOCAL)
    return other.astimezone(moment.tzinfo)
