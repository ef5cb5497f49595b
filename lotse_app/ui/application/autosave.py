"""Autosave: at most a second after the first unsaved change, one save under way, nothing dropped on failure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from lotse_app.models.problems import Code
from lotse_app.ui.frame.unsaved import LostDraft
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from lotse_app.models.application import DraftSave
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks

#: Started at the first change and not started anew by the next one: the promise is one second, not a pause.
DELAY_MS = 700
RETRY_MS = 5000
#: Trying again by itself would not help: someone has to decide.
_DECIDE = frozenset({Code.STALE_REVISION, Code.RECORD_FROZEN, Code.RECORD_MISSING})


class SaveKind(StrEnum):
    """What there is to say about saving."""

    SAVED = "saved"
    WAITING = "waiting"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SaveState:
    """``at`` is the moment of the last acknowledged commit."""

    kind: SaveKind
    at: datetime
    problem: Problem | None = None


class Draft(Protocol):
    """What is saved."""

    def snapshot(self, revision: int) -> DraftSave:
        """Return the draft as it is now."""
        ...


class Autosave(QObject):
    """Saves a draft on the store lane."""

    #: A ``SaveState``.
    state_changed = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        save: Callable[[DraftSave], int],
        draft: Draft,
        saved: tuple[int, datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._save = save
        self._draft = draft
        self._revision, self._at = saved
        self._dirty = False
        self._under_way = 0
        self._then: list[Callable[[], None]] = []
        #: The snapshot that could not be written, until the next one is sent: it outlives this object.
        self._unwritten: list[LostDraft] = []
        self._failing = False
        self._sent: DraftSave | None = None
        self.destroyed.connect(partial(_hand_over, tasks, self._unwritten))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.flush)

    @property
    def revision(self) -> int:
        """Return the last acknowledged revision."""
        return self._revision

    @property
    def state(self) -> SaveState:
        """Return what there is to say now."""
        return SaveState(SaveKind.SAVED if self.clean else SaveKind.WAITING, self._at)

    @property
    def failing(self) -> bool:
        """Return whether entries could not be written and nobody has written them since."""
        return self._failing

    @property
    def clean(self) -> bool:
        """Return whether everything is in the store."""
        return not self._dirty and not self._under_way

    def touch(self) -> None:
        """Note a change; it is in the store within a second."""
        if self._dirty:
            return
        self._dirty = True
        self._say(SaveKind.WAITING)
        if not self._under_way:
            self._timer.start(DELAY_MS)

    def resume(self) -> None:
        """Save at once entries that the view began with and that the store does not have."""
        self._dirty = True
        self.flush()

    def flush(self) -> None:
        """Save now what is unsaved."""
        if self._dirty and not self._under_way:
            self._send()

    def when_saved(self, then: Callable[[], None]) -> None:
        """Call ``then`` once everything is in the store; not at all if saving fails."""
        if self.clean:
            then()
            return
        self._then.append(then)
        self.flush()

    def finish(self) -> None:
        """Queue what is unsaved even while a save is under way: the view is about to go."""
        self._then.clear()
        if self._dirty:
            self._send()
        self._timer.stop()

    def adopt(self, revision: int) -> None:
        """Take another revision as the last one: the case was loaded again."""
        self._revision = revision

    def overwrite(self, revision: int) -> None:
        """Save over a revision that was written elsewhere; the pilot has chosen so."""
        self._revision = revision
        self._dirty = True
        self.flush()

    def stop(self) -> None:
        """Forget what is unsaved: nothing may be written any more."""
        self._unwritten.clear()
        self._failing = False
        self._timer.stop()
        self._dirty = False
        self._then.clear()

    def _send(self) -> None:
        """Hand one snapshot to the store lane; each one under way will count the revision up by one."""
        self._timer.stop()
        snapshot = self._draft.snapshot(self._revision + self._under_way)
        self._dirty = False
        self._under_way += 1
        self._sent = snapshot
        self._unwritten.clear()
        self._say(SaveKind.WAITING)
        work = partial(_saved_at, self._save, snapshot)
        lost = partial(_report_lost, self._tasks, snapshot)
        self._tasks.run(LaneName.STORE, work, self, self._saved, self._failed, lost)

    def _saved(self, saved: tuple[int, datetime]) -> None:
        self._under_way -= 1
        self._failing = False
        self._revision, self._at = saved
        if self._dirty and self._then:
            self._send()
            return
        if self._dirty:
            self._timer.start(DELAY_MS)
            return
        self._say(SaveKind.SAVED)
        waiting, self._then = self._then, []
        for then in waiting:
            then()

    def _failed(self, problem: Problem) -> None:
        self._under_way -= 1
        self._dirty = True
        self._then.clear()
        self.state_changed.emit(SaveState(SaveKind.FAILED, self._at, problem))
        if problem.code not in _DECIDE and self._sent is not None:
            self._failing = True
            self._unwritten[:] = [LostDraft(self._sent, problem)]
            self._timer.start(RETRY_MS)

    def _say(self, kind: SaveKind) -> None:
        self.state_changed.emit(SaveState(kind, self._at))


def _saved_at(save: Callable[[DraftSave], int], draft: DraftSave) -> tuple[int, datetime]:
    """Save, and return the new revision with the moment the draft was taken. Store lane."""
    return save(draft), draft.at


def _report_lost(tasks: Tasks, draft: DraftSave, problem: Problem) -> None:
    """Hand entries on whose view was gone when they could not be written.

    Whatever the reason: a save that was queued behind one that failed meets a revision that was never written.
    """
    tasks.draft_lost.emit(LostDraft(draft, problem))


def _hand_over(tasks: Tasks, unwritten: list[LostDraft], *_gone: object) -> None:
    """Hand on what could not be written while there was still a view. At the program's end nobody is there to ask."""
    if isValid(tasks):
        for lost in unwritten:
            tasks.draft_lost.emit(lost)
