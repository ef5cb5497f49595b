"""What the commands of the portal do. Each opens the database, does one thing, closes it, and says what it did."""

from __future__ import annotations

import contextlib
import sys
import time
import uuid
from typing import TYPE_CHECKING

from sqlalchemy import select

from lotse_portal import backup as backups
from lotse_portal import enrolment, tables
from lotse_portal.application import make_application
from lotse_portal.calls import Portal
from lotse_portal.clock import SystemClock, text_of
from lotse_portal.database import Database, embedded
from lotse_portal.inspection import findings
from lotse_portal.keys import make_keys, read_keys
from lotse_portal.ledger import Entry, Ledger
from lotse_portal.limits import Limiter
from lotse_portal.operations import Role
from lotse_portal.serving import serve

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


@contextlib.contextmanager
def _database(asked: argparse.Namespace) -> Iterator[Database]:
    """Open the database of a portal that was made. Raises FileNotFoundError where ``init`` was not run."""
    read_keys(asked.data)
    database = Database(asked.database or embedded(asked.data))
    try:
        yield database
    finally:
        database.close()


def _bring_up(database: Database, asked: argparse.Namespace) -> None:
    """Bring the tables to the newest state, and note the first epoch of a database that had none."""
    if database.migrate():
        Ledger(asked.data).append(Entry("epoch", text_of(SystemClock().now()), {"epoch": 1}))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def init(asked: argparse.Namespace) -> int:
    """Make keys, ledger and tables."""
    asked.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = make_keys(asked.data)
    with _database(asked) as database:
        _bring_up(database, asked)
    _say(f"Portal eingerichtet. Fingerabdruck: {keys.fingerprint}")
    return 0


def serve_portal(asked: argparse.Namespace) -> int:
    """Serve until stopped."""
    with _database(asked) as database:
        _bring_up(database, asked)
        portal = Portal(database, read_keys(asked.data), Ledger(asked.data), SystemClock(), Limiter(time.monotonic))
        return serve(make_application(portal), asked.host, asked.port)


def station(asked: argparse.Namespace) -> int:
    """Add a station and say its id, or list all."""
    with _database(asked) as database:
        if asked.action == "list":
            with database.read() as connection:
                for row in connection.execute(select(tables.stations).order_by(tables.stations.c.name)):
                    _say(f"{row.id}\t{row.name}")
            return 0
        if not asked.name:
            _say("Bitte --name angeben.")
            return 2
        made = str(uuid.uuid4())
        with database.write() as connection:
            enrolment.add_station(connection, Ledger(asked.data), made, asked.name, SystemClock().now())
    _say(made)
    return 0


def enrol(asked: argparse.Namespace) -> int:
    """Print ``URL#code#fingerprint`` for one device."""
    keys = read_keys(asked.data)
    invitation = enrolment.Invitation(asked.station, Role(asked.role), asked.name, frozenset(asked.sees))
    with _database(asked) as database, database.write() as connection:
        code = enrolment.invite(connection, invitation, SystemClock().now())
    _say(f"{asked.url}#{code}#{keys.fingerprint}")
    return 0


def device(asked: argparse.Namespace) -> int:
    """List devices, revoke one, or report one lost."""
    with _database(asked) as database:
        if asked.action == "list":
            with database.read() as connection:
                for row in connection.execute(select(tables.devices).order_by(tables.devices.c.enrolled_at)):
                    _say(f"{row.id}\t{row.station}\t{row.role}\t{row.state}\t{row.seen_at}\t{row.name}")
            return 0
        state = "revoked" if asked.action == "revoke" else "lost"
        with database.write() as connection:
            known = enrolment.shut_out(connection, Ledger(asked.data), asked.id, state, SystemClock().now())
    _say(
        f"{asked.id}\t{state}" if known else "Dieses Gerät kennt das Portal nicht: lotse-portal device list zeigt alle."
    )
    return 0 if known else 1


def backup(asked: argparse.Namespace) -> int:
    """Write and verify a backup."""
    with _database(asked) as database:
        made = backups.make_backup(database, asked.to, SystemClock().now())
    _say(f"{made.path}\t{sum(made.rows.values())} Zeilen, zurückgelesen und unverändert")
    return 0


def restore(asked: argparse.Namespace) -> int:
    """Fill an empty database; devices notice the new epoch and send again."""
    ledger = Ledger(asked.data)
    with _database(asked) as database:
        database.migrate()
        epoch = backups.restore(database, ledger, asked.file, SystemClock().now())
    _say(f"Zurückgespielt. Epoche {epoch}; die Geräte senden von selbst noch einmal, was fehlt.")
    return 0


def check(asked: argparse.Namespace) -> int:
    """Say everything that does not fit."""
    with _database(asked) as database, database.read() as connection:
        found = list(findings(connection, Ledger(asked.data)))
    for line in found:
        _say(line)
    _say("Alles passt zusammen." if not found else f"{len(found)} Befunde.")
    return 1 if found else 0
