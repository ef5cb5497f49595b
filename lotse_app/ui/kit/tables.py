"""Lists of records: an array of ids and pages of 200, loaded through the bridge. Views hold ids, never rows."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from lotse_app.overriding import override

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QKeyEvent

    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.lanes import LaneName

PAGE = 200
PAGES_KEPT = 20

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

# What a view asks seven times a cell and paint; named once, since to look a role up takes longer than to answer.
_DISPLAY, _ALIGNMENT = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole
_TEXT = frozenset({_DISPLAY, Qt.ItemDataRole.AccessibleTextRole})
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ACROSS = Qt.Orientation.Horizontal


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: header, the text of a record, width in characters, and whether it is a number."""

    title: str
    text: Callable[[Any], str]
    width: int = 10
    number: bool = False


@dataclass(frozen=True, slots=True)
class ListSource:
    """Where the lines come from: both functions run on ``lane``."""

    lane: LaneName
    ids: Callable[[], Sequence[str]]
    page: Callable[[Sequence[str]], Sequence[Any]]


class ListModel(QAbstractTableModel):
    """Ids of all lines, records of the pages that were looked at."""

    loaded = Signal()

    def __init__(
        self, tasks: Tasks, source: ListSource, columns: Sequence[TableColumn], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._source = source
        self._columns = tuple(columns)
        self._ids: Sequence[str] = ()
        self._pages: OrderedDict[int, Sequence[Any]] = OrderedDict()
        self._asked: set[int] = set()

    def reload(self) -> None:
        """Ask for the ids anew, and with them for the first page: the list is never painted without its texts."""
        self._tasks.run(self._source.lane, self._fetch_beginning, self, self._take_beginning)

    def id_at(self, row: int) -> str:
        """Return the id of a line."""
        return self._ids[row]

    def row_of(self, record_id: str) -> int:
        """Return the line of an id, or -1."""
        return self._ids.index(record_id) if record_id in self._ids else -1

    def width_of(self, column: int) -> int:
        """Return the width of a column in characters."""
        return self._columns[column].width

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == _DISPLAY and orientation == _ACROSS:
            return self._columns[section].title
        if role == _ALIGNMENT and orientation == _ACROSS:
            return self._alignment(section)
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == _ALIGNMENT:
            return self._alignment(index.column())
        if role not in _TEXT:
            return None
        record = self._record(index.row())
        return "…" if record is None else self._columns[index.column()].text(record)

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        return _RIGHT if self._columns[column].number else _LEFT

    def _record(self, row: int) -> object:
        number = row // PAGE
        page = self._pages.get(number)
        if page is not None:
            self._pages.move_to_end(number)
            return page[row % PAGE] if row % PAGE < len(page) else None
        if number not in self._asked:
            self._asked.add(number)
            wanted = tuple(self._ids[number * PAGE : (number + 1) * PAGE])
            self._tasks.run(self._source.lane, partial(self._fetch, number, wanted), self, self._take_page)
        return None

    def _fetch(self, number: int, wanted: Sequence[str]) -> tuple[int, Sequence[str], Sequence[Any]]:
        return number, wanted, self._source.page(wanted)

    def _fetch_beginning(self) -> tuple[Sequence[str], Sequence[Any]]:
        ids = self._source.ids()
        return ids, self._source.page(tuple(ids[:PAGE])) if ids else ()

    def _take_beginning(self, fetched: tuple[Sequence[str], Sequence[Any]]) -> None:
        self.beginResetModel()
        self._ids, first = fetched
        self._pages.clear()
        self._pages[0] = first
        self._asked.clear()
        self.endResetModel()
        self.loaded.emit()

    def _take_page(self, fetched: tuple[int, Sequence[str], Sequence[Any]]) -> None:
        number, wanted, records = fetched
        if tuple(self._ids[number * PAGE : (number + 1) * PAGE]) != wanted:
            return
        self._asked.discard(number)
        self._pages[number] = records
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        first = number * PAGE
        self.dataChanged.emit(self.index(first, 0), self.index(first + len(wanted) - 1, len(self._columns) - 1))


class ListTable(QTableView):
    """A list of records; Enter or a double click opens one."""

    #: The id of the line that was opened.
    opened = Signal(object)

    def __init__(self, model: ListModel, label: str) -> None:
        super().__init__()
        self.list_model = model
        self.setAccessibleName(label)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        self.doubleClicked.connect(self._open)
        model.loaded.connect(self._fit)

    @property
    def current_id(self) -> str:
        """Return the id of the chosen line, or an empty string."""
        index = self.currentIndex()
        return self.list_model.id_at(index.row()) if index.isValid() else ""

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current_id:
            self.opened.emit(self.current_id)
            return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.list_model.id_at(index.row()))

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(max(36, int(self.fontMetrics().height() * 1.9)))
        letter = self.fontMetrics().averageCharWidth()
        for column in range(self.list_model.columnCount()):
            self.setColumnWidth(column, (self.list_model.width_of(column) + 3) * letter)
        if self.list_model.rowCount() and not self.currentIndex().isValid():
            self.setCurrentIndex(self.list_model.index(0, 0))
