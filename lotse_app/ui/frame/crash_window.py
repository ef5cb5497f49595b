"""Shows a crash report once: what happened, that entries are kept, and a button to copy the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit

from lotse_app.ui.kit.blocks import ActionRow, Body, Heading, PrimaryButton, SecondaryButton
from lotse_app.ui.kit.layouts import column
from lotse_app.ui.kit.scrolling import ScrollBody

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class CrashWindow(QObject):
    """Receives reports from any thread; a second report while one is shown is only written to disk."""

    _arrived = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: CrashDialog | None = None
        self._arrived.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def show_report(self, report: str) -> None:
        """Show a redacted report; safe from every thread."""
        self._arrived.emit(report)

    def _show(self, report: str) -> None:
        if self._dialog is not None and self._dialog.isVisible():
            return
        self._dialog = CrashDialog(report, self._window)
        self._dialog.open()


class CrashDialog(QDialog):
    """One crash report."""

    def __init__(self, report: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Fehler im Programm")
        self.setMinimumWidth(560)
        outer = column(self, margin=24)
        scroll = ScrollBody(0)  # large letters need more than a small screen has
        outer.addWidget(scroll, 1)
        box = scroll.body
        box.addWidget(Heading("Da ist ein Fehler im Programm passiert."))
        box.addWidget(
            Body(
                "Was als gespeichert angezeigt wurde, ist gespeichert. Sie können weiterarbeiten. "
                "Wenn etwas nicht mehr reagiert: Lotse beenden und neu öffnen."
            )
        )
        box.addWidget(
            Body("Der Bericht enthält keine Angaben von Personen. Bitte geben Sie ihn der Koordination weiter.")
        )
        self._report = QPlainTextEdit(report)
        self._report.setReadOnly(True)
        self._report.setAccessibleName("Bericht")
        self._report.setTabChangesFocus(True)
        box.addWidget(self._report)
        copy, close = SecondaryButton("Bericht kopieren"), PrimaryButton("Weiter")
        copy.clicked.connect(self._copy)
        close.clicked.connect(self.accept)
        outer.addWidget(ActionRow([copy], [close]))
        self.resize(self.sizeHint().expandedTo(QSize(640, 560)).boundedTo(parent.size()))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report.toPlainText())
