"""Figures over 100,000 sessions: the dashboard, every filter, xlsx of all figures, the list of contacts."""

from __future__ import annotations

import csv
import io
import json
import random
import tempfile
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.ground import set_up
from benchmarks.measuring import QUICK, milliseconds, ratio, rounds, spread, tell
from lotse_app.models.contact import ContactKind, Device, Language
from lotse_app.models.filters import FilterKind, Filters
from lotse_app.models.people import PlaceType
from lotse_app.models.periods import named
from lotse_app.models.session import Access, AgeBand, FirstContact, HelpKind, Obstacle, Result
from lotse_app.statistics.export import FileExporter
from lotse_app.store.connection import Connection

if TYPE_CHECKING:
    from benchmarks.ground import Ground
    from lotse_app.models.figures import Report

ROUNDS = 7
MANY = 100_000
BEGIN = datetime(2025, 1, 2, 8, tzinfo=UTC)
#: All of them lie in this year.
YEAR = named(date(2025, 1, 1), date(2026, 1, 1))
CODES = [one.value for one in Obstacle]
_TEXT = "%Y-%m-%dT%H:%M:%S.%fZ"


def fill(ground: Ground, number: int) -> None:
    """Write sessions of one year, every code drawn, with topics, obstacles, devices and programme tags."""
    desk = ground.opened()
    desk.counsel.short_contact(desk.counsel.blank())
    desk.close()
    connection = Connection(ground.program.places.store, ground.key)
    pattern = dict(connection.rows("SELECT * FROM session")[0])
    for name in ("number", *(name for name in pattern if name.startswith("packed_"))):
        pattern.pop(name)
    draw = random.Random(7)  # noqa: S311 - the same sessions in every run
    step = timedelta(minutes=max(1, 500_000 // number))
    rows = [tuple(_row(pattern, draw, at, BEGIN + at * step).values()) for at in range(number)]
    with connection.atomic():
        connection.insert_many("session", tuple(pattern), rows)
        first = connection.value("SELECT max(number) FROM session") - number + 1
        for table, columns, values in (
            ("session_topic", ("service_id", "label"), lambda at: (f"s-{at % 90}", f"Leistung {at % 90}")),
            ("session_obstacle", ("obstacle",), lambda at: (CODES[at % 15],)),
            ("session_device", ("device",), lambda at: (list(Device)[at % 5].value,)),
            ("session_tag", ("tag",), lambda at: (f"FKZ {at % 3}",)),
        ):
            children = [(first + at, 0, *values(at)) for at in range(number)]
            connection.insert_many(table, ("session", "position", *columns), children)
    connection.close()


def _row(pattern: dict[str, object], draw: random.Random, at: int, started: datetime) -> dict[str, object]:
    seconds = draw.choice((300, 1200, 2400, 5400))
    return pattern | {
        "id": f"se-{at:08d}",
        "started_at": started.strftime(_TEXT),
        "beat_at": started.strftime(_TEXT),
        "ended_at": (started + timedelta(seconds=seconds)).strftime(_TEXT),
        "local_day": f"{started:%Y-%m-%d}",
        "seconds": seconds,
        "minutes": seconds // 60,
        "kind": draw.choice(list(ContactKind)).value,
        "place_type": draw.choice(list(PlaceType)).value,
        "access": draw.choice(list(Access)).value,
        "language": draw.choice(list(Language)).value,
        "age_band": draw.choice(list(AgeBand)).value,
        "first_contact": draw.choice(list(FirstContact)).value,
        "help_kind": draw.choice(list(HelpKind)).value,
        "result": draw.choice(list(Result)).value,
        # What the store keeps in the row of a session besides its child tables (store/session_columns.py).
        "topics": json.dumps([f"s-{at % 90}"]),
        "obstacles": json.dumps([CODES[at % 15]]),
        "devices": json.dumps([list(Device)[at % 5].value]),
        "tags": json.dumps([f"FKZ {at % 3}"]),
    }


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
        dashboard = [milliseconds(lambda: desk.report.build(YEAR)) for _ in range(number)]
        slowest = {
            kind: min(milliseconds(partial(desk.report.build, YEAR, one)) for _ in range(min(number, 3)))
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
        f"slowest filter ({worst.value}), ms": round(slowest[worst], 1),
        "xlsx of all figures, ms": spread(book),
        "list of contacts as csv / plain csv writing, times": ratio(listed, floor),
    }
    goal = {
        "dashboard of a year with all of them, ms": "< 500",
        f"slowest filter ({worst.value}), ms": "< 300",
        "xlsx of all figures, ms": "< 3000",
        "list of contacts as csv / plain csv writing, times": "≤ 2",
    }
    note = f"{size:,} sessions in one year; median (smallest–largest) of {number} rounds."
    tell("figures", figures, goal, note if number > 1 else f"{QUICK}: {note}")


if __name__ == "__main__":
    main()
