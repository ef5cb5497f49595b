"""The command line of the portal: ``lotse-portal init|serve|station|enrol|device|backup|restore|check``."""

from __future__ import annotations

import argparse
import sys
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from lotse_portal import enrolment, tables
from lotse_portal.application import make_application
from lotse_portal.calls import Portal
from lotse_portal.clock import SystemClock
from lotse_portal.database import Database, embedded, keep_value, value
from lotse_portal.keys import make_keys, read_keys
from lotse_portal.limits import Limiter
from lotse_portal.operations import Role
from lotse_portal.problems import PortalError
from lotse_portal.serving import serve

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Run one command; return the exit status: 0 done, 1 not done, 2 not understood."""
    asked = _parser().parse_args(arguments)
    try:
        done: int = asked.do(asked)
    except (PortalError, FileNotFoundError, FileExistsError) as error:
        print(_sentence(error), file=sys.stderr)  # noqa: T201 - a command line speaks
        return 1
    return done


def _sentence(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "Hier ist noch kein Portal eingerichtet: zuerst lotse-portal init --data ORDNER"
    if isinstance(error, FileExistsError):
        return "Hier ist schon ein Portal eingerichtet. Es bleibt, wie es ist."
    return f"Das ging nicht: {error}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lotse-portal", description="The central portal of Lotse")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, do: object, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.add_argument(
            "--data", type=Path, required=True, help="folder of the portal: keys, and the embedded database"
        )
        made.add_argument("--database", default="", help="postgresql+psycopg://… in place of the embedded one")
        made.set_defaults(do=do)
        return made

    command("init", _init, "make a portal in a folder")
    serving = command("serve", _serve, "serve it until stopped")
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=8730)
    station = command("station", _station, "add a station")
    station.add_argument("action", choices=["add", "list"])
    station.add_argument("--name", default="")
    enrol = command("enrol", _enrol, "print the code by which one device joins a station")
    enrol.add_argument("--station", required=True)
    enrol.add_argument("--role", choices=[role.value for role in Role], default=Role.PILOT.value)
    enrol.add_argument("--sees", action="append", default=[], metavar="STATION", help="a station whose figures it sees")
    enrol.add_argument("--name", default="", help="what the device is called in lists")
    enrol.add_argument("--url", default="http://127.0.0.1:8730", help="where devices reach the portal")
    device = command("device", _device, "list devices, revoke one, or report one lost")
    device.add_argument("action", choices=["list", "revoke", "lost"])
    device.add_argument("id", nargs="?", default="")
    return parser


def _database(asked: argparse.Namespace) -> Database:
    return Database(asked.database or embedded(asked.data))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _init(asked: argparse.Namespace) -> int:
    asked.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = make_keys(asked.data)
    database = _database(asked)
    database.migrate()
    with database.write() as connection:
        if not value(connection, "epoch"):
            keep_value(connection, "epoch", "1")
    database.close()
    _say(f"Portal eingerichtet. Fingerabdruck: {keys.fingerprint}")
    return 0


def _serve(asked: argparse.Namespace) -> int:
    keys, database = read_keys(asked.data), _database(asked)
    database.migrate()
    try:
        portal = Portal(database, keys, SystemClock(), Limiter(time.monotonic))
        return serve(make_application(portal), asked.host, asked.port)
    finally:
        database.close()


def _station(asked: argparse.Namespace) -> int:
    database = _database(asked)
    if asked.action == "list":
        with database.read() as connection:
            for row in connection.execute(select(tables.stations).order_by(tables.stations.c.name)):
                _say(f"{row.id}\t{row.name}")
        return 0
    if not asked.name:
        _say("Bitte --name angeben.")
        return 2
    station = str(uuid.uuid4())
    with database.write() as connection:
        enrolment.add_station(connection, station, asked.name)
    _say(station)
    return 0


def _enrol(asked: argparse.Namespace) -> int:
    keys = read_keys(asked.data)
    invitation = enrolment.Invitation(asked.station, Role(asked.role), asked.name, frozenset(asked.sees))
    with _database(asked).write() as connection:
        code = enrolment.invite(connection, invitation, SystemClock().now())
    _say(f"{asked.url}#{code}#{keys.fingerprint}")
    return 0


def _device(asked: argparse.Namespace) -> int:
    database, device = _database(asked), tables.devices
    if asked.action == "list":
        with database.read() as connection:
            for row in connection.execute(select(device).order_by(device.c.enrolled_at)):
                _say(f"{row.id}\t{row.station}\t{row.role}\t{row.state}\t{row.seen_at}\t{row.name}")
        return 0
    state = "revoked" if asked.action == "revoke" else "lost"
    with database.write() as connection:
        changed = connection.execute(update(device).where(device.c.id == asked.id).values(state=state))
    if changed.rowcount == 0:
        _say("Dieses Gerät kennt das Portal nicht: lotse-portal device list zeigt alle.")
        return 1
    _say(f"{asked.id}\t{state}")
    return 0
