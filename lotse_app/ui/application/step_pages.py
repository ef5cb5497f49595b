"""The steps as pages of a stack; each is built when it is first shown, or in a pause before."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from lotse_app.forms.acting import MEMBER
from lotse_app.ui.application.acting import ActingView
from lotse_app.ui.application.consents import ConsentTicks
from lotse_app.ui.application.evidence_view import EvidenceView
from lotse_app.ui.application.hand_in_view import HandInView
from lotse_app.ui.application.mandate_acts import MandateActs
from lotse_app.ui.application.mandate_view import MandateView
from lotse_app.ui.application.read_back_view import WHERE, WHERE_MISSING, ReadBackView
from lotse_app.ui.application.signature_view import SignatureView
from lotse_app.ui.application.step_view import StepView
from lotse_app.ui.application.steps import (
    EVIDENCE,
    HAND_IN,
    MANDATE,
    READ_BACK,
    SIGNATURE,
    WHO,
    form_step,
    neighbour,
)
from lotse_app.ui.form.step_page import FormStepPage
from lotse_app.ui.frame.ahead import InPauses, lay_out, polish
from lotse_app.ui.kit.page_stack import PageStack
from lotse_app.ui.kit.rows import drop
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.post.office_card import OfficeCard
from lotse_app.workflows.offices import office_wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QWidget

    from lotse_app.forms.state import StepState
    from lotse_app.models.acting import ActingAs
    from lotse_app.models.reading import Section
    from lotse_app.models.signing import SignRequest
    from lotse_app.ui.application.acts import CaseActs
    from lotse_app.ui.application.editing import Editing
    from lotse_app.ui.form.edits import Place
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.desk import Desk

#: A pause this long after a step was shown is used to build the next one.
AHEAD_MS = 40
#: So many steps after the one in hand are built: a step may be gone through in no time.
_STEPS_AHEAD = 2
DOUBT = "Die Person sagt: Das stimmt nicht."


class StepPages(PageStack):
    """Shows one step; keeps the shown one true when the case changes."""

    #: The ``Line`` that is not right.
    doubted = Signal(object)
    resident_wanted = Signal()
    #: How it is read back was chosen; ask ``read_back.way``.
    way_chosen = Signal()
    sign_beside_wanted = Signal()
    #: The same for the Vollmacht; the text says what it allows.
    mandate_beside_wanted = Signal(object)
    print_wanted = Signal()
    reopen_wanted = Signal()
    sheet_wanted = Signal()
    #: Enter was pressed where it goes on.
    go_on_wanted = Signal()
    later_wanted = Signal()
    reprint_wanted = Signal()
    copy_wanted = Signal()
    #: A tuple of ``PaperReady``.
    papers_wanted = Signal(object)
    #: Something was written beside the draft.
    written = Signal()

    def __init__(self, desk: Desk, acts: CaseActs, editing: Editing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._acts = acts
        self._editing = editing
        self._makers: dict[str, Callable[[], StepView]] = {
            WHO: lambda: self.acting,
            MANDATE: lambda: self.mandate,
            EVIDENCE: lambda: self.evidence,
            READ_BACK: lambda: self.read_back,
            SIGNATURE: lambda: self.signature,
            HAND_IN: lambda: self.hand_in,
        }
        self.views: dict[str, StepView] = {}
        self.forms: dict[str, FormStepPage] = {}
        self._key = ""
        self._ahead = InPauses(self)
        editing.changed.connect(self.refresh)
        editing.shown.connect(self.refresh)

    # the steps that are not of the form: each made when it is first asked for ---------------

    @cached_property
    def consents(self) -> ConsentTicks:
        """Return the consents of *Wer handelt?*."""
        return ConsentTicks(self._desk, self._acts.tasks, self._editing.case.application.id)

    @cached_property
    def acting(self) -> ActingView:
        """Return *Wer handelt?*."""
        view = ActingView(self._desk.workplace, self)
        view.add_consents(self.consents)
        view.chosen.connect(self._act_as)
        view.noticed.connect(self._noticed)
        view.kept.connect(self._kept)
        view.done.connect(self.go_on_wanted)
        view.print_sheet.connect(self.sheet_wanted)
        self._add(WHO, view)
        return view

    @cached_property
    def mandate(self) -> MandateView:
        """Return *Vollmacht*."""
        acts = MandateActs(self._desk.mandates, self._acts.tasks, self)
        view = MandateView(self._desk, acts, self._editing, self._acts.chosen, self)
        view.papers.connect(self.papers_wanted)
        view.changed.connect(self.written)
        view.sign_beside_wanted.connect(self.mandate_beside_wanted)
        self._add(MANDATE, view)
        return view

    @cached_property
    def evidence(self) -> EvidenceView:
        """Return *Nachweise*."""
        view = EvidenceView(self._acts, self)
        self._add(EVIDENCE, view)
        return view

    @cached_property
    def read_back(self) -> ReadBackView:
        """Return *Gemeinsam prüfen*."""
        view = ReadBackView(self._acts.chosen, self)
        view.confirmed.connect(self._confirmed)
        view.retracted.connect(self._retracted)
        view.doubted.connect(self.doubted)
        view.resident_wanted.connect(self.resident_wanted)
        view.way_chosen.connect(self.way_chosen)
        self._add(READ_BACK, view)
        return view

    @cached_property
    def signature(self) -> SignatureView:
        """Return *Unterschrift*."""
        view = SignatureView(self._desk.signing, self._acts.chosen, self)
        view.resident_wanted.connect(self.sign_beside_wanted)
        view.print_wanted.connect(self.print_wanted)
        view.print_to_sign.connect(self._print_to_sign)
        view.reopen_wanted.connect(self.reopen_wanted)
        self._add(SIGNATURE, view)
        return view

    @cached_property
    def hand_in(self) -> HandInView:
        """Return *Einreichen*."""
        view = HandInView(self._desk, self._acts.tasks, self._acts.chosen, self)
        view.print_later.connect(self.later_wanted)
        view.reprint.connect(self.reprint_wanted)
        view.copy_wanted.connect(self.copy_wanted)
        view.handed_over.connect(self._acts.handed_over)
        view.supplied.connect(self._acts.supplied)
        view.go_on_wanted.connect(self.go_on_wanted)
        self._add(HAND_IN, view)
        return view

    def _add(self, key: str, view: StepView) -> None:
        self.views[key] = view
        self.addWidget(view)

    @property
    def key(self) -> str:
        """Return the key of the step that is shown."""
        return self._key

    @property
    def form_page(self) -> FormStepPage | None:
        """Return the page of the form that is shown, if it is one."""
        return self.forms.get(self._key)

    def prepare_step(self, key: str) -> None:
        """Build a step that will be shown."""
        self._page(key)

    def show_step(self, key: str) -> None:
        """Show a step and put the focus where work begins."""
        self._key = key
        page = self._page(key)
        self.refresh()
        self.setCurrentWidget(page)
        if isinstance(page, FormStepPage):
            page.go_to_start()
        elif isinstance(page, StepView):
            page.enter()
        self._ahead.start(self._next_steps(key), AHEAD_MS)

    def go_to(self, pointer: str, words: str = "") -> bool:
        """Show the question at a place, on whatever step it stands; ``words`` mark it."""
        for step in self._editing.state.steps:
            key = form_step(step.key)
            page = self._page(key)
            if not isinstance(page, FormStepPage):
                continue
            page.show_state(step)  # it may have been built before the item with this question was added
            if page.has(pointer):
                self._key = key
                self.refresh()
                self.setCurrentWidget(page)
                page.mark(pointer, words)
                return page.go_to(pointer)
        return False

    def refresh(self) -> None:
        """Show the case as it is now on the step in hand."""
        page = self.forms.get(self._key)
        if page is not None:
            state = self._step_state(self._key)
            if state is not None:
                page.show_state(state)
                page.set_locked(locked=self._editing.frozen)
                page.say_held(self._held(page), self._cautions(page))
        elif self._key in self.views:
            self.views[self._key].show_case(self._editing)
            if self._key == READ_BACK:
                self._add_to_read_back(self._editing.case)

    def _add_to_read_back(self, case: OpenCase) -> None:
        """Say beside the answers what to know, and ask once where it goes if nobody knows yet."""
        self.read_back.say_cautions(self._desk.applications.cautions(case))
        against = () if self._editing.frozen else self._desk.freezing.acting_open(case)
        self.read_back.say_acting(" ".join(f"Noch offen: {sentence(one)}" for one in against))
        if case.office is None and self.read_back.where is None and not self._editing.frozen:
            card = OfficeCard(self._desk.offices, self._acts.tasks, WHERE)
            card.missing = WHERE_MISSING
            self.read_back.add_where(card)
            card.ask(office_wanted(case))

    def _held(self, page: FormStepPage) -> str:
        """Return what keeps the case from being handed in today, where a date on this page says so."""
        case = self._editing.case
        if not any(block.date and page.control(block.date) is not None for block in case.form.blocks):
            return ""
        return self._desk.handing_in.held(case)

    def _cautions(self, page: FormStepPage) -> str:
        """Return what the person should know, where it belongs to a question of this page."""
        found = self._desk.applications.cautions(self._editing.case)
        return "\n".join(one.text for one in found if page.control(one.at) is not None)

    def clear(self) -> None:
        """Throw away every page that holds answers."""
        self._key = ""
        self._ahead.stop()
        drop(self, [*self.forms.values(), *self.views.values()])
        self.forms = {}
        self.views = {}
        self._makers = {}

    def _next_steps(self, key: str) -> Iterator[None]:
        """Build the steps after ``key`` while nothing happens, so that *Weiter* only has to show them."""
        for by in range(1, _STEPS_AHEAD + 1):
            after = neighbour(self._editing.steps, key, by)
            if after is None:
                return
            page = self._begun(after.key)
            yield
            if isinstance(page, FormStepPage):
                yield from page.one_by_one()
            else:
                yield from page.prepare(self._editing)
            yield from polish(page)
            yield from lay_out(page)

    def _page(self, key: str) -> StepView | FormStepPage:
        """Return the page of a step, all of it."""
        page = self._begun(key)
        if isinstance(page, FormStepPage):
            page.complete()
        return page

    def _begun(self, key: str) -> StepView | FormStepPage:
        """Return the page of a step; of a form it may lack elements."""
        if key in self._makers:
            return self._makers[key]()
        if key not in self.forms:
            state = self._step_state(key)
            if state is None:
                return self.acting
            page = FormStepPage(state, self, in_parts=True)
            page.edited.connect(self._editing.edit)
            page.added.connect(self._editing.add_item)
            page.removed.connect(self._editing.remove_item)
            page.shifted.connect(self._editing.shift_item)
            page.left.connect(self._left)
            self.forms[key] = page
            self.addWidget(page)
        return self.forms[key]

    def _step_state(self, key: str) -> StepState | None:
        return next((step for step in self._editing.state.steps if form_step(step.key) == key), None)

    def _left(self, place: Place) -> None:
        self._editing.leave(place.pointer)

    def _act_as(self, acting: ActingAs) -> None:
        """Take who acts; the step that asks for them is another one now."""
        self._ahead.stop()
        if form_step(MEMBER) in self.forms:
            drop(self, [self.forms.pop(form_step(MEMBER))])
        self._editing.set_acting(acting)
        self._ahead.start(self._next_steps(self._key), AHEAD_MS)

    def _noticed(self) -> None:
        self._editing.set_notice(self.acting.notice_version)

    def _kept(self) -> None:
        self._editing.set_keep_contact(keep=self.acting.keep_contact)

    def _confirmed(self, section: Section) -> None:
        self._editing.confirm(section, self.read_back.way)

    def _print_to_sign(self, request: SignRequest) -> None:
        self._acts.print_to_sign(self._editing.case, request)

    def _retracted(self, section: Section) -> None:
        self._editing.retract(section.key)
