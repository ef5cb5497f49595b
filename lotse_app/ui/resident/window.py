"""The resident's view: a second window, on the second screen if there is one, else full on this one (``F9``)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from lotse_app.models.reading import Language
from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import TARGET, Muted, announce
from lotse_app.ui.kit.layouts import GRID, FlowLayout
from lotse_app.ui.kit.page_stack import PageStack
from lotse_app.ui.resident.code_page import CodePage
from lotse_app.ui.resident.pages import DoubtPage, PadPage, QuietPage, SectionPage
from lotse_app.ui.resident.words import UNCHECKED, Fixed

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QScreen

    from lotse_app.models.reading import Line, Section
    from lotse_app.models.signing import Strokes
    from lotse_app.ui.resident.code_page import CopyCode

#: Holds what somebody said, and can be emptied.
_Page = SectionPage | DoubtPage | PadPage | CodePage


class HeadButton(QPushButton):
    """A quiet button at the top."""

    def __init__(self, text: str, spoken: str = "") -> None:
        super().__init__(text)
        self.setProperty("kind", "link")
        self.setAccessibleName(spoken or text)
        self.setMinimumSize(TARGET, TARGET)


class ResidentWindow(QWidget):
    """Shows one resident's own data, one section at a time. It knows no list and no other case."""

    #: *Das stimmt*.
    agreed = Signal()
    #: The ``Line`` that is not right.
    doubted = Signal(object)
    #: The pad was signed; ask ``strokes``.
    signed = Signal()
    #: Pilot and resident want to write to each other.
    board_wanted = Signal()
    #: Somebody pressed F1.
    help_wanted = Signal()
    #: The pilot has the screen again.
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Lotse – Ihre Angaben")
        self.setAccessibleName("Ansicht für die Bürgerin oder den Bürger")
        self._section: Section | None = None
        self._counted = (0, 0)
        self._language = Language.GERMAN
        #: The screen it was opened on, if that is not the pilot's.
        self._other: QScreen | None = None
        self.place, self.unchecked = Muted(), Muted(UNCHECKED)
        self.languages = QButtonGroup(self)
        self.stack = PageStack()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._head())
        self.unchecked.setContentsMargins(5 * GRID, GRID // 2, 0, 0)
        self.unchecked.limit = 1000
        outer.addWidget(self.unchecked)
        outer.addWidget(self.stack, 1)
        self.quiet = QuietPage(self.stack)
        self.stack.addWidget(self.quiet)
        #: The other pages, as far as they were made.
        self._made: list[_Page] = []
        self._connect()
        self.greet()

    # the other pages: each made when it is first shown ---------------------------------------

    @cached_property
    def section(self) -> SectionPage:
        """Return the page of one section."""
        page = SectionPage(self.stack)
        page.agreed.connect(self.agreed)
        page.doubted.connect(self._ask_where)
        self._add(page)
        return page

    @cached_property
    def doubt(self) -> DoubtPage:
        """Return the question which line is wrong."""
        page = DoubtPage(self.stack)
        page.back.connect(self._show_again)
        page.pointed.connect(self._pointed)
        self._add(page)
        return page

    @cached_property
    def pad(self) -> PadPage:
        """Return the page to sign on."""
        page = PadPage(self.stack)
        page.signed.connect(self.signed)
        self._add(page)
        return page

    @cached_property
    def code(self) -> CodePage:
        """Return the number to be copied by hand."""
        page = CodePage(self.stack)
        self._add(page)
        return page

    def _add(self, page: _Page) -> None:
        self._made.append(page)
        self.stack.addWidget(page)

    def _head(self) -> FlowLayout:
        head = FlowLayout(spacing=GRID)
        head.setContentsMargins(5 * GRID, GRID, 3 * GRID, 0)
        head.addWidget(self.place)
        self.language_buttons: dict[Language, QPushButton] = {}
        for at, language in enumerate(Language):
            button = HeadButton(language.value, f"Sprache: {language.value}")
            button.setCheckable(True)
            self.languages.addButton(button, at)
            self.language_buttons[language] = button
            head.add_trailing(button)
        self.board = HeadButton(Fixed.BOARD.text())
        self.board.setAccessibleDescription("Schreiben statt sprechen. Taste F8")
        self.leave = HeadButton(f"{Fixed.CLOSE.text()}   F9", Fixed.CLOSE.text())
        self.leave.setAccessibleDescription("Gibt den Bildschirm zurück. Taste F9 oder Esc")
        head.add_trailing(self.board)
        head.add_trailing(self.leave)
        self.language_buttons[Language.GERMAN].setChecked(True)
        return head

    def _connect(self) -> None:
        self.board.clicked.connect(self.board_wanted)
        self.leave.clicked.connect(self.close)
        # Not clicked: a screen reader toggles without a click.
        self.languages.idToggled.connect(self._choose_language)
        for key in ("F9", "Esc"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(self.close)
        QShortcut(QKeySequence("F8"), self).activated.connect(self.board_wanted)
        QShortcut(QKeySequence("F1"), self).activated.connect(self.help_wanted)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self._screen_gone)

    @property
    def strokes(self) -> Strokes:
        """Return what was drawn on the pad."""
        return next((page.pad.strokes for page in self._made if isinstance(page, PadPage)), ())

    @property
    def language(self) -> Language:
        """Return the language that is shown."""
        return self._language

    def present(self, beside: QWidget) -> None:
        """Open on another screen than the pilot's, without taking the focus; else over the whole of this one."""
        self._other = other = other_screen(beside)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, other is not None)
        show_over(self, other or beside.screen())
        if other is None:
            self.activateWindow()
            self._take_focus()

    def show_section(self, section: Section, number: int, of: int) -> None:
        """Show one section; ``number`` counts from 1. Languages are offered where the section has texts in them."""
        again = self._section is not None and self._section.key == section.key
        self._section, self._counted = section, (number, of)
        offered = section.languages()
        if self._language not in offered:
            self._set_language(Language.GERMAN)
        for language, button in self.language_buttons.items():
            button.setVisible(len(offered) > 1 and language in offered)
        self._show_again()
        if not again:
            announce(self, section.title)

    def show_pad(self, words: str) -> None:
        """Show the signature pad, empty, with what is signed in words."""
        self._leave_section()
        self.pad.say(self._language)
        self.pad.pad.clear()
        self.pad.show_words(words)
        self.stack.setCurrentWidget(self.pad)

    def greet(self) -> None:
        """Say that data will come."""
        self.say(Fixed.WELCOME.text())

    def thank(self) -> None:
        """Say that everything was read."""
        self.say(Fixed.DONE.text(self._language))
        self.leave.setFocus()

    def show_code(self, code: CopyCode) -> None:
        """Show the number to be copied by hand."""
        self._leave_section()
        self.code.show_code(code)
        self.stack.setCurrentWidget(self.code)
        self.code.number.setFocus()

    def say(self, words: str) -> None:
        """Show one sentence and none of the data."""
        self._leave_section()
        self.quiet.words.setText(words)
        self.stack.setCurrentWidget(self.quiet)
        if words:
            announce(self, words)

    def blank(self) -> None:
        """Show nothing: the program is locked or the next person comes. Nothing of the last one is kept."""
        for page in self._made:
            page.clear()
        self.say("")
        self._set_language(Language.GERMAN)

    @override
    def closeEvent(self, event: QCloseEvent, /) -> None:
        self.blank()
        super().closeEvent(event)
        self.closed.emit()

    def _screen_gone(self, screen: QScreen) -> None:
        """Close when the own screen is pulled out: else it would go on where nobody sees it, or over the pilot's."""
        if screen is self._other:
            self._other = None
            self.close()

    def _leave_section(self) -> None:
        self._section = None
        self.place.setText("")
        self.unchecked.hide()
        for button in self.language_buttons.values():
            button.hide()

    def _show_again(self) -> None:
        section = self._section
        if section is None:
            return
        number, of = self._counted
        self.place.setText(Fixed.PLACE.text(self._language).format(number=number, of=of))
        self.unchecked.setVisible(self._language is Language.PLAIN and not section.plain_checked)
        self.section.show_section(section, self._language)
        self.stack.setCurrentWidget(self.section)
        self._take_focus()

    def _ask_where(self) -> None:
        if self._section is None:
            return
        self.doubt.show_section(self._section, self._language)
        self.stack.setCurrentWidget(self.doubt)
        self.doubt.take_focus()

    def _pointed(self, line: Line) -> None:
        self.say(Fixed.WAIT.text(self._language))
        self.doubted.emit(line)

    def _choose_language(self, at: int, checked: bool) -> None:  # noqa: FBT001 - Qt calls with a flag
        if checked:
            self._language = tuple(Language)[at]
            self._show_again()

    def _set_language(self, language: Language) -> None:
        self._language = language
        with QSignalBlocker(self.languages):
            self.language_buttons[language].setChecked(True)

    def _take_focus(self) -> None:
        page = self.stack.currentWidget()
        if isinstance(page, SectionPage):
            page.take_focus()


def other_screen(beside: QWidget) -> QScreen | None:
    """Return a screen that the widget does not stand on, if there is one."""
    own = beside.screen()
    return next((screen for screen in QGuiApplication.screens() if screen is not own), None)


def show_over(window: QWidget, screen: QScreen | None) -> None:
    """Show a window over the whole of a screen."""
    if screen is not None:
        window.setScreen(screen)
        window.setGeometry(screen.geometry())
    window.showFullScreen()
