"""Which figures: the filters that are chosen, and reports that keep a choice under a name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from lotse_app.models.filters import FILTER_NAMES, MAX_NAME, FilterKind, Filters
from lotse_app.ui.kit.blocks import Card, Muted, SecondaryButton
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.kit.layouts import GRID, FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.filters import Choice, NamedReport

_ALL = "alles (Standard)"


class FilterCard(Card):
    """Chosen filters as buttons that take them away again; one more at a time."""

    #: Other filters are chosen now.
    chosen = Signal()
    #: A ``FilterKind``: its codes are wanted.
    wanted = Signal(object)
    #: A ``str``: keep the filters under this name.
    kept = Signal(object)
    #: A ``str``: forget the report of this name.
    forgotten = Signal(object)

    def __init__(self) -> None:
        super().__init__("Filter")
        self.filters = Filters()
        self._names: dict[tuple[FilterKind, str], str] = {}
        self._choices: tuple[Choice, ...] = ()
        self._reports: tuple[NamedReport, ...] = ()
        self.reports, self.kind, self.code = QComboBox(), QComboBox(), QComboBox()
        for box in (self.reports, self.kind, self.code):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.name = QLineEdit()
        self.name.setMaxLength(MAX_NAME)
        self.name.setMinimumWidth(40 * GRID)
        self.kind.addItems([FILTER_NAMES[kind] for kind in FilterKind])
        self.kind.setCurrentIndex(-1)
        self._add = SecondaryButton("Filter hinzufügen")
        self._keep = SecondaryButton("Auswahl merken")
        self._forget = SecondaryButton("Gemerkte Auswahl löschen")
        self._lay_out()
        self._said = Muted("")
        self.body.addWidget(self._said)
        self.kind.activated.connect(self._kind_chosen)
        self._add.clicked.connect(self._added)
        self._keep.clicked.connect(self._kept)
        self._forget.clicked.connect(self._forgotten)
        self.reports.activated.connect(self._report_chosen)
        self._show()

    def offer(self, kind: FilterKind, choices: Sequence[Choice]) -> None:
        """Show what can be chosen of a kind."""
        self._choices = tuple(choices)
        self._names |= {(kind, one.code): one.name for one in choices}
        self.code.clear()
        self.code.addItems([one.name for one in choices] or ["in den Daten kommt nichts vor"])
        self.code.setEnabled(bool(choices))
        self._add.setEnabled(bool(choices))
        self._show()

    def offer_reports(self, reports: Sequence[NamedReport]) -> None:
        """Show the reports that are kept."""
        self._reports = tuple(reports)
        self.reports.clear()
        self.reports.addItems([_ALL, *(one.name for one in reports)])
        names = [one.filters for one in reports]
        self.reports.setCurrentIndex(names.index(self.filters) + 1 if self.filters in names else 0)
        self._forget.setEnabled(self.reports.currentIndex() > 0)

    def set_filters(self, filters: Filters) -> None:
        """Choose other filters."""
        self.filters = filters
        self._show()
        self.chosen.emit()

    def _lay_out(self) -> None:
        for widgets in (
            (Field("Gemerkte Auswahl", self.reports), self._forget),
            (Field("Filtern nach", self.kind), Field("Wert", self.code), self._add),
            (Field("Name der Auswahl", self.name), self._keep),
        ):
            flow = FlowLayout(spacing=2 * GRID)
            for widget in widgets:
                flow.addWidget(widget)
            self.body.addLayout(flow)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, GRID)
        self.body.addWidget(self._chips)
        self.code.setEnabled(False)
        self._add.setEnabled(False)
        self._forget.setEnabled(False)

    def _kind_chosen(self, index: int) -> None:
        self.wanted.emit(list(FilterKind)[index])

    def _added(self) -> None:
        index = self.code.currentIndex()
        if 0 <= index < len(self._choices) and self.kind.currentIndex() >= 0:
            kind = list(FilterKind)[self.kind.currentIndex()]
            codes = (*self.filters.of(kind), self._choices[index].code)
            self.set_filters(self.filters.with_codes(kind, codes))

    def _removed(self, kind: FilterKind, code: str) -> None:
        codes = [one for one in self.filters.of(kind) if one != code]
        self.set_filters(self.filters.with_codes(kind, codes))
        self.kind.setFocus()

    def _kept(self) -> None:
        self.kept.emit(self.name.text())

    def _forgotten(self) -> None:
        self.forgotten.emit(self.reports.currentText())

    def _report_chosen(self, index: int) -> None:
        self._forget.setEnabled(index > 0)
        self.set_filters(self._reports[index - 1].filters if index else Filters())

    def _show(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for kind, codes in self.filters.chosen:
            for code in codes:
                name = self._names.get((kind, code), code)
                chip = SecondaryButton(f"{FILTER_NAMES[kind]}: {name}  ✕")
                chip.setAccessibleName(f"Filter entfernen: {FILTER_NAMES[kind]}: {name}")
                chip.clicked.connect(partial(self._removed, kind, code))
                self._flow.addWidget(chip)
        self._said.setText(
            "Mehrere Werte derselben Art: einer davon genügt. Verschiedene Arten: alle müssen zutreffen."
            if self.filters.chosen
            else "Ohne Filter zählt alles, was festgehalten wurde."
        )
