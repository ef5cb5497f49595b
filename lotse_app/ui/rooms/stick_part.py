"""Below the card about the portal in *Postausgang*: exchange by stick, for places without any network."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lotse_app.models.carrying import RECEIPT_SUFFIX, SUFFIX, Outcome
from lotse_app.ui.kit.blocks import ActionRow, Muted, SecondaryButton
from lotse_app.ui.kit.file_dialogs import ask_file, ask_target, documents
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.words.shared import counted
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.carrying import ReceiptTaken
    from lotse_app.ui.rooms.room import Room
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

_WHAT = "Ohne Netz geht es mit einem Stick: schreiben, im Portal einlesen lassen, Quittung hier einlesen."
_WRITTEN = "Nur das Portal kann die Datei lesen. Alles wartet hier weiter, bis die Quittung eingelesen ist."
_SAID = {
    Outcome.KNOWN: "Diese Quittung war schon eingelesen. Es hat sich nichts geändert.",
    Outcome.AGAIN: "Quittung eingelesen: Dem Portal fehlt noch etwas. Bitte noch einmal auf den Stick schreiben.",
}


class StickPart(QWidget):
    """Two buttons; how it went is said at the head of the room."""

    #: Something was answered: what waits is another number now.
    changed = Signal()
    #: An order of the portal came with a receipt, as an ``Obeyed``.
    ordered = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, room: Room) -> None:
        super().__init__()
        self._carrying, self._tasks, self._room = desk.portal.carrying, tasks, room
        self.write = SecondaryButton("Auf einen Stick schreiben …")
        self.read = SecondaryButton("Quittung einlesen …")
        box = column(self, GRID)
        box.addWidget(Muted(_WHAT))
        box.addWidget(ActionRow([self.write, self.read]))
        self.write.clicked.connect(self._ask_target)
        self.read.clicked.connect(self._ask_receipt)

    def write_to(self, target: Path) -> None:
        """Write what waits into a file for the portal."""
        done = partial(self._sealed, target)
        self._tasks.run(LaneName.STORE, self._carrying.sealed, self, done, self._room.say_problem)

    def take(self, path: Path) -> None:
        """Read a receipt and act on it."""
        self._tasks.run(LaneName.WORK, partial(self._carrying.read, path), self, self._act, self._room.say_problem)

    def _ask_target(self) -> None:
        filters = f"Datei für das Portal (*{SUFFIX})"
        ask_target(self, "Für das Portal auf einen Stick schreiben", filters, self._carrying.file_name, self._chosen)

    def _chosen(self, path: str) -> None:
        self.write_to(Path(path))

    def _ask_receipt(self) -> None:
        ask_file(self, "Quittung des Portals", f"Quittung (*{RECEIPT_SUFFIX})", self._receipt_chosen, documents())

    def _receipt_chosen(self, path: str) -> None:
        self.take(Path(path))

    def _sealed(self, target: Path, content: bytes) -> None:
        work = partial(self._carrying.write, content, target)
        self._tasks.run(LaneName.WORK, work, self, self._written, self._room.say_problem)

    def _written(self, path: Path) -> None:
        self._room.say_done(f"Geschrieben: {path.name}. {_WRITTEN}")

    def _act(self, content: bytes) -> None:
        work = partial(self._carrying.take, content)
        self._tasks.run(LaneName.STORE, work, self, self._taken, self._room.say_problem)

    def _taken(self, done: ReceiptTaken) -> None:
        if done.order is not None:
            self.ordered.emit(done.order)
        if done.outcome is Outcome.ORDERED:
            return
        answers = f"Quittung eingelesen: {counted(done.answered, 'Eintrag', 'Einträge')} beantwortet."
        self._room.say_done(_SAID.get(done.outcome, answers))
        self.changed.emit()
