"""*Halte* in the settings: where a mobile station stands, on which days, from when to when."""

from __future__ import annotations

from datetime import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QTimeEdit, QWidget

from lotse_app.clock import WEEKDAYS, local_date, short_date
from lotse_app.models.notes import looks_like_a_name
from lotse_app.models.people import PlaceType
from lotse_app.models.problems import Code, problem
from lotse_app.models.sheet_cells import CellError, day_of
from lotse_app.models.stops import LONGEST_NAME, MOST_WEEKS, Stop, days_words, hours_words
from lotse_app.models.words import PLACES
from lotse_app.ui.communes import CommuneChoice
from lotse_app.ui.kit.blocks import ActionRow, Body, Card, EmptyState, LinkButton, SecondaryButton
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.kit.layouts import GRID, FlowRow, column
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from lotse_app.models.commune import Commune
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

#: Places a stop can be; nobody stands at a telephone or in somebody's home by plan.
_PLACES = (PlaceType.MOBILE, PlaceType.LIBRARY, PlaceType.TOWN_HALL, PlaceType.CITIZENS_OFFICE, PlaceType.OTHER)
_SINGLE_DAYS = -1


class StopsCard(Card):
    """The list of stops; one is added and changed in place."""

    #: The sentence that says what was done.
    done = Signal(object)
    #: A ``Problem``.
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__("Halte")
        self._desk = desk
        self._tasks = tasks
        self._rows: list[QWidget] = []
        self._stops: tuple[Stop, ...] = ()
        self.form: StopForm | None = None
        self._empty = EmptyState(
            "Keine Halte.",
            "Steht der Stützpunkt an mehreren Orten: je Ort ein Halt. Neue Beratungen nehmen den Ort von dort.",
        )
        self.body.addWidget(self._empty)
        self._list = column(None, GRID)
        self.body.addLayout(self._list)
        self.add = SecondaryButton("Halt hinzufügen …")
        self.add.setAccessibleName("Halt hinzufügen")
        self.add.clicked.connect(self.open_new)
        self.body.addWidget(ActionRow([], [self.add]))
        self.add.setVisible(desk.stops.may_change)  # shown before it lies in the card, it would be a window

    def reload(self) -> None:
        """Load the stops again."""
        self._ask(self._desk.stops.all, self._show)

    def synced(self) -> None:
        """Show what a colleague changed."""
        self._ask(self._desk.stops.all, self._show_others)

    def open_new(self) -> None:
        """Begin a new stop at the station's own commune."""
        self.open_form(None)

    def open_form(self, stop: Stop | None, *_clicked: object) -> None:
        """Show the form for a stop, None for a new one."""
        self.close_form()
        self.form = StopForm(stop, self._desk.workplace.station.ags, local_date(self._desk.clock.now()))
        self.form.entered.connect(partial(self._save, stop))
        self.form.refused.connect(self.refused)
        self.form.closed.connect(self.close_form)
        self.body.addWidget(self.form)
        self.form.show()
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.add.hide()
        self._tasks.run(LaneName.FINDER, self._desk.find.communes, self, self._offer, self._say)

    def close_form(self) -> None:
        """Take the open form away."""
        if self.form is not None:
            form, self.form = self.form, None
            form.hide()
            form.deleteLater()
            self.add.setVisible(self._desk.stops.may_change)

    def _offer(self, communes: tuple[Commune, ...]) -> None:
        if self.form is not None:
            self.form.offer(communes)

    def _show_others(self, stops: tuple[Stop, ...]) -> None:
        if stops != self._stops:
            self._show(stops)

    def _show(self, stops: tuple[Stop, ...]) -> None:
        self._stops = stops
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._row(stop) for stop in stops]
        for row in self._rows:
            self._list.addWidget(row)
        self._empty.setVisible(not stops)

    def _row(self, stop: Stop) -> QWidget:
        words = f"{stop.name} · {days_words(stop)} · {hours_words(stop)} · {PLACES[stop.place_type]}"
        buttons: list[QWidget] = []
        if self._desk.stops.may_change:
            remove, change = LinkButton("entfernen"), LinkButton("ändern")
            remove.setAccessibleName(f"Halt entfernen: {words}")
            change.setAccessibleName(f"Halt ändern: {words}")
            remove.clicked.connect(partial(self._remove, stop))
            change.clicked.connect(partial(self.open_form, stop))
            buttons = [remove, change]
        made = QWidget()
        box = column(made, 0)
        box.addWidget(Body(words))
        if buttons:
            box.addWidget(ActionRow([], buttons))
        return made

    def _save(self, seen: Stop | None, stop: Stop) -> None:
        self._ask(partial(self._desk.stops.save, stop, seen), self._saved)

    def _saved(self, stop: Stop) -> None:
        self.close_form()
        self.done.emit(f"Gesichert: {stop.name}. Der Aushang nennt den Halt beim nächsten Druck.")
        self.reload()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, stop: Stop, *_clicked: object) -> None:
        self._ask(partial(self._desk.stops.remove, stop.id, stop), self._removed)

    def _removed(self, _nothing: None) -> None:
        self.done.emit("Der Halt ist entfernt. Was dort gezählt wurde, bleibt gezählt.")
        self.reload()

    def _ask(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._tasks.run(LaneName.STORE, work, self, done, self._say)

    def _say(self, trouble: Problem) -> None:
        self.refused.emit(trouble)


class StopForm(QWidget):
    """One stop: name, commune, place, days, hours."""

    #: The ``Stop`` that was entered; a new one has no id.
    entered = Signal(object)
    #: A ``Problem``.
    refused = Signal(object)
    closed = Signal()

    def __init__(self, stop: Stop | None, ags: str, today: date) -> None:
        super().__init__()
        self._id = stop.id if stop is not None else ""
        self._ags = stop.ags if stop is not None else ags
        self._today = today
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setPlaceholderText("zum Beispiel: Bibliothek Kesselsdorf")
        self._name_field = Field("Name des Halts", self.name)
        self.name.textChanged.connect(self._look_at_name)
        self.commune = CommuneChoice()
        self.place, self.weekday, self.weeks = QComboBox(), QComboBox(), QComboBox()
        self.starts, self.ends = QTimeEdit(QTime(9, 0)), QTimeEdit(QTime(12, 0))
        self.since, self.until, self.dates = QLineEdit(), QLineEdit(), QLineEdit()
        self._fill_choices()
        self._lay_out()
        if stop is not None:
            self._show(stop)
        self._fit()
        self.weekday.currentIndexChanged.connect(self._fit)

    def offer(self, communes: tuple[Commune, ...]) -> None:
        """Set the communes to choose from; the stop's own is chosen."""
        self.commune.offer(communes)
        if not self.commune.line.text():
            self.commune.choose(self._ags)

    def _fill_choices(self) -> None:
        for place in _PLACES:
            self.place.addItem(PLACES[place], place.value)
        for number, name in enumerate(WEEKDAYS):
            self.weekday.addItem(name, number)
        self.weekday.addItem("einzelne Tage", _SINGLE_DAYS)
        self.weeks.addItem("jede Woche", 1)
        for number in range(2, MOST_WEEKS + 1):
            self.weeks.addItem(f"jede {number}. Woche", number)
        for edit in (self.starts, self.ends):
            edit.setDisplayFormat("HH:mm")

    def _lay_out(self) -> None:
        box = column(self)
        where, when, days = FlowRow(2 * GRID), FlowRow(2 * GRID), FlowRow(2 * GRID)
        where.add(Field("Ort", self.place))
        for label, widget in (("Tag", self.weekday), ("Von", self.starts), ("Bis", self.ends)):
            when.add(Field(label, widget))
        self._often = Field("Wie oft", self.weeks)
        self._since = Field("Erster Tag", self.since, "TT.MM.JJJJ; nötig, wenn der Halt nicht jede Woche kommt")
        self._until = Field("Letzter Tag", self.until, "TT.MM.JJJJ, oder leer")
        self._dates = Field("Tage", self.dates, "zum Beispiel: 24.11.2026, 8.12.2026")
        for field in (self._often, self._since, self._until, self._dates):
            days.add(field)
        save, cancel = SecondaryButton("Halt sichern"), SecondaryButton("Abbrechen")
        save.clicked.connect(self._enter)
        cancel.clicked.connect(self.closed)
        for part in (
            self._name_field,
            self.commune,
            where,
            when,
            days,
            ActionRow([], [cancel, save]),
        ):
            box.addWidget(part)

    def _show(self, stop: Stop) -> None:
        self.name.setText(stop.name)
        self.place.setCurrentIndex(max(self.place.findData(stop.place_type.value), 0))
        self.weekday.setCurrentIndex(self.weekday.findData(_SINGLE_DAYS if stop.weekday is None else stop.weekday))
        self.weeks.setCurrentIndex(self.weeks.findData(stop.weeks))
        self.starts.setTime(QTime(stop.starts.hour, stop.starts.minute))
        self.ends.setTime(QTime(stop.ends.hour, stop.ends.minute))
        self.since.setText(short_date(stop.since) if stop.since else "")
        self.until.setText(short_date(stop.until) if stop.until else "")
        self.dates.setText(", ".join(short_date(day) for day in stop.dates))

    def _look_at_name(self, name: str) -> None:
        """Hint only: a library may be called after somebody."""
        said = "Das sieht aus wie ein Name. Der Halt steht auf dem Aushang: bitte den Ort nennen, keine Person."
        self._name_field.set_problem(f"{said} Heißt der Ort so, kann es bleiben." if looks_like_a_name(name) else "")

    def _fit(self, _index: int = 0) -> None:
        single = self.weekday.currentData() == _SINGLE_DAYS
        for field in (self._often, self._since, self._until):
            field.setVisible(not single)
        self._dates.setVisible(single)

    def _enter(self) -> None:
        chosen = self.commune.value
        if chosen is None:
            self.commune.field.set_problem(self.commune.problem())
            self.commune.take_focus()
            return
        try:
            self.entered.emit(self._stop(chosen.ags))
        except CellError:
            self.refused.emit(problem(Code.STOP_DATE))

    def _stop(self, ags: str) -> Stop:
        """Return what was entered. Raises CellError for a day that is none."""
        single = self.weekday.currentData() == _SINGLE_DAYS
        starts, ends = self.starts.time(), self.ends.time()
        return Stop(
            id=self._id,
            name=self.name.text(),
            ags=ags,
            place_type=PlaceType(self.place.currentData()),
            starts=time(starts.hour(), starts.minute()),
            ends=time(ends.hour(), ends.minute()),
            weekday=None if single else self.weekday.currentData(),
            weeks=1 if single else self.weeks.currentData(),
            since=None if single else self._day(self.since.text()),
            until=None if single else self._day(self.until.text()),
            dates=tuple(self._days(self.dates.text())) if single else (),
        )

    def _day(self, text: str) -> date | None:
        return day_of(text, self._today.year) if text.strip() else None

    def _days(self, text: str) -> list[date]:
        return [day_of(part, self._today.year) for part in text.replace(";", ",").split(",") if part.strip()]
