"""What is read only and the same for every store: catalogue, finder, forms, maker of papers. Loaded when needed."""

from __future__ import annotations

from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING

from lotse_app.paths import handbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from lotse_app.catalogue.closed import ClosedCatalogue
    from lotse_app.catalogue.file import CatalogueFile
    from lotse_app.catalogue.finder import CatalogueFinder
    from lotse_app.catalogue.offices import OfficeFile
    from lotse_app.documents.handbook import Handbook
    from lotse_app.documents.maker import PaperMaker
    from lotse_app.forms.library import FormLibrary
    from lotse_app.forms.mandate_texts import MandateTexts
    from lotse_app.models.agenda import CalendarRead, FollowUp
    from lotse_app.models.commune import Commune
    from lotse_app.models.practice import Residents
    from lotse_app.models.problems import Problem
    from lotse_app.models.sheet_cells import Value
    from lotse_app.models.stops import Stop
    from lotse_app.statistics.export import FileExporter
    from lotse_app.workflows.find import Finding
    from lotse_app.workflows.form_shelf import Forms
    from lotse_app.workflows.paper_ports import Exporter


class SheetFiles:
    """Implements ``sheet_ports.TableFiles``; what reads xlsx is loaded when the first file is read."""

    def read(self, path: Path) -> list[list[Value]]:
        """Return the rows of the first sheet. Raises SHEET_UNREADABLE, SHEET_TOO_LARGE."""
        from lotse_app.documents.sheet_file import read_table

        return read_table(path)


class Calendars:
    """Implements ``agenda_ports.CalendarFiles``; what reads and writes calendars is loaded with the first one."""

    def read(self, path: Path, start: datetime, end: datetime) -> CalendarRead:
        """Return the appointments of a file between two moments. Raises CALENDAR_UNREADABLE, CALENDAR_TOO_LARGE."""
        from lotse_app.documents.calendar_file import read_calendar

        return read_calendar(path, start, end)

    def write(
        self, stops: Sequence[Stop], places: Mapping[str, str], follow_ups: Sequence[FollowUp], now: datetime
    ) -> bytes:
        """Return a calendar of stops and days of Wiedervorlagen."""
        from lotse_app.documents.calendar_writing import calendar_bytes

        return calendar_bytes(stops, places, follow_ups, now)


class Shelf:
    """Read-only things that take a moment to load; whoever needs one first loads it, once."""

    def __init__(self, folder: Path, *, practice: bool = False, of_a_desk: Sequence[str] = ()) -> None:
        """With ``practice`` every page is stamped and no table leaves the program.

        ``of_a_desk`` names the modules that opening a desk needs; ``warm`` loads them.
        """
        self._folder = folder
        self.practice = practice
        self._of_a_desk = of_a_desk
        self._lock = Lock()
        self._catalogue: CatalogueFile | ClosedCatalogue | None = None
        self._finder: CatalogueFinder | None = None
        self._forms: FormLibrary | None = None
        self._papers: PaperMaker | None = None
        self._offices: OfficeFile | None = None
        #: What a pilot has to be told when the desk opens.
        self.troubles: tuple[Problem, ...] = ()

    def catalogue(self) -> CatalogueFile | ClosedCatalogue:
        """Return the catalogue; one that cannot be read knows the communes only, so that a desk opens all the same."""
        from lotse_app.catalogue.file import CatalogueFile  # noqa: PLC0415 - sqlite3: while the passphrase is typed
        from lotse_app.models.problems import ProblemError  # noqa: PLC0415 - all codes: behind the first paint

        with self._lock:
            if self._catalogue is None:
                try:
                    self._catalogue = CatalogueFile(self._folder)
                except ProblemError as error:
                    self._catalogue = self._closed(error.problem)
            return self._catalogue

    def _closed(self, problem: Problem) -> ClosedCatalogue:
        from lotse_app.catalogue.closed import ClosedCatalogue  # noqa: PLC0415 - only where the file is damaged

        self.troubles = (problem,)
        return ClosedCatalogue(self._folder, problem)

    def _searching(self) -> CatalogueFinder | ClosedCatalogue:
        from lotse_app.models.problems import ProblemError  # noqa: PLC0415 - all codes: behind the first paint

        try:
            return self.finder()
        except ProblemError as error:
            return self._closed(error.problem)

    def finder(self, *, everyday: bool = True) -> CatalogueFinder:
        """Return the finder; the first call says whether it knows the words of residents."""
        from lotse_app.catalogue.finder import CatalogueFinder

        with self._lock:
            if self._finder is None:
                self._finder = CatalogueFinder(self._folder, everyday=everyday)
            return self._finder

    def forms(self) -> FormLibrary:
        """Return the shipped forms."""
        from lotse_app.forms.library import FormLibrary

        with self._lock:
            if self._forms is None:
                self._forms = FormLibrary(self._folder / "forms")
            return self._forms

    def papers(self) -> PaperMaker:
        """Return the maker of papers."""
        from lotse_app.documents.maker import PaperMaker

        with self._lock:
            if self._papers is None:
                make = PaperMaker.of_practice if self.practice else PaperMaker
                self._papers = make(self._folder / "fonts")
            return self._papers

    def offices(self) -> OfficeFile:
        """Return the shipped addresses of offices; the table itself is read when the first is asked for."""
        from lotse_app.catalogue.offices import OfficeFile

        with self._lock:
            if self._offices is None:
                self._offices = OfficeFile(self._folder)
            return self._offices

    def handbook(self) -> Handbook:
        """Return the pages of the handbook."""
        from lotse_app.documents.handbook import Handbook

        return Handbook(handbook())

    def exporter(self) -> Exporter:
        """Return the writer of tables; in practice one that writes nothing."""
        if self.practice:
            from lotse_app.workflows.practising import NoExport

            return NoExport()
        return self.files()

    def files(self) -> FileExporter:
        """Return the writer of papers; in practice too: their pages are stamped."""
        from lotse_app.statistics.export import FileExporter

        return FileExporter()

    def tables(self) -> SheetFiles:
        """Return the reader of tables from files."""
        return SheetFiles()

    def calendars(self) -> Calendars:
        """Return the reader and writer of calendar files."""
        return Calendars()

    def residents(self) -> Residents:
        """Return who is there to practise with. Raises FORM_BROKEN."""
        from lotse_app.forms.residents import read_residents

        return read_residents(self._folder / "practice")

    def mandate_texts(self) -> MandateTexts:
        """Return the released texts of the Vollmacht; read when one is asked for."""
        from lotse_app.forms.mandate_texts import MandateTexts

        return MandateTexts(self._folder / "mandates")

    def communes(self) -> Mapping[str, Commune]:
        """Return the communes by AGS."""
        return {commune.ags: commune for commune in self.catalogue().communes()}

    def finding(self, forms: Forms | None = None) -> Finding:
        """Return finder and cards; needed before there is a desk (first run asks for the commune).

        ``forms`` are those of a desk; without them there are the shipped ones.
        """
        from lotse_app.workflows.find import Finding  # noqa: PLC0415 - the finder's use case: as late as the finder
        from lotse_app.workflows.form_shelf import Forms  # noqa: PLC0415 - the forms' use case: as late as the forms

        return Finding(self.catalogue(), self._searching(), forms or Forms(self.forms()))

    def warm(self) -> None:
        """Load what a desk needs, so that it opens at once behind the passphrase."""
        self.papers()
        self.finding()
        for module in self._of_a_desk:
            import_module(module)


class RuleDeadlines:
    """Implements the port ``Deadlines`` over ``catalogue.deadlines``."""

    def due(self, rule: str, inputs: Sequence[Mapping[str, str]]) -> date | None:
        """Return the last day, or None while the answers do not say enough."""
        from lotse_app.catalogue.deadlines import due_day

        return due_day(rule, inputs)
