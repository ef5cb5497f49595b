"""A full disk and a lock at the same moment: the screen is blank at once, and what was typed is still there."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, NoReturn

import pytest

from lotse_app.models.problems import Code, problem, refuse
from lotse_app.store.applications import ApplicationTable
from lotse_app.ui.application.saving import KEPT as STILL_HERE
from lotse_app.ui.application.wizard import ApplicationWizard
from lotse_app.ui.entrance.unlock import UnlockView
from lotse_app.ui.form.edits import Edit
from lotse_app.ui.frame.unsaved import ELSEWHERE, KEPT, KEPT_LOCKED, LEAVING, WRITTEN
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.rooms.applications import ApplicationsRoom
from lotse_app.ui.rooms.room import RoomName
from lotse_app.workflows.lanes import LaneName
from tests.ui.conftest import FIRST
from tests.ui.test_practice import Window

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from lotse_app.clock import FixedClock
    from lotse_app.workflows.desk import Desk


class Typing:
    """An opened Vorgang in the program's window, and a disk that can be full."""

    def __init__(self, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
        self.window = window
        self._patch = monkeypatch
        self.unlock()
        lane = window.window.lanes
        self.case_id: str = lane.submit(LaneName.STORE, lambda: _begin(self.desk)).result()
        self.open()

    @property
    def desk(self) -> Desk:
        desk = self.window.shell._desk
        assert desk is not None
        return desk

    @property
    def wizard(self) -> ApplicationWizard:
        assert self.window.shell.main is not None
        room = self.window.shell.main.room(RoomName.APPLICATIONS)
        assert isinstance(room, ApplicationsRoom)
        assert isinstance(room.case, ApplicationWizard)
        return room.case

    def unlock(self) -> None:
        """Type the passphrase."""
        self.window.settle()
        view = self.window.shown
        assert isinstance(view, UnlockView)
        view.login.line.setText(FIRST.passphrase)
        view.login.primary.click()
        self.window.settle()

    def open(self) -> None:
        """Open the Vorgang."""
        assert self.window.shell.main is not None
        self.window.shell.main.enter(RoomName.APPLICATIONS, self.case_id)
        self.window.settle()

    def type(self, name: str) -> None:
        """Type a surname; nothing is written yet."""
        assert self.wizard.editing is not None
        self.wizard.editing.edit(Edit("/halter/person/familienname", name))

    def fill_disk(self, code: Code = Code.DISK_FULL) -> None:
        """Let every further save fail."""

        def full(*_arguments: object) -> NoReturn:
            raise refuse(code)

        self._patch.setattr(ApplicationTable, "save_draft", full)

    def free_disk(self) -> None:
        """Let saving work again."""
        self._patch.undo()

    def leave_room(self) -> None:
        """Go back to the list."""
        assert self.window.shell.main is not None
        self.window.shell.main.enter(RoomName.APPLICATIONS)
        self.window.settle()

    def opened(self, state: str) -> bool:
        """Return whether the Vorgang is shown, and its saving is in this state."""
        autosave = self.wizard.autosave
        return autosave is not None and bool(getattr(autosave, state))

    def shown_name(self) -> str:
        """Return the surname in the form."""
        assert self.wizard.editing is not None
        return str(self.wizard.editing.answers["halter"]["person"]["familienname"])

    def save(self) -> None:
        """Let the view save now."""
        assert self.wizard.autosave is not None
        self.wizard.autosave.flush()
        self.window.settle()

    def close(self) -> bool:
        """Close the window; return whether it closes, once the store has answered."""
        self.window.shell.show()
        self.window.shell.close()
        self.window.settle()
        return self.window.shell.isHidden()

    def kept(self) -> str:
        """Return the surname in the store."""
        lane, desk = self.window.window.lanes, self.desk
        answers = lane.submit(LaneName.STORE, lambda: desk.applications.open(self.case_id)).result().application.answers
        return str(answers.get("halter", {}).get("person", {}).get("familienname", ""))

    def said(self) -> str:
        """Return what the window's banner says."""
        assert self.window.shell.main is not None
        return self.window.shell.main.banner.text

    def foot(self) -> str:
        """Return what the window's status line says."""
        assert self.window.shell.main is not None
        return self.window.shell.main.status.text


def _begin(desk: Desk) -> str:
    hits = desk.find.find("Hund anmelden")
    return desk.applications.begin(desk.find.card(hits[0].service_id, FIRST.ags), FIRST.ags).id


@pytest.fixture
def typing(tmp_path: Path, clock: FixedClock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Typing]:
    window = Window(tmp_path / "daten", clock, qtbot, set_up=True)
    made = Typing(window, monkeypatch)
    yield made
    monkeypatch.undo()
    if window.shell.main is not None:
        window.shell.main.leave()
    window.shell.hide()
    window.window.end()
    gc.disable()  # as in ``test_practice``


def test_a_lock_on_a_full_disk_loses_nothing(typing: Typing) -> None:
    typing.type("Müllerová")
    typing.fill_disk()
    typing.window.shell.lock()
    assert typing.window.shell.main is None  # blank at once
    typing.window.settle()
    view = typing.window.shown
    assert isinstance(view, UnlockView)
    assert view.banner.text == KEPT_LOCKED
    held = typing.window.shell.unsaved
    assert held._drafts == []
    assert all("Müllerová".encode() not in one.content for one in held._sealed)
    assert len(held._sealed) == 1
    typing.free_disk()
    typing.unlock()
    assert typing.kept() == "Müllerová"
    assert typing.said() == WRITTEN
    assert not held.waiting
    assert typing.foot().startswith("Alles ist auf diesem Gerät gespeichert.")


def test_a_vorgang_is_opened_with_what_a_full_disk_refused_and_goes_on_from_there(typing: Typing) -> None:
    typing.type("Müllerová")
    typing.fill_disk()
    typing.window.shell.lock()
    typing.unlock()
    qtbot, held = typing.window.qtbot, typing.window.shell.unsaved
    for typed in ("Müllerová", "Müllerová-Nowak"):
        qtbot.waitUntil(lambda: typing.opened("failing"), timeout=20_000)
        assert not held.waiting  # the view has it
        assert typing.said() == ""
        assert typing.wizard.notice.text == f"{sentence(problem(Code.DISK_FULL))} {STILL_HERE}"
        assert typing.shown_name() == typed
        typing.type("Müllerová-Nowak")
        typing.window.shell.lock()
        typing.unlock()
    typing.free_disk()
    qtbot.waitUntil(lambda: typing.opened("failing"), timeout=20_000)
    assert typing.wizard.autosave is not None
    typing.wizard.autosave.flush()
    qtbot.waitUntil(lambda: typing.opened("clean"), timeout=20_000)
    assert typing.kept() == "Müllerová-Nowak"


def test_a_disk_that_stays_full_is_said_again_and_tried_again(typing: Typing) -> None:
    typing.type("Müllerová")
    typing.fill_disk()
    typing.leave_room()
    typing.window.shell.lock()
    typing.unlock()
    held = typing.window.shell.unsaved
    typing.window.qtbot.waitUntil(lambda: held.waiting and not held.under_way, timeout=20_000)
    assert typing.said() == KEPT
    typing.window.shell.lock()
    typing.unlock()
    typing.free_disk()

    def written() -> bool:
        held.retry()
        return not held.waiting

    typing.window.qtbot.waitUntil(written, timeout=20_000)
    assert typing.kept() == "Müllerová"


def test_leaving_a_case_on_a_full_disk_keeps_its_entries(typing: Typing) -> None:
    typing.type("Müllerová")
    typing.fill_disk()
    typing.leave_room()
    assert typing.said() == KEPT
    typing.free_disk()
    typing.window.shell.unsaved.retry()
    typing.window.settle()
    assert typing.kept() == "Müllerová"


def test_what_changed_meanwhile_is_not_written_over(typing: Typing) -> None:
    typing.type("Müllerová")
    typing.fill_disk()
    typing.leave_room()
    typing.fill_disk(Code.STALE_REVISION)
    typing.window.shell.unsaved.retry()
    typing.window.settle()
    assert typing.said() == ELSEWHERE
    assert not typing.window.shell.unsaved.waiting


def test_closing_the_window_asks_first(typing: Typing) -> None:
    typing.type("Müllerová")
    typing.fill_disk()
    autosave = typing.wizard.autosave
    assert autosave is not None
    autosave.flush()
    typing.window.settle()
    assert autosave.failing
    assert not typing.close()
    assert typing.said() == LEAVING
    typing.free_disk()
    autosave.flush()
    typing.window.settle()
    assert typing.wizard.autosave is autosave
    assert typing.kept() == "Müllerová"


def test_a_vorgang_that_was_loaded_before_its_entries_were_written_is_not_the_last(typing: Typing) -> None:
    typing.type("Müllerová")
    typing.fill_disk()
    typing.leave_room()
    held = typing.window.shell.unsaved
    typing.free_disk()
    held.retry()
    assert held.under_way
    assert not held.is_last(typing.case_id, 1)  # on their way
    typing.window.settle()
    assert [held.is_last(typing.case_id, revision) for revision in (0, 1)] == [False, True]


def test_entries_made_on_another_revision_stay_where_they_are(typing: Typing) -> None:
    typing.type("Müllerová")
    typing.fill_disk()
    typing.leave_room()
    held = typing.window.shell.unsaved
    assert held.take(typing.case_id, 7) is None
    assert held.take("another", 0) is None
    assert held.waiting


def test_the_last_keystrokes_are_written_before_the_window_closes(typing: Typing) -> None:
    typing.type("Müllerová")
    assert typing.close()
    assert typing.kept() == "Müllerová"


def test_the_last_keystrokes_on_a_disk_that_is_full_keep_the_window_open_until_it_is_closed_again(
    typing: Typing,
) -> None:
    typing.type("Müllerová")
    typing.fill_disk()
    assert not typing.close()
    assert typing.said() == LEAVING
    assert typing.close()


def test_a_disk_that_is_full_once_more_is_warned_of_once_more(typing: Typing) -> None:
    assert typing.window.shell.main is not None
    status = typing.window.shell.main.status
    for name in ("Müllerová", "Nowakowa"):
        typing.type(name)
        typing.fill_disk()
        assert not typing.close()
        assert typing.said() == LEAVING
        assert status.text.startswith("Die letzten Eingaben sind noch nicht gespeichert.")
        typing.free_disk()
        typing.save()
        typing.window.qtbot.waitUntil(lambda: typing.said() == "", timeout=20_000)
        assert status.text.startswith("Alles ist auf diesem Gerät gespeichert.")
        assert typing.kept() == name


def test_what_was_said_of_a_full_disk_goes_once_something_was_written(typing: Typing) -> None:
    assert typing.window.shell.main is not None
    typing.type("Müllerová")
    typing.fill_disk()
    typing.save()
    typing.window.shell.main.say_problem(problem(Code.DISK_FULL))
    typing.free_disk()
    typing.save()
    typing.window.qtbot.waitUntil(lambda: typing.said() == "", timeout=20_000)
