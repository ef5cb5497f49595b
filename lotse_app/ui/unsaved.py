"""Entries whose view is gone and that could not be written: kept, tried again, sealed over a lock. Never dropped."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

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


@dataclass(frozen=True, slots=True)
class LostDraft:
    """Entries that could not be written, and why."""

    draft: DraftSave
    problem: Problem


class UnsavedDrafts(QObject):
    """Holds such entries as long as it takes; lives as long as the window."""

    #: A sentence for whoever is there: (tone, text).
    said = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._drafts: list[DraftSave] = []
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

    def desk_opened(self, desk: Desk) -> None:
        """Write what waited, if it is this pilot's."""
        self._use, self._locking = desk.unsaved, False
        waiting, self._sealed = self._sealed, []
        for one in waiting:
            self._under_way += 1
            self._tasks.run(LaneName.WORK, partial(self._use.unseal, one), self, partial(self._unsealed, one))
        if not waiting:  # what came back when nobody could seal it any more
            self.retry()

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
        from lotse_app.workflows.unsaved import newest  # noqa: PLC0415 - drafts exist only where a desk was open

        if self._use is None or self._locking:
            return
        drafts, self._drafts = newest(self._drafts), []
        for draft in drafts:
            self._under_way += 1
            work = partial(self._use.write, draft)
            self._tasks.run(LaneName.STORE, work, self, self._written, partial(self._failed, draft))

    def _keep(self, lost: LostDraft) -> None:
        self._drafts.append(lost.draft)
        if self._locking:
            self._seal()
        else:
            self.said.emit(("error", KEPT))
            self._timer.start()

    def _seal(self) -> None:
        if self._use is not None and self._drafts:
            drafts, self._drafts = tuple(self._drafts), []
            self._under_way += 1
            self._tasks.run(LaneName.WORK, partial(self._use.seal, drafts), self, self._take_sealed)

    def _take_sealed(self, sealed: SealedDrafts) -> None:
        self._under_way -= 1
        self._sealed.append(sealed)

    def _unsealed(self, sealed: SealedDrafts, drafts: tuple[DraftSave, ...]) -> None:
        self._under_way -= 1
        self._drafts.extend(drafts)
        if not drafts:  # another pilot's: they wait on
            self._sealed.append(sealed)
        if not self._under_way:  # all are there: of one Vorgang only the newest is written
            self.retry()

    def _written(self, _revision: int) -> None:
        self._under_way -= 1
        self.said.emit(("ok", WRITTEN))

    def _failed(self, draft: DraftSave, problem: Problem) -> None:
        from lotse_app.models.problems import Code  # noqa: PLC0415 - all codes of problems: behind the first paint

        self._under_way -= 1
        if problem.code in {Code.STALE_REVISION, Code.RECORD_FROZEN, Code.RECORD_MISSING}:
            self.said.emit(("error", ELSEWHERE))
            return
        self._drafts.append(draft)
        if self._locking:
            self._seal()
            return
        self.said.emit(("error", KEPT))
        self._timer.start()
