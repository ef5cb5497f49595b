"""Figures over 100,000 sessions: the dashboard, every filter, xlsx of all figures, the list of contacts."""

from __future__ import annotations

import csv
import io
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.contacts import YEAR, fill
from benchmarks.ground import set_up
from benchmarks.measuring import QUICK, both, milliseconds, ratio, rounds, spread, tell, work
from lotse_app.models.filters import FilterKind, Filters
from lotse_app.statistics.export import FileExporter

if TYPE_CHECKING:
    from lotse_app.models.figures import Report

ROUNDS = 7
MANY = 100_000


def plainly(report: Report) -> bytes:
    """Write the rows of a report as csv and nothing else: the floor of the list of contacts."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=";").writerows(report.tables[0].rows)
    return target.getvalue().encode()


def main() -> None:
    """Measure and print."""
    number = rounds(ROUNDS)
    size = 1_000 if number == 1 else MANY
    with tempfile.TemporaryDirectory() as name:
        ground = set_up(Path(name, "store"))
        fill(ground, size)
        desk = ground.opened()
        exporter, folder = FileExporter(), Path(name)
        chosen = {kind: Filters().with_codes(kind, [desk.report.choices(kind)[0].code])
                  for kind in FilterKind if desk.report.choices(kind)}  # fmt: skip
        report = desk.report.build(YEAR)
        contacts = desk.report.records(YEAR)
        dashboard, worked = zip(*(both(lambda: desk.report.build(YEAR)) for _ in range(number)), strict=True)
        slowest = {
            kind: min(work(partial(desk.report.build, YEAR, one)) for _ in range(min(number, 3)))
            for kind, one in chosen.items()
        }
        book = [milliseconds(lambda: exporter.xlsx(report, folder / "a.xlsx")) for _ in range(number)]
        listed = [milliseconds(lambda: exporter.csv(contacts, folder / "csv")) for _ in range(min(number, 3))]
        floor = [milliseconds(lambda: plainly(contacts)) for _ in range(min(number, 3))]
        desk.close_reports()
        desk.close()
    worst = max(slowest, key=lambda kind: slowest[kind])
    figures = {
        "dashboard of a year with all of them, ms": spread(dashboard),
        "… of that the processor's, ms": spread(worked),
        f"slowest filter ({worst.value}), of the processor, ms": round(slowest[worst], 1),
        "xlsx of all figures, ms": spread(book),
        "list of contacts as csv / plain csv writing, times": ratio(listed, floor),
    }
    goal = {
        "dashboard of a year with all of them, ms": "< 500",
        f"slowest filter ({worst.value}), of the processor, ms": "< 300",
        "xlsx of all figures, ms": "< 3000",
        "list of contacts as csv / plain csv writing, times": "≤ 2",
    }
    note = f"{size:,} sessions in one year, codes drawn evenly; median (smallest–largest) of {number} rounds."
    tell("figures", figures, goal, note if number > 1 else f"{QUICK}: {note}")


if __name__ == "__main__":
    main()
