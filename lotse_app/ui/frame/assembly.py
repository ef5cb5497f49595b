"""Puts the main window together: which room is made how. Imported after the unlock window has been painted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from lotse_app.models.permission import Right
from lotse_app.ui.application.wizard import ApplicationWizard
from lotse_app.ui.entrance.passphrase import PassphraseView
from lotse_app.ui.frame.window import MainWindow
from lotse_app.ui.rooms.applications import ApplicationsRoom
from lotse_app.ui.rooms.closed import ClosedRoom
from lotse_app.ui.rooms.counselling import CounsellingRoom
from lotse_app.ui.rooms.figures import FiguresRoom
from lotse_app.ui.rooms.outbox import OutboxRoom
from lotse_app.ui.rooms.room import ROOM_WORDS, RoomName
from lotse_app.ui.rooms.services import ServicesRoom
from lotse_app.ui.rooms.settings import SettingsRoom
from lotse_app.ui.rooms.today import TodayRoom

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from lotse_app.ui.application.chosen import ChosenBefore
    from lotse_app.ui.frame.unsaved import UnsavedDrafts
    from lotse_app.ui.kit.icons import Icons
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.rooms.room import Room
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.unlock import Unlocking


@dataclass(frozen=True, slots=True)
class Fittings:
    """What every view of one running program shares."""

    tasks: Tasks
    appearance: Appearance
    icons: Icons
    unlocking: Unlocking
    unsaved: UnsavedDrafts | None = None
    chosen: ChosenBefore | None = None


def main_window(desk: Desk, fittings: Fittings) -> MainWindow:
    """Return the frame with its rooms; rooms are made when they are first entered."""
    return MainWindow(desk, fittings.tasks, fittings.appearance, fittings.icons, _rooms(desk, fittings))


def _rooms(desk: Desk, fittings: Fittings) -> Mapping[RoomName, Callable[[], Room]]:
    tasks, appearance = fittings.tasks, fittings.appearance
    open_case = partial(ApplicationWizard, desk, tasks, unsaved=fittings.unsaved, before=fittings.chosen)
    made: dict[RoomName, Callable[[], Room]] = {
        RoomName.TODAY: partial(TodayRoom, desk, tasks),
        RoomName.COUNSELLING: partial(CounsellingRoom, desk, tasks),
        RoomName.SERVICES: partial(ServicesRoom, desk, tasks),
        RoomName.APPLICATIONS: partial(ApplicationsRoom, desk, tasks, open_case),
        RoomName.OUTBOX: partial(OutboxRoom, desk, tasks),
        RoomName.FIGURES: partial(FiguresRoom, desk, tasks),
        RoomName.SETTINGS: partial(SettingsRoom, desk, tasks, appearance, partial(_passphrase, desk, fittings)),
    }
    if not desk.sight.allows(Right.COUNSEL):
        for name in (RoomName.COUNSELLING, RoomName.APPLICATIONS):
            made[name] = partial(ClosedRoom, desk, tasks, ROOM_WORDS[name])
    return made


def _passphrase(desk: Desk, fittings: Fittings) -> QWidget:
    return PassphraseView(fittings.unlocking, fittings.tasks, desk.workplace.pilot.id)
