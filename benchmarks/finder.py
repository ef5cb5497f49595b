"""The finder's keystrokes: every prefix of typical queries, against a plain FTS5 search in the same run.

Prints one JSON line. The queries are typical sentences of residents; with ``--queries FILE`` those of a file with
one JSON object a line (``query``). Where labelled queries lie beside the repository, it tells how well they are
answered, with and without everyday words.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

from lotse_app.catalogue.file import FILE_NAME, CatalogueFile
from lotse_app.catalogue.finder import CatalogueFinder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
#: Queries with the services that answer them; not part of the repository.
LABELLED = RESOURCES.parent.parent / "shared" / "finder" / "dev.jsonl"
QUERIES = (
    "Hund anmelden",
    "Wo muss ich meinen Hund anmelden?",
    "Ich bin umgezogen und will mich ummelden",
    "Hundesteueranmeldung",
    "Eheschliesung anmelden",
    "Rundfunkbeitragsbefreiung",
    "Bis wann muss ich den alten rosa Führerschein tauschen?",
    "Kann ich einen eigenen Behindertenparkplatz vor dem Haus bekommen?",
    "Strassenschaeden melden",
    "wir haben geheiratet und ich heiße jetzt anders",
    "Wohngeld",
    "Verkehrsrechtliche Anordnung Verkehrsraumeinschränkung",
    "Geld vom Jugendamt weil der Vater nicht zahlt",
    "Auskunft aus dem Gewerbezentralregister",
)


def milliseconds(ask: Callable[[str], object], prefixes: Sequence[str]) -> list[float]:
    """Return how long each prefix took, sorted."""
    times = []
    for prefix in prefixes:
        begin = time.perf_counter()
        ask(prefix)
        times.append(1000 * (time.perf_counter() - begin))
    return sorted(times)


def full_text() -> Callable[[str], object]:
    """Return a plain search: FTS5, unicode61, OR of the words, the last one as a prefix."""
    memory = sqlite3.connect(":memory:")
    memory.execute("CREATE VIRTUAL TABLE titles USING fts5(name, tokenize='unicode61 remove_diacritics 2')")
    rows = [(service.name,) for service in CatalogueFile(RESOURCES).services()]
    memory.executemany("INSERT INTO titles VALUES (?)", rows)

    def ask(text: str) -> object:
        terms = ['"' + word + '"' for word in text.replace('"', " ").split()]
        match = " OR ".join(terms) + "*" if terms else '""'
        return memory.execute(
            "SELECT name FROM titles WHERE titles MATCH ? ORDER BY rank LIMIT 20", (match,)
        ).fetchall()

    return ask


def mean_reciprocal_rank(finder: CatalogueFinder, labelled: Path) -> float:
    """Return MRR@10: one over the place of the first answer that was labelled as such, averaged over the queries."""
    rows = [json.loads(line) for line in labelled.read_text(encoding="utf-8").splitlines()]
    total = 0.0
    for row in rows:
        wanted = {answer["id"] for answer in row["relevant"] if answer["grade"] > 0}
        ranked = finder.listed_ids(row["query"], 10)
        total += next((1 / place for place, leika in enumerate(ranked, 1) if leika in wanted), 0.0)
    return total / len(rows)


def quality(finder: CatalogueFinder, labelled: Path = LABELLED) -> dict[str, float | str]:
    """Return MRR@10 with and without everyday words, or that there are no labelled queries here."""
    names = ("mrr_at_10_without_everyday_words", "mrr_at_10")
    if not labelled.exists():
        return dict.fromkeys(names, "not measured: no labelled queries here")
    plain = CatalogueFinder(RESOURCES, everyday=False)
    return {
        name: round(mean_reciprocal_rank(one, labelled), 3) for name, one in zip(names, (plain, finder), strict=True)
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=Path)
    asked = parser.parse_args()
    queries: Sequence[str] = QUERIES
    if asked.queries:
        queries = [json.loads(line)["query"] for line in asked.queries.read_text(encoding="utf-8").splitlines()]
    prefixes = [query[:length] for query in queries for length in range(2, len(query) + 1)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.perf_counter()
    finder = CatalogueFinder(RESOURCES)
    opened = 1000 * (time.perf_counter() - begin)
    ours = milliseconds(finder.find, prefixes)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    plain = milliseconds(full_text(), prefixes)
    figures = {
        "keystrokes": len(prefixes),
        "p50_ms": round(statistics.median(ours), 2),
        "p99_ms": round(ours[int(0.99 * len(ours))], 2),
        "fts5_p50_ms": round(statistics.median(plain), 2),
        "fts5_p99_ms": round(plain[int(0.99 * len(plain))], 2),
        "p50_ratio": round(statistics.median(ours) / statistics.median(plain), 2),
        "open_ms": round(opened, 1),
        "memory_mib": round(grown, 1),
        "file_mib": round((RESOURCES / "catalogue" / FILE_NAME).stat().st_size / 2**20, 2),
        **quality(finder),
    }
    goal = {"p50_ms": "≤ 3", "p99_ms": "≤ 10", "open_ms": "≤ 300", "memory_mib": "≤ 60"}
    goal["mrr_at_10_without_everyday_words"] = "≥ 0.55"
    print(json.dumps({"name": "finder", "figures": figures, "goal": goal}, ensure_ascii=False))


if __name__ == "__main__":
    main()
