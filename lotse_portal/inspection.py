"""Looks whether what the portal holds is consistent: ``lotse-portal check``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from lotse_portal import tables
from lotse_portal.database import value
from lotse_portal.ledger import LedgerBrokenError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from lotse_portal.ledger import Entry, Ledger


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
            yield f"Log {row.log} von Gerät {row.device}: {row.count} Einträge bis {row.last}, gesagt {row.last_seq}."
    unknown = select(entry.op).where(~select(tables.operations.c.op).where(tables.operations.c.op == entry.op).exists())
    for op in connection.scalars(unknown.limit(10)):
        yield f"Eintrag {op} hat eine Nummer und kein Ergebnis."
    ahead = select(record.id).join(tables.stations, tables.stations.c.id == record.station)
    for name in connection.scalars(ahead.where(record.change > tables.stations.c.change).limit(10)):
        yield f"Datensatz {name} ist seinem Stützpunkt voraus."
    for kind, name, doc in connection.execute(select(record.kind, record.id, record.doc)):
        try:
            json.loads(doc)
        except ValueError:
            yield f"Datensatz {kind} {name} ist nicht lesbar."
    yield from beside_ledger(connection, ledger)


def beside_ledger(connection: Connection, ledger: Ledger) -> Iterator[str]:
    """Yield what the database knows and the ledger lacks: it would not survive a restore."""
    if not ledger.exists:
        yield "Das Register (ledger.jsonl) fehlt: Ohne es lässt sich keine Sicherung zurückspielen."
        return
    try:
        entries = ledger.read()
    except LedgerBrokenError as error:
        yield f"Das Register ist ab Zeile {error.line} verändert: So lässt sich keine Sicherung zurückspielen."
        return
    stations = {entry.row["id"] for entry in entries if entry.about == "station"}
    for name in connection.scalars(select(tables.stations.c.id)):
        if name not in stations:
            yield f"Stützpunkt {name} steht nicht im Register."
    states = _states(entries)
    for row in connection.execute(select(tables.devices.c.id, tables.devices.c.state)):
        if row.id not in states:
            yield f"Gerät {row.id} steht nicht im Register."
        elif row.state not in {"active", states[row.id]}:
            yield f"Gerät {row.id} ist {row.state}; im Register steht {states[row.id]}."
    epochs = {1, *(entry.row["epoch"] for entry in entries if entry.about == "epoch")}
    if int(value(connection, "epoch", "1")) not in epochs:
        yield "Das Register kennt die Epoche dieses Portals nicht."


def _states(entries: Iterable[Entry]) -> dict[str, str]:
    """Return the state of each device as the ledger has it."""
    states: dict[str, str] = {}
    for entry in entries:
        if entry.about == "enrolled":
            states[entry.row["device"]["id"]] = "active"
        elif entry.about == "state":
            states[entry.row["device"]] = entry.row["state"]
        elif entry.about == "replaced" and states.get(entry.row["device"]) == "active":
            states[entry.row["device"]] = "revoked"
    return states
