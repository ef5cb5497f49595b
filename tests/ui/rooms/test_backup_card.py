"""The card *Sicherung und Löschen* over a real store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lotse_app.models.problems import Code, refuse
from lotse_app.ui.rooms.backup_card import BackupCard
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from lotse_app.clock import FixedClock
    from lotse_app.models.backup import BackupPlan, MadeBackup
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes


@pytest.fixture
def card(desk: Desk, tasks: Tasks, qtbot: QtBot, settled: Callable[[], None]) -> BackupCard:
    made = BackupCard(desk, tasks)
    qtbot.addWidget(made)
    made.reload()
    settled()
    return made


def test_without_a_folder_there_is_nothing_to_start(card: BackupCard) -> None:
    assert "kein Ordner" in card.place.text()
    assert "noch keine" in card.last.text()
    assert not card.now.isEnabled()


def test_a_backup_is_made_at_once_when_asked(
    card: BackupCard, tmp_path: Path, settled: Callable[[], None], qtbot: QtBot
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    card.take_folder(str(folder))
    settled()
    assert str(folder) in card.place.text()
    with qtbot.waitSignal(card.done, timeout=20_000):
        card.now.click()
    settled()
    assert len(list(folder.glob("*.lotse"))) == 1
    assert "20.11.2026" in card.last.text()


def test_a_stick_that_is_gone_is_said(card: BackupCard, tmp_path: Path, settled: Callable[[], None]) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    card.take_folder(str(folder))
    settled()
    folder.rename(tmp_path / "weg")
    said: list[Problem] = []
    card.refused.connect(said.append)
    card.now.click()
    settled()
    assert [problem.code for problem in said] == [Code.BACKUP_FOLDER_MISSING]
    assert card.now.isEnabled()


def test_a_backup_that_fails_is_not_said_to_go_on(
    card: BackupCard,
    desk: Desk,
    tmp_path: Path,
    settled: Callable[[], None],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    card.take_folder(str(tmp_path))
    settled()
    during: list[str] = []

    def full(_plan: object) -> None:
        during.append(card.last.text())
        raise refuse(Code.BACKUP_FULL)

    with monkeypatch.context() as broken:
        broken.setattr(type(desk.backups), "make", lambda _backups, plan: full(plan))
        card.now.click()
        settled()
    assert during == ["Die Sicherung wird geschrieben und geprüft …"]
    assert card.last.text().startswith("Letzte Sicherung: noch keine")
    assert not card.trouble.isHidden()
    assert "kein Platz mehr" in card.trouble.text()
    with qtbot.waitSignal(card.done, timeout=20_000):
        card.now.click()
    settled()
    assert card.trouble.isHidden()


@pytest.mark.parametrize("there", [True, False])
def test_the_keyboard_stays_at_the_button_and_pressing_twice_makes_one(
    card: BackupCard,
    desk: Desk,
    tmp_path: Path,
    settled: Callable[[], None],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    *,
    there: bool,
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    card.take_folder(str(folder))
    settled()
    if not there:
        folder.rename(tmp_path / "weg")
    asked: list[object] = []
    make = desk.backups.make

    def counted(plan: BackupPlan) -> MadeBackup:
        asked.append(plan)
        return make(plan)

    monkeypatch.setattr(type(desk.backups), "make", lambda _backups, plan: counted(plan))
    with qtbot.waitExposed(card):
        card.show()
    card.activateWindow()
    card.now.setFocus()
    for _ in range(2):
        QTest.keyClick(card.now, Qt.Key.Key_Space)
    settled()
    assert card.now.hasFocus()
    assert len(asked) == 1
    assert len(list(tmp_path.rglob("*.lotse"))) == int(there)


def test_older_backups_that_hold_what_was_deleted_are_named_until_they_are_gone(
    card: BackupCard, desk: Desk, lanes: Lanes, clock: FixedClock, begin: Callable[[], str], tmp_path: Path,
    settled: Callable[[], None],
) -> None:  # fmt: skip
    old, new = tmp_path / "alter stick", tmp_path / "neuer"
    for folder in (old, new):
        folder.mkdir()
    card.take_folder(str(old))
    settled()
    card.now.click()
    settled()
    assert card.stale.isHidden()
    begin()
    card.take_folder(str(new))
    old.rename(tmp_path / "weg")
    clock.advance(days=31)
    assert lanes.submit(LaneName.STORE, desk.keeping.tidy).result().count == 1
    card.now.click()
    settled()
    assert not card.stale.isHidden()
    assert str(old) in card.stale.text()
    (tmp_path / "weg").rename(old)
    card.now.click()
    settled()
    assert card.stale.isHidden()
    assert list(old.glob("*.lotse")) == []
