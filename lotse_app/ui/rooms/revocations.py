"""*Widerruf übergeben*: revocations of a Vollmacht that some office does not have yet. In *Heute* and *Postausgang*."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lotse_app.clock import local_date, short_date
from lotse_app.models.mandate import SentBy
from lotse_app.ui.application.mandate_acts import addressed, letters_of
from lotse_app.ui.kit.blocks import ActionRow, Body, Card, Muted, SecondaryButton
from lotse_app.ui.kit.days import DayEdit, DayField
from lotse_app.ui.kit.fields import ChoiceRow
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.kit.rows import put_rows
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.words.acting import SENT_WORDS
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from datetime import date

    from lotse_app.models.mandate import KeptMandate, RevocationNotice
    from lotse_app.models.office import Office
    from lotse_app.models.problems import Problem
    from lotse_app.ui.rooms.room import PaperReady
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

TOLD = "Festgehalten: Der Widerruf ist übergeben."
WHY = "Für ein Amt gilt ein Widerruf erst, wenn er dort angekommen ist."


class NoticeRow(QWidget):
    """One office that is still to be told: print the letter, note when and how it was given."""

    printed = Signal()
    sent = Signal()

    def __init__(self, notice: RevocationNotice, today: date) -> None:
        super().__init__()
        self.notice = notice
        name = f"Vollmacht {notice.mandate_number}, {notice.office}"
        box = column(self, GRID // 2)
        box.addWidget(Body(f"Vollmacht {notice.mandate_number} · an {notice.office}"))
        box.addWidget(Muted(f"widerrufen am {short_date(local_date(notice.revoked_at))}, noch nicht übergeben"))
        self.how = ChoiceRow("Wie übergeben?", [(how.value, words) for how, words in SENT_WORDS.items()])
        self.how.setAccessibleName(f"Wie übergeben? {name}")
        self.how.set_value(SentBy.HAND.value)
        self.day = DayEdit(today, latest=today)
        day = DayField("Übergeben am", self.day)
        self.day.setAccessibleName(f"Übergeben am, {name}")
        self.print = SecondaryButton("Widerruf drucken")
        self.print.setAccessibleName(f"Widerruf drucken, {name}")
        self.note = SecondaryButton("Übergabe festhalten")
        self.note.setAccessibleName(f"Übergabe festhalten, {name}")
        self.print.clicked.connect(self.printed)
        self.note.clicked.connect(self.sent)
        box.addWidget(self.how)
        box.addWidget(ActionRow([day, self.note, self.print]))


class RevocationCard(Card):
    """Loads itself; hidden while every office knows."""

    #: A ``PaperReady``.
    paper = Signal(object)
    #: An office was told; carries words that say so.
    told = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__("Widerruf übergeben")
        self._desk = desk
        self._tasks = tasks
        self._office = ""
        self.rows: list[NoticeRow] = []
        self.problem = Muted()
        self.problem.hide()
        self._list = column(None, 2 * GRID)
        self.body.addWidget(Muted(WHY))
        self.body.addLayout(self._list)
        self.body.addWidget(self.problem)
        self.hide()

    def reload(self) -> None:
        """Ask what is open."""
        self._tasks.run(LaneName.STORE, self._desk.mandates.open_notices, self, self._show, self._refuse)

    def _show(self, notices: tuple[RevocationNotice, ...]) -> None:
        self.problem.hide()
        today = local_date(self._desk.clock.now())
        put_rows(self._list, self.rows, (NoticeRow(notice, today) for notice in notices))
        for row in self.rows:
            row.printed.connect(partial(self._print, row.notice))
            row.sent.connect(partial(self._sent, row))
        self.setVisible(bool(notices))

    def _print(self, notice: RevocationNotice) -> None:
        seen = partial(self._desk.mandates.seen, notice.mandate_id)
        self._office = notice.office
        self._tasks.run(LaneName.STORE, seen, self, self._find, self._refuse)

    def _find(self, kept: KeptMandate) -> None:
        work = partial(addressed, self._desk.mandates, kept, (self._office,))
        self._tasks.run(LaneName.STORE, work, self, partial(self._make, kept), self._refuse)

    def _make(self, kept: KeptMandate, addresses: tuple[tuple[str, Office | None], ...]) -> None:
        work = partial(letters_of, self._desk.mandates, kept, addresses)
        self._tasks.run(LaneName.WORK, work, self, self._printed, self._refuse)

    def _printed(self, papers: tuple[PaperReady, ...]) -> None:
        for paper in papers:
            self.paper.emit(paper)

    def _sent(self, row: NoticeRow) -> None:
        day = row.day.asked()
        if day is None:
            return
        notice, how = row.notice, SentBy(row.how.value)
        work = partial(self._desk.mandates.sent, notice.mandate_id, notice.office, day, how)
        self._tasks.run(LaneName.STORE, work, self, self._noted, self._refuse)

    def _noted(self, _kept: KeptMandate) -> None:
        self.told.emit(TOLD)
        self.reload()

    def _refuse(self, problem: Problem) -> None:
        self.problem.setText(sentence(problem))
        self.problem.show()
