"""The room *Einstellungen → Formulare*: list, one form, its release, and the probe; one page at a time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lotse_app.clock import local_date
from lotse_app.ui.keeper.form_page import FormPage
from lotse_app.ui.keeper.listing import SHIPPED, ListingPage
from lotse_app.ui.keeper.releasing import ReleasePage
from lotse_app.ui.keeper.trial import Trial, TrialPage, opened
from lotse_app.ui.kit.blocks import Page
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.rooms.room import PaperReady
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.forms.form import Form
    from lotse_app.models.kept_form import FormRelease, KeptForm
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.form_keeping import FormView


T = TypeVar("T")
#: What a page is called in the breadcrumb; its form stands on the page itself.
_CRUMBS: dict[type[QWidget], str] = {FormPage: "Ansehen", ReleasePage: "Freigeben", TrialPage: "Probe"}


class KeeperView(QWidget):
    """Shows one page of the form keeper's room; ``left`` says that it is to be closed."""

    left = Signal()
    #: The breadcrumb is another.
    moved = Signal()
    #: A ``PaperReady``.
    paper = Signal(object)
    #: Something was released, withdrawn or deleted: cards of services show it.
    changed = Signal()

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self.setAccessibleName("Formulare")
        self._desk = desk
        self._tasks = tasks
        self._keeping = desk.forms
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.listing = ListingPage(self._keeping, tasks)
        self.listing.opened.connect(self.open)
        self.listing.left.connect(self.left)
        self.listing.taking.kept.connect(self._taken)
        self._box.addWidget(self.listing)
        self.page: QWidget | None = None
        self._form: FormView | None = None
        self._drawing = False
        self.listing.model.reload()

    @property
    def crumbs(self) -> tuple[str, ...]:
        """Return the breadcrumb below the settings."""
        words = next((word for kind, word in _CRUMBS.items() if isinstance(self.page, kind)), "")
        return ("Formulare", words) if words else ("Formulare",)

    def back(self) -> bool:
        """Go one page back; return whether there was one."""
        if self.page is None:
            return False
        if self._form is not None and not isinstance(self.page, FormPage):
            self._show_form(self._form)
        else:
            self._to_list()
        return True

    def open(self, line_id: str) -> None:
        """Open a form: an imported one with its report, a shipped one to be tried."""
        if line_id.startswith(SHIPPED):
            self._form = None
            form_id = line_id.removeprefix(SHIPPED)
            self._ask(LaneName.STORE, partial(self._keeping.shipped, form_id), self._open_trial)
        else:
            self._ask(LaneName.STORE, partial(self._keeping.view, line_id), self._show_form)

    def _taken(self, kept: KeptForm) -> None:
        self.listing.model.reload()
        self.open(kept.id)

    def _show_form(self, view: FormView) -> None:
        self._form = view
        page = FormPage(view, allowed=self._keeping.allowed)
        page.left.connect(self._to_list)
        page.tried.connect(self._try)
        page.release_wanted.connect(self._ask_release)
        page.withdraw_wanted.connect(self._withdraw)
        page.delete_wanted.connect(self._delete)
        self._show(page)
        page.try_button.setFocus()

    def _try(self) -> None:
        if self._form is not None:
            self._open_trial(self._form.form)

    def _open_trial(self, form: Form) -> None:
        today = local_date(self._desk.clock.now())
        self._ask(LaneName.WORK, partial(opened, form, today), self._show_trial)

    def _show_trial(self, form: Form) -> None:
        page = TrialPage(Trial(form, local_date(self._desk.clock.now())))
        page.left.connect(self._back)
        page.draft_wanted.connect(self._draft)
        self._show(page)
        if page.page is not None:
            page.page.go_to_start()

    def _draft(self, trial: Trial) -> None:
        if self._drawing:  # the second of two quick clicks would lay the same paper into the preview once more
            return
        self._drawing = True
        self._ask(LaneName.WORK, partial(self._keeping.draft, trial.form, trial.answers), self._show_draft)

    def _show_draft(self, pdf: bytes) -> None:
        self._drawing = False
        self.paper.emit(PaperReady("Entwurf", pdf))

    def _ask_release(self) -> None:
        if self._form is None:
            return
        page = ReleasePage(self._form, self._desk, self._tasks)
        page.left.connect(self._back)
        page.released.connect(self._release)
        self._show(page)
        page.service.setFocus()

    def _release(self, release: FormRelease) -> None:
        if self._form is not None:
            self._ask(LaneName.STORE, partial(self._released, self._form.kept.id, release), self._after)

    def _released(self, row_id: str, release: FormRelease) -> FormView:
        """Release and look again. Store lane."""
        self._keeping.release(row_id, release)
        return self._keeping.view(row_id)

    def _withdraw(self) -> None:
        if self._form is not None:
            self._ask(LaneName.STORE, partial(self._withdrawn, self._form.kept.id), self._after)

    def _withdrawn(self, row_id: str) -> FormView:
        """Withdraw and look again. Store lane."""
        self._keeping.withdraw(row_id)
        return self._keeping.view(row_id)

    def _after(self, view: FormView) -> None:
        self.changed.emit()
        self.listing.model.reload()
        self._show_form(view)

    def _delete(self) -> None:
        if self._form is not None:
            self._ask(LaneName.STORE, partial(self._keeping.delete, self._form.kept.id), self._deleted)

    def _deleted(self, _nothing: None) -> None:
        self.changed.emit()
        self._to_list()
        self.listing.banner.say("ok", "Das Formular ist gelöscht.")

    def _back(self) -> None:
        self.back()

    def _to_list(self) -> None:
        self._form = None
        self._show(None)
        self.listing.model.reload()
        self.listing.table.setFocus()

    def _show(self, page: QWidget | None) -> None:
        if self.page is not None:
            self._box.removeWidget(self.page)
            self.page.hide()
            self.page.deleteLater()
        self.page = page
        self.listing.setVisible(page is None)
        if page is not None:
            self._box.addWidget(page)
            page.show()
        self.moved.emit()

    def _ask(self, lane: LaneName, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._tasks.run(lane, work, self, done, self._say_problem)

    def _say_problem(self, problem: Problem) -> None:
        self._drawing = False
        shown = self.page if isinstance(self.page, Page) else self.listing
        if not isinstance(self.page, Page) and self.page is not None:
            self._to_list()
        shown.banner.say("error", sentence(problem))
        shown.scroller.ensureWidgetVisible(shown.banner)
