"""The only place that asks what time it is.

Times are UTC in the store and Europe/Berlin on screen and paper.
"""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    #: The time on screen and paper; made when it is first asked for, since no window waits for it.
    LOCAL: ZoneInfo

MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


@cache
def _local() -> ZoneInfo:
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/Berlin")


def __getattr__(name: str) -> ZoneInfo:
    """Return ``LOCAL`` (PEP 562). Raises AttributeError for any other name, as a module does."""
    if name == "LOCAL":
        return _local()
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


class Clock(Protocol):
    """What the program asks of a clock; tests hand in a clock they can set."""

    def now(self) -> datetime:
        """Return the present moment, timezone-aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never run backwards; only differences mean something."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        from datetime import UTC, datetime  # noqa: PLC0415 - nothing is dated before the first paint

        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds since an arbitrary start."""
        return time.monotonic()


class FixedClock:
    """A clock that stands still until it is moved (demonstration and tests)."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._passed = 0.0

    def now(self) -> datetime:
        """Return the moment the clock was last set to."""
        return self._now

    def monotonic(self) -> float:
        """Return the seconds by which the clock was moved so far."""
        return self._passed

    def advance(self, **parts: float) -> None:
        """Move the clock on; ``parts`` are those of ``timedelta``."""
        from datetime import timedelta  # noqa: PLC0415 - nothing is dated before the first paint

        step = timedelta(**parts)
        self._now += step
        self._passed += step.total_seconds()


def local_date(moment: datetime) -> date:
    """Return the calendar day in Europe/Berlin on which ``moment`` lies."""
    return moment.astimezone(_local()).date()


def long_date(day: date) -> str:
    """Return a day as it is written on paper: ``10. November 2026``."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """Return a day as ``10.11.2026``."""
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def long_moment(moment: datetime) -> str:
    """Return day and local time as they are written on paper: ``20. November 2026, 10:44 Uhr``."""
    return f"{long_date(local_date(moment))}, {clock_time(moment)} Uhr"


def short_moment(moment: datetime) -> str:
    """Return day and local time as a screen says them: ``20.11.2026, 10:44 Uhr``."""
    return f"{short_date(local_date(moment))}, {clock_time(moment)} Uhr"


def clock_time(moment: datetime) -> str:
    """Return the local time of day as ``10:41``."""
    return moment.astimezone(_local()).strftime("%H:%M")
