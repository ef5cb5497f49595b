"""Figures over 1,000,000 sessions, beside DuckDB: the same questions over the same contacts, and the same answers.

DuckDB holds the contacts unencrypted in memory, column by column: what figures cost where nothing has to be kept. It
is asked for by the benchmark alone (``requirements-bench.txt``, which ``make bench`` installs); where it is not to be
had, the page says that nothing stands beside our side.
"""

from __future__ import annotations

import csv
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from benchmarks.contacts import DRAWN, YEAR, fill
from benchmarks.ground import set_up
from benchmarks.measuring import QUICK, both, milliseconds, ratio, rounds, spread, tell
from lotse_app.models.contact import COUNSELLING
from lotse_app.models.figures import Dimension, FigureRow
from lotse_app.statistics.monthly import MonthlyReport
from lotse_app.store.connection import Connection
from lotse_app.store.figure_columns import MEASURES, SEVERAL
from lotse_app.store.figures import FigureCounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.figures import FigureQuery

ROUNDS = 3
MANY = 1_000_000
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
#: What both count, a lot at a time; the number of the session comes first.
_CONTACTS = """
SELECT number, local_day, kind, seconds, coalesce(result, '') AS result, coalesce(help_kind, '') AS help_kind, age_band,
  first_contact, place_type, access, language, station_id, ags, people, first_people, minutes, preparation, travel,
  distance, topics, obstacles, devices, tags, coalesce(applications, 0) AS applications
FROM session LEFT JOIN session_past ON session = number
WHERE seconds IS NOT NULL AND number > ? ORDER BY number LIMIT ?
"""
#: A contact that has none of something has the empty text once: it counts as *nothing noted*.
_TABLE = """
CREATE TABLE contact AS SELECT * REPLACE (
  from_json(if(topics = '[]', '[""]', topics), '["VARCHAR"]') AS topics,
  from_json(if(obstacles = '[]', '[""]', obstacles), '["VARCHAR"]') AS obstacles,
  from_json(if(devices = '[]', '[""]', devices), '["VARCHAR"]') AS devices,
  from_json(if(tags = '[]', '[""]', tags), '["VARCHAR"]') AS tags
) FROM read_csv(?, header = true, nullstr = '-', types = {
  'local_day': 'DATE', 'result': 'VARCHAR', 'help_kind': 'VARCHAR', 'ags': 'VARCHAR', 'topics': 'VARCHAR',
  'obstacles': 'VARCHAR', 'devices': 'VARCHAR', 'tags': 'VARCHAR'
})
"""
_LABELS = "SELECT DISTINCT service_id, label FROM session_topic"
_EACH = "(SELECT *, unnest({several}) AS each_{at} FROM {table})"
_QUESTION = "SELECT {counted} FROM {table} WHERE {narrowed} GROUP BY {keys}"


class Duck(Protocol):
    """What is asked of DuckDB: a statement with its parameters, then all rows."""

    def execute(self, query: str, parameters: Sequence[str] = ...) -> Duck:
        """Run a statement."""
        ...

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return its rows."""
        ...


def to_duck(store: Connection, folder: Path) -> Duck:
    """Return a connection of DuckDB to a table of the same contacts."""
    target = folder / "contacts.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        rows = store.rows(_CONTACTS, (0, _LOT))
        write.writerow(rows[0].keys()[1:])
        while rows:
            write.writerows(row[1:] for row in rows)
            rows = store.rows(_CONTACTS, (rows[-1][0], _LOT))
    duck: Duck = import_module("duckdb").connect()
    duck.execute(_TABLE, [str(target)])
    return duck


def asked(query: FigureQuery) -> str:
    """Return a query of figures as DuckDB is asked."""
    dimensions = [one for one in (query.rows, query.columns) if one is not None]
    keys = [_COLUMNS.get(one, f"each_{at}") for at, one in enumerate(dimensions)]
    table = "contact"
    for at, one in enumerate(dimensions):
        if one in SEVERAL:
            table = _EACH.format(several=SEVERAL[one].removeprefix("figure_"), at=at, table=table)
    where = [f"local_day >= DATE '{query.period.start}'", f"local_day < DATE '{query.period.end}'"]
    if not query.all_contacts:
        where.append(f"kind IN ({', '.join(repr(kind.value) for kind in sorted(COUNSELLING))})")
    if query.among:
        where.append(f"{keys[1]} IN ({', '.join(repr(str(code)) for code in query.among)})")
    sums = [f"sum(({MEASURES[key]})::BIGINT)::BIGINT" if MEASURES[key] else "count(*)" for key in query.measures]
    return _QUESTION.format(
        counted=", ".join([*keys, *sums]), table=table, narrowed=" AND ".join(where), keys=", ".join(keys)
    )


def counted(duck: Duck, query: FigureQuery) -> tuple[FigureRow, ...]:
    """Return what DuckDB counts, as the store says it."""
    wide = query.columns is not None
    rows = duck.execute(asked(query)).fetchall()
    found = (FigureRow(row[0], row[1] if wide else "", tuple(row[2 if wide else 1 :])) for row in rows)
    return tuple(sorted(found, key=lambda row: (row.row, row.column)))


def named(query: FigureQuery, rows: tuple[FigureRow, ...], labels: dict[str, str]) -> tuple[FigureRow, ...]:
    """Return rows with services under their names, as the store says them."""
    if query.rows is not Dimension.TOPIC:
        return rows
    found = (FigureRow(labels.get(row.row, row.row), row.column, row.values) for row in rows)
    return tuple(sorted(found, key=lambda row: (row.row, row.column)))


class Beside:
    """DuckDB over the contacts of a store, asked what the store is asked."""

    def __init__(self, store: Connection, folder: Path, queries: Sequence[FigureQuery]) -> None:
        self._queries = queries
        self._labels = {row["service_id"]: row["label"] for row in store.rows(_LABELS)}
        self._duck = to_duck(store, folder)
        self._answers: list[tuple[FigureRow, ...]] = []

    def answer(self) -> None:
        """Answer every query."""
        self._answers = [counted(self._duck, query) for query in self._queries]

    def differing(self, ours: Sequence[tuple[FigureRow, ...]]) -> int:
        """Return how many of our answers are others than the last ones here."""
        answers = zip(self._queries, self._answers, ours, strict=True)
        return sum(named(query, theirs, self._labels) != mine for query, theirs, mine in answers)

    def lose_one(self) -> None:
        """Forget one contact: from now on answers differ."""
        self._duck.execute("DELETE FROM contact WHERE rowid = (SELECT arg_min(rowid, local_day) FROM contact)")


def noted(size: int, queries: int, number: int, *, beside: bool) -> str:
    """Return what was measured; that DuckDB was missing is said, so that no page passes for a comparison."""
    note = (
        f"{size:,} sessions in one year, codes drawn evenly, {min(size, DRAWN):,} of them one by one;"
        f" {queries} queries; median (smallest–largest) of {number} rounds."
    )
    return note if beside else f"{note} DuckDB was not at hand: nothing stands beside."


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
        ours: list[tuple[FigureRow, ...]] = []

        def answer() -> None:
            ours[:] = counts.counts(queries)

        times, worked = zip(*(both(answer) for _ in range(number)), strict=True)
        figures["every figure of a year, ms"] = spread(times)
        figures["… of that the processor's, ms"] = spread(worked)
        if find_spec("duckdb"):
            duck = Beside(store, Path(name), queries)
            other = [milliseconds(duck.answer) for _ in range(number)]
            figures["answers that differ from DuckDB's"] = duck.differing(ours)
            duck.lose_one()
            duck.answer()
            figures["answers that differ once DuckDB lost a contact"] = duck.differing(ours)
            figures["DuckDB, in memory, two threads, ms"] = spread(other)
            figures["ours / DuckDB"] = ratio(times, other)
        store.close()
    note = noted(size, len(queries), number, beside="ours / DuckDB" in figures)
    goal = {"answers that differ from DuckDB's": "0"} if "ours / DuckDB" in figures else {}
    tell("figures_million", figures, goal, note if number > 1 else f"{QUICK}: {note}")


if __name__ == "__main__":
    main()
