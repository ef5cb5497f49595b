"""Tables of figures: measures by month, one dimension by month, measures by one dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import MONTHS
from lotse_app.models.figures import Dimension, FigureTable, Unit
from lotse_app.statistics.cross_foot import TOTAL
from lotse_app.statistics.definitions import DEFINITIONS
from lotse_app.statistics.labels import LABELS, NOTHING_NOTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from lotse_app.models.figures import Cell, FigureRow

#: Dimensions of which a Beratung may have several values: largest first, and their sum says nothing.
MULTIPLE = frozenset({Dimension.TOPIC, Dimension.OBSTACLE, Dimension.DEVICE, Dimension.TAG})
#: Dimensions without fixed codes whose largest row stands first.
_RANKED = MULTIPLE | {Dimension.STATION, Dimension.COMMUNE}

SEVERAL_NOTE = (
    "Mehrfachnennung: Eine Beratung kann mehrere haben und zählt bei jedem einmal. "
    "Die letzte Zeile zählt jede Beratung einmal und ist darum nicht die Summe."
)


def by_month(
    key: str, title: str, measures: Sequence[str], span: Sequence[date], rows: Sequence[FigureRow]
) -> FigureTable:
    """Return measures as columns, months as rows. Raises ValueError for a month outside of the span."""
    values = {row.row: row.values for row in rows}
    refuse_strangers(values, span)
    nothing = (0,) * len(measures)
    counts = [values.get(month_key(month), nothing) for month in span]
    sums = [sum(found[index] for found in counts) for index in range(len(measures))]
    return _measured(key, title, ("Monat", measures), zip(map(month_name, span), counts, strict=True), (TOTAL, *sums))


def by_value(
    dimension: Dimension, title: str, measures: Sequence[str], rows: Sequence[FigureRow], whole: Sequence[int]
) -> FigureTable:
    """Return measures as columns, values of a dimension that may be several as rows; ``whole`` counts each once."""
    found = {row.row: {name: row.values[at] for at, name in enumerate(measures)} for row in rows}
    lines = [(label, tuple(found.get(key, {}).get(name, 0) for name in measures)) for key, label in
             row_names(dimension, found)]  # fmt: skip
    return _measured(
        dimension.value, title, (DEFINITIONS[dimension.value].name, measures), lines,
        ("Kontakte insgesamt", *whole), note=SEVERAL_NOTE.replace("Beratung", "Kontakt").replace("Eine ", "Ein ")
        .replace("jede ", "jeden "),
    )  # fmt: skip


def crossed(
    dimension: Dimension,
    title: str,
    span: Sequence[date],
    rows: Sequence[FigureRow],
    per_month: Sequence[int],
    names: Mapping[str, str],
    *,
    first: Mapping[str, str],
) -> FigureTable:
    """Return the values of a dimension as rows, months as columns. Raises ValueError for a month outside.

    ``first`` names keys that are no code of the dimension and stand before those that are.
    """
    cells: dict[str, dict[str, int]] = {}
    for row in rows:
        cells.setdefault(row.row, {})[row.column] = row.values[0]
    refuse_strangers({month for found in cells.values() for month in found}, span)
    ordered = row_names(dimension, cells, names, first)
    several = dimension in MULTIPLE
    total = "Beratungen insgesamt" if several else TOTAL
    return FigureTable(
        key=dimension.value,
        title=title,
        columns=(DEFINITIONS[dimension.value].name, *month_columns(span), TOTAL),
        units=(None, *(Unit.COUNT for _ in span), Unit.COUNT),
        rows=tuple(_line(label, cells.get(key, {}), span) for key, label in ordered),
        totals=(total, *per_month, sum(per_month)),
        note=SEVERAL_NOTE if several else "",
        keys=(dimension.value,),
    )


def row_names(
    dimension: Dimension,
    cells: Mapping[str, Mapping[str, int]],
    names: Mapping[str, str] | None = None,
    first: Mapping[str, str] | None = None,
) -> list[tuple[str, str]]:
    """Return (key, label) of all rows: codes with zero too, unknown codes as they are, nothing noted last."""
    known = dict(first or {}) | LABELS[dimension]
    known |= {key: (names or {}).get(key, key) for key in sorted(cells) if key and key not in known}
    ordered = list(known.items())
    if dimension in _RANKED:
        ordered.sort(key=lambda item: (-sum(cells.get(item[0], {}).values()), item[1].casefold()))
    if dimension in NOTHING_NOTED:
        ordered.append(("", NOTHING_NOTED[dimension]))
    elif "" in cells and "" not in known:
        ordered.append(("", "nicht angegeben"))
    return ordered


def column_of(table: FigureTable, key: str) -> tuple[int, ...]:
    """Return the figures of one measure, row by row."""
    index = table.columns.index(DEFINITIONS[key].name)
    return tuple(whole(row[index]) for row in table.rows)


def refuse_strangers(found: Iterable[str], span: Sequence[date]) -> None:
    """Refuse counts of a month outside the period; leaving them out would falsify the totals."""
    known = {month_key(month) for month in span}
    if not known.issuperset(found):
        message = "figures do not cross-foot: a month outside the period was counted"
        raise ValueError(message)


def month_key(month: date) -> str:
    """Return ``2026-11``."""
    return f"{month.year:04d}-{month.month:02d}"


def month_name(month: date) -> str:
    """Return ``November 2026``."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def month_columns(span: Sequence[date]) -> tuple[str, ...]:
    """Return ``11/2026`` and so on."""
    return tuple(f"{month.month:02d}/{month.year}" for month in span)


def whole(cell: Cell) -> int:
    """Return a count, zero for what is none."""
    return cell if isinstance(cell, int) else 0


def _measured(
    key: str,
    title: str,
    head: tuple[str, Sequence[str]],
    lines: Iterable[tuple[str, Sequence[int]]],
    totals: tuple[Cell, ...],
    *,
    note: str = "",
) -> FigureTable:
    first, measures = head
    definitions = [DEFINITIONS[measure] for measure in measures]
    return FigureTable(
        key=key,
        title=title,
        columns=(first, *(definition.name for definition in definitions)),
        units=(None, *(definition.unit for definition in definitions)),
        rows=tuple((label, *found) for label, found in lines),
        totals=totals,
        note=note,
        keys=tuple(measures) if key not in DEFINITIONS else (key, *measures),
    )


def _line(label: str, found: Mapping[str, int], span: Sequence[date]) -> tuple[Cell, ...]:
    values = [found.get(month_key(month), 0) for month in span]
    return (label, *values, sum(values))
