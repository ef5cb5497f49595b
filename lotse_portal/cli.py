"""The command line of the portal: ``lotse-portal init|serve|station|enrol|device|backup|restore|check``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lotse_portal import commands
from lotse_portal.backup import BackupDamagedError, NotEmptyError
from lotse_portal.ledger import LedgerBrokenError
from lotse_portal.operations import Role
from lotse_portal.problems import PortalError

if TYPE_CHECKING:
    from collections.abc import Sequence

_SENTENCES: dict[type[Exception], str] = {
    FileNotFoundError: "Hier ist noch kein Portal eingerichtet: zuerst lotse-portal init --data ORDNER.",
    FileExistsError: "Hier ist schon ein Portal eingerichtet. Es bleibt, wie es ist.",
    PortalError: "Diesen Stützpunkt kennt das Portal nicht: lotse-portal station list zeigt alle.",
    BackupDamagedError: "Diese Sicherung ist beschädigt. Es blieb alles, wie es war; nehmen Sie eine andere.",
    NotEmptyError: "In dieser Datenbank liegt schon etwas. Zurückgespielt wird nur in eine leere.",
    LedgerBrokenError: "Das Register (ledger.jsonl) fehlt oder ist verändert. Ohne es wird nichts zurückgespielt.",
}


def run(arguments: Sequence[str]) -> int:
    """Run one command; return the exit status: 0 done, 1 not done, 2 not understood."""
    asked = _parser().parse_args(arguments)
    try:
        done: int = asked.do(asked)
    except tuple(_SENTENCES) as error:
        sys.stderr.write(_SENTENCES[type(error)] + "\n")
        return 1
    return done


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lotse-portal", description="The central portal of Lotse")
    chosen = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, do: object, text: str) -> argparse.ArgumentParser:
        made = chosen.add_parser(name, help=text, description=text)
        made.add_argument("--data", type=Path, required=True, help="folder: keys, ledger, and the embedded database")
        made.add_argument("--database", default="", help="postgresql+psycopg://… in place of the embedded one")
        made.set_defaults(do=do)
        return made

    command("init", commands.init, "make a portal in a folder")
    serving = command("serve", commands.serve_portal, "serve it until stopped")
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=8730)
    station = command("station", commands.station, "add a station, or list all")
    station.add_argument("action", choices=["add", "list"])
    station.add_argument("--name", default="")
    enrol = command("enrol", commands.enrol, "print the code by which one device joins a station")
    enrol.add_argument("--station", required=True)
    enrol.add_argument("--role", choices=[role.value for role in Role], default=Role.PILOT.value)
    enrol.add_argument("--sees", action="append", default=[], metavar="STATION", help="a station whose figures it sees")
    enrol.add_argument("--name", default="", help="what the device is called in lists")
    enrol.add_argument("--url", default="http://127.0.0.1:8730", help="where devices reach the portal")
    device = command("device", commands.device, "list devices, revoke one, or report one lost")
    device.add_argument("action", choices=["list", "revoke", "lost"])
    device.add_argument("id", nargs="?", default="")
    command("backup", commands.backup, "write a backup, read it back, and declare what it holds durable").add_argument(
        "--to", type=Path, required=True, help="folder for the backup"
    )
    command("restore", commands.restore, "fill an empty database from a backup; devices then send again").add_argument(
        "file", type=Path
    )
    command("check", commands.check, "look whether everything fits together")
    return parser
