"""Rows of records and logs: what a push reads and writes, and pages of the feed. SQL of SQLAlchemy Core."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from lotse_portal import feed, tables
from lotse_portal.database import value
from lotse_portal.operations import Kind, Outcome, Record, Verdict, written
from lotse_portal.reducer import Held, Kept, stations_touched

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Row, Table

    from lotse_portal.operations import Batch, Device, Operation
    from lotse_portal.reducer import Answer

#: How many values one statement names: below SQLite's limit of 32,766 and quick to plan.
_AT_ONCE = 500


def epoch(connection: Connection) -> int:
    """Return the number of the portal's present life: it grows with each restore."""
    return int(value(connection, "epoch", "1"))


def hold(connection: Connection, device: Device, batch: Batch) -> Held:
    """Lock the stations a batch touches and return everything it names."""
    changes = _locked(connection, stations_touched(device, batch.ops))
    log = tables.logs.c
    of_log = (log.device == device.id) & (log.log == batch.log)
    position = connection.execute(select(log.last_seq, log.durable_seq).where(of_log)).one_or_none()
    last, durable = (0, 0) if position is None else position
    entry = tables.entries.c
    seqs = [one.seq for one in batch.ops if one.seq <= last]
    at = select(entry.seq, entry.op).where(entry.device == device.id, entry.log == batch.log, entry.seq.in_(seqs))
    return Held(
        epoch=epoch(connection),
        last_seq=last,
        durable_seq=durable,
        changes=changes,
        records=_records(connection, {(one.kind, one.record_id) for one in batch.ops}),
        kept=_kept(connection, [one.op for one in batch.ops]),
        at={int(row.seq): str(row.op) for row in connection.execute(at)} if seqs else {},
    )


def write(connection: Connection, device: Device, batch: Batch, answer: Answer) -> None:
    """Write what a push made: results, numbers of the log, records, counters."""
    if not answer.new and not answer.known_again:
        return
    new = [_operation_row(one, outcome) for one, outcome in answer.new]
    if new:
        connection.execute(insert(tables.operations), new)
    taken = [*(one for one, _ in answer.new), *answer.known_again]
    rows = [{"device": device.id, "log": batch.log, "seq": one.seq, "op": one.op} for one in taken]
    connection.execute(insert(tables.entries), rows)
    if answer.records:
        _upsert(connection, tables.records, ("kind", "id"), [_record_row(record) for record in answer.records])
    for station, number in answer.changes.items():
        connection.execute(update(tables.stations).where(tables.stations.c.id == station).values(change=number))
    where = {"device": device.id, "log": batch.log}
    _upsert(
        connection,
        tables.logs,
        ("device", "log"),
        [{**where, "last_seq": answer.last_seq, "durable_seq": 0}],
        only=("last_seq",),
    )


def changed(connection: Connection, read: Mapping[str, int], limit: int) -> list[Record]:
    """Return the records behind what was read of each station's feed, by station and change, at most ``limit + 1``.

    One station after the other, those with nothing new left out: each is a walk along one index, however much there is.
    """
    station, record = tables.stations.c, tables.records.c
    newest = select(station.id, station.change).where(station.id.in_(sorted(read))).order_by(station.id)
    found: list[Record] = []
    for row in connection.execute(newest).all():
        if row.change > read[row.id] and len(found) <= limit:
            behind = select(tables.records).where(record.station == row.id, record.change > read[row.id])
            part = behind.order_by(record.change).limit(limit + 1 - len(found))
            found += [_read_record(one) for one in connection.execute(part)]
    return found


def versions(connection: Connection, device: Device, kind: Kind) -> list[tuple[str, int]]:
    """Return (id, version) of every record of a kind that a device is handed down, tombstones too."""
    record = tables.records.c
    statement = select(record.id, record.version).where(
        record.kind == kind.value, record.station.in_(sorted(device.scope))
    )
    if kind in feed.OF_ONE_DEVICE:
        statement = statement.where(record.device == device.id)
    return [(str(row.id), int(row.version)) for row in connection.execute(statement)]


def keep_health(connection: Connection, device: Device, health: str, at: str) -> None:
    """Keep what a device says of itself, and when."""
    row = tables.devices
    connection.execute(update(row).where(row.c.id == device.id).values(health=health, seen_at=at))


def _locked(connection: Connection, stations: Sequence[str]) -> dict[str, int]:
    """Return the counters of stations, locked in one order for all, so that two pushes never wait for each other."""
    station = tables.stations.c
    statement = select(station.id, station.change).where(station.id.in_(stations)).order_by(station.id)
    return {str(row.id): int(row.change) for row in connection.execute(statement.with_for_update())}


def _records(connection: Connection, keys: set[tuple[Kind, str]]) -> dict[tuple[Kind, str], Record]:
    found: dict[tuple[Kind, str], Record] = {}
    record = tables.records.c
    for kind in Kind:
        ids = sorted(name for of_kind, name in keys if of_kind is kind)
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            statement = select(tables.records).where(record.kind == kind.value, record.id.in_(part))
            found |= {(kind, row.id): _read_record(row) for row in connection.execute(statement)}
    return found


def _kept(connection: Connection, names: Sequence[str]) -> dict[str, Kept]:
    operation = tables.operations.c
    statement = select(operation.op, operation.verdict, operation.change, operation.detail).where(
        operation.op.in_(names)
    )
    return {
        row.op: Kept(row.op, Outcome(Verdict(row.verdict), row.change, json.loads(row.detail)))
        for row in connection.execute(statement)
    }


def _operation_row(operation: Operation, outcome: Outcome) -> dict[str, Any]:
    effective = outcome.verdict not in {Verdict.CONFLICT, Verdict.REJECTED}
    whole = {
        "t": operation.act.value,
        "k": operation.kind.value,
        "id": operation.record_id,
        "by": operation.by,
        "at": operation.at,
        "schema": operation.schema,
        "body": dict(operation.body),
    }
    return {
        "op": operation.op,
        "verdict": outcome.verdict.value,
        "change": outcome.change,
        "detail": written(dict(outcome.detail)),
        "kept": None if effective else written(whole),
        "record": None if effective else operation.record_id,
    }


def _record_row(record: Record) -> dict[str, Any]:
    return {
        "kind": record.kind.value,
        "id": record.id,
        "station": record.station,
        "device": record.device,
        "schema": record.schema,
        "doc": written(dict(record.doc)),
        "version": record.version,
        "change": record.change,
        "by": record.by,
        "at": record.at,
        "deleted": record.deleted,
    }


def _read_record(row: Row[Any]) -> Record:
    return Record(
        kind=Kind(row.kind),
        id=row.id,
        station=row.station,
        device=row.device,
        schema=row.schema,
        doc=json.loads(row.doc),
        version=row.version,
        change=row.change,
        by=row.by,
        at=row.at,
        deleted=row.deleted,
    )


def _upsert(
    connection: Connection, table: Table, key: tuple[str, ...], rows: list[dict[str, Any]], only: tuple[str, ...] = ()
) -> None:
    """Insert rows, or overwrite those with the same key; ``only`` names the columns that are overwritten."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(table)
    names = only or tuple(name for name in rows[0] if name not in key)
    changes = {name: statement.excluded[name] for name in names}
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changes), rows)
