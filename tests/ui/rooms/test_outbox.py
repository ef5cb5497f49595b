"""Postausgang: paper on its way, handed over on a day, receipt confirmed; what waits is counted in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from lotse_app.models.application import State
from lotse_app.ui.rooms.outbox import OutboxRoom, PaperRow
from lotse_app.ui.rooms.room import Go, RoomName
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes


@pytest.fixture
def room(qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: object) -> OutboxRoom:
    assert appearance is not None
    made = OutboxRoom(desk, tasks)
    qtbot.addWidget(made)
    made.show()
    return made


def shown(room: OutboxRoom) -> str:
    return "\n".join(label.text() for label in room.findChildren(QLabel) if label.isVisible())


def button(room: OutboxRoom, words: str) -> QPushButton:
    return next(b for b in room.findChildren(QPushButton) if b.accessibleName().startswith(words) and b.isVisible())


def test_an_empty_outbox_says_what_belongs_here(room: OutboxRoom, settled: Callable[[], None]) -> None:
    room.enter()
    settled()
    words = shown(room)
    assert "Kein Papier unterwegs." in words
    assert "Wartet auf das Portal (1)" in words  # the station itself
    assert "1 Eintrag für das Portal" in words


def test_handing_over_is_noted_with_its_day(
    room: OutboxRoom, on_paper: str, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    room.enter()
    settled()
    assert "mitgegeben 20.11.2026, noch nicht abgegeben" in shown(room)
    row = room.findChild(PaperRow)
    assert isinstance(row, PaperRow)
    row._day.setText("20.11.2026")
    button(room, "Abgabe festhalten").click()
    settled()
    hand_in = lanes.submit(LaneName.STORE, lambda: desk.applications.open(on_paper)).result().hand_in
    assert hand_in is not None
    assert hand_in.handed_over_on == date(2026, 11, 20)
    assert "abgegeben 20.11.2026" in shown(room)
    assert room.banner.text == "Festgehalten."


def test_a_confirmed_receipt_moves_the_paper_to_what_arrived(
    qtbot: QtBot, room: OutboxRoom, on_paper: str, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    room.enter()
    settled()
    with qtbot.waitSignal(room.changed):
        button(room, "Eingang ist bestätigt").click()
    settled()
    case = lanes.submit(LaneName.STORE, lambda: desk.applications.open(on_paper)).result()
    assert case.application.state is State.RECEIVED
    assert "Angekommen (1)" in shown(room)
    link = button(room, "Hundesteuer – Anmeldung")
    with qtbot.waitSignal(room.go) as gone:
        link.click()
    assert gone.args == [Go(RoomName.APPLICATIONS, on_paper)]


def test_a_paper_on_its_way_can_be_opened(
    qtbot: QtBot, room: OutboxRoom, on_paper: str, settled: Callable[[], None]
) -> None:
    room.enter()
    settled()
    with qtbot.waitSignal(room.go) as gone:
        button(room, "Hundesteuer – Anmeldung").click()
    assert gone.args == [Go(RoomName.APPLICATIONS, on_paper)]
    assert "gilt erst als gestellt" in room.help_text()
