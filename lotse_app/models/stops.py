"""Stops of a mobile station: where it stands, on which days, from when to when. Pure functions; local time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lotse_app.clock import LOCAL, WEEKDAYS, local_date
from lotse_app.models.problems import Code, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, time

    from lotse_app.models.people import PlaceType
    from lotse_app.models.problems import Problem

#: A session so long before a stop opens or after it closes was still at that stop: people come early and leave late.
AROUND = timedelta(hours=1)
#: A stop comes every week, every second one, …, at most every so many.
MOST_WEEKS = 8
MOST_DATES = 60
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop: on a ``weekday`` (0 is Monday) every so many ``weeks``, or on single ``dates``.

    Weeks are counted from the week of ``since``, which is also the first day; ``until`` is the last day. ``ags`` is the
    commune it stands in, ``place_type`` what kind of place it is. Nothing personal: it travels.
    """

    id: str
    name: str
    ags: str
    place_type: PlaceType
    starts: time
    ends: time
    weekday: int | None = None
    weeks: int = 1
    since: date | None = None
    until: date | None = None
    dates: tuple[date, ...] = ()

    def on(self, day: date) -> bool:
        """Return whether it is there on a day."""
        if self.weekday is None:
            return day in self.dates
        if day.weekday() != self.weekday or (self.until is not None and day > self.until):
            return False
        if self.since is None:
            return True
        return day >= self.since and (_week(day) - _week(self.since)) % self.weeks == 0


def stop_problem(stop: Stop) -> Problem | None:
    """Return what is wrong with a stop: STOP_NAME, STOP_TIMES, STOP_DAYS, STOP_SINCE."""
    if not stop.name.strip() or len(stop.name) > LONGEST_NAME:
        return problem(Code.STOP_NAME, most=LONGEST_NAME)
    if stop.ends <= stop.starts:
        return problem(Code.STOP_TIMES)
    if (stop.weekday is None) == (not stop.dates) or len(stop.dates) > MOST_DATES:
        return problem(Code.STOP_DAYS, most=MOST_DATES)
    backwards = stop.since is not None and stop.until is not None and stop.until < stop.since
    if not 1 <= stop.weeks <= MOST_WEEKS or (stop.weeks > 1 and stop.since is None) or backwards:
        return problem(Code.STOP_SINCE)
    return None


def stops_on(stops: Iterable[Stop], day: date) -> tuple[Stop, ...]:
    """Return the stops of a day, the first one first."""
    return tuple(sorted((stop for stop in stops if stop.on(day)), key=lambda stop: (stop.starts, stop.name, stop.id)))


def stop_at(stops: Iterable[Stop], moment: datetime) -> Stop | None:
    """Return where the station stands at a moment: the stop that is open or nearest, within ``AROUND``."""
    near = [
        (away, stop.starts, stop.id, stop)
        for stop in stops_on(stops, local_date(moment))
        if (away := _away(stop, moment)) <= AROUND
    ]
    return min(near, key=lambda one: one[:3])[3] if near else None


def stop_moments(stop: Stop, day: date) -> tuple[datetime, datetime]:
    """Return when a stop opens and closes on a day."""
    return datetime.combine(day, stop.starts, LOCAL), datetime.combine(day, stop.ends, LOCAL)


def next_days(stop: Stop, start: date, count: int, within: int = 400) -> tuple[date, ...]:
    """Return its next days from ``start`` on, so many at most, none more than ``within`` days away."""
    found = []
    for ahead in range(within):
        day = start + timedelta(days=ahead)
        if stop.on(day):
            found.append(day)
            if len(found) == count:
                break
    return tuple(found)


def hours_words(stop: Stop) -> str:
    """Return from when to when, as people write it: ``9–12 Uhr``, ``9:30–12 Uhr``."""
    return f"{_clock(stop.starts)}–{_clock(stop.ends)} Uhr"


def days_words(stop: Stop) -> str:
    """Return on which days: ``Di``, ``jeden 2. Di ab 24.11.``, ``24.11., 8.12.``."""
    if stop.weekday is None:
        return ", ".join(_day(day) for day in stop.dates)
    name = WEEKDAYS[stop.weekday][:2]
    words = name if stop.weeks == 1 else f"jeden {stop.weeks}. {name}"
    if stop.since is not None and stop.weeks > 1:
        words += f" ab {_day(next_days(stop, stop.since, 1)[0])}"
    return words if stop.until is None else f"{words} bis {_day(stop.until)}{stop.until.year}"


def poster_lines(stops: Sequence[Stop], today: date, most: int = 8) -> tuple[str, ...]:
    """Return the stops as the Aushang lists them: those that still come, by weekday; what is too much is left out."""
    coming = [stop for stop in stops if next_days(stop, today, 1)]
    coming.sort(key=lambda stop: (stop.weekday if stop.weekday is not None else 7, stop.dates, stop.starts, stop.name))
    lines = [f"{_days_to_come(stop, today)} {hours_words(stop)}: {stop.name}" for stop in coming]
    return tuple(lines[:most])


def _days_to_come(stop: Stop, today: date) -> str:
    if stop.weekday is not None:
        return days_words(stop)
    return ", ".join(_day(day) for day in stop.dates if day >= today)


def _away(stop: Stop, moment: datetime) -> timedelta:
    opens, closes = stop_moments(stop, local_date(moment))
    return max(opens - moment, moment - closes, timedelta(0))


def _week(day: date) -> int:
    """Return a running number of the week a day lies in; weeks begin on Monday."""
    return (day.toordinal() - 1) // 7


def _clock(moment: time) -> str:
    return f"{moment.hour}" if moment.minute == 0 else f"{moment.hour}:{moment.minute:02d}"


def _day(day: date) -> str:
    return f"{day.day}.{day.month}."
