"""Dates as people type them, and dates of which only the year or the month is known.

A full date is ISO 8601 (``2026-04-01``). A partial date keeps what is known: ``1950`` or ``1950-08``.
Day and month of foreign records may be unknown; registers write them ``00.00.1950``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from lotse_app.clock import MONTHS, long_date
from lotse_app.models.problems import Code, problem

if TYPE_CHECKING:
    from lotse_app.models.problems import Problem

#: A year of two digits lies at most this far ahead, for example the end of a pass; otherwise it is past.
YEARS_AHEAD = 20

_NUMBERS = re.compile(r"([0-9]{1,2})[.,/\- ]+([0-9]{1,2})[.,/\- ]+([0-9]{4}|[0-9]{2})")
_NAMED = re.compile(r"([0-9]{1,2})[. ]+([A-Za-zäÄ]{3,})\.?[ ]+([0-9]{4}|[0-9]{2})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[.,/\- ]+([0-9]{4})")
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_YEAR = re.compile(r"[0-9]{4}")
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def parse(text: str, today: date, *, partial: bool = False, past: bool = False) -> str | Problem:
    """Return the ISO form of a typed date, or DATE_INVALID.

    Understands ``1.4.26``, ``010426``, ``1.4.2026``, ``01042026``, ``1. April 2026`` and ISO; with ``partial``
    also ``1950``, ``8.1950``, ``00.00.1950``. ``past`` says that a two-digit year cannot lie ahead (birth).
    """
    cleaned = " ".join(text.split())
    parts = _read(cleaned, partial=partial)
    if parts is None:
        return problem(Code.DATE_INVALID)
    year_text, month, day = parts
    iso = _iso(_full_year(year_text, month, day, today, past=past), month, day)
    if iso is None or (len(iso) < 10 and not partial):
        return problem(Code.DATE_INVALID)
    return iso


def _read(text: str, *, partial: bool) -> tuple[str, int, int] | None:
    """Return (year as typed, month, day); 0 stands for unknown."""
    if match := _ISO.fullmatch(text):
        return match[1], int(match[2]), int(match[3])
    if match := _NUMBERS.fullmatch(text):
        return match[3], int(match[2]), int(match[1])
    if match := _NAMED.fullmatch(text):
        month = _month(match[2])
        return None if month is None else (match[3], month, int(match[1]))
    if partial and (found := _read_partial(text)) is not None:
        return found
    if match := _DIGITS.fullmatch(text):
        return match[3], int(match[2]), int(match[1])
    return None


def _read_partial(text: str) -> tuple[str, int, int] | None:
    if _YEAR.fullmatch(text):
        return text, 0, 0
    if match := _ISO_MONTH.fullmatch(text):
        return match[1], int(match[2]), 0
    if match := _MONTH_YEAR.fullmatch(text):
        return match[2], int(match[1]), 0
    return None


def _month(name: str) -> int | None:
    for number, month in enumerate(MONTHS, start=1):
        if month.lower().startswith(name.lower()):
            return number
    return None


def _full_year(text: str, month: int, day: int, today: date, *, past: bool) -> int:
    if len(text) == 4:
        return int(text)
    century = today.year - today.year % 100
    year = century + int(text)
    latest = (today.year, today.month, today.day) if past else (today.year + YEARS_AHEAD, 12, 31)
    return year - 100 if (year, month, day) > latest else year


def _iso(year: int, month: int, day: int) -> str | None:
    if year < 1 or (day and not month) or month > 12:
        return None
    if not month:
        return f"{year:04d}"
    if not day:
        return f"{year:04d}-{month:02d}"
    if day > monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def is_full(iso: str) -> bool:
    """Return whether a text is a complete ISO date that exists."""
    return len(iso) == 10 and is_partial(iso)


def is_partial(iso: str) -> bool:
    """Return whether a text is a date, or the year or month of one, and exists."""
    match = _PARTIAL.fullmatch(iso)
    if not match:
        return False
    year, month, day = int(match[1]), match[2], match[3]
    if month == "00" or day == "00":
        return False
    return _iso(year, int(month or 0), int(day or 0)) is not None


def earliest(iso: str) -> date:
    """Return the first day a valid, maybe partial, date can mean."""
    year, month, day = (int(part) for part in (iso + "-01-01")[:10].split("-"))
    return date(year, month, day)


def latest(iso: str) -> date:
    """Return the last day a valid, maybe partial, date can mean."""
    first = earliest(iso)
    if len(iso) == 4:
        return first.replace(month=12, day=31)
    if len(iso) == 7:
        return first.replace(day=monthrange(first.year, first.month)[1])
    return first


def surely_under(iso: str, years: int, today: date) -> bool:
    """Return whether who was born on a valid, maybe partial, date cannot be ``years`` old today."""
    return _years_before(today, years) < earliest(iso)


def surely_over(iso: str, years: int, today: date) -> bool:
    """Return whether a valid, maybe partial, date lies more than ``years`` back."""
    return latest(iso) < _years_before(today, years)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, month=3, day=1)


def spoken(iso: str) -> str:
    """Return a date as people read it: ``10. November 2026``, ``August 1950``, ``1950``; else the text itself."""
    if not is_partial(iso):
        return iso
    if len(iso) == 4:
        return iso
    first = earliest(iso)
    if len(iso) == 7:
        return f"{MONTHS[first.month - 1]} {first.year}"
    return long_date(first)
