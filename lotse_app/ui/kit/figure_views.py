"""Figures on screen: tables with headers and a sum line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from lotse_app.clock import short_date
from lotse_app.models.words import number_words
from lotse_app.overriding import override

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from lotse_app.models.figures import Cell, FigureTable

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


def cell_words(cell: Cell) -> str:
    """Return a figure as Germans write it: ``1.204``, ``3,5``, ``–`` for nothing."""
    if cell is None:
        return "–"
    if isinstance(cell, date):
        return short_date(cell)
    return cell if isinstance(cell, str) else number_words(cell)


class FigureModel(QAbstractTableModel):
    """One table of figures, totals as the last line."""

    def __init__(self, table: FigureTable, parent: QObject) -> None:
        super().__init__(parent)
        self._table = table
        self._rows: list[Sequence[Cell]] = [*table.rows, *([table.totals] if table.totals is not None else [])]

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._table.columns)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._table.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return cell_words(self._rows[index.row()][index.column()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role == Qt.ItemDataRole.FontRole and index.row() >= len(self._table.rows):
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter


class FigureTableView(QTableView):
    """As high as its lines; the page scrolls, the table does not."""

    def __init__(self, table: FigureTable) -> None:
        super().__init__()
        self.setAccessibleName(table.title)
        self.setModel(FigureModel(table, self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)

    @override
    def sizeHint(self) -> QSize:
        lines = self.model().rowCount() * max(32, int(self.fontMetrics().height() * 1.8))
        self.verticalHeader().setDefaultSectionSize(max(32, int(self.fontMetrics().height() * 1.8)))
        bar = self.horizontalScrollBar().sizeHint().height()
        return QSize(200, lines + self.horizontalHeader().sizeHint().height() + bar + 8)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())
