"""In *Heute*: what has to reach its office today, and what waits for a printer; one key prints all of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from lotse_app.models.application import CarriedBy, DocumentKind
from lotse_app.ui.application.filing_words import ALL_PAPERS, urgency_words
from lotse_app.ui.application.papers_along import printed_files, with_files
from lotse_app.ui.kit.blocks import ActionRow, Body, SecondaryButton
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.rooms.case_lines import CaseLines, case_title
from lotse_app.ui.rooms.room import PaperReady
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.application import ApplicationLine
    from lotse_app.models.office import Office
    from lotse_app.models.papers import EnclosurePaper
    from lotse_app.ui.rooms.room import Room
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.filing import PreparedFiling, UrgentLine

SUPPLIED = "Unterschrift ist nachgereicht"
#: After the numbers of what was not printed.
LEFT_OUT = "Die Vollmacht gilt nicht mehr. Bitte den Vorgang öffnen; der Schritt „Unterschrift“ sagt, was zu tun ist."
NOT_YET = "Noch nicht fertig: bitte zuerst gemeinsam prüfen und festhalten."


class UrgentCard(CaseLines):
    """What cannot wait."""

    #: The id of the Vorgang whose papers are to be printed.
    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__("Heute noch abgeben")

    def show_lines(self, lines: Sequence[UrgentLine]) -> None:
        """Show what is urgent."""
        self.put([self._row(line) for line in lines])

    def _row(self, urgent: UrgentLine) -> QWidget:
        row = QWidget()
        box = column(row, GRID // 2)
        title = case_title(urgent.line.service_name, urgent.line.number)
        box.addWidget(self.link(urgent.line.id, title))
        box.addWidget(Body(f"⚠ {urgency_words(urgent.urgency, CarriedBy.RESIDENT)}"))
        if urgent.printable:
            button = SecondaryButton(ALL_PAPERS)
            button.setAccessibleName(f"{ALL_PAPERS}, {title}")
            button.clicked.connect(partial(self._print, urgent.line.id))
            box.addWidget(ActionRow([button]))
        else:
            box.addWidget(Body(NOT_YET))
        return row

    def _print(self, application_id: str, *_clicked: object) -> None:
        self.wanted.emit(application_id)


class UnsignedCard(CaseLines):
    """What was handed in without every signature."""

    #: The id of the Vorgang whose signature came in.
    supplied = Signal(object)

    def __init__(self) -> None:
        super().__init__("Unterschrift folgt")

    def show_lines(self, lines: Sequence[ApplicationLine]) -> None:
        """Show what still wants a signature."""
        self.put([self._row(line) for line in lines])

    def _row(self, line: ApplicationLine) -> QWidget:
        title = case_title(line.service_name, line.number)
        button = SecondaryButton(SUPPLIED)
        button.setAccessibleName(f"{SUPPLIED}, {title}")
        button.clicked.connect(partial(self._supply, line.id))
        return ActionRow([self.link(line.id, title)], [button])

    def _supply(self, application_id: str, *_clicked: object) -> None:
        self.supplied.emit(application_id)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A case that waits for a printer: its application, and what goes with it once it was handed in."""

    case: OpenCase
    own: tuple[PaperReady, ...]
    mandate: tuple[PaperReady, ...] = ()
    beside: tuple[PaperReady, ...] = ()
    files: tuple[EnclosurePaper, ...] = ()


def _with_covers(desk: Desk, waiting: tuple[_Waiting, ...]) -> tuple[PaperReady, ...]:
    """Return all papers, with the address behind the application where it is sent or came later. Work lane."""
    papers: list[PaperReady] = []
    for one in waiting:
        papers.extend(one.own)
        gone, office = one.case.hand_in, one.case.office
        if gone is not None and desk.filing.wants_cover(one.case, gone.carried_by, office):
            cover = desk.filing.cover(one.case, gone.carried_by, office)
            papers.append(PaperReady(f"Adressblatt {one.case.application.number}", cover))
        papers.extend((*one.mandate, *printed_files(desk, one.files), *one.beside))
    return tuple(papers)


class TodayPrinting(QObject):
    """Brings papers to the preview of the window, and clears *Später drucken* once they were printed."""

    def __init__(self, desk: Desk, room: Room) -> None:
        super().__init__(room)
        self._desk = desk
        self._room = room

    def file_today(self, application_id: str) -> None:
        """Print application, address and receipt of one Vorgang; hand it to the resident where that is still open."""
        work = partial(self._desk.filing.case, application_id)
        self._room.ask(LaneName.STORE, work, self._prepare)

    def print_waiting(self, lines: Sequence[ApplicationLine]) -> None:
        """Print everything that waits for a printer."""
        ids = tuple(line.id for line in lines)
        self._room.ask(LaneName.STORE, partial(self._stored, ids), self._add_covers)

    def _prepare(self, found: tuple[OpenCase, Office | None]) -> None:
        self._room.ask(LaneName.WORK, partial(self._prepared, *found), self._commit)

    def _prepared(self, case: OpenCase, office: Office | None) -> PreparedFiling:
        self._desk.signing.require(case)  # nothing is sent off under a Vollmacht that was taken back meanwhile
        return self._desk.filing.prepare(case, office)

    def _commit(self, prepared: PreparedFiling) -> None:
        self._room.ask(LaneName.STORE, partial(self._committed, prepared), self._add_files)

    def _add_files(self, found: tuple[tuple[PaperReady, ...], tuple[EnclosurePaper, ...]]) -> None:
        papers, files = found
        self._room.ask(LaneName.WORK, partial(printed_files, self._desk, files), partial(self._show_with, papers))

    def _show_with(self, papers: tuple[PaperReady, ...], files: tuple[PaperReady, ...]) -> None:
        self._show(with_files(papers, files))

    def _committed(self, prepared: PreparedFiling) -> tuple[tuple[PaperReady, ...], tuple[EnclosurePaper, ...]]:
        self._desk.filing.commit(prepared)
        case_id, printing = prepared.case.application.id, self._desk.printing
        done = partial(self._printed, (case_id,))
        case = self._desk.applications.open(case_id)
        papers = (
            *(() if case.print_is_original else (PaperReady("Antrag", printing.application(case_id)),)),
            PaperReady("Adressblatt", prepared.cover, done),
            *self._mandate(case_id, "Vollmacht"),
            PaperReady("Beleg", printing.stored(case_id, DocumentKind.RECEIPT)),
            PaperReady("Merkzettel", printing.stored(case_id, DocumentKind.NOTE)),
        )
        return papers, self._desk.evidence.enclosed(case)

    def _stored(self, ids: Sequence[str]) -> tuple[tuple[_Waiting, ...], tuple[str, ...]]:
        """Return the papers of each case, and the numbers of those whose Vollmacht does not hold any more."""
        waiting: list[_Waiting] = []
        left_out: list[str] = []
        for case_id in ids:
            case = self._desk.applications.open(case_id)
            if case.frozen is None:
                continue
            if self._desk.signing.held(case) is not None:
                left_out.append(case.application.number)
            else:
                waiting.append(self._papers_of(case))
        return tuple(waiting), tuple(left_out)

    def _papers_of(self, case: OpenCase) -> _Waiting:
        case_id, number, printing = case.application.id, case.application.number, self._desk.printing
        done = partial(self._printed, (case_id,))
        again = case.hand_in is None or not case.print_is_original
        own = (PaperReady(f"Antrag {number}", printing.application(case_id), done),) if again else ()
        mandate = self._mandate(case_id, f"Vollmacht {number}")
        if case.hand_in is None:
            return _Waiting(case, own, mandate)
        receipt = printing.stored(case_id, DocumentKind.RECEIPT)
        beside = (
            PaperReady(f"Beleg {number}", receipt, None if again else done),
            PaperReady(f"Merkzettel {number}", printing.stored(case_id, DocumentKind.NOTE)),
        )
        return _Waiting(case, own, mandate, beside, self._desk.evidence.enclosed(case))

    def _mandate(self, case_id: str, title: str) -> tuple[PaperReady, ...]:
        """Return the Vollmacht that goes along; the receipt counts it among what is enclosed. Store lane."""
        pdf = self._desk.mandates.enclosed(case_id)
        return () if pdf is None else (PaperReady(title, pdf),)

    def _add_covers(self, found: tuple[tuple[_Waiting, ...], tuple[str, ...]]) -> None:
        waiting, left_out = found
        work = partial(_with_covers, self._desk, waiting)
        self._room.ask(LaneName.WORK, work, partial(self._show_covered, left_out))

    def _show_covered(self, left_out: tuple[str, ...], papers: tuple[PaperReady, ...]) -> None:
        self._show_waiting((papers, left_out))

    def _show_waiting(self, found: tuple[tuple[PaperReady, ...], tuple[str, ...]]) -> None:
        papers, left_out = found
        self._show(papers)
        if left_out:
            self._room.banner.say("warn", f"Nicht gedruckt: Vorgang {', '.join(left_out)}. {LEFT_OUT}")

    def _show(self, papers: tuple[PaperReady, ...]) -> None:
        for paper in papers:
            self._room.paper.emit(paper)
        self._room.changed.emit()
        self._room.reload()

    def _printed(self, ids: Sequence[str]) -> None:
        self._room.ask(LaneName.STORE, partial(self._clear, ids), self._cleared)

    def _clear(self, ids: Sequence[str]) -> None:
        for case_id in ids:
            self._desk.handing_in.print_later(case_id, wanted=False)

    def _cleared(self, _nothing: None) -> None:
        self._room.changed.emit()
        self._room.reload()
