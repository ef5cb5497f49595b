"""The session record that everybody in the comparison carries; standard library only, Anki's Python reads it too."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

_TOPICS = ("Wohngeld", "Führerschein umtauschen", "Wohnsitz anmelden", "Kindergeld", "Schwerbehindertenausweis")
_RESULTS = ("done", "referred", "not_done", "again")


def session(number: int, station: str) -> dict[str, Any]:
    """Return one session record, as large and as varied as real ones."""
    start = datetime(2026, 1, 5, 8, tzinfo=UTC) + timedelta(minutes=17 * number)
    return {
        "kind": "single",
        "station": station,
        "pilot": str(uuid.UUID(int=number % 7 << 64 | 77)),
        "start": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "end": (start + timedelta(minutes=5 + number % 40)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "result": _RESULTS[number % 4],
        "topics": [_TOPICS[number % 5], _TOPICS[number * 7 % 5]],
        "people": 1 + number % 3,
        "channel": "in_person",
        "language": "de",
        "place": "town_hall",
        "deleted": False,
    }
