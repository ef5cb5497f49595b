"""*Probe ausfüllen*: the form in the window as with a resident, its answers nowhere but here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QVBoxLayout, QWidget

from lotse_app.forms import engine
from lotse_app.forms.editing import initial
from lotse_app.forms.state import ControlState, GroupState, ListState
from lotse_app.ui.form.edits import Shift
from lotse_app.ui.form.step_page import FormStepPage
from lotse_app.ui.kit.blocks import ActionRow, Muted, PrimaryButton, SecondaryButton
from lotse_app.ui.kit.layouts import GRID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from lotse_app.forms.form import Form
    from lotse_app.forms.state import Element, FormState, StepState
    from lotse_app.ui.form.edits import Edit, ItemAdded, ItemRemoved, ItemShifted, Place

_WORDS = "Probe, nichts davon wird gespeichert."


class Trial(QObject):
    """Answers to a form that nobody keeps."""

    changed = Signal()

    def __init__(self, form: Form, today: date, answers: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self.form = form
        self.answers: Mapping[str, Any] = dict(answers) if answers is not None else initial(form)
        self._today = today
        self._touched: frozenset[str] = frozenset()
        self.state: FormState = self._compute(None)

    def edit(self, edit: Edit) -> None:
        """Take one answer."""
        self._take(engine.edit(self.form, self.answers, edit.pointer, edit.value, self._today))

    def add_item(self, wish: ItemAdded) -> None:
        """Add an item to a list."""
        self._take(engine.add_item(self.form, self.answers, wish.pointer))

    def remove_item(self, wish: ItemRemoved) -> None:
        """Remove an item of a list."""
        self._forget(wish.pointer)
        self._take(engine.remove_item(self.form, self.answers, f"{wish.pointer}/{wish.index}"))

    def shift_item(self, wish: ItemShifted) -> None:
        """Move or double an item of a list."""
        self._forget(wish.pointer)
        pointer = f"{wish.pointer}/{wish.index}"
        if wish.shift is Shift.DOUBLE:
            self._take(engine.duplicate_item(self.form, self.answers, pointer))
        else:
            self._take(engine.move_item(self.form, self.answers, pointer, wish.target - wish.index))

    def leave(self, place: Place) -> None:
        """Note that somebody has been at a question."""
        self._touch({place.pointer})

    def try_step(self, step: StepState) -> None:
        """Let every question of a step show its problem."""
        self._touch(set(_pointers(step.elements)))

    def _touch(self, pointers: set[str]) -> None:
        if not pointers <= self._touched:
            self._touched |= pointers
            self.state = self._compute(self.state)
            self.changed.emit()

    def _forget(self, pointer: str) -> None:
        self._touched = frozenset(one for one in self._touched if not one.startswith(f"{pointer}/"))

    def _take(self, answers: Mapping[str, Any]) -> None:
        self.answers = answers
        self.state = self._compute(self.state)
        self.changed.emit()

    def _compute(self, previous: FormState | None) -> FormState:
        return engine.next_state(self.form, previous, self.answers, self._touched, self._today)


class TrialPage(QWidget):
    """The steps of a form, one at a time."""

    #: A ``Trial`` whose draft is to be shown.
    draft_wanted = Signal(object)
    left = Signal()

    def __init__(self, trial: Trial) -> None:
        super().__init__()
        self.trial = trial
        self.setAccessibleName(f"Probe: {trial.form.title}")
        self._at = 0
        self.page: FormStepPage | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self._box = box
        head = QWidget()
        top = QVBoxLayout(head)
        top.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        self.steps = QComboBox()
        self.steps.setAccessibleName("Schritt")
        self.steps.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.steps.setMinimumContentsLength(20)
        self.steps.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.steps.activated.connect(self._choose)
        top.addWidget(self.steps)
        box.addWidget(head)
        self._make_foot()
        trial.changed.connect(self._refresh)
        self.go_to(0)

    def _make_foot(self) -> None:
        self.back_button, self.draft_button = SecondaryButton("&Zurück"), SecondaryButton("&Entwurf ansehen")
        end = SecondaryButton("Probe &beenden")
        self.next_button = PrimaryButton("Weiter", "Ctrl+Return", "Strg+⏎")
        end.clicked.connect(self.left)
        self.back_button.clicked.connect(self.previous)
        self.draft_button.clicked.connect(self._draft)
        self.next_button.clicked.connect(self.next)
        self._foot = ActionRow([end], [self.draft_button, self.back_button, self.next_button], framed=True)
        self._box.addWidget(self._foot)

    @property
    def shown(self) -> list[StepState]:
        """Return the steps that are to be answered now."""
        return [step for step in self.trial.state.steps if step.visible]

    def go_to(self, at: int) -> None:
        """Show a step by its place among those that are visible."""
        self._at = max(0, min(at, len(self.shown) - 1))
        step = self.shown[self._at]
        if self.page is not None:
            self.page.hide()
            self._box.removeWidget(self.page)
            self.page.deleteLater()
        page = FormStepPage(step)
        page.scroller.body.insertWidget(0, Muted(f"{_WORDS} {self.trial.form.title}"))
        page.edited.connect(self.trial.edit)
        page.added.connect(self.trial.add_item)
        page.removed.connect(self.trial.remove_item)
        page.shifted.connect(self.trial.shift_item)
        page.left.connect(self.trial.leave)
        self.page = page
        self._box.insertWidget(1, page, 1)
        self._refresh()
        page.go_to_start()

    def next(self) -> None:
        """Go to the next step; what is open here is said first, once."""
        if self.page is not None:
            self.page.tell()
        step = self.shown[self._at]
        self.trial.try_step(step)
        if self._at + 1 < len(self.shown):
            self.go_to(self._at + 1)
        elif self.page is not None and not self.page.go_to_first_problem():
            self._draft()

    def previous(self) -> None:
        """Go to the step before."""
        if self._at:
            self.go_to(self._at - 1)

    def _choose(self, at: int) -> None:
        self.go_to(at)

    def _draft(self) -> None:
        self.draft_wanted.emit(self.trial)

    def _refresh(self) -> None:
        shown = self.shown
        page = self.page
        if page is not None:
            same = next((at for at, step in enumerate(shown) if step.key == page.state.key), None)
            if same is None:
                self.go_to(self._at)
                return
            self._at = same
            page.show_state(shown[same])
        self.steps.blockSignals(True)
        self.steps.clear()
        self.steps.addItems([_caption(at, len(shown), step) for at, step in enumerate(shown)])
        self.steps.setCurrentIndex(self._at)
        self.steps.blockSignals(False)
        self.back_button.setEnabled(self._at > 0)


def _caption(at: int, count: int, step: StepState) -> str:
    done = " ✓" if step.complete else ""
    return f"Schritt {at + 1} von {count}: {step.title or 'Angaben'}{done}"


def _pointers(elements: tuple[Element, ...]) -> Iterator[str]:
    for element in elements:
        if isinstance(element, ControlState):
            yield element.pointer
        elif isinstance(element, GroupState):
            yield from _pointers(element.elements)
        elif isinstance(element, ListState):
            yield element.pointer
            for item in element.items:
                yield from _pointers(item.elements)


def opened(form: Form, today: date) -> Form:
    """Return the form once it is compiled and was opened; work lane, so that the window does not wait for it."""
    engine.next_state(form, None, initial(form), frozenset(), today)
    return form
