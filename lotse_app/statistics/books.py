"""All lay-outs of reports in one place: what ``Reporting`` is handed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.statistics.filter_words import filter_words, fixed_choices
from lotse_app.statistics.monthly import MonthlyReport
from lotse_app.statistics.obstacles import ObstacleBrief
from lotse_app.statistics.own_work import OwnWork
from lotse_app.statistics.publishing import PublicReport
from lotse_app.statistics.records import record_report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lotse_app.models.figures import Period, Record, Report
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

    def records(
        self,
        period: Period,
        records: Sequence[Record],
        names: Mapping[str, str],
        header: Sequence[tuple[str, str]],
        *,
        per_person: bool,
    ) -> Report:
        """Return a list of contacts as a report of one table."""
        return record_report(period, records, names, header, per_person=per_person)

    def fixed_choices(self, kind: FilterKind) -> tuple[Choice, ...]:
        """Return the codes of a kind of filter that has fixed ones, else nothing."""
        return fixed_choices(kind)
