"""Times of day as people type them: ``8:30``, ``8.30 Uhr``, ``0830``; kept as RFC 3339 wants them, with an offset.

A moment has the offset that holds in Germany on that day. A time without a day has none that is right all the year, so
it is kept with that of the winter; what is shown and printed is the time that was typed.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from lotse_app.clock import LOCAL, long_date, short_date
from lotse_app.forms import dates

if TYPE_CHECKING:
    from collections.abc import Callable

_TYPED = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.h ]?(?P<minute>[0-9]{2}))?(?:[:.](?P<second>[0-9]{2}))?"
    r"(?:\s*[Uu]hr(?:\s+(?P<late>[0-9]{1,2}))?)?"
)
_KEPT = re.compile(r"(?:([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ])?([0-9]{2}):([0-9]{2})(?::[0-9.]+)?(?:[Zz]|[+-][0-9:]+)")
_WINTER = "+01:00"


def typed_time(text: str) -> str:
    """Return a typed time as it is kept, or the text where it is none."""
    read = _read(text)
    return text if read is None else f"{read.isoformat()}{_WINTER}"


def typed_moment(text: str, today: date) -> str:
    """Return a typed day and time as they are kept, or the text where they are none."""
    for match in _splits(text):
        day, read = dates.parse(match[0], today), _read(match[1])
        if isinstance(day, str) and read is not None:
            return datetime.combine(date.fromisoformat(day), read, LOCAL).isoformat()
    return text


def _splits(text: str) -> list[tuple[str, str]]:
    """Return the ways to part a text into day and time: at every gap."""
    return [(text[: gap.start()], text[gap.end() :]) for gap in re.finditer(r",?\s+(?:um\s+)?", text)]


def _read(text: str) -> time | None:
    match = _TYPED.fullmatch(text.strip())
    if match is None or (match["minute"] and match["late"]):
        return None
    minute = match["minute"] or match["late"] or 0
    try:
        return time(int(match["hour"]), int(minute), int(match["second"] or 0))
    except ValueError:
        return None


def shown(text: str) -> str:
    """Return a kept time as it stands in its field: ``08:30``, ``21.11.2026, 08:30``; else the text itself."""
    return _written(text, short_date, ", {}")


def spoken(text: str) -> str:
    """Return a kept time as people read it: ``08:30 Uhr``, ``21. November 2026, 08:30 Uhr``; else the text itself."""
    return _written(text, long_date, ", {} Uhr")


def _written(text: str, day_in_words: Callable[[date], str], pattern: str) -> str:
    match = _KEPT.fullmatch(text)
    if match is None or (match[1] and not dates.is_full(match[1])):
        return text
    clock = pattern.format(f"{match[2]}:{match[3]}")
    return day_in_words(dates.earliest(match[1])) + clock if match[1] else clock.removeprefix(", ")
