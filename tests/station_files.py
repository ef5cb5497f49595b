"""Stations that write files, and a coordinator that reads them: real desks over real stores."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lotse_app.models.people import PlaceType, Role
from tests.desks import WILSDRUFF, Office, first_run, make_program

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.models.station_file import HeldFile


def make_station(folder: Path, name: str, role: Role = Role.OFFICIAL, ags: str = WILSDRUFF) -> Office:
    """Set up a station of this name and open its first pilot's desk."""
    program, clock = make_program(folder)
    asked = replace(first_run(role), station_name=name, place_type=PlaceType.LIBRARY, ags=ags)
    created = program.unlocking.create(asked)
    program.unlocking.settle()
    desk = program.unlocking.open(created.pilot_id, created.key)
    return Office(program, clock, created.pilot_id, created.recovery_code, desk)


def write_file(office: Office, folder: Path) -> Path:
    """Let a station write its file into a folder."""
    gathering = office.desk.gathering
    return gathering.write(gathering.pen(), folder / gathering.file_name)


def take_file(office: Office, path: Path) -> HeldFile:
    """Let a coordinator read a file whose key was compared."""
    gathering = office.desk.gathering
    return gathering.take(gathering.read(path), confirmed=True)
