"""The recovery code, shown once: to be printed or copied by hand, and kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QStackedWidget

from lotse_app.ui.entrance.entry_page import EntryPage
from lotse_app.ui.kit.blocks import Body, SecondaryButton, Text, announce
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.messages.problems import opening_sentence
from lotse_app.ui.rooms.room import PaperReady
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.problems import Problem
    from lotse_app.ui.entrance.code_sheets import CodeSheets
    from lotse_app.ui.tasks import Tasks


class Sheets(Protocol):
    """Makes the sheet with the code."""

    def sheet(self, code: str, station_name: str, operator_name: str) -> bytes:
        """Return the sheet as PDF. Work lane."""
        ...


class CodePage(EntryPage):
    """Shows the code; going on needs the tick."""

    #: A ``PaperReady``.
    paper = Signal(object)

    def __init__(self, tasks: Tasks, sheets: Sheets, button: str) -> None:
        super().__init__("Wiederherstellungscode", button)
        self._tasks = tasks
        self._sheets = sheets
        self._station = self._operator = ""
        self.body.addWidget(
            Body(
                "Mit diesem Code öffnen Sie Lotse, wenn die Passphrase vergessen ist oder der Computer verloren geht. "
                "Er wird nur jetzt gezeigt. Ohne Code und ohne Passphrase kommt niemand mehr an die Daten."
            )
        )
        self.code = Text("", "code")
        self.code.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.add_entry(
            Field("Ihr &Code", self.code, "Fünf Gruppen zu fünf Zeichen, ohne die Buchstaben I, L, O und U.")
        )
        self.body.addWidget(Body("Bitte nicht beim Computer aufbewahren, sondern zum Beispiel im Tresor."))
        self.print_button = SecondaryButton("&Drucken oder als PDF zeigen")
        self.print_button.clicked.connect(self._make_sheet)
        self.kept = QCheckBox("Ich habe den Code &sicher verwahrt")
        self.kept.setAccessibleName("Ich habe den Code sicher verwahrt (nötig)")
        self.kept.setAccessibleDescription("Erst danach geht es weiter.")
        self.kept.toggled.connect(self._tick)
        self.add_entry(self.kept)
        self.finish_layout(self.print_button)
        self._tick()

    def show_code(self, code: str, station: str, operator: str = "") -> None:
        """Show a code; going on needs the tick."""
        self._station, self._operator = station, operator
        self.code.setText(code)
        self.code.setAccessibleName(f"Ihr Code: {code}")
        self.kept.setChecked(False)
        self._tick()
        self.begin()
        announce(self, "Der Wiederherstellungscode wird gezeigt. Bitte aufschreiben oder drucken.")

    def forget(self) -> None:
        """Take the code out of the window."""
        self.code.setText("")
        self.code.setAccessibleName("")
        self.kept.setChecked(False)

    def _tick(self) -> None:
        self.primary.setEnabled(self.kept.isChecked() and not self.busy)

    def _make_sheet(self) -> None:
        work = partial(self._sheets.sheet, self.code.text(), self._station, self._operator)
        self._tasks.run(LaneName.WORK, work, self, self._show_sheet, self.refuse)

    def _show_sheet(self, pdf: bytes) -> None:
        self.paper.emit(PaperReady("Wiederherstellungscode", pdf))

    def refuse(self, problem: Problem) -> None:
        """Say what went wrong; the code stays."""
        self.rest()
        self._tick()
        self.banner.say("error", opening_sentence(problem))


class CodeStage(QStackedWidget):
    """The code and, while somebody looks at it, the preview of its sheet."""

    #: The code is kept; what comes next may begin.
    go_on = Signal()

    def __init__(self, tasks: Tasks, sheets: CodeSheets, button: str) -> None:
        from lotse_app.ui.preview import Preview

        super().__init__()
        self.page = CodePage(tasks, sheets, button)
        self.preview = Preview(tasks, sheets)
        self.addWidget(self.page)
        self.addWidget(self.preview)
        self.page.go_on.connect(self.go_on)
        self.page.paper.connect(self._show_paper)
        self.preview.closed.connect(self._back)

    def show_code(self, code: str, station: str = "", operator: str = "") -> None:
        """Show a code."""
        self.setCurrentWidget(self.page)
        self.page.show_code(code, station, operator)

    def forget(self) -> None:
        """Take the code and its sheet out of the window."""
        self.page.rest()
        self.page.forget()
        self.preview.clear()

    def _show_paper(self, paper: PaperReady) -> None:
        self.setCurrentWidget(self.preview)
        self.preview.show_papers([paper])

    def _back(self) -> None:
        self.setCurrentWidget(self.page)
        self.page.kept.setFocus()
