"""What the use cases of figures ask of store and statistics; ``laying`` puts the adapters in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lotse_app.models.figures import Counted, FigureQuery, Period, Record, Report
    from lotse_app.models.filters import Choice, FilterKind, Filters, NamedReport
    from lotse_app.models.publication import Edition, Publication


class ReportBook(Protocol):
    """Definitions and lay-out of internal reports (``statistics``)."""

    @property
    def version(self) -> int:
        """Return the version of the definitions."""
        ...

    def queries(self, period: Period, filters: Filters | None = None) -> Sequence[FigureQuery]:
        """Return what has to be counted."""
        ...

    def report(self, period: Period, counted: Counted, header: Sequence[tuple[str, str]]) -> Report:
        """Return the report made of what was counted, in the order of ``queries``."""
        ...


class PublicBook(Protocol):
    """Editions for publication (``statistics``)."""

    def queries(self, period: Period) -> Sequence[FigureQuery]:
        """Return what has to be counted. Raises PUBLICATION_MONTHS."""
        ...

    def edition(
        self,
        period: Period,
        counted: Counted,
        header: Sequence[tuple[str, str]],
        before: Sequence[Publication],
        own: Counted | None = None,
    ) -> Edition:
        """Return the next edition; over all stations with ``own``, what this one counted of it.

        Raises PUBLICATION_TOO_SMALL, PUBLICATION_NOTHING_NEW, PUBLICATION_REST_SMALL.
        """
        ...

    def reprint(self, publication: Publication) -> Report:
        """Return the report of an edition exactly as it was."""
        ...


class ReportRows(Protocol):
    """Named reports and editions, on the store lane."""

    def named(self) -> tuple[NamedReport, ...]:
        """Return all named reports by name."""
        ...

    def save(self, report: NamedReport) -> None:
        """Keep a report; one of the same name is replaced."""
        ...

    def delete(self, name: str) -> None:
        """Forget a report; one that is not there is no matter."""
        ...

    def publications(self) -> tuple[Publication, ...]:
        """Return every edition, the oldest first."""
        ...

    def publish(self, publication: Publication) -> None:
        """Freeze an edition."""
        ...


class Books(Protocol):
    """All lay-outs of reports."""

    @property
    def standard(self) -> ReportBook:
        """Return the standard report."""
        ...

    @property
    def own(self) -> ReportBook:
        """Return the Tätigkeitsnachweis."""
        ...

    @property
    def brief(self) -> ReportBook:
        """Return the brief about obstacles."""
        ...

    @property
    def public(self) -> PublicBook:
        """Return the editions for publication."""
        ...

    def filter_words(self, filters: Filters, names: Mapping[str, str]) -> str:
        """Return what was chosen in one line, empty for all."""
        ...

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
        ...

    def fixed_choices(self, kind: FilterKind) -> tuple[Choice, ...]:
        """Return the codes of a kind of filter that has fixed ones, else nothing."""
        ...
