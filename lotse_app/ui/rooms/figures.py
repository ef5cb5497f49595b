"""The room *Auswertung*: figures with their definitions; screen and exports take the same table."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from lotse_app.clock import local_date
from lotse_app.ui.fields import Field
from lotse_app.ui.figure_views import BarChart, FigureTableView
from lotse_app.ui.kit import Body, Card, EmptyState, Heading, Muted, PrimaryButton, SecondaryButton
from lotse_app.ui.layouts import GRID, FlowLayout, column
from lotse_app.ui.overriding import override
from lotse_app.ui.periods import offered
from lotse_app.ui.rooms.room import Room
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.models.figures import FigureTable, Period, Report
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk


class FiguresRoom(Room):
    """One report; three ways to take it along."""

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__("", desk, tasks)
        self.setAccessibleName("Auswertung")
        self._report: Report | None = None
        self._periods: tuple[Period, ...] = offered(local_date(desk.clock.now()))
        self.period = QComboBox()
        self.period.addItems([period.name for period in self._periods])
        choice = QWidget()
        flow = FlowLayout(choice, 2 * GRID)
        flow.addWidget(Field("Zeitraum", self.period))
        self.body.addWidget(choice)
        self._shown: QWidget | None = None
        self._pdf = PrimaryButton("Als PDF sichern", "Ctrl+Return", "Strg+⏎")
        self._xlsx = SecondaryButton("Als Tabelle (xlsx) sichern")
        self._csv = SecondaryButton("Als CSV sichern")
        note = Muted("Intern – vertraulich. „Zur Veröffentlichung“ kommt mit einer späteren Fassung.")
        self.body.addWidget(note)
        self.set_foot([], [self._csv, self._xlsx, self._pdf])
        self.period.currentIndexChanged.connect(self._period_changed)
        self._pdf.clicked.connect(partial(self._choose, "pdf"))
        self._xlsx.clicked.connect(partial(self._choose, "xlsx"))
        self._csv.clicked.connect(partial(self._choose, "csv"))
        self._allow()

    @property
    def report(self) -> Report | None:
        """Return the report that is shown."""
        return self._report

    @override
    def help_text(self) -> str:
        """Return what F1 says here."""
        return (
            "Alle Zahlen stehen mit ihrer Definition unter den Tabellen. "
            "PDF, Tabelle und CSV enthalten genau diese Zahlen."
        )

    @override
    def enter(self, target: str = "") -> None:
        """Come in: count."""
        self.reload()
        self.period.setFocus()

    @override
    def reload(self) -> None:
        """Count again for the chosen period."""
        period = self._periods[self.period.currentIndex()]
        self.ask(LaneName.REPORT, partial(self.desk.report.build, period), self._show)

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

    def _period_changed(self, _index: int) -> None:
        self.reload()

    def _allow(self) -> None:
        for button in (self._pdf, self._xlsx, self._csv):
            button.setEnabled(self._report is not None)

    def _choose(self, kind: str, *_clicked: object) -> None:
        if self._report is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"Auswertung {self._report.period.name}.{kind}".replace(" ", "_")
        dialog = QFileDialog(self, "Auswertung sichern", folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        if kind == "csv":
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        else:
            dialog.selectFile(name)
        dialog.fileSelected.connect(partial(self._chosen, kind))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, kind: str, path: str) -> None:
        self.export(kind, Path(path))

    def _written(self, written: object) -> None:
        paths = written if isinstance(written, tuple) else (written,)
        names = ", ".join(Path(str(path)).name for path in paths)
        self.say_done(f"Gesichert: {names}")

    def _show(self, report: Report) -> None:
        self._report = report
        self._allow()
        if self._shown is not None:
            self.body.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = self._painted(report)
        self.body.addWidget(self._shown)

    def _painted(self, report: Report) -> QWidget:
        whole = QWidget()
        box = column(whole)
        box.addWidget(_headline(report))
        if not any(_has_figures(table) for table in report.tables):
            card = Card()
            card.body.addWidget(
                EmptyState(
                    "In diesem Zeitraum ist noch nichts gezählt.", "Jede beendete Beratung zählt hier von selbst."
                )
            )
            box.addWidget(card)
        for table in report.tables:
            box.addWidget(_table_card(table))
        meanings = Card("Was die Zahlen bedeuten")
        for definition in report.definitions:
            meanings.body.addWidget(Heading(definition.name, 3))
            meanings.body.addWidget(Body(definition.sentence))
        box.addWidget(meanings)
        box.addWidget(Muted(" · ".join(f"{label}: {value}" for label, value in report.header)))
        return whole


def _table_card(table: FigureTable) -> Card:
    card = Card(table.title)
    bars = [(str(row[0]), row[-1] if table.totals is None else row[1]) for row in table.rows]
    numbers = [(label, number) for label, number in bars if isinstance(number, int)]
    if numbers and table.key == "monate" and any(number for _, number in numbers):
        card.body.addWidget(BarChart(table.title, numbers))
    card.body.addWidget(FigureTableView(table))
    if table.note:
        card.body.addWidget(Muted(table.note))
    return card


def _has_figures(table: FigureTable) -> bool:
    return any(isinstance(cell, int | float) and cell for row in table.rows for cell in row[1:])


def _headline(report: Report) -> QWidget:
    frame = Card()
    flow = FlowLayout(spacing=4 * GRID)
    for label, value in report.headline:
        pair = QWidget()
        box = column(pair, 0)
        box.addWidget(_plain(value, "h2"))
        box.addWidget(_plain(label, "muted"))
        pair.setAccessibleName(f"{label}: {value}")
        flow.addWidget(pair)
    frame.body.addLayout(flow)
    return frame


def _plain(words: str, kind: str) -> Body:
    text = Body(words, kind)
    text.setWordWrap(False)
    return text
