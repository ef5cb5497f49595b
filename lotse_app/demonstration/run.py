"""Runs the demonstration. The exit status is 0 only if every step was verified."""

from __future__ import annotations

import html
import os
import sys
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.demonstration.acts import finished, killed, refused, resumed
from lotse_app.demonstration.journal import Journal, StepFailedError
from lotse_app.demonstration.pictures import paint_pictures
from lotse_app.demonstration.script import COMMUNE
from lotse_app.demonstration.stage import close, stage
from lotse_app.models.figures import Period
from lotse_app.models.people import PlaceType, Role
from lotse_app.models.problems import ProblemError
from lotse_app.models.session import AgeBand, Obstacle, Topic
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.unlock import FirstRun

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.bootstrap import Program
    from lotse_app.workflows.desk import Desk


def demonstrate(out: Path, entropy: Callable[[int], bytes] = os.urandom) -> int:
    """Run the demonstration into ``out``; return the exit status. ``entropy`` makes the passphrase."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        full = any(out.iterdir())
    except OSError:
        sys.stderr.write("Der Ordner lässt sich nicht anlegen. Bitte einen anderen nennen.\n")
        return 2
    if full:
        sys.stderr.write("Der Ordner ist nicht leer. Bitte einen leeren oder neuen Ordner nennen.\n")
        return 2
    journal = Journal()
    try:
        _all_steps(out, journal, entropy)
    except StepFailedError as failed:
        sys.stderr.write(f"Die Vorführung ist stehen geblieben: {failed}\n")
        return 1
    except ProblemError as error:
        sys.stderr.write(f"Die Vorführung ist stehen geblieben: {sentence(error.problem)}\n")
        return 1
    _index(out, journal)
    sys.stdout.write(f"Alles geprüft. Übersicht: {out / 'index.html'}\n")
    return 0


def _all_steps(out: Path, journal: Journal, entropy: Callable[[int], bytes]) -> None:
    passphrase = "Vorführung-" + entropy(12).hex()
    program = stage(out)
    pilot_id = _first_run(program, passphrase, journal)
    desk = program.unlocking.open(pilot_id, program.unlocking.key(pilot_id, passphrase))
    try:
        _earlier_sessions(desk, journal)
        finished(desk, out, journal)
    finally:
        close(desk)
    killed(out, passphrase, journal)
    desk = program.unlocking.open(pilot_id, program.unlocking.key(pilot_id, passphrase))
    try:
        resumed(desk, out, journal)
        refused(desk, journal)
        _report(desk, out, journal)
    finally:
        close(desk)
    _pictures(program, pilot_id, passphrase, out, journal)
    _nothing_readable(out, journal)


def _first_run(program: Program, passphrase: str, journal: Journal) -> str:
    journal.step("Leerer Ordner: Ersteinrichtung nötig", verified=program.unlocking.needs_first_run())
    created = program.unlocking.create(
        FirstRun(
            operator_name="Stadt Wilsdruff",
            operator_address="Nossener Straße 20, 01723 Wilsdruff",
            data_protection_contact="datenschutz@wilsdruff.example",
            public_body=True,
            station_name="Rathaus Wilsdruff",
            place_type=PlaceType.TOWN_HALL,
            ags=COMMUNE,
            reception_point=True,
            pilot_name="A. Beispiel",
            role=Role.OFFICIAL,
            passphrase=passphrase,
        )
    )
    program.unlocking.settle()
    store = program.places.store.read_bytes()
    journal.step("Träger, Stützpunkt und Lotsin angelegt", verified=not program.unlocking.needs_first_run())
    journal.step("Wiederherstellungscode mit 25 Zeichen", verified=len(created.recovery_code.replace("-", "")) == 25)
    journal.step("Bestand ist verschlüsselt", verified=b"SQLite format" not in store and b"Wilsdruff" not in store)
    return created.pilot_id


def _earlier_sessions(desk: Desk, journal: Journal) -> None:
    """Record a dozen sessions of the last weeks, so that the report has something to say."""
    now = desk.clock.now()
    bands, obstacles = list(AgeBand), list(Obstacle)
    for number in range(12):
        session = desk.counsel.blank()
        begun = now - timedelta(days=5 * number + 1)
        desk.counsel.record(
            replace(
                session,
                started_at=begun,
                ended_at=begun + timedelta(minutes=8 + 3 * number),
                people=1 + number % 3,
                age_band=bands[number % len(bands)],
                topics=(Topic("", ("Wohngeld", "Wohnsitz anmelden", "Brief vom Amt")[number % 3]),),
                obstacles=(obstacles[number % len(obstacles)],),
            )
        )
    journal.step("Zwölf Beratungen der letzten Wochen erfasst", verified=len(desk.counsel.ids()) == 12)


def _report(desk: Desk, out: Path, journal: Journal) -> None:
    today = local_date(desk.clock.now())
    period = Period(date(today.year, 1, 1), date(today.year + 1, 1, 1), f"Jahr {today.year}")
    report = desk.report.build(period)
    pdf = desk.report.write_pdf(report, out / "auswertung.pdf")
    xlsx = desk.report.write_xlsx(report, out / "auswertung.xlsx")
    csv = desk.report.write_csv(report, out / "csv")
    desk.close_reports()
    journal.step(
        f"Auswertung: {len(report.tables)} Tabellen als PDF, xlsx und {len(csv)} csv",
        verified=pdf.stat().st_size > 0 and xlsx.stat().st_size > 0 and len(csv) == len(report.tables) + 2,
    )
    waiting = desk.overview.waiting()
    journal.step(f"{waiting} Einträge warten auf das Portal", verified=waiting > 0)


def _pictures(program: Program, pilot_id: str, passphrase: str, out: Path, journal: Journal) -> None:
    painted = paint_pictures(program, pilot_id, passphrase, out / "bilder")
    journal.step(f"{len(painted)} Fensterbilder gemalt", verified=all(path.stat().st_size > 0 for path in painted))


def _nothing_readable(out: Path, journal: Journal) -> None:
    """Look for the resident's name in every file of the data folder."""
    words = [word.encode() for word in ("Nowakowa", "Labrador", "276098102345671")]
    files = [path for path in (out / "daten").rglob("*") if path.is_file()]
    found = [path for path in files if any(word in path.read_bytes() for word in words)]
    journal.step(f"Kein Name in {len(files)} Dateien des Datenordners lesbar", verified=bool(files) and not found)


def _index(out: Path, journal: Journal) -> None:
    files = sorted(path for path in out.rglob("*") if path.is_file() and "daten" not in path.relative_to(out).parts)
    links = "\n".join(
        f'<li><a href="{html.escape(path.relative_to(out).as_posix())}">{html.escape(path.name)}</a></li>'
        for path in files
    )
    steps = "\n".join(f"<li>{html.escape(line.partition('. ')[2])}</li>" for line in journal.lines)
    page = (
        '<!doctype html><html lang="de"><meta charset="utf-8"><title>Lotse – Vorführung</title>'
        f"<h1>Lotse – Vorführung</h1><ol>{steps}</ol><h2>Dateien</h2><ul>{links}</ul></html>\n"
    )
    (out / "index.html").write_text(page, encoding="utf-8")
