"""Pictures of every room, painted without a display."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from lotse_app.crash import CrashHook
from lotse_app.paths import resources
from lotse_app.ui.pictures import Photographer, room_scenes
from lotse_app.ui.program import WindowProgram
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.bootstrap import Program


def paint_pictures(program: Program, pilot_id: str, passphrase: str, folder: Path) -> list[Path]:
    """Paint every room of a store without a display; return the pictures."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    places, clock = program.places, program.tools.clock
    hook = CrashHook(places.logs, clock)
    window = WindowProgram(program.unlocking, program.shelf, places, resources(), clock, hook)
    window.build([])
    key = program.unlocking.key(pilot_id, passphrase)
    desk = window.lanes.submit(LaneName.STORE, partial(program.unlocking.open, pilot_id, key)).result()
    case_id = window.lanes.submit(LaneName.STORE, desk.overview.applications).result()[0].id
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return Photographer(window, room_scenes(case_id), folder).work(desk)
    finally:
        window.end()
