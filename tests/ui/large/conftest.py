"""The window with 250 % text, at 1280 x 720 and at 800 x 520: every test here is played at both sizes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from lotse_app.ui.application.wizard import ApplicationWizard
from lotse_app.ui.frame.assembly import Fittings, main_window
from lotse_app.ui.kit.theme import ThemeName
from lotse_app.ui.rooms.applications import ApplicationsRoom
from lotse_app.ui.rooms.room import RoomName
from lotse_app.workflows.lanes import LaneName
from tests.ui.closing import closed_windows_go

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from lotse_app.bootstrap import Program
    from lotse_app.ui.frame.window import MainWindow
    from lotse_app.ui.kit.icons import Icons
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes


@pytest.fixture(params=[(1280, 720), (800, 520)], ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Return width and height of the window."""
    found: tuple[int, int] = request.param
    return found


@pytest.fixture
def large(appearance: Appearance) -> Iterator[Appearance]:
    appearance.apply(ThemeName.LIGHT, 250)
    yield appearance
    closed_windows_go()
    appearance.apply(ThemeName.LIGHT, 100)


@pytest.fixture
def fittings(tasks: Tasks, large: Appearance, icons: Icons, program: Program) -> Fittings:
    return Fittings(tasks, large, icons, program.unlocking)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, fittings: Fittings, size: tuple[int, int]) -> Iterator[MainWindow]:
    made = main_window(desk, fittings)
    qtbot.addWidget(made)
    made.resize(*size)
    made.show()
    made.activateWindow()
    yield made
    made.leave()


@pytest.fixture
def calm(settled: Callable[[], None]) -> Callable[[], None]:
    """Return a function that lets everything arrive and be laid out."""

    def wait() -> None:
        settled()
        for _ in range(5):
            QApplication.processEvents()

    return wait


@pytest.fixture
def open_case(window: MainWindow, calm: Callable[[], None]) -> Callable[[str], ApplicationWizard]:
    """Return a function that opens a Vorgang."""

    def opened(case_id: str) -> ApplicationWizard:
        window.enter(RoomName.APPLICATIONS, case_id)
        calm()
        room = window.room(RoomName.APPLICATIONS)
        assert isinstance(room, ApplicationsRoom)
        assert isinstance(room.case, ApplicationWizard)
        return room.case

    return opened


@pytest.fixture
def begun(
    open_case: Callable[[str], ApplicationWizard], desk: Desk, lanes: Lanes
) -> Callable[[Callable[[Desk], str]], ApplicationWizard]:
    """Return a function that begins a Vorgang, by what returns its id, and opens it."""
    return lambda begin: open_case(lanes.submit(LaneName.STORE, partial(begin, desk)).result())
