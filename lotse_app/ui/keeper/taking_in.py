"""The card *Formular übernehmen*: a file is read, turned over, opened and kept, each on a lane and with a word."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from lotse_app.ui.keeper.words import LANDS, STAGES
from lotse_app.ui.kit.blocks import ActionRow, Banner, Body, Card, SecondaryButton, announce
from lotse_app.ui.kit.fields import Field, SearchChoice
from lotse_app.ui.kit.file_dialogs import ask_files
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lotse_app.forms.incoming import Chosen
    from lotse_app.models.kept_form import Incoming, KeptForm
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.form_keeping import FormKeeping

_FILTER = "Formulare (*.xml *.json);;Alle Dateien (*)"
_WHAT = (
    "Eine Datei von FIM (XDatenfelder 2.0 oder 3.0.0, Codelisten daneben) oder ein JSON-Schema, "
    "mit UI-Schema als zweiter Datei. Es wird nichts aus dem Netz geholt."
)


class TakingIn(Card):
    """Asks for files and takes them in; *Abbrechen* stops between two stages, and then nothing is kept."""

    #: The ``KeptForm`` that was kept.
    kept = Signal(object)

    def __init__(self, keeping: FormKeeping, tasks: Tasks) -> None:
        super().__init__("Formular übernehmen")
        self._keeping = keeping
        self._tasks = tasks
        self._turn = 0
        self._then: Callable[[Any], None] | None = None
        self.body.addWidget(Body(_WHAT))
        self.land = SearchChoice(LANDS, "Land")
        self.land.set_value("SN")
        self.body.addWidget(Field("Land", self.land, "Regeln, die nur für andere Länder gelten, werden abgelegt."))
        self.progress = QProgressBar()
        self.progress.setRange(0, len(STAGES))
        self.progress.setAccessibleName("Fortschritt der Übernahme")
        self.progress.hide()
        self.body.addWidget(self.progress)
        self.told = Banner()
        self.body.addWidget(self.told)
        self.choose = SecondaryButton("Datei wählen …")
        self.choose.clicked.connect(self._choose)
        self.stop = SecondaryButton("Abbrechen")
        self.stop.clicked.connect(self.cancel)
        self.stop.hide()
        self.body.addWidget(ActionRow([self.choose, self.stop]))

    def take(self, paths: Sequence[Path]) -> None:
        """Take files in."""
        self._turn += 1
        self.told.clear()
        self._stage(0)
        self._go(LaneName.WORK, partial(self._keeping.read, tuple(paths)), self._read)

    def cancel(self) -> None:
        """Stop; what is being read is not kept."""
        self._turn += 1
        self._rest()
        self.told.say("info", "Abgebrochen. Es ist nichts gespeichert.")

    def _choose(self) -> None:
        ask_files(self, "Formular übernehmen", _FILTER, self._chosen)

    def _chosen(self, names: list[str]) -> None:
        self.take([Path(name) for name in names])

    def _stage(self, number: int) -> None:
        self.progress.setValue(number)
        self.progress.setFormat(f"{STAGES[number]} ({number + 1} von {len(STAGES)})")
        if self.progress.isHidden():
            self.progress.show()
            self.stop.show()
            self.choose.setEnabled(False)
            self.stop.setFocus()
        announce(self.progress, STAGES[number])

    def _rest(self) -> None:
        self.progress.hide()
        self.choose.setEnabled(True)
        self.choose.setFocus()
        self.stop.hide()

    def _go(self, lane: LaneName, work: Callable[[], object], then: Callable[[Any], None]) -> None:
        self._then = then
        self._tasks.run(lane, partial(_in_turn, self._turn, work), self, self._arrived, self._refuse)

    def _arrived(self, outcome: tuple[int, object]) -> None:
        """Go on with what a lane made, unless it was given up meanwhile."""
        turn, found = outcome
        if turn == self._turn and self._then is not None:
            self._then(found)

    def _read(self, chosen: Chosen) -> None:
        self._stage(1)
        self._go(LaneName.WORK, partial(self._keeping.translate, chosen, self.land.value or "SN"), self._translated)

    def _translated(self, incoming: Incoming) -> None:
        self._stage(2)
        self._go(LaneName.WORK, partial(self._keeping.examine, incoming), self._examined)

    def _examined(self, incoming: Incoming) -> None:
        self._stage(3)
        self._go(LaneName.STORE, partial(self._keeping.keep, incoming), self._kept)

    def _kept(self, kept: KeptForm) -> None:
        self._rest()
        self.told.say("ok", f"Übernommen, ungeprüft: {kept.title}, Fassung {kept.version}.")
        self.kept.emit(kept)

    def _refuse(self, problem: Problem) -> None:
        if self.progress.isHidden():
            return
        self._rest()
        self.told.say("error", sentence(problem))


def _in_turn(turn: int, work: Callable[[], object]) -> tuple[int, object]:
    return turn, work()
