"""The recovery code, shown once: to be printed or copied by hand, and kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit

from lotse_app.ui.entry_page import EntryPage
from lotse_app.ui.fields import Field
from lotse_app.ui.kit import Body, SecondaryButton, announce
from lotse_app.ui.messages import sentence
from lotse_app.ui.rooms.room import PaperReady
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks

#: Makes the PDF from code and station name; work lane.
SheetMaker = "Callable[[str, str], bytes]"


class CodePage(EntryPage):
    """Shows the code until the tick is set; forgets it when it is left."""

    #: A ``PaperReady``.
    paper = Signal(object)

    def __init__(self, tasks: Tasks, sheet: Callable[[str, str], bytes], button: str) -> None:
        super().__init__("Wiederherstellungscode", button)
        self._tasks = tasks
        self._sheet = sheet
        self._station = ""
        self.body.addWidget(
            Body(
                "Mit diesem Code öffnen Sie Lotse, wenn die Passphrase vergessen ist oder der Computer verloren geht. "
                "Er wird nur jetzt gezeigt. Ohne Code und ohne Passphrase kommt niemand mehr an die Daten."
            )
        )
        self.code = QLineEdit()
        self.code.setReadOnly(True)
        self.code.setProperty("kind", "code")
        self.code.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.add_entry(Field("Ihr &Code", self.code, "Fünf Gruppen zu fünf Zeichen. Es gibt kein O, kein I und kein L."))
        self.body.addWidget(Body("Bitte nicht beim Computer aufbewahren, sondern zum Beispiel im Tresor."))
        self.print_button = SecondaryButton("&Drucken oder als PDF zeigen")
        self.print_button.clicked.connect(self._make_sheet)
        self.kept = QCheckBox("Ich habe den Code &sicher verwahrt")
        self.kept.setAccessibleName("Ich habe den Code sicher verwahrt (nötig)")
        self.kept.setAccessibleDescription("Erst danach geht es weiter.")
        self.kept.toggled.connect(self._tick)
        self.add_entry(self.kept)
        self.finish_layout(self.print_button)
        self.go_on.connect(self._forget)

    def show_code(self, code: str, station: str = "") -> None:
        """Show a code; going on needs the tick."""
        self._station = station
        self.code.setText(code)
        self.code.setCursorPosition(0)
        spelt = " ".join(code.replace("-", ","))
        self.code.setAccessibleDescription(f"Zeichen für Zeichen: {spelt}")
        self.kept.setChecked(False)
        self._tick()
        self.begin()
        announce(self, "Der Wiederherstellungscode wird gezeigt. Bitte aufschreiben oder drucken.")

    def _tick(self) -> None:
        self.primary.setEnabled(self.kept.isChecked())

    def _make_sheet(self) -> None:
        work = partial(self._sheet, self.code.text(), self._station)
        self._tasks.run(LaneName.WORK, work, self, self._show_sheet, self._refuse)

    def _show_sheet(self, pdf: bytes) -> None:
        self.paper.emit(PaperReady("Wiederherstellungscode", pdf))

    def _refuse(self, problem: Problem) -> None:
        self.banner.say("error", sentence(problem))

    def _forget(self) -> None:
        self.code.setText("")
        self.code.setAccessibleDescription("")
