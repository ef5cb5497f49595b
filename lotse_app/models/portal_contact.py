"""A session as the portal holds it, as figures count it (design/sync, 1): the same contact a station file would name.

From other stations it comes with day and minutes, from the own one with start and end. Vorgänge that were begun in it
are not told; a station file that knows the same contact as well is believed before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeGuard

from lotse_app.clock import local_date
from lotse_app.models.contact import HeadKind
from lotse_app.models.session import FirstContact
from lotse_app.models.station_file import contact_key
from lotse_app.models.station_text import contact_from

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lotse_app.models.station_file import Contact, FileStation

#: Fields of a contact, and how the portal calls them.
_SAME = {
    "station_id": "station", "ags": "ags", "place_type": "place", "kind": "kind", "access": "access",
    "people": "people", "age_band": "age", "first_contact": "first_contact", "language": "language",
    "help_kind": "help", "result": "result", "preparation": "preparation", "travel": "travel", "distance": "distance",
    "obstacles": "obstacles", "devices": "devices", "tags": "tags", "heads": "heads",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PortalStation:
    """A station whose contacts the portal hands down, and when it was last asked."""

    station: FileStation
    known_at: datetime | None


def is_there(doc: Mapping[str, Any] | None) -> TypeGuard[Mapping[str, Any]]:
    """Return whether a session still counts: it is neither deleted for good nor in the bin."""
    return doc is not None and doc.get("deleted") is not True


def contact_of(record_id: str, version: int, doc: Mapping[str, Any], names: Mapping[str, str]) -> Contact:
    """Return the contact of a session; ``names`` are those of services by id. Raises ValueError where it is none."""
    try:
        day, seconds, minutes = _when(doc)
        values = {name: doc[told] for name, told in _SAME.items()}
        topics = [[one, names[one]] if one in names else ["", one] for one in doc["topics"]]
        first = _first_people(doc)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError from error
    return contact_from({
        **values, "key": contact_key(record_id), "revision": version - 1, "day": day, "seconds": seconds,
        "minutes": minutes, "first_people": first, "begun": 0, "topics": topics,
    })  # fmt: skip


def _when(doc: Mapping[str, Any]) -> tuple[str, int, int]:
    """Return day, seconds and minutes."""
    if "day" in doc:
        return doc["day"], doc["minutes"] * 60, doc["minutes"]
    start, end = (datetime.fromisoformat(doc[name]) for name in ("start", "end"))
    seconds = (end - start).total_seconds()
    return local_date(start).isoformat(), int(seconds), int(seconds / 60 + 0.5)


def _first_people(doc: Mapping[str, Any]) -> int:
    """Return of how many persons *zum ersten Mal hier* was said."""
    heads = [(value, count) for kind, value, count in doc["heads"] if kind == HeadKind.FIRST_CONTACT.value]
    if heads:
        return sum(count for value, count in heads if value == FirstContact.YES.value)
    return int(doc["people"]) if doc["first_contact"] == FirstContact.YES.value else 0
