"""What the tests of the entrance share: real lanes, a real vault and store in a folder, typed letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lotse_app.bootstrap import build
from lotse_app.ground import Tools
from lotse_app.ids import Ids
from lotse_app.models.people import PlaceType, Role
from lotse_app.paths import Places
from lotse_app.ui.tasks import Tasks
from lotse_app.workflows.lanes import LaneName, Lanes
from lotse_app.workflows.unlock import FirstRun
from tests.desks import one_shelf
from tests.vault.support import CHEAP, PHRASE, MemorySecrets, clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from lotse_app.bootstrap import Program
    from lotse_app.clock import FixedClock
    from lotse_app.workflows.desk import Desk

NAME = "Łucja Böhm-Příkladová"
ANSWERS = FirstRun(
    operator_name="Stadt Wilsdruff",
    operator_address="Markt 1, 01723 Wilsdruff",
    data_protection_contact="datenschutz@example.org",
    public_body=True,
    station_name="Rathaus",
    place_type=PlaceType.TOWN_HALL,
    ags="14628410",
    reception_point=True,
    pilot_name=NAME,
    role=Role.OFFICIAL,
    passphrase=PHRASE,
)


class Entrance:
    """A program over a folder, without a window; ``close`` ends its lanes."""

    def __init__(self, folder: Path, secrets: MemorySecrets | None = None) -> None:
        self.clock: FixedClock = clock()
        self.secrets = secrets or MemorySecrets()
        self.places = Places(folder)
        tools = Tools(self.clock, Ids(self.clock), CHEAP)
        self.program: Program = build(self.places, self.secrets, tools, one_shelf())
        self.lanes = Lanes()
        self.tasks = Tasks(self.lanes)
        self.desks: list[Desk] = []

    def set_up(self) -> tuple[str, str]:
        """Do a whole first run; return (pilot id, recovery code)."""
        created = self.program.unlocking.create(ANSWERS)
        self.program.unlocking.settle()
        return created.pilot_id, created.recovery_code

    def close(self) -> None:
        """Close what was opened, in its own lane, and end the lanes."""
        desks = tuple(self.desks)

        def close_desks() -> None:
            for desk in desks:
                desk.close()

        self.lanes.close({LaneName.STORE: close_desks})


def type_text(widget: QWidget, text: str) -> None:
    """Type letters; Qt's own key clicks end the process at letters beyond Latin-1."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def fill(text: str) -> None:
    """Type into whatever has the focus, then Enter."""
    focused = QApplication.focusWidget()
    assert focused is not None
    type_text(focused, text)
    press(Qt.Key.Key_Return)


def press(key: Qt.Key) -> None:
    """Press a key where the focus is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def show(qtbot: QtBot, view: QWidget) -> None:
    """Show a widget and give it the keyboard."""
    qtbot.addWidget(view)
    view.resize(1000, 700)
    view.show()
    view.setFocus(Qt.FocusReason.OtherFocusReason)  # at once, as the window does, not after what loads
    view.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is view)


def until(qtbot: QtBot, true: Callable[[], bool]) -> None:
    """Wait until something holds."""
    qtbot.waitUntil(true, timeout=10_000)
