"""The draft while it is worked on: answers, history, confirmations, and what follows from them. No widgets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from lotse_app.clock import local_date
from lotse_app.forms import engine
from lotse_app.forms.acting import MEMBER
from lotse_app.forms.editing import initial
from lotse_app.forms.reading import sections
from lotse_app.forms.state import ControlState, GroupState, LabelState, ListState
from lotse_app.models.application import DraftSave, State
from lotse_app.ui.application.steps import steps_of
from lotse_app.ui.form.edits import Shift
from lotse_app.ui.form.history import History
from lotse_app.workflows.agents import NAMESAKE, gives_for_another
from lotse_app.workflows.evidence import evidence_lines
from lotse_app.workflows.mandate_rules import grantor_of, known_of_grantor
from lotse_app.workflows.read_back import confirm, standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from lotse_app.clock import Clock
    from lotse_app.forms.state import Element, FormState
    from lotse_app.models.acting import ActingAs, ReadBackWay
    from lotse_app.models.application import Confirmation
    from lotse_app.models.evidence import Evidence
    from lotse_app.models.mandate import KeptMandate
    from lotse_app.models.reading import Section
    from lotse_app.ui.application.steps import Step
    from lotse_app.ui.form.edits import Edit, ItemAdded, ItemRemoved, ItemShifted
    from lotse_app.workflows.applications import OpenCase


class Editing(QObject):
    """Holds one opened case; every change makes a new case, and says so."""

    #: Something that is saved was changed.
    changed = Signal()
    #: Only what is shown was changed, for example which problems.
    shown = Signal()

    def __init__(self, case: OpenCase, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._case = case
        self._history = History()
        self._touched: frozenset[str] = frozenset()
        self._state = self._compute(None)
        #: The steps and the case they were worked out for: asked several times a key, worked out once.
        self._steps: tuple[OpenCase, tuple[Step, ...]] | None = None

    # what there is ------------------------------------------------------------------------

    @property
    def case(self) -> OpenCase:
        """Return the case with the present answers."""
        return self._case

    @property
    def answers(self) -> Mapping[str, Any]:
        """Return the present answers."""
        return self._case.application.answers

    @property
    def state(self) -> FormState:
        """Return the state of the form."""
        return self._state

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the steps of the wizard."""
        if self._steps is None or self._steps[0] is not self._case:
            self._steps = (self._case, steps_of(self._case, self._state))
        return self._steps[1]

    @property
    def frozen(self) -> bool:
        """Return whether answers may no longer be changed."""
        return self._case.application.state is not State.DRAFT

    @property
    def history(self) -> History:
        """Return undo and redo."""
        return self._history

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Return the evidence lines the present answers ask for; what nobody entered is open, whatever is usual."""
        case = self._case
        return evidence_lines(case.form, case.application.answers, case.application.id, case.evidence, case.mandate)

    def sections(self) -> tuple[Section, ...]:
        """Return what is read back."""
        return sections(self._case.form, self.answers)

    def confirmed(self) -> frozenset[str]:
        """Return the keys of the sections whose tick still stands."""
        made = standing(self.sections(), self._case.application.confirmations)
        return frozenset(one.section for one in made)

    def prefilled(self, key: str) -> str:
        """Return the answer to the question that has this prefill key, for example ``person.familienname``."""
        for control in self._controls():
            if control.prefill == key and isinstance(control.value, str):
                return control.value
        return ""

    def snapshot(self, revision: int) -> DraftSave:
        """Return what is to be saved now, if ``revision`` is the last one saved."""
        application = self._case.application
        return DraftSave(
            application_id=application.id,
            expected_revision=revision,
            answers=application.answers,
            step=application.step,
            acting=application.acting,
            notice_version=application.notice_version,
            keep_contact=application.keep_contact,
            confirmations=self._standing(),
            due=application.due,
            at=self._clock.now(),
        )

    # what the pilot does ------------------------------------------------------------------

    def edit(self, edit: Edit) -> None:
        """Take one answer."""
        changed = engine.edit(self._case.form, self.answers, edit.pointer, edit.value, self._today())
        self._take_answers(changed, edit.pointer, typing=isinstance(edit.value, str))

    def add_item(self, wish: ItemAdded) -> None:
        """Add an item to a list."""
        self._take_answers(engine.add_item(self._case.form, self.answers, wish.pointer), wish.pointer)

    def remove_item(self, wish: ItemRemoved) -> None:
        """Remove an item of a list; undoing it goes back to this item."""
        self._touched = frozenset(one for one in self._touched if not one.startswith(f"{wish.pointer}/"))
        pointer = f"{wish.pointer}/{wish.index}"
        self._take_answers(engine.remove_item(self._case.form, self.answers, pointer), pointer)

    def shift_item(self, wish: ItemShifted) -> None:
        """Move or double an item of a list."""
        self._touched = frozenset(one for one in self._touched if not one.startswith(f"{wish.pointer}/"))
        form, pointer = self._case.form, f"{wish.pointer}/{wish.index}"
        if wish.shift is Shift.DOUBLE:
            changed = engine.duplicate_item(form, self.answers, pointer)
        else:
            changed = engine.move_item(form, self.answers, pointer, wish.target - wish.index)
        self._take_answers(changed, wish.pointer)

    def undo(self) -> str | None:
        """Take the last change back; return where it was made."""
        step = None if self.frozen else self._history.undo(self.answers)
        return self._restore(step.answers, step.pointer) if step is not None else None

    def redo(self) -> str | None:
        """Do again what was taken back; return where."""
        step = None if self.frozen else self._history.redo(self.answers)
        return self._restore(step.answers, step.pointer) if step is not None else None

    def leave(self, pointer: str) -> None:
        """Note that the person has been at a question; an empty required one is a problem from now on."""
        self._history.close()
        if pointer not in self._touched and not self.frozen:
            self._touched |= {pointer}
            self._refresh()
            self.shown.emit()

    def try_step(self, form_key: str) -> None:
        """Note that the person wants to go on: every question of this step may show its problem."""
        pointers = {
            pointer for step in self._state.steps if step.key == form_key for pointer in _pointers(step.elements)
        }
        self._touched |= pointers
        self._refresh()
        self.shown.emit()

    def set_step(self, key: str) -> None:
        """Note which step is shown, so that a crash comes back here."""
        if key != self._case.application.step:
            self._replace(step=key)

    def set_acting(self, acting: ActingAs) -> None:
        """Take who acts: the form asks for them, with what is preset there; earlier answers to that go."""
        if self.frozen or acting is self._case.application.acting:
            return
        form = self._case.forms.get(acting, self._case.form)
        others = {name: one for name, one in self.answers.items() if name != MEMBER}
        preset = {name: one for name, one in initial(form).items() if name == MEMBER}
        self._case = replace(self._case, form=form)
        self._replace(acting=acting, answers={**preset, **others})

    def set_notice(self, version: int | None) -> None:
        """Note which version of the privacy sheet was handed over, or that none was."""
        self._replace(notice_version=version)

    def set_keep_contact(self, *, keep: bool) -> None:
        """Take whether contact data may be kept for reminders."""
        self._replace(keep_contact=keep)

    def confirm(self, section: Section, how: ReadBackWay) -> None:
        """Take *Das stimmt* for a section."""
        others = [one for one in self._standing() if one.section != section.key]
        self._replace(confirmations=(*others, confirm(section, how, self._clock.now())))

    def retract(self, section_key: str) -> None:
        """Take a tick off."""
        self._replace(confirmations=tuple(one for one in self._standing() if one.section != section_key))

    def take_evidence(self, lines: tuple[Evidence, ...]) -> None:
        """Take what is stored of the evidence; it is saved already."""
        self._case = replace(self._case, evidence=lines)
        self.shown.emit()

    def take_mandate(self, mandate: KeptMandate) -> None:
        """Take the Vollmacht as it is stored."""
        self._case = replace(self._case, mandate=mandate)
        self._steps = None
        self.shown.emit()

    def say_namesake(self, name: str) -> None:
        """Keep of which folded name was said that the agent is somebody else; empty takes it back."""
        told = {key: one for key, one in self.answers.get(MEMBER, {}).items() if key != NAMESAKE}
        self._take_answers({**self.answers, MEMBER: {**told, **({NAMESAKE: name} if name else {})}}, "")

    def take_over_grantor(self) -> int:
        """Fill the form with what is known of who gives the Vollmacht; return how many questions were filled.

        Only on request, once the person agreed. What was typed stays, unless it is of somebody else.
        """
        known = known_of_grantor(self.answers)
        another = gives_for_another(self._case.form, self.answers, grantor_of(self.answers))
        found = [
            (one.pointer, known[one.prefill])
            for one in self._controls()
            if one.prefill in known and (one.value is None or another) and one.visible
        ]
        answers = self.answers
        for pointer, value in found:
            answers = engine.edit(self._case.form, answers, pointer, value, self._today())
        self._take_answers(answers, found[0][0] if found else "")
        return len(found)

    def take_case(self, case: OpenCase) -> None:
        """Take the case as it was loaded again."""
        self._case = case
        self._refresh()
        self.shown.emit()

    def clear(self) -> None:
        """Forget answers and history: nothing of this person is left."""
        self._history.clear()
        self._touched = frozenset()
        empty = replace(self._case.application, answers={}, confirmations=())
        self._case = replace(self._case, application=empty, evidence=(), frozen=None, signatures=(), mandate=None)
        self._state, self._steps = self._compute(None), None

    # --------------------------------------------------------------------------------------

    def _today(self) -> date:
        return local_date(self._clock.now())

    def _compute(self, previous: FormState | None) -> FormState:
        return engine.next_state(self._case.form, previous, self.answers, self._touched, self._today())

    def _refresh(self) -> None:
        self._state = self._compute(self._state)
        self._steps = None

    def _take_answers(self, answers: Mapping[str, Any], pointer: str, *, typing: bool = False) -> None:
        if self.frozen or answers == self.answers:
            return
        self._history.record(self.answers, pointer, typing=typing)
        self._restore(answers, pointer)

    def _restore(self, answers: Mapping[str, Any], pointer: str) -> str:
        self._replace(answers=answers)
        return pointer

    def _replace(self, **parts: Any) -> None:  # noqa: ANN401 - fields of the application, checked where they are made
        if self.frozen:
            return
        self._case = replace(self._case, application=replace(self._case.application, **parts))
        if "answers" in parts:
            self._refresh()
        self.changed.emit()

    def _standing(self) -> tuple[Confirmation, ...]:
        made = self._case.application.confirmations
        return standing(self.sections(), made) if made else ()

    def _controls(self) -> Iterator[ControlState]:
        for step in self._state.steps:
            yield from _controls(step.elements)


def _controls(elements: tuple[Element, ...]) -> Iterator[ControlState]:
    for element in elements:
        if isinstance(element, ControlState):
            yield element
        elif isinstance(element, GroupState):
            yield from _controls(element.elements)
        elif isinstance(element, ListState):
            for item in element.items:
                yield from _controls(item.elements)


def _pointers(elements: tuple[Element, ...]) -> Iterator[str]:
    for element in elements:
        if isinstance(element, LabelState):
            continue
        if isinstance(element, GroupState):
            yield from _pointers(element.elements)
            continue
        yield element.pointer
        if isinstance(element, ListState):
            for item in element.items:
                yield from _pointers(item.elements)
