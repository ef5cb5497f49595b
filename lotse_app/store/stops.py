"""Stops of the station."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from lotse_app.models.people import PlaceType
from lotse_app.models.stops import Stop
from lotse_app.models.trail import Deed
from lotse_app.store.columns import day_or_none, document, read_day_or_none, read_document

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Row

    from lotse_app.models.operation import Operation
    from lotse_app.store.connection import Connection
    from lotse_app.store.outbox import OutboxTable
    from lotse_app.store.trail import TrailTable


class StopTable:
    """Implements ``agenda_ports.StopRows``."""

    def __init__(self, connection: Connection, outbox: OutboxTable, trail: TrailTable) -> None:
        self._connection = connection
        self._outbox = outbox
        self._trail = trail

    def all(self) -> tuple[Stop, ...]:
        """Return every stop, by name."""
        rows = self._connection.rows("SELECT * FROM stop ORDER BY name, weekday, starts, id")
        return tuple(_read(row) for row in rows)

    def save(self, stop: Stop, operations: Sequence[Operation]) -> None:
        """Add or change a stop."""
        with self._connection.atomic():
            self._connection.put("stop", _row(stop))
            self._outbox.append(operations)
            self._trail.note(Deed.STATION, stop.id)

    def remove(self, stop_id: str, operations: Sequence[Operation]) -> None:
        """Take a stop away; sessions keep its id. Nothing happens where there is none."""
        with self._connection.atomic():
            if self._connection.run("DELETE FROM stop WHERE id = ?", (stop_id,)):
                self._outbox.append(operations)
                self._trail.note(Deed.STATION, stop_id)


def _row(stop: Stop) -> dict[str, str | int | None]:
    return {
        "id": stop.id,
        "name": stop.name,
        "ags": stop.ags,
        "place_type": stop.place_type.value,
        "starts": stop.starts.isoformat("minutes"),
        "ends": stop.ends.isoformat("minutes"),
        "weekday": stop.weekday,
        "weeks": stop.weeks,
        "since": day_or_none(stop.since),
        "until": day_or_none(stop.until),
        "dates": document([day.isoformat() for day in stop.dates]),
    }


def _read(row: Row) -> Stop:
    return Stop(
        id=row["id"],
        name=row["name"],
        ags=row["ags"],
        place_type=PlaceType(row["place_type"]),
        starts=time.fromisoformat(row["starts"]),
        ends=time.fromisoformat(row["ends"]),
        weekday=row["weekday"],
        weeks=row["weeks"],
        since=read_day_or_none(row["since"]),
        until=read_day_or_none(row["until"]),
        dates=tuple(date.fromisoformat(day) for day in read_document(row["dates"])),
    )
