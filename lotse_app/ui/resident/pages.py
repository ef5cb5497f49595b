"""What the resident's view can show: a section, the question which line is wrong, the pad, a quiet word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from lotse_app.models.reading import Language, Section
from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import Text, restyle
from lotse_app.ui.kit.layouts import GRID, FlowLayout, is_cramped
from lotse_app.ui.kit.scrolling import ScrollBody
from lotse_app.ui.resident.pad import SignaturePad
from lotse_app.ui.resident.words import Fixed, spoken

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent

    from lotse_app.models.reading import Line

#: Shown for a question without an answer.
NO_ANSWER = Fixed.NO_ANSWER.text()
#: Below this width, in letters of an answer, the question stands above its answer.
_ROOM_FOR_TWO = 34
#: So much of the last look stays in sight when one reads on.
_OVERLAP = 48
_NOTHING = Section("", "", "", ())
#: Running text to be read from beyond the table, where there is room for it.
_FAR, _LINES_FOR_FAR = "far", 24


class LargeButton(QPushButton):
    """A button for a finger: 64 px high or more, words as large as the text."""

    def __init__(self, text: str = "", *, primary: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "primary" if primary else "secondary")
        self.setProperty("large", True)
        self.setAutoDefault(True)
        self.setMinimumHeight(64)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        self.say(text)

    def set_small(self, *, small: bool) -> None:
        """Take less room where a few lines fill the window."""
        if self.property("large") == small:
            self.setProperty("large", not small)
            restyle(self)

    def say(self, text: str) -> None:
        """Show other words; ``&`` marks the letter for ``Alt``."""
        self.setText(text)
        self.setAccessibleName(spoken(text))


def line_words(line: Line, language: Language) -> tuple[str, str]:
    """Return label and value as shown; the label in the language where there is a text in it."""
    return line.words.of(language, line.label), line.value or Fixed.NO_ANSWER.text(language)


class SectionPage(QWidget):
    """One section: title, labels and values, *Das stimmt*, *Das stimmt nicht*.

    What does not fit is read on first: *Das stimmt* comes when the last line has been in sight.
    """

    agreed = Signal()
    doubted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.scroller = ScrollBody(5 * GRID)
        outer.addWidget(self.scroller, 1)
        self.title = Text("", "huge")
        self.lines = QGridLayout()
        self.lines.setHorizontalSpacing(4 * GRID)
        self.lines.setVerticalSpacing(2 * GRID)
        self.lines.setColumnStretch(1, 1)
        self._pairs: list[tuple[Text, Text]] = []
        self._narrow = False
        self._seen = False
        self.scroller.body.addWidget(self.title)
        self.scroller.body.addLayout(self.lines)
        self.scroller.body.addStretch(1)
        self.yes, self.no = LargeButton(primary=True), LargeButton()
        self.more = LargeButton(primary=True)
        self.yes.clicked.connect(self.agreed)
        self.no.clicked.connect(self.doubted)
        self.more.clicked.connect(self._read_on)
        self._foot = foot = FlowLayout(spacing=3 * GRID)
        for button in (self.more, self.yes, self.no):
            foot.addWidget(button)
        outer.addLayout(foot)
        self._fit()
        self.more.hide()
        bar = self.scroller.verticalScrollBar()
        bar.rangeChanged.connect(self._look)
        bar.valueChanged.connect(self._look)

    def show_section(self, section: Section, language: Language = Language.GERMAN) -> None:
        """Show the lines of a section from the top."""
        title = section.words.of(language, section.title)
        self.title.setText(title)
        self.setAccessibleName(title)
        for button, fixed in ((self.yes, Fixed.YES), (self.no, Fixed.NO), (self.more, Fixed.MORE)):
            button.say(fixed.text(language))
        empty(self.lines)
        self._pairs = []
        for line in section.lines:
            label, value = line_words(line, language)
            name, answer = Text(label, "large-muted"), Text(value, "huge")
            answer.setAccessibleName(f"{label}: {value}")
            self._pairs.append((name, answer))
        self._place()
        self._seen = False
        self.scroller.verticalScrollBar().setValue(0)
        self._look()

    def clear(self) -> None:
        """Show nothing of anybody."""
        self.show_section(_NOTHING)

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        ways = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        by = ways.get(Qt.Key(event.key()), 0)
        if by:
            self._scroll(by)
            return
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _ROOM_FOR_TWO * self.title.fontMetrics().averageCharWidth()
        if narrow != self._narrow:
            self._narrow = narrow
            self._place()
        self._fit()
        self._look()

    def _fit(self) -> None:
        """Let the buttons step back where they would leave no room for the lines."""
        small = is_cramped(self)
        for button in (self.more, self.yes, self.no):
            button.set_small(small=small)
            button.setMinimumSize(*((0, 64) if small else (320, 88)))
        edge = 2 * GRID if small else 5 * GRID
        self._foot.setSpacing(GRID if small else 3 * GRID)
        self._foot.setContentsMargins(edge, GRID if small else 2 * GRID, edge, GRID if small else 4 * GRID)

    def _place(self) -> None:
        """Put each answer beside its question, or below it where it is narrow."""
        for name, answer in self._pairs:
            self.lines.removeWidget(name)
            self.lines.removeWidget(answer)
        top = Qt.AlignmentFlag.AlignTop
        for row, (name, answer) in enumerate(self._pairs):
            if self._narrow:
                self.lines.addWidget(name, 2 * row, 0, 1, 2, top)
                self.lines.addWidget(answer, 2 * row + 1, 0, 1, 2, top)
            else:
                self.lines.addWidget(name, row, 0, top)
                self.lines.addWidget(answer, row, 1, top)
            name.show()  # what is hidden has no height, and the height is asked for at once
            answer.show()

    @override
    def showEvent(self, event: QShowEvent, /) -> None:
        super().showEvent(event)
        self._look()

    def _all_in_sight(self) -> bool:
        """Return whether the last line is in sight; measured, since the bar comes only after the next layout."""
        inside = self.scroller.widget()
        inner = inside.layout() if inside is not None else None
        sight, bar = self.scroller.viewport(), self.scroller.verticalScrollBar()
        if inner is None or not self.isVisible():
            return False
        fits = inner.totalHeightForWidth(sight.width()) <= sight.height()
        return fits or 0 < bar.maximum() <= bar.value()

    def _look(self) -> None:
        """Ask *Das stimmt* only when the last line has been in sight."""
        self._seen = self._seen or self._all_in_sight()
        focus = self.more.hasFocus() or self.yes.hasFocus()
        self.more.setVisible(not self._seen)
        self.yes.setVisible(self._seen)
        if focus:
            self.take_focus()

    def take_focus(self) -> None:
        """Put the focus on what is to be pressed next."""
        (self.more if self.yes.isHidden() else self.yes).setFocus()

    def _read_on(self) -> None:
        self._scroll(1)

    def _scroll(self, by: int) -> None:
        bar = self.scroller.verticalScrollBar()
        bar.setValue(bar.value() + by * max(_OVERLAP, bar.pageStep() - _OVERLAP))


class DoubtPage(QWidget):
    """*Was stimmt nicht?*: every line is a button."""

    #: A ``Line`` that is not right.
    pointed = Signal(object)
    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.scroller = ScrollBody(5 * GRID)
        outer.addWidget(self.scroller)
        self.title = Text("", "huge")
        self.buttons = QVBoxLayout()
        self.buttons.setSpacing(2 * GRID)
        self.scroller.body.addWidget(self.title)
        self.scroller.body.addLayout(self.buttons)
        self.again = LargeButton()
        self.again.clicked.connect(self.back)
        self.scroller.body.addWidget(self.again)
        self.scroller.body.addStretch(1)

    def show_section(self, section: Section, language: Language = Language.GERMAN) -> None:
        """Offer the lines of a section."""
        self.title.setText(Fixed.WHICH.text(language))
        self.again.say(Fixed.BACK.text(language))
        empty(self.buttons)
        for line in section.lines:
            button = LineButton(line, language)
            button.pointed.connect(self.pointed)
            self.buttons.addWidget(button)
        self.scroller.verticalScrollBar().setValue(0)

    def clear(self) -> None:
        """Show nothing of anybody."""
        self.show_section(_NOTHING)

    def take_focus(self) -> None:
        """Put the focus on the first line."""
        first = self.buttons.itemAt(0)
        widget = first.widget() if first is not None else None
        (widget or self.again).setFocus()


class LineButton(LargeButton):
    """One line to point at; it wraps, so that a long answer stays readable."""

    #: The ``Line``.
    pointed = Signal(object)

    def __init__(self, line: Line, language: Language = Language.GERMAN) -> None:
        label, value = line_words(line, language)
        super().__init__()
        said = f"{label} {value}" if label.endswith("?") else f"{label}: {value}"
        self.setAccessibleName(said)
        self.setProperty("align", "left")
        self._line = line
        self._label = Text(said, "large")
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._label.limit = 1000
        box = QVBoxLayout(self)
        box.setContentsMargins(4 * GRID, 2 * GRID, 4 * GRID, 2 * GRID)
        box.addWidget(self._label)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(self._point)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int, /) -> int:
        return max(64, self._label.heightForWidth(width - 8 * GRID) + 5 * GRID)

    def _point(self) -> None:
        self.pointed.emit(self._line)


class _RoomyPad(SignaturePad):
    """A pad that takes the room there is: one must never scroll to sign."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumWidth(1600)

    @override
    def hasHeightForWidth(self) -> bool:
        return False


class PadPage(QWidget):
    """The pad with what is signed above it."""

    signed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Text("", "large")
        self.words = Text("", _FAR)
        self.read = ScrollBody(0)
        self.read.body.addWidget(self.words)
        self.pad = _RoomyPad()
        self.wipe, self.ready = LargeButton(), LargeButton(primary=True)
        self.wipe.clicked.connect(self.pad.clear)
        self.ready.clicked.connect(self.signed)
        self.pad.changed.connect(self._refresh)
        foot = FlowLayout(spacing=3 * GRID)
        foot.addWidget(self.wipe)
        foot.addWidget(self.ready)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(5 * GRID, 2 * GRID, 5 * GRID, 3 * GRID)
        outer.setSpacing(2 * GRID)
        outer.addWidget(self.title)
        outer.addWidget(self.read)
        outer.addWidget(self.pad)
        outer.addLayout(foot)
        self._outer = outer
        self.say()
        self._refresh()

    @override
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        small = is_cramped(self)
        for button in (self.wipe, self.ready):
            button.set_small(small=small)
        far = self.window().height() > _LINES_FOR_FAR * self.fontMetrics().lineSpacing()
        if (self.words.property("kind") == _FAR) != far:
            self.words.setProperty("kind", _FAR if far else "body")
            restyle(self.words)
        self._outer.setStretchFactor(self.read, 3 if far else 2)
        self._outer.setStretchFactor(self.pad, 4)
        self._outer.setSpacing(GRID if small else 2 * GRID)
        self._outer.setContentsMargins(5 * GRID, GRID if small else 2 * GRID, 5 * GRID, GRID if small else 3 * GRID)
        self._fit()

    def show_words(self, words: str) -> None:
        """Show what is signed; what takes more than its part of the page scrolls, so that the pad keeps its room."""
        self.words.setText(words)
        self.read.verticalScrollBar().setValue(0)
        self._fit()

    def _fit(self) -> None:
        self.read.setMaximumHeight(max(0, self.words.heightForWidth(self.width() - 10 * GRID)))

    def clear(self) -> None:
        """Show nothing of anybody."""
        self.pad.clear()
        self.show_words("")

    def say(self, language: Language = Language.GERMAN) -> None:
        """Show the fixed words in a language."""
        self.title.setText(Fixed.SIGN.text(language))
        self.wipe.say(Fixed.AGAIN.text(language))
        self.ready.say(Fixed.READY.text(language))

    def _refresh(self) -> None:
        self.ready.setEnabled(not self.pad.empty)
        self.wipe.setEnabled(not self.pad.empty)


class QuietPage(QWidget):
    """One sentence in the middle, or nothing at all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Text("", "huge")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(5 * GRID, 0, 5 * GRID, 0)
        outer.addStretch(1)
        # A layout asks a wrapped text for its height only while it fills the width: aligned, it would be cut.
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self.words, 1000)
        across.addStretch(1)
        outer.addLayout(across)
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
