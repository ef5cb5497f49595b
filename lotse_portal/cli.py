"""The command line: ``lotse-portal init|serve|station|enrol|device|admin|catalogue|import|backup|restore|check``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from lotse_portal import commands, publisher
from lotse_portal.backup import BackupDamagedError, NotEmptyError
from lotse_portal.bundles import BundleError, Flaw
from lotse_portal.ledger import LedgerBrokenError
from lotse_portal.operations import Role
from lotse_portal.problems import PortalError
from lotse_portal.publishing import ForeignPublisherError, OlderBundleError
from lotse_portal.stick import Flaw as StickFlaw
from lotse_portal.stick import StickError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: What happened, what it means, what to do; the first that fits is said.
_SENTENCES: tuple[tuple[type[Exception], str], ...] = (
    (commands.NoPortalError, "Hier ist noch kein Portal eingerichtet: zuerst lotse-portal init --data ORDNER."),
    (
        commands.NoKeysError,
        (
            "In diesem Ordner fehlen die Schlüssel des Portals. Legen Sie portal-keys.json und ledger.jsonl des alten "
            "Portals hinein; mit neuen Schlüsseln würde kein Gerät das Portal wiedererkennen."
        ),
    ),
    (commands.NoFileError, "Diese Datei gibt es nicht. Es blieb alles, wie es war."),
    (commands.PortTakenError, "Unter dieser Adresse hört schon ein anderes Programm: mit --port einen anderen wählen."),
    (commands.NoAddressError, "Unter dieser Adresse kann dieser Rechner nicht hören. Bitte --host prüfen."),
    (commands.KeyThereError, "Diesen Schlüssel gibt es schon. Er bleibt; ohne --new-key unterschreibt Lotse mit ihm."),
    (FileExistsError, "Hier ist schon ein Portal eingerichtet. Es bleibt, wie es ist."),
    (PortalError, "Diesen Stützpunkt kennt das Portal nicht: lotse-portal station list zeigt alle."),
    (BackupDamagedError, "Diese Sicherung ist beschädigt. Es blieb alles, wie es war; nehmen Sie eine andere."),
    (
        NotEmptyError,
        (
            "In dieser Datenbank liegt schon etwas. Zurückgespielt wird nur in eine leere: portal.db mit portal.db-wal "
            "und portal.db-shm beiseite legen oder mit --database eine neue nennen."
        ),
    ),
    (LedgerBrokenError, "Das Register (ledger.jsonl) fehlt oder ist verändert. Ohne es wird nichts zurückgespielt."),
    (
        ForeignPublisherError,
        (
            "Dieser Katalog ist von anderen unterschrieben. Beim ersten Mal nennt --publisher den Fingerabdruck, den "
            "lotse-portal catalogue sign zeigt; danach gilt nur noch dieser Schlüssel."
        ),
    ),
    (OlderBundleError, "Diese Ausgabe des Katalogs oder eine neuere ist schon veröffentlicht. Sie bleibt."),
    (SQLAlchemyError, "Die Datenbank antwortet nicht oder ist keine des Portals. Bitte --database und Server prüfen."),
    (
        ImportError,
        "Diese Art Datenbank kennt das Portal nicht: --database postgresql+psycopg://…, oder weglassen.",
    ),
    (OSError, "Der Ordner oder die Datei lässt sich nicht lesen oder beschreiben. Bitte Rechte und Platz prüfen."),
)
_FLAWS = {
    Flaw.UNREADABLE: "Diese Datei ist kein Katalog oder kein Schlüssel.",
    Flaw.UNSIGNED: "Dieser Katalog ist nicht gültig unterschrieben. Er wird nicht veröffentlicht.",
    Flaw.CHANGED: "Dieser Katalog wurde nach dem Unterschreiben verändert. Er wird nicht veröffentlicht.",
    Flaw.LARGE: "In diesem Ordner ist nichts, oder zu viel: ein Katalog hat 1 bis 199 Dateien und höchstens 32 MiB.",
    Flaw.VERSION: "Eine Ausgabe heißt nach ihrem Tag: 2026.11.22, eine weitere desselben Tages 2026.11.22.1.",
    Flaw.NAME: "Dateien eines Katalogs heißen mit Buchstaben, Ziffern, Punkt und Strich.",
}
_STICK = {
    StickFlaw.DAMAGED: (
        "Diese Datei ist beschädigt, nur zum Teil da oder keine von Lotse. Nichts davon wurde übernommen; "
        "am Gerät im Postausgang noch einmal auf den Stick schreiben."
    ),
    StickFlaw.ELSEWHERE: (
        "Diese Datei ist für ein anderes Portal verschlossen. Nichts davon wurde übernommen; bitte dort einlesen."
    ),
    StickFlaw.STRANGER: (
        "Das Gerät, das diese Datei geschrieben hat, kennt dieses Portal nicht. Nichts davon wurde übernommen; "
        "lotse-portal device list zeigt alle."
    ),
    StickFlaw.SHUT_OUT: (
        "Das Gerät, das diese Datei geschrieben hat, ist gesperrt oder verloren gemeldet. Nichts davon wurde "
        "übernommen; auf dem Gerät bleibt alles."
    ),
    StickFlaw.LARGE: "Diese Datei ist größer, als Lotse sie schreibt. Nichts davon wurde übernommen.",
}


def run(arguments: Sequence[str]) -> int:
    """Run one command; return the exit status: 0 done, 1 not done, 2 not understood."""
    asked = _parser().parse_args(arguments)
    try:
        done: int = asked.do(asked)
    except BundleError as error:
        sys.stderr.write(_FLAWS[error.flaw] + "\n")
        return 1
    except StickError as error:
        sys.stderr.write(_STICK[error.flaw] + "\n")
        return 1
    except tuple(kind for kind, _ in _SENTENCES) as error:
        sys.stderr.write(next(text for kind, text in _SENTENCES if isinstance(error, kind)) + "\n")
        return 1
    return done


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lotse-portal", description="The central portal of Lotse")
    chosen = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, do: Callable[[Any], int], text: str) -> argparse.ArgumentParser:
        return _with_data(chosen.add_parser(name, help=text, description=text), do)

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
    device = command("device", commands.device, "list devices, revoke or lock one, or report one lost")
    device.add_argument("action", choices=["list", "revoke", "lost", "lock"])
    device.add_argument("id", nargs="?", default="")
    admin = command("admin", commands.admin, "make an account of the admin page (/admin), list all, remove one")
    admin.add_argument("action", choices=["add", "list", "remove"])
    admin.add_argument("--name", default="admin")
    admin.add_argument("--station", action="append", default=[], help="sees these stations only; without: all")
    _add_catalogue(chosen.add_parser("catalogue", help="sign a catalogue, or publish one", description="Catalogue"))
    brought = command("import", commands.bring, "take in a file brought by stick, and write its receipt")
    brought.add_argument("file", type=Path)
    brought.add_argument("--to", type=Path, required=True, help="folder for the receipt: the stick")
    backup = command("backup", commands.backup, "write a backup, read it back, and declare what it holds durable")
    backup.add_argument("--to", type=Path, required=True, help="folder for the backup")
    restore = command("restore", commands.restore, "fill an empty database from a backup; devices then send again")
    restore.add_argument("file", type=Path)
    command("check", commands.check, "look whether everything fits together")
    return parser


def _add_catalogue(parser: argparse.ArgumentParser) -> None:
    chosen = parser.add_subparsers(required=True, metavar="sign|publish")
    sign = chosen.add_parser("sign", help="on the publisher's machine: make a signed bundle of a folder's files")
    sign.set_defaults(do=publisher.sign)
    sign.add_argument("--folder", type=Path, required=True, help="the files of the catalogue")
    sign.add_argument("--key", type=Path, required=True, help="the publisher's key; it never lies on the portal")
    sign.add_argument("--new-key", action="store_true", help="make the key first")
    sign.add_argument("--version", required=True, help="the day of the edition: 2026.11.22")
    sign.add_argument("--to", type=Path, required=True, help="the file to write")
    publish = _with_data(chosen.add_parser("publish", help="offer a signed bundle to devices"), publisher.publish)
    publish.add_argument("file", type=Path)
    publish.add_argument("--publisher", default="", help="fingerprint of the publisher's key, with the first bundle")


def _with_data(parser: argparse.ArgumentParser, do: Callable[[Any], int]) -> argparse.ArgumentParser:
    parser.add_argument("--data", type=Path, required=True, help="folder: keys, ledger, and the embedded database")
    parser.add_argument("--database", default="", help="postgresql+psycopg://… in place of the embedded one")
    parser.set_defaults(do=do)
    return parser
