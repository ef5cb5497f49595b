"""*Tätigkeitsnachweis*: a pilot's own hours and kilometres, for that pilot only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.figures import Dimension, FigureQuery, Report
from lotse_app.models.words import number_words
from lotse_app.statistics.definitions import VERSION, defined
from lotse_app.statistics.monthly import WORK
from lotse_app.statistics.periods import months
from lotse_app.statistics.tables import by_month, by_value, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.figures import Counted, Period
    from lotse_app.models.filters import Filters


class OwnWork:
    """Hours by month and by programme; no counselling is described in it."""

    version = VERSION

    def queries(self, period: Period, filters: Filters | None = None) -> tuple[FigureQuery, ...]:
        """Return what has to be counted; the filters name the pilot."""
        return tuple(
            FigureQuery(WORK, rows, period, all_contacts=True, filters=filters)
            for rows in (Dimension.MONTH, Dimension.TAG)
        )

    def report(self, period: Period, counted: Counted, header: Sequence[tuple[str, str]]) -> Report:
        """Return the Nachweis; its totals are summed from its rows. Raises ValueError for a month outside."""
        work = by_month("arbeitszeit", "Arbeitszeit je Monat", WORK, months(period), counted.rows[0])
        sums = [whole(cell) for cell in (work.totals or ())[1:]]
        tables = [work]
        if any(row.row for row in counted.rows[1]):
            tables.append(by_value(Dimension.TAG, "Arbeitszeit je Förderkennzeichen", WORK, counted.rows[1], sums))
        hours, minutes = divmod(sum(sums[1:4]), 60)
        return Report(
            title="Tätigkeitsnachweis",
            kind="eigen",
            period=period,
            header=tuple(header),
            tables=tuple(tables),
            definitions=defined(key for table in tables for key in table.keys),
            headline=(
                ("Kontakte", number_words(sums[0])),
                ("Arbeitszeit mit Vorbereitung und Weg", f"{number_words(hours)} Std. {minutes} min"),
                ("Strecke", f"{number_words(sums[4])} km"),
            ),
        )
