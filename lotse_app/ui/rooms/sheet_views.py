"""Lists in the window: the walk-ins of a day, and an old spreadsheet that comes over. Both check before they write."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from lotse_app.clock import local_date
from lotse_app.models.session_sheet import SheetMap
from lotse_app.models.sheet_cells import text_of
from lotse_app.models.sheet_words import HEADS, SheetField
from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import ActionRow, Body, Card, Muted, SecondaryButton
from lotse_app.ui.kit.days import DayEdit, DayField
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.kit.file_dialogs import ask_file
from lotse_app.ui.kit.layouts import GRID, FlowRow, column
from lotse_app.ui.rooms.day_grid import FIELDS, DayGrid
from lotse_app.ui.words.sheet import checked_words, more_words, trouble_words
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lotse_app.models.batch import Batch
    from lotse_app.models.problems import Problem
    from lotse_app.models.sheet_cells import Value
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.sheets import Checked, Likeness

#: So many wrong cells are told; whoever has more mends those first.
TOLD = 40
#: A walk-in without a length counts like a Kurzkontakt.
WALK_IN_MINUTES = 5
_FILTER = "Tabellen (*.xlsx *.csv *.txt);;Alle Dateien (*)"


class SheetView(QWidget):
    """What both lists have in common: rows, a map, and what a check said about them."""

    #: A ``Problem``.
    refused = Signal(object)
    #: The ``Batch`` that was written, and how many rows still stand here.
    taken = Signal(object)
    #: Another list was read: what was said of the one before is over.
    read_anew = Signal()

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk = desk
        self._tasks = tasks
        self._asked = 0
        self._taken: Mapping[Likeness, int] = {}
        self.summary, self._told = Body(), Muted()

    def clear(self) -> None:
        """Forget what was typed or read."""

    def check(self) -> None:
        """Ask what would become of the list."""
        rows, sheet = self._list()
        self._asked += 1
        work = partial(self._look, self._asked, rows, sheet)
        self._tasks.run(LaneName.WORK, work, self, self._looked, self._refuse)

    def take(self) -> None:
        """Write what is good as one batch."""
        rows, sheet = self._list()
        self._tasks.run(LaneName.STORE, partial(self._write, rows, sheet), self, self._written, self._refuse)

    def keep(self, _held: Sequence[int]) -> int:
        """Forget what was taken over; return how many of the rows that were held back (from 0) still stand here."""
        self.clear()
        return 0

    def _look(self, number: int, rows: list[list[Value]], sheet: SheetMap) -> tuple[int, Checked]:
        return number, self._desk.sheets.check(rows, sheet, self._default(), self._taken)

    def _looked(self, looked: tuple[int, Checked]) -> None:
        number, checked = looked
        if number == self._asked:  # two workers: an older answer may come later
            self._show_checked(checked)

    def _write(self, rows: list[list[Value]], sheet: SheetMap) -> tuple[Batch, tuple[int, ...]]:
        """Check once more and write; return which rows (from 0) were held back as well. Store lane."""
        sheets = self._desk.sheets
        checked = sheets.check(rows, sheet, self._default(), self._before())
        return sheets.take(rows, sheet, checked), tuple(one.number - 1 for one in checked.rows if one.session is None)

    def _written(self, written: tuple[Batch, tuple[int, ...]]) -> None:
        batch, held = written
        self.taken.emit((batch, self.keep(held)))

    def _before(self) -> Mapping[Likeness, int]:
        """Return what came with earlier lists and may not come again. Store lane."""
        return {}

    def _list(self) -> tuple[list[list[Value]], SheetMap]:
        raise NotImplementedError

    def _default(self) -> int | None:
        return None

    def _show_checked(self, checked: Checked) -> None:
        self.summary.setText(checked_words(checked) if checked.rows else "Noch keine Zeile.")
        problems = checked.problems
        said = [trouble_words(problem) for problem in problems[:TOLD]]
        self._told.setText("\n".join([*said, *filter(None, [more_words(problems[TOLD:])])]))

    def _refuse(self, problem: Problem) -> None:
        self.refused.emit(problem)


class DayListView(SheetView):
    """The walk-ins of a day in a grid."""

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__(desk, tasks)
        today = local_date(desk.clock.now())
        self.day = DayEdit(today)
        self.grid = DayGrid()
        self.left_out = Body()
        self.left_out.hide()
        box = column(self)
        card = Card()
        head = FlowRow(2 * GRID)
        head.add(DayField("Tag", self.day))
        card.body.addWidget(head)
        card.body.addWidget(
            Muted("Eine Zeile je Kontakt; ohne Minuten zählt er mit fünf. Strg+V fügt ein, Strg+Z nimmt zurück.")
        )
        for widget in (self.grid, self.left_out, self.summary, self._told):
            card.body.addWidget(widget)
        box.addWidget(card)
        self.grid.edited.connect(self._edited)
        self.day.turned.connect(self.check)

    def _edited(self) -> None:
        self.left_out.setText(self.grid.left_out)
        self.left_out.setVisible(bool(self.grid.left_out))
        self.check()

    @override
    def take(self) -> None:
        """Write what is good, of a day that is one."""
        if self.day.asked() is not None:
            super().take()

    @override
    def clear(self) -> None:
        """Forget what was typed."""
        self.grid.empty()
        self.left_out.hide()
        self.summary.setText("")
        self._told.setText("")

    @override
    def keep(self, held: Sequence[int]) -> int:
        """Leave the rows that were held back: they were typed here and stand nowhere else."""
        self.left_out.hide()
        self.grid.leave(held)
        return len(held)

    @override
    def _list(self) -> tuple[list[list[Value]], SheetMap]:
        chosen = self.day.day.isoformat()
        rows: list[list[Value]] = [[chosen if any(texts) else "", *texts] for texts in self.grid.texts()]
        return rows, SheetMap({SheetField.DAY: 0, **{field: at for at, field in enumerate(FIELDS, 1)}}, -1)

    @override
    def _default(self) -> int | None:
        return WALK_IN_MINUTES

    @override
    def _show_checked(self, checked: Checked) -> None:
        super()._show_checked(checked)
        self.grid.mark({(one.row - 1, one.field): trouble_words(one) for one in checked.problems})


class ImportView(SheetView):
    """An old list: choose a file, say which column is what, see what would come over."""

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__(desk, tasks)
        self._rows: list[list[Value]] = []
        self._head_row = 0
        self.choices: dict[SheetField, QComboBox] = {}
        self.open = SecondaryButton("Datei wählen …")
        box = column(self)
        first, self._columns = Card("Alte Liste"), Card("Welche Spalte ist was?")
        first.body.addWidget(
            Muted("xlsx (das erste Blatt) oder csv. Die Datei bleibt, wie sie ist. Nötig sind nur Tag und Dauer.")
        )
        first.body.addWidget(ActionRow([self.open]))
        for widget in (self.summary, self._told):
            first.body.addWidget(widget)
        self._row = FlowRow(2 * GRID)
        self._columns.body.addWidget(self._row)
        self._columns.hide()
        box.addWidget(first)
        box.addWidget(self._columns)
        self.open.clicked.connect(self._choose)

    @override
    def clear(self) -> None:
        """Forget the file."""
        self._rows = []
        self._columns.hide()
        self.summary.setText("")
        self._told.setText("")

    def read(self, name: str) -> None:
        """Read a file; its first sheet is checked at once. The file before is forgotten, also where this is none."""
        self.clear()
        self._tasks.run(LaneName.WORK, partial(self._desk.sheets.read, Path(name)), self, self._have, self._refuse)

    def _choose(self) -> None:
        ask_file(self, "Liste auswählen", _FILTER, self.read)

    def _have(self, rows: list[list[Value]]) -> None:
        self._rows = rows
        self.read_anew.emit()
        self._tasks.run(LaneName.STORE, partial(self._remembered, rows), self, self._offer, self._refuse)

    def _remembered(self, rows: list[list[Value]]) -> tuple[SheetMap, Mapping[Likeness, int]]:
        return self._desk.sheets.map_of(rows), self._before()

    @override
    def _before(self) -> Mapping[Likeness, int]:
        return self._desk.sheets.taken()

    def _offer(self, remembered: tuple[SheetMap, Mapping[Likeness, int]]) -> None:
        """Show a choice of columns for every field; what is remembered or recognised is chosen."""
        sheet, self._taken = remembered
        self._head_row = sheet.head_row
        heads = [text_of(cell) for cell in self._rows[sheet.head_row]] if self._rows else []
        if not self.choices:
            self._make_choices()
        for field, box in self.choices.items():
            box.blockSignals(True)
            box.clear()
            box.addItem("–", -1)
            for at, head in enumerate(heads):
                box.addItem(head or f"Spalte {at + 1}", at)
            box.setCurrentIndex(max(box.findData(sheet.columns.get(field, -1)), 0))
            box.blockSignals(False)
        self._columns.show()
        self.check()

    def _make_choices(self) -> None:
        for field, words in HEADS.items():
            box = QComboBox()
            box.setMinimumContentsLength(14)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.currentIndexChanged.connect(self._mapped)
            self._row.add(Field(words[0], box))
            self.choices[field] = box

    def _mapped(self, _index: int) -> None:
        self.check()

    @override
    def _list(self) -> tuple[list[list[Value]], SheetMap]:
        columns = {field: box.currentData() for field, box in self.choices.items()}
        return self._rows, SheetMap(
            {field: at for field, at in columns.items() if at is not None and at >= 0}, self._head_row
        )
