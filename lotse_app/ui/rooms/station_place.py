"""What kind of place the station is and in which commune, in the settings: shown, and corrected behind a button."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from lotse_app.models.people import PlaceType
from lotse_app.models.words import PLACES
from lotse_app.ui.communes import CommuneChoice
from lotse_app.ui.kit.blocks import ActionRow, Muted, SecondaryButton, announce
from lotse_app.ui.kit.fields import ChoiceRow
from lotse_app.ui.kit.layouts import GRID, column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.commune import Commune
    from lotse_app.models.people import Station

_HELP = (
    "Danach richtet sich, wer hier vertreten darf, welcher Beleg gedruckt wird und ob es zur Niederschrift geht. "
    "Vorgänge und Beratungen, die schon da sind, bleiben, wie sie sind."
)


class StationPlace(QWidget):
    """Kind of place and commune; both were asked in the first run, where a slip is quickly made."""

    def __init__(self) -> None:
        super().__init__()
        self._station: Station | None = None
        self._communes: dict[str, Commune] = {}
        self._said = ""
        self.where = Muted()
        self.change = SecondaryButton("Art des Ortes oder Gemeinde berichtigen …")
        self.change.clicked.connect(self._open)
        self.kind = ChoiceRow("Art des Ortes", [(kind.value, word) for kind, word in PLACES.items()])
        self.commune = CommuneChoice()
        self.fields = QWidget()
        inner = column(self.fields, GRID)
        for part in (self.kind, self.commune, Muted(_HELP)):
            inner.addWidget(part)
        box = column(self, GRID)
        box.addWidget(self.where)
        box.addWidget(ActionRow([self.change], []))
        box.addWidget(self.fields)
        self.fields.hide()

    def offer(self, communes: Sequence[Commune]) -> None:
        """Set the communes to choose from."""
        self._communes = {one.ags: one for one in communes}
        self.commune.offer(communes)
        self._say_where()

    def show_station(self, station: Station, commune_name: str, *, allowed: bool) -> None:
        """Show what is kept; ``allowed`` is whether it may be changed here, the name is said until more is known."""
        self._station, self._said = station, commune_name
        self.fields.hide()
        self.change.setVisible(allowed)
        self._say_where()

    def shows(self, station: Station) -> bool:
        """Return whether nobody has chosen anything since the station was shown."""
        if self.fields.isHidden():
            return True
        chosen = self.commune.value
        return (self.kind.value, chosen and chosen.ags) == (station.place_type.value, station.ags)

    def entered(self, station: Station) -> Station | None:
        """Return the station with what was chosen; None where no commune is, which the field then says."""
        if self.fields.isHidden():
            return station
        chosen = self.commune.value
        if chosen is None:
            self.commune.field.set_problem(self.commune.problem())
            self.commune.take_focus()
            announce(self.commune.line, self.commune.problem(), urgent=True)
            return None
        return replace(station, place_type=PlaceType(self.kind.value), ags=chosen.ags)

    def _open(self) -> None:
        if self._station is not None:
            self.kind.set_value(self._station.place_type.value)
            self.commune.choose(self._station.ags)
            self.change.hide()
            self.fields.show()
            self.kind.take_focus()

    def _say_where(self) -> None:
        if self._station is not None:
            commune = self._communes.get(self._station.ags)
            name = self._said if commune is None else commune.short_name
            self.where.setText(f"{PLACES[self._station.place_type]} · {name}")
