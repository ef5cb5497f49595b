"""Editors for chosen answers: radio buttons, yes and no, a tick, a long list, several of many."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from lotse_app.overriding import override
from lotse_app.ui.form.editors import WIDE, Editor, FormLine
from lotse_app.ui.form.showing import set_shown
from lotse_app.ui.kit.blocks import ActionRow, LinkButton, Muted, announce
from lotse_app.ui.kit.fields import SearchChoice
from lotse_app.ui.kit.layouts import GRID, FlowLayout, column
from lotse_app.ui.kit.worded import Worded, WrappingTick

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QAbstractButton

    from lotse_app.forms.state import Choice, ControlState
    from lotse_app.ui.kit.blocks import Text

#: Up to this number stand side by side, more stand one below the other.
IN_A_ROW = 3
#: Words up to this length fit beside their button everywhere; longer ones get a place where they wrap (which costs).
SHORT_WORDS = 24
#: Where more can be ticked there is a line that searches, and no more than so many are shown until all are wanted.
MANY = 12


class _ListedEditor(Editor):
    """Choices that stand on the page as buttons, as tall as their words need."""

    def __init__(self, choices: tuple[Choice, ...]) -> None:
        super().__init__()
        self._choices = choices
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class RadioEditor(_ListedEditor):
    """One of a few: radio buttons side by side, or one below the other where there are more or their words are long.

    Long words stand at some distance from their button: side by side, the next button would be nearer to them.
    """

    def __init__(self, choices: tuple[Choice, ...]) -> None:
        super().__init__(choices)
        self._group = QButtonGroup(self)
        fits = all(len(choice.label) <= SHORT_WORDS for choice in choices)
        flow = FlowLayout(self, GRID) if fits and len(choices) <= IN_A_ROW else column(self, 0)
        self.buttons: list[QAbstractButton] = []
        for at, choice in enumerate(choices):
            button = QRadioButton(choice.label.replace("&", "&&") if fits else "")
            button.installEventFilter(self)
            self._group.addButton(button, at)
            flow.addWidget(button if fits else Worded(button, choice.label))
            self.buttons.append(button)
        # Not clicked: a screen reader toggles without a click.
        self._group.idToggled.connect(self._toggled)

    @property
    @override
    def value(self) -> Any:
        at = self._group.checkedId()
        return self._choices[at].value if at >= 0 else None

    @property
    @override
    def target(self) -> QWidget:
        return self._group.checkedButton() or self.buttons[0]

    @property
    @override
    def stops(self) -> tuple[QWidget, ...]:
        return tuple(self.buttons)

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


class TickEditor(Editor):
    """Yes, or not said: a tick with its own words."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.tick = WrappingTick(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.tick)
        self.tick.box.toggled.connect(self._toggled)

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
    def own_label(self) -> Text:
        return self.tick.words

    @override
    def show_state(self, control: ControlState, *, fresh: bool) -> None:
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


class ManyEditor(_ListedEditor):
    """Any number of several: ticks one below the other; more than ``MANY`` are searched as one types.

    A tick is made when it is first shown: a list of hundreds costs what can be seen of it.
    """

    def __init__(self, choices: tuple[Choice, ...]) -> None:
        super().__init__(choices)
        self._chosen: set[int] = set()
        self._every = False
        self._enabled = True
        self._spoken = ("", "")
        self._ticks: dict[int, WrappingTick] = {}
        self._below = column(self, GRID // 2)
        self.search: FormLine | None = None
        if len(choices) > MANY:
            self._add_search()
        self._show_ticks()

    def _add_search(self) -> None:
        self.search = FormLine()
        self.search.setPlaceholderText("Tippen, um zu suchen")
        # Not textEdited: a screen reader sets text without a key.
        self.search.textChanged.connect(self._searched)
        self.count = Muted()
        self.count.setWordWrap(False)
        self.all = LinkButton("Alle zeigen")
        self.all.clicked.connect(self._show_all)
        self._below.addWidget(self.search)
        self._below.addWidget(ActionRow([self.count, self.all]))

    @property
    def boxes(self) -> tuple[QAbstractButton, ...]:
        """Return the ticks that are shown, from above."""
        return tuple(tick.box for _, tick in sorted(self._ticks.items()) if not tick.isHidden())

    @property
    @override
    def value(self) -> Any:
        return [self._choices[at].value for at in sorted(self._chosen)] or None

    @property
    @override
    def target(self) -> QWidget:
        return self.search or self._ticks[0].box

    @property
    @override
    def stops(self) -> tuple[QWidget, ...]:
        return (*(() if self.search is None else (self.search, self.all)), *self.boxes)

    @override
    def show_state(self, control: ControlState, *, fresh: bool) -> None:
        values = control.value if isinstance(control.value, list) else []
        self._chosen = {at for at, choice in enumerate(self._choices) if choice.value in values}
        self._enabled = control.enabled and not control.read_only
        if self.search is not None:
            self.search.setEnabled(self._enabled)
        self._show_ticks()

    @override
    def describe(self, name: str, description: str, *, problem: bool) -> None:
        self.setAccessibleName(name)
        self._spoken = (name, description)
        if self.search is not None:
            super().describe(f"{name}: suchen", description, problem=problem)
            self.all.setAccessibleName(f"{name}: alle zeigen")
        for at, tick in self._ticks.items():
            self._name(at, tick)

    def _name(self, at: int, tick: WrappingTick) -> None:
        name, description = self._spoken
        tick.box.setAccessibleName(f"{name}: {self._choices[at].label}")
        tick.box.setAccessibleDescription(description)

    def _searched(self, _text: str) -> None:
        self._show_ticks()
        announce(self.target, self.count.text())

    def _show_all(self) -> None:
        self._every = True
        self._show_ticks()
        self.boxes[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_ticks(self) -> None:
        """Show what matches, and whatever is ticked or has the focus; of long lists the first until all are wanted."""
        words = self.search.text().casefold().split() if self.search is not None else []
        found = [at for at, one in enumerate(self._choices) if all(word in one.label.casefold() for word in words)]
        first = found if self._every else found[:MANY]
        in_hand = {at for at, tick in self._ticks.items() if tick.box.hasFocus()}
        shown = self._chosen.union(first, in_hand)
        for at in sorted(shown.union(self._ticks)):
            tick = self._ticks.get(at) or self._add_tick(at)
            with QSignalBlocker(tick.box):
                tick.box.setChecked(at in self._chosen)
            tick.box.setEnabled(self._enabled)
            set_shown(tick, shown=at in shown)
        if self.search is not None:
            what = f"Gefunden: {len(found)} von {len(self._choices)}" if words else f"Einträge: {len(found)}"
            self.count.setText(f"{what} · ausgewählt: {len(self._chosen)}")
            set_shown(self.all, shown=len(first) < len(found))

    def _add_tick(self, at: int) -> WrappingTick:
        tick = WrappingTick(self._choices[at].label)
        tick.box.toggled.connect(partial(self._toggled, at))
        before = sorted(other for other in self._ticks if other < at)
        self._below.insertWidget(self._below.count() - len(self._ticks) + len(before), tick)
        if before:
            # A proxy is a stop of its own, and stays where it was made.
            tick.setFocusProxy(None)  # type: ignore[arg-type]  # the stub of Qt forgets that none is allowed
            QWidget.setTabOrder(self._ticks[before[-1]].box, tick.box)
        self._ticks[at] = tick
        self._name(at, tick)
        return tick

    def _toggled(self, at: int, checked: bool) -> None:  # noqa: FBT001 - Qt calls with a flag
        (self._chosen.add if checked else self._chosen.discard)(at)
        self.edited.emit()
