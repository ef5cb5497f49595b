"""The head of an opened case: which case, what is saved, and the steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from lotse_app.clock import clock_time
from lotse_app.forms.formless import FORMLESS
from lotse_app.models.words import STATES
from lotse_app.overriding import override
from lotse_app.ui.application.autosave import SaveKind
from lotse_app.ui.application.steps import Progress
from lotse_app.ui.kit.blocks import announce, restyle
from lotse_app.ui.kit.layouts import GRID, FlowLayout, column, is_cramped, is_tight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from lotse_app.ui.application.autosave import SaveState
    from lotse_app.ui.application.steps import Step
    from lotse_app.workflows.applications import OpenCase

_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


#: So many letters of a title are shown; a screen reader hears all of it.
_TITLE = 56


def title_of(case: OpenCase) -> str:
    """Return what the case is about: a Formloser Antrag says for which service."""
    formless = case.form.id == FORMLESS
    return f"{case.form.title}: {case.application.service_name}" if formless else case.form.title


#: Strg+Eingabe goes on to the next step; Enter alone chooses the step that has the focus.
_WITH_CTRL = Qt.KeyboardModifier.ControlModifier


class StepButton(QPushButton):
    """One step: its number, its name, and how far it is, in a sign and in words."""

    def __init__(self, at: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.at = at
        self.setProperty("kind", "step")
        self.setProperty("current", False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self._step: Step | None = None
        self._current = False

    def show_step(self, step: Step, of: int, *, current: bool) -> None:
        """Show a step."""
        self._step, self._current = step, current
        here = "hier sind Sie, " if current else ""
        self.setAccessibleName(f"Schritt {self.at + 1} von {of}: {step.title}")
        self.setAccessibleDescription(f"{here}{step.progress.value}")
        self.setEnabled(step.progress is not Progress.LOCKED or current)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus)
        self.setToolTip(step.title)
        if self.property("current") != current:
            self.setProperty("current", current)
            restyle(self)

    def say_alone(self, of: int, room: int) -> None:
        """Show place and name in words: no other step is shown beside this one.

        What does not fit in ``room`` pixels is left out; the tooltip and a screen reader have all of it.
        """
        if self._step is None:
            return
        name = self._step.title.replace("&", "&&")
        for words in (f"Schritt {self.at + 1} von {of}: {name}", f"{self.at + 1} von {of}: {name}"):
            self.setText(words)
            if self.sizeHint().width() <= room:
                return
        frame = self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())
        self.setText(self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, max(0, room - frame)))

    def say(self, *, short: bool) -> None:
        """Show number and sign, with the name unless it is to be short."""
        step = self._step
        if step is None:
            return
        number = _CIRCLES[self.at] if self.at < len(_CIRCLES) else f"{self.at + 1}."
        sign = "●" if self._current else ("✓" if step.progress is Progress.DONE else "")
        name = "" if short else step.title.replace("&", "&&")
        self.setText(" ".join(part for part in (number, name, sign) if part))

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            event.ignore()  # the row of steps moves the focus, not the button
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & _WITH_CTRL:
            self.click()
            return
        super().keyPressEvent(event)

    @property
    def done(self) -> bool:
        """Return whether this step is behind us."""
        return self._step is not None and self._step.progress is Progress.DONE and not self._current

    @property
    def current(self) -> bool:
        """Return whether this is the step in hand."""
        return self._current


def _all(_button: StepButton) -> bool:
    return True


def _not_done(button: StepButton) -> bool:
    return not button.done


def _only_current(button: StepButton) -> bool:
    return button.current


class Stepper(QWidget):
    """All steps in a row that wraps; one tab stop, arrows move inside."""

    #: The key of the ``Step`` that was chosen.
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Schritte")
        self._flow = FlowLayout(self, 2)
        self.buttons: list[StepButton] = []
        self._keys: list[str] = []
        self._alone = False
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_steps(self, steps: Sequence[Step], current: str) -> None:
        """Show the steps; ``current`` is the key of the one in hand."""
        self._keys = [step.key for step in steps]
        grows = len(self.buttons) < len(steps)
        if grows:  # each button that is shown in sight would have the whole window laid out once more
            self.hide()
        while len(self.buttons) < len(steps):
            button = StepButton(len(self.buttons), self)
            button.clicked.connect(self._clicked)
            self._flow.addWidget(button)
            self.buttons.append(button)
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(steps) and not self._alone)
            if at < len(steps):
                button.show_step(steps[at], len(steps), current=steps[at].key == current)
        if grows:
            self.show()
        self._fit(self.width())

    @override
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit(self.width())

    def _fit(self, width: int) -> None:
        """Keep the steps in one row: first those that are done lose their names, then all but the one in hand.

        Where there is no room for the row, or little for the form below it, the step in hand is said in words.
        """
        shown = self.buttons[: len(self._keys)]
        self._alone = is_tight(self)
        if not self._alone:
            self._alone = not self._row_fits(shown, width)
        for button in shown:
            button.setVisible(not self._alone or button.current)
            if self._alone:
                button.say_alone(len(shown), width)

    def _row_fits(self, shown: Sequence[StepButton], width: int) -> bool:
        for keeps_name in (_all, _not_done, self._near, _only_current):
            for button in shown:
                button.say(short=not keeps_name(button))
            needed = sum(button.sizeHint().width() + self._flow.spacing() for button in shown)
            if needed <= width:
                return True
        return False

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        shown = [button for button in self.buttons if button.isVisible() and button.isEnabled()]
        here = next((at for at, button in enumerate(shown) if button.hasFocus()), None)
        if by and here is not None:
            at = min(max(here + by, 0), len(shown) - 1)
            shown[at].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    def _near(self, button: StepButton) -> bool:
        """Return whether a button is the one in hand or stands beside it."""
        return any(abs(one.at - button.at) <= 1 for one in self.buttons if one.current)

    def _clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, StepButton) and sender.at < len(self._keys):
            self.chosen.emit(self._keys[sender.at])


class CaseHeader(QFrame):
    """Title, number and state at the left; what is saved at the right; the steps below."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "head")
        self.title = QLabel()
        self.title.setProperty("kind", "h3")
        self.place = QLabel()
        self.place.setProperty("kind", "muted")
        self.saved = QLabel()
        self.saved.setObjectName("savedLabel")
        self.saved.setProperty("kind", "muted")
        self._said = ""
        self.stepper = Stepper()
        line = FlowLayout(spacing=2 * GRID)
        line.addWidget(self.title)
        line.addWidget(self.place)
        line.add_trailing(self.saved)
        box = column(self, GRID // 2, 0)
        box.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID // 2)
        box.addLayout(line)
        box.addWidget(self.stepper)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @override
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and hasattr(self, "stepper"):
            self._fit()

    def _fit(self) -> None:
        """Leave out what the bar above or the step says as well, the less room there is."""
        cramped = is_cramped(self)
        self.place.setVisible(not is_tight(self))
        self.title.setVisible(not cramped)
        self.saved.setVisible(not cramped)

    def show_case(self, case: OpenCase) -> None:
        """Show which case it is."""
        application = case.application
        title = title_of(case)
        self.title.setText(title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…")
        self.title.setToolTip(title)
        self.title.setAccessibleName(title)
        self.place.setText(f"Vorgang {application.number} · {STATES[application.state]}")

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
        if state.kind is SaveKind.SAVED and words != self._said:
            self._said = words  # said once a minute, not after every letter
            announce(self.saved, words)
