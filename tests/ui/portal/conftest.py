"""A real portal in a process of its own beside the window."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pytest

from lotse_app.ui.entrance.code_sheets import CodeSheets
from lotse_app.ui.entrance.first_run import FirstRunView
from lotse_app.ui.entrance.unlock import UnlockView
from lotse_app.ui.frame.assembly import Fittings, main_window
from lotse_app.ui.frame.idle import IdleWatch
from lotse_app.ui.frame.shell import Shell, ViewMakers
from lotse_app.ui.preview import Preview
from tests.desks import PocketSecrets, first_run, make_program
from tests.portal_client.portals import running
from tests.ui.portal.counter import Counter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from lotse_app.bootstrap import Program
    from lotse_app.clock import FixedClock
    from lotse_app.ui.kit.icons import Icons
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.lanes import Lanes
    from tests.portal.serving import Laptop
    from tests.portal_client.portals import Portal


@dataclass(frozen=True, slots=True)
class Device:
    """A program of its own, and who unlocks it."""

    program: Program
    clock: FixedClock
    pilot_id: str


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with running(tmp_path_factory.mktemp("portal")) as made:
        yield made


@pytest.fixture(scope="session")
def station(portal: Portal) -> str:
    """Return the station of the portal; every test's desk is of the same one, so there is one."""
    return portal.said("station", "add", "--name", "Wilsdruff")


@pytest.fixture
def colleague(portal: Portal, station: str) -> Laptop:
    """Return another laptop of the station, which has joined it."""
    return portal.colleague(station)


@pytest.fixture(scope="session")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PocketSecrets, str]:
    """Return folder, keyring and first pilot of a station that was set up and never joined; tests work on copies."""
    root = tmp_path_factory.mktemp("stützpunkt")
    secrets = PocketSecrets()
    program, _ = make_program(root, secrets)
    created = program.unlocking.create(first_run())
    program.unlocking.settle()
    return root, secrets, created.pilot_id


@pytest.fixture
def keyring(set_up: tuple[Path, PocketSecrets, str]) -> PocketSecrets:
    """Return the keyring of this test's device."""
    return PocketSecrets(dict(set_up[1].kept))


@pytest.fixture
def device(set_up: tuple[Path, PocketSecrets, str], keyring: PocketSecrets, tmp_path: Path) -> Device:
    """Return the program over a copy of that station, its clock and its pilot."""
    root, _, pilot_id = set_up
    shutil.copytree(root, tmp_path / "daten")
    return Device(*make_program(tmp_path / "daten", keyring), pilot_id)


@pytest.fixture
def shell(
    device: Device, tasks: Tasks, appearance: Appearance, icons: Icons, qapp: QApplication, qtbot: QtBot
) -> Iterator[Shell]:
    """Return the window with everything it is built of; nobody has unlocked it."""
    program, clock = device.program, device.clock
    fittings = Fittings(tasks, appearance, icons, program.unlocking)
    makers = ViewMakers(
        partial(UnlockView, program.unlocking, tasks, CodeSheets(program.shelf, clock)),
        partial(FirstRunView, program.unlocking, program.shelf, tasks, clock),
        lambda desk: main_window(desk, fittings),
        lambda desk: Preview(tasks, desk.printing),
    )
    idle = IdleWatch(clock, qapp)
    made = Shell(program.unlocking, tasks, idle, makers)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    yield made
    made._rest()
    idle.stop()


@pytest.fixture
def counter(
    device: Device, shell: Shell, tasks: Tasks, lanes: Lanes, settled: Callable[[], None], qtbot: QtBot
) -> Iterator[Counter]:
    """Return the unlocked window."""
    made = Counter(shell, device.program, device.clock, tasks, lanes, device.pilot_id, settled, qtbot)
    made.unlock()
    yield made
    shell._rest()
    for lane, farewell in shell.farewells().items():
        made.on_lane(lane, farewell)
    settled()


@pytest.fixture
def joined(counter: Counter, portal: Portal, station: str) -> Counter:
    """Return the counter after its device has joined the portal."""
    counter.join(portal.invitation(station))
    return counter
