"""Autosave while a report runs: the commit of a draft, alone and beside a thread that counts figures without a pause.

Report and autosave have a thread and a connection of their own, as the lanes of the program have.
"""

from __future__ import annotations

import tempfile
import threading
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.autosave import CLOCK, whole_draft
from benchmarks.contacts import YEAR, fill
from benchmarks.ground import COMMUNE, set_up
from benchmarks.measuring import QUICK, late, milliseconds, rounds, spread, tell
from lotse_app.demonstration.script import FIRST_WORDS
from lotse_app.overriding import override
from lotse_app.statistics.monthly import MonthlyReport
from lotse_app.store.opening import open_store

if TYPE_CHECKING:
    from benchmarks.ground import Ground
    from lotse_app.models.application import DraftSave
    from lotse_app.store.opening import Store

#: So many that the 99th percentile is more than the few that meet the first report over a cold cache.
ROUNDS = 2_000
MANY = 100_000


class Counting(threading.Thread):
    """Counts every figure of a year again and again, on a connection of its own."""

    def __init__(self, store: Store) -> None:
        super().__init__(daemon=True)
        self._store = store
        self._over = threading.Event()
        self.begun = threading.Event()
        self.reports = 0

    @override
    def run(self) -> None:
        """Count until told to end."""
        reader = self._store.open_for_reports()
        queries = MonthlyReport().queries(YEAR)
        self.begun.set()
        while not self._over.is_set():
            reader.figures.counts(queries)
            self.reports += 1
        reader.close()

    def end(self) -> None:
        """Let the report in hand be the last one."""
        self._over.set()
        self.join()


def saved(store: Store, draft: DraftSave, revision: int, number: int) -> list[float]:
    """Return how long each of so many autosaves took; a pilot types between them."""
    times = []
    for at in range(number):
        one = replace(draft, expected_revision=revision + at, at=CLOCK.now())
        times.append(milliseconds(partial(store.applications.save_draft, one)))
        time.sleep(0.01)
    return times


def begun(ground: Ground) -> DraftSave:
    """Return the draft of an application that was begun."""
    desk = ground.opened()
    hit = desk.find.find(FIRST_WORDS)[0]
    case = desk.applications.begin(desk.find.card(hit.service_id, COMMUNE), COMMUNE)
    draft = whole_draft(desk.applications.open(case.id))
    desk.close()
    return draft


def main() -> None:
    """Measure and print."""
    number = rounds(ROUNDS)
    with tempfile.TemporaryDirectory() as name:
        ground = set_up(Path(name, "store"))
        fill(ground, 1_000 if number == 1 else MANY)
        draft = begun(ground)
        tools = ground.program.tools
        store = open_store(ground.program.places.ground, ground.key, tools.clock, tools.ids)
        quarter = max(1, number // 4)
        alone: list[float] = []
        beside: list[float] = []
        reports, revision = 0, draft.expected_revision
        for _ in range(min(4, number)):  # by turns, so that a noisy moment meets both
            alone += saved(store, draft, revision, quarter)
            counting = Counting(store)
            counting.start()
            counting.begun.wait()
            beside += saved(store, draft, revision + quarter, quarter)
            counting.end()
            revision += 2 * quarter
            reports += counting.reports
        store.close()
    figures = {
        "alone, ms": spread(alone, 2),
        "alone p99, ms": round(late(alone), 2),
        "beside a report, ms": spread(beside, 2),
        "beside a report p99, ms": round(late(beside), 2),
        "p99 beside a report / alone": round(late(beside) / late(alone), 2),
        "reports meanwhile": reports,
    }
    note = f"{len(alone)} commits alone, {len(beside)} while a report of {MANY:,} contacts runs again and again."
    tell("autosave_beside", figures, {"p99 beside a report / alone": "≤ 2"}, note if number > 1 else f"{QUICK}: {note}")


if __name__ == "__main__":
    main()
