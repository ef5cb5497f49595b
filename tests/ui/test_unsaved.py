"""A full disk and a lock at the same moment: the screen is blank at once, and what was typed is still there."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, NoReturn

import pytest
from PySide6.QtGui import QCloseEvent

from lotse_app.models.problems import Code, refuse
from lotse_app.store.applications import ApplicationTable
from lotse_app.ui.application.wizard import ApplicationWizard
from lotse_app.ui.form.edits import Edit
from lotse_app.ui.rooms.applications import ApplicationsRoom
from lotse_app.ui.rooms.room import RoomName
from lotse_app.ui.unlock import UnlockView
from lotse_app.ui.unsaved import ELSEWHERE, KEPT, KEPT_LOCKED, LEAVING, WRITTEN
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

    def kept(self) -> str:
        """Return the surname in the store."""
        lane, desk = self.window.window.lanes, self.desk
        answers = lane.submit(LaneName.STORE, lambda: desk.applications.open(self.case_id)).result().application.answers
        return str(answers.get("halter", {}).get("person", {}).get("familienname", ""))

    def said(self) -> str:
        """Return what the window's banner says."""
        assert self.window.shell.main is not None
        return self.window.shell.main.banner.text


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
    held = typing.window.shell._unsaved
    assert held._drafts == []
    assert all("Müllerová".encode() not in one.content for one in held._sealed)
    assert len(held._sealed) == 1
    typing.free_disk()
    typing.unlock()
    assert typing.kept() == "Müllerová"
    assert typing.said() == WRITTEN
    assert not held.waiting


def test_a_disk_that_stays_full_is_said_again_and_tried_again(typing: Typing) -> None:
    typing.type("Müllerová")
    typing.fill_disk()
    typing.window.shell.lock()
    typing.unlock()
    assert typing.said() == KEPT
    held = typing.window.shell._unsaved
    assert held.waiting
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
    assert typing.window.shell.main is not None
    typing.window.shell.main.enter(RoomName.APPLICATIONS)
    typing.window.settle()
    assert typing.said() == KEPT
    typing.free_disk()
    typing.window.shell._unsaved.retry()
    typing.window.settle()
    assert typing.kept() == "Müllerová"


def test_what_changed_meanwhile_is_not_written_over(typing: Typing) -> None:
    typing.type("Müllerová")
    typing.fill_disk()
    assert typing.window.shell.main is not None
    typing.window.shell.main.enter(RoomName.APPLICATIONS)
    typing.window.settle()
    typing.fill_disk(Code.STALE_REVISION)
    typing.window.shell._unsaved.retry()
    typing.window.settle()
    assert typing.said() == ELSEWHERE
    assert not typing.window.shell._unsaved.waiting


def test_closing_the_window_asks_first(typing: Typing) -> None:
    typing.type("Müllerová")
    typing.fill_disk()
    autosave = typing.wizard.autosave
    assert autosave is not None
    autosave.flush()
    typing.window.settle()
    assert autosave.failing
    event = QCloseEvent()
    typing.window.shell.closeEvent(event)
    assert not event.isAccepted()
    assert typing.said() == LEAVING
    typing.window.settle()
    typing.free_disk()
    autosave.flush()
    typing.window.settle()
    assert typing.wizard.autosave is autosave
    assert typing.kept() == "Müllerová"
