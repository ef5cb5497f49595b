"""*ÜBUNG – KEIN ANTRAG*: a bar that sits on top of a whole window, whatever is shown below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QSizePolicy

from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import SecondaryButton, Text
from lotse_app.ui.kit.layouts import GRID, FlowLayout

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

PRACTICE_WORDS = "ÜBUNG – KEIN ANTRAG"
_MEANING = "Alles hier ist erfunden. Nichts wird gesendet oder behalten."


class PracticeMark(QFrame):
    """Takes the upper edge of a window for itself: what is shown in the window begins below, also what comes later."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("practice")
        self._window = window
        self._title = ""
        self.flow = FlowLayout(self, GRID)
        self.flow.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        words = Text(PRACTICE_WORDS, "h3")
        words.setWordWrap(False)
        words.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.flow.addWidget(words)
        self.setAccessibleName(PRACTICE_WORDS)
        self.setAccessibleDescription(_MEANING)
        self._keep_title()
        window.installEventFilter(self)
        self.show()
        self.settle()

    def settle(self) -> None:
        """Take as much of the window's height as the words need at its width."""
        width = self._window.width()
        height = self.flow.heightForWidth(width)
        self.setGeometry(0, 0, width, height)
        self._window.setContentsMargins(0, height, 0, 0)
        self.raise_()

    def _keep_title(self) -> None:
        """Put the mark before a title that was set by itself: the handbook is called by its page."""
        title = self._window.windowTitle()
        if not title.startswith(PRACTICE_WORDS):
            self._title = title
            self._window.setWindowTitle(f"{PRACTICE_WORDS} – {title}")

    def leave(self) -> None:
        """Give the edge and the title back."""
        self._window.removeEventFilter(self)
        self._window.setContentsMargins(0, 0, 0, 0)
        self._window.setWindowTitle(self._title)
        self.hide()
        self.deleteLater()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Show}:
            self.settle()
        elif event.type() is QEvent.Type.WindowTitleChange:
            self._keep_title()
        return super().eventFilter(watched, event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.flow.invalidate()
            self.settle()


def mark_windows() -> None:
    """Put the mark on every window of the program that has none yet, for example on the resident's view."""
    for window in QApplication.topLevelWidgets():
        passing = window.windowType() in {Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.Dialog}
        if window.isVisible() and not passing and window.findChild(PracticeMark) is None:
            PracticeMark(window)


class PracticeBar(PracticeMark):
    """The mark on the program's own window, with what can be done about practice."""

    people_wanted = Signal()
    again_wanted = Signal()
    end_wanted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.people = SecondaryButton("Übungspersonen")
        self.again = SecondaryButton("Übung neu beginnen")
        self.end = SecondaryButton("Übung beenden")
        self.again.setAccessibleDescription("Alles Geübte wird gelöscht, und die Personen sind wieder wie am Anfang.")
        self.end.setAccessibleDescription("Alles Geübte wird gelöscht. Danach erscheint die Anmeldung.")
        self.people.clicked.connect(self.people_wanted)
        self.again.clicked.connect(self.again_wanted)
        self.end.clicked.connect(self.end_wanted)
        for button in (self.people, self.again, self.end):
            self.flow.add_trailing(button)
            button.show()
        self.settle()
