"""*Träger und Stützpunkt* in the settings: changed by the responsible person, kept by *Sichern*."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from lotse_app.models.permission import Right
from lotse_app.ui.kit.blocks import ActionRow, Banner, Card, Muted, SecondaryButton
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.kit.wrapping import WrappingCheck
from lotse_app.ui.rooms.station_contact import StationContact
from lotse_app.ui.rooms.station_place import StationPlace
from lotse_app.ui.words.shared import NO_RECEPTION, PUBLIC_BODY
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.people import Operator, Station
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk


@dataclass(frozen=True, slots=True)
class House:
    """Operator and station as the store has them."""

    operator: Operator
    station: Station


class StationCard(Card):
    """A form for the responsible person; for all others what stands there."""

    #: Something was changed; the text says what.
    done = Signal(object)
    #: A ``Problem``.
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__("Träger und Stützpunkt")
        self._desk = desk
        self._tasks = tasks
        self._house: House | None = None
        self.only = Banner("info")
        self.body.addWidget(self.only)
        self.operator_name, self.operator_address = QLineEdit(), QLineEdit()
        self.contact, self.station_name = QLineEdit(), QLineEdit()
        for label, line in zip(("Träger", "Anschrift", "Datenschutz-Kontakt", "Stützpunkt"), self._lines, strict=True):
            line.setMaxLength(200)
            self.body.addWidget(Field(label, line))
        self.reach = StationContact()
        self.body.addWidget(self.reach)
        self.public = WrappingCheck("Der Träger ist eine öffentliche Stelle")
        self.public.toggled.connect(self._show_reception)
        self.body.addWidget(self.public)
        self.body.addWidget(Muted(PUBLIC_BODY))
        self.reception = WrappingCheck("Dieser Stützpunkt ist Annahmestelle")
        self.body.addWidget(self.reception)
        self.no_reception = Muted(NO_RECEPTION)
        self.body.addWidget(self.no_reception)
        self.place = StationPlace()
        self.body.addWidget(self.place)
        self.save = SecondaryButton("Träger und Stützpunkt sichern")
        self.save.clicked.connect(self.save_station)
        self.body.addWidget(ActionRow([], [self.save]))

    @property
    def _lines(self) -> tuple[QLineEdit, ...]:
        return self.operator_name, self.operator_address, self.contact, self.station_name

    def reload(self) -> None:
        """Load operator and station; what is typed here goes."""
        self._tasks.run(LaneName.FINDER, self._desk.find.communes, self, self.place.offer, self._say)
        self._tasks.run(LaneName.STORE, self._read, self, self._show_house, self._say)

    def synced(self) -> None:
        """Show what colleagues changed; what is typed here stays."""
        self._tasks.run(LaneName.STORE, self._read, self, self._show_others, self._say)

    def save_station(self) -> None:
        """Keep what stands on the form; nothing where nothing is loaded yet or the hours do not fit."""
        seen, entered = self._house, self._entered()
        if seen is not None and entered is not None:
            before = (seen.operator, seen.station)
            work = partial(self._desk.settings.save_station, entered.operator, entered.station, before)
            self._tasks.run(LaneName.STORE, work, self, self._saved, self._say)

    def _read(self) -> House:
        settings = self._desk.settings
        return House(settings.operator(), settings.station())

    def _show_house(self, house: House) -> None:
        self._house = house
        for line, text in zip(self._lines, _texts(house), strict=True):
            line.setText(text)
        self.public.setChecked(house.operator.public_body)
        self.reception.setChecked(_receives(house))
        allowed = self._desk.sight.allows(Right.MANAGE_STATION)
        for line in self._lines:
            line.setReadOnly(not allowed)
        self.reach.show_station(house.station, allowed=allowed)
        self.place.show_station(house.station, self._desk.workplace.commune_name, allowed=allowed)
        for check in (self.public, self.reception):
            check.setEnabled(allowed)
        self._show_reception(house.operator.public_body)
        self.save.setVisible(allowed)
        if not allowed and not self.only.text:
            self.only.say("info", "Ändern kann das die verantwortliche Person oder die Koordination.")

    def _show_reception(self, public: bool) -> None:  # noqa: FBT001 - a slot
        self.reception.setVisible(public)
        self.no_reception.setVisible(not public)

    def _show_others(self, house: House) -> None:
        seen = self._house
        if seen is not None and house != seen and self._shows(seen):
            self._show_house(house)

    def _shows(self, house: House) -> bool:
        """Return whether nobody has typed or ticked anything since."""
        as_it_was = tuple(line.text() for line in self._lines) == _texts(house) and self.reach.shows(house.station)
        placed = self.place.shows(house.station)
        ticked = (self.public.isChecked(), self.reception.isChecked())
        return as_it_was and placed and ticked == (house.operator.public_body, _receives(house))

    def _entered(self) -> House | None:
        """Return what stands on the form; None where nothing is loaded yet or the hours do not fit, which is said."""
        if self._house is None:
            return None
        placed = self.place.entered(self._house.station)
        reached = None if placed is None else self.reach.entered(placed)
        if reached is None:
            return None
        operator = replace(
            self._house.operator,
            name=self.operator_name.text().strip() or self._house.operator.name,
            address=self.operator_address.text().strip(),
            data_protection_contact=self.contact.text().strip(),
            public_body=self.public.isChecked(),
        )
        station = replace(
            reached,
            name=self.station_name.text().strip() or self._house.station.name,
            reception_point=self.reception.isChecked(),
        )
        return House(operator, station)

    def _saved(self, _nothing: None) -> None:
        self.done.emit("Gesichert. Auf neuen Papieren gilt es nach der nächsten Anmeldung.")

    def _say(self, problem: Problem) -> None:
        self.refused.emit(problem)


def _texts(house: House) -> tuple[str, ...]:
    operator = house.operator
    return operator.name, operator.address, operator.data_protection_contact, house.station.name


def _receives(house: House) -> bool:
    return house.station.reception_point and house.operator.public_body
