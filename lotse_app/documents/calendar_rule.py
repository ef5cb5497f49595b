"""Repetitions of calendar files (RRULE of RFC 5545, 3.3.10), as far as people plan with: by day, week, month, year.

Of our own, because a library follows a rule that never comes true to the year 9999. Here every step is a period between
two days that are given; a test compares with python-dateutil on random rules.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: Days between two steps of each kind, at least.
STEP_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}
PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"})
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it was read; ``days`` are (which one of the month or 0 for each, weekday from 0 for Monday)."""

    often: str
    interval: int
    days: tuple[tuple[int, int], ...]
    month_days: tuple[int, ...]
    months: tuple[int, ...]
    positions: tuple[int, ...]
    week_start: int


def read_rule(parts: Mapping[str, Sequence[Any]]) -> Rule:
    """Return a rule. Raises ValueError for one that is broken or that nobody plans with."""
    often = str(parts["FREQ"][0]).upper() if "FREQ" in parts else ""
    if often not in STEP_DAYS or not parts.keys() <= PARTS:
        raise ValueError(often)
    rule = Rule(
        often,
        int(parts.get("INTERVAL", [1])[0]),
        tuple(_weekday(str(one)) for one in parts.get("BYDAY", ())),
        tuple(int(one) for one in parts.get("BYMONTHDAY", ())),
        tuple(int(one) for one in parts.get("BYMONTH", ())),
        tuple(int(one) for one in parts.get("BYSETPOS", ())),
        _weekday(str(parts.get("WKST", ["MO"])[0]))[1],
    )
    nth = any(number for number, _ in rule.days)
    if rule.interval < 1 or (nth and often in {"DAILY", "WEEKLY"}):
        raise ValueError(rule.interval)
    if (often == "WEEKLY" and rule.month_days) or (often == "YEARLY" and rule.days and not rule.months):
        raise ValueError(often)
    return rule


def days_of(rule: Rule, begin: date, end: date) -> Iterator[date]:
    """Return the days of a rule that begins on ``begin``, in order, until ``end``."""
    period: date | None = _first(rule, begin)
    while period is not None and period <= end:
        found = [day for day in sorted(_candidates(rule, period, begin)) if not rule.months or day.month in rule.months]
        if rule.positions:
            found = sorted({found[at] for one in rule.positions if -len(found) <= (at := one - (one > 0)) < len(found)})
        yield from (day for day in found if begin <= day <= end)
        period = _next(rule, period)


def _first(rule: Rule, begin: date) -> date:
    """Return the first day of the period in which it begins."""
    if rule.often == "WEEKLY":
        return begin - timedelta(days=(begin.weekday() - rule.week_start) % 7)
    if rule.often == "DAILY":
        return begin
    return begin.replace(day=1, month=1 if rule.often == "YEARLY" else begin.month)


def _next(rule: Rule, period: date) -> date | None:
    """Return the first day of the next period, or None at the end of time."""
    try:
        if rule.often in {"DAILY", "WEEKLY"}:
            return period + timedelta(days=STEP_DAYS[rule.often] * rule.interval)
        months = period.month - 1 + (12 if rule.often == "YEARLY" else 1) * rule.interval
        return date(period.year + months // 12, months % 12 + 1, 1)
    except (OverflowError, ValueError):
        return None


def _candidates(rule: Rule, period: date, begin: date) -> set[date]:
    weekdays = {weekday for _, weekday in rule.days}
    if rule.often == "DAILY":
        fits = (not weekdays or period.weekday() in weekdays) and _among(period, rule.month_days)
        return {period} if fits else set()
    if rule.often == "WEEKLY":
        week = (period + timedelta(days=ahead) for ahead in range(7))
        return {day for day in week if day.weekday() in (weekdays or {begin.weekday()})}
    if rule.often == "MONTHLY":
        return _in_month(rule, period, begin)
    months = rule.months or (range(1, 13) if rule.month_days else (begin.month,))
    return {day for month in months if 1 <= month <= 12 for day in _in_month(rule, period.replace(month=month), begin)}


def _in_month(rule: Rule, first: date, begin: date) -> set[date]:
    length = calendar.monthrange(first.year, first.month)[1]
    days = [first + timedelta(days=ahead) for ahead in range(length)]
    chosen = rule.month_days or (() if rule.days else (begin.day,))
    return {day for day in days if _among(day, chosen) and _nth(day, length, rule.days)}


def _among(day: date, month_days: Sequence[int]) -> bool:
    length = calendar.monthrange(day.year, day.month)[1]
    return not month_days or day.day in month_days or day.day - length - 1 in month_days


def _nth(day: date, length: int, wanted: Sequence[tuple[int, int]]) -> bool:
    """Return whether a day is the wanted one of its weekdays in the month, counted from either end."""
    places = {0, (day.day - 1) // 7 + 1, -((length - day.day) // 7 + 1)}
    return not wanted or any(number in places and weekday == day.weekday() for number, weekday in wanted)


def _weekday(text: str) -> tuple[int, int]:
    """Return (which one, weekday) of ``TU``, ``2TU``, ``-1FR``. Raises ValueError."""
    return int(text[:-2] or 0), _DAYS.index(text[-2:].upper())
