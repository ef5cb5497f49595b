"""Figures of applications: begun, handed in by way, received, not accepted, decided; lead time; deadlines kept."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lotse_app.models.figures import FigureTable, Unit
from lotse_app.statistics.cross_foot import TOTAL
from lotse_app.statistics.definitions import DEFINITIONS
from lotse_app.statistics.labels import WAY_NAMES
from lotse_app.statistics.tables import month_columns, month_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from lotse_app.models.figures import CaseFact, Cell

_STEPS: tuple[tuple[str, Callable[[CaseFact], str]], ...] = (
    ("begonnen", lambda case: case.started),
    ("eingereicht", lambda case: case.filed),
    ("eingang", lambda case: case.received),
    ("nicht_angenommen", lambda case: case.refused),
    ("beschieden", lambda case: case.decided),
)
_NOTE = (
    "Jede Zeile zählt nach ihrem eigenen Monat: Ein Antrag kann im Oktober begonnen und im November beschieden sein. "
    "Darum gibt es keine Summenzeile."
)


def case_tables(cases: Sequence[CaseFact], span: Sequence[date]) -> tuple[FigureTable, FigureTable]:
    """Return what became of applications by month, and lead time with deadlines over the whole period."""
    return _steps(cases, span), _times(cases, span)


def started_by_service(cases: Iterable[CaseFact], span: Sequence[date]) -> Counter[str]:
    """Return how many applications of each service were begun in the span."""
    months = {month_key(month) for month in span}
    return Counter(case.service for case in cases if case.started in months)


def percentile(values: Sequence[int], share: int) -> int | None:
    """Return the smallest value that ``share`` of 100 do not exceed (nearest rank); None of nothing."""
    ordered = sorted(values)
    return ordered[max(0, -(-share * len(ordered) // 100) - 1)] if ordered else None


def median(values: Sequence[int]) -> float | int | None:
    """Return the middle value, of two middle ones their mean; None of nothing."""
    ordered, middle = sorted(values), len(values) // 2
    if not ordered:
        return None
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def _steps(cases: Sequence[CaseFact], span: Sequence[date]) -> FigureTable:
    rows = []
    for key, month_of in _STEPS:
        rows.append(_row(DEFINITIONS[key].name, Counter(map(month_of, cases)), span))
        if key == "eingereicht":
            rows.extend(
                _row(f"davon {words}", Counter(case.filed for case in cases if case.way == way), span)
                for way, words in WAY_NAMES.items()
            )
    return FigureTable(
        key="antragsverlauf",
        title="Anträge je Monat",
        columns=("Anträge", *month_columns(span), TOTAL),
        units=(None, *(Unit.COUNT for _ in span), Unit.COUNT),
        rows=tuple(rows),
        note=_NOTE,
        keys=tuple(key for key, _ in _STEPS),
    )


def _times(cases: Sequence[CaseFact], span: Sequence[date]) -> FigureTable:
    months = {month_key(month) for month in span}
    days = [case.lead_days for case in cases if case.decided in months and case.lead_days is not None]
    kept = [case.kept for case in cases if case.filed in months and case.kept is not None]
    rows: tuple[tuple[Cell, ...], ...] = (
        ("beschiedene Anträge mit bekannter Laufzeit", len(days), None),
        ("Laufzeit, Median", None, median(days)),
        ("Laufzeit, 90. Perzentil", None, percentile(days, 90)),
        ("eingereichte Anträge mit Frist", len(kept), None),
        ("davon Frist gehalten", sum(kept), None),
    )
    return FigureTable(
        key="laufzeit",
        title="Laufzeiten und Fristen",
        columns=("Größe", "Anträge", "Tage"),
        units=(None, Unit.COUNT, Unit.DAYS),
        rows=rows,
        note="Verschiedene Größen; sie ergeben keine Summe.",
        keys=("laufzeit", "fristgerecht"),
    )


def _row(label: str, counts: Counter[str], span: Sequence[date]) -> tuple[Cell, ...]:
    values = [counts[month_key(month)] for month in span]
    return (label, *values, sum(values))
