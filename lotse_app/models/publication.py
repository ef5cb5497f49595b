"""Editions for publication: what is frozen of them, and what stands behind the marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from lotse_app.models.figures import Report


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
    """An edition as it was printed; ``content`` holds report, counts and marks as plain values."""

    start: date
    end: date
    edition: int
    made_at: datetime
    content: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition that is ready to be frozen: its report and what is kept of it."""

    report: Report
    number: int
    content: Mapping[str, Any]
