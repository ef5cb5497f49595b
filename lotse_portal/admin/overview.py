"""What the admin page shows, read from the tables: devices with the health they last told, by their stations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from lotse_portal import purging, tables
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


def stations(connection: Connection, account: Account) -> list[tuple[str, str]]:
    """Return (id, name) of the stations of an account, by name."""
    found = connection.execute(select(tables.stations.c.id, tables.stations.c.name).order_by(tables.stations.c.name))
    return [(row.id, row.name) for row in found if account.sees(row.id)]


def devices(connection: Connection, account: Account) -> list[Seen]:
    """Return every device of the stations of an account, those that were silent longest first."""
    named = select(tables.devices, tables.stations.c.name.label("station_name")).join(
        tables.stations, tables.stations.c.id == tables.devices.c.station
    )
    unanswered = purging.outstanding(connection)
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
            None if row.health == "{}" else Health.model_validate_json(row.health),
            unanswered.get(row.id, 0),
        )
        for row in found
        if account.sees(row.station)
    ]


def device(connection: Connection, account: Account, device_id: str) -> Seen | None:
    """Return one device with its orders, None where there is none that the account may see."""
    found = next((one for one in devices(connection, account) if one.id == device_id), None)
    if found is None:
        return None
    order = tables.orders.c
    made = select(order.kind, order.made_at, order.handed_at, order.done_at).where(order.device == device_id)
    ordered = tuple((row.kind, row.made_at, row.handed_at, row.done_at) for row in connection.execute(made))
    fields = {name: getattr(found, name) for name in Seen.__slots__}
    return Seen(**fields | {"ordered": ordered})
