"""The room *Heute*, and the room *Beratung* over a real store: idle, with a running session, at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_app.ui.rooms.counselling import CounsellingRoom
from lotse_app.ui.rooms.today import TodayRoom
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.models.session import CounsellingSession
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes


@pytest.fixture
def today_room(qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: object) -> TodayRoom:
    """Return the room *Heute*, shown and not yet entered."""
    assert appearance is not None
    made = TodayRoom(desk, tasks)
    qtbot.addWidget(made)
    made.resize(1060, 640)
    made.show()
    return made


@pytest.fixture
def room(qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: object, settled: Callable[[], None]) -> CounsellingRoom:
    assert appearance is not None
    made = CounsellingRoom(desk, tasks)
    qtbot.addWidget(made)
    made.resize(1060, 640)
    made.show()
    made.activateWindow()
    made.enter()
    settled()
    return made


@pytest.fixture
def running(room: CounsellingRoom, settled: Callable[[], None]) -> CounsellingRoom:
    """Return the room with a session that has just begun."""
    room.enter("start")
    settled()
    return room


@pytest.fixture
def ending(running: CounsellingRoom, settled: Callable[[], None]) -> CounsellingRoom:
    """Return the room with the questions at the end of a session."""
    running._to_ending()
    settled()
    return running


@pytest.fixture
def stored(desk: Desk, lanes: Lanes) -> Callable[[], tuple[CounsellingSession, ...]]:
    """Return a function that reads all sessions from the store, newest first."""

    def read() -> tuple[CounsellingSession, ...]:
        return lanes.submit(LaneName.STORE, lambda: desk.counsel.page(desk.counsel.ids())).result()

    return read
