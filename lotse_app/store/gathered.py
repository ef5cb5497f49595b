"""Figures of many stations: one's own contacts, those of station files and of the portal, each once, in memory.

It has the schema of a store, so that every figure, filter and cross is counted by the same code. It is filled on the
report lane when somebody asks, and again when anything in the store has changed since.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lotse_app.models.station_file import newest_of_family, united
from lotse_app.models.station_text import kept_contact, read_case
from lotse_app.store.columns import read_document
from lotse_app.store.connection import MemoryConnection
from lotse_app.store.figure_cases import placed_cases, write_placed_cases
from lotse_app.store.figure_words import ContactWords
from lotse_app.store.figures import FigureCounts
from lotse_app.store.migrations.steps import STEPS, take_steps
from lotse_app.store.own_figures import own_contacts
from lotse_app.store.portal_contacts import PortalContacts, portal_contacts
from lotse_app.store.station_files import held

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from lotse_app.clock import Clock
    from lotse_app.models.portal_contact import PortalStation
    from lotse_app.models.station_file import Contact, FileStation, HeldFile, Origin, PlacedCase
    from lotse_app.store.connection import Connection

#: Of two that were corrected equally often a station file knows more than the portal: what was begun in it.
_OLDEST = datetime.min.replace(tzinfo=UTC)
#: Stands in columns that no figure reads: contacts of others have no pilot and no clock time.
_NOBODY, _NEVER = "", "1970-01-01T00:00:00.000000Z"
_AS_IT_IS = (
    "station_id", "ags", "place_type", "kind", "access", "people", "age_band", "first_contact", "language",
    "seconds", "minutes", "first_people", "preparation", "travel", "distance",
)  # fmt: skip


class Gathered:
    """Holds the database in memory; ``connection`` is the reading one. Report lane."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._store = connection
        self._clock = clock
        self._state: int | None = None
        self._memory: Connection | None = None
        self._held: tuple[HeldFile, ...] = ()
        self._portal = PortalContacts()

    def figures(self, own: Origin, names: Mapping[str, str]) -> FigureCounts:
        """Return what counts over all stations, as of now; ``own`` is where this store's contacts come from.

        ``names`` are those of services by id: the portal tells ids only.
        """
        state = self._store.value("PRAGMA data_version")
        if self._memory is None or state != self._state:
            self.close()
            with self._store.one_state():
                self._held = held(self._store)
                self._portal = portal_contacts(self._store, names)
                self._memory = self._filled(own)
            self._state = state
        return FigureCounts(self._memory)

    def held(self) -> tuple[HeldFile, ...]:
        """Return the files that the figures are made of."""
        return self._held

    def portal(self) -> tuple[PortalStation, ...]:
        """Return the stations whose contacts the figures have of the portal."""
        return self._portal.stations

    def close(self) -> None:
        """Let the database go."""
        if self._memory is not None:
            self._memory.close()
            self._memory = None

    def _filled(self, own: Origin) -> Connection:
        memory = MemoryConnection()
        take_steps(memory, self._clock, STEPS)
        with memory.atomic():
            told = [one.station for one in self._portal.stations]
            _write_stations(memory, [one.origin.station for one in self._held] + told + [own.station])
            _write_contacts(memory, united(self._named_alike(self._contacts(own.made_at))))
            write_placed_cases(memory, self._cases(own))
        return memory

    def _contacts(self, now: datetime) -> Iterator[tuple[datetime, Contact]]:
        """Yield contacts with the moment they were known to be so."""
        for contact in own_contacts(self._store):
            yield now, contact
        for contact in self._portal.contacts:
            yield _OLDEST, contact
        asked = max((one.known_at for one in self._portal.stations if one.known_at is not None), default=_OLDEST)
        made = {one.origin.source: one.origin.made_at for one in self._held}
        sql = "SELECT source, content FROM station_file_contact JOIN station_file ON station_file.number = file"
        for row in self._store.rows(sql):
            contact = kept_contact(read_document(row["content"]))
            if made[row["source"]] > asked or contact.key not in self._portal.gone:
                yield made[row["source"]], contact

    def _named_alike(self, contacts: Iterable[tuple[datetime, Contact]]) -> Iterator[tuple[datetime, Contact]]:
        """Yield contacts with one name for a station: files call it as its device does, the portal in its own way.

        A contact that both know says which station of the one is which of the other.
        """
        there = {one.key: one.station_id for one in self._portal.contacts}
        found = list(contacts)
        other = {one.station_id: there[one.key] for _, one in found if one.key in there}
        for at, one in found:
            yield at, replace(one, station_id=other.get(one.station_id, one.station_id))

    def _cases(self, own: Origin) -> Iterator[PlacedCase]:
        counted = newest_of_family([own, *(one.origin for one in self._held)])
        if own.source in counted:
            yield from placed_cases(self._store)
        sql = "SELECT content FROM station_file_case JOIN station_file ON station_file.number = file WHERE source = ?"
        for source in sorted(counted - {own.source}):
            for row in self._store.rows(sql, (source,)):
                yield read_case(read_document(row["content"]))


def _write_stations(memory: Connection, stations: Iterable[FileStation]) -> None:
    """Write the names that figures show; ``stations`` may name one twice, the last one stays."""
    memory.insert("operator", {
        "id": _NOBODY, "name": "", "address": "", "data_protection_contact": "", "public_body": 1, "notice_version": 1,
    })  # fmt: skip
    for one in stations:
        row = {"id": one.id, "operator_id": _NOBODY, "name": one.name, "place_type": one.place_type, "ags": one.ags}
        memory.put("station", row | {"reception_point": 0, "own": 0})


def _write_contacts(memory: Connection, contacts: Iterable[Contact]) -> None:
    """Write contacts in this order; the newest label of a service is that of the last one."""
    numbered = list(enumerate(contacts, start=1))
    words = ContactWords()
    rows = [_row(number, one, words.columns(one)) for number, one in numbered]
    memory.insert_many("figure_word", ("piece", "number", "word", "uses"), words.rows())
    if rows:
        memory.insert_many("session", tuple(rows[0]), (tuple(row.values()) for row in rows))
    for table, columns, several in _SEVERAL:
        memory.insert_many(table, ("session", *columns), ((at, *row) for at, one in numbered for row in several(one)))


def _topics(contact: Contact) -> Iterator[tuple[Any, ...]]:
    return ((at, service, label) for at, (service, label) in enumerate(contact.topics))


def _obstacles(contact: Contact) -> Iterator[tuple[Any, ...]]:
    return enumerate(contact.obstacles)


def _devices(contact: Contact) -> Iterator[tuple[Any, ...]]:
    return enumerate(contact.devices)


def _tags(contact: Contact) -> Iterator[tuple[Any, ...]]:
    return enumerate(contact.tags)


def _heads(contact: Contact) -> Iterator[tuple[Any, ...]]:
    return iter(contact.heads)


def _begun(contact: Contact) -> Iterator[tuple[Any, ...]]:
    return iter([(contact.begun,)] if contact.begun else [])


#: Tables beside ``session``, their columns, and the rows of one contact.
_SEVERAL = (
    ("session_topic", ("position", "service_id", "label"), _topics),
    ("session_obstacle", ("position", "obstacle"), _obstacles),
    ("session_device", ("position", "device"), _devices),
    ("session_tag", ("position", "tag"), _tags),
    ("session_heads", ("kind", "value", "count"), _heads),
    ("session_past", ("applications",), _begun),
)


def _row(number: int, contact: Contact, characters: dict[str, str]) -> dict[str, Any]:
    return {
        "number": number,
        "id": contact.key,
        "pilot_id": _NOBODY,
        "role": _NOBODY,
        "started_at": _NEVER,
        "beat_at": _NEVER,
        "ended_at": _NEVER,
        "local_day": contact.day,
        "help_kind": contact.help_kind or None,
        "result": contact.result or None,
        "note": "",
        "short_contact": 0,
        **characters,
        **{name: getattr(contact, name) for name in _AS_IT_IS},
    }
