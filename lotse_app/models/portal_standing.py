"""How the rounds with the portal went: when the last one reached it, why not since, how far the clock is off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.models.problems import Code

if TYPE_CHECKING:
    from datetime import datetime

#: The clock is off by more than this many seconds: said, never in the way (design/sync, 9).
MOST_SKEW = 300
#: So many measurements of the clock are kept.
SKEWS = 5
#: What no further try mends: a person has to do something, and until then nothing is tried by itself but once an hour.
STUCK = frozenset(
    {
        Code.PORTAL_SHUT_OUT,
        Code.PORTAL_CERTIFICATE,
        Code.PORTAL_OUTDATED,
        Code.PORTAL_NEWER,
        Code.PORTAL_OLDER,
        Code.PORTAL_KEY,
        Code.PORTAL_AUTHORITY,
        Code.PORTAL_ANSWER,
    }
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the rounds; ``problem`` is empty after one that reached the portal.

    ``reason`` is the word with the problem, ``tries`` counts rounds that failed in a row, ``skews`` are seconds by
    which this device's clock was ahead of the portal's, ``message`` is what the portal's keeper tells everybody.
    """

    reached_at: datetime | None = None
    tried_at: datetime | None = None
    problem: Code | None = None
    reason: str = ""
    wait: int = 0
    tries: int = 0
    skews: tuple[int, ...] = ()
    message: str = ""

    @property
    def skew(self) -> int:
        """Return by how many seconds the clock is ahead: the median of the last measurements."""
        return sorted(self.skews)[len(self.skews) // 2] if self.skews else 0

    @property
    def clock_is_off(self) -> bool:
        """Return whether the clock is so far off that somebody should set it."""
        return abs(self.skew) > MOST_SKEW

    @property
    def stuck(self) -> bool:
        """Return whether somebody has to do something before it goes on."""
        return self.problem in STUCK

    @property
    def shut_out(self) -> bool:
        """Return whether the portal takes nothing of this device any more."""
        return self.problem is Code.PORTAL_SHUT_OUT
