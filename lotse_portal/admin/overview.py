"""What the admin page shows, read from the tables: devices with the health they last told, by their stations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from lotse_portal import purging, tables
from lotse_portal.orders import WIPE
from lotse_portal.wire import Health

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from lotse_portal.admin.accounts import Account


@dataclass(frozen=True, slots=True)
class Seen:
    """A device: who it is, when it was last heard of, what it told then, what waits for it.

    ``told`` is None where it never reported. ``ordered`` are (kind, made, handed over, done) of its orders.
    """

    id: str
    name: str
    station: str
    station_name: str
    role: str
    state: str
    enrolled_at: str
    seen_at: str
    told: Health | None
    unanswered: int
    ordered: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def title(self) -> str:
        """Return what the device is called."""
        return self.name or f"Gerät {self.id[:8]}"

    @property
    def wipe(self) -> tuple[str, str, str] | None:
        """Return when it was ordered to wipe, when that was handed over and when done; None where it never was."""
        return next((order[1:] for order in reversed(self.ordered) if order[0] == WIPE), None)

    @property
    def unwiped(self) -> bool:
        """Return whether it was ordered to wipe and did not say that it has."""
        return self.wipe is not None and not self.wipe[2]


def stations(connection: Connection, account: Account) -> list[tuple[str, str]]:
    """Return (id, name) of the stations of an account, by name."""
    found = connection.execute(select(tables.stations.c.id, tables.stations.c.name).order_by(tables.stations.c.name))
    return [(row.id, row.name) for row in found if account.sees(row.id)]


def devices(connection: Connection, account: Account, now: datetime) -> list[Seen]:
    """Return every device of the stations of an account, those that were silent longest first."""
    named = select(tables.devices, tables.stations.c.name.label("station_name")).join(
        tables.stations, tables.stations.c.id == tables.devices.c.station
    )
    unanswered, ordered = purging.outstanding(connection), _orders(connection)
    found = connection.execute(named.order_by(tables.devices.c.seen_at, tables.devices.c.id))
    return [
        Seen(
            row.id,
            row.name,
            row.station,
            row.station_name,
            row.role,
            row.state,
            row.enrolled_at,
            row.seen_at,
            None if row.health == "{}" else _by_now(Health.model_validate_json(row.health), row.seen_at, now),
            unanswered.get(row.id, 0),
            tuple(ordered.get(row.id, ())),
        )
        for row in found
        if account.sees(row.station)
    ]


def _by_now(told: Health, seen_at: str, now: datetime) -> Health:
    """Return what a device told, with what waits there older by the time it was not heard of since."""
    silent = max(0, round((now - datetime.fromisoformat(seen_at)).total_seconds()))
    return told.model_copy(update={"oldest_seconds": told.oldest_seconds + silent}) if told.waiting else told


def device(connection: Connection, account: Account, device_id: str, now: datetime) -> Seen | None:
    """Return one device, None where there is none that the account may see."""
    return next((one for one in devices(connection, account, now) if one.id == device_id), None)


def _orders(connection: Connection) -> dict[str, list[tuple[str, str, str, str]]]:
    """Return (kind, made, handed over, done) of the orders of every device that has any, the oldest first."""
    order = tables.orders.c
    found: dict[str, list[tuple[str, str, str, str]]] = {}
    for row in connection.execute(select(tables.orders).order_by(order.made_at, order.id)):
        found.setdefault(row.device, []).append((row.kind, row.made_at, row.handed_at, row.done_at))
    return found
