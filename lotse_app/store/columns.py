"""How values lie in columns: times as UTC text with microseconds, documents as JSON text."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any


def moment_text(moment: datetime) -> str:
    """Return ``2026-03-02T09:11:12.000000Z``; sorts as text. A time without zone is a bug."""
    if moment.tzinfo is None:
        message = "a stored moment needs its zone"
        raise ValueError(message)
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def moment_or_none(moment: datetime | None) -> str | None:
    """Return the text of a moment, or None."""
    return None if moment is None else moment_text(moment)


def read_moment(text: str) -> datetime:
    """Return the moment of a column, in UTC."""
    return datetime.fromisoformat(text)


def read_moment_or_none(text: str | None) -> datetime | None:
    """Return the moment of a column that may be NULL."""
    return None if text is None else read_moment(text)


def day_or_none(day: date | None) -> str | None:
    """Return a day as ``2026-03-02``, or None."""
    return None if day is None else day.isoformat()


def read_day(text: str) -> date:
    """Return the day of a column."""
    return date.fromisoformat(text)


def read_day_or_none(text: str | None) -> date | None:
    """Return the day of a column that may be NULL."""
    return None if text is None else date.fromisoformat(text)


def document(value: object) -> str:
    """Return compact JSON text that keeps the order of keys and every letter."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def read_document(text: str) -> Any:  # noqa: ANN401 - JSON holds any type
    """Return the value of a JSON column."""
    return json.loads(text)
