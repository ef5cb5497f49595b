"""A report on the screen: headline, how new and of what it is, a card a table with its chart and its definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from lotse_app.models.figures import HIDDEN
from lotse_app.ui.kit.blocks import Body, Card, EmptyState, LinkButton, Muted
from lotse_app.ui.kit.chart_view import ChartView
from lotse_app.ui.kit.figure_views import FigureTableView
from lotse_app.ui.kit.layouts import GRID, FlowLayout, column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lotse_app.models.drawing import Chart
    from lotse_app.models.figures import Definition, FigureTable, Report


class TableCard(Card):
    """One table: chart, figures, note, and what they mean at a click or with F1."""

    def __init__(self, table: FigureTable, definitions: Sequence[Definition], chart: Chart | None) -> None:
        super().__init__(table.title)
        self.meanings = tuple(definitions)
        if chart is not None:
            self.body.addWidget(ChartView(chart))
        self.body.addWidget(FigureTableView(table))
        if table.note:
            self.body.addWidget(Muted(table.note))
        self._asked = LinkButton("Was zählt hier?")
        self._asked.setAccessibleName(f"Was zählt hier? {table.title}")
        self._asked.clicked.connect(self._toggle)
        self._said = Body(self.words())
        self._said.hide()
        if self.meanings:
            line = FlowLayout()
            line.addWidget(self._asked)
            self.body.addLayout(line)
            self.body.addWidget(self._said)

    def words(self) -> str:
        """Return the definitions of this table's figures."""
        return "\n".join(f"{one.name} ({one.basis.value}): {one.sentence}" for one in self.meanings)

    def _toggle(self) -> None:
        self._said.setVisible(not self._said.isVisible())


def painted(report: Report, charts: Mapping[str, Chart]) -> QWidget:
    """Return a whole report."""
    whole = QWidget()
    box = column(whole)
    if report.headline:
        box.addWidget(_headline(report))
    box.addWidget(Muted(" · ".join(f"{label}: {value}" for label, value in report.header)))
    if not any(_has_figures(table) for table in report.tables):
        card = Card()
        card.body.addWidget(
            EmptyState("In diesem Zeitraum ist noch nichts gezählt.", "Jede beendete Beratung zählt hier von selbst.")
        )
        box.addWidget(card)
    for table in report.tables:
        meanings = [one for one in report.definitions if one.key in table.keys]
        box.addWidget(TableCard(table, meanings, charts.get(table.key)))
    return whole


def _has_figures(table: FigureTable) -> bool:
    return any(cell == HIDDEN or (isinstance(cell, int | float) and cell) for row in table.rows for cell in row[1:])


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
