"""The *Schreibtafel*: pilot and resident type to and fro in very large letters, for those who do not hear.

What is written here is never stored: no undo, no clipboard, no word list of an input method; closing empties it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout, QPlainTextEdit, QVBoxLayout, QWidget

from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import Muted, SecondaryButton, Text, announce
from lotse_app.ui.kit.layouts import GRID, FlowLayout
from lotse_app.ui.resident.window import other_screen, show_over

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QScreen

#: Whose field it is; two, so that nobody has to wait for the other one to wipe.
PILOT, RESIDENT = "Hier schreibt die Beratung", "Hier schreiben Sie"
NOTE = "Nichts davon wird gespeichert. Beim Schließen ist alles weg."
_NEW_LETTERS = frozenset({QEvent.Type.FontChange, QEvent.Type.StyleChange})


class BoardField(QPlainTextEdit):
    """One of the two fields. What stands here leaves it in no way but by eye."""

    def __init__(self, document: QTextDocument, name: str) -> None:
        super().__init__()
        self.setDocument(document)
        self.setProperty("kind", "board")
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        self.setInputMethodHints(hints | Qt.InputMethodHint.ImhMultiLine)

    @override
    def createMimeDataFromSelection(self) -> QMimeData:
        """Copying, cutting, dragging and selecting take nothing along."""
        return QMimeData()

    @override
    def changeEvent(self, e: QEvent, /) -> None:
        super().changeEvent(e)
        if e.type() in _NEW_LETTERS:
            self.document().setDefaultFont(self.font())


class BoardWindow(QWidget):
    """Both fields, one above the other."""

    closed = Signal()
    wiped = Signal()
    help_wanted = Signal()

    def __init__(self, documents: tuple[QTextDocument, QTextDocument]) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Lotse – Schreibtafel")
        self.setAccessibleName("Schreibtafel")
        self.pilot = BoardField(documents[0], PILOT)
        self.resident = BoardField(documents[1], RESIDENT)
        box = QVBoxLayout(self)
        box.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        for name, field in ((PILOT, self.pilot), (RESIDENT, self.resident)):
            label = Text(name, "h2")
            label.setBuddy(field)
            box.addWidget(label)
            box.addWidget(field, 1)
        self.wipe, self.leave = SecondaryButton("Alles löschen"), SecondaryButton("Schließen", shown="F8")
        self.leave.setAccessibleDescription("Leert die Schreibtafel und schließt sie. Taste F8 oder Esc")
        foot = FlowLayout(spacing=2 * GRID)
        foot.addWidget(Muted(NOTE))
        foot.add_trailing(self.wipe)
        foot.add_trailing(self.leave)
        box.addLayout(foot)
        self.wipe.clicked.connect(self.wiped)
        self.leave.clicked.connect(self.close)
        for key in ("F8", "Esc"):
            QShortcut(QKeySequence(key), self).activated.connect(self.close)
        QShortcut(QKeySequence("F1"), self).activated.connect(self.help_wanted)

    @override
    def closeEvent(self, event: QCloseEvent, /) -> None:
        super().closeEvent(event)
        self.closed.emit()


class WritingBoard(QObject):
    """The board of one program: one window, or one on each of two screens that show the same."""

    opened = Signal()
    closed = Signal()
    #: Somebody pressed F1 in one of the windows.
    help_wanted = Signal()

    def __init__(self, beside: QWidget) -> None:
        super().__init__(beside)
        self._beside = beside
        self._documents = (_document(self), _document(self))
        self.windows: list[BoardWindow] = []
        self._other: QScreen | None = None
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self._screen_gone)

    @property
    def is_open(self) -> bool:
        """Return whether it is shown."""
        return any(window.isVisible() for window in self.windows)

    @property
    def texts(self) -> tuple[str, str]:
        """Return what stands in the two fields."""
        first, second = self._documents
        return first.toPlainText(), second.toPlainText()

    def toggle(self) -> None:
        """Show the board, or take it away."""
        if self.is_open:
            self.close()
        else:
            self.open()

    def open(self) -> None:
        """Show the board over the whole screen; with a second screen it stands on both."""
        self._other = other = other_screen(self._beside)
        self.windows = [BoardWindow(self._documents) for _ in range(1 if other is None else 2)]
        for window in self.windows:
            window.closed.connect(self.close)
            window.wiped.connect(self.wipe)
            window.help_wanted.connect(self.help_wanted)
        if other is not None:
            self.windows[1].setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            show_over(self.windows[1], other)
        own = self.windows[0]
        show_over(own, self._beside.screen())
        own.activateWindow()
        own.pilot.setFocus()
        announce(own, "Schreibtafel. Mit der Tabulatortaste zum anderen Feld.")
        self.opened.emit()

    def _screen_gone(self, screen: QScreen) -> None:
        """Go on with the pilot's window alone when the other screen is pulled out; what was written stays."""
        if screen is self._other and len(self.windows) > 1:
            gone = self.windows.pop()
            gone.closed.disconnect(self.close)
            gone.close()
            gone.deleteLater()

    def wipe(self) -> None:
        """Empty both fields."""
        for document in self._documents:
            document.clear()
        if self.windows:
            self.windows[0].pilot.setFocus()

    def close(self) -> None:
        """Empty the board and take it away."""
        for document in self._documents:
            document.clear()
        windows, self.windows = self.windows, []
        for window in windows:
            window.close()
            window.deleteLater()
        if windows:
            self.closed.emit()


def _document(parent: QObject) -> QTextDocument:
    """Return a text that can be shown in several fields and remembers nothing of what it was."""
    document = QTextDocument(parent)
    document.setDocumentLayout(QPlainTextDocumentLayout(document))
    document.setUndoRedoEnabled(False)
    return document
