"""The number of a Vorgang to be copied by hand where nothing can be printed: as large as it goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import Text
from lotse_app.ui.kit.layouts import GRID
from lotse_app.ui.kit.scrolling import ScrollBody

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

TITLE = "Bitte aufschreiben"
SENTENCE = "Mit dieser Nummer finden wir Ihren Antrag wieder. Er ist noch nicht beim Amt."
#: The number fills this part of the width, but is never larger than this (points).
_SHARE, _LARGEST, _SMALLEST = 0.62, 190.0, 40.0


@dataclass(frozen=True, slots=True)
class CopyCode:
    """What is copied: number, and label with value below it (office, date, how to ask)."""

    number: str
    lines: tuple[tuple[str, str], ...]


class CodePage(QWidget):
    """Shows a ``CopyCode``; for the pilot's screen and the resident's alike."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Text(TITLE, "large-muted")
        self.number = Text("", "code")
        self.number.setWordWrap(False)
        self.number.limit = 1000
        self.number.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sentence = Text(SENTENCE, "huge")
        self.rows: list[Text] = []
        self.scroller = ScrollBody(4 * GRID)
        body = self.scroller.body
        for widget in (self.title, self.number, self.sentence):
            body.addWidget(widget)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(GRID)
        body.addLayout(self._lines)
        body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.scroller)

    def show_code(self, code: CopyCode) -> None:
        """Show a number with what belongs to it."""
        for row in self.rows:
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for label, value in code.lines:
            words = Text(f"{label}: {value}", "huge")
            self.rows.append(words)
            self._lines.addWidget(words)
        self.number.setText(code.number)
        self.number.setAccessibleName(f"Nummer: {' '.join(code.number)}" if code.number else "")
        self.setAccessibleName(TITLE)
        self._fit()

    def clear(self) -> None:
        """Show nothing of anybody."""
        self.show_code(CopyCode("", ()))

    @override
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Make the number as large as the width lets it be: it is read from a distance, and copied."""
        letters = max(1, len(self.number.text()))
        size = min(_LARGEST, max(_SMALLEST, self.width() * _SHARE / letters))
        self.number.setStyleSheet(f"font-size: {round(size)}px;")
