"""What the command line can do: parses the arguments and hands each command to who does it."""

from __future__ import annotations

import errno
import json
import os
import sys
from contextlib import suppress
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from lotse_app import __version__
from lotse_app.bootstrap import build, find_batch, find_text, run_window
from lotse_app.german_arguments import GermanParser
from lotse_app.models.filters import OWN, STANDARD, report_key
from lotse_app.paths import Places
from lotse_app.ui.messages.problems import sentence

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Sequence

    from lotse_app.crash import CrashHook
    from lotse_app.models.public_service import Hit


def obey(arguments: Sequence[str], places: Places, hook: CrashHook) -> int:
    """Do what the arguments say; return the exit status. Leaves the program where they say nothing."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace, Places, CrashHook], int] = options.command
    return command(options, places, hook)


def _parser() -> GermanParser:
    parser = GermanParser(prog="lotse", description="Anträge gemeinsam stellen – auch ohne Netz.")
    version = f"Lotse {__version__}"
    parser.add_argument("--version", action="version", version=version, help="die Fassung des Programms sagen")
    parser.set_defaults(command=_run)
    commands = parser.add_subparsers(title="Befehle", metavar="BEFEHL")
    start = commands.add_parser("run", help="das Programm öffnen (auch ohne Befehl)")
    start.set_defaults(command=_run)
    _add_find(commands.add_parser("find", help="eine Leistung suchen"))
    form_state = commands.add_parser("form-state", help="sagen, was ein Formular zu Antworten zeigt")
    _batch(form_state, "je Zeile {name, schema, uischema, data} lesen, eine JSON-Zeile schreiben", required=True)
    form_state.set_defaults(command=_form_state)
    importing = commands.add_parser("import-form", help="ein Formular aus FIM XDatenfelder übernehmen (ungeprüft)")
    importing.add_argument("file", type=Path, nargs="?", metavar="DATEI", help="XDatenfelder 2.0 oder 3.0.0")
    importing.add_argument("--batch", type=Path, metavar="ORDNER", help="alle Dateien darin, mit einer Tabelle")
    importing.add_argument("--land", default="SN", metavar="LAND", help="wessen Regeln gelten (SN)")
    importing.add_argument("--out", type=Path, metavar="ORDNER", help="Ordner für das Ergebnis")
    importing.set_defaults(command=_import_form)
    backup = commands.add_parser("backup", help="eine geprüfte Sicherung schreiben")
    backup.add_argument("--to", type=Path, metavar="ORDNER", help="wohin, wenn nicht in den gewählten Ordner")
    backup.set_defaults(command=_backup)
    restore = commands.add_parser("restore", help="eine Sicherung in einen leeren Ordner zurückspielen")
    restore.add_argument("file", type=Path, metavar="DATEI", help="lotse-sicherung-….lotse")
    restore.add_argument("--into", type=Path, metavar="ORDNER", required=True, help="leerer Datenordner; siehe --aside")
    restore.add_argument("--aside", action="store_true", help="was dort schon liegt, umbenennen; gelöscht wird nichts")
    restore.set_defaults(command=_restore)
    check = commands.add_parser("check", help="jede Seite und das Protokoll prüfen")
    check.set_defaults(command=_check)
    _add_import(commands)
    _add_export(commands)
    demo = commands.add_parser("demo", help="den ganzen Weg ohne Bildschirm vorführen")
    empty = "leerer oder neuer Ordner für das Ergebnis"
    demo.add_argument("--out", type=Path, metavar="ORDNER", required=True, help=empty)
    demo.set_defaults(command=_demo)
    victim = commands.add_parser("demo-child")  # the process that the demonstration kills; not for people
    victim.add_argument("--out", type=Path, required=True)
    victim.set_defaults(command=_demo_child)
    return parser


def _add_find(find: argparse.ArgumentParser) -> None:
    find.add_argument("text", nargs="*", metavar="WORT", help="was die Person sagt")
    _batch(find, "eine Anfrage je Zeile lesen, eine JSON-Zeile je Anfrage schreiben")
    plain = "nur mit den Worten des Katalogs suchen"
    find.add_argument("--no-everyday-words", dest="everyday", action="store_false", help=plain)
    find.set_defaults(command=_find)


def _batch(command: argparse.ArgumentParser, what: str, *, required: bool = False) -> None:
    command.add_argument("--batch", action="store_true", required=required, help=what)


def _add_import(commands: argparse._SubParsersAction[GermanParser]) -> None:
    """Add ``lotse import sessions`` and ``lotse import station``."""
    lists = commands.add_parser("import", help="eine alte Liste von Beratungen oder Stützpunktdateien übernehmen")
    lists.add_argument("what", choices=["sessions", "station"], help="Beratungen, oder Dateien anderer Stützpunkte")
    lists.add_argument("file", nargs="*", type=Path, metavar="DATEI", help="xlsx oder csv; .lotse-station")
    lists.add_argument("--map", type=Path, metavar="ZUORDNUNG", help="Zeilen wie: Tag = Datum der Beratung")
    lists.add_argument("--check", action="store_true", help="nur prüfen, nichts speichern")
    lists.add_argument("--undo", action="store_true", help="die letzte Übernahme zurücknehmen")
    lists.set_defaults(command=_import)


def _add_export(commands: argparse._SubParsersAction[GermanParser]) -> None:
    """Add ``lotse export statistics``, ``lotse export sessions`` and ``lotse export station``."""
    export = commands.add_parser("export", help="Zahlen oder die Liste der Beratungen in einen Ordner schreiben")
    what = "Zahlen, eine Zeile je Beratung, oder die Datei dieses Stützpunkts für die Koordination"
    export.add_argument("what", choices=["statistics", "sessions", "station"], help=what)
    export.add_argument("--report", default="Standard", metavar="NAME", help="Standard oder eine gemerkte Auswahl")
    export.add_argument("--from", dest="start", type=_day, metavar="TAG", help="erster Tag")
    export.add_argument("--to", dest="end", type=_day, metavar="TAG", help="der Tag danach")
    export.add_argument("--kind", choices=["intern", "oeffentlich"], default="intern", help="für wen (intern)")
    export.add_argument("--format", choices=["xlsx", "csv", "pdf"], default="xlsx", help="welche Datei (xlsx)")
    export.add_argument("--out", type=Path, required=True, metavar="ORDNER", help="Ordner für das Ergebnis")
    export.add_argument("--per-person", action="store_true", help="eine Zeile je Teilnahme (nur sessions)")
    export.add_argument("--all-stations", action="store_true", help="mit den eingelesenen Stützpunktdateien")
    export.add_argument("--stdin", action="store_true", help="die Passphrase von der Standardeingabe lesen")
    export.set_defaults(command=_export)


def _day(text: str) -> date:
    day, month, year = text.split(".") if "." in text else reversed(text.split("-"))
    whole = int(year) + (2000 if len(year) == 2 else 0)  # 1.7.26 is meant, not the year 26
    if not 2000 <= whole < 2100:
        raise ValueError
    return date(whole, int(month), int(day))


def _export(options: argparse.Namespace, places: Places, _hook: CrashHook) -> int:
    from lotse_app.errands import ExportErrand, asked, export, export_station, read_line

    ask = read_line if options.stdin else asked
    if options.what == "station":
        return export_station(build(places), options.out, ask)
    public = options.kind == "oeffentlich"
    name = report_key(options.report)
    if trouble := _misfit(options, standard=name in STANDARD, own=name in OWN):
        sys.stderr.write(f"{trouble}\n")
        return 2
    wanted = (options.what, options.report, options.start, options.end, public, options.format, options.out)
    errand = ExportErrand(*wanted, options.per_person, options.all_stations)
    return export(build(places), errand, ask)


def _misfit(options: argparse.Namespace, *, standard: bool, own: bool) -> str:
    """Return why what was asked does not go together, an empty text where it does."""
    public, listed = options.kind == "oeffentlich", options.what == "sessions"
    no_days = options.start is None or options.end is None or options.start >= options.end
    found = (
        (no_days, "Bitte --from und --to angeben, --from vor --to."),
        (public and listed, "Veröffentlicht werden nur Zahlen, nie einzelne Beratungen."),
        (public and not standard, "Veröffentlicht werden feste Tabellen ohne Auswahl. Bitte --report weglassen."),
        (
            listed and options.format == "pdf",
            "Eine Zeile je Beratung ist für ein Blatt zu breit. Bitte --format xlsx oder csv wählen.",
        ),
        (
            own and options.all_stations,
            "Den Tätigkeitsnachweis gibt es nur von diesem Stützpunkt. Bitte --all-stations weglassen.",
        ),
        (options.per_person and not listed, "--per-person gibt es nur bei „lotse export sessions“."),
    )
    return next((words for wrong, words in found if wrong), "")


def _run(_options: argparse.Namespace, places: Places, hook: CrashHook) -> int:
    return run_window(places, hook)


def _find(options: argparse.Namespace, _places: Places, _hook: CrashHook) -> int:
    if options.batch and options.text:
        sys.stderr.write("Mit --batch steht in der Eingabe je Zeile eine Anfrage. Bitte die Worte dort angeben.\n")
        return 2
    if options.batch:
        _in_utf8(sys.stdin, sys.stdout)
        rankings = find_batch((line.strip() for line in sys.stdin), everyday=options.everyday)
        return _write_lines(json.dumps(ranking, ensure_ascii=False) for ranking in rankings)
    text = " ".join(options.text).strip()
    if not text:
        sys.stderr.write("Bitte sagen, was gesucht wird, zum Beispiel: lotse find Hund anmelden\n")
        return 2
    hits = find_text(text, everyday=options.everyday)
    if not hits:
        sys.stderr.write("Dazu wurde keine Leistung gefunden. Bitte mit anderen Worten suchen.\n")
    elif hits[0].alike:
        sys.stderr.write("Nichts Passendes gefunden. Bitte mit anderen Worten suchen. Am ähnlichsten klingt:\n")
    return _write_lines(_hit_line(hit) for hit in hits)


def _hit_line(hit: Hit) -> str:
    reasons = {"gefunden durch": hit.because, "Alltagswort": hit.everyday}
    why = "; ".join(f"{by}: {', '.join(said)}" for by, said in reasons.items() if said)
    return f"{hit.leika or '–':<14}  {hit.name}" + (f"   ({why})" if why else "")


def _in_utf8(*streams: TextIO) -> None:
    """Read and write what programs exchange, JSON, alike on every system; bytes that are no text do not end a run."""
    for stream in streams:
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _write_lines(lines: Iterable[str]) -> int:
    """Write lines as far as they can be written; return the exit status."""
    for line in lines:
        ended = _write(line + "\n")
        if ended is not None:
            return ended
    return _write("") or 0


def _write(text: str) -> int | None:
    """Write and, for an empty text, flush; return the exit status where nothing more can be written.

    That nobody reads any more (``| head``) is no fault.
    """
    try:
        sys.stdout.write(text)
        if not text:
            sys.stdout.flush()
    except OSError as error:
        with suppress(OSError), Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())  # what is still buffered is flushed at the end
        if error.errno in {errno.EPIPE, errno.EINVAL}:  # Windows says EINVAL of a pipe that was closed
            return 0
        sys.stderr.write(
            "Die Ausgabe ließ sich nicht ganz schreiben. Bitte Platz schaffen und den Befehl wiederholen.\n"
        )
        return 1
    return None


def _form_state(_options: argparse.Namespace, _places: Places, _hook: CrashHook) -> int:
    from lotse_app.forms.batch import answers_to

    return _write_lines(answers_to(sys.stdin.buffer))


def _import_form(options: argparse.Namespace, _places: Places, _hook: CrashHook) -> int:
    from lotse_app.forms.xdatenfelder.command import import_folder, import_one
    from lotse_app.forms.xdatenfelder.importing import LANDS

    def say(text: str) -> None:
        sys.stdout.write(text + "\n")

    if options.land not in LANDS:
        sys.stderr.write(f"Dieses Land gibt es nicht. Möglich sind: {', '.join(LANDS)}\n")
        return 2
    if options.batch is not None and options.file is None:
        return import_folder(options.batch, options.land, options.out, say, sentence)
    if options.file is None or options.batch is not None or options.out is None:
        sys.stderr.write("Bitte eine Datei und --out ORDNER angeben, oder --batch ORDNER.\n")
        return 2
    return import_one(options.file, options.land, options.out, say, sentence)


def _backup(options: argparse.Namespace, places: Places, _hook: CrashHook) -> int:
    from lotse_app.errands import back_up

    return back_up(build(places), options.to)


def _restore(options: argparse.Namespace, _places: Places, _hook: CrashHook) -> int:
    from lotse_app.errands import restore, restore_ground

    return restore(options.file, restore_ground(Places(options.into)), aside=options.aside)


def _check(_options: argparse.Namespace, places: Places, _hook: CrashHook) -> int:
    from lotse_app.errands import check

    return check(build(places))


def _import(options: argparse.Namespace, places: Places, _hook: CrashHook) -> int:
    from lotse_app.errands import ListErrand, import_sessions, import_stations

    if options.what == "station" and options.file:
        return import_stations(build(places), options.file)
    if options.what == "station" or len(options.file) != (0 if options.undo else 1):
        sys.stderr.write("Bitte entweder eine Datei nennen oder --undo; bei station eine Datei oder mehrere.\n")
        return 2
    return import_sessions(build(places), ListErrand(next(iter(options.file), None), options.map, options.check))


def _demo(options: argparse.Namespace, _places: Places, _hook: CrashHook) -> int:
    from lotse_app.demonstration.run import demonstrate

    return demonstrate(options.out)


def _demo_child(options: argparse.Namespace, _places: Places, _hook: CrashHook) -> int:
    from lotse_app.demonstration.acts import fill_in_until_killed

    return fill_in_until_killed(options.out)
