"""What filters say in German, for the header of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.figures import Dimension
from lotse_app.models.filters import FILTER_NAMES, Choice, FilterKind
from lotse_app.statistics.labels import LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lotse_app.models.filters import Filters

#: Kinds of filters whose codes are fixed, by the dimension that names them.
FIXED: dict[FilterKind, Dimension] = {
    FilterKind.KIND: Dimension.KIND,
    FilterKind.PLACE: Dimension.PLACE,
    FilterKind.AGE: Dimension.AGE_BAND,
    FilterKind.LANGUAGE: Dimension.LANGUAGE,
    FilterKind.ACCESS: Dimension.ACCESS,
    FilterKind.OBSTACLE: Dimension.OBSTACLE,
    FilterKind.RESULT: Dimension.RESULT,
}


def fixed_choices(kind: FilterKind) -> tuple[Choice, ...]:
    """Return the codes of a kind of filter that has fixed ones, else nothing."""
    if kind not in FIXED:
        return ()
    return tuple(Choice(code, words) for code, words in LABELS[FIXED[kind]].items())


def filter_words(filters: Filters, names: Mapping[str, str]) -> str:
    """Return what was chosen in one line, empty for all. ``names`` are those of stations, communes and services."""
    said = []
    for kind, codes in filters.chosen:
        known = LABELS[FIXED[kind]] if kind in FIXED else names
        said.append(f"{FILTER_NAMES[kind]}: {' oder '.join(known.get(code, code) for code in codes)}")
    return "; ".join(said)
