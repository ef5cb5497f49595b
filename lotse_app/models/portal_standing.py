"""How the rounds with the portal went: when the last one reached it, why not since, how far the clock is off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lotse_app.models.problems import Code, Problem

if TYPE_CHECKING:
    from datetime import datetime

    from lotse_app.models.joining import Greeting
    from lotse_app.models.orders import Obeyed

#: The clock is off by more than this many seconds: said, never in the way (design/sync, 9).
MOST_SKEW = 300
#: So many measurements of the clock are kept.
SKEWS = 5
_REMEMBERED = 20
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
    #: Orders that were carried out; the portal may not have heard of it.
    obeyed: tuple[str, ...] = ()

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
    def trouble(self) -> Problem | None:
        """Return the problem of the last round, None where it reached the portal."""
        return None if self.problem is None else Problem(self.problem, (("reason", self.reason),))

    @property
    def shut_out(self) -> bool:
        """Return whether the portal takes nothing of this device any more."""
        return self.problem is Code.PORTAL_SHUT_OUT

    def greeted(self, greeting: Greeting, at: datetime) -> Standing:
        """Return the standing with one more measurement of the clock."""
        ahead = round((at - greeting.server_time).total_seconds())
        return replace(self, skews=(*self.skews, ahead)[-SKEWS:], message=greeting.message)

    def reached(self, at: datetime) -> Standing:
        """Return the standing after a round that reached the portal."""
        return replace(self, reached_at=at, tried_at=at, problem=None, reason="", wait=0, tries=0)

    def obeying(self, order_id: str) -> Standing:
        """Return the standing after an order was carried out."""
        return replace(self, obeyed=(*self.obeyed, order_id)[-_REMEMBERED:])

    def failed(self, problem: Problem, at: datetime) -> Standing:
        """Return the standing after a round that did not."""
        reason, wait = str(problem.param("reason")), problem.param("seconds", 0)
        tries = self.tries + 1
        return replace(self, tried_at=at, problem=problem.code, reason=reason, wait=int(wait), tries=tries)


#: Rounds come so often by themselves, in seconds, and so long after something was done.
EVERY, AFTER_WORK = 300.0, 5.0
#: Backoff (design/sync, 8): full jitter between nothing and 2, 4, 8 … seconds. Being offline costs nothing and ends
#: without a word, so it is tried more often.
_BASE, _CAP, _CAP_OFFLINE, _STUCK_EVERY = 2.0, 900.0, 120.0, 3600.0
_MOST_DOUBLED = 20


def seconds_until_next(standing: Standing, chance: float) -> float:
    """Return after how many seconds the next round is due; ``chance`` is drawn evenly from 0 to 1."""
    if standing.problem is None:
        return EVERY
    if standing.stuck:
        return _STUCK_EVERY
    cap = _CAP_OFFLINE if standing.problem is Code.PORTAL_OFFLINE else _CAP
    most = min(cap, _BASE * 2.0 ** min(standing.tries, _MOST_DOUBLED))
    return max(float(standing.wait), 1.0, most * chance)


@dataclass(frozen=True, slots=True)
class OutboxState:
    """What lies in the outbox: waiting since when, refused by the portal, to be cleared by a person."""

    waiting: int = 0
    oldest: datetime | None = None
    refused: int = 0
    unclear: int = 0


@dataclass(frozen=True, slots=True)
class PortalView:
    """What the window tells of the portal; ``joined`` is False where this device is no member.

    ``left`` names what was erased by law on another device and is still here.
    """

    joined: bool = False
    standing: Standing = Standing()
    outbox: OutboxState = OutboxState()
    order: Obeyed | None = None
    left: tuple[str, ...] = ()
