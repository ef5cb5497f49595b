"""Erasure by law (design/sync, 4 and 6): what is deleted without naming what was seen, and who carried it out.

The record is a tombstone then, and what was kept of operations on it goes with it. The ledger remembers the ids, so
that no backup brings the content back. Each device of the station erases its own copy and says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from lotse_portal import tables
from lotse_portal.clock import text_of
from lotse_portal.ledger import Entry
from lotse_portal.operations import Act, Kind, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from lotse_portal.ledger import Ledger
    from lotse_portal.operations import Batch, Device
    from lotse_portal.reducer import Answer, Held

#: So many ids stand on one line of the ledger.
_A_LINE = 200
#: What is told of an operation whose record was erased: nothing of what it held.
_ERASED = '{"why":"deleted"}'


def named(batch: Batch) -> bool:
    """Return whether a batch erases anything: then the ledger is locked before any station is."""
    return any(_erases(one.act, one.kind, one.body) for one in batch.ops)


def note(connection: Connection, ledger: Ledger, held: Held, answer: Answer, now: datetime) -> None:
    """Keep what a push erased, in its transaction."""
    done = {Verdict.OK, Verdict.MERGED}
    erased = {
        (one.kind, one.record_id)
        for one, outcome in answer.new
        if _erases(one.act, one.kind, one.body) and outcome.verdict in done
    }
    stations = {(record.kind, record.id): record.station for record in (*held.records.values(), *answer.records)}
    rows = [{"kind": kind.value, "id": name, "station": stations[kind, name]} for kind, name in sorted(erased)]
    enter(connection, rows, text_of(now))
    for start in range(0, len(rows), _A_LINE):
        ledger.append(Entry("purges", text_of(now), {"purges": rows[start : start + _A_LINE]}))


def forget_late(connection: Connection, answer: Answer) -> None:
    """Keep nothing of an operation that came for a record that was erased before."""
    late = {
        one.op: (one.kind.value, one.record_id) for one, outcome in answer.new if outcome.detail.get("why") == "deleted"
    }
    if not late:
        return
    purge, operation = tables.purges.c, tables.operations.c
    ids = sorted({name for _, name in late.values()})
    erased = {(row.kind, row.id) for row in connection.execute(select(purge.kind, purge.id).where(purge.id.in_(ids)))}
    gone = [op for op, key in late.items() if key in erased]
    if gone:
        connection.execute(update(tables.operations).where(operation.op.in_(gone)).values(kept=None, record=None))


def enter(connection: Connection, rows: Sequence[dict[str, str]], at: str) -> None:
    """Enter erasures and forget what was kept of operations on those records."""
    for row in rows:
        _insert_new(connection, "purges", [{**row, "at": at}])
        of_record = tables.operations.c.record == row["id"]
        connection.execute(update(tables.operations).where(of_record).values(kept=None, record=None, detail=_ERASED))


def do_again(connection: Connection, rows: Sequence[dict[str, str]], at: str) -> None:
    """Erase what a backup brought back."""
    record, station = tables.records.c, tables.stations.c
    enter(connection, rows, at)
    for row in rows:
        of_record = (record.kind == row["kind"]) & (record.id == row["id"]) & record.deleted.is_(False)
        version = connection.scalar(select(record.version).where(of_record))
        if version is None:
            continue
        of_station = station.id == row["station"]
        connection.execute(update(tables.stations).where(of_station).values(change=station.change + 1))
        number = connection.scalar(select(station.change).where(of_station))
        gone = {"doc": "{}", "deleted": True, "version": version + 1, "change": number, "at": at}
        connection.execute(update(tables.records).where(of_record).values(**gone))


def marked(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of the feed, those that were erased by law with ``purged``: nothing of them stays on any device."""
    told = [dict(row) for row in rows]
    gone = {row["id"] for row in told if row.get("deleted")}
    purge = tables.purges.c
    found = connection.execute(select(purge.kind, purge.id).where(purge.id.in_(sorted(gone)))) if gone else ()
    erased = {(row.kind, row.id) for row in found}
    return [row | {"purged": True} if (row["k"], row["id"]) in erased else row for row in told]


def take_receipts(
    connection: Connection, device: Device, receipts: Sequence[tuple[str, str, str]], now: datetime
) -> int:
    """Keep that a device erased (kind, id, proof); return how many are of erasures this device was told of."""
    purge = tables.purges.c
    ids = sorted({name for _, name, _ in receipts})
    mine = select(purge.kind, purge.id).where(purge.id.in_(ids), purge.station.in_(sorted(device.scope)))
    known = {(row.kind, row.id) for row in connection.execute(mine)}
    rows = {
        (kind, name): {"kind": kind, "id": name, "device": device.id, "proof": proof, "at": text_of(now)}
        for kind, name, proof in receipts
        if (kind, name) in known
    }
    _insert_new(connection, "purge_receipts", list(rows.values()))
    return len(rows)


def outstanding(connection: Connection) -> dict[str, int]:
    """Return for each active device how many erasures of its station it has not answered for."""
    device, purge, receipt = tables.devices.c, tables.purges.c, tables.purge_receipts.c
    given = (receipt.kind == purge.kind) & (receipt.id == purge.id) & (receipt.device == device.id)
    statement = (
        select(device.id, func.count())
        .join(tables.purges, purge.station == device.station)
        .join(tables.purge_receipts, given, isouter=True)
        .where(device.state == "active", receipt.id.is_(None))
        .group_by(device.id)
    )
    return {str(name): int(count) for name, count in connection.execute(statement)}


def _erases(act: Act, kind: Kind, body: Mapping[str, Any]) -> bool:
    return act is Act.DELETE and kind in {Kind.SESSION, Kind.APPLICATION_STATUS, Kind.OBSTACLE} and "p" not in body


def _insert_new(connection: Connection, name: str, rows: list[dict[str, str]]) -> None:
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    if rows:
        connection.execute(make(tables.metadata.tables[name]).on_conflict_do_nothing(), rows)
