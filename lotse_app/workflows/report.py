"""The figure report: one table of figures for screen, xlsx, csv and pdf. Report lane, exports on the work lane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from lotse_app.clock import LOCAL, clock_time, short_date
from lotse_app.models.permission import Right

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from lotse_app.models.figures import FigureQuery, FigureRow, Period, Report
    from lotse_app.workflows.paper_ports import Exporter, Papers
    from lotse_app.workflows.ports import FigureRows
    from lotse_app.workflows.shift import Shift


class ReportBook(Protocol):
    """Definitions and lay-out of reports (``statistics``)."""

    def queries(self, period: Period) -> Sequence[FigureQuery]:
        """Return what has to be counted."""
        ...

    def report(
        self, period: Period, counted: Sequence[Sequence[FigureRow]], header: Sequence[tuple[str, str]]
    ) -> Report:
        """Return the report made of what was counted, in the order of ``queries``."""
        ...


class Reporting:
    """Builds and exports reports; ``figures`` is called on the report lane, where its connection lives."""

    def __init__(
        self,
        figures: Callable[[], FigureRows],
        book: ReportBook,
        papers: Papers,
        exporter: Exporter,
        shift: Shift,
    ) -> None:
        self._figures = figures
        self._book = book
        self._papers = papers
        self._exporter = exporter
        self._workplace = shift.workplace
        self._clock = shift.clock
        self._sight = shift.sight

    def build(self, period: Period) -> Report:
        """Count and lay out. Report lane. Raises what the table of rights says."""
        self._sight.require(Right.SEE_FIGURES)
        figures = self._figures()
        counted = [figures.count(query) for query in self._book.queries(period)]
        return self._book.report(period, counted, self._header(period, figures.last_change()))

    def pdf(self, report: Report) -> bytes:
        """Return the report as PDF. Work lane."""
        return self._papers.report(report)

    def write_pdf(self, report: Report, target: Path) -> Path:
        """Write the PDF through the exporter: temporary file, flushed, renamed. Work lane. Raises NOT_PERMITTED."""
        self._sight.require(Right.EXPORT)
        return self._exporter.write(target, self.pdf(report))

    def write_xlsx(self, report: Report, target: Path) -> Path:
        """Write the xlsx file. Work lane. Raises NOT_PERMITTED."""
        self._sight.require(Right.EXPORT)
        self._exporter.xlsx(report, target)
        return target

    def write_csv(self, report: Report, folder: Path) -> tuple[Path, ...]:
        """Write one csv file a table. Work lane. Raises NOT_PERMITTED."""
        self._sight.require(Right.EXPORT)
        return self._exporter.csv(report, folder)

    def _header(self, period: Period, state: datetime | None) -> tuple[tuple[str, str], ...]:
        now = self._clock.now()
        return (
            ("Art", "Intern – vertraulich"),
            ("Zeitraum", period.name),
            ("Träger", self._workplace.operator.name),
            ("Stützpunkt", self._workplace.station.name),
            ("Datenstand", _moment(state) if state else "noch keine Beratung"),
            ("Erstellt", _moment(now)),
        )


def _moment(moment: datetime) -> str:
    return f"{short_date(moment.astimezone(LOCAL).date())} {clock_time(moment)} Uhr"
