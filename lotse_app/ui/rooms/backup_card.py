"""The card *Sicherung und Löschen* of the settings: where backups go, when the last was made, what goes when."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from lotse_app.clock import short_moment
from lotse_app.ui.kit.blocks import Body, Card, Muted, SecondaryButton
from lotse_app.ui.kit.file_dialogs import ask_folder
from lotse_app.ui.kit.layouts import GRID, FlowLayout
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.backup import BackupPlan, BackupState, MadeBackup
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

_KEPT = (
    "Entwürfe werden spätestens 30 Tage nach der letzten Änderung gelöscht, Inhalte spätestens 14 Tage nach der "
    "Eingangsbestätigung, auf Papier spätestens 60 Tage nach dem Einreichen. Ihr Stützpunkt kann kürzere Fristen "
    "haben. Sie stehen bei „Was würde wann gelöscht“. Das läuft beim Entsperren und einmal am Tag."
)
#: After a deletion: what lies in a place that was not reached since.
STALE = (
    "Hier liegen noch ältere Sicherungen mit dem, was inzwischen gelöscht ist: {places}. Sie werden mit der nächsten "
    "Sicherung vernichtet, sobald der Ordner erreichbar ist: Bitte den Stick einstecken und „Jetzt sichern“."
)


class BackupCard(Card):
    """Shows the state of backups and starts one."""

    #: A ``Problem`` that the room says.
    refused = Signal(object)
    #: A backup was made and verified.
    done = Signal()

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__("Sicherung und Löschen")
        self._desk = desk
        self._tasks = tasks
        self.place = Body("Noch kein Ordner gewählt.")
        self.last = Muted("")
        self._last_words = ""
        self._busy = False
        self.trouble = Body("")
        self.trouble.hide()
        self.stale = Body("")
        self.stale.hide()
        self.choose = SecondaryButton("Ordner wählen …")
        self.now = SecondaryButton("Jetzt sichern")
        self.choose.clicked.connect(self._ask_folder)
        self.now.clicked.connect(self._plan)
        row = FlowLayout(spacing=GRID)
        row.addWidget(self.choose)
        row.addWidget(self.now)
        for widget in (self.place, self.last, self.trouble, self.stale):
            self.body.addWidget(widget)
        self.body.addLayout(row)
        self.body.addWidget(Muted(_KEPT))

    def reload(self) -> None:
        """Load the state."""
        self._tasks.run(LaneName.STORE, self._desk.backups.state, self, self._show_state, self._refuse)

    def take_folder(self, folder: str) -> None:
        """Choose where backups go from now on."""
        choose = partial(self._desk.backups.choose_folder, Path(folder))
        self._tasks.run(LaneName.STORE, choose, self, self._written, self._refuse)

    def _ask_folder(self) -> None:
        ask_folder(self, "Ordner für Sicherungen", self.take_folder)

    def _plan(self) -> None:
        """Begin one at a time. The button stays as it is meanwhile: switched off it would lose the keyboard's focus."""
        if self._busy:
            return
        self._busy = True
        self._tasks.run(LaneName.STORE, self._desk.backups.plan, self, self._make, self._failed)

    def _make(self, plan: BackupPlan) -> None:
        self.last.setText("Die Sicherung wird geschrieben und geprüft …")
        work = partial(self._desk.backups.make, plan)
        self._tasks.run(LaneName.REPORT, work, self, self._made, self._failed)

    def _made(self, made: MadeBackup) -> None:
        self._tasks.run(LaneName.STORE, partial(self._desk.backups.noted, made), self, self._finished, self._failed)

    def _finished(self, _nothing: None) -> None:
        self._busy = False
        self.done.emit()
        self.reload()

    def _written(self, _nothing: None) -> None:
        self.reload()

    def _failed(self, problem: Problem) -> None:
        self._busy = False
        self._refuse(problem)

    def _refuse(self, problem: Problem) -> None:
        """Say it here as well: the room says it at its head, which may be out of sight."""
        self.last.setText(self._last_words)
        self.trouble.setText(sentence(problem))
        self.trouble.show()
        self.refused.emit(problem)

    def _show_state(self, state: BackupState) -> None:
        self.now.setEnabled(state.folder is not None)
        self.place.setText("Noch kein Ordner gewählt." if state.folder is None else f"Ordner: {state.folder}")
        made = state.last_at
        day = short_moment(made) if made else "noch keine"
        self._last_words = f"Letzte Sicherung: {day}. Täglich von selbst, höchstens sieben."
        self.last.setText(self._last_words)
        self.trouble.setText(sentence(state.problem) if state.problem else "")
        self.trouble.setVisible(state.problem is not None)
        self.stale.setText(STALE.format(places=", ".join(str(one.folder) for one in state.stale)))
        self.stale.setVisible(bool(state.stale))
