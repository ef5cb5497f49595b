"""Figure reports: one table of figures for screen, xlsx, csv and pdf. Report lane, exports on the work lane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app import __version__
from lotse_app.clock import short_moment
from lotse_app.models.figures import Counted
from lotse_app.models.filters import Choice, FilterKind, Filters
from lotse_app.models.permission import Right
from lotse_app.workflows.report_scope import territory

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from lotse_app.models.drawing import Chart
    from lotse_app.models.figures import FigureQuery, Period, Report
    from lotse_app.models.publication import Coverage, Edition, Publication
    from lotse_app.workflows.paper_ports import Exporter, Papers
    from lotse_app.workflows.ports import Catalogue, FigureRows
    from lotse_app.workflows.report_ports import Books
    from lotse_app.workflows.report_scope import Scope
    from lotse_app.workflows.shift import Shift

#: Art of a report, as it stands in its header.
INTERNAL, PUBLIC = "Intern – vertraulich", "Zur Veröffentlichung"


class Reporting:
    """Builds and exports reports over a scope, which is asked on the report lane, where its connection lives."""

    def __init__(
        self,
        scope: Scope,
        books: Books,
        catalogue: Catalogue,
        papers: Papers,
        exporter: Exporter,
        shift: Shift,
    ) -> None:
        self._scope = scope
        self._figures = scope.figures
        self._books = books
        self._catalogue = catalogue
        self._papers = papers
        self._exporter = exporter
        self._workplace = shift.workplace
        self._clock = shift.clock
        self._sight = shift.sight

    def build(self, period: Period, filters: Filters | None = None) -> Report:
        """Count and lay out the standard report. Report lane. Raises what the table of rights says."""
        self._sight.require(self._scope.right)
        asked = Filters(filters.chosen) if filters else Filters()  # nobody's figures by pilot
        book = self._books.standard
        counted = self._counted(book.queries(period, self._resolved(asked)), asked)
        header = self._header(INTERNAL, period, asked, counted.names)
        return book.report(period, counted, (*header, *_left_out(period)))

    def own(self, period: Period) -> Report:
        """Return this pilot's *Tätigkeitsnachweis*; there is none of anybody else. Report lane."""
        self._sight.require(self._scope.right)
        pilot = self._workplace.pilot
        mine = Filters(pilot_id=pilot.id)
        book = self._books.own
        counted = self._counted(book.queries(period, mine), mine)
        head = self._header("nur für die genannte Person", period, mine, counted.names)
        return book.report(period, counted, (("Name", pilot.name), *head))

    def brief(self, period: Period, filters: Filters | None = None) -> Report:
        """Return the page about obstacles for the head of the office. Report lane."""
        self._sight.require(self._scope.right)
        asked = Filters(filters.chosen) if filters else Filters()
        book = self._books.brief
        counted = self._counted(book.queries(period, self._resolved(asked)), asked)
        header = self._header(INTERNAL, period, asked, counted.names)
        return book.report(period, counted, (*header, *_left_out(period)))

    def records(self, period: Period, filters: Filters | None = None, *, per_person: bool = False) -> Report:
        """Return all contacts as a list, without person, note, pilot, clock time. Report lane. Raises NOT_PERMITTED."""
        self._sight.require(Right.EXPORT)
        asked = Filters(filters.chosen) if filters else Filters()
        figures = self._figures()
        names = self._names(figures)
        header = self._header(INTERNAL, period, asked, names)
        records = figures.records(period, self._resolved(asked))
        return self._books.records(period, records, names, header, per_person=per_person)

    def edition(self, period: Period, before: Sequence[Publication]) -> Edition:
        """Return the next edition for publication, ready to be frozen. Report lane.

        ``before`` are all editions there are, over whatever stations: together they must disclose nobody.

        Raises NOT_PERMITTED, PUBLICATION_TOO_SMALL, PUBLICATION_NOTHING_NEW, PUBLICATION_MONTHS,
        PUBLICATION_REST_SMALL.
        """
        self._sight.require(Right.EXPORT)
        book = self._books.public
        queries = book.queries(period)
        counted = self._counted(queries, Filters())
        header = self._header(PUBLIC, period, Filters(), counted.names)
        part = self._scope.part()
        own = None if part is None else self._counted_by(part, queries, Filters())
        return book.edition(period, counted, header, before, own)

    @property
    def coverage(self) -> Coverage:
        """Return over what the editions count."""
        return self._scope.coverage

    def reprint(self, publication: Publication) -> Report:
        """Return an edition exactly as it was. Any lane."""
        return self._books.public.reprint(publication)

    def choices(self, kind: FilterKind) -> tuple[Choice, ...]:
        """Return what can be chosen of a kind of filter. Report lane."""
        fixed = self._books.fixed_choices(kind)
        if fixed:
            return fixed
        there = self._figures().choices(self._source(kind))
        if kind is FilterKind.COMMUNE:
            names = self._communes()
            return tuple(sorted((Choice(one.code, names.get(one.code, one.code)) for one in there), key=_by_name))
        if kind is FilterKind.DISTRICT:
            found = {one.code[:5]: self._districts().get(one.code[:5], one.code[:5]) for one in there}
            return tuple(sorted((Choice(code, name) for code, name in found.items()), key=_by_name))
        if kind is FilterKind.SITUATION:
            situations = {self._situations().get(one.code, "") for one in there} - {""}
            return tuple(Choice(name, name) for name in sorted(situations))
        return there

    def charts(self, report: Report) -> dict[str, Chart]:
        """Return the charts of a report by table: the same drawings that are set on paper. Report or work lane."""
        drawn = {table.key: self._papers.chart(table) for table in report.tables}
        return {key: chart for key, chart in drawn.items() if chart is not None}

    def pdf(self, report: Report) -> bytes:
        """Return the report as PDF. Work lane."""
        return self._papers.report(report)

    def write_pdf(self, report: Report, target: Path) -> Path:
        """Write the PDF through the exporter: temporary file, flushed, renamed. Work lane. Raises NOT_PERMITTED."""
        self._require_export(report)
        return self._exporter.write(target, self.pdf(report))

    def write_xlsx(self, report: Report, target: Path) -> Path:
        """Write the xlsx file. Work lane. Raises NOT_PERMITTED."""
        self._require_export(report)
        self._exporter.xlsx(report, target)
        return target

    def write_csv(self, report: Report, folder: Path) -> tuple[Path, ...]:
        """Write one csv file a table. Work lane. Raises NOT_PERMITTED."""
        self._require_export(report)
        return self._exporter.csv(report, folder)

    def _require_export(self, report: Report) -> None:
        """Everybody may take the own Nachweis along; the rest only who answers for it."""
        if report.kind != "eigen":
            self._sight.require(Right.EXPORT)

    def _counted(self, queries: Sequence[FigureQuery], filters: Filters) -> Counted:
        return self._counted_by(self._figures(), queries, filters)

    def _counted_by(self, figures: FigureRows, queries: Sequence[FigureQuery], filters: Filters) -> Counted:
        rows = figures.counts(queries)
        # What became of an application is known by month: in days of a month nobody knows how many there were.
        known = filters.fit_cases and queries[0].period.whole_months
        cases = figures.cases(self._resolved(filters)) if known else None
        return Counted(rows, cases, self._names(figures))

    def _names(self, figures: FigureRows) -> dict[str, str]:
        stations = {one.code: one.name for one in figures.choices(FilterKind.STATION)}
        services = {one.code: one.name for one in figures.choices(FilterKind.SERVICE)}
        return self._communes() | self._districts() | services | stations

    def _resolved(self, filters: Filters) -> Filters:
        """Return the filters with services in place of situations: the store knows no situations."""
        wanted = set(filters.of(FilterKind.SITUATION))
        if not wanted:
            return filters
        services = [one for one, situation in self._situations().items() if situation in wanted]
        return filters.with_codes(FilterKind.SITUATION, services or ["–"])

    def _situations(self) -> dict[str, str]:
        return {one.service_id: one.situation for one in self._catalogue.services()}

    def _communes(self) -> dict[str, str]:
        return {one.ags: one.short_name for one in self._catalogue.communes()}

    def _districts(self) -> dict[str, str]:
        return {one.ags[:5]: one.district for one in self._catalogue.communes()}

    @staticmethod
    def _source(kind: FilterKind) -> FilterKind:
        derived = {FilterKind.DISTRICT: FilterKind.COMMUNE, FilterKind.SITUATION: FilterKind.SERVICE}
        return derived.get(kind, kind)

    def _header(
        self, kind: str, period: Period, filters: Filters, names: Mapping[str, str]
    ) -> tuple[tuple[str, str], ...]:
        return (
            ("Art", kind),
            ("Zeitraum", period.name),
            ("Filter", self._books.filter_words(filters, names) or "keine"),
            *self._scope.lines(period),
            ("Gebietsstand", territory(self._catalogue)),
            ("Definitionen", f"Fassung {self._books.standard.version}"),
            ("Programm", f"Lotse {__version__}"),
            ("Erstellt", short_moment(self._clock.now())),
        )


def _left_out(period: Period) -> tuple[tuple[str, str], ...]:
    """Return the line of the header that says why nothing is told of applications; none of whole months."""
    return () if period.whole_months else (("Antragsverlauf", "nur bei ganzen Monaten ausgewiesen"),)


def _by_name(choice: Choice) -> str:
    return choice.name.casefold()
