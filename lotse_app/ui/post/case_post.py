"""*Post und Stand* of one Vorgang: letters, deadlines, state and marks, where the office is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from lotse_app.clock import local_date
from lotse_app.models.problems import Code
from lotse_app.models.words import LETTERS, MARKS, standing_words
from lotse_app.overriding import override
from lotse_app.ui.application.takeover import TakeoverView
from lotse_app.ui.case_view import CaseView
from lotse_app.ui.help.places import VIEWS, View
from lotse_app.ui.kit.blocks import Body, Page, PrimaryButton, SecondaryButton
from lotse_app.ui.kit.layouts import Columns, column
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.post.letter_form import LetterForm
from lotse_app.ui.post.letter_list import LetterList
from lotse_app.ui.post.office_card import OfficeCard
from lotse_app.ui.post.standing import StandingCard
from lotse_app.workflows.lanes import LaneName
from lotse_app.workflows.letters import Objection, objection_of
from lotse_app.workflows.offices import office_wanted

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.models.application import Mark, State
    from lotse_app.models.handbook import HelpPlace
    from lotse_app.models.letter import Letter, LetterEntry
    from lotse_app.models.problems import Problem
    from lotse_app.ui.post.letter_form import LetterDraft
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.letters import CasePost


class CasePostView(CaseView):
    """Overview and letter form of one Vorgang; every act is written at once and can be taken back."""

    #: The pilot wants the wizard of the same Vorgang.
    case_wanted = Signal()

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        case_id: str,
        *,
        entering: bool = False,
        drafts: dict[str, LetterDraft] | None = None,
    ) -> None:
        super().__init__()
        self.setAccessibleName("Post und Stand")
        self._desk = desk
        self._tasks = tasks
        self._id = case_id
        #: Letters half typed, by Vorgang: the room keeps them while other rooms are shown.
        self._drafts = {} if drafts is None else drafts
        self._entering = entering or case_id in self._drafts
        self._writing = False
        self._objection = Objection()
        self._said = ""
        self.post: CasePost | None = None
        self.page = Page("Post und Stand")
        self.about = Body()
        self.letters = LetterList()
        self.standing = StandingCard()
        self.office = OfficeCard(desk.offices, tasks)
        self.form = LetterForm(desk.letters, desk.clock)
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._load()

    def _lay_out(self) -> None:
        self.page.body.addWidget(self.about)
        left, right = QWidget(), QWidget()
        for side, cards in ((left, [self.letters]), (right, [self.standing, self.office])):
            box = column(side)
            for card in cards:
                box.addWidget(card)
        self.page.body.addWidget(Columns([left, right], 30))
        self.enter_button = PrimaryButton("Post vom Amt eintragen", "Ctrl+Return")
        self.to_case = SecondaryButton("Zum &Antrag")
        back = SecondaryButton("&Zurück zur Liste")
        back.clicked.connect(self.left)
        self.page.set_foot([back], [self.to_case, self.enter_button])
        self.page.foot.setEnabled(False)
        for view in (self.page, self.form):
            self.stack.addWidget(view)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.stack)
        self.setFocusProxy(self.enter_button)

    def _connect(self) -> None:
        self.enter_button.clicked.connect(self.show_form)
        self.to_case.clicked.connect(self.case_wanted)
        self.form.left.connect(self._show_page)
        self.form.entered.connect(self._enter)
        self.letters.answered.connect(partial(self._answer, done=True))
        self.letters.reopened.connect(partial(self._answer, done=False))
        self.letters.taken_back.connect(self._take_back)
        self.standing.ended.connect(self._end)
        self.standing.undone.connect(self._undo_end)
        self.standing.marked.connect(self._mark)
        self.standing.guarded.connect(self._guard)

    # what the room asks -------------------------------------------------------------------

    @property
    @override
    def crumbs(self) -> tuple[str, ...]:
        if self.post is None:
            return ()
        return f"Vorgang {self.post.application.number}", "Post und Stand"

    @override
    def back(self) -> bool:
        if self.stack.currentWidget() is self.form:
            self._show_page()
            return True
        return False

    @override
    def help_text(self) -> str:
        return (
            "Was vom Amt kommt, wird hier eingetragen: Art, Datum, Frist. Der Stand folgt von selbst. "
            "Der letzte Eintrag lässt sich zurücknehmen. Die Frist steht dann in „Heute“."
        )

    @override
    def help_place(self) -> HelpPlace | None:
        return VIEWS[View.LETTER if self.stack.currentWidget() is self.form else View.POST]

    def show_form(self) -> None:
        """Show the empty form for a letter."""
        if self.post is not None:
            application = self.post.application
            self.stack.setCurrentWidget(self.form)
            self.form.start(f"{application.service_name} · Vorgang {application.number}", self._objection)
            draft = self._drafts.pop(self._id, None)
            if draft is not None:
                self.form.take_up(draft)

    @override
    def leave(self) -> None:
        """Keep a letter that is half typed; one that is just being entered is none."""
        draft = self.form.draft() if self.stack.currentWidget() is self.form and not self._writing else None
        if draft is not None:
            self._drafts[self._id] = draft

    # loading ------------------------------------------------------------------------------

    def _load(self) -> None:
        self._tasks.run(LaneName.STORE, self._read, self, self._opened, self._closed)

    def _read(self) -> tuple[OpenCase, CasePost]:
        return self._desk.applications.open(self._id), self._desk.letters.of_case(self._id)

    def _opened(self, found: tuple[OpenCase, CasePost]) -> None:
        case, post = found
        self._objection = objection_of(case.form)
        self.page.foot.setEnabled(True)
        self._show(post)
        self.office.ask(office_wanted(case))
        if self._entering:
            self.show_form()
        else:
            self.enter_button.setFocus()

    def _closed(self, problem: Problem) -> None:
        """Say why the case stays closed; a colleague's can be taken over."""
        self.page.banner.say("error", sentence(problem))
        if problem.code is Code.TAKEOVER_MISSING:
            view = TakeoverView(self._desk.sight, self._tasks, self._id)
            view.left.connect(self.left)
            view.lie_over(self.stack, self.page, self._taken_over)

    def _taken_over(self) -> None:
        self.page.banner.clear()
        self._load()

    def _show(self, post: CasePost) -> None:
        self.post = post
        self.about.setText(f"{post.application.service_name} · Vorgang {post.application.number}")
        today = local_date(self._desk.clock.now())
        self.letters.show_post(post, today)
        self.standing.show_post(post, today)
        self.changed.emit()

    def _show_page(self) -> None:
        self.stack.setCurrentWidget(self.page)
        self.enter_button.setFocus()

    # acts ---------------------------------------------------------------------------------

    def _write(self, work: Callable[[], CasePost], said: str) -> None:
        self._said = said
        self._tasks.run(LaneName.STORE, work, self, self._written, self._refused)

    def _written(self, post: CasePost) -> None:
        self._writing = False
        self.form.rest()
        self._show(post)
        self._show_page()
        words = standing_words(post.application.state, post.outcome)
        self.page.banner.say("ok", f"{self._said} Stand: {words}.")
        self.page.scroller.ensureWidgetVisible(self.page.banner)

    def _refused(self, problem: Problem) -> None:
        self._writing = False
        if self.stack.currentWidget() is self.form:
            self.form.say(problem)
            return
        if problem.code in {Code.REASON_MISSING, Code.NAME_KNOWN}:
            self.standing.refuse_reason(sentence(problem))
            return
        self.page.banner.say("error", sentence(problem))
        self.page.scroller.ensureWidgetVisible(self.page.banner)
        if self.post is not None:
            self._tasks.run(LaneName.STORE, partial(self._desk.letters.of_case, self._id), self, self._show)

    def _enter(self, entry: LetterEntry) -> None:
        self._writing = True
        self._write(partial(self._desk.letters.enter, self._id, entry), f"{LETTERS[entry.kind]} ist eingetragen.")

    def _answer(self, letter: Letter, *, done: bool) -> None:
        words = "Als beantwortet eingetragen." if done else "Wieder offen."
        self._write(partial(self._desk.letters.answered, letter, done=done), words)

    def _take_back(self, letter: Letter) -> None:
        self._write(partial(self._desk.letters.take_back, letter), "Der Eintrag ist zurückgenommen.")

    def _end(self, wanted: tuple[State, str]) -> None:
        state, reason = wanted
        self._write(partial(self._desk.letters.end, self._id, state, reason), "Festgehalten.")

    def _undo_end(self) -> None:
        ending = self.post.undoable if self.post is not None else None
        if ending is not None:
            self._write(partial(self._desk.letters.undo_end, ending), "Der Schritt ist zurückgenommen.")

    def _mark(self, wanted: tuple[Mark, bool]) -> None:
        mark, present = wanted
        words = f"Hinweis „{MARKS[mark]}“ gesetzt." if present else f"Hinweis „{MARKS[mark]}“ entfernt."
        self._write(partial(self._desk.letters.mark, self._id, mark, present=present), words)

    def _guard(self, on: bool) -> None:  # noqa: FBT001 - Qt calls with a flag
        words = "Die Auskunftssperre ist eingetragen." if on else "Die Auskunftssperre ist entfernt."
        self._write(partial(self._desk.letters.guard, self._id, on=on), words)
