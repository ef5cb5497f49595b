"""*Aushänge und Blätter* in the settings: papers of the station itself, each with its preview."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from lotse_app.ui.kit.blocks import ActionRow, Card, Muted, SecondaryButton
from lotse_app.ui.rooms.room import PaperReady
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.people import Operator, Pilot, Station
    from lotse_app.models.problems import Problem
    from lotse_app.models.stops import Stop
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

_POSTER, _EMERGENCY, _PRIVACY = "Aushang", "Notfallblatt", "Datenschutzinformation"
_SHEETS = (
    (_POSTER, "Für die Tür: wo, wann und womit wir helfen. In großer Schrift."),
    (_EMERGENCY, "Liegt beim Gerät und hängt im Büro: was zu tun ist, wenn das Gerät verloren geht."),
    (_PRIVACY, "Das Blatt des Trägers nach Artikel 13 DSGVO, für alle, die Hilfe bekommen."),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the papers say, as the store has it now."""

    operator: Operator
    station: Station
    pilots: tuple[Pilot, ...]
    stops: tuple[Stop, ...]


class PapersCard(Card):
    """Three papers; what is unknown is a line to be filled by hand."""

    #: A ``Problem``.
    refused = Signal(object)
    #: A ``PaperReady``.
    paper = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__("Aushänge und Blätter")
        self._desk = desk
        self._tasks = tasks
        self.buttons: dict[str, SecondaryButton] = {}
        self.body.addWidget(
            Muted("Mit dem, was bei Träger und Stützpunkt gesichert ist. Was fehlt, wird eine Linie zum Ausfüllen.")
        )
        for name, words in _SHEETS:
            button = SecondaryButton(f"{name} ansehen")
            button.setAccessibleDescription(words)
            button.clicked.connect(partial(self._ask, name))
            self.buttons[name] = button
            self.body.addWidget(Muted(words))
            self.body.addWidget(ActionRow([button]))

    def _ask(self, name: str, *_clicked: object) -> None:
        self._tasks.run(LaneName.STORE, self._read, self, partial(self._make, name), self._say)

    def _read(self) -> Kept:
        settings = self._desk.settings
        return Kept(settings.operator(), settings.station(), settings.pilots(), self._desk.stops.all())

    def _make(self, name: str, kept: Kept) -> None:
        printing = self._desk.printing
        work = {
            _POSTER: partial(printing.poster, kept.operator, kept.station, kept.stops),
            _EMERGENCY: partial(printing.emergency_sheet, kept.operator, kept.station, kept.pilots),
            _PRIVACY: partial(printing.privacy_sheet_of, kept.operator, kept.station),
        }[name]
        self._tasks.run(LaneName.WORK, work, self, partial(self._show, name), self._say)

    def _show(self, name: str, pdf: bytes) -> None:
        self.paper.emit(PaperReady(name, pdf))

    def _say(self, problem: Problem) -> None:
        self.refused.emit(problem)
