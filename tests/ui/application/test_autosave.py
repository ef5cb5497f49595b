"""Autosave: a second at most, one save under way, nothing lost when it fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from lotse_app.models.acting import ActingAs
from lotse_app.models.application import DraftSave
from lotse_app.models.problems import Code, refuse
from lotse_app.ui.application import autosave as module
from lotse_app.ui.application.autosave import Autosave, SaveKind, SaveState

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.models.problems import ProblemError
    from lotse_app.ui.frame.unsaved import LostDraft
    from lotse_app.ui.tasks import Tasks

BEFORE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
AT = datetime(2026, 11, 20, 9, 41, tzinfo=UTC)


@dataclass
class Draft:
    """A draft that counts how often it was looked at."""

    text: str = ""
    taken: list[str] = field(default_factory=list)

    def snapshot(self, revision: int) -> DraftSave:
        self.taken.append(self.text)
        answers = {"text": self.text}
        return DraftSave("id", revision, answers, "", ActingAs.SELF, None, False, (), None, AT)


@dataclass
class Shelf:
    """A store that can be told to wait and to fail."""

    written: list[tuple[int, str]] = field(default_factory=list)
    fail: list[ProblemError] = field(default_factory=list)
    gate: Event = field(default_factory=Event)

    def save(self, draft: DraftSave) -> int:
        assert self.gate.wait(10)
        if self.fail:
            raise self.fail.pop()
        self.written.append((draft.expected_revision, draft.answers["text"]))
        return draft.expected_revision + 1


@pytest.fixture
def draft() -> Draft:
    return Draft()


@pytest.fixture
def shelf() -> Shelf:
    made = Shelf()
    made.gate.set()
    return made


@pytest.fixture
def said() -> list[SaveState]:
    return []


@pytest.fixture
def autosave(qtbot: QtBot, tasks: Tasks, draft: Draft, shelf: Shelf, said: list[SaveState]) -> Autosave:  # noqa: ARG001 - signals need the application
    made = Autosave(tasks, shelf.save, draft, (4, BEFORE))
    made.state_changed.connect(said.append)
    return made


def test_the_promise_is_one_second() -> None:
    assert module.DELAY_MS <= 900


def test_changes_within_the_delay_are_one_save(
    autosave: Autosave, draft: Draft, shelf: Shelf, settled: Callable[[], None]
) -> None:
    for text in ("B", "Be", "Bel"):
        draft.text = text
        autosave.touch()
    autosave.flush()
    settled()
    assert shelf.written == [(4, "Bel")]
    assert autosave.revision == 5
    assert autosave.clean


def test_the_timer_runs_from_the_first_change_and_is_not_started_again(autosave: Autosave, qtbot: QtBot) -> None:
    autosave.touch()
    first = autosave._timer.remainingTime()
    qtbot.wait(60)
    autosave.touch()
    assert 0 <= autosave._timer.remainingTime() < first


def test_it_saves_by_itself(qtbot: QtBot, autosave: Autosave, draft: Draft, shelf: Shelf) -> None:
    draft.text = "Bello"
    autosave.touch()
    qtbot.waitUntil(lambda: shelf.written == [(4, "Bello")])


def test_saved_is_said_only_after_the_commit(
    autosave: Autosave, shelf: Shelf, said: list[SaveState], settled: Callable[[], None]
) -> None:
    shelf.gate.clear()
    autosave.touch()
    autosave.flush()
    assert [state.kind for state in said] == [SaveKind.WAITING, SaveKind.WAITING]
    shelf.gate.set()
    settled()
    assert said[-1] == SaveState(SaveKind.SAVED, AT)


def test_one_save_is_under_way_and_the_next_takes_the_newest(
    autosave: Autosave, draft: Draft, shelf: Shelf, settled: Callable[[], None]
) -> None:
    shelf.gate.clear()
    draft.text = "eins"
    autosave.touch()
    autosave.flush()
    draft.text = "zwei"
    autosave.touch()
    autosave.flush()
    draft.text = "drei"
    assert draft.taken == ["eins"]
    shelf.gate.set()
    autosave.when_saved(lambda: None)
    settled()
    assert shelf.written == [(4, "eins"), (5, "drei")]


def test_the_next_waits_for_its_delay_when_nobody_waits_for_it(
    qtbot: QtBot, autosave: Autosave, shelf: Shelf, settled: Callable[[], None]
) -> None:
    shelf.gate.clear()
    autosave.touch()
    autosave.flush()
    autosave.touch()
    shelf.gate.set()
    settled()
    assert not autosave.clean
    qtbot.waitUntil(lambda: len(shelf.written) == 2)


def test_what_waits_for_saving_is_called_once_all_is_there(autosave: Autosave, settled: Callable[[], None]) -> None:
    called: list[int] = []
    autosave.when_saved(lambda: called.append(1))
    assert called == [1]
    autosave.touch()
    autosave.when_saved(lambda: called.append(2))
    assert called == [1]
    settled()
    assert called == [1, 2]


def test_a_full_disk_keeps_everything_and_tries_again(
    qtbot: QtBot, autosave: Autosave, draft: Draft, shelf: Shelf, said: list[SaveState], settled: Callable[[], None]
) -> None:
    called: list[int] = []
    shelf.fail.append(refuse(Code.DISK_FULL))
    draft.text = "Bello"
    autosave.touch()
    autosave.when_saved(lambda: called.append(1))
    settled()
    assert said[-1].kind is SaveKind.FAILED
    assert said[-1].problem is not None
    assert said[-1].problem.code is Code.DISK_FULL
    assert not called
    assert not autosave.clean
    assert autosave._timer.remainingTime() > 1000
    autosave._timer.start(1)
    qtbot.waitUntil(lambda: shelf.written == [(4, "Bello")])


def test_someone_elses_change_is_not_overwritten_unasked(
    autosave: Autosave, shelf: Shelf, said: list[SaveState], settled: Callable[[], None]
) -> None:
    shelf.fail.append(refuse(Code.STALE_REVISION))
    autosave.touch()
    autosave.flush()
    settled()
    assert said[-1].kind is SaveKind.FAILED
    assert not autosave._timer.isActive()
    autosave.overwrite(9)
    settled()
    assert shelf.written == [(9, "")]


def test_leaving_queues_the_last_change_behind_the_one_under_way(
    autosave: Autosave, draft: Draft, shelf: Shelf, settled: Callable[[], None]
) -> None:
    shelf.gate.clear()
    draft.text = "eins"
    autosave.touch()
    autosave.flush()
    draft.text = "zwei"
    autosave.touch()
    autosave.finish()
    shelf.gate.set()
    settled()
    assert shelf.written == [(4, "eins"), (5, "zwei")]
    autosave.finish()
    settled()
    assert len(shelf.written) == 2


def test_a_reloaded_case_brings_its_revision(autosave: Autosave, shelf: Shelf, settled: Callable[[], None]) -> None:
    autosave.adopt(7)
    autosave.touch()
    autosave.flush()
    settled()
    assert shelf.written == [(7, "")]


def test_stopping_forgets_what_is_unsaved(autosave: Autosave, shelf: Shelf, settled: Callable[[], None]) -> None:
    autosave.touch()
    autosave.stop()
    autosave.flush()
    settled()
    assert not shelf.written
    assert autosave.state.kind is SaveKind.SAVED


def test_what_was_queued_behind_a_failing_save_is_handed_on_although_its_revision_was_never_written(
    autosave: Autosave, tasks: Tasks, draft: Draft, shelf: Shelf, settled: Callable[[], None]
) -> None:
    lost: list[LostDraft] = []
    tasks.draft_lost.connect(lost.append)
    shelf.gate.clear()
    shelf.fail += [refuse(Code.STALE_REVISION), refuse(Code.DISK_FULL)]
    draft.text = "Kar"
    autosave.touch()
    autosave.flush()
    draft.text = "Karla"
    autosave.touch()
    autosave.finish()
    autosave.deleteLater()
    QApplication.sendPostedEvents(autosave, QEvent.Type.DeferredDelete.value)
    shelf.gate.set()
    settled()
    assert [one.draft.answers["text"] for one in lost] == ["Kar", "Karla"]
    assert [one.draft.expected_revision for one in lost] == [4, 5]
