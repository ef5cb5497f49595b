"""The house in figures: its size, its largest rooms, its import cycles, and what the last ``make test`` covered."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from typing import Any

from scripts.coverage_floors import FLOORS, by_package, percent
from scripts.house import FOLDERS, PACKAGE, ROOT, cycles, functions, import_graph, sources

COVERAGE = ROOT / "build" / "test" / "coverage.json"


def sizes() -> dict[str, Any]:
    """Return lines and files by folder, and the tails of the distributions in the program."""
    everything = sources()
    program = [source for source in everything if source.in_program]
    lines = Counter[str]()
    for source in everything:
        lines[source.path.split("/")[0]] += source.lines
    largest = max(program, key=lambda source: source.lines)
    lengths = sorted(length for source in program for _, length in functions(source))
    return {
        **{f"lines of {folder}": lines[folder] for folder in FOLDERS if lines[folder]},
        "files of the program": len(program),
        "median file, lines": int(statistics.median(source.lines for source in program)),
        "largest file, lines": f"{largest.lines} ({largest.path})",
        "median function, lines": int(statistics.median(lengths)),
        "longest function, lines": lengths[-1],
        "test lines a program line": round(lines["tests"] / lines[PACKAGE], 2),
        "modules in import cycles, lazy imports counted": sum(map(len, cycles(import_graph(program)))),
    }


def coverage() -> dict[str, str]:
    """Return what the last ``make test`` covered, lines and branches together, by package."""
    if not COVERAGE.exists():
        return {"coverage": "no make test on this machine yet"}
    report = json.loads(COVERAGE.read_text("utf-8"))
    return {f"coverage of {name}": f"{percent(*sums):.2f} %" for name, sums in by_package(report).items()}


def main() -> None:
    """Measure and print."""
    goals = {
        "largest file, lines": "≤ 400",
        "longest function, lines": "≤ 40",
        "modules in import cycles, lazy imports counted": "0",
        **{f"coverage of {name}": f"≥ {floor:.0f} %" for name, floor in FLOORS.items()},
    }
    print(json.dumps({"name": "house", "figures": {**sizes(), **coverage()}, "goal": goals}, ensure_ascii=False))


if __name__ == "__main__":
    main()
