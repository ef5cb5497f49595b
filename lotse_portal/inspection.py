"""Looks whether what the portal holds is consistent: ``lotse-portal check``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from lotse_portal import tables
from lotse_portal.ledger import LedgerBrokenError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from lotse_portal.ledger import Ledger


def findings(connection: Connection, ledger: Ledger) -> Iterator[str]:
    """Yield one sentence for everything that does not fit; ids and numbers only."""
    entry, log, record = tables.entries.c, tables.logs.c, tables.records.c
    counted = (
        select(entry.device, entry.log, func.count().label("count"), func.max(entry.seq).label("last"))
        .group_by(entry.device, entry.log)
        .subquery()
    )
    joined = select(log.device, log.log, log.last_seq, counted.c.count, counted.c.last).join(
        counted, (counted.c.device == log.device) & (counted.c.log == log.log), isouter=True
    )
    for row in connection.execute(joined):
        if not row.last_seq == row.count == row.last:
            yield f"Log {row.log} of device {row.device}: {row.count} entries up to {row.last}, said {row.last_seq}."
    unknown = select(entry.op).where(~select(tables.operations.c.op).where(tables.operations.c.op == entry.op).exists())
    for op in connection.scalars(unknown.limit(10)):
        yield f"Operation {op} has a number and no result."
    ahead = select(record.id).join(tables.stations, tables.stations.c.id == record.station)
    for name in connection.scalars(ahead.where(record.change > tables.stations.c.change).limit(10)):
        yield f"Record {name} is ahead of its station."
    for kind, name, doc in connection.execute(select(record.kind, record.id, record.doc)):
        try:
            json.loads(doc)
        except ValueError:
            yield f"Record {kind} {name} cannot be read."
    try:
        ledger.read()
    except LedgerBrokenError as error:
        yield f"The ledger is broken at line {error.line}."
