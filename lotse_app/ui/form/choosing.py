"""Editors for chosen answers: radio buttons, yes and no, a tick, a long list, several of many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from lotse_app.ui.fields import SearchChoice
from lotse_app.ui.form.editors import WIDE, Editor
from lotse_app.ui.kit import Text
from lotse_app.ui.layouts import GRID, FlowLayout, column
from lotse_app.ui.overriding import override

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QAbstractButton

    from lotse_app.forms.state import Choice, ControlState

#: Up to this number stand side by side, more stand one below the other.
IN_A_ROW = 3


class RadioEditor(Editor):
    """One of a few: radio buttons side by side, or one below the other where there are more."""

    def __init__(self, choices: tuple[Choice, ...]) -> None:
        super().__init__()
        self._choices = choices
        self._group = QButtonGroup(self)
        flow = column(self, 0) if len(choices) > IN_A_ROW else FlowLayout(self, GRID)
        self.buttons: list[QAbstractButton] = []
        for at, choice in enumerate(choices):
            button = QRadioButton(choice.label.replace("&", "&&"))
            button.installEventFilter(self)
            self._group.addButton(button, at)
            flow.addWidget(button)
            self.buttons.append(button)
        # Not clicked: a screen reader toggles without a click.
        self._group.idToggled.connect(self._toggled)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    @override
    def value(self) -> Any:
        at = self._group.checkedId()
        return self._choices[at].value if at >= 0 else None

    @property
    @override
    def target(self) -> QWidget:
        return self._group.checkedButton() or self.buttons[0]

    @override
    def show_state(self, control: ControlState, *, fresh: bool) -> None:
        for button in self.buttons:
            button.setEnabled(control.enabled and not control.read_only)
        if self.value == control.value and type(self.value) is type(control.value):
            return
        with QSignalBlocker(self._group):
            self._group.setExclusive(False)
            for choice, button in zip(self._choices, self.buttons, strict=True):
                button.setChecked(choice.value == control.value and type(choice.value) is type(control.value))
            self._group.setExclusive(True)

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Let up and down walk through a row as well: Qt looks only where something stands above or below."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and watched in self.buttons:
                self._walk(self.buttons.index(watched), step)
                return True
        return super().eventFilter(watched, event)

    def _walk(self, at: int, step: int) -> None:
        """Move the focus to the next answer; a chosen group chooses along, as Qt does."""
        button = self.buttons[(at + step) % len(self.buttons)]
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._group.checkedId() >= 0:
            button.setChecked(True)

    @override
    def describe(self, name: str, description: str, *, problem: bool) -> None:
        self.setAccessibleName(name)
        for choice, button in zip(self._choices, self.buttons, strict=True):
            button.setAccessibleName(f"{name}: {choice.label}")
            button.setAccessibleDescription(description)

    def _toggled(self, _at: int, checked: bool) -> None:  # noqa: FBT001 - Qt calls with a flag
        if checked:
            self.edited.emit()


class TickLabel(Text):
    """The words of a tick: they wrap, and clicking them ticks."""

    def __init__(self, text: str, tick: QCheckBox) -> None:
        super().__init__(text)
        self._tick = tick
        self.setBuddy(tick)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        if self._tick.isEnabled() and self.rect().contains(event.position().toPoint()):
            self._tick.setFocus(Qt.FocusReason.MouseFocusReason)
            self._tick.click()


class WrappingTick(QWidget):
    """A check box whose words wrap instead of being cut."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.box.setAccessibleName(text)
        self.box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.words = TickLabel(text, self.box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        row.addStretch(0)
        self._row = row
        self._align()
        self.setFocusProxy(self.box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._align()

    def _align(self) -> None:
        spare = max(0, self.box.sizeHint().height() - self.words.fontMetrics().height())
        self.words.setContentsMargins(0, spare // 2, 0, spare // 2)


class TickEditor(Editor):
    """Yes, or not said: a tick with its own words."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.tick = WrappingTick(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.tick)
        self.tick.box.toggled.connect(self._toggled)
        self.setFocusProxy(self.tick.box)

    @property
    @override
    def value(self) -> Any:
        return True if self.tick.box.isChecked() else None

    @property
    @override
    def target(self) -> QWidget:
        return self.tick.box

    @property
    @override
    def labelled(self) -> bool:
        return True

    @override
    def show_state(self, control: ControlState, *, fresh: bool) -> None:
        self.tick.words.setText(control.label)
        with QSignalBlocker(self.tick.box):
            self.tick.box.setChecked(control.value is True)
        self.tick.box.setEnabled(control.enabled and not control.read_only)

    def _toggled(self, _checked: bool) -> None:  # noqa: FBT001 - Qt calls with a flag
        self.edited.emit()


class SwitchEditor(TickEditor):
    """Yes or no in one tick: taken away again it says no."""

    @property
    @override
    def value(self) -> Any:
        return self.tick.box.isChecked()


class SearchEditor(Editor):
    """One of many: a list one types into."""

    def __init__(self, choices: tuple[Choice, ...]) -> None:
        super().__init__()
        self._choices = choices
        self.box = SearchChoice([(str(at), choice.label) for at, choice in enumerate(choices)])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box, 1)
        self.box.chosen.connect(self.edited)
        line = self.box.lineEdit()
        if line is not None:
            line.editingFinished.connect(self._finished)
        self.setFocusProxy(self.box)
        self._shown: Any = None

    @property
    @override
    def value(self) -> Any:
        at = self.box.value
        return self._choices[int(at)].value if at else None

    @property
    @override
    def target(self) -> QWidget:
        return self.box

    @override
    def show_state(self, control: ControlState, *, fresh: bool) -> None:
        self.box.setEnabled(control.enabled and not control.read_only)
        if self.value == control.value:
            self._shown = control.value
            return
        at = next((str(at) for at, choice in enumerate(self._choices) if choice.value == control.value), "")
        self.box.blockSignals(True)
        self.box.set_value(at)
        if not at:
            self.box.clearEditText()
        self.box.blockSignals(False)
        self._shown = control.value

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * WIDE, super().sizeHint().height())

    def _finished(self) -> None:
        """Take the answer back where the text was emptied or names no line."""
        if self.value is None and self._shown is not None:
            self.edited.emit()


class ManyEditor(Editor):
    """Any number of several: ticks one below the other."""

    def __init__(self, choices: tuple[Choice, ...]) -> None:
        super().__init__()
        self._choices = choices
        self.boxes: list[QCheckBox] = []
        below = column(self, GRID // 2)
        for choice in choices:
            tick = WrappingTick(choice.label)
            tick.box.toggled.connect(self._toggled)
            below.addWidget(tick)
            self.boxes.append(tick.box)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    @override
    def value(self) -> Any:
        pairs = zip(self._choices, self.boxes, strict=True)
        return [choice.value for choice, box in pairs if box.isChecked()] or None

    @property
    @override
    def target(self) -> QWidget:
        return self.boxes[0]

    @override
    def show_state(self, control: ControlState, *, fresh: bool) -> None:
        chosen = control.value if isinstance(control.value, list) else []
        for choice, box in zip(self._choices, self.boxes, strict=True):
            with QSignalBlocker(box):
                box.setChecked(choice.value in chosen)
            box.setEnabled(control.enabled and not control.read_only)

    @override
    def describe(self, name: str, description: str, *, problem: bool) -> None:
        self.setAccessibleName(name)
        for choice, box in zip(self._choices, self.boxes, strict=True):
            box.setAccessibleName(f"{name}: {choice.label}")
            box.setAccessibleDescription(description)

    def _toggled(self, _checked: bool) -> None:  # noqa: FBT001 - Qt calls with a flag
        self.edited.emit()
