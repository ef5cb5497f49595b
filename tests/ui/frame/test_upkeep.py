"""What an open desk does by itself, over a real store."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.problems import Code
from lotse_app.paths import Places
from lotse_app.ui.frame.upkeep import Upkeep
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from lotse_app.clock import FixedClock
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes


@pytest.fixture
def upkeep(desk: Desk, tasks: Tasks) -> Upkeep:
    return Upkeep(desk, tasks)


def test_without_a_folder_it_tidies_and_makes_no_backup(upkeep: Upkeep, desk: Desk, lanes: Lanes, qtbot: QtBot) -> None:
    with qtbot.waitSignal(upkeep.rested):
        upkeep.work()
    assert not lanes.submit(LaneName.STORE, desk.keeping.due).result()


def test_key_files_that_were_lost_while_the_desk_is_open_are_there_again(
    upkeep: Upkeep, tmp_path: Path, qtbot: QtBot
) -> None:
    key_files = Places(tmp_path / "daten").key_files
    before = [path.read_bytes() for path in key_files]
    with qtbot.waitSignal(upkeep.rested):
        upkeep.work()
    for path in key_files:
        path.unlink()
    with qtbot.waitSignal(upkeep.rested):
        upkeep.work()
    assert [path.read_bytes() for path in key_files] == before


def test_a_backup_is_made_once_a_day(
    upkeep: Upkeep, desk: Desk, lanes: Lanes, clock: FixedClock, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    lanes.submit(LaneName.STORE, lambda: desk.backups.choose_folder(folder)).result()
    for expected in (1, 1):
        with qtbot.waitSignal(upkeep.rested, timeout=20_000):
            upkeep.work()
        assert len(list(folder.glob("*.lotse"))) == expected
    clock.advance(days=1)
    with qtbot.waitSignal(upkeep.rested, timeout=20_000):
        upkeep.work()
    assert len(list(folder.glob("*.lotse"))) == 2


def test_a_missing_stick_is_said_and_nothing_is_lost(
    upkeep: Upkeep, desk: Desk, lanes: Lanes, clock: FixedClock, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    lanes.submit(LaneName.STORE, lambda: desk.backups.choose_folder(folder)).result()
    folder.rename(tmp_path / "weg")
    clock.advance(hours=1)
    said: list[Problem] = []
    upkeep.trouble.connect(said.append)
    with qtbot.waitSignal(upkeep.rested, timeout=20_000):
        upkeep.work()
    assert [problem.code for problem in said] == [Code.BACKUP_FOLDER_MISSING]


def test_after_a_jump_of_the_clock_it_asks_once_a_day_and_deletes_nothing(
    upkeep: Upkeep, desk: Desk, lanes: Lanes, clock: FixedClock, qtbot: QtBot, begin: Callable[[], str]
) -> None:
    said: list[Problem] = []
    upkeep.trouble.connect(said.append)
    begin()

    def rounds() -> int:
        for _ in range(2):
            with qtbot.waitSignal(upkeep.rested):
                upkeep.work()
        return len(lanes.submit(LaneName.STORE, desk.overview.applications).result())

    assert rounds() == 1
    clock.advance(days=365)
    assert rounds() == 1
    assert [one.code for one in said] == [Code.CLOCK_AHEAD]
    assert "zuletzt am 20.11.2026 aufgeräumt" in sentence(said[0])
    assert "heute der 20.11.2027." in sentence(said[0])


def test_it_begins_soon_goes_on_hourly_and_stops(upkeep: Upkeep, qtbot: QtBot) -> None:
    upkeep.start()
    assert upkeep._timer.isActive()
    assert upkeep._timer.interval() == timedelta(hours=1).total_seconds() * 1000
    with qtbot.waitSignal(upkeep.rested, timeout=20_000):
        upkeep.work()
    upkeep.stop()
    assert not upkeep._timer.isActive()
