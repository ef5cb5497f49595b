"""The application wizard: one opened Vorgang from *Wer handelt?* to *Einreichen*."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from lotse_app.models.problems import Code
from lotse_app.overriding import override
from lotse_app.ui.application.acts import CaseActs
from lotse_app.ui.application.beside import Beside
from lotse_app.ui.application.case_stack import CaseStack
from lotse_app.ui.application.clipboard import empty_clipboard, texts_of
from lotse_app.ui.application.copy_view import copy_code
from lotse_app.ui.application.editing import Editing
from lotse_app.ui.application.frozen_words import CLEARED_WORDS, FROZEN_WORDS, REOPEN_WARNING, frozen_words
from lotse_app.ui.application.going_on import GoingOn, brief
from lotse_app.ui.application.header import CaseHeader, title_of
from lotse_app.ui.application.help_words import HELP, HELP_FORM
from lotse_app.ui.application.notice import Notice
from lotse_app.ui.application.opening import Opening
from lotse_app.ui.application.outcomes import Outcomes
from lotse_app.ui.application.resident_guide import ResidentGuide
from lotse_app.ui.application.saving import Saving
from lotse_app.ui.application.step_pages import StepPages
from lotse_app.ui.application.steps import HAND_IN, READ_BACK, SIGNATURE, starting_step
from lotse_app.ui.application.takeover import TakeoverView
from lotse_app.ui.case_view import CaseView
from lotse_app.ui.frame.ahead import InPauses
from lotse_app.ui.help.places import FORM_STEP, STEPS, VIEWS, View
from lotse_app.ui.kit.blocks import ActionRow, Muted, PrimaryButton, SecondaryButton, announce
from lotse_app.ui.kit.layouts import GRID, is_tight
from lotse_app.ui.kit.rows import reached_last
from lotse_app.ui.messages.problems import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QResizeEvent

    from lotse_app.models.handbook import HelpPlace
    from lotse_app.models.problems import Problem
    from lotse_app.ui.application.acts import Done, Refused
    from lotse_app.ui.application.autosave import Autosave
    from lotse_app.ui.application.chosen import ChosenBefore
    from lotse_app.ui.application.opening import Opened
    from lotse_app.ui.frame.unsaved import UnsavedDrafts
    from lotse_app.ui.preview import PrinterAsker
    from lotse_app.ui.resident.code_page import CopyCode
    from lotse_app.ui.rooms.room import PaperReady
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk


class ApplicationWizard(CaseView):
    """Coordinates header, steps, autosave, acts, resident's view and preview; each does its own work."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        case_id: str,
        ask_printer: PrinterAsker | None = None,
        unsaved: UnsavedDrafts | None = None,
        before: ChosenBefore | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Antrag")
        self._desk = desk
        self._tasks = tasks
        self._id = case_id
        self.acts = CaseActs(desk, tasks, case_id, self, before.of(case_id) if before is not None else None)
        self._opening = Opening(self.acts, unsaved, self)
        self.guide = ResidentGuide(self)
        self.header = CaseHeader()
        self.notice = Notice()
        self.case_page = QWidget()
        self.stack = CaseStack(self.case_page, tasks, desk.printing, ask_printer)
        self.editing: Editing | None = None
        self.pages: StepPages | None = None
        self.autosave: Autosave | None = None
        self._saving: Saving | None = None
        self._focus_before: QWidget | None = None
        self._going: GoingOn | None = None
        self._outcomes: Outcomes | None = None
        self._soon = InPauses(self)
        self._build()
        self._connect()
        self.acts.open()

    # building -----------------------------------------------------------------------------

    def _build(self) -> None:
        self.undo = SecondaryButton("Rückgängig", shown="Strg+Z")
        self.back_button = SecondaryButton("Zurück")
        self.next_button = PrimaryButton("Weiter")
        self.next_button.setAccessibleDescription("Taste Strg+⏎")
        self.post_button = SecondaryButton("Post und Stand")
        self.post_button.setAccessibleDescription("Briefe vom Amt, Fristen, Stand, Entwurf abbrechen")
        self.post_button.clicked.connect(self.post_wanted)
        self.foot = ActionRow((self.undo, self.post_button), (self.back_button, self.next_button), framed=True)
        self.loading = Muted("Der Vorgang wird geladen …")
        self.loading.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 0)
        self.middle = QVBoxLayout()
        self.middle.addWidget(self.loading, 1, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self.case_page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.header)
        box.addWidget(self.notice)
        box.addLayout(self.middle, 1)
        box.addWidget(self.foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self.foot.setEnabled(False)

    def _connect(self) -> None:
        self.undo.clicked.connect(self._undo)
        self.back_button.clicked.connect(self._step_back)
        self.next_button.clicked.connect(self._go_on)
        self.header.stepper.chosen.connect(self.show_step)
        self.acts.done.connect(self._done)
        self.acts.refused.connect(self._refused)
        self._opening.opened.connect(self._start)
        self.acts.busy_changed.connect(self._busy_changed)
        self.stack.closed.connect(self._uncovered)
        self.stack.resident_wanted.connect(self.show_resident)
        self.stack.next_wanted.connect(self.finish_person)
        self.stack.printed.connect(self._printed)
        # Not the button's own shortcut: that one waits 100 ms for the look of a pressed button.
        keys = (
            ("Ctrl+Return", self._go_on),
            ("Ctrl+Enter", self._go_on),
            ("Ctrl+Z", self._undo),
            ("Ctrl+Y", self._redo),
            ("Ctrl+Shift+Z", self._redo),
        )
        for key, act in keys:
            QShortcut(QKeySequence(key), self.case_page).activated.connect(act)

    def _start(self, opened: Opened) -> None:
        """Show the case once it was loaded: in two parts, for no key to wait for both; what is unsaved at once."""
        parts = self._starting(opened)
        next(parts)
        self._soon.start(parts, 0)
        if opened.unsaved:
            self._soon.finish()

    def _starting(self, opened: Opened) -> Iterator[None]:
        """Build everything that needs the case, then show it where it was left."""
        editing = Editing(opened.case, self._desk.clock, self)
        saving = Saving(self._desk.applications, self._tasks, editing, self.acts, self.header, self.notice)
        pages = StepPages(self._desk, self.acts, editing, self.case_page)
        first = starting_step(opened.case, editing.steps)
        pages.prepare_step(first)
        self.header.stepper.show_steps(editing.steps, first)
        yield
        saving.turned.connect(self.saving_turned)
        self._saving, self.editing, self.autosave, self.pages = saving, editing, saving.autosave, pages
        self._going = GoingOn(self, pages, editing, self.acts, self.autosave, self.notice)
        self._outcomes = Outcomes(self._desk, self, pages, editing, self.acts, self.autosave, self.notice)
        self._beside = Beside(self, pages, editing, self.guide)
        self.loading.hide()
        self.middle.addWidget(pages, 1)
        self.foot.setEnabled(True)
        editing.changed.connect(self._refresh)
        editing.shown.connect(self._refresh)
        pages.print_wanted.connect(partial(self.acts.papers, with_receipt=False))
        pages.reopen_wanted.connect(self.ask_reopen)
        pages.sheet_wanted.connect(self.acts.privacy_sheet)
        pages.later_wanted.connect(partial(self.acts.print_later, wanted=True))
        pages.reprint_wanted.connect(partial(self.acts.papers, with_receipt=True))
        pages.copy_wanted.connect(self.show_copy)
        pages.papers_wanted.connect(self.show_papers)
        pages.written.connect(self.changed)
        self.show_step(first)
        if opened.unsaved:
            self.autosave.resume()
        self.changed.emit()

    @property
    @override
    def unsaved(self) -> bool:
        return self.autosave is not None and not self.autosave.clean

    @property
    @override
    def failing(self) -> bool:
        return self._saving is not None and self._saving.failed

    @property
    @override
    def crumbs(self) -> tuple[str, ...]:
        if self.editing is None:
            return ()
        case = self.editing.case
        return title_of(case), f"Vorgang {case.application.number}"

    @override
    def show_resident(self) -> None:
        """Show the resident's view, or take it away."""
        if self.guide.is_open:
            self.guide.close()
        elif self.editing is not None and self.stack.shows_number:
            self.guide.show_code(self._code(self.editing))
        elif self.editing is not None:
            self.guide.open()

    @override
    def back(self) -> bool:
        covered = not self.stack.shows_case
        if self.stack.shows_papers:
            self.stack.preview.close_preview()
        elif covered:
            self._uncovered()
        return covered

    @override
    def help_text(self) -> str:
        key = self.pages.key if self.pages is not None else ""
        return HELP.get(key, HELP_FORM)

    @override
    def help_place(self) -> HelpPlace | None:
        if self.guide.is_open:
            return VIEWS[View.RESIDENT]
        if self.stack.shows_papers:
            return VIEWS[View.PREVIEW]
        if self.pages is None:
            return VIEWS[View.TAKEOVER] if not self.stack.shows_case else None
        return STEPS.get(self.pages.key, FORM_STEP)

    @override
    def leave(self) -> None:
        """Save what is unsaved and take the resident's view away."""
        if self.autosave is not None:
            self.autosave.finish()
        self.guide.dispose()

    # steps --------------------------------------------------------------------------------

    def show_step(self, key: str) -> None:
        """Show a step; where the draft stands is saved with it."""
        if self.pages is None or self.editing is None:
            return
        self.editing.history.close()
        self.pages.show_step(key)
        self.editing.set_step(key)
        if key == READ_BACK:
            self.guide.show_next()
        self.step_changed()
        title = next((step.title for step in self.editing.steps if step.key == key), "")
        announce(self, f"Schritt {title}")

    def step_changed(self) -> None:
        """Show where we are, and whether what is shown may be changed."""
        if self.pages is None or self.editing is None:
            return
        case = self.editing.case
        on_form = self.pages.key != HAND_IN and (self.pages.key != SIGNATURE or case.cleared)
        if self.editing.frozen and on_form:
            ways = [("Noch einmal ändern", self.ask_reopen)] if case.hand_in is None else []
            self.notice.say("info", frozen_words(case), ways)
        elif self.notice.text in {FROZEN_WORDS, CLEARED_WORDS, REOPEN_WARNING}:
            self.notice.clear()
        self._refresh()
        reached_last(self.pages, (self.undo, self.post_button, self.back_button, self.next_button))

    def ask_reopen(self) -> None:
        """Say what editing again makes void, and let the pilot choose."""
        ways = [("Ändern, danach neu unterschreiben", self.acts.reopen), ("So lassen", self.step_changed)]
        self.notice.say("warn", REOPEN_WARNING, ways)

    def show_papers(self, papers: Sequence[PaperReady]) -> None:
        """Show papers in the preview."""
        self.stack.show_papers(papers)

    def show_copy(self) -> None:
        """Show the number of the Vorgang to be copied by hand."""
        if self.editing is not None:
            self.stack.show_number(self._code(self.editing))

    def _code(self, editing: Editing) -> CopyCode:
        return copy_code(editing.case, self._desk.workplace, self._desk.clock.now())

    def finish_person(self) -> None:
        """Make room for the next person, once everything is saved."""
        if self.autosave is not None:
            self.autosave.when_saved(self._forget)

    @override
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._refresh()

    def _refresh(self) -> None:
        if self.pages is None or self.editing is None or self._going is None:
            return
        self.header.show_case(self.editing.case)
        self.header.stepper.show_steps(self.editing.steps, self.pages.key)
        words = self._going.words(self.pages.key)
        tight = is_tight(self)
        shown = brief(words) if tight else f"{words}   Strg+⏎"
        if self.next_button.accessibleName() != words or self.next_button.text() != shown:
            self.next_button.setAccessibleName(words)
            self.next_button.setText(shown)
            self.undo.setText("Rückgängig" if tight else "Rückgängig   Strg+Z")
        can_undo = self.editing.history.can_undo and not self.editing.frozen
        self.undo.setEnabled(can_undo)
        self.undo.setVisible(can_undo or not (self.editing.frozen or tight))

    def _go_on(self) -> None:
        if self._going is not None and self.pages is not None and not self.acts.busy:
            self._going.go(self.pages.key)

    def _step_back(self) -> None:
        if self._going is not None and self.pages is not None and not self._going.back(self.pages.key):
            self.left.emit()

    def _undo(self) -> None:
        if self.editing is not None:
            self._go_to_change(self.editing.undo())

    def _redo(self) -> None:
        if self.editing is not None:
            self._go_to_change(self.editing.redo())

    def _go_to_change(self, pointer: str | None) -> None:
        if pointer is not None and self.pages is not None:
            self.pages.go_to(pointer)
            self.step_changed()

    def _done(self, done: Done) -> None:
        if self._outcomes is None:
            if done.case is not None:
                self._opening.take(done.case)
            return
        self._outcomes.done(done)

    def _refused(self, refused: Refused) -> None:
        if self._outcomes is not None:
            self._outcomes.refused(refused)
        else:
            self._refused_opening(refused.problems[0])

    def _refused_opening(self, problem: Problem) -> None:
        """Say why the case stays closed; a colleague's can be taken over."""
        self.loading.setText(sentence(problem))
        if problem.code is Code.TAKEOVER_MISSING:
            view = TakeoverView(self._desk.sight, self._tasks, self._id)
            view.left.connect(self.left)
            view.lie_over(self.stack, self.case_page, self.acts.open)

    def _busy_changed(self) -> None:
        if self.pages is None:
            return
        busy = self.acts.busy
        if busy:
            self._focus_before = self.focusWidget()
        self.pages.setEnabled(not busy)
        self.foot.setEnabled(not busy)
        before = self._focus_before
        if not busy and before is not None and isValid(before) and not before.hasFocus():
            before.setFocus()

    def _uncovered(self) -> None:
        self.stack.show_case()
        if self.pages is not None:
            self.show_step(self.pages.key)

    def _printed(self) -> None:
        if self._outcomes is not None:
            self._outcomes.printed()

    def _forget(self) -> None:
        """Empty form, clipboard, preview, second screen and undo history."""
        if self.editing is not None and self.pages is not None and self.autosave is not None:
            empty_clipboard(texts_of(self.editing.answers))
            self.autosave.stop()
            self.pages.clear()
            self.editing.clear()
            self.pages.hide()
        self.stack.clear()
        self.guide.dispose()
        self.notice.clear()
        self.next_person.emit()
        self.left.emit()
