"""The head of an opened case: which case, what is saved, and the steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from lotse_app.clock import clock_time
from lotse_app.ui.application.autosave import SaveKind
from lotse_app.ui.application.steps import Progress
from lotse_app.ui.kit import Heading, announce, restyle
from lotse_app.ui.layouts import GRID, FlowLayout, column
from lotse_app.ui.overriding import override
from lotse_app.ui.words import STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from lotse_app.ui.application.autosave import SaveState
    from lotse_app.ui.application.steps import Step
    from lotse_app.workflows.applications import OpenCase

_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class StepButton(QPushButton):
    """One step: its number, its name, and how far it is, in a sign and in words."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at
        self.setProperty("kind", "step")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)

    def show_step(self, step: Step, of: int, *, current: bool) -> None:
        """Show a step."""
        number = _CIRCLES[self.at] if self.at < len(_CIRCLES) else f"{self.at + 1}."
        sign = " ●" if current else (" ✓" if step.progress is Progress.DONE else "")
        self.setText(f"{number} {step.title}{sign}".replace("&", "&&"))
        here = "hier sind Sie, " if current else ""
        self.setAccessibleName(f"Schritt {self.at + 1} von {of}: {step.title}")
        self.setAccessibleDescription(f"{here}{step.progress.value}")
        self.setEnabled(step.progress is not Progress.LOCKED or current)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus)
        if self.property("current") != current:
            self.setProperty("current", current)
            restyle(self)


class Stepper(QWidget):
    """All steps in a row that wraps; one tab stop, arrows move inside."""

    #: The key of the ``Step`` that was chosen.
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Schritte")
        self._flow = FlowLayout(self, GRID // 2)
        self.buttons: list[StepButton] = []
        self._keys: list[str] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_steps(self, steps: Sequence[Step], current: str) -> None:
        """Show the steps; ``current`` is the key of the one in hand."""
        self._keys = [step.key for step in steps]
        while len(self.buttons) < len(steps):
            button = StepButton(len(self.buttons))
            button.clicked.connect(self._clicked)
            self._flow.addWidget(button)
            self.buttons.append(button)
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(steps))
            if at < len(steps):
                button.show_step(steps[at], len(steps), current=steps[at].key == current)

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        shown = [button for button in self.buttons if button.isVisible() and button.isEnabled()]
        here = next((at for at, button in enumerate(shown) if button.hasFocus()), None)
        if by and here is not None and 0 <= here + by < len(shown):
            shown[here + by].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    def _clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, StepButton) and sender.at < len(self._keys):
            self.chosen.emit(self._keys[sender.at])


class CaseHeader(QFrame):
    """Title, number and state at the left; what is saved at the right; the steps below."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "head")
        self.title = Heading("", 1)
        self.place = QLabel()
        self.place.setProperty("kind", "muted")
        self.saved = QLabel()
        self.saved.setObjectName("savedLabel")
        self.saved.setProperty("kind", "muted")
        self.stepper = Stepper()
        line = FlowLayout(spacing=2 * GRID)
        line.addWidget(self.title)
        line.addWidget(self.place)
        line.add_trailing(self.saved)
        box = column(self, GRID, 0)
        box.setContentsMargins(3 * GRID, GRID + GRID // 2, 3 * GRID, GRID)
        box.addLayout(line)
        box.addWidget(self.stepper)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_case(self, case: OpenCase) -> None:
        """Show which case it is."""
        application = case.application
        self.title.setText(case.form.title)
        self.place.setText(f"Vorgang {application.number} · {case.commune.short_name} · {STATES[application.state]}")

    def show_saving(self, state: SaveState) -> None:
        """Say *gespeichert* only for what the store has acknowledged."""
        if state.kind is SaveKind.SAVED:
            words = f"gespeichert {clock_time(state.at)}"
        elif state.kind is SaveKind.WAITING:
            words = "wird gespeichert …"
        else:
            words = "nicht gespeichert"
            announce(self.saved, words, urgent=True)
        if words != self.saved.text():
            self.saved.setText(words)
            self.saved.setAccessibleName(words)
