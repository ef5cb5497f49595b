"""Months, quarters and years as half-open periods of local days, and the months within a period."""

from __future__ import annotations

from datetime import date

from lotse_app.clock import MONTHS, short_date
from lotse_app.models.figures import Period


def month_of(day: date) -> Period:
    """Return the month in which a day lies: ``November 2026``."""
    start = day.replace(day=1)
    return Period(start, _later(start, 1), f"{MONTHS[start.month - 1]} {start.year}")


def quarter_of(day: date) -> Period:
    """Return the quarter in which a day lies: ``4. Quartal 2026``."""
    number = (day.month - 1) // 3
    start = date(day.year, number * 3 + 1, 1)
    return Period(start, _later(start, 3), f"{number + 1}. Quartal {day.year}")


def year_of(day: date) -> Period:
    """Return the year in which a day lies."""
    return Period(date(day.year, 1, 1), date(day.year + 1, 1, 1), str(day.year))


def days(start: date, last: date) -> Period:
    """Return the period from ``start`` to ``last``, both included."""
    return Period(start, date.fromordinal(last.toordinal() + 1), f"{short_date(start)} bis {short_date(last)}")


def months(period: Period) -> tuple[date, ...]:
    """Return the first days of all months that the period touches."""
    found = []
    month = period.start.replace(day=1)
    while month < period.end:
        found.append(month)
        month = _later(month, 1)
    return tuple(found)


def _later(month: date, number: int) -> date:
    years, index = divmod(month.month - 1 + number, 12)
    return date(month.year + years, index + 1, 1)
