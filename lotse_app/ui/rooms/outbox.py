"""The room *Postausgang*: everything on its way, also on paper; what to do if it is stuck."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lotse_app.clock import local_date, short_date
from lotse_app.models.application import CarriedBy
from lotse_app.models.words import state_words
from lotse_app.overriding import override
from lotse_app.ui.application.acts import HandedOver
from lotse_app.ui.application.handed_in import CARRIER_WORDS, CARRIERS
from lotse_app.ui.kit.blocks import ActionRow, Card, EmptyState, LinkButton, Muted, SecondaryButton
from lotse_app.ui.kit.days import DayEdit, DayField
from lotse_app.ui.kit.fields import ChoiceRow
from lotse_app.ui.kit.layouts import GRID, Columns, column
from lotse_app.ui.kit.rows import drop
from lotse_app.ui.rooms.clearing_card import ClearingCard
from lotse_app.ui.rooms.portal_post import PortalPost
from lotse_app.ui.rooms.revocations import RevocationCard
from lotse_app.ui.rooms.room import Go, Room, RoomName
from lotse_app.ui.rooms.stick_part import StickPart
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from lotse_app.models.application import ApplicationLine, HandIn
    from lotse_app.models.portal_standing import PortalView
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.overview import Post


@dataclass(frozen=True, slots=True)
class PaperOnTheWay:
    """One application on paper and how it was handed in."""

    line: ApplicationLine
    hand_in: HandIn | None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What the room shows; read in one job on the store lane."""

    post: Post
    papers: tuple[PaperOnTheWay, ...]
    #: Why the office did not accept, by id of the Vorgang.
    reasons: Mapping[str, str]
    portal: PortalView


def _on_the_way(paper: PaperOnTheWay) -> str:
    """Return when it was given along, when it was handed over and by whom, and its deadline."""
    hand_in, line = paper.hand_in, paper.line
    words = f"mitgegeben {short_date(local_date(hand_in.at if hand_in is not None else line.changed_at))}, "
    if hand_in is None or hand_in.handed_over_on is None:
        words += "noch nicht abgegeben"
    else:
        by = hand_in.handed_over_by
        through = f" durch {CARRIER_WORDS[by]}" if by is not None else ""
        words += f"abgegeben {short_date(hand_in.handed_over_on)}{through}"
    return words + (f" · Frist {short_date(line.due)}" if line.due else "")


class PaperRow(QWidget):
    """One paper on its way: open it, note when it was handed over, note the receipt."""

    opened = Signal(object)
    #: A ``HandedOver``: the day and by whom; without a day a wrong one is taken back.
    handed_over = Signal(object)
    confirmed = Signal()

    def __init__(self, paper: PaperOnTheWay, today: date) -> None:
        super().__init__()
        self._id = paper.line.id
        box = column(self, GRID // 2)
        title = f"{paper.line.service_name} · Vorgang {paper.line.number}"
        link = LinkButton(title)
        link.clicked.connect(self._open)
        box.addWidget(link)
        if paper.line.masked:
            box.addWidget(Muted(state_words(paper.line)))
            return
        box.addWidget(Muted(_on_the_way(paper)))
        over = paper.hand_in.handed_over_on if paper.hand_in else None
        self._day = DayEdit(today, latest=today)
        day = DayField("Abgegeben am", self._day)
        self._day.setAccessibleName(f"Abgegeben am, {title}")
        note = SecondaryButton("Abgabe festhalten")
        note.setAccessibleName(f"Abgabe festhalten, {title}")
        note.clicked.connect(self._note)
        confirm = SecondaryButton("Eingang ist bestätigt")
        confirm.setAccessibleName(f"Eingang ist bestätigt, {title}")
        confirm.clicked.connect(self.confirmed)
        self._by = ChoiceRow(f"Abgegeben durch, {title}", CARRIERS, first_key=None)
        self._by.set_label("Abgegeben durch")
        self._by.set_value((paper.hand_in.carried_by if paper.hand_in else CarriedBy.RESIDENT).value)
        undo = SecondaryButton("Datum zurücknehmen")
        undo.setAccessibleName(f"Datum der Abgabe zurücknehmen, {title}")
        undo.clicked.connect(self._take_back)
        if over is None:
            box.addWidget(self._by)
        box.addWidget(ActionRow([day, note, confirm] if over is None else [confirm, undo]))

    def _open(self) -> None:
        self.opened.emit(self._id)

    def _note(self) -> None:
        on = self._day.asked()
        if on is not None:
            self.handed_over.emit(HandedOver(on, CarriedBy(self._by.value)))

    def _take_back(self) -> None:
        self.handed_over.emit(HandedOver(None))


class OutboxRoom(Room):
    """Who has what, in words."""

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__("", desk, tasks)
        self.setAccessibleName("Postausgang")
        self._cards = {
            "paper": Card("Auf Papier unterwegs"),
            "arrived": Card("Angekommen"),
            "refused": Card("Nicht angenommen"),
        }
        self._rows: list[QWidget] = []
        self.revocations = RevocationCard(desk, tasks)
        self.revocations.paper.connect(self.paper)
        self.revocations.told.connect(self.say_done)
        self.body.addWidget(self.revocations)
        self.portal = PortalPost(practice=desk.practice)
        self.portal.sync_wanted.connect(self._sync)
        self.stick = StickPart(desk, tasks, self)
        self.portal.body.addWidget(self.stick)
        self.stick.hide()
        self.stick.changed.connect(self._carried)
        self.stick.ordered.connect(self.ordered)
        self.clearing = ClearingCard(desk, tasks, self)
        self.body.addWidget(self.clearing)
        self.clearing.hide()
        left, right = QWidget(), QWidget()
        for side, keys in ((left, ("paper", "refused")), (right, ("arrived",))):
            box = column(side)
            if side is right:
                box.addWidget(self.portal)
            for key in keys:
                box.addWidget(self._cards[key])
        self.body.addWidget(Columns([left, right], 30))
        self.body.addWidget(Muted("Versand an Annahmestelle und Fachamt kommt mit einer späteren Fassung."))

    @override
    def help_text(self) -> str:
        """Return what F1 says here."""
        return (
            "Ein Antrag auf Papier gilt erst als gestellt, wenn er beim Amt eingegangen ist. "
            "Halten Sie hier fest, wann er abgegeben wurde und wann der Eingang bestätigt ist."
        )

    @override
    def enter(self, target: str = "") -> None:
        """Come in."""
        self.banner.clear()
        self.reload()

    @override
    def reload(self) -> None:
        """Load everything on its way."""
        self.ask(LaneName.STORE, self._read, self._show)
        self.revocations.reload()
        self.clearing.reload()

    def _read(self) -> Outgoing:
        post = self.desk.overview.post()
        papers = tuple(PaperOnTheWay(line, self._hand_in(line)) for line in post.underway)
        reasons = {line.id: self._reason(line) for line in post.refused}
        return Outgoing(post, papers, reasons, self.desk.portal.rounds.view())

    @override
    def synced(self) -> None:
        """Show what a round with the portal changed; what is typed elsewhere in the room stays."""
        self.ask(LaneName.STORE, self.desk.portal.rounds.view, self._show_portal)
        self.clearing.reload()

    def _show_portal(self, view: PortalView) -> None:
        self.portal.show_view(view)
        self.stick.setVisible(view.joined and not self.desk.practice)

    def _carried(self) -> None:
        self.changed.emit()
        self.synced()

    def _sync(self) -> None:
        self.portal.work()
        self.sync_wanted.emit()

    def _reason(self, line: ApplicationLine) -> str:
        ending = None if line.masked else self.desk.letters.of_case(line.id).ending
        return ending.reason if ending is not None else ""

    def _hand_in(self, line: ApplicationLine) -> HandIn | None:
        return None if line.masked else self.desk.applications.open(line.id).hand_in

    def _show(self, outgoing: Outgoing) -> None:
        for card in self._cards.values():
            drop(card.body, [row for row in self._rows if row.parentWidget() is card])
        self._rows = []
        post = outgoing.post
        self._show_portal(outgoing.portal)
        self._title("paper", "Auf Papier unterwegs", len(outgoing.papers))
        today = local_date(self.desk.clock.now())
        for paper in outgoing.papers:
            row = PaperRow(paper, today)
            row.opened.connect(self._open)
            row.handed_over.connect(partial(self._handed_over, paper.line.id))
            row.confirmed.connect(partial(self._confirm, paper.line.id))
            self._put("paper", row)
        self._list("arrived", "Angekommen", post.arrived)
        self._list("refused", "Nicht angenommen", post.refused, outgoing.reasons)
        self._empty_states(outgoing)

    def _empty_states(self, outgoing: Outgoing) -> None:
        empty = {
            "paper": (len(outgoing.papers), "Kein Papier unterwegs.", "Eingereichte Anträge auf Papier stehen hier."),
            "arrived": (len(outgoing.post.arrived), "Noch nichts bestätigt.", "Bestätigte Eingänge stehen dann hier."),
            "refused": (
                len(outgoing.post.refused),
                "Nichts abgelehnt.",
                "Was ein Amt nicht annimmt, steht hier mit Grund.",
            ),
        }
        for key, (number, what, how) in empty.items():
            if not number:
                self._put(key, EmptyState(what, how))

    def _list(
        self, key: str, title: str, lines: tuple[ApplicationLine, ...], reasons: Mapping[str, str] | None = None
    ) -> None:
        self._title(key, title, len(lines))
        for line in lines:
            link = LinkButton(f"{line.service_name} · Vorgang {line.number}")
            link.setAccessibleDescription(state_words(line))
            link.clicked.connect(partial(self._open, line.id))
            self._put(key, link)
            reason = (reasons or {}).get(line.id, "")
            self._put(key, Muted(f"{state_words(line)} · Grund: {reason}" if reason else state_words(line)))

    def _title(self, key: str, title: str, number: int) -> None:
        words = f"{title} ({number})" if number else title
        self._cards[key].heading.setText(words)
        self._cards[key].setAccessibleName(words)

    def _put(self, key: str, widget: QWidget) -> None:
        self._cards[key].body.addWidget(widget)
        self._rows.append(widget)

    def _open(self, application_id: str, *_clicked: object) -> None:
        self.go.emit(Go(RoomName.APPLICATIONS, application_id))

    def _handed_over(self, application_id: str, over: HandedOver) -> None:
        work = partial(self.desk.handing_in.handed_over, application_id, over.on, over.by)
        self.ask(LaneName.STORE, work, self._noted)

    def _confirm(self, application_id: str) -> None:
        self.ask(LaneName.STORE, partial(self.desk.applications.confirm_receipt, application_id), self._noted)

    def _noted(self, _nothing: None) -> None:
        self.say_done("Festgehalten.")
        self.changed.emit()
        self.reload()
