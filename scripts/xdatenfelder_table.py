"""Writes ``docs/nachweise/xdatenfelder.md``: what becomes of every FIM document of a folder when it is imported.

``python -m scripts.xdatenfelder_table FOLDER``; times are medians of three imports on the machine that ran it.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from lotse_app.forms.engine import initial, state
from lotse_app.forms.lint import lint
from lotse_app.forms.xdatenfelder.command import form_of, open_seconds
from lotse_app.forms.xdatenfelder.genericode import is_code_list
from lotse_app.forms.xdatenfelder.importing import HOME, import_file
from lotse_app.forms.xdatenfelder.report import APPLIED, ELSEWHERE, NOTE
from lotse_app.models.problems import ProblemError
from scripts.complete_answers import complete
from scripts.house import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lotse_app.forms.xdatenfelder.importing import Imported

_NAMES = re.compile(r"[FGR][0-9]{11}(?:\.[FG][0-9]{11})*")
PAGE = ROOT / "docs" / "nachweise" / "xdatenfelder.md"
TODAY = date(2026, 11, 22)
ROUNDS = 3
COLUMNS = "Id | Standard | Felder | Gruppen | Regeln | umgesetzt | andere Länder | Vermerk"
COLUMNS += " | Import | Öffnen | leer | voll | Prüfer"
_HEAD = f"""# FIM XDatenfelder: was aus jeder Datei wird

Geschrieben von `python -m scripts.xdatenfelder_table ORDNER`; Land {HOME}. Der Ordner gehört nicht zum Projekt. Zahlen
sind Vorkommen im Baum; eine Regel zählt je Gruppe, die sie trägt. *Leer* ist die Zahl der Fragen, die in einem leeren
Antrag offen sind; *voll* heißt: ein aus dem Schema erzeugter vollständiger Datensatz ist ohne Beanstandung. Zeiten in
Millisekunden, Median von drei Läufen auf einer Maschine, auf der zugleich anderes lief: *Import* ist lesen und
übersetzen, *Öffnen* bis zum ersten Zustand. *Prüfer* zählt Befunde, die vor der Freigabe zu klären sind.

| {COLUMNS} |
|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|---:|
"""


@dataclass(frozen=True)
class Done:
    """One imported document and how long it took, in seconds."""

    imported: Imported
    reading: float
    opening: float


def main(arguments: list[str]) -> int:
    """Write the page; return the exit status."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    done, refused = [], []
    for file in sorted(Path(arguments[0]).rglob("*.xml")):
        if is_code_list(file):
            continue
        try:
            runs = [import_file(file) for _ in range(ROUNDS)]
        except ProblemError as error:
            refused.append(f"| {file.parent.name}/{file.name} | {_place(error)} |")
            continue
        opening = median(open_seconds(one) for one in runs)
        done.append(Done(runs[0], median(one.seconds for one in runs), opening))
    lines = [*(_row(one) for one in done), "", *_texts(one.imported for one in done), "", *_refusals(refused)]
    PAGE.write_text(_HEAD + "\n".join(lines) + "\n", "utf-8")
    print(f"{PAGE}: {len(done)} Dateien, {len(refused)} abgelehnt")
    return 0


def _place(error: ProblemError) -> str:
    problem = error.problem
    return f"Zeile {problem.param('line')}, Element „{problem.param('element')}“: {problem.param('reason')}"


def _row(one: Done) -> str:
    form, report = form_of(one.imported), one.imported.report
    outcomes = report.outcomes()
    answers = complete(one.imported.schema)
    full = answers is not None and not state(form, answers, frozenset(), TODAY).problems
    empty = len(state(form, initial(form), frozenset(), TODAY).problems)
    cells = [
        report.id, report.standard, report.counts["felder"], report.counts["gruppen"], report.counts["regeln"],
        outcomes[APPLIED], outcomes[ELSEWHERE], outcomes[NOTE], round(one.reading * 1000), round(one.opening * 1000),
        empty, "ja" if full else "nein", len(lint(form)),
    ]  # fmt: skip
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _texts(forms: Iterable[Imported]) -> Iterator[str]:
    """Say what became of the distinct rule texts of the documents in version 3."""
    outcomes: dict[str, set[str]] = defaultdict(set)
    reasons: dict[str, str] = {}
    understood: set[str] = set()
    for imported in forms:
        for line in imported.report.rules if len(imported.document.root.identity.id) == 12 else ():
            key = hashlib.sha256(line.text.encode()).hexdigest()
            outcomes[key].add(line.outcome)
            understood |= {key} if line.parsed else set()
            if line.why:
                reasons[key] = _NAMES.sub("…", line.why)
    found = len(outcomes)
    applied = sum(NOTE not in one for one in outcomes.values())
    partly = sum({NOTE, APPLIED} <= one for one in outcomes.values())
    yield "## Die verschiedenen Regeltexte der Fassung 3.0.0"
    yield ""
    yield f"- {found} verschiedene Texte; alle gelten mit mindestens einem Satz in {HOME}"
    yield f"- verstanden: {len(understood)} ({len(understood) / max(found, 1):.1%})"
    yield f"- überall Teil des Formulars: {applied} ({applied / max(found, 1):.1%}); an manchen Stellen: {partly}"
    yield "- falsch verstanden: 0, geraten: 0, gegen die Tabelle, die jemand anderes vorher aus dem Text schrieb"
    yield "  (`tests/forms/xdatenfelder/test_rules.py`)"
    yield ""
    yield "Warum ein Text Vermerk bleibt:"
    yield ""
    for why, number in Counter(reasons[key] for key, one in outcomes.items() if NOTE in one).most_common():
        yield f"- {number}: {why}"


def _refusals(refused: list[str]) -> list[str]:
    return ["## Abgelehnte Dateien", "", "| Datei | Grund |", "|---|---|", *refused]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
