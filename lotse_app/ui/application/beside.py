"""The resident beside: what is pressed in the resident's view is done in the wizard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lotse_app.forms.clauses import declarations
from lotse_app.ui.application.step_pages import DOUBT
from lotse_app.ui.application.steps import READ_BACK

if TYPE_CHECKING:
    from lotse_app.models.reading import Line
    from lotse_app.ui.application.editing import Editing
    from lotse_app.ui.application.resident_guide import ResidentGuide
    from lotse_app.ui.application.step_pages import StepPages
    from lotse_app.ui.application.wizard import ApplicationWizard


class Beside(QObject):
    """Joins the guide of the resident's view and the steps of one opened case."""

    def __init__(self, wizard: ApplicationWizard, pages: StepPages, editing: Editing, guide: ResidentGuide) -> None:
        super().__init__(wizard)
        self._wizard = wizard
        self._pages = pages
        self._editing = editing
        self._guide = guide
        #: What the Vollmacht that is being signed there says; empty while it is none.
        self._mandate = ""
        guide.use(editing)
        guide.doubted.connect(self._doubted)
        guide.signed.connect(self._signed)
        guide.opened.connect(self._opened)
        guide.closed.connect(self._closed)
        guide.board_wanted.connect(wizard.board_wanted)
        guide.help_wanted.connect(wizard.help_wanted)
        pages.doubted.connect(self._doubted)
        pages.resident_wanted.connect(wizard.show_resident)
        pages.way_chosen.connect(self._take_way)
        pages.sign_beside_wanted.connect(self._sign)
        pages.mandate_beside_wanted.connect(self._sign_mandate)

    def _opened(self) -> None:
        """Take note that the person reads, unless the pilot chose another way."""
        if not self._mandate:  # who signs a Vollmacht there has not read the application yet
            self._pages.read_back.resident_reads()
            self._take_way()
        self._wizard.resident_opened.emit()

    def _closed(self) -> None:
        """Give the pilot screen and focus back."""
        self._mandate = ""
        self._wizard.activateWindow()
        if self._pages.key == READ_BACK:
            self._pages.read_back.enter()
        self._wizard.resident_closed.emit()

    def _take_way(self) -> None:
        self._guide.way = self._pages.read_back.way

    def _doubted(self, line: Line) -> None:
        """Take the tick of its section off, if there is one, go to the field and mark it."""
        for section in self._editing.sections():
            if section.key in self._editing.confirmed() and any(one.pointer == line.pointer for one in section.lines):
                self._editing.retract(section.key)
        if self._pages.go_to(line.pointer, DOUBT):
            self._editing.set_step(self._pages.key)
        else:
            self._wizard.show_step(READ_BACK)
        self._wizard.step_changed()
        self._wizard.activateWindow()

    def _sign(self) -> None:
        """Show the pad below the words that are signed, as they stand on the paper."""
        self._mandate = ""
        case, line = self._editing.case, self._pages.signature.line
        said = [case.form.title] if line is None else [case.form.title, line.caption]
        self._guide.show_pad("\n\n".join([*said, *declarations(case.form, case.application.answers)]))

    def _sign_mandate(self, words: str) -> None:
        self._mandate = words
        self._guide.show_pad(words)

    def _signed(self) -> None:
        if self._mandate:
            self._pages.mandate.take_beside(self._guide.strokes, self._mandate)
        else:
            self._pages.signature.pad.set_strokes(self._guide.strokes)
        self._wizard.next_button.setFocus()
