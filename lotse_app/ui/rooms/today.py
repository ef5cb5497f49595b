"""The room *Heute*: answers, deadlines, what was begun, what is still to be printed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lotse_app.clock import WEEKDAYS, local_date, long_date
from lotse_app.models.application import State
from lotse_app.models.permission import Right
from lotse_app.models.words import LETTERS, MARKS, STATES
from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import (
    ActionRow,
    Body,
    Card,
    EmptyState,
    LinkButton,
    Muted,
    PrimaryButton,
    SecondaryButton,
    Text,
)
from lotse_app.ui.kit.layouts import GRID, Columns, FlowLayout, column
from lotse_app.ui.kit.rows import put_rows
from lotse_app.ui.rooms.agenda_list import AgendaList
from lotse_app.ui.rooms.case_lines import case_title
from lotse_app.ui.rooms.notice_card import GOES, LIES, NoticeCard
from lotse_app.ui.rooms.revocations import RevocationCard
from lotse_app.ui.rooms.room import LETTER, POST, Go, Room, RoomName
from lotse_app.ui.rooms.urgent import TodayPrinting, UnsignedCard, UrgentCard
from lotse_app.ui.words.today import ago, answer_words, day_words, due_words, greeting
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lotse_app.models.application import ApplicationLine
    from lotse_app.models.session import CounsellingSession
    from lotse_app.ui.rooms.day_view import DayView
    from lotse_app.ui.rooms.follow_ups import FollowUpsView
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.overview import Today

#: Targets of this room: the day view, all Wiedervorlagen.
DAY, FOLLOW_UPS = "tag", "wiedervorlagen"
_PAGES = {DAY: "Tagesansicht", FOLLOW_UPS: "Wiedervorlagen"}
#: Lines a card shows before it points to the list.
SHOWN = 5


class LineList(QWidget):
    """Lines of a card; each can be opened."""

    def __init__(self, room: Room, empty: EmptyState, prefix: str = "") -> None:
        """``prefix`` goes before the id in the target: what of the Vorgang is opened."""
        super().__init__()
        self._room = room
        self._prefix = prefix
        self._box = column(self, GRID // 2)
        self._empty = empty
        self._box.addWidget(empty)
        self._rows: list[QWidget] = []

    def show_lines(self, lines: Sequence[tuple[str, str, ApplicationLine]]) -> None:
        """Show (first word, text below, line) triples; the empty state if there are none."""
        rows = [self._row(*line) for line in lines[:SHOWN]]
        if len(lines) > SHOWN:
            more = LinkButton(f"{len(lines) - SHOWN} weitere in Anträge")
            more.clicked.connect(self._to_list)
            rows.append(more)
        put_rows(self._box, self._rows, rows)
        self._empty.setVisible(not lines)

    def _row(self, lead: str, below: str, line: ApplicationLine) -> QWidget:
        row = QWidget()
        box = QVBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        title = case_title(line.service_name, line.number)
        link = LinkButton(title)
        link.setAccessibleName(f"{title} öffnen")
        link.setAccessibleDescription(f"{lead} {below}".strip())
        link.clicked.connect(partial(self._open, line.id))
        top = FlowLayout(spacing=GRID)
        if lead:
            word = Text(lead, "label")
            word.setWordWrap(False)
            top.addWidget(word)
        top.addWidget(link)
        box.addLayout(top)
        if below:
            note = Muted(below)
            note.setContentsMargins(GRID, 0, 0, GRID // 2)
            box.addWidget(note)
        return row

    def _open(self, application_id: str, *_clicked: object) -> None:
        self._room.go.emit(Go(RoomName.APPLICATIONS, f"{self._prefix}{application_id}"))

    def _to_list(self) -> None:
        self._room.go.emit(Go(RoomName.APPLICATIONS))


class TodayRoom(Room):
    """What is to be done today."""

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__("", desk, tasks)
        self.setAccessibleName("Heute")
        self.day_view: DayView | None = None
        self.follow_ups: FollowUpsView | None = None
        self._page = ""
        self._make_overview()
        self._hello = Text("", "h1")
        self._day = Body()
        self._day.setWordWrap(False)
        self._start_button = start = PrimaryButton("Neue Beratung", shown="Strg+N")
        start.clicked.connect(self._start)
        short = SecondaryButton("Kurzkontakt", shown="Strg+Umschalt+N")
        short.clicked.connect(self._short)
        letter = SecondaryButton("Brief vom Amt")
        letter.setAccessibleDescription("Jemand hat einen Brief bekommen: Vorgang nach Nummer suchen und eintragen")
        letter.clicked.connect(self._letter)
        for button in (letter, short, start):
            if not desk.sight.allows(Right.COUNSEL):  # the coordination sees no persons
                button.hide()  # never the other way round: shown without a parent it would be a window of its own
        words = QWidget()
        box = column(words, 0)
        box.addWidget(self._hello)
        box.addWidget(self._day)
        self._plain.addWidget(ActionRow([words], [letter, short, start]))
        self._make_resume()
        self._lists, cards = self._cards()
        self._place_pair(cards["answers"], cards["deadlines"])
        self._plain.addWidget(self._resume)
        self.revocations = RevocationCard(desk, tasks)
        self.revocations.paper.connect(self.paper)
        self.revocations.told.connect(self._revocation_given)
        self._plain.addWidget(self.revocations)
        self._make_urgent()
        cards["later"].body.addWidget(ActionRow([self.print_all]))
        self._place_pair(self._appointments(), cards["begun"], cards["later"])

    def _make_resume(self) -> None:
        """Make what leads back to the session that runs."""
        self._resume = Card("Laufende Beratung")
        self._resume_words = Body()
        resume = SecondaryButton("Zur Beratung")
        resume.clicked.connect(self._to_session)
        self._resume.body.addWidget(self._resume_words)
        self._resume.body.addWidget(ActionRow([resume]))
        self._resume.hide()

    def _appointments(self) -> Card:
        """Return the card of the day: stop, appointments, Wiedervorlagen."""
        card = Card("Termine")
        self.agenda = AgendaList(self.desk, self.tasks, short=True)
        self._hear(self.agenda)
        self.agenda.begun.connect(self._begun)
        self._all_days = LinkButton("Tagesansicht")
        self._all_days.setAccessibleDescription("Termine und Wiedervorlagen eintragen, andere Tage, Kalenderdatei")
        self._all_days.clicked.connect(self.open_day)
        card.body.addWidget(self.agenda)
        self._all_follow_ups = LinkButton("Alle Wiedervorlagen")
        self._all_follow_ups.setAccessibleDescription("Fällige, spätere und erledigte Wiedervorlagen")
        self._all_follow_ups.clicked.connect(self.open_follow_ups)
        ways: list[QWidget] = [self._all_days]
        if self.desk.sight.allows(Right.COUNSEL):  # the coordination sees no persons
            ways.append(self._all_follow_ups)
        card.body.addWidget(ActionRow(ways))
        return card

    def _hear(self, agenda: AgendaList | FollowUpsView) -> None:
        agenda.opened.connect(self._open_case)
        agenda.done.connect(self.say_done)
        agenda.refused.connect(self.say_problem)

    def open_day(self) -> None:
        """Show the day view in place of the overview."""
        from lotse_app.ui.rooms.day_view import DayView

        if self.day_view is None:
            self.day_view = DayView(self.desk, self.tasks)
            self._hear(self.day_view.list)
            self.day_view.list.begun.connect(self._begun)
            self.day_view.done.connect(self.say_done)
            self.day_view.refused.connect(self.say_problem)
            self.body.addWidget(self.day_view)
        self._show_page(DAY)
        self.day_view.open()

    def open_follow_ups(self) -> None:
        """Show all Wiedervorlagen in place of the overview."""
        from lotse_app.ui.rooms.follow_ups import FollowUpsView

        if self.follow_ups is None:
            self.follow_ups = FollowUpsView(self.desk, self.tasks)
            self._hear(self.follow_ups)
            self.body.addWidget(self.follow_ups)
        self._show_page(FOLLOW_UPS)
        self.follow_ups.open()

    def _show_page(self, page: str = "") -> None:
        """Show the day view or all Wiedervorlagen in place of the overview; an empty word shows the overview."""
        self._page = page
        self._overview.setVisible(not page)
        for name, view in ((DAY, self.day_view), (FOLLOW_UPS, self.follow_ups)):
            if view is not None:
                view.setVisible(name == page)
        self.banner.clear()
        self.moved.emit()

    @property
    @override
    def crumbs(self) -> tuple[str, ...]:
        """Return where in the room we are."""
        return (_PAGES[self._page],) if self._page else ()

    @override
    def back(self) -> bool:
        """Go from the day view, or from all Wiedervorlagen, to the overview."""
        if not self._page:
            return False
        way = self._all_days if self._page == DAY else self._all_follow_ups
        self._show_page()
        self.reload()
        way.setFocus()
        return True

    @override
    def forget(self) -> None:
        """Empty what was typed in the day view, and what was chosen among the Wiedervorlagen."""
        for view in (self.day_view, self.follow_ups):
            if view is not None:
                view.clear()

    def _begun(self, _session: CounsellingSession) -> None:
        self._show_page()
        self.changed.emit()
        self.go.emit(Go(RoomName.COUNSELLING))

    def _make_overview(self) -> None:
        """Make what the pages of this room take the place of."""
        self._overview = QWidget()
        self._plain = column(self._overview)
        self.body.addWidget(self._overview)

    def _make_urgent(self) -> None:
        """Make what is only seen on days when something cannot wait."""
        self.urgent = UrgentCard()
        self._printing = TodayPrinting(self.desk, self)
        self._waiting: tuple[ApplicationLine, ...] = ()
        self.urgent.opened.connect(self._open_case)
        self.urgent.wanted.connect(self._printing.file_today)
        self._plain.addWidget(self.urgent)
        self.unsigned = UnsignedCard()
        self.unsigned.opened.connect(self._open_case)
        self.unsigned.supplied.connect(self._supplied)
        self._plain.addWidget(self.unsigned)
        self.lying, self.going = NoticeCard(LIES), NoticeCard(GOES)
        for card in (self.lying, self.going):
            card.opened.connect(self._open_case)
            self._plain.addWidget(card)
        self.print_all = SecondaryButton("Alle jetzt drucken")
        self.print_all.clicked.connect(self._print_waiting)

    @override
    def enter(self, target: str = "") -> None:
        """Come in: the key that is needed most lies under the finger; targets open a page."""
        self._show_page()
        super().enter(target)
        if target == DAY:
            self.open_day()
        elif target == FOLLOW_UPS:
            self.open_follow_ups()
        else:
            self._start_button.setFocus()

    @override
    def help_text(self) -> str:
        """Return what F1 says here."""
        return (
            "Heute zeigt, was ansteht. Strg+N beginnt eine Beratung, Strg+Umschalt+N hält einen kurzen Kontakt fest. "
            "Ein Klick auf eine Zeile öffnet den Vorgang."
        )

    @override
    def reload(self) -> None:
        """Load the lists again."""
        now = self.desk.clock.now()
        self._hello.setText(greeting(now))
        day = local_date(now)
        self._day.setText(f"{WEEKDAYS[day.weekday()]}, {long_date(day)}")
        self.ask(LaneName.STORE, self.desk.overview.today, self._show)
        self.agenda.load()
        if self.day_view is not None:
            self.day_view.read_lists()
        if self.follow_ups is not None:
            self.follow_ups.load()
        self.revocations.reload()
        self.ask(LaneName.STORE, self.desk.filing.urgent, self.urgent.show_lines)
        self.ask(LaneName.STORE, self.desk.keeping.warnings, self.going.show_going)

    def _cards(self) -> tuple[dict[str, LineList], dict[str, Card]]:
        states = {
            "answers": (
                "Antworten und Rückfragen",
                "Keine Rückfragen.",
                "Kommt jemand mit einem Brief: „Brief vom Amt“ oben oder im Vorgang „Post und Stand“.",
            ),
            "deadlines": ("Fristen", "Keine Frist in Sicht.", "Hat ein Antrag eine Frist, steht sie hier."),
            "begun": ("Angefangen", "Nichts Angefangenes.", "Ein Entwurf bleibt hier stehen, bis er eingereicht ist."),
            "later": ("Später drucken", "Nichts zu drucken.", "Was ohne Drucker fertig wurde, wartet hier."),
        }
        lists: dict[str, LineList] = {}
        cards: dict[str, Card] = {}
        for key, (title, what, how) in states.items():
            cards[key] = Card(title)
            lists[key] = LineList(self, EmptyState(what, how), POST if key == "answers" else "")
            cards[key].body.addWidget(lists[key])
        return lists, cards

    def _place_pair(self, left: Card, *right: Card) -> None:
        side = QWidget()
        box = column(side)
        for card in right:
            box.addWidget(card)
        self._plain.addWidget(Columns([left, side]))

    def _show(self, today: Today) -> None:
        now = self.desk.clock.now()
        day = local_date(now)
        self._resume.setVisible(today.running is not None)
        if today.running is not None:
            topics = ", ".join(topic.label for topic in today.running.topics)
            self._resume_words.setText(topics or "Noch kein Anliegen festgehalten.")
        self._lists["deadlines"].show_lines(
            [(day_words(due.day, day), due_words(due), due.line) for due in today.deadlines]
        )
        self._lists["begun"].show_lines([("", self._below(line, now), line) for line in today.begun])
        self._lists["later"].show_lines([("", STATES[line.state], line) for line in today.print_later])
        self._waiting = today.print_later
        self.unsigned.show_lines(today.unsigned)
        self.lying.show_lying(today.lying)
        self.print_all.setVisible(any(line.state is not State.DRAFT for line in today.print_later))
        self._lists["answers"].show_lines(
            [(LETTERS[one.letter.kind], answer_words(one, day), one.line) for one in today.answers]
        )

    def _below(self, line: ApplicationLine, now: datetime) -> str:
        marks = [word for mark, word in MARKS.items() if mark in line.marks]
        return " · ".join([STATES[line.state], *marks, ago(line.changed_at, now)])

    def _start(self) -> None:
        self.go.emit(Go(RoomName.COUNSELLING, "start"))

    def _short(self) -> None:
        self.go.emit(Go(RoomName.COUNSELLING, "kurzkontakt"))

    def _letter(self) -> None:
        self.go.emit(Go(RoomName.APPLICATIONS, LETTER))

    def _open_case(self, application_id: str) -> None:
        self.go.emit(Go(RoomName.APPLICATIONS, application_id))

    def _supplied(self, application_id: str) -> None:
        self.ask(LaneName.STORE, partial(self.desk.signing.supplied, application_id), self._noted)

    def _noted(self, _nothing: None) -> None:
        self.say_done("Festgehalten: Die Unterschrift ist nachgereicht.")
        self.changed.emit()
        self.reload()

    def _revocation_given(self, words: str) -> None:
        self.say_done(words)
        self._start_button.setFocus()  # the row one was in goes

    def _print_waiting(self) -> None:
        self._printing.print_waiting(self._waiting)

    def _to_session(self) -> None:
        self.go.emit(Go(RoomName.COUNSELLING))
