"""What the commands of the portal do. Each opens the database, does one thing, closes it, and says what it did."""

from __future__ import annotations

import contextlib
import errno
import json
import sys
import time
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy import select

from lotse_portal import backup as backups
from lotse_portal import enrolment, stick, tables
from lotse_portal.admin import accounts
from lotse_portal.application import make_application
from lotse_portal.calls import Portal
from lotse_portal.clock import SystemClock, text_of
from lotse_portal.database import Database, embedded
from lotse_portal.inspection import beside_ledger, findings
from lotse_portal.keys import make_keys, read_keys
from lotse_portal.ledger import Entry, Ledger
from lotse_portal.limits import Limiter
from lotse_portal.operations import Role
from lotse_portal.problems import PortalError, Trouble
from lotse_portal.serving import door, serve

if TYPE_CHECKING:
    import argparse
    import socket
    from collections.abc import Callable, Iterator

    from sqlalchemy import Row, Select

    from lotse_portal.keys import PortalKeys


#: Only there devices reach a portal without TLS.
_OWN_COMPUTER = frozenset({"localhost", "127.0.0.1", "::1"})


class NoPortalError(Exception):
    """``lotse-portal init`` was not run for this folder."""


class NoKeysError(Exception):
    """A backup is to be restored without the keys by which devices know the portal."""


class NoFileError(Exception):
    """A file that was named is not there."""


class PortTakenError(Exception):
    """Somebody else listens there."""


class NoAddressError(Exception):
    """No address of this computer."""


class KeyThereError(Exception):
    """A publisher's key is to be made where there is one."""


@contextlib.contextmanager
def opened(asked: argparse.Namespace, *, begins: bool = True) -> Iterator[Database]:
    """Open the database of a portal that was made, brought to the newest state. Raises NoPortalError.

    ``begins``: a database without tables begins its first epoch, and the ledger notes it.
    """
    _keys(asked)
    database = Database(asked.database or embedded(asked.data))
    try:
        if database.migrate() and begins:
            Ledger(asked.data).append(Entry("epoch", text_of(SystemClock().now()), {"epoch": 1}))
        yield database
    finally:
        database.close()


def _keys(asked: argparse.Namespace) -> PortalKeys:
    try:
        return read_keys(asked.data)
    except FileNotFoundError as error:
        raise NoPortalError from error


def _list(database: Database, rows: Select[Any], line: Callable[[Row[Any]], str]) -> int:
    """Say every row in a line; return the exit status."""
    with database.read() as connection:
        for row in connection.execute(rows):
            _say(line(row))
    return 0


def _complain(line: str, status: int = 1) -> int:
    """Say why something was not done; return the exit status."""
    sys.stderr.write(line + "\n")
    return status


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def init(asked: argparse.Namespace) -> int:
    """Make keys, ledger and tables."""
    asked.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = make_keys(asked.data)
    with opened(asked):
        _say(f"Portal eingerichtet. Fingerabdruck: {keys.fingerprint}")
    _say("Verwahren Sie portal-keys.json und ledger.jsonl auch an einem anderen Ort: ohne sie hilft keine Sicherung.")
    return 0


def serve_portal(asked: argparse.Namespace) -> int:
    """Serve until stopped."""
    with opened(asked) as database, _door(asked.host, asked.port) as here:
        portal = Portal(database, _keys(asked), Ledger(asked.data), SystemClock(), Limiter(time.monotonic))
        return serve(make_application(portal), here)


def _door(host: str, port: int) -> socket.socket:
    """Return the socket to serve at. Raises PortTakenError, NoAddressError."""
    try:
        return door(host, port)
    except (OSError, OverflowError) as error:  # a port above 65535 is no number of one
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        raise (PortTakenError if taken else NoAddressError) from error


def station(asked: argparse.Namespace) -> int:
    """Add a station and say its id, or list all."""
    with opened(asked) as database:
        if asked.action == "list":
            by_name = select(tables.stations).order_by(tables.stations.c.name)
            return _list(database, by_name, lambda row: f"{row.id}\t{row.name}")
        if not asked.name:
            return _complain("Bitte --name angeben: so heißt der Stützpunkt in Listen.", 2)
        made = str(uuid.uuid4())
        with database.write() as connection:
            enrolment.add_station(connection, Ledger(asked.data), made, asked.name, SystemClock().now())
    _say(made)
    return 0


def enrol(asked: argparse.Namespace) -> int:
    """Print ``URL#code#fingerprint`` for one device."""
    keys = _keys(asked)
    if asked.sees and asked.role == Role.PILOT:
        return _complain("Andere Stützpunkte sieht nur ein Gerät der Koordination: --role coordinator dazu nennen.", 2)
    where = urlsplit(asked.url)
    if where.scheme != "https" and where.hostname not in _OWN_COMPUTER:
        return _complain("Über diese Adresse verbindet sich kein Gerät: --url https://… nennen, mit TLS davor.", 2)
    invitation = enrolment.Invitation(asked.station, Role(asked.role), asked.name, frozenset(asked.sees))
    with opened(asked) as database, database.write() as connection:
        code = enrolment.invite(connection, invitation, SystemClock().now())
    _say(f"{asked.url}#{code}#{keys.fingerprint}")
    return 0


#: What the commands about one device say when they are done.
_DONE = {
    "revoke": "gesperrt: Das Gerät bekommt keinen Zugang mehr. Was dort nicht gesendet ist, bleibt dort.",
    "lost": "verloren gemeldet: Das Gerät bekommt keinen Zugang mehr; meldet es sich, wird es angewiesen zu löschen.",
    "lock": "wird angewiesen, sich zu sperren, sobald es sich meldet.",
}


def device(asked: argparse.Namespace) -> int:
    """List devices, revoke or lock one, or report one lost."""
    now, ledger = SystemClock().now(), Ledger(asked.data)
    with opened(asked) as database:
        if asked.action == "list":
            by_age = select(tables.devices).order_by(tables.devices.c.enrolled_at)
            return _list(database, by_age, _device_line)
        with database.write() as connection:
            if asked.action == "lock":
                known = enrolment.order_lock(connection, ledger, asked.id, now)
            else:
                state = "revoked" if asked.action == "revoke" else "lost"
                known = enrolment.shut_out(connection, ledger, asked.id, state, now)
    if not known:
        return _complain("Dieses Gerät kennt das Portal nicht: lotse-portal device list zeigt alle.")
    _say(f"{asked.id}\t{_DONE[asked.action]}")
    return 0


def _device_line(row: Row[Any]) -> str:
    return f"{row.id}\t{row.station}\t{row.role}\t{row.state}\t{row.seen_at}\t{row.name}"


def admin(asked: argparse.Namespace) -> int:
    """Make an account of the admin page and say its passphrase once, list all, or remove one."""
    now, ledger = SystemClock().now(), Ledger(asked.data)
    with opened(asked) as database:
        if asked.action == "list":
            by_name = select(tables.accounts).order_by(tables.accounts.c.name)
            return _list(database, by_name, _account_line)
        if asked.action == "add" and not asked.name.strip():
            return _complain("Bitte --name angeben: mit ihm meldet man sich an.")
        with database.write() as connection:
            if asked.action == "remove":
                gone = accounts.remove(connection, ledger, asked.name, now)
                return 0 if gone else _complain("Dieses Konto gibt es nicht.")
            known = set(connection.scalars(select(tables.stations.c.id)))
            if not set(asked.station) <= known:
                raise PortalError(Trouble.NOT_FOUND)
            phrase = accounts.add(connection, ledger, asked.name, frozenset(asked.station), now)
    if phrase is None:
        return _complain("Dieses Konto gibt es schon. Es bleibt, wie es ist.")
    _say(f"{asked.name}\t{phrase}")
    return 0


def _account_line(row: Row[Any]) -> str:
    return f"{row.name}\t{' '.join(json.loads(row.stations)) or 'alle Stützpunkte'}"


def backup(asked: argparse.Namespace) -> int:
    """Write and verify a backup."""
    with opened(asked) as database:
        made = backups.make_backup(database, Ledger(asked.data), asked.to, SystemClock().now())
        with database.read() as connection:
            gaps = list(beside_ledger(connection, Ledger(asked.data)))
    _say(f"{made.path}\t{sum(made.rows.values())} Zeilen, zurückgelesen und unverändert")
    for gap in gaps:
        sys.stderr.write(gap + "\n")
    return 1 if gaps else 0


def restore(asked: argparse.Namespace) -> int:
    """Fill an empty database; devices notice the new epoch and send again."""
    if not asked.file.is_file():
        raise NoFileError
    try:
        with opened(asked, begins=False) as database:
            epoch = backups.restore(database, Ledger(asked.data), asked.file, SystemClock().now())
    except NoPortalError as error:
        raise NoKeysError from error
    _say(f"Zurückgespielt. Epoche {epoch}; die Geräte senden von selbst noch einmal, was fehlt.")
    return 0


def bring(asked: argparse.Namespace) -> int:
    """Take in a file that came by stick, and write the receipt that goes back."""
    if not asked.file.is_file():
        raise NoFileError
    with asked.file.open("rb") as stream:
        content = stream.read(stick.LARGEST + 1)
    now = SystemClock().now()
    with opened(asked) as database:
        done = stick.bring(database, _keys(asked), Ledger(asked.data), content, now)
    target = asked.to / f"lotse-quittung-{now.strftime('%Y%m%d-%H%M%S')}.lotsequittung"
    target.write_bytes(done.receipt)
    if done.shut_out:
        _say(f"Gerät {done.device} ist verloren gemeldet: Nichts davon wurde übernommen.")
    else:
        _say(f"Gerät {done.device}: {done.answered} beantwortet, davon {done.new} neu.")
    if done.ordered:
        _say("Die Quittung trägt einen Auftrag (sperren oder löschen); er gilt eine Woche.")
    _say(f"Quittung für dieses Gerät: {target}")
    return 0


def check(asked: argparse.Namespace) -> int:
    """Say everything that does not fit."""
    with opened(asked) as database, database.read() as connection:
        found = list(findings(connection, Ledger(asked.data)))
    for line in found:
        _say(line)
    _say("Alles passt zusammen." if not found else f"{len(found)} Befunde.")
    return 1 if found else 0
