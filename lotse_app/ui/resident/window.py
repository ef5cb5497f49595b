"""The resident's view: a second window, on the second screen if there is one, else full on this one (``F9``)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from lotse_app.models.reading import Section
from lotse_app.ui.kit import Muted, announce
from lotse_app.ui.layouts import GRID
from lotse_app.ui.overriding import override
from lotse_app.ui.resident.pages import DoubtPage, PadPage, QuietPage, SectionPage

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QScreen

    from lotse_app.models.reading import Line
    from lotse_app.workflows.sign import Strokes

_NOTHING = Section("", "", "", ())
WELCOME = "Guten Tag. Hier sehen Sie gleich Ihre Angaben."
WAIT = "Danke. Wir ändern das jetzt gemeinsam."
DONE = "Danke. Alles ist geprüft."


class Language(StrEnum):
    """Languages of the view; Sorbian comes when its texts are verified."""

    GERMAN = "Deutsch"
    PLAIN = "Einfache Sprache"


class ResidentWindow(QWidget):
    """Shows one resident's own data, one section at a time. It knows no list and no other case."""

    #: *Das stimmt*.
    agreed = Signal()
    #: The ``Line`` that is not right.
    doubted = Signal(object)
    #: The pad was signed; ask ``strokes``.
    signed = Signal()
    #: The pilot has the screen again.
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Lotse – Ihre Angaben")
        self.setAccessibleName("Ansicht für die Bürgerin oder den Bürger")
        self._section: Section | None = None
        self._language = Language.GERMAN
        self.place = Muted()
        self.languages = QButtonGroup(self)
        self.stack = QStackedWidget()
        self.quiet, self.section, self.doubt, self.pad = QuietPage(), SectionPage(), DoubtPage(), PadPage()
        for page in (self.quiet, self.section, self.doubt, self.pad):
            self.stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(self._head())
        outer.addWidget(self.stack, 1)
        self._connect()
        self.say(WELCOME)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(5 * GRID, 2 * GRID, 3 * GRID, 0)
        head.addWidget(self.place)
        head.addStretch(1)
        self.language_buttons = []
        for at, language in enumerate(Language):
            button = QPushButton(language.value)
            button.setCheckable(True)
            button.setProperty("kind", "link")
            button.setAccessibleName(f"Sprache: {language.value}")
            self.languages.addButton(button, at)
            self.language_buttons.append(button)
            head.addWidget(button)
        self.language_buttons[0].setChecked(True)
        return head

    def _connect(self) -> None:
        self.section.agreed.connect(self.agreed)
        self.section.doubted.connect(self._ask_where)
        self.doubt.back.connect(self._show_again)
        self.doubt.pointed.connect(self._pointed)
        self.pad.signed.connect(self.signed)
        self.languages.idClicked.connect(self._choose_language)
        for key in ("F9", "Esc"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(self.close)

    @property
    def strokes(self) -> Strokes:
        """Return what was drawn on the pad."""
        return self.pad.pad.strokes

    def present(self, beside: QWidget) -> None:
        """Open on another screen than the pilot's, without taking the focus; else over the whole of this one."""
        other = other_screen(beside)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, other is not None)
        if other is not None:
            self.setScreen(other)
            self.setGeometry(other.geometry())
        elif beside.screen() is not None:
            self.setScreen(beside.screen())
            self.setGeometry(beside.screen().geometry())
        self.showFullScreen()
        if other is None:
            self.activateWindow()
            self._take_focus()

    def show_section(self, section: Section, number: int, of: int, *, plain_offered: bool = False) -> None:
        """Show one section; ``number`` counts from 1. Plain language is offered where its texts are verified."""
        self._section = section
        offered = plain_offered and (bool(section.plain) or any(line.plain for line in section.lines))
        if not offered:
            self._language = Language.GERMAN
            self.language_buttons[0].setChecked(True)
        for button in self.language_buttons:
            button.setVisible(offered)
        self.place.setText(f"{number} von {of}")
        self._show_again()
        announce(self, section.title)

    def show_pad(self, words: str) -> None:
        """Show the signature pad, empty, with what is signed in words."""
        self._section = None
        self.place.setText("")
        self._hide_languages()
        self.pad.pad.clear()
        self.pad.words.setText(words)
        self.stack.setCurrentWidget(self.pad)

    def say(self, words: str) -> None:
        """Show one sentence and none of the data."""
        self._section = None
        self.place.setText("")
        self._hide_languages()
        self.quiet.words.setText(words)
        self.stack.setCurrentWidget(self.quiet)
        if words:
            announce(self, words)

    def blank(self) -> None:
        """Show nothing: the program is locked or the next person comes. Nothing of the last one is kept."""
        self.pad.pad.clear()
        self.section.show_section(_NOTHING, plain=False)
        self.doubt.show_section(_NOTHING, plain=False)
        self.pad.words.setText("")
        self.say("")
        self._language = Language.GERMAN
        self.language_buttons[0].setChecked(True)

    @override
    def closeEvent(self, event: QCloseEvent, /) -> None:
        self.blank()
        super().closeEvent(event)
        self.closed.emit()

    def _hide_languages(self) -> None:
        for button in self.language_buttons:
            button.hide()

    def _show_again(self) -> None:
        if self._section is None:
            return
        self.section.show_section(self._section, plain=self._language is Language.PLAIN)
        self.stack.setCurrentWidget(self.section)
        self._take_focus()

    def _ask_where(self) -> None:
        if self._section is None:
            return
        self.doubt.show_section(self._section, plain=self._language is Language.PLAIN)
        self.stack.setCurrentWidget(self.doubt)
        self.doubt.again.setFocus()

    def _pointed(self, line: Line) -> None:
        self.say(WAIT)
        self.doubted.emit(line)

    def _choose_language(self, at: int) -> None:
        self._language = tuple(Language)[at]
        self._show_again()

    def _take_focus(self) -> None:
        if self.stack.currentWidget() is self.section:
            self.section.yes.setFocus()


def other_screen(beside: QWidget) -> QScreen | None:
    """Return a screen that the widget does not stand on, if there is one."""
    own = beside.screen()
    return next((screen for screen in QGuiApplication.screens() if screen is not own), None)
