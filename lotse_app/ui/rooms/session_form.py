"""The record of a session as it is entered: number keys, presets from what was done, no names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from lotse_app.models.contact import ContactKind, Details
from lotse_app.models.session import AgeBand, HelpKind, Obstacle, ReferredTo, Result
from lotse_app.models.words import AGES, HELP, OBSTACLES, REFERRED, RESULTS
from lotse_app.ui.frame.ahead import all_at_once, one_by_one
from lotse_app.ui.kit.blocks import Card, LinkButton
from lotse_app.ui.kit.fields import ChoiceRow, Field, TickGroup
from lotse_app.ui.kit.layouts import GRID, Columns, column
from lotse_app.ui.kit.rows import reached_after
from lotse_app.ui.rooms.head_counts import HeadCounts
from lotse_app.ui.rooms.session_head import SessionHead, combo
from lotse_app.ui.topics import TopicPicker
from lotse_app.ui.words.session import note_warning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from enum import StrEnum

    from lotse_app.models.session import CounsellingSession
    from lotse_app.ui.rooms.more_details import MoreDetails
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.find import Finding

#: One of the choices of a table of words.
Choice = TypeVar("Choice", bound="StrEnum")

#: Obstacles in sight at once; the others come with *weitere*.
FIRST_OBSTACLES = 5


def options(words: Mapping[Choice, str]) -> list[tuple[str, str]]:
    """Return the (value, label) pairs of a table of words."""
    return [(key.value, word) for key, word in words.items()]


class SessionForm(QWidget):
    """Fields of one session. ``short`` leaves out what a Kurzkontakt does not ask.

    Its parts are made one by one: together they take longer than a key may wait. Whoever has time before does so in
    pauses (``one_by_one``), whoever needs the form makes what is missing (``complete``). It lies in ``parent`` before
    that: Qt gives its look anew to all that is put somewhere together with it. What few sessions need (more obstacles,
    heads of a group, further details) is made when it is first wanted.
    """

    changed = Signal()

    head: SessionHead
    topics: TopicPicker
    help_kind: ChoiceRow
    result: ChoiceRow
    age: ChoiceRow
    obstacles: TickGroup

    def __init__(self, tasks: Tasks, finding: Finding, parent: QWidget | None = None, *, short: bool = False) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._finding = finding
        self._session: CounsellingSession | None = None
        self.group: HeadCounts | None = None
        self.details: MoreDetails | None = None
        self.more_obstacles: TickGroup | None = None
        self._box = column(self)
        first, second = Card(), Card()
        self._asked, self._noted = first.body, second.body
        for card in (first, second):
            card.body.setSpacing(2 * GRID)
        self._box.addWidget(Columns([first, second], 24, (3, 2)))
        self._missing = self._make(timed=not short)

    def one_by_one(self) -> Iterator[None]:
        """Make the parts that are missing, one a round."""
        return one_by_one(self._missing)

    def complete(self) -> Self:
        """Make all parts that are missing; return the form."""
        all_at_once(self._missing)
        return self

    def _make(self, *, timed: bool) -> Iterator[None]:
        self.head = SessionHead(self, timed=timed)
        self._box.insertWidget(0, self.head)
        yield
        self.topics = TopicPicker(self._tasks, self._finding)
        self._asked.addWidget(self.topics)
        yield
        self.help_kind = ChoiceRow("&Hilfe", options(HELP), advance=True)
        self._asked.addWidget(self.help_kind)
        yield
        self.result = ChoiceRow("Er&gebnis", options(RESULTS), advance=True)
        self._asked.addWidget(self.result)
        yield
        self.referred = combo(REFERRED)
        self._referred_field = Field("Ver&wiesen an", self.referred)
        self._referred_field.hide()
        self.age = ChoiceRow("A&lter", options(AGES), first_key=0, advance=True)
        for widget in (self._referred_field, self.age):
            self._asked.addWidget(widget)
        yield
        self.obstacles = TickGroup("Hindernisse", options(OBSTACLES)[:FIRST_OBSTACLES])
        self._noted.addWidget(self.obstacles)
        yield
        self._more = LinkButton("weitere Hindernisse …")
        self._further = LinkButton("weitere Angaben: Weg, Vorbereitung, Wohnort …")
        self.note = QLineEdit()
        self.note.setMaxLength(200)
        self._note_field = Field("&Notiz", self.note, "Bleibt auf diesem Gerät. Bitte ohne Namen.")
        for below in (self._more, self._note_field, self._further):
            self._noted.addWidget(below)
        self._wire()

    def show_session(self, session: CounsellingSession, *, dated: bool = False, noted: bool = True) -> None:
        """Fill the fields from a session; ``dated`` shows its day as well, without ``noted`` the note is closed."""
        self._session = session
        self.topics.set_topics(session.topics)
        self.help_kind.set_value(session.help_kind.value if session.help_kind else "")
        self.result.set_value(session.result.value if session.result else "")
        self.age.set_value(session.age_band.value)
        if session.referred_to is not None:
            self.referred.setCurrentIndex(self.referred.findData(session.referred_to.value))
        ticked = {obstacle.value for obstacle in session.obstacles}
        self.obstacles.set_values(ticked)
        self._tick_more(ticked)
        self.note.setText(session.note)
        self.note.setEnabled(noted)
        self.note.setPlaceholderText("" if noted else "Die Notiz liest nur, wer sie geschrieben hat.")
        self._check_note(session.note)
        self.head.show_session(session, dated=dated)
        self._show_details(session)
        if self.group is not None:
            self.group.show_heads(session.heads, session.people)
        self._fit()

    def session(self) -> CounsellingSession | None:
        """Return the session with what was entered, or None before ``show_session`` and where its day is none."""
        if self._session is None or not self.head.whole():
            return None
        more = self.more_obstacles.values if self.more_obstacles is not None else ()
        ticked = {*self.obstacles.values, *more}
        result = Result(self.result.value) if self.result.value else None
        entered = replace(
            self._session,
            topics=self.topics.topics,
            help_kind=HelpKind(self.help_kind.value) if self.help_kind.value else None,
            result=result,
            referred_to=ReferredTo(self.referred.currentData()) if result is Result.REFERRED else None,
            age_band=AgeBand(self.age.value) if self.age.value else AgeBand.NOT_SAID,
            obstacles=tuple(obstacle for obstacle in Obstacle if obstacle.value in ticked),
            note=self.note.text().strip(),
            heads=self.group.heads if self.group is not None else self._session.heads,
            details=self.details.details() if self.details is not None else self._session.details,
        )
        return self.head.read(entered)

    def clear(self) -> None:
        """Empty every field: the next person starts with nothing."""
        self.complete()
        self._session = None
        self.topics.clear()
        self.note.clear()
        for row in (self.help_kind, self.result, self.age):
            row.set_value("")
        self.obstacles.set_values(())
        if self.more_obstacles is not None:
            self.more_obstacles.set_values(())
        if self.group is not None:
            self.group.show_heads((), 1)
        if self.details is not None:
            self.details.show_details(Details())

    def open_details(self) -> MoreDetails:
        """Show the further details; they are made when they are first wanted."""
        if self.details is None:
            from lotse_app.ui.rooms.more_details import MoreDetails

            self.details = MoreDetails(self._tasks, self._finding)
            self._box.addWidget(self.details)
            if self._session is not None:
                self.details.show_details(self._session.details)
        self.details.show()
        self._further.hide()
        self._fit()
        return self.details

    def _wire(self) -> None:
        self.result.picked.connect(self._fit)
        self.note.textChanged.connect(self._check_note)
        self._more.clicked.connect(self._show_more)
        self._further.clicked.connect(self._show_further)
        self.head.kind_picked.connect(self._fit)
        self.head.people_changed.connect(self._count)

    def _fit(self) -> None:
        """Show what this kind of contact is asked for; a group has its heads instead of one age."""
        kind = self.head.chosen
        grouped = kind is ContactKind.GROUP
        if grouped and self.group is None:
            self.group = HeadCounts()
            if self._session is not None:
                self.group.show_heads(self._session.heads, self.head.people.value())
            self._box.insertWidget(1, self.group)
            reached_after(self.head.people, self.group.boxes)
        if self.group is not None:
            self.group.setVisible(grouped)
        for row in (self.help_kind, self.result, self.obstacles):
            row.setVisible(kind.counsels)
        self.age.setVisible(kind.counsels and not grouped)
        self._more.setVisible(kind.counsels and (self.more_obstacles is None or self.more_obstacles.isHidden()))
        self._referred_field.setVisible(kind.counsels and self.result.value == Result.REFERRED.value)
        if self.details is not None:
            self.details.ask_of_person(single=kind.counsels and not grouped)

    def _count(self) -> None:
        if self.group is not None:
            self.group.set_people(self.head.people.value())

    def _show_details(self, session: CounsellingSession) -> None:
        """Show what was entered of the further details; nothing is made for a session that has none."""
        if session.details != Details():
            self.open_details()
        if self.details is not None:
            self.details.show_details(session.details)
            self.details.setVisible(session.details != Details())
            self._further.setVisible(session.details == Details())

    def open_more(self) -> TickGroup:
        """Show the other obstacles; they are made when they are first wanted."""
        if self.more_obstacles is None:
            others = options(OBSTACLES)[FIRST_OBSTACLES:]
            self.more_obstacles = TickGroup("Weitere Hindernisse", others, first_key=None)
            self._noted.insertWidget(self._noted.indexOf(self._more) + 1, self.more_obstacles)
            reached_after(self._more, self.more_obstacles.buttons)
        self.more_obstacles.show()
        self._more.hide()
        return self.more_obstacles

    def _tick_more(self, ticked: set[str]) -> None:
        """Tick the other obstacles where there are any; nothing is made for a session that has none."""
        if ticked & {obstacle.value for obstacle in list(OBSTACLES)[FIRST_OBSTACLES:]}:
            self.open_more().set_values(ticked)
        elif self.more_obstacles is not None:
            self.more_obstacles.set_values(())
            self.more_obstacles.hide()

    def _show_more(self) -> None:
        self.open_more().buttons[0].setFocus()

    def _show_further(self) -> None:
        self.open_details().preparation.setFocus()

    def _check_note(self, text: str) -> None:
        self._note_field.set_problem(note_warning(text))
