"""A write-ahead log that was cut, zeroed or scribbled over opens to exactly what was committed before the damage."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.clock import FixedClock
from lotse_app.ids import Ids
from lotse_app.store.driver import Database
from lotse_app.store.opening import open_store
from tests.cases import checked
from tests.chance import seeded
from tests.desks import MORNING, PASSPHRASE, close, make_office
from tests.faults.failing import store_below
from tests.faults.ground import digest, rounds, seed, shape_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.ground import Shape

pytestmark = pytest.mark.faults

#: How many images in `make test`; `make faults` looks at so many times more.
QUICK = 200
MANY = 5000
_HEADER = 32


@dataclass(frozen=True, slots=True)
class Image:
    """A store as the power left it: file and log, and what the store held after each commit, by length of the log."""

    folder: Path
    key: bytes
    shape: Shape
    states: tuple[tuple[int, str], ...]

    def state_before(self, damaged: int) -> str:
        """Return the digest of the last commit that lies wholly before the first damaged byte."""
        whole = [found for length, found in self.states if length == 0 or length <= damaged]
        return whole[-1] if damaged >= _HEADER else self.states[0][1]


class WatchingDriver:
    """Stands between store and driver; tells after each commit."""

    def __init__(self, raw: Any, committed: Callable[[], None]) -> None:  # noqa: ANN401 - the driver has no types
        self._raw = raw
        self._committed = committed

    def execute(self, sql: str, parameters: Any = ()) -> Any:  # noqa: ANN401 - as the driver
        """Run a statement; tell if it ended a transaction."""
        before = self._raw.in_transaction
        result = self._raw.execute(sql, parameters)
        if before and not self._raw.in_transaction:
            self._committed()
        return result

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as the driver
        return getattr(self._raw, name)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """Work on an application without a checkpoint, then take the plug out."""
    folder = tmp_path_factory.mktemp("bild")
    office = make_office(folder / "daten")
    close(office.desk)
    key = office.program.unlocking.key(office.pilot_id, PASSPHRASE)
    places = office.program.places
    log = places.ground / "lotse.db-wal"
    office.reopen(key)
    store = store_below(office.desk)
    store._connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")  # what opening wrote belongs to the file
    shape = shape_of(store)
    states = [(0, digest(store._connection, shape))]
    raw = store._connection._database.conn

    def committed() -> None:
        states.append((log.stat().st_size, digest(store._connection, shape)))

    store._connection._open = Database(WatchingDriver(raw, committed), execute_plugins=False)  # type: ignore[arg-type]  # looks like one
    checked(office)
    plugged = folder / "stecker"
    plugged.mkdir()
    for name in ("lotse.db", "lotse.db-wal"):
        shutil.copyfile(places.ground / name, plugged / name)
    close(office.desk)
    return Image(plugged, key, shape, tuple(states))


def cut(log: bytes, dice: random.Random) -> bytes:
    return log[: dice.randrange(len(log))]


def zeroed(log: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(log))
    length = dice.choice([1, 512, 4096, 65536])
    return log[:start] + bytes(len(log[start : start + length])) + log[start + length :]


def scribbled(log: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(log))
    length = min(dice.choice([1, 16, 512, 4096]), len(log) - start)
    return log[:start] + dice.randbytes(length) + log[start + length :]


@pytest.mark.parametrize("harm", [cut, zeroed, scribbled])
def test_a_torn_log_opens_to_what_was_committed_before(
    image: Image, tmp_path: Path, harm: Callable[[bytes, random.Random], bytes]
) -> None:
    log = (image.folder / "lotse.db-wal").read_bytes()
    count = (QUICK if rounds(0) == 0 else MANY) // 3 + 1
    chosen = seed(f"torn log, {harm.__name__}")
    met = {
        _opened(image, tmp_path / str(number), partial(harm, log, seeded(f"{chosen} {number}")))
        for number in range(count)
    }
    assert len(met) > 10  # the positive control: the damage met many different commits


def _opened(image: Image, folder: Path, torn: Callable[[], bytes]) -> str:
    """Open a store whose log is torn; return the digest of what it holds, having compared it."""
    whole, log = (image.folder / "lotse.db-wal").read_bytes(), torn()
    differs = (at for at, (one, other) in enumerate(zip(whole, log, strict=False)) if one != other)
    damaged = next(differs, len(log))
    folder.mkdir()
    shutil.copyfile(image.folder / "lotse.db", folder / "lotse.db")
    (folder / "lotse.db-wal").write_bytes(log)
    clock = FixedClock(MORNING)
    store = open_store(folder, image.key, clock, Ids(clock))
    try:
        store.check()
        held = digest(store._connection, image.shape)
    finally:
        store.close()
        shutil.rmtree(folder)
    assert held == image.state_before(damaged), f"damage begins at byte {damaged} of {len(whole)}"
    return held
