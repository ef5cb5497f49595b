"""The three applications: one finished, one killed and resumed, one refused."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from lotse_app.clock import long_date
from lotse_app.demonstration.filling import answer_at, fill, read_back
from lotse_app.demonstration.script import (
    ANSWERS,
    COMMUNE,
    FIRST_WORDS,
    KILL_AFTER,
    SERVICE,
    STROKES,
    WRONG_ANSWERS,
)
from lotse_app.demonstration.stage import says, stage
from lotse_app.models.application import CarriedBy, DocumentKind, State
from lotse_app.models.evidence import EvidenceState
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.receipt import ReceiptKind
from lotse_app.models.session import Obstacle, Result
from lotse_app.workflows.evidence import evidence_lines

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.demonstration.journal import Journal
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.freeze import Prepared


def _begin(desk: Desk, journal: Journal) -> str:
    session = desk.counsel.start()
    hits = desk.find.find(FIRST_WORDS)
    journal.step(f"Gesucht: „{FIRST_WORDS}“ – gefunden: {hits[0].name}", verified=hits[0].name == SERVICE)
    card = desk.find.card(hits[0].service_id, COMMUNE)
    application = desk.applications.begin(card, COMMUNE)
    journal.step(f"Antrag begonnen, Vorgang {application.number}", verified=application.session_id == session.id)
    return application.id


def finished(desk: Desk, out: Path, journal: Journal) -> None:
    """Play the first application: from the first words to the receipt of the Annahmestelle."""
    application_id = _begin(desk, journal)
    case = fill(desk, application_id, ANSWERS)
    journal.step("Alle Angaben eingetragen und gespeichert", verified=case.application.revision == len(ANSWERS))
    due = date(2026, 11, 24)
    journal.step(f"Frist berechnet: {long_date(due)}", verified=case.application.due == due)
    _evidence(desk, case)
    too_early = desk.freezing.prepare(desk.applications.open(application_id))
    journal.step("Ohne gemeinsames Prüfen kein Einfrieren", verified=too_early.frozen is None)
    case = read_back(desk, application_id)
    frozen = desk.freezing.commit(desk.freezing.prepare(case))
    pdf = desk.printing.stored(application_id, DocumentKind.APPLICATION)
    same = hashlib.sha256(frozen.canonical).hexdigest() == frozen.digest
    journal.step(f"Eingefroren, Prüfsumme {frozen.digest[:12]}…", verified=same and says(pdf, frozen.digest[:16]))
    case = desk.applications.open(application_id)
    desk.signing.commit(desk.signing.prepare_pad(case, "Hańža Marija Nowakowa-Žurić", STROKES))
    case = desk.applications.open(application_id)
    journal.step("Unterschrieben auf dem Pad", verified=case.application.state is State.SIGNED)
    hand_in = desk.handing_in.commit(desk.handing_in.prepare(case, CarriedBy.PILOT))
    case = desk.applications.open(application_id)
    journal.step(
        "Abgegeben in der Annahmestelle: Eingangsbestätigung",
        verified=hand_in.receipt == ReceiptKind.RECEIVED.value and case.application.state is State.RECEIVED,
    )
    _papers(desk, case, out, journal)
    ending = desk.counsel.ending(case.application.session_id or "")
    desk.counsel.end(replace(ending.session, obstacles=(Obstacle.NO_BUNDID,)))
    journal.step("Beratung beendet", verified=desk.counsel.running() is None)


def _evidence(desk: Desk, case: OpenCase) -> None:
    lines = evidence_lines(case.form, case.application.answers, case.application.id, case.evidence)
    for order, line in enumerate(lines):
        state = EvidenceState.SHOWN if order == 0 else EvidenceState.NOT_NEEDED
        desk.evidence.set_state(replace(line, state=state, reason="" if order == 0 else "nicht verlangt"), order)


def _papers(desk: Desk, case: OpenCase, out: Path, journal: Journal) -> None:
    card = desk.find.card(case.application.service_id, COMMUNE)
    number = case.application.number
    papers = {
        f"antrag-{number}.pdf": desk.printing.application(case.application.id),
        f"eingangsbestaetigung-{number}.pdf": desk.printing.stored(case.application.id, DocumentKind.RECEIPT),
        f"merkzettel-{number}.pdf": desk.printing.stored(case.application.id, DocumentKind.NOTE),
        "mitbringliste.pdf": desk.printing.bring_list(card),
        "datenschutz.pdf": desk.printing.privacy_sheet(),
    }
    for name, pdf in papers.items():
        (out / name).write_bytes(pdf)
    readable = all(desk.printing.pages(pdf, 300) for pdf in papers.values())
    journal.step(
        f"{len(papers)} Papiere gedruckt (PDF)", verified=readable and says(papers[f"antrag-{number}.pdf"], number)
    )


def killed(out: Path, passphrase: str, journal: Journal) -> None:
    """Start a child that fills in a form, and kill it the hard way after some acknowledged entries."""
    command = [sys.executable, "-m", "lotse_app", "demo-child", "--out", str(out)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as child:
        assert child.stdin is not None  # noqa: S101 - narrows the type for mypy
        assert child.stdout is not None  # noqa: S101 - narrows the type for mypy
        child.stdin.write(passphrase + "\n")
        child.stdin.flush()
        acknowledged = [child.stdout.readline().strip() for _ in range(KILL_AFTER)]
        child.kill()
    said = [f"gespeichert {pointer}" for pointer, _ in ANSWERS[:KILL_AFTER]]
    journal.step(f"Zweiter Antrag: nach {KILL_AFTER} Angaben hart beendet (kill -9)", verified=acknowledged == said)


def fill_in_until_killed(out: Path) -> int:
    """Be the child that is killed: fill in slowly, saying each entry that was saved."""
    passphrase = sys.stdin.readline().rstrip("\n")
    program = stage(out)
    pilot_id = program.unlocking.pilots()[0][0]
    desk = program.unlocking.open(pilot_id, program.unlocking.key(pilot_id, passphrase))
    desk.counsel.start()
    hits = desk.find.find(FIRST_WORDS)
    application = desk.applications.begin(desk.find.card(hits[0].service_id, COMMUNE), COMMUNE)
    for pointer, value in ANSWERS:
        fill(desk, application.id, [(pointer, value)])
        sys.stdout.write(f"gespeichert {pointer}\n")
        sys.stdout.flush()
    sys.stdin.read()
    return 0


def resumed(desk: Desk, out: Path, journal: Journal) -> None:
    """Go on with what the killed child left; hand it to the resident."""
    running = desk.counsel.running()
    drafts = [line for line in desk.overview.today().begun if line.state is State.DRAFT]
    journal.step(
        "Nach dem Abbruch: Beratung läuft noch, ein Entwurf liegt da", verified=bool(running) and len(drafts) == 1
    )
    case = desk.applications.open(drafts[0].id)
    kept = [pointer for pointer, value in ANSWERS[:KILL_AFTER] if answer_at(case.application.answers, pointer) == value]
    journal.step("Keine der bestätigten Angaben ist verloren", verified=len(kept) == KILL_AFTER)
    fill(desk, case.application.id, ANSWERS)
    case = read_back(desk, case.application.id)
    desk.freezing.commit(desk.freezing.prepare(case))
    case = desk.applications.open(case.application.id)
    desk.signing.postpone(case.application.id)
    hand_in = desk.handing_in.commit(desk.handing_in.prepare(case, CarriedBy.RESIDENT))
    slip = desk.printing.stored(case.application.id, DocumentKind.RECEIPT)
    (out / f"uebergabebeleg-{case.application.number}.pdf").write_bytes(slip)
    journal.step(
        f"Vorgang {case.application.number} fortgesetzt und mitgegeben: Übergabebeleg",
        verified=hand_in.receipt == ReceiptKind.HANDED_OVER.value and says(slip, "noch kein Eingang"),
    )
    desk.counsel.end(desk.counsel.ending(case.application.session_id or "").session)


def refused(desk: Desk, journal: Journal) -> None:
    """Play the third application: invalid answers keep it from being frozen."""
    application_id = _begin(desk, journal)
    fill(desk, application_id, (*ANSWERS, *WRONG_ANSWERS))
    case = read_back(desk, application_id)
    prepared = desk.freezing.prepare(case)
    found = {found.pointer: found.code for found in prepared.problems}
    wanted = {"/hunde/0/chip": Code.DIGITS_MISSING, "/bankverbindung/iban": Code.IBAN_INVALID}
    journal.step("Dritter Antrag: falsche Chipnummer und IBAN werden genannt", verified=found == wanted)
    journal.step("Er bleibt Entwurf und wurde nicht eingefroren", verified=_stays_draft(desk, prepared, application_id))
    ending = desk.counsel.ending(case.application.session_id or "")
    desk.counsel.end(replace(ending.session, result=Result.NEW_APPOINTMENT))


def _stays_draft(desk: Desk, prepared: Prepared, application_id: str) -> bool:
    try:
        desk.freezing.commit(prepared)
    except ProblemError as error:
        case = desk.applications.open(application_id)
        invalid = error.problem.code is Code.ANSWERS_INVALID
        return invalid and case.frozen is None and case.application.state is State.DRAFT
    return False
