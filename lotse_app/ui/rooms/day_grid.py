"""The walk-ins of a day as a grid: typed, or pasted from a spreadsheet; one step back undoes a whole paste."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from lotse_app.models.sheet_words import HEADS, SheetField, field_of
from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import announce

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QKeyEvent

#: Columns and their width in characters.
COLUMNS: tuple[tuple[SheetField, int], ...] = (
    (SheetField.TOPIC, 24), (SheetField.MINUTES, 8), (SheetField.HELP, 16), (SheetField.RESULT, 14),
    (SheetField.AGE, 8), (SheetField.FIRST, 10), (SheetField.PEOPLE, 9), (SheetField.OBSTACLES, 20),
    (SheetField.BEGIN, 8), (SheetField.KIND, 14), (SheetField.NOTE, 20),
)  # fmt: skip
FIELDS = tuple(field for field, _ in COLUMNS)
ROWS, MOST_ROWS = 12, 300

#: A cell with line breaks or tabs, as spreadsheets put it on the clipboard.
_BROKEN_CELL = re.compile(r'(?:(?<=[\t\n])|\A)"((?:[^"]|"")*[\n\t](?:[^"]|"")*)"(?=[\t\n]|\Z)')

Texts = list[list[str]]


class DayGrid(QTableWidget):
    """Texts of cells, a row a contact; empty rows are none. ``left_out`` says what of a paste found no place."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__(ROWS, len(COLUMNS))
        self._steps: list[Texts] = []
        self._now: Texts = []
        self._quiet = False
        self.left_out = ""
        self.setAccessibleName("Tagesliste")
        self.setAccessibleDescription("Eine Zeile je Kontakt. Strg+V fügt aus einer Tabelle ein, Strg+Z nimmt zurück.")
        self.setHorizontalHeaderLabels([HEADS[field][0] for field in FIELDS])
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.setMinimumHeight(260)
        self._fit()
        self._now = self.texts()
        self.itemChanged.connect(self._typed)

    def texts(self) -> Texts:
        """Return the texts of all cells."""
        return [[self._text(row, column) for column in range(len(FIELDS))] for row in range(self.rowCount())]

    def empty(self) -> None:
        """Forget everything, also what could be taken back."""
        self._write([])
        self._steps = []
        self.left_out = ""

    def leave(self, rows: Sequence[int]) -> None:
        """Forget everything but these rows (from 0), also what could be taken back."""
        kept = [self._now[row] for row in rows]
        self.empty()
        self._write(kept)
        self.edited.emit()

    def paste(self, text: str) -> None:
        """Put lines of cells parted by tabs where the cursor stands; lines under heads go into their columns."""
        lines = _lines(text)
        heads = [field_of(cell) for cell in lines[0]]
        row, column = max(self.currentRow(), 0), max(self.currentColumn(), 0)
        if sum(head is not None for head in heads) >= 2:
            names, lines = lines[0], lines[1:]
            places = {at: FIELDS.index(head) for at, head in enumerate(heads) if head in FIELDS}
        else:
            names = [f"Spalte {at + 1}" for at in range(max(map(len, lines)))]
            places = {at: column + at for at in range(len(names)) if column + at < len(FIELDS)}
        texts = self.texts()
        fitting = lines[: MOST_ROWS - row]
        self.left_out = _left_out(names, places, lines, len(lines) - len(fitting))
        texts += [[""] * len(FIELDS) for _ in range(row + len(fitting) - len(texts))]
        for at, line in enumerate(fitting, row):
            for source, target in places.items():
                if source < len(line):
                    texts[at][target] = line[source].strip()
        self._change(texts)
        announce(self, f"{len(fitting)} Zeilen eingefügt. {self.left_out}".strip())

    def undo(self) -> None:
        """Take the last step back, a paste as a whole."""
        if self._steps:
            self.left_out = ""
            self._write(self._steps.pop())
            self.edited.emit()

    def mark(self, wrong: Mapping[tuple[int, SheetField], str]) -> None:
        """Show which cells, by row from 0 and field, are wrong, and why."""
        self._quiet = True
        for row in range(self.rowCount()):
            for column, field in enumerate(FIELDS):
                item = self.item(row, column)
                said = wrong.get((row, field), "")
                if item is None and said:
                    item = QTableWidgetItem("")
                    self.setItem(row, column, item)
                if item is not None:
                    item.setToolTip(said)
                    item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, said)
                    font = item.font()
                    font.setBold(bool(said))
                    font.setUnderline(bool(said))
                    item.setFont(font)
        self._quiet = False

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        """Give rows and columns room for letters of the chosen size."""
        self.verticalHeader().setDefaultSectionSize(max(32, int(self.fontMetrics().height() * 1.9)))
        for column, (_, width) in enumerate(COLUMNS):
            self.setColumnWidth(column, (width + 3) * self.fontMetrics().averageCharWidth())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.matches(QKeySequence.StandardKey.Delete):
            self._clear_chosen()
        else:
            super().keyPressEvent(event)

    def _clear_chosen(self) -> None:
        texts = self.texts()
        for index in self.selectedIndexes():
            texts[index.row()][index.column()] = ""
        self._change(texts)

    def _typed(self, _item: QTableWidgetItem) -> None:
        if not self._quiet:
            self._steps.append(self._now)
            self._now = self.texts()
            if any(self._now[-1]) and self.rowCount() < MOST_ROWS:
                self.setRowCount(self.rowCount() + 1)
                self._now = self.texts()
            self.edited.emit()

    def _change(self, texts: Texts) -> None:
        self._steps.append(self._now)
        self._write(texts)
        self.edited.emit()

    def _write(self, texts: Sequence[Sequence[str]]) -> None:
        self._quiet = True
        self.setRowCount(max(ROWS, len(texts) + 1 if len(texts) < MOST_ROWS else len(texts)))
        for row in range(self.rowCount()):
            for column in range(len(FIELDS)):
                text = texts[row][column] if row < len(texts) else ""
                item = self.item(row, column)
                if item is None:
                    self.setItem(row, column, QTableWidgetItem(text))
                else:
                    item.setText(text)
        self._quiet = False
        self._now = self.texts()

    def _text(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return item.text().strip() if item is not None else ""


def _lines(text: str) -> Texts:
    """Return the cells of a clipboard; a line break or tab within a cell is a space."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    whole = _BROKEN_CELL.sub(lambda found: " ".join(found[1].replace('""', '"').split()), plain)
    return [line.split("\t") for line in whole.rstrip("\n").split("\n")]


def _left_out(names: Sequence[str], places: Mapping[int, int], lines: Sequence[Sequence[str]], rows: int) -> str:
    """Return the sentence that says which columns and how many rows found no place; empty where all did."""
    filled = {at for line in lines for at, cell in enumerate(line) if cell.strip()}
    lost = [name.strip() or f"Spalte {at + 1}" for at, name in enumerate(names) if at in filled and at not in places]
    said = []
    if lost:
        said.append(
            f"Nicht eingefügt, weil die Tagesliste keine solche Spalte hat: {', '.join(lost)}. "
            "Eine Liste mit mehreren Tagen liest „Alte Liste übernehmen“."
        )
    if rows:
        said.append(f"Nicht eingefügt, weil die Tagesliste {MOST_ROWS} Zeilen fasst: die letzten {rows}.")
    return " ".join(said)
