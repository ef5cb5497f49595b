"""Lists: ids at once, records by the page, and behind the first only pages that were looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest

from lotse_app.ui.kit.tables import PAGE, PAGES_KEPT, ListModel, ListSource, ListTable, TableColumn
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.tasks import Tasks

COLUMNS = (
    TableColumn("Nummer", lambda row: f"Nr. {row}"),
    TableColumn("Länge", lambda row: str(len(row)), 6, number=True),
)


class Records:
    """Counts how often pages are asked for."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.pages: list[Sequence[str]] = []

    def ids(self) -> tuple[str, ...]:
        return tuple(f"{number:06d}" for number in range(self.count))

    def page(self, ids: Sequence[str]) -> tuple[str, ...]:
        self.pages.append(ids)
        return tuple(ids)


@pytest.fixture
def records() -> Records:
    return Records(100_000)


@pytest.fixture
def model(tasks: Tasks, records: Records) -> ListModel:
    return ListModel(tasks, ListSource(LaneName.STORE, records.ids, records.page), COLUMNS)


def test_a_hundred_thousand_lines_come_with_their_first_page_and_no_other(
    model: ListModel, records: Records, settled: Callable[[], None]
) -> None:
    model.reload()
    settled()
    assert model.rowCount() == 100_000
    assert model.data(model.index(0, 0)) == "Nr. 000000"
    assert model.data(model.index(PAGE - 1, 1)) == "6"
    assert [len(page) for page in records.pages] == [PAGE]


def test_a_jump_to_the_end_loads_the_page_there(
    model: ListModel, records: Records, settled: Callable[[], None]
) -> None:
    model.reload()
    settled()
    assert model.data(model.index(99_999, 0)) == "…"
    settled()
    assert model.data(model.index(99_999, 0)) == "Nr. 099999"
    assert [page[0] for page in records.pages] == ["000000", "099800"]


def test_a_list_without_lines_asks_for_no_page(model: ListModel, records: Records, settled: Callable[[], None]) -> None:
    records.count = 0
    model.reload()
    settled()
    assert model.rowCount() == 0
    assert records.pages == []


def test_pages_that_were_left_are_forgotten(model: ListModel, records: Records, settled: Callable[[], None]) -> None:
    model.reload()
    settled()
    for number in range(PAGES_KEPT + 2):
        model.data(model.index(number * PAGE, 0))
        settled()
    asked = len(records.pages)
    model.data(model.index(0, 0))
    settled()
    assert len(records.pages) == asked + 1


def test_a_page_that_comes_late_for_other_ids_is_dropped(
    model: ListModel, records: Records, settled: Callable[[], None]
) -> None:
    model.reload()
    settled()
    model.data(model.index(2 * PAGE, 0))
    records.count = 3
    model.reload()
    settled()
    assert model.rowCount() == 3
    model.data(model.index(2, 0))
    settled()
    assert model.data(model.index(2, 0)) == "Nr. 000002"


def test_headers_and_alignment_are_said(model: ListModel, settled: Callable[[], None]) -> None:
    model.reload()
    settled()
    header = model.headerData(1, Qt.Orientation.Horizontal)
    assert header == "Länge"
    right = model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
    assert isinstance(right, Qt.AlignmentFlag)
    assert right & Qt.AlignmentFlag.AlignRight
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.data(model.index(0, 0), Qt.ItemDataRole.DecorationRole) is None
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0
    assert model.columnCount(QModelIndex()) == 2


def test_enter_opens_the_line_and_hands_over_its_id(
    qtbot: QtBot, model: ListModel, settled: Callable[[], None]
) -> None:
    table = ListTable(model, "Anträge")
    qtbot.addWidget(table)
    table.show()
    assert table.current_id == ""
    model.reload()
    settled()
    assert table.accessibleName() == "Anträge"
    assert table.current_id == "000000"
    QTest.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == ["000001"]
    with qtbot.waitSignal(table.opened) as opened:
        table.doubleClicked.emit(model.index(4, 0))
    assert opened.args == ["000004"]
    assert model.row_of("000004") == 4
    assert model.row_of("fremd") == -1
