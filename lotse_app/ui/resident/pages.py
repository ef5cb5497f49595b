"""What the resident's view can show: a section, the question which line is wrong, the pad, a quiet word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from lotse_app.ui.kit import ScrollBody, Text
from lotse_app.ui.layouts import GRID, FlowLayout
from lotse_app.ui.resident.pad import SignaturePad

if TYPE_CHECKING:
    from lotse_app.models.reading import Line, Section

#: Shown for a question without an answer.
NO_ANSWER = "keine Angabe"


class LargeButton(QPushButton):
    """A button for a finger: 64 px high or more, words as large as the text."""

    def __init__(self, text: str, *, primary: bool = False) -> None:
        super().__init__(text)
        self.setProperty("kind", "primary" if primary else "secondary")
        self.setProperty("large", True)
        self.setAutoDefault(True)
        self.setMinimumHeight(64)
        self.setAccessibleName(text.replace("✓", "").replace("✗", "").replace("&", "").strip())
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)


def line_words(line: Line, *, plain: bool) -> tuple[str, str]:
    """Return label and value as shown; the label in plain language where it is wanted and there is one."""
    return (line.plain if plain and line.plain else line.label), line.value or NO_ANSWER


class SectionPage(QWidget):
    """One section: title, labels and values, *Das stimmt*, *Das stimmt nicht*."""

    agreed = Signal()
    doubted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scroller = ScrollBody(5 * GRID)
        self.title = Text("", "huge")
        self.lines = QGridLayout()
        self.lines.setHorizontalSpacing(4 * GRID)
        self.lines.setVerticalSpacing(3 * GRID)
        self.lines.setColumnStretch(1, 1)
        self.scroller.body.addWidget(self.title)
        self.scroller.body.addLayout(self.lines)
        self.scroller.body.addStretch(1)
        self.yes = LargeButton("✓  Das &stimmt", primary=True)
        self.no = LargeButton("✗  Das stimmt &nicht")
        self.yes.clicked.connect(self.agreed)
        self.no.clicked.connect(self.doubted)
        foot = FlowLayout(spacing=3 * GRID)
        for button in (self.yes, self.no):
            button.setMinimumSize(360, 88)
            foot.addWidget(button)
        foot.setContentsMargins(5 * GRID, 2 * GRID, 5 * GRID, 5 * GRID)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.scroller, 1)
        outer.addLayout(foot)

    def show_section(self, section: Section, *, plain: bool) -> None:
        """Show the lines of a section."""
        self.title.setText(section.plain if plain and section.plain else section.title)
        self.setAccessibleName(section.title)
        empty(self.lines)
        for row, line in enumerate(section.lines):
            label, value = line_words(line, plain=plain)
            name, answer = Text(label, "large-muted"), Text(value, "huge")
            answer.setAccessibleName(f"{label}: {value}")
            self.lines.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self.lines.addWidget(answer, row, 1, Qt.AlignmentFlag.AlignTop)
        self.scroller.verticalScrollBar().setValue(0)


class DoubtPage(QWidget):
    """*Was stimmt nicht?*: every line is a button."""

    #: A ``Line`` that is not right; nothing for *das Ganze*.
    pointed = Signal(object)
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        scroller = ScrollBody(5 * GRID)
        self.title = Text("Was stimmt nicht?", "huge")
        self.buttons = QVBoxLayout()
        self.buttons.setSpacing(2 * GRID)
        scroller.body.addWidget(self.title)
        scroller.body.addLayout(self.buttons)
        self.again = LargeButton("&Zurück")
        self.again.clicked.connect(self.back)
        scroller.body.addWidget(self.again)
        scroller.body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroller)

    def show_section(self, section: Section, *, plain: bool) -> None:
        """Offer the lines of a section."""
        empty(self.buttons)
        for line in section.lines:
            button = LineButton(line, plain=plain)
            button.pointed.connect(self.pointed)
            self.buttons.addWidget(button)


class LineButton(LargeButton):
    """One line to point at."""

    #: The ``Line``.
    pointed = Signal(object)

    def __init__(self, line: Line, *, plain: bool) -> None:
        label, value = line_words(line, plain=plain)
        super().__init__(f"{label}: {value}".replace("&", "&&"))
        self.setAccessibleName(f"{label}: {value}")
        self.setProperty("align", "left")
        self._line = line
        self.clicked.connect(self._point)

    def _point(self) -> None:
        self.pointed.emit(self._line)


class PadPage(QWidget):
    """The pad with what is signed above it."""

    signed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = Text("Ihre Unterschrift", "huge")
        self.words = Text("", "large")
        self.pad = SignaturePad()
        self.wipe = LargeButton("&Neu beginnen")
        self.ready = LargeButton("✓  &Fertig", primary=True)
        self.wipe.clicked.connect(self.pad.clear)
        self.ready.clicked.connect(self.signed)
        self.pad.changed.connect(self._refresh)
        foot = FlowLayout(spacing=3 * GRID)
        foot.addWidget(self.wipe)
        foot.addWidget(self.ready)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 4 * GRID)
        outer.setSpacing(2 * GRID)
        for widget in (self.title, self.words, self.pad):
            outer.addWidget(widget)
        outer.addStretch(1)
        outer.addLayout(foot)
        self._refresh()

    def _refresh(self) -> None:
        self.ready.setEnabled(not self.pad.empty)
        self.wipe.setEnabled(not self.pad.empty)


class QuietPage(QWidget):
    """One sentence in the middle, or nothing at all."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Text("", "huge")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(self.words, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(1)


def empty(layout: QGridLayout | QVBoxLayout) -> None:
    """Take every widget out of a layout, at once: nothing of it may linger."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
