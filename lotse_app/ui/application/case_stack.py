"""An opened Vorgang and what lies over it: papers to look at, and the number to be copied by hand."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from lotse_app.ui.application.copy_view import CopyView
from lotse_app.ui.kit.page_stack import PageStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from lotse_app.ui.preview import Preview, PrinterAsker
    from lotse_app.ui.resident.code_page import CopyCode
    from lotse_app.ui.rooms.room import PaperReady
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.print import Printing


class CaseStack(PageStack):
    """What lies over the Vorgang is made when it is first shown."""

    #: What lay over the Vorgang was closed.
    closed = Signal()
    printed = Signal()
    resident_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, case_page: QWidget, tasks: Tasks, printing: Printing, ask_printer: PrinterAsker | None) -> None:
        super().__init__()
        self._tasks = tasks
        self._printing = printing
        self._ask_printer = ask_printer
        self.case_page = case_page
        self._made: list[Preview | CopyView] = []
        self.addWidget(case_page)

    @cached_property
    def preview(self) -> Preview:
        """Return the papers to look at."""
        from lotse_app.ui.preview import Preview

        view = Preview(self._tasks, self._printing, self._ask_printer)
        view.closed.connect(self.closed)
        view.printed.connect(self.printed)
        self._add(view)
        return view

    @cached_property
    def copy(self) -> CopyView:
        """Return the number to be copied by hand."""
        view = CopyView()
        view.closed.connect(self.closed)
        view.resident_wanted.connect(self.resident_wanted)
        view.next_wanted.connect(self.next_wanted)
        self._add(view)
        return view

    def _add(self, view: Preview | CopyView) -> None:
        self._made.append(view)
        self.addWidget(view)

    @property
    def shows_case(self) -> bool:
        """Return whether nothing lies over the Vorgang."""
        return self.currentWidget() is self.case_page

    @property
    def shows_papers(self) -> bool:
        """Return whether papers lie over it."""
        return not (self.shows_case or self.shows_number)

    @property
    def shows_number(self) -> bool:
        """Return whether the number lies over it."""
        return isinstance(self.currentWidget(), CopyView)

    def show_papers(self, papers: Sequence[PaperReady]) -> None:
        """Lay papers over it."""
        self.setCurrentWidget(self.preview)
        self.preview.show_papers(papers)

    def show_number(self, code: CopyCode) -> None:
        """Lay the number over it."""
        self.setCurrentWidget(self.copy)
        self.copy.show_code(code)

    def show_case(self) -> None:
        """Show the Vorgang itself."""
        self.setCurrentWidget(self.case_page)

    def clear(self) -> None:
        """Show nothing of anybody."""
        for view in self._made:
            view.clear()
        self.show_case()
