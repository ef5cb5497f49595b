"""What the Vollmacht page sets going: each act runs on its lanes and comes back with the mandate as it is stored."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lotse_app.ui.application.namesake_card import ANOTHER
from lotse_app.ui.rooms.room import PaperReady
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from lotse_app.models.mandate import KeptMandate, MandateCheck, RevokedBy, SentBy
    from lotse_app.models.office import Office
    from lotse_app.models.problems import Problem
    from lotse_app.models.signing import Strokes
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.mandates import Mandates, MandateWish, PreparedMandate


class MandateActs(QObject):
    """Acts on the mandate of one case. One at a time: a second one while ``busy`` is not begun."""

    #: A ``KeptMandate`` as it is stored now.
    taken = Signal(object)
    #: A tuple of ``KeptMandate`` that may be used again.
    offered = Signal(object)
    #: A ``MandateCheck``.
    checked = Signal(object)
    #: A tuple of ``PaperReady``.
    papers = Signal(object)
    #: What was said of an agent who is called like an official; it is in the trail now.
    namesake_said = Signal(object)
    #: A ``Problem``.
    refused = Signal(object)

    def __init__(self, mandates: Mandates, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mandates = mandates
        self._tasks = tasks
        self._print = False
        self.busy = False

    def make(self, case: OpenCase, wish: MandateWish, strokes: Strokes) -> None:
        """Make a mandate, signed on the pad where there are strokes, else to be signed on its print."""
        self._print = not strokes
        self._begin(LaneName.WORK, partial(self._mandates.prepare, case, wish, strokes), self._prepared)

    def preview(self, case: OpenCase, wish: MandateWish) -> None:
        """Bring the paper to be read beforehand."""
        self._begin(LaneName.WORK, partial(self._mandates.draft_pdf, case, wish), self._paper)

    def sign_on_print(self, case_id: str) -> None:
        """Note that the print was signed."""
        self._begin(LaneName.STORE, partial(self._mandates.sign_on_print, case_id), self._take)

    def look_for(self, case: OpenCase) -> None:
        """Look for one that may be used again."""
        self._begin(LaneName.STORE, partial(self._mandates.offered, case), self._found)

    def reuse(self, case: OpenCase, mandate_id: str) -> None:
        """Put the case under another mandate."""
        self._begin(LaneName.STORE, partial(self._mandates.reuse, case, mandate_id), self._take)

    def say_namesake(self, case_id: str, answer: str) -> None:
        """Note what was said of an agent who is called like an official."""
        work = partial(self._mandates.say_namesake, case_id, another=answer == ANOTHER)
        self._begin(LaneName.STORE, work, partial(self._noted, answer))

    def show_paper(self, mandate_id: str) -> None:
        """Bring the paper as it was signed."""
        self._begin(LaneName.STORE, partial(self._mandates.pdf, mandate_id), self._paper)

    def verify(self, mandate_id: str) -> None:
        """Check what is kept against its digests."""
        self._begin(LaneName.STORE, partial(self._mandates.verify, mandate_id), self._verified)

    def revoke(self, mandate_id: str, by: RevokedBy) -> None:
        """Take it back."""
        self._begin(LaneName.STORE, partial(self._mandates.revoke, mandate_id, by), self._take)

    def letters(self, kept: KeptMandate, offices: tuple[str, ...]) -> None:
        """Bring the Widerruf for some offices."""
        find = partial(addressed, self._mandates, kept, offices)
        self._begin(LaneName.STORE, find, partial(self._write, kept))

    def sent(self, mandate_id: str, office: str, on: date, how: SentBy) -> None:
        """Note that an office was given the revocation."""
        self._begin(LaneName.STORE, partial(self._mandates.sent, mandate_id, office, on, how), self._take)

    def _begin(self, lane: LaneName, work: Callable[[], object], then: Callable[..., None]) -> None:
        if not self.busy:
            self.busy = True
            self._tasks.run(lane, work, self, then, self._failed)

    def _write(self, kept: KeptMandate, addresses: tuple[tuple[str, Office | None], ...]) -> None:
        work = partial(letters_of, self._mandates, kept, addresses)
        self._tasks.run(LaneName.WORK, work, self, self._papers_ready, self._failed)

    def _prepared(self, prepared: PreparedMandate) -> None:
        self._tasks.run(LaneName.STORE, partial(self._mandates.commit, prepared), self, self._made, self._failed)

    def _made(self, kept: KeptMandate) -> None:
        self._take(kept)
        if self._print:
            self.show_paper(kept.mandate.id)

    def _take(self, kept: KeptMandate) -> None:
        self.busy = False
        self.taken.emit(kept)

    def _noted(self, answer: str, _nothing: None) -> None:
        self.busy = False
        self.namesake_said.emit(answer)

    def _found(self, offered: tuple[KeptMandate, ...]) -> None:
        self.busy = False
        self.offered.emit(offered)

    def _verified(self, check: MandateCheck) -> None:
        self.busy = False
        self.checked.emit(check)

    def _paper(self, pdf: bytes) -> None:
        self._papers_ready((PaperReady("Vollmacht", pdf),))

    def _papers_ready(self, papers: tuple[PaperReady, ...]) -> None:
        self.busy = False
        self.papers.emit(papers)

    def _failed(self, problem: Problem) -> None:
        self.busy = False
        self.refused.emit(problem)


def addressed(mandates: Mandates, kept: KeptMandate, offices: tuple[str, ...]) -> tuple[tuple[str, Office | None], ...]:
    """Return each office with where it receives post. Store lane."""
    return tuple((office, mandates.address(kept, office)) for office in offices)


def letters_of(
    mandates: Mandates, kept: KeptMandate, addresses: tuple[tuple[str, Office | None], ...]
) -> tuple[PaperReady, ...]:
    """Return one Widerruf for each office. Work lane."""
    return tuple(PaperReady("Widerruf", mandates.revocation(kept, office, where)) for office, where in addresses)
