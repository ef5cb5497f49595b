"""Addresses of offices that pilots of this station entered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lotse_app.models.office import Office
from lotse_app.models.trail import Deed
from lotse_app.store.columns import moment_text, read_moment

if TYPE_CHECKING:
    from datetime import datetime
    from sqlite3 import Row

    from lotse_app.store.connection import Connection
    from lotse_app.store.trail import TrailTable


class OfficeTable:
    """Implements ``letter_ports.OfficeRows``."""

    def __init__(self, connection: Connection, trail: TrailTable) -> None:
        self._connection = connection
        self._trail = trail

    def entered(self, ags: str, authority: str) -> Office | None:
        """Return what was entered for an office."""
        row = self._connection.row("SELECT * FROM office WHERE ags = ? AND authority = ?", (ags, authority))
        return None if row is None else _read(row)

    def enter(self, ags: str, authority: str, office: Office, at: datetime) -> None:
        """Write an address; one that was entered before is replaced."""
        with self._connection.atomic():
            self._connection.put(
                "office",
                {
                    "ags": ags,
                    "authority": authority,
                    "name": office.name,
                    "street": office.street,
                    "postcode": office.postcode,
                    "town": office.town,
                    "source": office.source,
                    "checked": office.checked.isoformat(),
                    "entered_at": moment_text(at),
                },
                ("ags", "authority"),
            )
            self._trail.note(Deed.OFFICE, ags)

    def forget(self, ags: str, authority: str) -> None:
        """Take an entered address away; where none was entered nothing is written."""
        with self._connection.atomic():
            gone = self._connection.run("DELETE FROM office WHERE ags = ? AND authority = ?", (ags, authority))
            if gone:
                self._trail.note(Deed.OFFICE, ags)

    def all_entered(self) -> tuple[tuple[str, str, Office], ...]:
        """Return all entered ones as (AGS, authority, office), by name."""
        rows = self._connection.rows("SELECT * FROM office ORDER BY name, authority, ags")
        return tuple((row["ags"], row["authority"], _read(row)) for row in rows)


def _read(row: Row) -> Office:
    return Office(
        row["name"],
        row["street"],
        row["postcode"],
        row["town"],
        row["source"],
        date.fromisoformat(row["checked"]),
        entered=True,
        entered_at=read_moment(row["entered_at"]),
    )
