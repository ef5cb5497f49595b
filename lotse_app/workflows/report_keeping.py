"""Named reports, and editions for publication that are frozen. Store lane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.filters import ALWAYS_THERE, MAX_NAME, Filters, NamedReport, report_key
from lotse_app.models.permission import Right
from lotse_app.models.problems import Code, refuse
from lotse_app.models.publication import Publication, editions_of

if TYPE_CHECKING:
    from lotse_app.models.figures import Period
    from lotse_app.models.publication import Edition
    from lotse_app.workflows.report_ports import ReportRows
    from lotse_app.workflows.shift import Shift


class ReportKeeping:
    """What of reports is kept: choices under a name, and what was published."""

    def __init__(self, rows: ReportRows, shift: Shift) -> None:
        self._rows = rows
        self._clock = shift.clock
        self._sight = shift.sight

    def named(self) -> tuple[NamedReport, ...]:
        """Return all named reports by name."""
        return self._rows.named()

    def find(self, name: str) -> NamedReport:
        """Return a report by its name, large and small letters alike. Raises REPORT_UNKNOWN."""
        found = next((one for one in self._rows.named() if report_key(one.name) == report_key(name)), None)
        if found is None:
            raise refuse(Code.REPORT_UNKNOWN, name=name)
        return found

    def save(self, name: str, filters: Filters) -> NamedReport:
        """Keep a choice; another of that name goes. Raises REPORT_NAME for no name or a long one, REPORT_THERE."""
        self._sight.require(Right.SEE_FIGURES)
        short = " ".join(name.split())
        if not short or len(short) > MAX_NAME:
            raise refuse(Code.REPORT_NAME, most=MAX_NAME)
        if report_key(short) in ALWAYS_THERE:
            raise refuse(Code.REPORT_THERE, name=short)
        report = NamedReport(short, Filters(filters.chosen))
        for one in self._rows.named():
            if report_key(one.name) == report_key(short):
                self._rows.delete(one.name)
        self._rows.save(report)
        return report

    def delete(self, name: str) -> None:
        """Forget a named report."""
        self._sight.require(Right.SEE_FIGURES)
        self._rows.delete(name)

    def publications(self) -> tuple[Publication, ...]:
        """Return every edition, the oldest first."""
        return self._rows.publications()

    def publish(self, period: Period, edition: Edition) -> Publication:
        """Freeze an edition: from now on it prints identically. Raises NOT_PERMITTED, RECORD_FROZEN if it is there."""
        self._sight.require(Right.EXPORT)
        mine = editions_of(period, edition.coverage, self._rows.publications())
        if any(one.edition == edition.number for one in mine):
            raise refuse(Code.RECORD_FROZEN)
        publication = Publication(
            period.start, period.end, edition.number, self._clock.now(), edition.content, edition.coverage
        )
        self._rows.publish(publication)
        return publication
