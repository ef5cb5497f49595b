"""Backup and restore of a whole portal, the same on SQLite and PostgreSQL (design/sync, 6).

A backup is a gzip file of JSON lines: a head, every row of every table, and a last line with counts and the digest of
all before. It counts as verified, and what it holds as durable, only after it was read back from the disk.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from lotse_portal import orders, purging, tables
from lotse_portal.clock import text_of
from lotse_portal.database import keep_value, value
from lotse_portal.enrolment import admit_again, adopt_operator, hand_on
from lotse_portal.ledger import NO_LINES, Entry, LedgerBrokenError
from lotse_portal.operations import canonical
from lotse_portal.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection, Table

    from lotse_portal.database import Database
    from lotse_portal.ledger import Ledger

_FORMAT = "lotse-portal-backup-1"
_ROWS = 500
#: Under this name the portal keeps when its last verified backup was made.
BACKED_UP = "backed_up_at"


class BackupDamagedError(Exception):
    """The file is cut, changed, or no backup of a portal."""


class NotEmptyError(Exception):
    """The database holds something already; nothing is restored over it."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a verified backup holds: rows by table, and the newest number of each log by (device, log)."""

    path: Path
    rows: dict[str, int]
    logs: dict[tuple[str, str], int]


def make_backup(database: Database, ledger: Ledger, folder: Path, now: datetime) -> Backup:
    """Write a backup, read it back, and tell the devices' logs how far they are durable.

    It names the head of the ledger: no older copy of the ledger is put beside it later.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"portal-{now.strftime('%Y%m%dT%H%M%S%f')}.jsonl.gz"
    partial = target.with_suffix(".partial")
    with database.read() as connection, gzip.open(partial, "wb", compresslevel=6) as stream:
        digest = hashlib.sha256()
        for line in _lines(connection, ledger.head, now):
            stream.write(line)
            digest.update(line)
        stream.write(canonical({"end": digest.hexdigest()}) + b"\n")
    _settle(partial)
    backup = verify(partial)
    partial.rename(target)
    with database.write() as connection:
        _declare_durable(connection, backup.logs)
        keep_value(connection, BACKED_UP, text_of(now))
    return Backup(target, backup.rows, backup.logs)


def verify(path: Path) -> Backup:
    """Read a backup to its end. Raises BackupDamagedError."""
    counts: dict[str, int] = dict.fromkeys(metadata.tables, 0)
    logs: dict[tuple[str, str], int] = {}
    for name, row in _read(path):
        counts[name] += 1
        if name == tables.logs.name:
            logs[row["device"], row["log"]] = row["last_seq"]
    return Backup(path, counts, logs)


def restore(database: Database, ledger: Ledger, path: Path, now: datetime) -> int:
    """Fill an empty database from a backup, then do again what the ledger knows; return the new epoch.

    Raises BackupDamagedError, NotEmptyError, LedgerBrokenError: then nothing was changed.
    """
    if not ledger.exists:
        raise LedgerBrokenError(0)
    backup, entries = verify(path), ledger.read()
    ledger.require(_ledger_of(path))
    with database.write() as connection:
        if connection.scalar(select(func.count()).select_from(tables.stations)):
            raise NotEmptyError
        connection.execute(delete(tables.portal).where(tables.portal.c.name == "epoch"))
        _fill(connection, path)
        _declare_durable(connection, backup.logs)
        _do_again(connection, entries)
        known = [int(entry.row["epoch"]) for entry in entries if entry.about == "epoch"]
        epoch = max([int(value(connection, "epoch", "1")), *known]) + 1
        ledger.append(Entry("epoch", text_of(now), {"epoch": epoch}))
        keep_value(connection, "epoch", str(epoch))
    return epoch


def _lines(connection: Connection, head: str, now: datetime) -> Iterator[bytes]:
    yield canonical({"format": _FORMAT, "at": text_of(now), "ledger": head}) + b"\n"
    for table in metadata.sorted_tables:
        if table in {tables.assertions, tables.sign_ins}:  # out of date before anybody restores
            continue
        for row in connection.execute(select(table).execution_options(yield_per=_ROWS)).mappings():
            yield canonical({"table": table.name, "row": dict(row)}) + b"\n"


def _read(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (table, row). Raises BackupDamagedError, at the end at the latest."""
    digest = hashlib.sha256()
    try:
        with gzip.open(path, "rb") as stream:
            head = stream.readline()
            digest.update(head)
            if json.loads(head).get("format") != _FORMAT:
                raise BackupDamagedError
            for line in stream:
                content = json.loads(line)
                if "end" in content:
                    if content["end"] == digest.hexdigest() and not stream.read(1):
                        return
                    raise BackupDamagedError
                digest.update(line)
                yield str(metadata.tables[content["table"]].name), content["row"]
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupDamagedError from error
    raise BackupDamagedError


def _ledger_of(path: Path) -> str:
    """Return the head of the ledger when a verified backup was made; one of an earlier version names none."""
    with gzip.open(path, "rb") as stream:
        return str(json.loads(stream.readline()).get("ledger", NO_LINES))


def _fill(connection: Connection, path: Path) -> None:
    rows: list[dict[str, Any]] = []
    current: Table | None = None
    for name, row in _read(path):
        table = metadata.tables[name]
        if rows and (table is not current or len(rows) == _ROWS) and current is not None:
            connection.execute(insert(current), rows)
            rows = []
        current = table
        rows.append(row)
    if rows and current is not None:
        connection.execute(insert(current), rows)


def _do_again(connection: Connection, entries: Iterable[Entry]) -> None:
    """Enter who joined, shut out who was shut out, erase what was erased, since the backup was made and before."""
    again: dict[str, Callable[[Connection, Entry], None]] = {
        "station": lambda connection, entry: _insert_missing(connection, tables.stations, {**entry.row, "change": 0}),
        "enrolled": _enrol_again,
        "state": _shut_out_again,
        "replaced": lambda connection, entry: hand_on(connection, entry.row["device"], entry.row["by"]),
        "order": lambda connection, entry: _insert_missing(
            connection, tables.orders, {**entry.row, "handed_at": "", "done_at": ""}
        ),
        "order_done": lambda connection, entry: orders.done(connection, entry.row["id"], entry.at),
        "account": lambda connection, entry: _insert_missing(connection, tables.accounts, dict(entry.row)),
        "account_removed": _remove_again,
        "purges": lambda connection, entry: purging.do_again(connection, entry.row["purges"], entry.at),
    }
    for entry in entries:
        if entry.about in again:
            again[entry.about](connection, entry)


def _enrol_again(connection: Connection, entry: Entry) -> None:
    device = dict(entry.row["device"])
    _insert_missing(connection, tables.devices, device)
    admit_again(connection, device)
    adopt_operator(connection, device["station"], device.get("operator", ""))
    for table, name in ((tables.scopes, "scopes"), (tables.earlier_ids, "earlier_ids"), (tables.pilots, "pilots")):
        for row in entry.row[name]:
            _insert_missing(connection, table, row)


def _shut_out_again(connection: Connection, entry: Entry) -> None:
    device = tables.devices.c.id == entry.row["device"]
    connection.execute(update(tables.devices).where(device).values(state=entry.row["state"]))


def _remove_again(connection: Connection, entry: Entry) -> None:
    connection.execute(delete(tables.accounts).where(tables.accounts.c.name == entry.row["name"]))


def _insert_missing(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    key = [column == row[column.name] for column in table.primary_key.columns]
    if connection.execute(select(table).where(*key)).first() is None:
        connection.execute(insert(table), [row])


def _declare_durable(connection: Connection, logs: dict[tuple[str, str], int]) -> None:
    log = tables.logs.c
    for (device, name), last in logs.items():
        of_log = (log.device == device) & (log.log == name) & (log.durable_seq < last)
        connection.execute(update(tables.logs).where(of_log).values(durable_seq=last))


def _settle(path: Path) -> None:
    """Wait until a file is on the disk."""
    file = os.open(path, os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)
