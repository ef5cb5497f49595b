"""The growing delay after wrong passphrases, kept across restarts.

It brakes the window only: whoever has the files can delete this one or try without the program;
then Argon2id and the device secret are what counts. So a file that cannot be read or written
never stands in the way of the right passphrase.
"""

from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.models.problems import ProblemError
from lotse_app.vault import files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.clock import Clock

#: Mistakes that cost nothing: a finger slips, a key sticks.
FREE = 2
FIRST_SECONDS = 5
LONGEST_SECONDS = 15 * 60
#: More do not lengthen the wait; the bound keeps the doubling small.
_MOST = 1000


@dataclass(frozen=True, slots=True)
class _Failed:
    count: int
    at: float  # seconds since 1970, UTC


def delay_seconds(count: int) -> int:
    """Return how long to wait after this many wrong passphrases: 0, 0, 5, 10, 20 … 900 seconds."""
    if count <= FREE:
        return 0
    return min(FIRST_SECONDS << min(count - FREE - 1, 10), LONGEST_SECONDS)


class Attempts:
    """Counts wrong passphrases per pilot, in memory and in a small file."""

    def __init__(self, path: Path, clock: Clock, flush: Callable[[int], None] = os.fsync) -> None:
        self._path = path
        self._clock = clock
        self._flush = flush
        self._seen: dict[str, _Failed] = {}

    def wait_seconds(self, pilot_id: str) -> int:
        """Return how many whole seconds are still to be waited.

        If the clock was set back behind the last mistake, the wait starts anew from now: it is
        neither cut short nor as long as the clock is wrong.
        """
        entries = self._entries()
        failed = entries.get(pilot_id)
        if failed is None:
            return 0
        now = self._now()
        if now < failed.at:
            failed = _Failed(failed.count, now)
            self._keep(entries | {pilot_id: failed})
        return max(0, math.ceil(failed.at + delay_seconds(failed.count) - now))

    def failed(self, pilot_id: str) -> int:
        """Note a wrong passphrase; return the seconds to wait from now."""
        entries = self._entries()
        before = entries.get(pilot_id)
        count = min((before.count if before else 0) + 1, _MOST)
        self._keep(entries | {pilot_id: _Failed(count, self._now())})
        return delay_seconds(count)

    def forget(self, pilot_id: str) -> None:
        """Start from nothing again after the right passphrase."""
        entries = self._entries()
        if entries.pop(pilot_id, None) is not None:
            self._seen.pop(pilot_id, None)
            self._keep(entries)

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _entries(self) -> dict[str, _Failed]:
        """Return what the file says and what this process has seen; the larger count wins."""
        merged = self._read()
        for pilot_id, failed in self._seen.items():
            if pilot_id not in merged or merged[pilot_id].count <= failed.count:
                merged[pilot_id] = failed
        return merged

    def _read(self) -> dict[str, _Failed]:
        try:
            parsed: object = json.loads(files.read(self._path) or b"{}")
        except (ValueError, RecursionError, ProblemError):
            return {}
        if not isinstance(parsed, dict):
            return {}
        entries = {str(pilot_id): _entry(value) for pilot_id, value in parsed.items()}
        return {pilot_id: entry for pilot_id, entry in entries.items() if entry}

    def _keep(self, entries: dict[str, _Failed]) -> None:
        self._seen = dict(entries)
        content = {pilot_id: [entry.count, entry.at] for pilot_id, entry in entries.items()}
        try:
            files.replace(json.dumps(content).encode(), self._path, flush=self._flush)
        except ProblemError:  # a full disk or read-only folder: this process still remembers
            return


def _entry(value: object) -> _Failed | None:
    match value:
        case [int(count), int() | float() as at] if 1 <= count <= _MOST and 0 <= at < math.inf:
            return _Failed(count, float(at))
        case _:
            return None
