"""What an operation costs the portal while 10⁴, 10⁵, 10⁶ lie there: ``python -m benchmarks.sync.cost``.

Writes docs/nachweise/portal-kosten.md: milliseconds on a real PostgreSQL that waits for its disk, the plans of every
statement at the largest size, and the arithmetic for a country. Calls what the endpoints call, without HTTP.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, text

from benchmarks.measuring import QUICK, spread
from benchmarks.sync.arithmetic import arithmetic
from lotse_portal import feed, reducer, rows
from lotse_portal.database import Database
from lotse_portal.operations import Act, Batch, Device, Kind, Operation, Role
from scripts.house import ROOT
from tests.chance import seeded
from tests.portal.databases import fresh_database, postgres

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = ROOT / "docs" / "nachweise" / "portal-kosten.md"
SIZES = (1_000,) if QUICK in sys.argv else (10_000, 100_000, 1_000_000)
STATIONS, DEVICES = 100, 300
ROUNDS = 3 if QUICK in sys.argv else 40
_DOC = {
    "kind": "single", "station": "", "start": "2026-11-22T08:00:00Z", "end": "2026-11-22T08:20:00Z",
    "pilot": "0192f0c4-7d1e-7c7a-9a53-5c1de3a0f001", "result": "done", "topics": ["Wohngeld erklärt"], "people": 1,
    "channel": "in_person", "language": "de", "place": "town_hall", "obstacles": [], "deleted": False,
}  # fmt: skip
#: Everything that stands in the way of a row is made by the server itself: a million of them in a minute.
_FILL = """
INSERT INTO stations (id, name, operator, change)
  SELECT 'station-' || s, 'Station ' || s, '', :each FROM generate_series(0, :stations - 1) s;
INSERT INTO devices (id, station, role, state, name, sign_key, receive_key, enrolled_at, seen_at, health, operator)
  SELECT 'device-' || d, 'station-' || d % :stations, 'pilot', 'active', '', 'key-' || d, '', '', '', '', ''
  FROM generate_series(0, :devices - 1) d;
INSERT INTO operations (op, verdict, change, detail)
  SELECT gen_random_uuid()::text, 'ok', n / :stations + 1, '{}' FROM generate_series(0, :size - 1) n;
INSERT INTO entries (device, log, seq, op)
  SELECT 'device-' || n % :devices, 'log-' || n % :devices, n / :devices + 1, gen_random_uuid()::text
  FROM generate_series(0, :size - 1) n;
INSERT INTO records (kind, id, station, device, schema, doc, version, change, by, at, deleted)
  SELECT 'session', gen_random_uuid()::text, 'station-' || n % :stations, 'device-' || n % :devices, 1, :doc, 1,
    n / :stations + 1, 'pilot', '2026-01-01T00:00:00Z', FALSE FROM generate_series(0, :size - 1) n;
INSERT INTO logs (device, log, last_seq, durable_seq)
  SELECT 'device-' || d, 'log-' || d, (:size - 1 - d) / :devices + 1, 0 FROM generate_series(0, :devices - 1) d
"""


_PAGE = """# What the portal costs

Written by `python -m benchmarks.sync.cost` only. The columns say how many operations lie there already. {stations}
stations, {devices} devices, PostgreSQL that waits for its disk (fsync on), one connection.

{table}
{arithmetic}
## Plans at {size}

Tables of a hundred rows (stations) may be read from end to end; every other access goes by an index.

{plans}"""


@dataclass(slots=True)
class Portal:
    """A filled database, and how far each device's log is."""

    database: Database
    size: int
    last: dict[int, int] = field(default_factory=dict)

    def push(self, number: int, count: int) -> None:
        """Push new sessions of a device, as the endpoint does."""
        device = Device(f"device-{number}", f"station-{number % STATIONS}")
        seq = self.last.setdefault(number, (self.size - 1 - number) // DEVICES + 1)
        body = _DOC | {"station": device.station}
        ops = tuple(
            Operation(
                seq + at, str(uuid.uuid4()), Act.CREATE, Kind.SESSION, str(uuid.uuid4()), "pilot",
                "2026-11-22T09:11:12Z", 1, body,
            )
            for at in range(1, count + 1)
        )  # fmt: skip
        batch = Batch(f"log-{number}", 1, ops)
        with self.database.write() as connection:
            held = rows.hold(connection, device, batch)
            rows.write(connection, device, batch, reducer.push(held, device, batch))
        self.last[number] = seq + count

    def read(self, device: Device, behind: int, limit: int = 500) -> None:
        """Read one page, so many changes behind the newest of each station."""
        with self.database.read() as connection:
            statement = text("SELECT id, change FROM stations WHERE id = ANY(:ids)")
            newest = {row.id: row.change for row in connection.execute(statement, {"ids": sorted(device.scope)})}
            read = {station: max(0, number - behind) for station, number in newest.items()}
            feed.page(device, 1, read, rows.changed(connection, read, limit), limit)


def filled(server: str, size: int) -> Portal:
    """Return a portal that holds so many operations, evenly over stations and devices."""
    database = Database(fresh_database(server))
    database.migrate()
    values = {"size": size, "stations": STATIONS, "devices": DEVICES, "each": size // STATIONS, "doc": json.dumps(_DOC)}
    with database.write() as connection:
        for statement in _FILL.split(";"):
            wanted = {name: value for name, value in values.items() if f":{name}" in statement}
            connection.execute(text(statement), wanted)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    return Portal(database, size)


def measured(work: Callable[[], object]) -> list[float]:
    """Return how many milliseconds each round took; the first warms up."""
    work()
    taken = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - begin))
    return taken


def figures(portal: Portal) -> dict[str, list[float]]:
    """Return what each act takes."""
    chance = seeded(6)
    pilot = Device("device-1", "station-1")
    others = frozenset(f"station-{at}" for at in range(STATIONS))
    coordinator = Device("device-0", "station-0", Role.COORDINATOR, others)

    def any_device() -> int:
        return chance.randrange(DEVICES)

    with portal.database.read() as connection:
        connection.execute(text("SELECT 1"))
    return {
        "push of one operation": measured(lambda: portal.push(any_device(), 1)),
        "push of 500, each": [one / 500 for one in measured(lambda: portal.push(any_device(), 500))],
        "round without news": measured(lambda: portal.read(pilot, 0)),
        "round without news, coordinator of 100 stations": measured(lambda: portal.read(coordinator, 0)),
        "page of 100 new of one station": measured(lambda: portal.read(pilot, 100)),
        "first page of everything, coordinator": measured(lambda: portal.read(coordinator, portal.size)),
    }


def plans(portal: Portal) -> list[tuple[str, str]]:
    """Return every statement of a push and of a page with its plan, as PostgreSQL says it for these values."""
    heard: list[tuple[str, Any]] = []

    def listen(_connection: object, _cursor: object, statement: str, parameters: object, *_more: object) -> None:
        heard.append((statement, parameters[0] if isinstance(parameters, list) else parameters))

    event.listen(portal.database.engine, "before_cursor_execute", listen)
    portal.push(7, 2)
    portal.read(Device("device-7", "station-7"), 3)
    event.remove(portal.database.engine, "before_cursor_execute", listen)
    found: dict[str, str] = {}
    with portal.database.engine.begin() as connection:
        for statement, parameters in heard:
            if statement not in found:
                lines = connection.exec_driver_sql(f"EXPLAIN (COSTS OFF) {statement}", parameters)
                found[statement] = "\n".join(row[0] for row in lines)
        connection.rollback()
    return list(found.items())


def table(columns: dict[int, dict[str, list[float]]]) -> str:
    """Return the table of all sizes."""
    names = next(iter(columns.values()))
    head = " | ".join(f"{size:,}" for size in columns)
    body = "".join(
        f"| {name} | {' | '.join(spread(found[name], 2) for found in columns.values())} |\n" for name in names
    )
    return f"| ms, median (smallest–largest) of {ROUNDS} | {head} |\n|---|{'---:|' * len(columns)}\n{body}"


def main() -> None:
    """Measure each size; write the page."""
    columns: dict[int, dict[str, list[float]]] = {}
    said: list[tuple[str, str]] = []
    weight = 0
    with postgres(durable=True) as server:
        for size in SIZES:
            portal = filled(server, size)
            columns[size] = figures(portal)
            said = plans(portal)
            with portal.database.read() as connection:
                weight = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
            portal.database.close()
    listed = "".join(f"```sql\n{statement.strip()}\n```\n```\n{plan}\n```\n\n" for statement, plan in said)
    page = _PAGE.format(
        stations=STATIONS,
        devices=DEVICES,
        table=table(columns),
        arithmetic=arithmetic(columns[SIZES[-1]], weight / SIZES[-1]),
        size=f"{SIZES[-1]:,}",
        plans=listed,
    )
    if QUICK not in sys.argv:
        PAGE.write_text(page, "utf-8")
    sys.stdout.write(page)


if __name__ == "__main__":
    main()
