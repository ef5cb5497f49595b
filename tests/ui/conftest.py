"""A real desk for window tests: vault file, encrypted store, catalogue. Only keyring and clock are ours."""

from __future__ import annotations

import gc
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from lotse_app.bootstrap import build
from lotse_app.clock import FixedClock
from lotse_app.demonstration.filling import fill, read_back
from lotse_app.demonstration.script import ANSWERS, COMMUNE, FIRST_WORDS
from lotse_app.ground import Tools
from lotse_app.ids import Ids
from lotse_app.models.application import CarriedBy
from lotse_app.models.people import PlaceType, Role
from lotse_app.paths import Places, resources
from lotse_app.ui.kit.icons import Icons, load_icons
from lotse_app.ui.kit.theme import STYLE, Appearance, ThemeName, load_fonts, load_themes
from lotse_app.ui.tasks import Tasks
from lotse_app.vault.derive import Argon2Cost
from lotse_app.workflows.lanes import LaneName, Lanes
from lotse_app.workflows.unlock import FirstRun
from tests.desks import one_shelf
from tests.ui.closing import closed_windows_go

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from lotse_app.bootstrap import Program
    from lotse_app.models.public_service import ServiceCard
    from lotse_app.workflows.desk import Desk

#: A Friday morning in Wilsdruff.
NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
WILSDRUFF = "14628410"
#: So many collections of what is young, one a test, until everything is looked through: some 40 ms each time.
_WINDOWS_LEFT = 4


class RememberedSecrets:
    """A keyring that lives as long as the test."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def get(self, secret_id: str) -> bytes | None:
        return self._kept.get(secret_id)

    def set(self, secret_id: str, secret: bytes) -> None:
        self._kept[secret_id] = secret

    def delete(self, secret_id: str) -> None:
        self._kept.pop(secret_id, None)


FIRST = FirstRun(
    operator_name="Stadt Wilsdruff",
    operator_address="Markt 1, 01723 Wilsdruff",
    data_protection_contact="datenschutz@wilsdruff.example",
    public_body=True,
    station_name="Rathaus Wilsdruff",
    place_type=PlaceType.TOWN_HALL,
    ags=WILSDRUFF,
    reception_point=True,
    pilot_name="A. Beispiel",
    role=Role.OFFICIAL,
    passphrase="vier Wörter sind genug",  # noqa: S106 - an invented one
)


# The three that follow begin in this order and end in the other: pytest sets up a wider scope before a narrower one.


@pytest.fixture(scope="session", autouse=True)
def cycles_are_left_to_this_thread() -> Iterator[None]:
    """Do as the program does (``ui/frame/collecting.py``): a lane must never be the one that destroys a widget."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="module", autouse=True)
def what_was_there_set_aside() -> Iterator[None]:
    """Set aside what was there before a file: after each of its tests only what is newer is looked through."""
    gc.freeze()
    yield
    gc.unfreeze()  # collected with the file's end (tests/conftest.py)


@pytest.fixture(autouse=True)
def cycles_collected() -> Iterator[None]:
    """Collect here what a test left behind, and now and then the windows: Qt still held each when its test ended."""
    yield
    gc.collect(2 if gc.get_count()[2] >= _WINDOWS_LEFT else 1)


@pytest.fixture(autouse=True)
def no_button_stays_pressed(qapp: QApplication) -> Iterator[None]:
    """Refuse a press without a release: the next test would be one with the mouse in somebody's hand."""
    yield
    assert qapp.mouseButtons() == Qt.MouseButton.NoButton


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RememberedSecrets, str, bytes]:
    """Set up one store; tests work on copies of it."""
    root = tmp_path_factory.mktemp("erster-lauf")
    secrets = RememberedSecrets()
    program = _program(root, secrets, FixedClock(NOW))
    created = program.unlocking.create(FIRST)
    program.unlocking.settle()
    return root, secrets, created.pilot_id, created.key


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def lanes() -> Iterator[Lanes]:
    made = Lanes()
    yield made
    made.close({})


@pytest.fixture
def program(prepared: tuple[Path, RememberedSecrets, str, bytes], tmp_path: Path, clock: FixedClock) -> Program:
    """Return the program over a copy of that store."""
    root, secrets, _, _ = prepared
    mine = tmp_path / "daten"
    shutil.copytree(root, mine)
    return _program(mine, secrets, clock)


@pytest.fixture
def desk(prepared: tuple[Path, RememberedSecrets, str, bytes], program: Program, lanes: Lanes) -> Iterator[Desk]:
    """Return the desk of the first pilot, opened on the store lane as in the program."""
    _, _, pilot_id, key = prepared
    opened = lanes.submit(LaneName.STORE, lambda: program.unlocking.open(pilot_id, key)).result()
    yield opened
    lanes.submit(LaneName.REPORT, opened.close_reports).result()
    lanes.submit(LaneName.STORE, opened.close).result()


@pytest.fixture
def tasks(qapp: QApplication, lanes: Lanes) -> Tasks:  # noqa: ARG001 - signals need the application
    return Tasks(lanes)


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Return what the program tells Qt on its command line."""
    return ["lotse", *STYLE]


@pytest.fixture(scope="session")
def only_appearance(qapp: QApplication) -> Appearance:
    """Return the look of the application; there is one, as in the program."""
    return Appearance(qapp, load_themes(resources()), load_fonts(resources()))


@pytest.fixture(autouse=True)
def appearance(only_appearance: Appearance) -> Appearance:
    """Return the look each test begins with, whatever the one before it chose."""
    closed_windows_go()
    only_appearance.apply(ThemeName.LIGHT, 100)
    return only_appearance


@pytest.fixture
def icons(qapp: QApplication) -> Icons:  # noqa: ARG001 - pictures need the application
    return Icons(load_icons(resources()))


@pytest.fixture
def settled(qtbot: QtBot, tasks: Tasks) -> Callable[[], None]:
    """Return a function that waits until every asked result has arrived, also those that results ask for."""

    def wait() -> None:
        qtbot.waitUntil(lambda: tasks.outstanding == 0, timeout=30_000)  # of a hang, however slow the machine
        QApplication.processEvents()
        qtbot.waitUntil(lambda: tasks.outstanding == 0, timeout=30_000)

    return wait


@pytest.fixture
def begin(desk: Desk, lanes: Lanes) -> Callable[[], str]:
    """Return a function that begins an application and returns its id."""

    def card() -> ServiceCard:
        return desk.find.card(desk.find.find(FIRST_WORDS)[0].service_id, COMMUNE)

    def begun() -> str:
        found = lanes.submit(LaneName.FINDER, card).result()
        return lanes.submit(LaneName.STORE, lambda: desk.applications.begin(found, COMMUNE)).result().id

    return begun


@pytest.fixture
def fill_in(desk: Desk, lanes: Lanes) -> Callable[[str], None]:
    """Return a function that answers every question of a begun application."""

    def filled(application_id: str) -> None:
        lanes.submit(LaneName.STORE, lambda: fill(desk, application_id, ANSWERS)).result()

    return filled


@pytest.fixture
def on_paper(begin: Callable[[], str], fill_in: Callable[[str], None], desk: Desk, lanes: Lanes) -> str:
    """Return the id of an application that the resident carries to the office."""
    application_id = begin()
    fill_in(application_id)

    def hand_in() -> None:
        case = read_back(desk, application_id)
        desk.freezing.commit(desk.freezing.prepare(case))
        case = desk.applications.open(application_id)
        desk.handing_in.commit(desk.handing_in.prepare(case, CarriedBy.RESIDENT))

    lanes.submit(LaneName.STORE, hand_in).result()
    return application_id


def type_text(widget: QWidget, text: str) -> None:
    """Type letters, also ü and č: QTest aborts the process on them (Q_ASSERT in qasciikey.cpp)."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(widget, key)


@pytest.fixture
def typing() -> Callable[[QWidget, str], None]:
    return type_text


def _program(root: Path, secrets: RememberedSecrets, clock: FixedClock) -> Program:
    return build(
        Places(root), secrets, Tools(clock, Ids(clock), Argon2Cost(passes=1, memory_kib=8, lanes=1)), one_shelf()
    )
