"""Sessions that only the portal holds, for figures over all stations; and the stations they are of."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.models.people import PlaceType
from lotse_app.models.portal_contact import PortalStation, contact_of, is_there
from lotse_app.models.station_file import FileStation, contact_key
from lotse_app.store.columns import read_document
from lotse_app.store.membership import reached_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lotse_app.models.station_file import Contact
    from lotse_app.store.connection import Connection

_SESSIONS = "SELECT id, version, doc FROM portal_record WHERE kind = 'session' AND id NOT IN (SELECT id FROM session)"
_STATIONS = "SELECT id, doc FROM portal_record WHERE kind = 'station' AND doc IS NOT NULL"


@dataclass(frozen=True, slots=True)
class PortalContacts:
    """What the portal was last read to hold of other devices.

    ``gone`` are the keys of what was deleted there; ``stations`` those that anything is of, by name.
    """

    contacts: tuple[Contact, ...] = ()
    gone: frozenset[str] = frozenset()
    stations: tuple[PortalStation, ...] = ()


def portal_contacts(connection: Connection, names: Mapping[str, str]) -> PortalContacts:
    """Return what figures count; a record that is none of ours is left out."""
    contacts, gone = [], set[str]()
    for row in connection.rows(_SESSIONS):
        doc = None if row["doc"] is None else read_document(row["doc"])
        if not is_there(doc):
            gone.add(contact_key(row["id"]))
            continue
        with suppress(ValueError):
            contacts.append(contact_of(row["id"], row["version"], doc, names))
    stations = _stations(connection, {one.station_id for one in contacts})
    return PortalContacts(tuple(contacts), frozenset(gone), stations)


def _stations(connection: Connection, wanted: Iterable[str]) -> tuple[PortalStation, ...]:
    docs = {row["id"]: read_document(row["doc"]) for row in connection.rows(_STATIONS)}
    at = reached_at(connection)
    found = [PortalStation(_station(one, docs.get(one, {})), at) for one in wanted]
    return tuple(sorted(found, key=lambda one: (one.station.name.casefold(), one.station.id)))


def _station(identity: str, doc: Mapping[str, object]) -> FileStation:
    """Return a station as the portal tells of it; where it told nothing yet, by its number."""
    place = str(doc.get("place", ""))
    return FileStation(
        identity,
        str(doc.get("name", "")) or f"Stützpunkt {identity[:8]}",
        place if place in set(PlaceType) else PlaceType.OTHER.value,
        str(doc.get("ags", "")),
        str(doc.get("operator_name", "")),
    )
