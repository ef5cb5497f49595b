"""The power fails at any moment: what was acknowledged is there, the store opens, every page is whole (F10).

The real desk works through a disk that remembers what was flushed (`losing_power.py`); the store that the power left is
opened with the program's own driver. ``make faults`` tries 1,000 moments (LOTSE_POWER), ``make test`` some.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.clock import FixedClock
from lotse_app.ids import Ids
from lotse_app.models.application import CarriedBy
from lotse_app.models.problems import ProblemError
from lotse_app.models.session import Topic
from lotse_app.store.opening import open_store
from tests.cases import hand_in
from tests.chance import seeded
from tests.desks import MORNING, PASSPHRASE, close, make_office
from tests.faults.failing import store_below
from tests.faults.ground import digest, seed, shape_of
from tests.faults.losing_power import Disk, What, put_below

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desks import Office
    from tests.faults.ground import Shape

pytestmark = pytest.mark.faults

MOMENTS = int(os.environ.get("LOTSE_POWER", "20"))
#: So many moments are enough to notice that nothing is flushed.
_CONTROL = 20


@dataclass(frozen=True, slots=True)
class Recording:
    """What the disk of a working desk went through, each time from opening to closing, and what opens its store."""

    disks: tuple[Disk, ...]
    key: bytes
    shape: Shape

    def findings(self, folder: Path, moments: int, name: str) -> list[str]:
        """Let the power fail so many times; return what was wrong."""
        chosen = seed(f"losing power, {name}")
        found = (self._at(folder / str(number), f"{chosen} {number}") for number in range(moments))
        return [one for one in found if one]

    def _at(self, folder: Path, chosen: str) -> str:
        dice = seeded(chosen)
        disk = dice.choice(self.disks)
        until = dice.randint(1, len(disk.happened))
        folder.mkdir(parents=True)
        for file, content in disk.image(until, dice).items():
            (folder / file).write_bytes(content)
        clock = FixedClock(MORNING)
        try:
            store = open_store(folder, self.key, clock, Ids(clock))
            try:
                store.check()
                held = digest(store._connection, self.shape)
            finally:
                store.close()
        except ProblemError as error:
            return f"{chosen}: {error.problem.code}"
        finally:
            shutil.rmtree(folder)
        return "" if held in disk.states(until) else f"{chosen}: acknowledged and gone, or half there"


def recorded(folder: Path, synchronous: str = "") -> Recording:
    """Let a desk work for some days over disks that remember; the desk is closed behind each day."""
    office = make_office(folder)
    shape = shape_of(store_below(office.desk))
    close(office.desk)
    key = office.program.unlocking.key(office.pilot_id, PASSPHRASE)
    return Recording(tuple(_day(office, key, shape, synchronous) for _ in range(3)), key, shape)


def _day(office: Office, key: bytes, shape: Shape, synchronous: str) -> Disk:
    """Record, correct and delete sessions, do a whole application, close."""
    office.reopen(key)
    driver = put_below(store_below(office.desk), office.program.places.store, key, shape)
    if synchronous:
        driver.execute(f"PRAGMA synchronous = {synchronous}")
    counsel = office.desk.counsel
    for people in range(3, 9):
        made = counsel.record(replace(counsel.afterwards(), topics=(Topic("", "Wohngeld erklärt"),)))
        counsel.correct(replace(made, people=people))
        counsel.delete(made.id)
    hand_in(office, CarriedBy.PILOT)
    close(office.desk)
    return driver.disk


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    return recorded(tmp_path_factory.mktemp("strom") / "daten")


def test_whenever_the_power_fails_what_was_acknowledged_is_there(recording: Recording, tmp_path: Path) -> None:
    whats = Counter(one.what for disk in recording.disks for one in disk.happened)
    assert min(whats[What.COMMITTED], whats[What.FLUSHED]) > 40, "many moments differ from each other"
    assert recording.findings(tmp_path, MOMENTS, "as the program flushes") == []


@pytest.mark.parametrize("synchronous", ["OFF", "NORMAL"])
def test_a_store_that_flushes_less_would_be_noticed(synchronous: str, tmp_path: Path) -> None:
    """The positive control: flushed never, or not with each commit, what was acknowledged is found to be gone."""
    lazy = recorded(tmp_path / "daten", synchronous)
    assert lazy.findings(tmp_path, _CONTROL, synchronous) != []


def test_a_flush_that_is_ignored_would_be_noticed(recording: Recording, tmp_path: Path) -> None:
    """The positive control on the disk: the same day on one that says it has flushed, and has not."""
    liars = tuple(
        Disk(disk.begun, [one for one in disk.happened if one.what is not What.FLUSHED]) for disk in recording.disks
    )
    assert replace(recording, disks=liars).findings(tmp_path, _CONTROL, "a disk that lies") != []
