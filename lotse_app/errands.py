"""What the command line does with the data themselves: back up, restore, check. Secrets are asked for, never given.

A passphrase or code comes from the terminal with echo off; it stands in no argument and no variable of the environment.
"""

from __future__ import annotations

import sys
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from getpass import GetPassWarning, getpass
from typing import TYPE_CHECKING

from lotse_app.bootstrap import build
from lotse_app.clock import local_date, long_date
from lotse_app.models.filters import ALWAYS_THERE, BRIEF, OWN, STANDARD, report_key
from lotse_app.models.periods import named
from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.models.publication import editions_of
from lotse_app.models.station_file import groups
from lotse_app.store.opening import open_store
from lotse_app.ui.messages.problems import restore_sentence, sentence
from lotse_app.ui.words.restore import ASIDE, OLD
from lotse_app.ui.words.sheet import checked_words, taken_words, trouble_words
from lotse_app.workflows.restore import Restoring, opener
from lotse_app.workflows.sheets import written_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from lotse_app.bootstrap import Program
    from lotse_app.folders.restoring import RestoreFolder
    from lotse_app.ground import Tools
    from lotse_app.models.backup import BackupFacts
    from lotse_app.models.figures import Period, Report
    from lotse_app.models.people import Pilot
    from lotse_app.models.problems import Problem
    from lotse_app.models.trail import StoreCheck
    from lotse_app.paths import Places
    from lotse_app.vault.device_secrets import DeviceSecrets
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.report import Reporting

    Ask = Callable[[str], str]
    Say = Callable[[str], None]


#: Said before the refusal, so that nobody has to look the option up.
NOT_ASIDE = f"Sollen die Daten dort beiseite, bitte „--aside“ anhängen. {ASIDE[1]}"

#: After a chain that is whole in itself: something in the store tells of entries that are gone.
MISSING = (
    "Es fehlen Einträge. Im Datenspeicher steht etwas, das ins Protokoll gehört (Einrichtung, Unterschrift, Abgabe)."
)


def say(text: str) -> None:
    """Write one line for the person at the terminal."""
    sys.stdout.write(text + "\n")


def asked(prompt: str) -> str:
    """Return what somebody typed with echo off; where there is no terminal, one line of the standard input."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", GetPassWarning)  # it warns in English, before it reads anything
        try:
            return getpass(prompt)
        except GetPassWarning:
            return read_line(prompt)


def read_line(_prompt: str) -> str:
    """Return one line of the standard input."""
    return sys.stdin.readline().rstrip("\r\n")


def back_up(program: Program, folder: Path | None, ask: Ask = asked, tell: Say = say) -> int:
    """Make a verified backup in ``folder`` or the chosen one; return the exit status."""

    def act() -> int:
        with _desk(program, ask) as desk:
            tell("Die Sicherung wird geschrieben und geprüft …")
            made = desk.backups.make(desk.backups.plan(folder))
            desk.backups.noted(made)
        tell(f"Gesichert und geprüft: {made.path} ({_megabytes(made.size)})")
        if made.destroyed:
            tell(f"Ältere Sicherungen vernichtet: {made.destroyed}")
        return 0

    return _spoken(act, tell)


def check(program: Program, ask: Ask = asked, tell: Say = say) -> int:
    """Read every page and follow the Protokoll; return 0 only if all is whole."""

    def act() -> int:
        _, key = _opened(program, ask)
        store = open_store(program.places.ground, key, program.tools.clock, program.tools.ids)
        try:
            return _report(store.examine(), tell)
        finally:
            store.close()

    return _spoken(act, tell)


def restore(file: Path, ground: RestoreFolder, ask: Ask = asked, tell: Say = say, *, aside: bool = False) -> int:
    """Restore a backup into the empty data folder of ``ground``; return the exit status.

    With ``aside`` what lies there already gets another name, as in the window; nothing of it is deleted.
    """

    def act() -> int:
        restoring = Restoring(ground)
        facts = _looked_at(restoring, file, tell, aside=aside)
        made_on = local_date(datetime.fromisoformat(facts.made_at))
        tell(f"Sicherung vom {long_date(made_on)}, {_megabytes(facts.size)}")
        key, pilot_id = _backup_key(restoring, file, ask)
        done = restoring.restore(file, key, partial(_choose, pilot_id, ask), aside=aside)
        tell(f"Zurückgespielt nach {ground.folder}. Öffnen kann: {done.pilot_name}")
        if done.aside:
            tell(OLD.format(place=done.aside).strip())
        tell(f"Neuer Wiederherstellungscode, bitte jetzt aufschreiben und verwahren: {done.recovery_code}")
        tell("Der bisherige Code öffnet weiterhin nur die alten Sicherungen.")
        return 0

    return _spoken(act, tell, restore_sentence)


@dataclass(frozen=True, slots=True)
class ListErrand:
    """What ``lotse import sessions`` was asked: a file and its map (a file of lines, or none), or to take one back."""

    file: Path | None
    map_file: Path | None = None
    only_check: bool = False


def import_sessions(program: Program, errand: ListErrand, ask: Ask = asked, tell: Say = say) -> int:
    """Take over a list of sessions, or (without a file) take the last one back; return 1 if a row was held back."""

    def act() -> int:
        with _desk(program, ask) as desk:
            return _take_back(desk, tell) if errand.file is None else _take_over(desk, errand.file, errand, tell)

    return _spoken(act, tell)


def _take_over(desk: Desk, file: Path, errand: ListErrand, tell: Say) -> int:
    rows = desk.sheets.read(file)
    sheet = desk.sheets.map_of(rows) if errand.map_file is None else written_map(rows, _lines(errand.map_file))
    checked = desk.sheets.check(rows, sheet, taken=desk.sheets.taken())
    for problem in checked.problems:
        tell(trouble_words(problem))
    tell(checked_words(checked))
    if not errand.only_check:
        tell(taken_words(desk.sheets.take(rows, sheet, checked)))
        tell("Zurücknehmen: lotse import sessions --undo")
    return 0 if checked.good + checked.again == len(checked.rows) else 1


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        raise refuse(Code.SHEET_MAP, entry=file.name) from error


def _take_back(desk: Desk, tell: Say) -> int:
    last = desk.sheets.last()
    if last is None:
        tell("Es gibt keine Übernahme, die sich zurücknehmen lässt.")
        return 1
    tell(f"Zurückgenommen: {desk.sheets.undo(last.id)} von {last.count}. Sie liegen höchstens 30 Tage im Papierkorb.")
    return 0


@dataclass(frozen=True, slots=True)
class ExportErrand:
    """What ``lotse export`` was asked for; days are [start, end)."""

    what: str
    report: str
    start: date
    end: date
    public: bool
    form: str
    folder: Path
    per_person: bool = False
    all_stations: bool = False


def export_station(program: Program, folder: Path, ask: Ask = asked, tell: Say = say) -> int:
    """Write this station's file into a folder and say the sign of its key; return the exit status."""

    def act() -> int:
        with _desk(program, ask) as desk:
            pen = desk.gathering.pen()
            tell(f"Gesichert: {desk.gathering.write(pen, folder / desk.gathering.file_name)}")
            tell(f"Prüfzeichen dieses Geräts: {pen.groups}. Die Koordination fragt einmal danach.")
        return 0

    return _spoken(act, tell)


def import_stations(program: Program, files: Sequence[Path], ask: Ask = asked, tell: Say = say) -> int:
    """Read station files one after the other; return 1 if one of them was not taken."""

    def act() -> int:
        with _desk(program, ask) as desk:
            return max(_spoken(partial(_take_station, desk, file, ask, tell), tell) for file in files)

    return _spoken(act, tell)


def _take_station(desk: Desk, file: Path, ask: Ask, tell: Say) -> int:
    received = desk.gathering.read(file)
    confirmed = desk.gathering.known(received)
    if not confirmed:
        station = received.file.origin.station
        tell(f"Zum ersten Mal eine Datei dieses Geräts: {station.name}, {station.operator}")
        tell(f"Prüfzeichen: {groups(received.fingerprint)}. Bitte dort anrufen und vergleichen.")
        confirmed = ask("Stimmt das Prüfzeichen? Dann bitte ja eingeben: ").strip().casefold() == "ja"
    held = desk.gathering.take(received, confirmed=confirmed)
    tell(f"Eingelesen: {held.origin.station.name}, Stand {long_date(local_date(held.origin.made_at))}")
    return 0


@contextmanager
def _desk(program: Program, ask: Ask) -> Iterator[Desk]:
    """Open the desk of whoever's passphrase is typed, and close it."""
    pilot_id, key = _opened(program, ask)
    desk = program.unlocking.open(pilot_id, key)
    try:
        yield desk
    finally:
        desk.close_reports()
        desk.close()


def export(program: Program, errand: ExportErrand, ask: Ask = asked, tell: Say = say) -> int:
    """Write figures or the list of contacts into a folder; return the exit status."""

    def act() -> int:
        with _desk(program, ask) as desk:
            for path in _exported(desk, errand):
                tell(f"Gesichert: {path}")
        return 0

    return _spoken(act, tell)


def _exported(desk: Desk, errand: ExportErrand) -> tuple[Path, ...]:
    report = _asked_report(desk, errand, named(errand.start, errand.end))
    name = report.file_name(*_told_apart(errand))
    if errand.form == "csv":
        return desk.report.write_csv(report, errand.folder / name)
    write = desk.report.write_xlsx if errand.form == "xlsx" else desk.report.write_pdf
    return (write(report, errand.folder / f"{name}.{errand.form}"),)


def _told_apart(errand: ExportErrand) -> list[str]:
    """Return what a file is named by besides: what was chosen, so that one list never replaces another."""
    if errand.public:
        return []
    found = ["alle Stützpunkte"] if errand.all_stations else []
    found += ["je Teilnahme"] if errand.what == "sessions" and errand.per_person else []
    return found if report_key(errand.report) in ALWAYS_THERE else [*found, errand.report]


def _asked_report(desk: Desk, errand: ExportErrand, period: Period) -> Report:
    """Return what was asked for by its name; an edition that is not there yet is frozen first."""
    reporting = desk.all_stations if errand.all_stations else desk.report
    if errand.public:
        return _edition(desk, reporting, period)
    name = report_key(errand.report)
    if errand.what == "statistics" and name in BRIEF:
        return reporting.brief(period)
    if errand.what == "statistics" and name in OWN:
        return desk.report.own(period)
    filters = None if name in STANDARD else desk.report_keeping.find(errand.report).filters
    if errand.what == "sessions":
        return reporting.records(period, filters, per_person=errand.per_person)
    return reporting.build(period, filters)


def _edition(desk: Desk, reporting: Reporting, period: Period) -> Report:
    """Return the newest edition: a new one where enough came since, else the last one, else the first."""
    before = desk.report_keeping.publications()
    mine = editions_of(period, reporting.coverage, before)
    try:
        edition = reporting.edition(period, before)
    except ProblemError as error:
        if error.problem.code is Code.PUBLICATION_NOTHING_NEW:
            return desk.report.reprint(mine[-1])
        raise
    return desk.report.reprint(desk.report_keeping.publish(period, edition))


def restore_ground(places: Places, secrets: DeviceSecrets | None = None, tools: Tools | None = None) -> RestoreFolder:
    """Return the empty data folder a backup goes into."""
    return build(places, secrets, tools).restore()


def _opened(program: Program, ask: Ask) -> tuple[str, bytes]:
    """Return (pilot id, database key) of whoever's passphrase is typed; asks for the pilot where there are several."""
    if program.unlocking.needs_first_run():
        raise refuse(Code.STORE_MISSING)
    pilots = program.unlocking.pilots()
    pilot_id = pilots[0][0]
    if len(pilots) > 1:
        names = ", ".join(f"{number} {name}" for number, (_, name) in enumerate(pilots, start=1))
        typed = ask(f"Wer sind Sie? {names}: ").strip()
        if not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(pilots)):
            raise refuse(Code.SLOT_UNKNOWN)
        pilot_id = pilots[int(typed) - 1][0]
    return pilot_id, program.unlocking.key(pilot_id, ask("Passphrase: "))


def _looked_at(restoring: Restoring, file: Path, tell: Say, *, aside: bool) -> BackupFacts:
    """Return what anybody may read of the backup; say what happens to data that lie in its place."""
    try:
        restoring.require_empty()
    except ProblemError as occupied:
        if occupied.problem.code is not Code.RESTORE_OCCUPIED:
            raise
        if not aside:
            tell(NOT_ASIDE)
            raise
        for words in ASIDE:
            tell(words)
    return restoring.look(file, aside=aside)


def _backup_key(restoring: Restoring, file: Path, ask: Ask) -> tuple[bytes, str]:
    code = ask("Wiederherstellungscode (leer lassen, um die Passphrase einzugeben): ")
    if code.strip():
        return restoring.key_by_code(file, code), ""
    return restoring.key_by_passphrase(file, ask("Passphrase: "))


def _choose(pilot_id: str, ask: Ask, pilots: tuple[Pilot, ...]) -> tuple[Pilot, str]:
    """Return who opens the restored store, and the new passphrase, typed twice alike."""
    pilot = opener(pilots, pilot_id)
    first = ask(f"Neue Passphrase für {pilot.name}: ")
    if first != ask("Noch einmal: "):
        raise refuse(Code.WRONG_PASSPHRASE)
    return pilot, first


def _report(found: StoreCheck, tell: Say) -> int:
    trail = found.trail
    tell(f"Datenspeicher: {found.pages} Seiten gelesen, alle unbeschädigt.")
    if trail.anchor:
        good = "das Siegel stimmt" if trail.anchor_good else "das Siegel stimmt NICHT"
        tell(f"Protokoll: Einträge bis Nummer {trail.anchor} sind nach Frist gelöscht; {good}.")
    if trail.broken_at is not None:
        tell(f"Protokoll: Die Kette bricht bei Eintrag {trail.broken_at}. Bitte die Koordination verständigen.")
    else:
        tell(f"Protokoll: {trail.entries} Einträge, die Kette ist lückenlos bis Nummer {trail.head.number}.")
        tell(f"Letztes Glied: {trail.head.hash}")
    if trail.missing:
        tell(f"Protokoll: {MISSING} Anzahl: {trail.missing}. Bitte die Koordination verständigen.")
    return 0 if trail.whole else 1


def _spoken(act: Callable[[], int], tell: Say, worded: Callable[[Problem], str] = sentence) -> int:
    """Do something; say an expected problem as a sentence."""
    try:
        return act()
    except ProblemError as error:
        tell(worded(error.problem))
        return 1


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")
