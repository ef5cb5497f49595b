"""A real program over a real encrypted store for benchmarks; the cost of Argon2id is turned down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.bootstrap import build
from lotse_app.clock import SystemClock
from lotse_app.demonstration.stage import NoKeyring
from lotse_app.ground import Tools
from lotse_app.ids import Ids
from lotse_app.models.people import PlaceType, Role
from lotse_app.paths import Places
from lotse_app.vault.derive import Argon2Cost
from lotse_app.workflows.unlock import FirstRun

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.bootstrap import Program
    from lotse_app.workflows.desk import Desk

COMMUNE = "14628410"


@dataclass(frozen=True, slots=True)
class Ground:
    """A folder that was set up."""

    program: Program
    pilot_id: str
    key: bytes

    def opened(self) -> Desk:
        """Return the desk. Store lane."""
        return self.program.unlocking.open(self.pilot_id, self.key)


def set_up(folder: Path) -> Ground:
    """Set up a station in ``folder``."""
    clock = SystemClock()
    program = build(Places(folder), NoKeyring(), Tools(clock, Ids(clock), Argon2Cost(passes=1, memory_kib=8, lanes=1)))
    created = program.unlocking.create(
        FirstRun(
            "Stadt Wilsdruff", "Nossener Straße 20, 01723 Wilsdruff", "datenschutz@wilsdruff.example", True, "Rathaus",
            PlaceType.TOWN_HALL, COMMUNE, True, "A. Beispiel", Role.OFFICIAL, "vier zufällige Wörter genügen hier",
        )
    )  # fmt: skip
    program.unlocking.settle()
    return Ground(program, created.pilot_id, created.key)
