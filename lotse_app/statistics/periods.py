"""The months that a period touches."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.models.figures import Period


def months(period: Period) -> tuple[date, ...]:
    """Return the first days of all months that the period touches."""
    found = []
    month = period.start.replace(day=1)
    while month < period.end:
        found.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return tuple(found)
