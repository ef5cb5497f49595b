"""The signing key of this device, and station files that were read (ADR 0020)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.models.problems import Code, refuse
from lotse_app.models.station_file import HeldFile, Log
from lotse_app.models.station_text import case_row, contact_row, origin_object, read_origin
from lotse_app.models.trail import Deed
from lotse_app.store.columns import document, moment_text, read_document, read_moment
from lotse_app.store.portal_records import count_elsewhere

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lotse_app.models.station_file import Received
    from lotse_app.store.connection import Connection
    from lotse_app.store.trail import TrailTable


class StationFileTable:
    """Implements ``station_ports.StationFileRows``. Store lane."""

    def __init__(self, connection: Connection, trail: TrailTable) -> None:
        self._connection = connection
        self._trail = trail

    def secret(self) -> bytes | None:
        """Return the signing key of this device, None before the first file."""
        row = self._connection.row("SELECT secret FROM device_key")
        return None if row is None else bytes(row["secret"])

    def keep_secret(self, secret: bytes, at: datetime) -> None:
        """Keep the signing key. There is one, and it never changes."""
        with self._connection.atomic():
            self._connection.insert("device_key", {"id": 1, "secret": secret, "made_at": moment_text(at)})

    def note_made(self) -> None:
        """Note in the trail that a station file is written."""
        self._trail.note(Deed.STATION_FILE_MADE)

    def logs(self) -> tuple[Log, ...]:
        """Return the logs of this store, oldest first."""
        return logs(self._connection)

    def confirmed(self) -> dict[str, str]:
        """Return the fingerprints that somebody confirmed, by the source they were seen with."""
        rows = self._connection.rows("SELECT source, fingerprint FROM station_key")
        return {row["source"]: row["fingerprint"] for row in rows}

    def held(self) -> tuple[HeldFile, ...]:
        """Return the files that are held, by the name of the station."""
        return held(self._connection)

    def elsewhere(self) -> int:
        """Return how many sessions only the portal holds."""
        return count_elsewhere(self._connection)

    def take(self, received: Received, replaced: Sequence[str], at: datetime) -> None:
        """Hold a file instead of those of these sources, and its key as confirmed, in one transaction."""
        file, origin = received.file, received.file.origin
        with self._connection.atomic():
            for source in replaced:
                self._connection.run("DELETE FROM station_file WHERE source = ?", (source,))
            row = {
                "source": origin.source,
                "fingerprint": received.fingerprint,
                "digest": received.digest,
                "made_at": moment_text(origin.made_at),
                "origin": document(origin_object(origin)),
            }
            self._connection.insert("station_file", row)
            number = self._connection.value("SELECT number FROM station_file WHERE source = ?", (origin.source,))
            contacts = ((number, one.key, one.day, document(contact_row(one))) for one in file.contacts)
            self._connection.insert_many("station_file_contact", ("file", "key", "day", "content"), contacts)
            cases = ((number, one.fact.started, document(case_row(one))) for one in file.cases)
            self._connection.insert_many("station_file_case", ("file", "started", "content"), cases)
            known = {"source": origin.source, "fingerprint": received.fingerprint, "confirmed_at": moment_text(at)}
            self._connection.put("station_key", known, ("source",))
            self._trail.note(Deed.STATION_FILE_TAKEN, origin.station.id)

    def forget(self, source: str) -> None:
        """Forget a file and that its key was confirmed. Raises RECORD_MISSING."""
        with self._connection.atomic():
            if not self._connection.run("DELETE FROM station_file WHERE source = ?", (source,)):
                raise refuse(Code.RECORD_MISSING, kind="station_file")
            self._connection.run("DELETE FROM station_key WHERE source = ?", (source,))
            self._trail.note(Deed.STATION_FILE_FORGOTTEN, source)


def held(connection: Connection) -> tuple[HeldFile, ...]:
    """Return the files that are held, by the name of the station."""
    rows = connection.rows("SELECT origin, digest, fingerprint FROM station_file")
    found = [HeldFile(read_origin(read_document(row["origin"])), row["digest"], row["fingerprint"]) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.origin.station.name.casefold(), one.origin.source)))


def logs(connection: Connection) -> tuple[Log, ...]:
    """Return the logs of a store, oldest first."""
    rows = connection.rows("SELECT id, begun_at FROM log ORDER BY number")
    return tuple(Log(row["id"], read_moment(row["begun_at"])) for row in rows)


def forget_contacts_of_files(connection: Connection, before: datetime) -> int:
    """Delete contacts that others had before a moment, and cases begun before its month. Inside an open gate."""
    connection.run("DELETE FROM station_file_case WHERE started < ?", (f"{local_date(before):%Y-%m}",))
    return connection.run(
        "DELETE FROM station_file_contact WHERE day || 'T00:00:00.000000Z' <= ?", (moment_text(before),)
    )
