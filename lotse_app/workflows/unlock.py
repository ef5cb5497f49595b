"""First run, unlocking, recovery, change of passphrase. Opens the store and lays out the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from lotse_app.clock import local_date, short_date

if TYPE_CHECKING:
    from datetime import datetime

    from lotse_app.clock import Clock
    from lotse_app.ids import Ids
    from lotse_app.models.people import PlaceType, Role
    from lotse_app.models.problems import Problem
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.ports import StationRows, Vault


class Ground(Protocol):
    """The folder where key file and store lie; the composition root implements it.

    A first run builds beside it and is put in place by one rename, so that a power cut leaves either
    nothing or everything.
    """

    def occupied(self) -> bool:
        """Return whether a finished store with its key file is in place. Raises KEY_FILES_LOST, STORE_MISSING."""
        ...

    def vault(self) -> Vault:
        """Return the vault in place."""
        ...

    def begin(self) -> Vault:
        """Clear what an interrupted first run left and return a vault in the building folder."""
        ...

    def create_store(self, key: bytes) -> StationRows:
        """Make an empty store in the building folder. Store lane."""
        ...

    def settle(self) -> None:
        """Close the new store and put key file and store in place. Store lane."""
        ...

    def open_desk(self, key: bytes, pilot_id: str) -> Desk:
        """Open the store (migrating it if needed) and lay out the desk of this pilot. Store lane."""
        ...


@dataclass(frozen=True, slots=True)
class FirstRun:
    """What the first-run assistant asked."""

    operator_name: str
    operator_address: str
    data_protection_contact: str
    public_body: bool
    station_name: str
    place_type: PlaceType
    ags: str
    reception_point: bool
    pilot_name: str
    role: Role
    passphrase: str


@dataclass(frozen=True, slots=True)
class Created:
    """Result of a first run: the code is shown once and never stored."""

    pilot_id: str
    recovery_code: str
    key: bytes


#: A clock that lags behind the newest entry by more than this was set back; less is drift.
CLOCK_DRIFT_SECONDS = 3600.0


def clock_notices(newest: datetime, now: datetime) -> tuple[Problem, ...]:
    """Return CLOCK_BACKWARDS if entries were written "later" than now; nothing is refused (design/sync, 9)."""
    from lotse_app.models.problems import Code, problem  # noqa: PLC0415 - all codes of problems: behind the first paint

    if (newest - now).total_seconds() <= CLOCK_DRIFT_SECONDS:
        return ()
    return (problem(Code.CLOCK_BACKWARDS, written=short_date(local_date(newest)), today=short_date(local_date(now))),)


class Unlocking:
    """Everything before the desk. Work lane: ``key``, ``recover``, ``change_passphrase``. Store lane: the others."""

    def __init__(self, ground: Ground, clock: Clock, ids: Ids) -> None:
        self._ground = ground
        self._clock = clock
        self._ids = ids

    def needs_first_run(self) -> bool:
        """Return whether nothing was set up in this folder yet. Raises KEY_FILES_LOST, STORE_MISSING."""
        return not self._ground.occupied()

    def pilots(self) -> tuple[tuple[str, str], ...]:
        """Return (id, name) of the pilots of this device."""
        return self._ground.vault().pilots()

    def wait_seconds(self, pilot_id: str) -> int:
        """Return how long to wait after wrong passphrases."""
        return self._ground.vault().wait_seconds(pilot_id)

    def key(self, pilot_id: str, passphrase: str) -> bytes:
        """Return the database key. Work lane; about 100 ms for Argon2id."""
        return self._ground.vault().unlock(pilot_id, passphrase)

    def open(self, pilot_id: str, key: bytes) -> Desk:
        """Open the store and return the desk. Store lane."""
        return self._ground.open_desk(key, pilot_id)

    def create(self, first: FirstRun) -> Created:
        """Make key file and store beside their place; nothing counts before ``settle``. Store lane.

        An operator that is no public body has no Annahmestelle, whatever was asked for.
        """
        from lotse_app.workflows.beginning import set_up

        return Created(*set_up(self._ground, first, self._clock, self._ids))

    def settle(self) -> None:
        """Put the new store in place, once the recovery code has been kept. Store lane."""
        self._ground.settle()

    def recover(self, code: str, pilot_id: str, passphrase: str) -> tuple[bytes, str]:
        """Re-wrap all by the recovery code; return (key, new recovery code). Work lane."""
        from lotse_app.workflows.beginning import let_in_again

        return let_in_again(self._ground.vault(), code, pilot_id, passphrase)

    def change_passphrase(self, pilot_id: str, old: str, new: str) -> None:
        """Change a passphrase. Work lane."""
        self._ground.vault().change_passphrase(pilot_id, old, new)
