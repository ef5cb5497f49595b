"""A page one fills in before there is a desk: Enter moves on, problems stand beside their field, work is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import LINE_CHARACTERS, Muted, Page, PrimaryButton, announce
from lotse_app.ui.kit.fields import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget


#: Opening takes a second or two; who waits longer wants to know for what.
LATE_SECONDS = 5


def text_field(label: str, help_text: str = "", *, required: bool = True) -> tuple[Field, QLineEdit]:
    """Return a field for one line of text, and the line."""
    line = QLineEdit()
    line.setMaxLength(200)
    return Field(label, line, help_text, required=required), line


def printed_problem(line: QLineEdit, missing: str) -> str:
    """Return what is wrong with a line that stands on papers: nothing in it, or a letter they cannot print."""
    from lotse_app.forms.characters import check_printed  # noqa: PLC0415 - all letters: only when something was entered
    from lotse_app.ui.messages.problems import sentence  # noqa: PLC0415 - all sentences: only when something was entered

    text = line.text().strip()
    wrong = check_printed(text)
    return missing if not text else sentence(wrong) if wrong else ""


class EntryPage(Page):
    """Entries in order, one primary button; Enter goes to the next entry and after the last one presses the button."""

    go_on = Signal()

    def __init__(self, title: str, button: str) -> None:
        super().__init__(title)
        self.primary = PrimaryButton(button, "Ctrl+Return")
        self.primary.clicked.connect(self._pressed)
        self._working = Muted()
        self._working.hide()
        self._late = ""
        self._lateness = QTimer(self, singleShot=True, interval=LATE_SECONDS * 1000)
        self._lateness.timeout.connect(self._say_late)
        self._entries: list[tuple[QWidget, Callable[[], None]]] = []
        self._busy = False

    @property
    def busy(self) -> bool:
        """Return whether something is being done and input has to wait."""
        return self._busy

    def add_entry(self, widget: QWidget, take_focus: Callable[[], None] | None = None) -> None:
        """Put an entry below the others; ``take_focus`` where the widget itself does not take the focus."""
        inner = widget.widget if isinstance(widget, Field) else widget
        self._entries.append((widget, take_focus or inner.setFocus))
        self.body.addWidget(widget)

    def finish_layout(self, *leading: QWidget) -> None:
        """Put the line that says what is being done below the entries, and the buttons at the foot."""
        self._limit()
        self.body.addWidget(self._working)
        self.set_foot(leading, (self.primary,))

    def begin(self) -> None:
        """Put the focus on the first entry that is shown."""
        for widget, take_focus in self._entries:
            if not widget.isHidden():
                take_focus()
                self.scroller.ensureWidgetVisible(widget)
                return

    def work(self, words: str, late: str = "") -> None:
        """Say what is being done; nothing can be pressed meanwhile, but the focus stays where it is.

        ``late`` is said instead where it takes longer than it should.
        """
        self._busy = True
        self.banner.clear()
        self._working.setText(words)
        self._working.show()
        self._allow(allowed=False)
        announce(self, words)
        self._late = late
        if late:
            self._lateness.start()

    def waited(self) -> None:
        """Say nothing more of what it waited for: that is there."""
        self._lateness.stop()

    def _say_late(self) -> None:
        self._working.setText(self._late)
        announce(self, self._late)

    def rest(self) -> None:
        """Take input again."""
        self._busy = False
        self.waited()
        self._working.hide()
        self._allow(allowed=True)

    def complain(self, problems: list[tuple[Field, str]]) -> bool:
        """Show problems beside their fields (an empty sentence takes one away); return whether there is none.

        The focus goes to the first field that has one.
        """
        for field, words in problems:
            field.set_problem(words)
        wrong = [field for field, words in problems if words]
        if wrong:
            wrong[0].widget.setFocus()
            self.scroller.ensureWidgetVisible(wrong[0])
        return not wrong

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._limit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._advance()
            return
        super().keyPressEvent(event)

    def _advance(self) -> None:
        focused = QApplication.focusWidget()
        if isinstance(focused, QPushButton):
            focused.click()
            return
        shown = [(widget, take) for widget, take in self._entries if not widget.isHidden()]
        here = [number for number, (widget, _) in enumerate(shown) if focused and _holds(widget, focused)]
        if here and here[0] + 1 < len(shown):
            following, take_focus = shown[here[0] + 1]
            take_focus()
            line = QApplication.focusWidget()
            if isinstance(line, QLineEdit):
                line.selectAll()  # as Tab does: a day that stands there already is typed over
            self.scroller.ensureWidgetVisible(following)
        else:
            self._pressed()

    def _limit(self) -> None:
        """Keep the lines as short as the texts: a field across the whole window reads badly."""
        for widget, _ in self._entries:
            widget.setMaximumWidth(self.fontMetrics().averageCharWidth() * LINE_CHARACTERS)

    def _pressed(self) -> None:
        if not self._busy and self.primary.isEnabled():
            self.go_on.emit()

    def _allow(self, *, allowed: bool) -> None:
        self.primary.setEnabled(allowed)
        for line in self.findChildren(QLineEdit):
            line.setReadOnly(not allowed)


def _holds(widget: QWidget, focused: QWidget) -> bool:
    return widget is focused or widget.isAncestorOf(focused)
