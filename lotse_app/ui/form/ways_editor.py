"""Editor of a question that may be answered in one of several ways: which way, and below it what is asked there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QSizePolicy

from lotse_app.forms.state import Choice
from lotse_app.forms.ways import Given, way_of
from lotse_app.overriding import override
from lotse_app.ui.form.choosing import RadioEditor
from lotse_app.ui.form.editors import Editor
from lotse_app.ui.form.showing import set_shown
from lotse_app.ui.kit.layouts import GRID, column

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from lotse_app.forms.state import ControlState


class WaysEditor(Editor):
    """The way is chosen by radio buttons; what was typed in another way stays in its field and is no answer."""

    def __init__(self, ways: tuple[ControlState, ...], build: Callable[[ControlState], Editor]) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._ways = ways
        self.which = RadioEditor(tuple(Choice(at, way.label) for at, way in enumerate(ways)))
        self.inner = tuple(build(way) for way in ways)
        box = column(self, GRID // 2)
        box.addWidget(self.which)
        for one in self.inner:
            box.addWidget(one)
            one.edited.connect(self.edited)
            one.hide()
        self.which.edited.connect(self._chosen)

    @property
    @override
    def value(self) -> Any:
        at = self.which.value
        found = None if at is None else self.inner[at].value
        return None if found is None else Given(at, found)

    @property
    @override
    def target(self) -> QWidget:
        at = self.which.value
        return self.which.target if at is None else self.inner[at].target

    @property
    @override
    def stops(self) -> tuple[QWidget, ...]:
        return (*self.which.stops, *(stop for one in self.inner for stop in one.stops))

    @override
    def show_state(self, control: ControlState, *, fresh: bool) -> None:
        chosen = self.which.value
        if fresh and control.value is not None:
            found = way_of(self._ways, control.value)
            chosen = chosen if found is None else found
        with QSignalBlocker(self.which):
            self.which.show_state(replace(control, value=chosen), fresh=fresh)
        for at, (way, editor) in enumerate(zip(self._ways, self.inner, strict=True)):
            value = control.value if at == chosen else None
            shown = replace(way, value=value, enabled=control.enabled, read_only=control.read_only)
            if fresh or at == chosen:
                editor.show_state(shown, fresh=fresh)
        self._show(chosen)

    @override
    def describe(self, name: str, description: str, *, problem: bool) -> None:
        self.setAccessibleName(name)
        self.which.describe(name, description, problem=False)
        for at, (way, editor) in enumerate(zip(self._ways, self.inner, strict=True)):
            editor.describe(f"{name}: {way.label}", description, problem=problem and at == self.which.value)

    def _show(self, chosen: int | None) -> None:
        for at, editor in enumerate(self.inner):
            set_shown(editor, shown=at == chosen)

    def _chosen(self) -> None:
        self._show(self.which.value)
        self.edited.emit()
