"""What the wizard sets going beside autosave: each act runs on its lanes and comes back with the case reloaded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from lotse_app.clock import local_date
from lotse_app.forms import engine
from lotse_app.models.application import DocumentKind
from lotse_app.models.evidence import EvidenceState
from lotse_app.ui.application.chosen import Chosen
from lotse_app.ui.application.hand_print import HandPrint
from lotse_app.ui.application.papers_along import covered, hand_in_papers, office_and_files, with_cover, with_files
from lotse_app.ui.rooms.room import PaperReady
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from lotse_app.models.application import CarriedBy
    from lotse_app.models.evidence import CheckedFile, Evidence
    from lotse_app.models.problems import Problem
    from lotse_app.models.signing import SignRequest, Strokes, ToSign
    from lotse_app.ui.application.papers_along import Found
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.freeze import Prepared
    from lotse_app.workflows.hand_in import PreparedHandIn
    from lotse_app.workflows.sign import PreparedSignature

T = TypeVar("T")
_PRINTED = "gedruckt"


class Act(StrEnum):
    """Acts by name."""

    OPEN = "open"
    FREEZE = "freeze"
    REOPEN = "reopen"
    SIGN = "sign"
    POSTPONE = "postpone"
    SUPPLIED = "supplied"
    HAND_IN = "hand_in"
    HANDED_OVER = "handed_over"
    PRINT_LATER = "print_later"
    EVIDENCE = "evidence"
    PAPERS = "papers"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """On which day the paper was handed over, and by whom; no day takes a wrong one back."""

    on: date | None
    by: CarriedBy | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """An act came through; ``case`` is reloaded unless only papers or evidence were asked for."""

    act: Act
    case: OpenCase | None = None
    papers: tuple[PaperReady, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """An act did not come through; nothing was written."""

    act: Act
    problems: tuple[Problem, ...]
    key: str = ""


class CaseActs(QObject):
    """Acts on one case. One at a time: a second one while ``busy`` is not begun."""

    #: A ``Done``.
    done = Signal(object)
    #: A ``Refused``.
    refused = Signal(object)
    #: ``busy`` is another now.
    busy_changed = Signal()

    def __init__(
        self, desk: Desk, tasks: Tasks, case_id: str, parent: QObject | None = None, chosen: Chosen | None = None
    ) -> None:
        super().__init__(parent)
        #: What was chosen before this view of the Vorgang, and in it.
        self.chosen = chosen or Chosen()
        self._desk = desk
        self._tasks = tasks
        self._id = case_id
        self._act = Act.OPEN
        self._hand_print = HandPrint(self.chosen, desk.workplace.pilot.id)
        self._key = ""
        self.busy = False

    @property
    def tasks(self) -> Tasks:
        """Return the bridge to the lanes, for views that write something of their own."""
        return self._tasks

    @property
    def print_is_out(self) -> bool:
        """Return whether the paper of this edition was brought to be printed, as it is now."""
        return bool(self.chosen.of(_PRINTED))

    # store lane only ----------------------------------------------------------------------

    def open(self) -> None:
        """Load the case; its form is compiled on the work lane, so that the window never waits for it."""
        self._store(Act.OPEN, partial(self._desk.applications.open, self._id), self._warm)

    def reopen(self) -> None:
        """Open the next edition for editing; signatures become void, and a print that was made for one as well."""
        self._hand_print.drop()
        self._store(Act.REOPEN, partial(self._desk.applications.reopen, self._id), self._opened)

    def sign_on_print(self, case: OpenCase, signer: str, line: ToSign) -> None:
        """Note that one line of the print was signed by hand."""
        self._write(Act.SIGN, partial(self._desk.signing.sign_on_print, case, signer, line))

    def supplied(self) -> None:
        """Note that *Unterschrift ist nachgereicht*."""
        self._write(Act.SUPPLIED, partial(self._desk.signing.supplied, self._id))

    def commit_printed(self, case: OpenCase, request: SignRequest) -> bool:
        """Write Handzeichen or Niederschrift as it was printed; return whether exactly this was printed."""
        if (prepared := self._hand_print.take(request)) is not None:
            self._write(Act.SIGN, partial(self._desk.signing.commit, prepared))
            return True
        if (at := self._hand_print.moment(case, request)) is not None:
            work = partial(self._desk.signing.prepare, case, request, at)
            self._begin(Act.SIGN, LaneName.WORK, work, self._write_signature)
            return True
        return False

    def postpone(self) -> None:
        """Set *Unterschrift folgt*."""
        self._write(Act.POSTPONE, partial(self._desk.signing.postpone, self._id))

    def handed_over(self, over: HandedOver) -> None:
        """Note *Abgegeben am …* and by whom, or take it back."""
        self._write(Act.HANDED_OVER, partial(self._desk.handing_in.handed_over, self._id, over.on, over.by))

    def print_later(self, *, wanted: bool) -> None:
        """Set or clear *Später drucken*."""
        self._write(Act.PRINT_LATER, partial(self._desk.handing_in.print_later, self._id, wanted=wanted))

    # with the work lane -------------------------------------------------------------------

    def freeze(self) -> None:
        """Freeze what is stored: open, prepare on the work lane, write in one transaction."""
        self._store(Act.FREEZE, partial(self._desk.applications.open, self._id), self._prepare_freeze)

    def print_to_sign(self, case: OpenCase, request: SignRequest) -> None:
        """Make the print for Handzeichen or Niederschrift, show it, and keep it until it is noted as signed."""
        work = partial(self._desk.signing.prepare, case, request)
        self._begin(Act.PAPERS, LaneName.WORK, work, partial(self._keep_print, case, request))

    def _keep_print(self, case: OpenCase, request: SignRequest, prepared: PreparedSignature) -> None:
        self._hand_print.keep(case, request, prepared)
        self._print_ready((PaperReady("Antrag", prepared.pdf),))

    def sign_on_pad(self, case: OpenCase, signer: str, strokes: Strokes, line: ToSign) -> None:
        """Sign with what was drawn; a print from before does not show it."""
        self.chosen.keep(_PRINTED)
        work = partial(self._desk.signing.prepare_pad, case, signer, strokes, line)
        self._begin(Act.SIGN, LaneName.WORK, work, self._write_signature)

    def hand_in(self, case: OpenCase, carried_by: CarriedBy, *, address_unknown: bool = False) -> None:
        """Make receipt and Merkzettel, write them with the new state, and bring all papers for the printer."""
        then = partial(self._prepare_hand_in, case, carried_by, address_unknown=address_unknown)
        self._store(Act.HAND_IN, partial(office_and_files, self._desk, case), then)

    # evidence -----------------------------------------------------------------------------

    def save_evidence(self, lines: Sequence[tuple[Evidence, int]]) -> None:
        """Write evidence lines with their place in the list; quick ones queue up on the store lane."""
        work = partial(self._set_states, tuple(lines))
        self._tasks.run(LaneName.STORE, work, self, self._evidence_saved, self._evidence_refused)

    def attach(self, line: Evidence, order: int, file: Path) -> None:
        """Have a file read and looked at, and take it in."""
        work = partial(self._desk.evidence.read, file)
        self._begin(Act.EVIDENCE, LaneName.WORK, work, partial(self._write_file, line, order), line.key)

    def detach(self, file_id: str) -> None:
        """Delete a file of the draft."""
        self._store(Act.EVIDENCE, partial(self._drop_file, file_id), self._evidence_written)

    # papers -------------------------------------------------------------------------------

    def privacy_sheet(self) -> None:
        """Bring the Art. 13 sheet."""
        self._begin(Act.PAPERS, LaneName.WORK, self._desk.printing.privacy_sheet, self._privacy_ready)

    def papers(self, *, with_receipt: bool) -> None:
        """Bring the application, after handing in with receipt and Merkzettel."""
        if with_receipt:
            self._store(Act.PAPERS, self._all_stored, self._add_cover)
        else:
            self._store(Act.PAPERS, partial(self._stored_papers, with_receipt=False), self._print_ready)

    # --------------------------------------------------------------------------------------

    def _begin(self, act: Act, lane: LaneName, work: Callable[[], T], then: Callable[[T], None], key: str = "") -> None:
        if self.busy:
            return
        self._act, self._key = act, key
        self._set_busy(busy=True)
        self._tasks.run(lane, work, self, then, self._failed)

    def _store(self, act: Act, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._begin(act, LaneName.STORE, work, then)

    def _write(self, act: Act, write: Callable[[], object]) -> None:
        """Write, then load the case in the same job."""
        self._store(act, partial(self._written, write), self._opened)

    def _go_on(self, lane: LaneName, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._tasks.run(lane, work, self, then, self._failed)

    def _written(self, write: Callable[[], object]) -> OpenCase:
        write()
        return self._desk.applications.open(self._id)

    def _warm(self, case: OpenCase) -> None:
        today = local_date(self._desk.clock.now())
        self._go_on(LaneName.WORK, partial(_warmed, case, today), self._opened)

    def _opened(self, case: OpenCase) -> None:
        self.chosen.fit(case.application.edition)
        if case.signatures and case.signatures[-1].on_paper:  # so the paper is out, whatever ended the program
            self.chosen.keep(_PRINTED, _PRINTED)
        self._set_busy(busy=False)
        self.done.emit(Done(self._act, case))

    def _failed(self, problem: Problem) -> None:
        self._refuse((problem,))

    def _refuse(self, problems: tuple[Problem, ...]) -> None:
        self._set_busy(busy=False)
        self.refused.emit(Refused(self._act, problems, self._key))

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit()

    def _prepare_freeze(self, case: OpenCase) -> None:
        self._go_on(LaneName.WORK, partial(self._desk.freezing.prepare, case), self._commit_freeze)

    def _commit_freeze(self, prepared: Prepared) -> None:
        if prepared.problems:
            self._refuse(prepared.problems)
            return
        commit = partial(self._desk.freezing.commit, prepared)
        self._go_on(LaneName.STORE, partial(self._written, commit), self._opened)

    def _write_signature(self, prepared: PreparedSignature) -> None:
        commit = partial(self._desk.signing.commit, prepared)
        self._go_on(LaneName.STORE, partial(self._written, commit), self._opened)

    def _prepare_hand_in(self, case: OpenCase, carried_by: CarriedBy, found: Found, *, address_unknown: bool) -> None:
        work = partial(hand_in_papers, self._desk, case, carried_by, found, address_unknown=address_unknown)
        self._go_on(LaneName.WORK, work, self._write_hand_in)

    def _write_hand_in(self, made: tuple[PreparedHandIn, bytes, tuple[PaperReady, ...]]) -> None:
        self._go_on(LaneName.STORE, partial(self._hand_in_written, *made), self._handed_in)

    def _hand_in_written(self, prepared: PreparedHandIn, cover: bytes, files: tuple[PaperReady, ...]) -> Done:
        self._desk.handing_in.commit(prepared)
        papers = with_files(with_cover(self._stored_papers(with_receipt=True), cover), files)
        return Done(Act.HAND_IN, self._desk.applications.open(self._id), papers)

    def _handed_in(self, done: Done) -> None:
        self._set_busy(busy=False)
        self.done.emit(done)

    def _set_states(self, lines: tuple[tuple[Evidence, int], ...]) -> tuple[Evidence, ...]:
        for line, order in lines:
            self._desk.evidence.set_state(line, order)
        return self._desk.evidence.of_application(self._id)

    def _write_file(self, line: Evidence, order: int, checked: CheckedFile) -> None:
        self._go_on(LaneName.STORE, partial(self._take_file, line, order, checked), self._evidence_written)

    def _take_file(self, line: Evidence, order: int, checked: CheckedFile) -> tuple[Evidence, ...]:
        self._desk.evidence.attach(line, order, checked)
        return self._desk.evidence.of_application(self._id)

    def _drop_file(self, file_id: str) -> tuple[Evidence, ...]:
        self._desk.evidence.detach(self._id, file_id)
        return self._desk.evidence.of_application(self._id)

    def _evidence_written(self, lines: tuple[Evidence, ...]) -> None:
        self._set_busy(busy=False)
        self._evidence_saved(lines)

    def _evidence_saved(self, lines: tuple[Evidence, ...]) -> None:
        self.done.emit(Done(Act.EVIDENCE, evidence=lines))

    def _evidence_refused(self, problem: Problem) -> None:
        self.refused.emit(Refused(Act.EVIDENCE, (problem,)))

    def _stored_papers(self, *, with_receipt: bool) -> tuple[PaperReady, ...]:
        printing = self._desk.printing
        case = self._desk.applications.open(self._id)
        if not with_receipt:
            self._desk.signing.require(case)
        papers = [PaperReady("Antrag", printing.application(self._id))]
        if with_receipt and case.print_is_original:
            papers = []
        mandate = self._desk.mandates.enclosed(self._id)
        if mandate is not None:
            papers.append(PaperReady("Vollmacht", mandate))
        if with_receipt:
            papers.append(PaperReady("Beleg", printing.stored(self._id, DocumentKind.RECEIPT)))
            papers.append(PaperReady("Merkzettel", printing.stored(self._id, DocumentKind.NOTE)))
        return tuple(papers)

    def _all_stored(self) -> tuple[OpenCase, Found, tuple[PaperReady, ...]]:
        case, office = self._desk.filing.case(self._id)
        return case, (office, self._desk.evidence.enclosed(case)), self._stored_papers(with_receipt=True)

    def _add_cover(self, stored: tuple[OpenCase, Found, tuple[PaperReady, ...]]) -> None:
        self._go_on(LaneName.WORK, partial(covered, self._desk, *stored), self._papers_ready)

    def _privacy_ready(self, pdf: bytes) -> None:
        self._papers_ready((PaperReady("Datenschutzinformation", pdf),))

    def _print_ready(self, papers: tuple[PaperReady, ...]) -> None:
        self.chosen.keep(_PRINTED, _PRINTED)
        self._papers_ready(papers)

    def _papers_ready(self, papers: tuple[PaperReady, ...]) -> None:
        self._set_busy(busy=False)
        self.done.emit(Done(Act.PAPERS, papers=papers))


def _warmed(case: OpenCase, today: date) -> OpenCase:
    engine.next_state(case.form, None, case.application.answers, frozenset(), today)
    return case


def with_state(line: Evidence, state: EvidenceState, reason: str = "") -> Evidence:
    """Return a line in another state; the reason belongs to *nicht nötig* only."""
    return replace(line, state=state, reason=reason if state is EvidenceState.NOT_NEEDED else "")
