"""Leads the resident's view through the sections; what is pressed there counts like a key of the pilot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lotse_app.models.acting import ReadBackWay
from lotse_app.ui.resident.window import ResidentWindow, other_screen

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from lotse_app.models.reading import Section
    from lotse_app.models.signing import Strokes
    from lotse_app.ui.application.editing import Editing
    from lotse_app.ui.resident.code_page import CopyCode


class ResidentGuide(QObject):
    """Owns the second window while a case is open."""

    #: The ``Line`` that is not right.
    doubted = Signal(object)
    #: The pad was signed there; ask ``strokes``.
    signed = Signal()
    board_wanted = Signal()
    help_wanted = Signal()
    opened = Signal()
    closed = Signal()

    def __init__(self, beside: QWidget) -> None:
        super().__init__(beside)
        self._beside = beside
        self._editing: Editing | None = None
        self._shown: Section | None = None
        #: Sections that are ticked and are read once more, by key.
        self._again: set[str] = set()
        #: How it is read back; the pilot's choice in *Gemeinsam prüfen*.
        self.way = ReadBackWay.READ_SELF
        self.window: ResidentWindow | None = None

    @property
    def is_open(self) -> bool:
        """Return whether the resident sees something."""
        return self.window is not None and self.window.isVisible()

    @property
    def strokes(self) -> Strokes:
        """Return what was drawn on the resident's pad."""
        return self.window.strokes if self.window is not None else ()

    def use(self, editing: Editing) -> None:
        """Read from this case, and follow it."""
        self._editing = editing
        editing.changed.connect(self._follow)

    def open(self) -> None:
        """Show the view, at the first section that has no tick yet; where all have one, at the very first again."""
        window = self._window()
        window.present(self._beside)
        self.opened.emit()
        self._again = self._all_ticked()
        self.show_next()

    def _all_ticked(self) -> set[str]:
        """Return the keys of all sections where each has its tick and may still be doubted, else nothing."""
        if self._editing is None or self._editing.frozen:
            return set()
        keys = {section.key for section in self._editing.sections()}
        return keys if keys <= set(self._editing.confirmed()) else set()

    def show_next(self) -> None:
        """Show the first section that has no tick or is read again; thanks when there is none."""
        if self._editing is None or not self.is_open:
            return
        sections = self._editing.sections()
        ticked = self._editing.confirmed()
        waiting = [section for section in sections if section.key not in ticked or section.key in self._again]
        if not waiting or self._editing.frozen:
            self._shown = None
            if sections:
                self._window().thank()
            else:
                self._window().greet()
        elif self._shown != waiting[0]:
            self._shown = waiting[0]
            self._window().show_section(waiting[0], sections.index(waiting[0]) + 1, len(sections))

    def show_pad(self, words: str) -> None:
        """Let the resident sign on the own screen."""
        window = self._window()
        if not window.isVisible():
            window.present(self._beside)
            self.opened.emit()
        self._shown = None
        window.show_pad(words)

    def show_code(self, code: CopyCode) -> None:
        """Show the resident the number to be copied by hand."""
        window = self._window()
        if not window.isVisible():
            window.present(self._beside)
            self.opened.emit()
        self._shown = None
        window.show_code(code)

    def close(self) -> None:
        """Take the view away."""
        self._shown = None
        if self.window is not None:
            self.window.close()

    def dispose(self) -> None:
        """Take the window away for good: a window without parent would outlive the case."""
        if self.window is not None:
            self.close()
            self.window.deleteLater()
            self.window = None

    def _window(self) -> ResidentWindow:
        if self.window is None:
            self.window = ResidentWindow()
            self.window.agreed.connect(self._agreed)
            self.window.doubted.connect(self._doubted)
            self.window.signed.connect(self._signed)
            self.window.board_wanted.connect(self.board_wanted)
            self.window.help_wanted.connect(self.help_wanted)
            self.window.closed.connect(self._gone)
        return self.window

    def _gone(self) -> None:
        self._shown = None
        self.closed.emit()

    def _follow(self) -> None:
        """Go on when the pilot ticks what is shown, and show a section as it reads now."""
        if self._shown is not None:
            self.show_next()

    def _agreed(self) -> None:
        if self._editing is not None and self._shown is not None:
            self._again.discard(self._shown.key)
            if self._shown.key not in self._editing.confirmed():  # read again, it stays ticked as it was
                self._editing.confirm(self._shown, self.way)
            self.show_next()

    def _doubted(self, line: object) -> None:
        self._shown = None
        if other_screen(self._beside) is None:
            self.close()
        self.doubted.emit(line)

    def _signed(self) -> None:
        self.signed.emit()
        self.close()
