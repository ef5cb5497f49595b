"""The room *Auswertung*: figures with their definitions; screen and exports take the same table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from lotse_app.clock import local_date, short_date
from lotse_app.models.publication import editions_of
from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import Muted, PrimaryButton, SecondaryButton
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.kit.file_dialogs import ask_folder, ask_target, documents
from lotse_app.ui.kit.layouts import GRID, FlowLayout
from lotse_app.ui.rooms.figure_cards import TableCard, painted
from lotse_app.ui.rooms.figure_choice import FilterCard
from lotse_app.ui.rooms.period_choice import PeriodChoice
from lotse_app.ui.rooms.room import Room
from lotse_app.ui.rooms.station_files_card import StationFilesCard
from lotse_app.ui.words.shared import counted
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.models.drawing import Chart
    from lotse_app.models.figures import Period, Report
    from lotse_app.models.filters import FilterKind, NamedReport
    from lotse_app.models.publication import Edition, Publication
    from lotse_app.models.station_file import HeldFile
    from lotse_app.ui.rooms.station_files_card import Said
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.report import Reporting

INTERNAL, PUBLIC, BRIEF, OWN = range(4)
HERE, ALL = range(2)
_KINDS = (
    "Intern – vertraulich",
    "Zur Veröffentlichung",
    "Kurzbericht Medienbrüche",
    "Mein Tätigkeitsnachweis",
)
#: Over what is counted: this station, or all whose files are there.
_HERE, _ALL = "Dieser Stützpunkt", "Alle Stützpunkte ({count})"
_NOTES = (
    "Intern – vertraulich. Kleine Zahlen stehen da; bitte nicht weitergeben.",
    "Feste Tabellen ohne kleine Zahlen. Erst festschreiben, dann sichern: Eine Fassung bleibt für immer, wie sie ist.",
    "Eine Seite für die Amtsleitung: wo Menschen ausdrucken müssen. Ohne Notizen; intern.",
    "Nur Ihre eigenen Stunden und Kilometer. Niemand sonst sieht sie.",
)
#: What stands there instead where all stations are published together.
_ALL_NOTE = (
    f"{_NOTES[PUBLIC]} Lotse prüft alle Fassungen, die hier gemacht wurden. Was andere Stützpunkte selbst "
    "veröffentlichen, kennt es nicht: Bitte vereinbaren, dass sie das nicht tun."
)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a lane brought: a report with its charts; an edition that is not frozen yet."""

    report: Report
    charts: dict[str, Chart]
    edition: Edition | None = None


class FiguresRoom(Room):
    """Four reports of a period; three ways to take each along."""

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__("", desk, tasks)
        self.setAccessibleName("Auswertung")
        self._report: Report | None = None
        self._edition: Edition | None = None
        self._publications: tuple[Publication, ...] = ()
        self.days = PeriodChoice(local_date(desk.clock.now()))
        self._shown: QWidget | None = None
        self._wish = 0
        #: What the figures of all stations are made of: digests of files, and how many sessions only the portal holds.
        self._told: tuple[tuple[str, ...], int] = ((), 0)
        self.period = self.days.box
        self.kind, self.editions, self.scope = QComboBox(), QComboBox(), QComboBox()
        for box in (self.kind, self.editions, self.scope):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.kind.addItems(_KINDS)
        self.scope.addItem(_HERE)
        self._lay_out()
        self._pdf = PrimaryButton("Als PDF sichern", "Ctrl+Return", "Strg+⏎")
        self._xlsx = SecondaryButton("Als Tabelle (xlsx) sichern")
        self._csv = SecondaryButton("Als CSV sichern")
        self.freeze = SecondaryButton("Fassung festschreiben")
        self.set_foot([self.freeze], [self._csv, self._xlsx, self._pdf])
        self._connect()
        self._allow()

    @property
    def report(self) -> Report | None:
        """Return the report that is shown."""
        return self._report

    @override
    def help_text(self) -> str:
        """Return what F1 says here: the definitions of the table that has the focus, else how it works."""
        focused = QApplication.focusWidget()
        while focused is not None and not isinstance(focused, TableCard):
            focused = focused.parentWidget()
        if focused is not None and focused.meanings:
            return focused.words()
        return (
            "Unter jeder Tabelle sagt „Was zählt hier?“ die Definition ihrer Zahlen. "
            "PDF, Tabelle und CSV enthalten genau diese Zahlen."
        )

    @override
    def enter(self, target: str = "") -> None:
        """Come in: count."""
        self.ask(LaneName.STORE, self.desk.report_keeping.named, self._named)
        if self.desk.gathering.allowed:
            self.stations.reload()
        self.reload()
        self.period.setFocus()

    @override
    def synced(self) -> None:
        """Offer what a round with the portal brought of other stations."""
        if self.desk.gathering.allowed:
            self.stations.reload()

    @override
    def reload(self) -> None:
        """Count again for the chosen period."""
        kind = self.kind.currentIndex()
        self._wish += 1
        self._note.setText(_ALL_NOTE if kind == PUBLIC and self.scope.currentIndex() == ALL else _NOTES[kind])
        self.more.setVisible(kind in {INTERNAL, BRIEF})
        self._show_filter()
        self._show_scope()
        self._editions.setVisible(kind == PUBLIC)
        self.freeze.setVisible(kind == PUBLIC)
        if kind == PUBLIC:
            self.ask(LaneName.STORE, self.desk.report_keeping.publications, self._published)
            return
        works = {
            INTERNAL: partial(self._reporting.build, self._period, self.filter.filters),
            BRIEF: partial(self._reporting.brief, self._period, self.filter.filters),
            OWN: partial(self.desk.report.own, self._period),
        }
        self._ask_for(partial(self._drawn, works[kind]))

    def export(self, kind: str, target: Path) -> None:
        """Write the shown report: ``pdf`` or ``xlsx`` to a file, ``csv`` into a folder."""
        report = self._report
        if report is None:
            return
        reporting = self.desk.report
        works: dict[str, Callable[[], object]] = {
            "pdf": partial(reporting.write_pdf, report, target),
            "xlsx": partial(reporting.write_xlsx, report, target),
            "csv": partial(reporting.write_csv, report, target),
        }
        self.banner.say("info", "Die Datei wird geschrieben …")
        self.ask(LaneName.WORK, works[kind], self._written)

    @property
    def _reporting(self) -> Reporting:
        """Return what counts over the chosen stations."""
        return self.desk.all_stations if self.scope.currentIndex() == ALL else self.desk.report

    @property
    def _period(self) -> Period:
        return self.days.period

    def _lay_out(self) -> None:
        choice = QWidget()
        flow = FlowLayout(choice, 2 * GRID)
        flow.addWidget(Field("Zeitraum", self.period))
        flow.addWidget(Field("Bericht", self.kind))
        self._scopes = Field("Stützpunkte", self.scope)
        self._scopes.hide()
        flow.addWidget(self._scopes)
        self._editions = Field("Fassung", self.editions)
        flow.addWidget(self._editions)
        self.more = SecondaryButton("Filter …")
        self.more.setCheckable(True)
        flow.addWidget(self.more)
        self.files = SecondaryButton("Stützpunktdateien …")
        self.files.setCheckable(True)
        flow.addWidget(self.files)  # first laid out, then shown: without a parent it would be a window of its own
        self.files.setVisible(self.desk.gathering.allowed)
        self.body.addWidget(choice)
        self.body.addWidget(self.days)
        self._note = Muted(_NOTES[0])
        self.body.addWidget(self._note)
        self.filter = FilterCard()
        self.filter.hide()
        self.body.addWidget(self.filter)
        self.stations = StationFilesCard(self.desk, self.tasks)
        self.stations.hide()
        self.body.addWidget(self.stations)

    def _connect(self) -> None:
        self.days.chosen.connect(self._chosen_anew)
        self.kind.currentIndexChanged.connect(self._chosen_anew)
        self.editions.activated.connect(self._edition_chosen)
        self.scope.currentIndexChanged.connect(self._chosen_anew)
        self.files.toggled.connect(self.stations.setVisible)
        self.stations.said.connect(self._station_said)
        self.stations.held.connect(self._offer_stations)
        self.filter.chosen.connect(self.reload)
        self.more.toggled.connect(self._show_filter)
        self.filter.wanted.connect(self._offer)
        self.filter.kept.connect(self._keep)
        self.filter.forgotten.connect(self._forget)
        self.freeze.clicked.connect(self._freeze)
        self._pdf.clicked.connect(partial(self._choose, "pdf"))
        self._xlsx.clicked.connect(partial(self._choose, "xlsx"))
        self._csv.clicked.connect(partial(self._choose, "csv"))

    def _ask_for(self, work: Callable[[], _Shown]) -> None:
        """Count on the report lane; what was asked for before is not shown any more."""
        self._wish += 1
        self.ask(LaneName.REPORT, work, partial(self._show, self._wish))

    def _drawn(self, work: Callable[[], Report]) -> _Shown:
        """Count and draw. Report lane."""
        report = work()
        return _Shown(report, self.desk.report.charts(report))

    def _drawn_edition(self) -> _Shown:
        """Count the next edition and draw it. Report lane."""
        edition = self._reporting.edition(self._period, self._publications)
        return _Shown(edition.report, self.desk.report.charts(edition.report), edition)

    def _station_said(self, said: Said) -> None:
        self.banner.say(said.tone, said.text)
        self.scroller.ensureWidgetVisible(self.banner)

    def _offer_stations(self, held: tuple[HeldFile, ...]) -> None:
        self.ask(LaneName.STORE, self.desk.gathering.elsewhere, partial(self._offer_all, held))

    def _offer_all(self, held: tuple[HeldFile, ...], elsewhere: int) -> None:
        """Offer the figures of all stations where others are told of; what is shown is counted again."""
        told = tuple(one.digest for one in held), elsewhere
        same, self._told = told == self._told, told
        words = ["Portal"] if elsewhere else []
        words += [counted(len(held), "Datei", "Dateien")] if held else []
        with QSignalBlocker(self.scope):
            chosen = ALL if words and self.scope.currentIndex() == ALL else HERE
            self.scope.clear()
            self.scope.addItems([_HERE, *([_ALL.format(count=", ".join(words))] if words else [])])
            self.scope.setCurrentIndex(chosen)
        self._show_scope()
        if not same:
            self.reload()

    def _show_scope(self) -> None:
        """One's own hours are of this station, whatever was chosen for the others."""
        self._scopes.setVisible(self.scope.count() > 1 and self.kind.currentIndex() != OWN)

    def _chosen_anew(self, _index: int = 0) -> None:
        self.banner.clear()
        self._empty()
        self.reload()

    def _show_filter(self, *_toggled: object) -> None:
        """Show the card of filters where it was opened, or where something is chosen: nothing narrows unseen."""
        narrowed = bool(self.filter.filters.chosen)
        self.filter.setVisible(self.more.isVisibleTo(self) and (self.more.isChecked() or narrowed))

    def _mine(self) -> tuple[Publication, ...]:
        return editions_of(self._period, self._reporting.coverage, self._publications)

    def _published(self, publications: tuple[Publication, ...]) -> None:
        self._publications = publications
        mine = self._mine()
        self.editions.clear()
        self.editions.addItems(
            [f"{one.edition}. Fassung vom {short_date(local_date(one.made_at))}" for one in mine]
            + [f"Vorschau auf die {len(mine) + 1}. Fassung"]
        )
        self.editions.setCurrentIndex(max(len(mine) - 1, 0))
        self._edition_chosen(self.editions.currentIndex())

    def _edition_chosen(self, index: int) -> None:
        self._empty()
        mine = self._mine()
        if index < len(mine):
            self._ask_for(partial(self._drawn, partial(self.desk.report.reprint, mine[index])))
        else:
            self._ask_for(self._drawn_edition)

    def _freeze(self) -> None:
        if self._edition is not None:
            work = partial(self.desk.report_keeping.publish, self._period, self._edition)
            self.ask(LaneName.STORE, work, self._frozen)

    def _frozen(self, publication: Publication) -> None:
        self.say_done(f"{publication.edition}. Fassung festgeschrieben. Sie lässt sich jetzt sichern.")
        self.ask(LaneName.STORE, self.desk.report_keeping.publications, self._published)

    def _offer(self, kind: FilterKind) -> None:
        self.ask(LaneName.REPORT, partial(self._reporting.choices, kind), partial(self.filter.offer, kind))

    def _named(self, reports: tuple[NamedReport, ...]) -> None:
        self.filter.offer_reports(reports)

    def _keep(self, name: str) -> None:
        work = partial(self.desk.report_keeping.save, name, self.filter.filters)
        self.ask(LaneName.STORE, work, self._report_kept)

    def _report_kept(self, report: NamedReport) -> None:
        self.say_done(f"Auswahl gemerkt: {report.name}")
        self.ask(LaneName.STORE, self.desk.report_keeping.named, self._named)

    def _forget(self, name: str) -> None:
        self.ask(LaneName.STORE, partial(self.desk.report_keeping.delete, name), self._forgotten)

    def _forgotten(self, _nothing: None) -> None:
        self.ask(LaneName.STORE, self.desk.report_keeping.named, self._named)

    def _allow(self) -> None:
        for button in (self._pdf, self._xlsx, self._csv):
            button.setEnabled(self._report is not None and self._edition is None)
        self.freeze.setEnabled(self._edition is not None)

    def _choose(self, kind: str, *_clicked: object) -> None:
        if self._report is None or self._edition is not None:
            return
        title, chosen = "Auswertung sichern", partial(self._chosen, kind)
        if kind == "csv":
            ask_folder(self, title, chosen, documents())
        else:
            ask_target(self, title, "", f"{self._name(self._report)}.{kind}", chosen)

    def _name(self, report: Report) -> str:
        """Return the name of a report's file, or of its own folder for csv."""
        everywhere = self.scope.currentIndex() == ALL and report.kind in {"intern", "kurzbericht"}
        narrowed = dict(report.header).get("Filter", "keine") != "keine"
        return report.file_name(*["alle Stützpunkte"] * everywhere, *["gefiltert"] * narrowed)

    def _chosen(self, kind: str, path: str) -> None:
        if self._report is not None:
            self.export(kind, Path(path) / self._name(self._report) if kind == "csv" else Path(path))

    def _written(self, written: object) -> None:
        if isinstance(written, tuple):
            self.say_done(f"Gesichert: {len(written)} Dateien im Ordner {Path(str(written[0])).parent.name}")
        else:
            self.say_done(f"Gesichert: {Path(str(written)).name}")

    def _show(self, wish: int, shown: _Shown) -> None:
        if wish != self._wish:
            return
        self._empty()
        self._report, self._edition = shown.report, shown.edition
        self._allow()
        self._shown = painted(shown.report, shown.charts)
        self.body.addWidget(self._shown)

    def _empty(self) -> None:
        self._report = self._edition = None
        self._allow()
        if self._shown is not None:
            self.body.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
            self._shown = None
