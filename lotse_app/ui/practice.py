"""*Üben*: the page it begins on, who is there to practise with, the lock, and the way back to the login."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from lotse_app.models.people import Role
from lotse_app.ui.entrance.entry_page import EntryPage
from lotse_app.ui.frame.practice_mark import PracticeBar, mark_windows
from lotse_app.ui.kit.blocks import Body, Card, Heading, Muted, Page, PrimaryButton, SecondaryButton
from lotse_app.ui.kit.fields import ChoiceRow
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from lotse_app.models.practice import PracticePerson
    from lotse_app.models.problems import Problem
    from lotse_app.ui.help.opening import HelpOpening
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.practising import Practising

_ROLES = ((Role.VOLUNTEER.value, "Ehrenamtlich"), (Role.OFFICIAL.value, "Bürgerbüro oder Verwaltung"))
_WHAT = (
    "Sie üben mit fünf erfundenen Personen und einigen angefangenen Vorgängen. Es wird nichts gesendet, und die echten "
    "Daten bleiben zu. Auf jedem Bildschirm und auf jedem Blatt steht „ÜBUNG – KEIN ANTRAG“."
)
_ENDS = (
    "Eine Passphrase braucht es nicht. Am Ende wird alles Geübte gelöscht. Bitte auch beim Üben keine Angaben von "
    "wirklichen Personen eintragen."
)

_FINDING = (
    "Welcher Vorgang gehört zu wem? Strg+K, dann Familienname und Geburtsdatum, zum Beispiel „Beispiel 1.7.1944“."
)


class PracticeStart(EntryPage):
    """Says what practice is and asks for the role."""

    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Üben", "Übung beginnen")
        self.body.addWidget(Body(_WHAT))
        self.body.addWidget(Body(_ENDS))
        self.role = ChoiceRow("Ich übe als", _ROLES)
        self.role.set_value(Role.VOLUNTEER.value)
        self.add_entry(self.role, self.role.take_focus)
        self.back = SecondaryButton("&Zurück")
        self.back.clicked.connect(self.back_wanted)
        self.finish_layout(self.back)

    def refuse(self, problem: Problem) -> None:
        """Say why it does not begin."""
        self.rest()
        self.banner.say("error", sentence(problem))


class PracticeLock(Page):
    """Stands where the passphrase is asked otherwise: here is nothing it would protect."""

    resumed = Signal()
    ended = Signal()

    def __init__(self) -> None:
        super().__init__("Lotse ist gesperrt (Übung)")
        self.body.addWidget(
            Body("Im echten Betrieb wird jetzt die Passphrase gefragt. In der Übung geht es ohne sie weiter.")
        )
        self.primary, self.end = PrimaryButton("Weiter üben"), SecondaryButton("Übung beenden")
        self.primary.clicked.connect(self.resumed)
        self.end.clicked.connect(self.ended)
        self.set_foot([self.end], [self.primary])
        self.setFocusProxy(self.primary)

    def refuse(self, problem: Problem) -> None:
        """Say why it does not go on."""
        self.banner.say("error", sentence(problem))


class PracticePeople(Page):
    """Who comes, and what can be tried with each."""

    closed = Signal()

    def __init__(self, people: tuple[PracticePerson, ...]) -> None:
        super().__init__("Wer heute kommt")
        self.body.addWidget(Muted("Alle Personen sind erfunden."))
        self.body.addWidget(Body(_FINDING))
        for person in people:
            card = Card()
            card.setAccessibleName(person.name)
            card.body.addWidget(Heading(person.name, 2))
            card.body.addWidget(Body(person.about))
            card.body.addWidget(Body(f"Aufgabe: {person.task}"))
            self.body.addWidget(card)
        self.back = PrimaryButton("Weiter üben", "Esc")
        self.back.clicked.connect(self.closed)
        self.set_foot([], [self.back])
        self.setFocusProxy(self.back)


class Stage(Protocol):
    """What the run of a practice asks of the program's window."""

    @property
    def help(self) -> HelpOpening:
        """Return what opens the handbook."""
        ...

    def show_view(self, view: QWidget) -> None:
        """Show a view instead of what is shown."""
        ...

    def show_desk(self, desk: Desk) -> None:
        """Show an opened desk."""
        ...

    def leave_desk(self, then: Callable[[], None]) -> None:
        """Close what is open, then do what comes next."""
        ...

    def lay_over(self, view: QWidget) -> None:
        """Show a view over the desk until it is taken away."""
        ...

    def take_away(self, view: QWidget) -> None:
        """Show the desk again."""
        ...

    def start(self) -> None:
        """Show what the program begins with."""
        ...


class PracticeRun(QObject):
    """One practice from its first page to its end; the window only shows what it is given."""

    def __init__(self, practising: Practising, tasks: Tasks, stage: Stage, window: QWidget) -> None:
        super().__init__(window)
        stage.help.opened.connect(self.mark_windows)
        self._practising = practising
        self._tasks = tasks
        self._stage = stage
        self._window = window
        self._bar: PracticeBar | None = None
        self._page: PracticeStart | PracticeLock | None = None

    @property
    def bar(self) -> PracticeBar | None:
        """Return the mark on the window while practice lasts."""
        return self._bar

    def ask(self) -> None:
        """Show the first page."""
        page = PracticeStart()
        page.go_on.connect(self._begin)
        page.back_wanted.connect(self._stage.start)
        self._page = page
        self._stage.show_view(page)
        page.begin()

    def lock(self) -> None:
        """Show the lock."""
        page = PracticeLock()
        page.resumed.connect(self._resume)
        page.ended.connect(self._end)
        self._page = page
        self._stage.show_view(page)

    def mark_windows(self) -> None:
        """Mark a window that was just opened while practice lasts."""
        if self._bar is not None:
            mark_windows()

    def farewell(self) -> None:
        """Delete what was practised; the store is closed. Store lane."""
        self._practising.end()

    def _begin(self) -> None:
        if isinstance(self._page, PracticeStart):
            self._page.work("Die Übung wird vorbereitet …")
            self._run(partial(self._practising.begin, Role(self._page.role.value)))

    def _begin_again(self) -> None:
        page = PracticeStart()
        self._page = page
        self._stage.show_view(page)
        page.work("Die Übung wird neu vorbereitet …")
        self._run(self._practising.begin)

    def _resume(self) -> None:
        self._run(self._practising.resume)

    def _run(self, work: Callable[[], Desk]) -> None:
        self._tasks.run(LaneName.STORE, work, self, self._opened, self._refused)

    def _opened(self, desk: Desk) -> None:
        self._page = None
        if self._bar is None:
            self._bar = PracticeBar(self._window)
            self._bar.people_wanted.connect(self._ask_people)
            self._bar.again_wanted.connect(self._again)
            self._bar.end_wanted.connect(self._leave)
        self._stage.show_desk(desk)

    def _refused(self, problem: Problem) -> None:
        if self._page is not None:
            self._page.refuse(problem)

    def _again(self) -> None:
        self._stage.leave_desk(self._begin_again)

    def _leave(self) -> None:
        self._stage.leave_desk(self._end)

    def _end(self) -> None:
        self._tasks.run(LaneName.STORE, self._practising.end, self, self._ended, self._not_deleted)

    def _ended(self, _nothing: None) -> None:
        if self._bar is not None:
            bar, self._bar = self._bar, None
            bar.leave()
        self._page = None
        self._stage.start()

    def _not_deleted(self, _problem: Problem) -> None:
        """Go on: its key is forgotten, so what is left cannot be read; the next practice clears it."""
        self._ended(None)

    def _ask_people(self) -> None:
        self._tasks.run(LaneName.WORK, self._practising.residents, self, self._show_people)

    def _show_people(self, people: tuple[PracticePerson, ...]) -> None:
        view = PracticePeople(people)
        view.closed.connect(partial(self._stage.take_away, view))
        self._stage.lay_over(view)
