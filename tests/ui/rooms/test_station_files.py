"""Station files in *Auswertung*: written, read, compared once, and figures of all stations beside one's own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel

from lotse_app.models.session import Result
from lotse_app.ui.kit.blocks import LinkButton
from lotse_app.ui.rooms.figures import ALL, BRIEF, HERE, INTERNAL, OWN, PUBLIC, FiguresRoom
from lotse_app.workflows.lanes import LaneName
from tests.desks import close
from tests.station_files import make_station, write_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from lotse_app.clock import FixedClock
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes


@pytest.fixture
def room(qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: Appearance) -> FiguresRoom:
    assert appearance is not None
    made = FiguresRoom(desk, tasks)
    qtbot.addWidget(made)
    made.resize(1060, 640)
    made.show()
    return made


@pytest.fixture
def received(tmp_path: Path) -> list[Path]:
    """Two files of one library: one contact, then two."""
    office = make_station(tmp_path / "bibliothek", "Bibliothek Kesselsdorf")
    office.clock.advance(minutes=-180)
    files = []
    for name in ("1", "2"):
        session = office.desk.counsel.start()
        office.clock.advance(minutes=20)
        office.desk.counsel.end(replace(office.desk.counsel.ending(session.id).session, result=Result.DONE))
        files.append(write_file(office, tmp_path / name))
    close(office.desk)
    return files


def shown(room: FiguresRoom) -> str:
    return "\n".join(label.text() for label in room.findChildren(QLabel) if label.isVisible())


def headline(room: FiguresRoom) -> str:
    assert room.report is not None
    return dict(room.report.headline)["Beratungen"]


def test_a_first_file_is_asked_about_and_then_all_stations_can_be_seen(
    room: FiguresRoom, received: list[Path], settled: Callable[[], None]
) -> None:
    room.enter()
    settled()
    assert not room.scope.isVisible(), "without files there is one station"
    room.files.click()
    assert "Noch keine Datei" in shown(room)
    room.stations.take(received[:1])
    settled()
    assert "Bibliothek Kesselsdorf, Stadt Wilsdruff" in room.stations.question.text
    assert "Bitte dort anrufen" in room.stations.question.text
    assert not room.stations.read.isEnabled()
    room.stations.agree.click()
    settled()
    assert room.banner.text.startswith("Eingelesen: Bibliothek Kesselsdorf, Stand 20.11.2026")
    assert room.scope.isVisible()
    assert headline(room) == "0"
    room.scope.setCurrentIndex(ALL)
    settled()
    assert headline(room) == "1"
    room.stations.take([received[1], received[0], received[1]])
    settled()
    lines = room.banner.text.splitlines()
    assert lines[0].startswith("Eingelesen"), "the key is known now"
    assert "schon ein neuerer Stand" in lines[1]
    assert "schon eingelesen" in lines[2]
    assert room.banner.tone == "error"
    assert headline(room) == "2", "counted again as soon as a newer file is there"
    room.stations.findChildren(LinkButton)[-1].click()
    settled()
    assert room.scope.currentIndex() == HERE
    assert headline(room) == "0"


def test_own_hours_are_of_this_station_whatever_was_chosen_for_the_others(
    room: FiguresRoom, received: list[Path], settled: Callable[[], None]
) -> None:
    room.enter()
    room.stations.take(received[:1])
    settled()
    room.stations.agree.click()
    settled()
    room.scope.setCurrentIndex(ALL)
    room.kind.setCurrentIndex(BRIEF)
    settled()
    assert room.report is not None
    assert dict(room.report.headline)["Beratungen im Zeitraum"] == "1"
    room.kind.setCurrentIndex(PUBLIC)
    settled()
    assert room.scope.isVisible()
    assert "weniger als 20 Beratungen" in room.banner.text
    assert "Was andere Stützpunkte selbst veröffentlichen" in shown(room)
    room.kind.setCurrentIndex(OWN)
    settled()
    assert not room.scope.isVisible(), "these are of this station"
    room.kind.setCurrentIndex(INTERNAL)
    settled()
    assert room.scope.isVisible()


@pytest.fixture
def many(desk: Desk, lanes: Lanes, clock: FixedClock) -> None:
    """Twenty-one sessions here."""

    def counsel() -> None:
        for _ in range(21):
            session = desk.counsel.start()
            clock.advance(minutes=12)
            desk.counsel.end(replace(desk.counsel.ending(session.id).session, result=Result.DONE))

    lanes.submit(LaneName.STORE, counsel).result()


@pytest.mark.usefixtures("many")
def test_an_edition_over_all_stations_is_frozen_beside_that_of_this_one(
    room: FiguresRoom, received: list[Path], settled: Callable[[], None]
) -> None:
    room.enter()
    room.stations.take(received[1:])
    settled()
    room.stations.agree.click()
    settled()
    room.scope.setCurrentIndex(ALL)
    room.kind.setCurrentIndex(PUBLIC)
    settled()
    assert room.report is not None
    assert room.report.tables[0].rows[0][1] == 23
    room.freeze.click()
    settled()
    assert room.editions.itemText(0).startswith("1. Fassung vom")
    room.scope.setCurrentIndex(HERE)
    settled()
    assert room.editions.itemText(0) == "Vorschau auf die 1. Fassung"
    assert "weniger als 20" in room.banner.text, "21 here and 23 together tell that the others had 2"


def test_a_sign_that_differs_is_declined(room: FiguresRoom, received: list[Path], settled: Callable[[], None]) -> None:
    room.enter()
    room.files.click()
    room.stations.take(received[:1])
    settled()
    room.stations.decline.click()
    settled()
    assert room.banner.text == "Nicht aufgenommen: Bibliothek Kesselsdorf"
    assert "Noch keine Datei" in shown(room)
    assert not room.scope.isVisible()
    room.stations.agree.click()
    room.stations.decline.click()
    settled()
    assert "Noch keine Datei" in shown(room), "there is nothing to agree to any more"


def test_a_station_writes_its_file_and_is_told_its_sign(
    room: FiguresRoom, settled: Callable[[], None], tmp_path: Path
) -> None:
    room.enter()
    room.files.click()
    room.stations.write.click()
    dialog = room.stations.findChild(QFileDialog)
    assert dialog is not None
    target = tmp_path / "Rathaus.lotse-station"
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    settled()
    assert target.exists()
    assert "Prüfzeichen dieses Geräts: " in room.banner.text
    room.stations.read.click()
    opened = [one for one in room.stations.findChildren(QFileDialog) if one.windowTitle() == "Stützpunktdateien lesen"]
    opened[0].filesSelected.emit([str(target)])
    opened[0].reject()
    settled()
    assert "stammt von diesem Gerät" in room.banner.text
    room.stations.write_to(tmp_path / "Rathaus.lotse-station" / "nirgends")
    settled()
    assert room.banner.tone == "error"
