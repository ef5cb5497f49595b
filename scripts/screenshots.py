"""Takes the pictures of ``docs/bilder``: every room and step of the real window over a real store, at a fixed moment.

Usage: ``python -m scripts.screenshots FOLDER``. Persons and animals in them are invented. In a window session
(``scripts/window-session.sh``) the main job is done by keyboard as well, see ``scripts/main_job.py``.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from datetime import time, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from lotse_app.bootstrap import build
from lotse_app.clock import FixedClock
from lotse_app.crash import CrashHook
from lotse_app.ground import Tools
from lotse_app.ids import Ids
from lotse_app.models.agenda import Appointment
from lotse_app.models.application import CarriedBy
from lotse_app.models.contact import ContactKind
from lotse_app.models.people import PlaceType
from lotse_app.models.session import AgeBand, Obstacle, Result, Topic
from lotse_app.models.stops import Stop
from lotse_app.paths import Places, resources
from lotse_app.ui.program import WindowProgram
from lotse_app.workflows.lanes import LaneName
from scripts.camera import Camera
from tests import cases, mandates
from tests.desks import CHEAP, MORNING, PASSPHRASE, WILSDRUFF, Office, PocketSecrets, close, first_run

if TYPE_CHECKING:
    from collections.abc import Iterator


_TOPICS = ("Wohngeld", "Wohnsitz anmelden", "Brief vom Amt")
_HALF = 9


def office_in(folder: Path) -> Office:
    """Set up a station whose ids and moments are the same each time."""
    clock = FixedClock(MORNING)
    ids = Ids(clock, Random(7).randbytes)  # noqa: S311 - pictures, not keys
    program = build(Places(folder), PocketSecrets(), Tools(clock, ids, CHEAP))
    created = program.unlocking.create(first_run())
    program.unlocking.settle()
    desk = program.unlocking.open(created.pilot_id, created.key)
    return Office(program, clock, created.pilot_id, created.recovery_code, desk)


def furnish(office: Office) -> dict[str, str]:
    """Record sessions and applications in every state; return the ids of those that are opened in pictures."""
    desk, bands, obstacles = office.desk, list(AgeBand), list(Obstacle)
    for number in range(12):
        begun = MORNING - timedelta(days=5 * number + 1)
        record = replace(
            desk.counsel.blank(),
            started_at=begun,
            ended_at=begun + timedelta(minutes=8 + 3 * number),
            people=1 + number % 3,
            age_band=bands[number % len(bands)],
            topics=(Topic("", _TOPICS[number % 3]),),
            obstacles=(obstacles[number % len(obstacles)],),
        )
        desk.counsel.record(record)
    plan_day(office)
    made = {}
    for name, make in (
        ("eingereicht", partial(cases.hand_in, carried_by=CarriedBy.PILOT)),
        ("mitgegeben", partial(cases.hand_in, carried_by=CarriedBy.RESIDENT)),
        ("angefangen", partial(cases.filled, answers=cases.ANSWERS[:_HALF])),
        ("unterschrieben", cases.signed),
        ("festgehalten", cases.frozen),
        ("vollmacht-offen", mandates.agent_case),
        ("vollmacht", mandates.under_mandate),
        ("entwurf", cases.filled),
    ):
        case = make(office)
        made[name] = case.application.id
        if name != "entwurf":
            ending = desk.counsel.ending(case.application.session_id or "").session
            desk.counsel.end(replace(ending, result=ending.result or Result.NEW_APPOINTMENT))
        office.clock.advance(minutes=7)
    return made


def plan_day(office: Office) -> None:
    """Enter a stop, appointments and Wiedervorlagen of the day in the pictures."""
    desk, day = office.desk, MORNING.date()
    library = Stop("", "Bibliothek Kesselsdorf", WILSDRUFF, PlaceType.LIBRARY, time(9), time(12), weekday=day.weekday())
    desk.stops.save(library)
    desk.agenda.enter(Appointment("", MORNING + timedelta(minutes=90), 45, purpose="Wohngeld", initials="HN"))
    desk.agenda.enter(Appointment("", MORNING + timedelta(hours=4), 60, ContactKind.GROUP, "BundID einrichten"))
    for ahead, reason in ((-1, "Bescheid zum Wohngeld da?"), (0, "Papier bestellen"), (14, "Steuermarke gekommen?")):
        desk.agenda.remind(day + timedelta(days=ahead), reason)


@contextmanager
def camera_over(office: Office, target: Path) -> Iterator[Camera]:
    """Open the window program over a folder; end it afterwards."""
    program = office.program
    hook = CrashHook(program.places.logs, office.clock)
    window = WindowProgram(program.unlocking, program.shelf, program.places, resources(), office.clock, hook)
    window.build([])
    try:
        yield Camera(window, target)
    finally:
        window.end()


def main(target: Path) -> int:
    """Write the pictures."""
    if not os.environ.get("DISPLAY"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory(prefix="lotse-bilder-") as name:
        office = office_in(Path(name, "daten"))
        made = furnish(office)
        close(office.desk)
        empty = replace(office, program=build(Places(Path(name, "leer")), PocketSecrets(), office.program.tools))
        with camera_over(empty, target) as camera:
            camera.first_run()
        with camera_over(office, target) as camera:
            camera.unlock()
            key = office.program.unlocking.key(office.pilot_id, PASSPHRASE)
            work = partial(office.program.unlocking.open, office.pilot_id, key)
            camera.show_desk(camera.window.lanes.submit(LaneName.STORE, work).result())
            camera.rooms()
            camera.day()
            camera.steps(made)
            camera.beside(made)
            camera.formless()
            camera.mandates(made)
            camera.ending()
    print(f"{len(list(target.glob('*.png')))} pictures in {target}")
    if os.environ.get("LOTSE_WINDOW_SESSION") == "1":
        from scripts.main_job import main as main_job  # noqa: PLC0415 - only a window session has its desktop

        return main_job()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
