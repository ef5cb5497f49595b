"""What figures count of this store, as a station file carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.station_file import Contact, contact_key
from lotse_app.store.columns import read_document
from lotse_app.store.figure_cases import begun_applications
from lotse_app.store.statements import statement

if TYPE_CHECKING:
    from sqlite3 import Row

    from lotse_app.store.connection import Connection

_AS_IT_IS = (
    "revision", "day", "station_id", "ags", "place_type", "kind", "access", "people", "age_band", "first_contact",
    "language", "help_kind", "result", "seconds", "minutes", "first_people", "preparation", "travel", "distance",
)  # fmt: skip


def own_contacts(connection: Connection) -> tuple[Contact, ...]:
    """Return every ended contact that is not in the bin, by its key: their order says nothing of the day's."""
    begun = begun_applications(connection)
    found = [_contact(row, begun.get(str(row["number"]), 0)) for row in connection.rows(statement("contacts"))]
    return tuple(sorted(found, key=lambda one: one.key))


def _contact(row: Row, begun: int) -> Contact:
    heads = read_document(row["heads"])
    return Contact(
        key=contact_key(row["id"]),
        begun=begun,
        topics=tuple((service, label) for service, label in read_document(row["topics"])),
        obstacles=tuple(read_document(row["obstacles"])),
        devices=tuple(read_document(row["devices"])),
        tags=tuple(read_document(row["tags"])),
        heads=tuple((kind, value, count) for kind, counts in heads.items() for value, count in counts.items()),
        **{name: row[name] for name in _AS_IT_IS},
    )
