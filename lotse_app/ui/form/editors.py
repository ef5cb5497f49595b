"""Editors for typed answers. Each shows a value without telling, and tells when the person changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from lotse_app.clock import short_date
from lotse_app.forms import times
from lotse_app.forms.dates import earliest, is_full, is_partial, spoken
from lotse_app.overriding import override
from lotse_app.ui.form.grouping import caret_in_fours, in_fours
from lotse_app.ui.kit.blocks import Muted, restyle
from lotse_app.ui.kit.layouts import GRID

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from lotse_app.forms.state import ControlState
    from lotse_app.ui.kit.blocks import Text

#: Widths of a line in characters: short (dates, numbers), and the longest that still reads well.
SHORT, WIDE = 14, 46

_KEYS = frozenset({QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress})


class Editor(QWidget):
    """What is common: one value, one widget for the focus, one place for name and problem."""

    #: The person changed the value; ask ``value``.
    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @property
    def value(self) -> Any:  # noqa: ANN401 - an answer is any JSON value
        """Return the answer as it is kept, None for nothing."""
        raise NotImplementedError

    @property
    def target(self) -> QWidget:
        """Return the widget that takes the focus and is read out."""
        raise NotImplementedError

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Return what the tabulator reaches, in order."""
        return (self.target,)

    @property
    def short(self) -> bool:
        """Return whether the answer is short, so that the field is too."""
        return False

    @property
    def own_label(self) -> Text | None:
        """Return the label where the editor shows it itself, as a tick does."""
        return None

    def show_state(self, control: ControlState, *, fresh: bool) -> None:
        """Show whether it may be changed, and the value if it is ``fresh``: not the echo of what is being typed."""
        raise NotImplementedError

    def describe(self, name: str, description: str, *, problem: bool) -> None:
        """Set what a screen reader says and whether the frame is red."""
        target = self.target
        target.setAccessibleName(name)
        target.setAccessibleDescription(description)
        if bool(target.property("problem")) != problem:
            target.setProperty("problem", problem)
            restyle(target)


class FormLine(QLineEdit):
    """A line that leaves undo and redo to the form: ``Strg+Z`` works across fields."""

    @override
    def event(self, event: QEvent, /) -> bool:
        if event.type() in _KEYS and _is_undo(event):
            event.ignore()
            return False
        return super().event(event)


class LimitedLine(QLineEdit):
    """A line that is no wider than its answer; grows with the text scale."""

    def __init__(self, characters: int) -> None:
        super().__init__()
        self._characters = characters
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * self._characters + 3 * GRID, super().sizeHint().height())


class FormText(QPlainTextEdit):
    """Several lines; ``Tab`` goes on, undo belongs to the form."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setWordWrapMode(QTextOption.WrapMode.WordWrap)

    @override
    def event(self, event: QEvent, /) -> bool:
        if event.type() in _KEYS and _is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    @override
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * WIDE, metrics.lineSpacing() * 4 + 3 * GRID)


def _is_undo(event: QEvent) -> bool:
    keys: QKeyEvent = event  # type: ignore[assignment]  # the type of the event was asked before
    return keys.matches(QKeySequence.StandardKey.Undo) or keys.matches(QKeySequence.StandardKey.Redo)


class TextEditor(Editor):
    """One line of text; what is typed goes to the engine as it is."""

    def __init__(self, characters: int = WIDE) -> None:
        super().__init__()
        self.line = FormLine()
        self._characters = characters
        self._quiet = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID)
        self._row.addWidget(self.line, 1)
        self._row.addStretch(0)
        # Not textEdited: assistive technology sets text without a key, and that is typing too.
        self.line.textChanged.connect(self._typed)
        self._limit()

    @property
    @override
    def value(self) -> Any:
        return self.line.text() or None

    @property
    @override
    def target(self) -> QWidget:
        return self.line

    @override
    def show_state(self, control: ControlState, *, fresh: bool) -> None:
        if fresh:
            self._put(self.shown(control.value))
        self.line.setReadOnly(control.read_only)
        self.line.setEnabled(control.enabled)

    def shown(self, value: Any) -> str:  # noqa: ANN401 - an answer is any JSON value
        """Return an answer as it stands in the line."""
        return "" if value is None else str(value)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._limit()

    def _put(self, text: str, caret: int | None = None) -> None:
        if text == self.line.text():
            return
        self._quiet = True
        self.line.setText(text)
        self._quiet = False
        if caret is not None:
            self.line.setCursorPosition(caret)

    @property
    @override
    def short(self) -> bool:
        return self._characters <= SHORT

    def _limit(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        self.line.setMinimumWidth(letter * min(self._characters, SHORT))
        if self._characters < WIDE:
            self.line.setMaximumWidth(letter * self._characters + 3 * GRID)

    def _typed(self, _text: str) -> None:
        if not self._quiet:
            self.edited.emit()


class NumberEditor(TextEditor):
    """A number; what is no number stays as it was typed, and the engine says so."""

    def __init__(self) -> None:
        super().__init__(SHORT)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)

    @override
    def shown(self, value: Any) -> str:
        return str(value).replace(".", ",") if isinstance(value, float) else super().shown(value)


class IbanEditor(TextEditor):
    """An IBAN, grouped in fours while it is typed."""

    def __init__(self) -> None:
        super().__init__(34)

    @override
    def shown(self, value: Any) -> str:
        return in_fours(super().shown(value))

    @override
    def _typed(self, _text: str) -> None:
        if self._quiet:
            return
        text, caret = self.line.text(), self.line.cursorPosition()
        self._put(in_fours(text), caret_in_fours(text, caret))
        self.edited.emit()


class DateEditor(TextEditor):
    """A date as it is typed (``1.4.26``), with the day in words beside it; the engine reads it."""

    def __init__(self) -> None:
        super().__init__(SHORT)
        self.line.setPlaceholderText("TT.MM.JJJJ")
        self.words = Muted()
        self.words.setWordWrap(False)
        self._row.insertWidget(1, self.words)

    @override
    def show_state(self, control: ControlState, *, fresh: bool) -> None:
        super().show_state(control, fresh=fresh)
        known = isinstance(control.value, str) and is_partial(control.value)
        self.words.setText(f"→ {spoken(control.value)}" if known else "")

    @override
    def describe(self, name: str, description: str, *, problem: bool) -> None:
        words = self.words.text().removeprefix("→ ")
        super().describe(name, " ".join(part for part in (words, description) if part), problem=problem)

    @override
    def shown(self, value: Any) -> str:
        if isinstance(value, str) and is_full(value):
            return short_date(earliest(value))
        return super().shown(value)


class TimeEditor(TextEditor):
    """A time of day, or a day and a time, as they are typed; the engine reads them."""

    def __init__(self, example: str) -> None:
        super().__init__(max(SHORT, len(example) + 4))
        self.line.setPlaceholderText(example)

    @override
    def shown(self, value: Any) -> str:
        return times.shown(value) if isinstance(value, str) else super().shown(value)


class MultilineEditor(Editor):
    """Several lines of text."""

    def __init__(self) -> None:
        super().__init__()
        self.text = FormText()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.text)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.text.textChanged.connect(self._typed)
        self._quiet = False

    @property
    @override
    def value(self) -> Any:
        return self.text.toPlainText() or None

    @property
    @override
    def target(self) -> QWidget:
        return self.text

    @override
    def show_state(self, control: ControlState, *, fresh: bool) -> None:
        if fresh and self.value != control.value:
            self._quiet = True
            self.text.setPlainText("" if control.value is None else str(control.value))
            self._quiet = False
        self.text.setReadOnly(control.read_only)
        self.text.setEnabled(control.enabled)

    def _typed(self) -> None:
        if not self._quiet:
            self.edited.emit()
