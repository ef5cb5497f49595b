"""Real desks for tests: the real program over a real encrypted store, with a clock that stands still."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from lotse_app.bootstrap import build
from lotse_app.clock import FixedClock
from lotse_app.ground import Tools
from lotse_app.ids import Ids
from lotse_app.models.people import PlaceType, Role
from lotse_app.paths import Places, resources
from lotse_app.shelf import Shelf
from lotse_app.vault.derive import Argon2Cost
from lotse_app.workflows.unlock import FirstRun

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.bootstrap import Program
    from lotse_app.workflows.desk import Desk

#: Friday, 20 November 2026, 10:30 in Saxony.
MORNING = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
WILSDRUFF, AMTSBERG = "14628410", "14521010"
PASSPHRASE = "ein langer Satz zum Merken"  # noqa: S105 - of an invented pilot
CHEAP = Argon2Cost(passes=1, memory_kib=64, lanes=1)


@dataclass(slots=True)
class PocketSecrets:
    """A keyring in memory."""

    kept: dict[str, bytes] = field(default_factory=dict)

    def get(self, secret_id: str) -> bytes | None:
        return self.kept.get(secret_id)

    def set(self, secret_id: str, secret: bytes) -> None:
        self.kept[secret_id] = secret

    def delete(self, secret_id: str) -> None:
        self.kept.pop(secret_id, None)


@dataclass(slots=True)
class Office:
    """A program that was set up, and the desk of its first pilot."""

    program: Program
    clock: FixedClock
    pilot_id: str
    recovery_code: str
    desk: Desk

    def reopen(self, key: bytes) -> None:
        """Open the desk again, as after a lock."""
        self.desk = self.program.unlocking.open(self.pilot_id, key)


def first_run(role: Role = Role.OFFICIAL, *, reception_point: bool = True, public_body: bool = True) -> FirstRun:
    """Return what the assistant would have asked in Wilsdruff."""
    return FirstRun(
        operator_name="Stadt Wilsdruff",
        operator_address="Nossener Straße 20, 01723 Wilsdruff",
        data_protection_contact="datenschutz@wilsdruff.example",
        public_body=public_body,
        station_name="Rathaus Wilsdruff",
        place_type=PlaceType.TOWN_HALL,
        ags=WILSDRUFF,
        reception_point=reception_point,
        pilot_name="A. Beispiel",
        role=role,
        passphrase=PASSPHRASE,
    )


def one_shelf() -> Shelf:
    """Return the catalogue, finder, forms and fonts of all tests of this process: nothing writes to them.

    A test that puts other resources in place gets a shelf of its own.
    """
    return _shelf_of(resources())


@cache
def _shelf_of(folder: Path) -> Shelf:
    return Shelf(folder)


def make_program(folder: Path, secrets: PocketSecrets | None = None) -> tuple[Program, FixedClock]:
    """Build the program over a folder that may hold a store already."""
    clock = FixedClock(MORNING)
    return build(Places(folder), secrets or PocketSecrets(), Tools(clock, Ids(clock), CHEAP), one_shelf()), clock


def make_office(
    folder: Path,
    role: Role = Role.OFFICIAL,
    *,
    reception_point: bool = True,
    public_body: bool = True,
    sworn: bool = True,
) -> Office:
    """Set up a station in ``folder`` and open the desk; a volunteer has signed the undertaking of secrecy."""
    program, clock = make_program(folder)
    created = program.unlocking.create(first_run(role, reception_point=reception_point, public_body=public_body))
    program.unlocking.settle()
    desk = program.unlocking.open(created.pilot_id, created.key)
    if role is Role.VOLUNTEER and sworn:
        desk.pilots.swear(created.pilot_id, MORNING.date())
    return Office(program, clock, created.pilot_id, created.recovery_code, desk)


def close(desk: Desk) -> None:
    """Close both connections."""
    desk.close_reports()
    desk.close()
