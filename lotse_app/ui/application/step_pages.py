"""The steps as pages of a stack; form pages are built when they are first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from lotse_app.ui.application.acting import ActingView
from lotse_app.ui.application.consents import ConsentTicks
from lotse_app.ui.application.evidence_view import EvidenceView
from lotse_app.ui.application.hand_in_view import HandInView
from lotse_app.ui.application.read_back_view import ReadBackView
from lotse_app.ui.application.signature_view import SignatureView
from lotse_app.ui.application.step_view import StepView
from lotse_app.ui.application.steps import EVIDENCE, HAND_IN, READ_BACK, SIGNATURE, WHO, form_step
from lotse_app.ui.form.step_page import FormStepPage

if TYPE_CHECKING:
    from lotse_app.forms.state import StepState
    from lotse_app.models.reading import Section
    from lotse_app.ui.application.acts import CaseActs
    from lotse_app.ui.application.editing import Editing
    from lotse_app.ui.form.edits import Place
    from lotse_app.workflows.desk import Desk

#: A pause this long after a step was shown is used to build the next one.
AHEAD_MS = 400
DOUBT = "Die Person sagt: Das stimmt nicht."


class StepPages(QStackedWidget):
    """Shows one step; keeps the shown one true when the case changes."""

    def __init__(self, desk: Desk, acts: CaseActs, editing: Editing) -> None:
        super().__init__()
        self._editing = editing
        self.consents = ConsentTicks(desk, acts.tasks, editing.case.application.id)
        self.acting = ActingView(desk.workplace)
        self.acting.add_consents(self.consents)
        self.evidence = EvidenceView(acts)
        self.read_back = ReadBackView()
        self.signature = SignatureView()
        self.hand_in = HandInView(desk.handing_in, desk.clock)
        self.views: dict[str, StepView] = {
            WHO: self.acting,
            EVIDENCE: self.evidence,
            READ_BACK: self.read_back,
            SIGNATURE: self.signature,
            HAND_IN: self.hand_in,
        }
        self.forms: dict[str, FormStepPage] = {}
        self._key = ""
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(AHEAD_MS)
        self._ahead.timeout.connect(self._build_ahead)
        for view in self.views.values():
            self.addWidget(view)
        self._connect()

    def _connect(self) -> None:
        editing = self._editing
        self.acting.chosen.connect(editing.set_acting)
        self.acting.noticed.connect(self._noticed)
        self.acting.kept.connect(self._kept)
        self.read_back.confirmed.connect(self._confirmed)
        self.read_back.retracted.connect(self._retracted)
        editing.changed.connect(self.refresh)
        editing.shown.connect(self.refresh)

    @property
    def key(self) -> str:
        """Return the key of the step that is shown."""
        return self._key

    @property
    def form_page(self) -> FormStepPage | None:
        """Return the page of the form that is shown, if it is one."""
        return self.forms.get(self._key)

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
        self._ahead.start()

    def go_to(self, pointer: str, words: str = "") -> bool:
        """Show the question at a place, on whatever step it stands; ``words`` mark it."""
        for step in self._editing.state.steps:
            key = form_step(step.key)
            page = self._page(key)
            if isinstance(page, FormStepPage) and page.control(pointer) is not None:
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
        elif self._key in self.views:
            self.views[self._key].show_case(self._editing)

    def clear(self) -> None:
        """Throw away every page that holds answers."""
        self._key = ""
        self._ahead.stop()
        for page in [*self.forms.values(), *self.views.values()]:
            self.removeWidget(page)
            page.hide()
            page.deleteLater()
        self.forms = {}
        self.views = {}

    def _build_ahead(self) -> None:
        """Build the next form page while nothing happens, so that *Weiter* only has to show it."""
        for step in self._editing.steps:
            if step.form_key and step.key not in self.forms:
                page = self._page(step.key)
                for part in (page, *page.findChildren(QWidget)):
                    part.ensurePolished()
                return

    def _page(self, key: str) -> QWidget:
        if key in self.views:
            return self.views[key]
        if key not in self.forms:
            state = self._step_state(key)
            if state is None:
                return self.acting
            page = FormStepPage(state, self)
            page.edited.connect(self._editing.edit)
            page.added.connect(self._editing.add_item)
            page.removed.connect(self._editing.remove_item)
            page.left.connect(self._left)
            self.forms[key] = page
            self.addWidget(page)
        return self.forms[key]

    def _step_state(self, key: str) -> StepState | None:
        return next((step for step in self._editing.state.steps if form_step(step.key) == key), None)

    def _left(self, place: Place) -> None:
        self._editing.leave(place.pointer)

    def _noticed(self) -> None:
        self._editing.set_notice(self.acting.notice_version)

    def _kept(self) -> None:
        self._editing.set_keep_contact(keep=self.acting.keep_contact)

    def _confirmed(self, section: Section) -> None:
        self._editing.confirm(section, self.read_back.way)

    def _retracted(self, section: Section) -> None:
        self._editing.retract(section.key)
