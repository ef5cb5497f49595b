"""Figures over 1,000,000 sessions, beside DuckDB: the same questions over the same contacts, and the same answers.

DuckDB holds the contacts unencrypted in memory, column by column: what figures cost where nothing has to be kept. It
is asked for by the benchmark alone (``requirements-bench.txt``); without it the other side stands by itself.
"""

from __future__ import annotations

import csv
import json
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.contacts import YEAR, fill
from benchmarks.ground import set_up
from benchmarks.measuring import QUICK, milliseconds, ratio, rounds, spread, tell, work
from lotse_app.models.contact import COUNSELLING
from lotse_app.models.figures import Dimension, FigureRow
from lotse_app.statistics.monthly import MonthlyReport
from lotse_app.store.connection import Connection
from lotse_app.store.figure_columns import MEASURES, SEVERAL
from lotse_app.store.figures import FigureCounts

if TYPE_CHECKING:
    from lotse_app.models.figures import FigureQuery

ROUNDS = 5
MANY = 1_000_000
_READ = (
    "local_day, kind, seconds, coalesce(result, '') AS result, coalesce(help_kind, '') AS help_kind, age_band,"
    " first_contact, place_type, access, language, station_id, ags, people, first_people, minutes, preparation, travel,"
    " distance, topics, obstacles, devices, tags,"
    " coalesce((SELECT applications FROM session_past WHERE session = number), 0) AS applications"
)
_COLUMNS = {
    Dimension.MONTH: "strftime(local_day, '%Y-%m')",
    Dimension.RESULT: "result",
    Dimension.HELP_KIND: "help_kind",
    Dimension.AGE_BAND: "age_band",
    Dimension.FIRST_CONTACT: "first_contact",
    Dimension.KIND: "kind",
    Dimension.LENGTH: (
        "CASE WHEN seconds < 600 THEN '0' WHEN seconds < 1800 THEN '10' WHEN seconds < 3600 THEN '30'"
        " WHEN seconds < 7200 THEN '60' ELSE '120' END"
    ),
    Dimension.PLACE: "place_type",
    Dimension.ACCESS: "access",
    Dimension.LANGUAGE: "language",
    Dimension.STATION: "station_id",
    Dimension.COMMUNE: "ags",
}
_LOT = 50_000


def to_duck(store: Connection, folder: Path) -> Any:  # noqa: ANN401 - DuckDB is no dependency, so its types are unknown
    """Return a connection of DuckDB to a table of the same contacts."""
    import duckdb  # type: ignore[import-not-found,unused-ignore] # noqa: PLC0415 - of this benchmark alone

    target = folder / "contacts.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        last, rows = 0, store.rows(_lot(0))
        write.writerow(rows[0].keys()[1:])
        while rows:
            last = rows[-1][0]
            write.writerows([*row[1:19], *("|".join(json.loads(cell)) for cell in row[19:23]), row[23]] for row in rows)
            rows = store.rows(_lot(last))
    found = duckdb.connect()
    several = ", ".join(
        f"CASE WHEN coalesce({name}, '') = '' THEN [''] ELSE string_split({name}, '|') END AS {name}"
        for name in ("topics", "obstacles", "devices", "tags")
    )
    found.execute(
        f"CREATE TABLE contact AS SELECT * REPLACE (coalesce(result, '') AS result,"  # noqa: S608 - texts of this file
        f" coalesce(help_kind, '') AS help_kind, {several}) FROM read_csv('{target}', header = true,"
        " types = {'ags': 'VARCHAR', 'topics': 'VARCHAR', 'obstacles': 'VARCHAR', 'devices': 'VARCHAR',"
        " 'tags': 'VARCHAR', 'local_day': 'DATE'}, nullstr = '-')"
    )
    return found


def _lot(after: int) -> str:
    return (
        f"SELECT number, {_READ} FROM session"  # noqa: S608 - texts of this file
        f" WHERE seconds IS NOT NULL AND number > {after} ORDER BY number LIMIT {_LOT}"
    )


def asked(query: FigureQuery) -> str:
    """Return a query of figures as DuckDB is asked."""
    dimensions = [one for one in (query.rows, query.columns) if one is not None]
    keys = [_COLUMNS.get(one, f"each_{at}") for at, one in enumerate(dimensions)]
    table = "contact"
    for at, one in enumerate(dimensions):
        if one in SEVERAL:
            table = f"(SELECT *, unnest({SEVERAL[one].removeprefix('figure_')}) AS each_{at} FROM {table})"  # noqa: S608 - texts of this file
    where = [f"local_day >= DATE '{query.period.start}'", f"local_day < DATE '{query.period.end}'"]
    if not query.all_contacts:
        where.append(f"kind IN ({', '.join(repr(kind.value) for kind in sorted(COUNSELLING))})")
    if query.among:
        where.append(f"{keys[1]} IN ({', '.join(repr(str(code)) for code in query.among)})")
    sums = [f"sum(({MEASURES[key]})::BIGINT)::BIGINT" if MEASURES[key] else "count(*)" for key in query.measures]
    return (
        f"SELECT {', '.join([*keys, *sums])} FROM {table}"  # noqa: S608 - texts of this file
        f" WHERE {' AND '.join(where)} GROUP BY {', '.join(keys)}"
    )


def counted(duck: Any, query: FigureQuery) -> tuple[FigureRow, ...]:  # noqa: ANN401 - as in ``to_duck``
    """Return what DuckDB counts, as the store says it."""
    wide = query.columns is not None
    rows = duck.execute(asked(query)).fetchall()
    found = (FigureRow(row[0], row[1] if wide else "", tuple(row[2 if wide else 1 :])) for row in rows)
    return tuple(sorted(found, key=lambda row: (row.row, row.column)))


def main() -> None:
    """Measure and print."""
    number = rounds(ROUNDS)
    size = 1_000 if number == 1 else MANY
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        ground = set_up(Path(name, "store"))
        fill(ground, size)
        store = Connection(ground.program.places.store, ground.key, "ro")
        counts, queries = FigureCounts(store), MonthlyReport().queries(YEAR)
        ours = counts.counts(queries)
        times = [milliseconds(lambda: counts.counts(queries)) for _ in range(number)]
        figures["every figure of a year, ms"] = spread(times)
        figures["… of that the processor's, ms"] = spread([work(lambda: counts.counts(queries)) for _ in range(number)])
        if find_spec("duckdb"):
            labels = {
                row["service_id"]: row["label"]
                for row in store.rows("SELECT DISTINCT service_id, label FROM session_topic")
            }
            duck = to_duck(store, Path(name))
            theirs = [tuple(counted(duck, query)) for query in queries]
            figures["answers that differ from DuckDB's"] = sum(
                _named(query, rows, labels) != mine for query, rows, mine in zip(queries, theirs, ours, strict=True)
            )
            other = [milliseconds(lambda: [counted(duck, query) for query in queries]) for _ in range(number)]
            figures["DuckDB, in memory, two threads, ms"] = spread(other)
            figures["ours / DuckDB"] = ratio(times, other)
        store.close()
    note = f"{size:,} sessions in one year, codes drawn evenly; median (smallest–largest) of {number} rounds."
    goal = {"answers that differ from DuckDB's": "0"} if "ours / DuckDB" in figures else {}
    tell("figures_million", figures, goal, note if number > 1 else f"{QUICK}: {note}")


def _named(query: FigureQuery, rows: tuple[FigureRow, ...], labels: dict[str, str]) -> tuple[FigureRow, ...]:
    if query.rows is not Dimension.TOPIC:
        return rows
    named = (FigureRow(labels.get(row.row, row.row), row.column, row.values) for row in rows)
    return tuple(sorted(named, key=lambda row: (row.row, row.column)))


if __name__ == "__main__":
    main()
