"""Operator, station, pilots, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.people import NOTICE_TEXT, Operator, Pilot, PlaceType, Role, Station, Undertaking
from lotse_app.models.problems import Code, refuse
from lotse_app.models.trail import Deed
from lotse_app.store.columns import day_or_none, read_day_or_none
from lotse_app.store.german import sort_key
from lotse_app.store.settings import save_setting, setting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Row

    from lotse_app.models.operation import Operation
    from lotse_app.store.connection import Connection
    from lotse_app.store.outbox import OutboxTable
    from lotse_app.store.trail import TrailTable


#: Which wording of the Art. 13 sheet the stored version belongs to; each later one counts one more.
_NOTICE_TEXT = "datenschutz.wortlaut"


class StationTable:
    """Implements ``ports.StationRows``."""

    def __init__(self, connection: Connection, outbox: OutboxTable, trail: TrailTable) -> None:
        self._connection = connection
        self._outbox = outbox
        self._trail = trail

    def set_up(self, operator: Operator, station: Station, pilot: Pilot, operations: Sequence[Operation]) -> None:
        """Write the first-run records in one transaction."""
        with self._connection.atomic():
            self._write(operator, station)
            self._write_pilot(pilot)
            self._outbox.append(operations)
            self._trail.note(Deed.PILOT, pilot.id)

    def operator(self) -> Operator:
        """Return the operator of this store's station. Raises RECORD_MISSING before set-up."""
        row = self._connection.row(
            "SELECT operator.* FROM operator JOIN station ON station.operator_id = operator.id WHERE station.own = 1"
        )
        if row is None:
            raise refuse(Code.RECORD_MISSING, kind="operator")
        return Operator(
            id=row["id"],
            name=row["name"],
            address=row["address"],
            data_protection_contact=row["data_protection_contact"],
            public_body=bool(row["public_body"]),
            notice_version=row["notice_version"] + NOTICE_TEXT - int(self.setting(_NOTICE_TEXT, "1")),
        )

    def station(self) -> Station:
        """Return the station of this store. Raises RECORD_MISSING before set-up."""
        row = self._connection.row("SELECT * FROM station WHERE own = 1")
        if row is None:
            raise refuse(Code.RECORD_MISSING, kind="station")
        return Station(
            id=row["id"],
            operator_id=row["operator_id"],
            name=row["name"],
            place_type=PlaceType(row["place_type"]),
            ags=row["ags"],
            reception_point=bool(row["reception_point"]),
            telephone=row["telephone"],
            hours=row["hours"],
        )

    def pilots(self) -> tuple[Pilot, ...]:
        """Return all pilots, also those who left, by name in German order."""
        return tuple(map(_read_pilot, self._connection.rows("SELECT * FROM pilot ORDER BY sort_name, id")))

    def save_station(self, operator: Operator, station: Station, operations: Sequence[Operation]) -> None:
        """Change operator and station data."""
        with self._connection.atomic():
            self._write(operator, station)
            self._outbox.append(operations)
            self._trail.note(Deed.STATION, station.id)

    def save_pilot(self, pilot: Pilot, operations: Sequence[Operation]) -> None:
        """Add or change a pilot."""
        with self._connection.atomic():
            self._write_pilot(pilot)
            self._outbox.append(operations)
            self._trail.note(Deed.PILOT, pilot.id)

    def note_access(self, pilot_id: str) -> None:
        """Note in the trail that a pilot's access to this device was set up anew."""
        self._trail.note(Deed.PILOT, pilot_id, reason="zugang")

    def setting(self, key: str, default: str = "") -> str:
        """Return one setting."""
        return setting(self._connection, key, default)

    def save_setting(self, key: str, value: str) -> None:
        """Write one setting."""
        save_setting(self._connection, key, value)

    def _write(self, operator: Operator, station: Station) -> None:
        self._connection.put(
            "operator",
            {
                "id": operator.id,
                "name": operator.name,
                "address": operator.address,
                "data_protection_contact": operator.data_protection_contact,
                "public_body": int(operator.public_body),
                "notice_version": operator.notice_version,
            },
        )
        save_setting(self._connection, _NOTICE_TEXT, str(NOTICE_TEXT))
        self._connection.run("UPDATE station SET own = 0 WHERE id <> ?", (station.id,))
        self._connection.put(
            "station",
            {
                "id": station.id,
                "operator_id": station.operator_id,
                "name": station.name,
                "place_type": station.place_type.value,
                "ags": station.ags,
                "reception_point": int(station.reception_point),
                "telephone": station.telephone,
                "hours": station.hours,
                "own": 1,
            },
        )

    def _write_pilot(self, pilot: Pilot) -> None:
        self._connection.put(
            "pilot",
            {
                "id": pilot.id,
                "name": pilot.name,
                "sort_name": sort_key(pilot.name),
                "role": pilot.role.value,
                "responsible": int(pilot.responsible),
                "active": int(pilot.active),
                "undertaking_on": day_or_none(pilot.undertaking.on if pilot.undertaking else None),
                "undertaking_version": pilot.undertaking.version if pilot.undertaking else None,
            },
        )


def _read_pilot(row: Row) -> Pilot:
    signed_on = read_day_or_none(row["undertaking_on"])
    return Pilot(
        id=row["id"],
        name=row["name"],
        role=Role(row["role"]),
        responsible=bool(row["responsible"]),
        active=bool(row["active"]),
        undertaking=None if signed_on is None else Undertaking(signed_on, row["undertaking_version"]),
    )
