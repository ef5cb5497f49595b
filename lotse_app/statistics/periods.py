"""The months that a period touches, and the period of the same length before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lotse_app.models.figures import Period

if TYPE_CHECKING:
    from collections.abc import Iterator


def months(period: Period) -> tuple[date, ...]:
    """Return the first days of all months that the period touches."""
    return tuple(_months(period))


def before(period: Period) -> Period:
    """Return the period just before: as many months where it is whole months, else as many days."""
    if period.whole_months:
        index = period.start.year * 12 + period.start.month - 1 - len(months(period))
        return Period(date(index // 12, index % 12 + 1, 1), period.start, "Zeitraum davor")
    return Period(period.start - (period.end - period.start), period.start, "Zeitraum davor")


def _months(period: Period) -> Iterator[date]:
    month = period.start.replace(day=1)
    while month < period.end:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
