"""Editions for publication: what is frozen of them, and what stands behind the marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from lotse_app.models.figures import Period, Report


class Coverage(StrEnum):
    """Over what an edition counts: the station of this store, or it and all whose figures are there."""

    STATION = "stuetzpunkt"
    ALL = "alle"


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a count is of: measure, dimension and value (both empty for the whole), and its local days [start, end)."""

    measure: str
    dimension: str
    value: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Publication:
    """An edition as it was printed; ``content`` holds report, counts and marks as plain values.

    One over all stations also holds the counts of this station at that time: what can be computed from both kinds of
    editions together has to be known.
    """

    start: date
    end: date
    edition: int
    made_at: datetime
    content: Mapping[str, Any] = field(default_factory=dict)
    coverage: Coverage = Coverage.STATION


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition that is ready to be frozen: its report and what is kept of it."""

    report: Report
    number: int
    content: Mapping[str, Any]
    coverage: Coverage = Coverage.STATION


def editions_of(period: Period, coverage: Coverage, editions: Iterable[Publication]) -> tuple[Publication, ...]:
    """Return the editions of a period over the same stations, the first one first."""
    wanted = (period.start, period.end, coverage)
    return tuple(one for one in editions if (one.start, one.end, one.coverage) == wanted)
