"""Media breaks per service: who must print although it could be online; the brief for the head of the office."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lotse_app.models.figures import Dimension, FigureQuery, FigureTable, Report, Unit
from lotse_app.models.session import Obstacle
from lotse_app.statistics.cases import started_by_service
from lotse_app.statistics.definitions import DEFINITIONS, VERSION, defined
from lotse_app.statistics.labels import LABELS, NOTHING_NOTED
from lotse_app.statistics.periods import before, months

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lotse_app.models.figures import Cell, Counted, FigureRow, Period
    from lotse_app.models.filters import Filters

#: What is a media break: print needed although online, and no online way at all.
BREAKS = (Obstacle.MEDIA_BREAK, Obstacle.NOT_ONLINE)
_NOTE = (
    "Mehrfachnennung: Eine Beratung zählt bei jedem ihrer Anliegen und Hindernisse einmal. Darum gibt es keine "
    "Summenzeile. Je 100 Anträge zählt „Ausdruck nötig, obwohl online“ gegen die begonnenen Anträge der Leistung."
)
#: So many services and obstacles fit on the one page.
_SERVICES, _OBSTACLES = 8, 6
_CASES_NOTE = (
    f"Die {_SERVICES} Leistungen mit den meisten Fällen. Ein Fall ist eine Beratung, in der ein Ausdruck nötig oder "
    "der Dienst nicht online war; sie zählt einmal, auch wenn beides zutraf. Je 100 Anträge sind Fälle gegen "
    "begonnene Anträge der Leistung."
)


def break_table(rows: Sequence[FigureRow], started: Mapping[str, int] | None) -> FigureTable:
    """Return services with media breaks, most first, with the number of cases behind them.

    ``started`` is None where a filter was chosen that applications do not know: then nobody knows how many were begun.
    """
    found = _by_service(rows)
    ordered = sorted(found.items(), key=lambda item: (-sum(item[1].values()), item[0].casefold()))
    return FigureTable(
        key="medienbruch",
        title="Medienbrüche je Leistung (Beratungen)",
        columns=(
            "Anliegen",
            *(LABELS[Dimension.OBSTACLE][one] for one in BREAKS),
            "begonnene Anträge",
            DEFINITIONS["hindernis_je_100"].name,
        ),
        units=(None, Unit.COUNT, Unit.COUNT, Unit.COUNT, Unit.PER_HUNDRED),
        rows=tuple(_line(name, cells, _begun(started, name)) for name, cells in ordered),
        note=_NOTE,
        keys=("hindernis", "hindernis_je_100", "begonnen"),
    )


class ObstacleBrief:
    """One page for the head of the office: which services force people to paper, and whether it grows less."""

    version = VERSION

    def queries(self, period: Period, filters: Filters | None = None) -> tuple[FigureQuery, ...]:
        """Return what has to be counted: services by obstacle, now and in the period before; obstacles by month."""
        crossed = FigureQuery(
            ("beratungen",), Dimension.TOPIC, period, Dimension.OBSTACLE, filters=filters, among=BREAKS, as_one=True
        )
        return (
            crossed,
            replace(crossed, period=before(period)),
            FigureQuery(("beratungen",), Dimension.OBSTACLE, period, filters=filters),
            FigureQuery(("beratungen",), Dimension.OBSTACLE, before(period), filters=filters),
            FigureQuery(("beratungen",), Dimension.MONTH, period, filters=filters),
            replace(crossed, rows=Dimension.MONTH),
        )

    def report(self, period: Period, counted: Counted, header: Sequence[tuple[str, str]]) -> Report:
        """Return the brief."""
        now, then, obstacles, earlier, whole, breaks = counted.rows
        started = None if counted.cases is None else started_by_service(counted.cases, months(period))
        tables = (_services(now, then, started), _obstacles(obstacles, earlier))
        counselled, broken = (sum(row.values[0] for row in rows) for rows in (whole, breaks))
        return Report(
            title="Medienbrüche und Hindernisse",
            kind="kurzbericht",
            period=period,
            header=tuple(header),
            tables=tables,
            definitions=defined(("hindernis", "hindernis_je_100")),
            headline=(
                ("Beratungen im Zeitraum", str(counselled)),
                ("davon mit Medienbruch (Ausdruck nötig oder nicht online)", str(broken)),
            ),
        )


def _begun(started: Mapping[str, int] | None, name: str) -> int | None:
    return None if started is None else started.get(name, 0)


def _services(now: Sequence[FigureRow], then: Sequence[FigureRow], started: Mapping[str, int] | None) -> FigureTable:
    found, earlier = ({row.row: row.values[0] for row in rows} for rows in (now, then))
    ordered = sorted(found, key=lambda name: (-found[name], name.casefold()))[:_SERVICES]
    rows = []
    for name in ordered:
        cases, before_ = found[name], earlier.get(name, 0)
        begun = _begun(started, name)
        rate = round(cases * 100 / begun, 1) if begun else None
        rows.append((name or NOTHING_NOTED[Dimension.TOPIC], cases, before_, _trend(cases - before_), begun, rate))
    return FigureTable(
        key="medienbruch",
        title="Wo Menschen ausdrucken müssen",
        columns=("Leistung", "Fälle", "Zeitraum davor", "Trend", "begonnene Anträge", "je 100 Anträge"),
        units=(None, Unit.COUNT, Unit.COUNT, None, Unit.COUNT, Unit.PER_HUNDRED),
        rows=tuple(rows),
        note=_CASES_NOTE,
        keys=("hindernis",),
    )


def _obstacles(now: Sequence[FigureRow], then: Sequence[FigureRow]) -> FigureTable:
    counts = {row.row: row.values[0] for row in now if row.row}
    earlier = {row.row: row.values[0] for row in then}
    ordered = sorted(counts, key=lambda code: (-counts[code], code))[:_OBSTACLES]
    return FigureTable(
        key="hindernis",
        title="Die häufigsten Hindernisse",
        columns=("Hindernis", "Fälle", "Zeitraum davor", "Trend"),
        units=(None, Unit.COUNT, Unit.COUNT, None),
        rows=tuple(
            (
                LABELS[Dimension.OBSTACLE].get(code, code),
                counts[code],
                earlier.get(code, 0),
                _trend(counts[code] - earlier.get(code, 0)),
            )
            for code in ordered
        ),
        note="Mehrfachnennung: Eine Beratung kann mehrere Hindernisse haben.",
        keys=("hindernis",),
    )


def _trend(difference: int) -> str:
    if not difference:
        return "gleich"
    return f"{difference:+d}".replace("-", "−")


def _by_service(rows: Sequence[FigureRow]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        if row.column in BREAKS:
            found.setdefault(row.row, {})[row.column] = row.values[0]
    return found


def _line(name: str, cells: Mapping[str, int], started: int | None) -> tuple[Cell, ...]:
    counts = [cells.get(one, 0) for one in BREAKS]
    rate = round(counts[0] * 100 / started, 1) if started else None
    return (name or NOTHING_NOTED[Dimension.TOPIC], *counts, started, rate)
