"""A chart as bars, labels and one rule: described once, painted on the screen and set on paper.

Nothing is said by colour: a bar has its label and its value beside it, and the table stands below. Places are points, y
grows upwards.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle: lower left corner and size."""

    left: float
    lower: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Label:
    """A short text; ``anchor`` is start, middle or end of it."""

    left: float
    baseline: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawing with the sentence that says what it shows; ``size`` is that of its letters in points."""

    title: str
    says: str
    width: float
    height: float
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    axis: tuple[tuple[float, float], tuple[float, float]]
    size: float = 9.0
