"""All lay-outs of reports in one place: what ``Reporting`` is handed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.statistics.filter_words import filter_words, fixed_choices
from lotse_app.statistics.monthly import MonthlyReport
from lotse_app.statistics.obstacles import ObstacleBrief
from lotse_app.statistics.own_work import OwnWork
from lotse_app.statistics.publishing import PublicReport

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lotse_app.models.filters import Choice, FilterKind, Filters


class ReportBooks:
    """Implements ``report_ports.Books``."""

    def __init__(self) -> None:
        self.standard = MonthlyReport()
        self.own = OwnWork()
        self.brief = ObstacleBrief()
        self.public = PublicReport()

    def filter_words(self, filters: Filters, names: Mapping[str, str]) -> str:
        """Return what was chosen in one line, empty for all."""
        return filter_words(filters, names)

    def fixed_choices(self, kind: FilterKind) -> tuple[Choice, ...]:
        """Return the codes of a kind of filter that has fixed ones, else nothing."""
        return fixed_choices(kind)
