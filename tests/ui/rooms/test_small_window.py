"""Little room: 250 % text at 1280 x 720, and a window of 800 x 520. Nothing overlaps, nothing needed is cut off."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from lotse_app.ui.application.wizard import ApplicationWizard
from lotse_app.ui.frame.window import MainWindow
from lotse_app.ui.kit.theme import ThemeName
from lotse_app.ui.rooms.applications import ApplicationsRoom
from lotse_app.ui.rooms.room import Room, RoomName
from lotse_app.workflows.lanes import LaneName
from tests.ui.application.conftest import begin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.kit.icons import Icons
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes

TIGHT = [(1280, 720, 250), (800, 520, 200)]
ROOMY = [(1280, 720, 100), (1280, 720, 200), (800, 520, 100)]


@pytest.fixture
def framed(
    qtbot: QtBot,
    desk: Desk,
    tasks: Tasks,
    lanes: Lanes,
    appearance: Appearance,
    icons: Icons,
    settled: Callable[[], None],
) -> Iterator[Callable[[int, int, int], MainWindow]]:
    """Return a function that shows an opened Vorgang in a window of this size at this scale."""
    case_id = lanes.submit(LaneName.STORE, lambda: begin(desk)).result().id
    made: list[MainWindow] = []

    def show(width: int, height: int, scale: int) -> MainWindow:
        appearance.apply(ThemeName.LIGHT, scale)
        makers: dict[RoomName, Callable[[], Room]] = {room: partial(Room, "", desk, tasks) for room in RoomName}
        makers[RoomName.APPLICATIONS] = partial(ApplicationsRoom, desk, tasks, partial(ApplicationWizard, desk, tasks))
        window = MainWindow(desk, tasks, appearance, icons, makers)
        qtbot.addWidget(window)
        made.append(window)
        window.resize(width, height)
        window.show()
        window.enter(RoomName.APPLICATIONS, case_id)
        settled()
        wizard = wizard_of(window)
        wizard.show_step("formular:hund")
        settled()
        QApplication.processEvents()
        return window

    yield show
    for window in made:
        window.leave()
    settled()
    appearance.apply(ThemeName.LIGHT, 100)


def wizard_of(window: MainWindow) -> ApplicationWizard:
    room = window.room(RoomName.APPLICATIONS)
    assert isinstance(room, ApplicationsRoom)
    assert isinstance(room.case, ApplicationWizard)
    return room.case


def place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def overlapping(parts: list[QWidget], window: QWidget) -> list[tuple[QWidget, QWidget]]:
    """Return the pairs of shown widgets that lie over each other."""
    shown = [part for part in parts if part.isVisible()]
    pairs = ((one, other) for at, one in enumerate(shown) for other in shown[at + 1 :])
    return [pair for pair in pairs if place(pair[0], window).intersects(place(pair[1], window))]


def cut(parts: list[QWidget], window: QWidget) -> list[QWidget]:
    """Return the shown widgets that reach out of the window or of what they stand in, or lack room for their words."""
    bad = []
    for part in parts:
        around = part.parentWidget()
        inside = around is None or around.rect().adjusted(-1, -1, 1, 1).contains(part.geometry())
        whole = window.rect().contains(place(part, window)) and inside
        if part.isVisible() and not (whole and part.width() >= part.minimumSizeHint().width()):
            bad.append(part)
    return bad


@pytest.mark.parametrize(("width", "height", "scale"), TIGHT + ROOMY)
def test_nothing_of_frame_header_and_foot_overlaps_or_is_cut(
    framed: Callable[[int, int, int], MainWindow], width: int, height: int, scale: int
) -> None:
    window = framed(width, height, scale)
    wizard = wizard_of(window)
    assert wizard.pages is not None
    bands: list[QWidget] = [window.top, wizard.header, wizard.pages, wizard.foot, window.status]
    assert overlapping(bands, window) == []
    header: list[QWidget] = [
        wizard.header.title,
        wizard.header.place,
        wizard.header.saved,
        *wizard.header.stepper.buttons,
    ]
    assert overlapping(header, window) == []
    assert cut([*wizard.header.stepper.buttons, *wizard.foot.findChildren(QPushButton)], window) == []
    assert wizard.pages.height() >= 120


@pytest.mark.parametrize(("width", "height", "scale"), TIGHT)
def test_where_it_is_tight_the_step_is_said_in_words_and_rooms_are_icons_with_names(
    framed: Callable[[int, int, int], MainWindow], width: int, height: int, scale: int
) -> None:
    window = framed(width, height, scale)
    wizard = wizard_of(window)
    shown = [button for button in wizard.header.stepper.buttons if button.isVisible()]
    assert [button.text() for button in shown] == ["Schritt 3 von 8: Hund"]
    assert wizard.next_button.text() == "Weiter"
    assert wizard.next_button.accessibleName() == "Weiter zu Steuer und Zahlung"
    rooms = [button for button in window.navigation.findChildren(QPushButton) if button.isCheckable()]
    assert {button.text() for button in rooms} == {""}
    assert "Anträge" in {button.accessibleName() for button in rooms}
    assert window.navigation.width() < width / 6


@pytest.mark.parametrize(("width", "height", "scale"), ROOMY)
def test_where_there_is_room_all_steps_and_words_are_shown(
    framed: Callable[[int, int, int], MainWindow], width: int, height: int, scale: int
) -> None:
    window = framed(width, height, scale)
    wizard = wizard_of(window)
    assert len([button for button in wizard.header.stepper.buttons if button.isVisible()]) == 8
    assert wizard.next_button.text().startswith("Weiter zu Steuer und Zahlung")
    rooms = [button for button in window.navigation.findChildren(QPushButton) if button.isCheckable()]
    assert "Anträge" in {button.text() for button in rooms}


def test_it_goes_with_the_window_and_comes_back(framed: Callable[[int, int, int], MainWindow]) -> None:
    window = framed(1280, 720, 200)
    steps = wizard_of(window).header.stepper.buttons
    window.resize(800, 520)
    QApplication.processEvents()
    assert len([step for step in steps if step.isVisible()]) == 1
    window.resize(1280, 720)
    QApplication.processEvents()
    assert len([step for step in steps if step.isVisible()]) == 8


def test_an_overlap_and_a_cut_would_be_found(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    one, other = QPushButton("Weiter zu Steuer und Zahlung", window), QPushButton("Zurück", window)
    one.setGeometry(0, 0, 40, 30)
    other.setGeometry(20, 10, 200, 30)
    window.resize(400, 300)
    window.show()
    assert overlapping([one, other], window) == [(one, other)]
    assert cut([one, other], window) == [one]
