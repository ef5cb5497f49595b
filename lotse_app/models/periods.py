"""The periods that figures are asked for: this and past months, quarters and years, newest first."""

from __future__ import annotations

from datetime import date, timedelta

from lotse_app.clock import MONTHS, short_date
from lotse_app.models.figures import Period


def offered(today: date) -> tuple[Period, ...]:
    """Return four quarters, three months and two years, beginning with the present quarter."""
    return (*_quarters(today, 4), *_months(today, 3), *_years(today, 2))


def named(start: date, end: date) -> Period:
    """Return the period [start, end) under the name it goes by: month, quarter, year, or its days."""
    length = (end.year - start.year) * 12 + end.month - start.month
    whole = start.day == end.day == 1
    if whole and length == 1:
        name = f"{MONTHS[start.month - 1]} {start.year}"
    elif whole and length == 3 and start.month % 3 == 1:
        name = f"{(start.month + 2) // 3}. Quartal {start.year}"
    elif whole and length == 12 and start.month == 1:
        name = f"Jahr {start.year}"
    else:
        name = f"{short_date(start)} bis {short_date(end - timedelta(days=1))}"
    return Period(start, end, name)


def _first(year: int, month_index: int) -> date:
    years, index = divmod(month_index, 12)
    return date(year + years, index + 1, 1)


def _months(today: date, count: int) -> tuple[Period, ...]:
    starts = [_first(today.year, today.month - 1 - back) for back in range(count)]
    return tuple(Period(day, _first(day.year, day.month), f"{MONTHS[day.month - 1]} {day.year}") for day in starts)


def _quarters(today: date, count: int) -> tuple[Period, ...]:
    begin = (today.month - 1) // 3 * 3
    starts = [_first(today.year, begin - 3 * back) for back in range(count)]
    return tuple(
        Period(day, _first(day.year, day.month + 2), f"{(day.month + 2) // 3}. Quartal {day.year}") for day in starts
    )


def _years(today: date, count: int) -> tuple[Period, ...]:
    return tuple(
        Period(date(year, 1, 1), date(year + 1, 1, 1), f"Jahr {year}")
        for year in range(today.year, today.year - count, -1)
    )
