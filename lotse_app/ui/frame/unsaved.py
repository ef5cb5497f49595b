"""Entries whose view is gone and that could not be written: kept, tried again, sealed over a lock. Never dropped."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from lotse_app.workflows.held_drafts import HeldDraft, newest
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.application import DraftSave
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.unsaved import SealedDrafts, Unsaved

RETRY_MS = 5_000
KEPT = (
    "Die letzten Eingaben sind noch nicht gespeichert, aber noch da. Lotse versucht es weiter. "
    "Bitte Lotse nicht beenden und Platz schaffen."
)
KEPT_LOCKED = (
    "Die letzten Eingaben konnten vor dem Sperren nicht gespeichert werden. Sie sind noch da, verschlüsselt im "
    "Arbeitsspeicher. Bitte Lotse nicht beenden: Platz schaffen und wieder entsperren."
)
WRITTEN = "Die letzten Eingaben sind jetzt gespeichert."
ELSEWHERE = (
    "Die letzten Eingaben ließen sich nicht mehr speichern: Der Vorgang wurde inzwischen geändert. Bitte nachsehen."
)
LEAVING = "Wer Lotse jetzt beendet, verliert die letzten Eingaben. Zum Beenden bitte noch einmal wählen."
#: What stands in a banner as long as entries are not written, and no longer.
UNSAVED_WORDS = frozenset({KEPT, KEPT_LOCKED, LEAVING})


@dataclass(frozen=True, slots=True)
class LostDraft:
    """Entries that could not be written, and why."""

    draft: DraftSave
    problem: Problem


class UnsavedDrafts(QObject):
    """Holds such entries as long as it takes; lives as long as the window."""

    #: A sentence for whoever is there: (tone, text).
    said = Signal(object)
    #: Nothing is being read or written any more; what could not be written is at hand.
    settled = Signal()

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._drafts: list[HeldDraft] = []
        self._came = 0
        #: The revision this wrote last, by Vorgang.
        self._revisions: dict[str, int] = {}
        self._sealed: list[SealedDrafts] = []
        self._use: Unsaved | None = None
        self._locking = False
        self._under_way = 0
        self._open = 0
        self._last = QTimer(self)
        self._last.setSingleShot(True)
        self._last.setInterval(0)
        self._last.timeout.connect(self._let_go)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(RETRY_MS)
        self._timer.timeout.connect(self.retry)
        tasks.draft_lost.connect(self._keep)

    @property
    def waiting(self) -> bool:
        """Return whether anything is not written yet."""
        return bool(self._drafts or self._sealed or self._under_way)

    def is_last(self, application_id: str, revision: int) -> bool:
        """Return whether a Vorgang that was loaded at this revision shows what was written last.

        Not while entries are on their way: wait for ``settled`` and load it again.
        """
        return not self._under_way and self._revisions.get(application_id, revision) <= revision

    @property
    def under_way(self) -> bool:
        """Return whether entries are being read or written: ``settled`` follows."""
        return bool(self._under_way)

    def take(self, application_id: str, revision: int) -> DraftSave | None:
        """Hand the entries of a Vorgang to the view that opens it: from now on that one saves them.

        None where there are none, and where they were not made on this revision: then ``retry`` says so.
        """
        of_it = [held for held in self._drafts if held.draft.application_id == application_id]
        for held in newest(of_it):
            if held.draft.expected_revision == revision:
                self._drafts = [one for one in self._drafts if one not in of_it]
                if not self.waiting:
                    self.said.emit(("ok", ""))
                return held.draft
        return None

    def desk_opened(self, desk: Desk) -> None:
        """Write what waited, if it is this pilot's."""
        self._use, self._locking = desk.unsaved, False
        waiting, self._sealed = self._sealed, []
        for one in waiting:
            self._unseal(self._use, one)
        if not waiting:  # what came back when nobody could seal it any more
            self.retry()

    def _unseal(self, use: Unsaved, sealed: SealedDrafts) -> None:
        self._under_way += 1
        self._tasks.run(LaneName.WORK, partial(use.unseal, sealed), self, partial(self._unsealed, sealed))

    def desk_closing(self, view: QObject) -> None:
        """Seal what is not written, and what comes back unwritten from now on: the screen goes blank at once."""
        self._locking = True
        self._open = 2
        view.destroyed.connect(self._one_closed)
        self._timer.stop()
        self._seal()

    def desk_closed(self) -> None:
        """Note that the store is closed: whatever was under way has come back."""
        self._one_closed()

    def _one_closed(self) -> None:
        self._open -= 1
        if not self._open:  # the parts of a view go after it: let go in the next round of the event loop
            self._last.start()

    def _let_go(self) -> None:
        if self._locking:
            self._use = None

    def retry(self) -> None:
        """Try to write again, each Vorgang by itself."""
        if self._use is None or self._locking:
            return
        drafts, self._drafts = newest(self._drafts), []
        for held in drafts:
            self._under_way += 1
            work = partial(self._use.write, held.draft)
            done = partial(self._written, held.draft.application_id)
            self._tasks.run(LaneName.STORE, work, self, done, partial(self._failed, held))

    def _keep(self, lost: LostDraft) -> None:
        self._came += 1
        self._keep_on(HeldDraft(self._came, lost.draft))

    def _seal(self) -> None:
        if self._use is not None and self._drafts:
            drafts, self._drafts = tuple(self._drafts), []
            self._under_way += 1
            self._tasks.run(LaneName.WORK, partial(self._use.seal, drafts), self, self._take_sealed)

    def _take_sealed(self, sealed: SealedDrafts) -> None:
        if self._use is not None and not self._locking:  # unlocked again before it was sealed
            self._unseal(self._use, sealed)
        else:
            self._sealed.append(sealed)
        self._came_back()

    def _unsealed(self, sealed: SealedDrafts, drafts: tuple[HeldDraft, ...]) -> None:
        self._under_way -= 1
        self._drafts.extend(drafts)
        if not drafts:  # another pilot's: they wait on
            self._sealed.append(sealed)
        if not self._under_way:  # all are there: of one Vorgang only the newest is written
            self.retry()
        if not self._under_way:
            self.settled.emit()

    def _written(self, application_id: str, revision: int) -> None:
        self._revisions[application_id] = revision
        self._came_back(("ok", WRITTEN))

    def _came_back(self, said: tuple[str, str] | None = None) -> None:
        """Count one less under way, and only then say what came of it: who hears it asks what still waits."""
        self._under_way -= 1
        if said is not None:
            self.said.emit(said)
        if not self._under_way:
            self.settled.emit()

    def _failed(self, held: HeldDraft, problem: Problem) -> None:
        from lotse_app.models.problems import Code  # noqa: PLC0415 - all codes of problems: behind the first paint

        if problem.code in {Code.STALE_REVISION, Code.RECORD_FROZEN, Code.RECORD_MISSING}:
            self._came_back(("error", ELSEWHERE))
        else:
            self._keep_on(held)
            self._came_back()

    def _keep_on(self, held: HeldDraft) -> None:
        self._drafts.append(held)
        if self._locking:
            self._seal()
            return
        self.said.emit(("error", KEPT))
        self._timer.start()
