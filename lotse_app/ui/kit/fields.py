"""Fields and choices: a label with buddy, help, a problem line; choices by number keys; search in long lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QButtonGroup,
    QComboBox,
    QGroupBox,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import announce, restyle
from lotse_app.ui.kit.late_text import LateText
from lotse_app.ui.kit.layouts import GRID, FlowLayout, NarrowColumn
from lotse_app.ui.kit.proposals import Proposals, widen
from lotse_app.ui.kit.wrapping import WrappingCheck, WrappingRadio

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent

#: (value, label) of one choice.
Option = tuple[str, str]


class Field(QWidget):
    """Label above, widget, help and problem line below; all of it reaches a screen reader at the widget."""

    def __init__(self, label: str, widget: QWidget, help_text: str = "", *, required: bool = False) -> None:
        super().__init__()
        self.widget = widget
        self._help_text = help_text
        self._label = QLabel(label)
        self._label.setProperty("kind", "label")
        self._label.setWordWrap(True)
        self._label.setBuddy(widget)
        spoken = label.replace("&", "")
        widget.setAccessibleName(f"{spoken} (nötig)" if required else spoken)
        widget.setAccessibleDescription(help_text)
        if isinstance(widget, QPlainTextEdit):
            widget.setTabChangesFocus(True)
        if isinstance(widget, QAbstractSpinBox):
            inner = widget.lineEdit()
            if inner is not None:
                inner.setTextMargins(GRID, 0, GRID, 0)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID // 2)
        for part in (self._label, widget):
            box.addWidget(part)
        self._problem = LateText(box, 2, "problem")
        self._help = LateText(box, -1, "muted")
        self._help.say(help_text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @property
    def problem(self) -> str:
        """Return the problem shown, or an empty string."""
        return self._problem.text.removeprefix("⚠ ")

    def set_label(self, label: str) -> None:
        """Change the label; the accessible name follows."""
        self._label.setText(label)
        self.widget.setAccessibleName(label.replace("&", ""))

    def set_help(self, help_text: str) -> None:
        """Change the help."""
        self._help_text = help_text
        self._help.say(help_text)
        self.widget.setAccessibleDescription(f"{self.problem} {help_text}".strip())

    def set_problem(self, sentence: str) -> None:
        """Show a problem beside the field and say it; an empty sentence takes it away."""
        if sentence == self.problem:
            return
        self._problem.say(f"⚠ {sentence}" if sentence else "")
        self.widget.setProperty("problem", bool(sentence))
        restyle(self.widget)
        self.widget.setAccessibleDescription(f"{sentence} {self._help_text}".strip())
        if sentence:
            announce(self.widget, sentence)


class _Numbered(QGroupBox):
    """Choices that number keys reach while one of them has the focus."""

    def __init__(self, label: str, options: Sequence[Option], first_key: int | None) -> None:
        super().__init__()
        self.setAccessibleName(label.replace("&", ""))
        self._values = [value for value, _ in options]
        self._first_key = first_key
        box = NarrowColumn(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID // 2)
        self._label = QLabel(label)
        self._label.setProperty("kind", "label")
        self._label.setWordWrap(True)
        box.addWidget(self._label)
        if not label:
            self._label.hide()
        if "&" in label:  # Alt and the letter come in where Tab does
            self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._label.setBuddy(self)
        self._flow = FlowLayout(spacing=GRID)
        box.addLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_label(self, label: str) -> None:
        """Show a shorter label than the accessible name, where what stands around says the rest."""
        self._label.setText(label)

    def _caption(self, index: int, text: str) -> str:
        if self._first_key is None or index + self._first_key > 9:
            return text
        return f"{index + self._first_key}  {text}"

    def _describe(self, button: QWidget, index: int, text: str) -> None:
        button.setAccessibleName(text)
        key = "" if self._first_key is None else f" Taste {index + self._first_key}"
        button.setAccessibleDescription(f"{self.accessibleName()}.{key}")

    def _index_of_key(self, event: QKeyEvent) -> int | None:
        if self._first_key is None or event.text() not in set("0123456789"):
            return None
        index = int(event.text()) - self._first_key if event.text() else -1
        return index if 0 <= index < len(self._values) else None


class ChoiceRow(_Numbered):
    """One of several: radio buttons; a number key chooses and goes on to the next group (``advance``)."""

    picked = Signal()

    def __init__(
        self, label: str, options: Sequence[Option], *, first_key: int | None = 1, advance: bool = False
    ) -> None:
        super().__init__(label, options, first_key)
        self._advance = advance
        self._group = QButtonGroup(self)
        self.buttons: list[WrappingRadio] = []
        for index, (_, text) in enumerate(options):
            button = WrappingRadio(self._caption(index, text).replace("&", "&&"))
            self._describe(button, index, text)
            self._group.addButton(button, index)
            self._flow.addWidget(button)
            self.buttons.append(button)
        self._group.idToggled.connect(self._toggled)

    def reword(self, value: str, words: str) -> None:
        """Say a choice in other words."""
        at = self._values.index(value)
        self.buttons[at].setText(self._caption(at, words).replace("&", "&&"))
        self._describe(self.buttons[at], at, words)

    @property
    def value(self) -> str:
        """Return the chosen value, or an empty string."""
        return self._values[self._group.checkedId()] if self._group.checkedId() >= 0 else ""

    def set_value(self, value: str) -> None:
        """Choose by value; an unknown one clears the choice."""
        if value in self._values:
            self.buttons[self._values.index(value)].setChecked(True)
        else:
            self._group.setExclusive(False)
            for button in self.buttons:
                button.setChecked(False)
            self._group.setExclusive(True)
        self._stop_at_chosen()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.take_focus()

    def take_focus(self) -> None:
        """Put the focus on the chosen button, else on the first."""
        at = self._group.checkedId()
        self.buttons[max(at, 0)].setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self._index_of_key(event)
        if index is None or not self.buttons[index].isEnabled():
            super().keyPressEvent(event)
            return
        button = self.buttons[index]
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        button.setChecked(True)
        if self._advance:
            self.buttons[-1].setFocus(Qt.FocusReason.OtherFocusReason)
            self.focusNextChild()
            self._stop_at_chosen()

    def _stop_at_chosen(self) -> None:
        """Let Tab come in at the chosen button, else at the first: Qt leaves it where the focus was last."""
        stop = max(self._group.checkedId(), 0)
        for at, button in enumerate(self.buttons):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if at == stop else Qt.FocusPolicy.ClickFocus)

    def _toggled(self, _index: int, checked: bool) -> None:  # noqa: FBT001 - Qt calls with a flag
        if checked:
            self.picked.emit()


class TickGroup(_Numbered):
    """Any number of several: check boxes; a number key turns one on or off."""

    changed = Signal()

    def __init__(self, label: str, options: Sequence[Option], *, first_key: int | None = 1) -> None:
        super().__init__(label, options, first_key)
        self.buttons: list[WrappingCheck] = []
        for index, (_, text) in enumerate(options):
            button = WrappingCheck(self._caption(index, text).replace("&", "&&"))
            self._describe(button, index, text)
            button.toggled.connect(self._toggled)
            self._flow.addWidget(button)
            self.buttons.append(button)

    @property
    def values(self) -> tuple[str, ...]:
        """Return the ticked values in order."""
        return tuple(value for value, button in zip(self._values, self.buttons, strict=True) if button.isChecked())

    def set_values(self, values: Collection[str]) -> None:
        """Tick exactly these."""
        for value, button in zip(self._values, self.buttons, strict=True):
            button.setChecked(value in values)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self._index_of_key(event)
        if index is None:
            super().keyPressEvent(event)
            return
        self.buttons[index].setFocus(Qt.FocusReason.OtherFocusReason)
        self.buttons[index].toggle()

    def _toggled(self, _checked: bool) -> None:  # noqa: FBT001 - Qt calls with a flag
        self.changed.emit()


class SearchChoice(QComboBox):
    """A combo box one types into: lines that contain the letters are offered. For long lists."""

    chosen = Signal()

    def __init__(self, options: Sequence[Option] = (), label: str = "") -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(label)
        self.setMaxVisibleItems(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(14)
        self._values: list[str] = []
        self._last = ""
        self._offer = Proposals(self)
        self._offer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._offer.setCompletionMode(Proposals.CompletionMode.PopupCompletion)
        self.setCompleter(self._offer)
        self.set_options(options)
        self.currentIndexChanged.connect(self._check)
        line = self.lineEdit()
        if line is not None:
            line.textChanged.connect(self._check)  # a screen reader sets text and never finishes editing
            line.textEdited.connect(self._offer.typed)

    @override
    def setAccessibleName(self, name: str) -> None:
        """Name the line inside as well: it has the focus, and a screen reader would find it nameless."""
        super().setAccessibleName(name)
        line = self.lineEdit()
        if line is not None:
            line.setAccessibleName(name)

    @override
    def setAccessibleDescription(self, description: str) -> None:
        """Describe the line inside as well."""
        super().setAccessibleDescription(description)
        line = self.lineEdit()
        if line is not None:
            line.setAccessibleDescription(description)

    @override
    def showPopup(self) -> None:
        """Show every line whole: the list is as wide as its longest, at most as the window."""
        widen(self.view(), self)
        super().showPopup()

    def set_options(self, options: Sequence[Option]) -> None:
        """Replace the lines; keeps the chosen value if it is still there."""
        before = self.value
        self.blockSignals(True)
        self.clear()
        self._values = [value for value, _ in options]
        self.addItems([text for _, text in options])
        self._offer.set_lines(text for _, text in options)
        self.setCurrentIndex(-1)
        self.blockSignals(False)
        if before in self._values:
            self.set_value(before)

    @property
    def value(self) -> str:
        """Return the chosen value, or an empty string while the text names no line."""
        index = self._index_of_text()
        return self._values[index] if index >= 0 else ""

    def set_value(self, value: str) -> None:
        """Choose by value."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)
        self._last = self.value

    def _index_of_text(self) -> int:
        return self.findText(self.currentText(), Qt.MatchFlag.MatchFixedString)

    def _check(self, _changed: object = None) -> None:
        if self.value and self.value != self._last:
            self._last = self.value
            self.chosen.emit()
