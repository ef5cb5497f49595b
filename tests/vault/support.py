"""What the vault's tests share: a keyring in memory, a cheap Argon2, a counted random source."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from lotse_app.clock import FixedClock
from lotse_app.models.people import Pilot, Role
from lotse_app.models.problems import ProblemError, refuse
from lotse_app.vault.derive import Argon2Cost
from lotse_app.vault.vault import KeyFileVault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.models.problems import Code, Problem

_T = TypeVar("_T")

CHEAP = Argon2Cost(passes=1, memory_kib=8, lanes=1)
ANNA = Pilot("anna", "Anna Beispiel", Role.OFFICIAL, responsible=True)
BERND = Pilot("bernd", "Bernd Muster", Role.VOLUNTEER)
PHRASE = "drei rote Äpfel"
OTHER = "vier grüne Birnen"


class MemorySecrets:
    """A keyring in memory; ``trouble`` is what it answers instead."""

    def __init__(self, trouble: Code | None = None) -> None:
        self.kept: dict[str, bytes] = {}
        self.trouble = trouble
        self.forgetful = False

    def get(self, secret_id: str) -> bytes | None:
        self._complain()
        return self.kept.get(secret_id)

    def set(self, secret_id: str, secret: bytes) -> None:
        self._complain()
        if not self.forgetful:
            self.kept[secret_id] = secret

    def delete(self, secret_id: str) -> None:
        self._complain()
        self.kept.pop(secret_id, None)

    def _complain(self) -> None:
        if self.trouble is not None:
            raise refuse(self.trouble)


class CountedEntropy:
    """A random source that gives the same bytes in every run."""

    def __init__(self, seed: str = "lotse") -> None:
        self._seed = seed
        self._drawn = 0

    def __call__(self, length: int) -> bytes:
        self._drawn += 1
        return hashlib.shake_256(f"{self._seed}/{self._drawn}".encode()).digest(length)


def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 20, 9, 0, tzinfo=UTC))


def vault(
    folder: Path,
    secrets: MemorySecrets | None = None,
    at: FixedClock | None = None,
    flush: Callable[[int], None] = lambda _: None,
) -> KeyFileVault:
    """Return a vault that costs nothing and, unless told, does not wait for the disk."""
    return KeyFileVault(folder, secrets or MemorySecrets(), at or clock(), cost=CHEAP, flush=flush)


def by_code(made: KeyFileVault, code: str) -> bytes:
    """Return the database key by a recovery code; unlike who resets with it, nothing is written."""
    return made._open_recovery_slot(code)[0]


def refused(act: Callable[[], object]) -> Problem:
    """Return the problem with which an act is refused."""
    try:
        act()
    except ProblemError as error:
        return error.problem
    message = "nothing was refused"
    raise AssertionError(message)


def at_once(work: Callable[[], _T], seconds: float, /) -> _T:
    """Run work here and now: a time limit for keyrings that answer."""
    assert seconds > 0
    return work()
