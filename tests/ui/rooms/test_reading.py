"""Every room at 1280 x 720: nothing cut at 200 % text, everything that takes the focus has a name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QScrollArea, QWidget

from lotse_app.ui.frame.window import MainWindow
from lotse_app.ui.kit.blocks import Text
from lotse_app.ui.kit.theme import ThemeName
from lotse_app.ui.rooms.applications import ApplicationsRoom
from lotse_app.ui.rooms.counselling import CounsellingRoom
from lotse_app.ui.rooms.figures import FiguresRoom
from lotse_app.ui.rooms.outbox import OutboxRoom
from lotse_app.ui.rooms.room import RoomName
from lotse_app.ui.rooms.services import ServicesRoom
from lotse_app.ui.rooms.settings import SettingsRoom
from lotse_app.ui.rooms.today import TodayRoom

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.case_view import CaseView
    from lotse_app.ui.kit.icons import Icons
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.rooms.room import Room
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk


def no_case(_application_id: str) -> CaseView:
    raise NotImplementedError


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: Appearance, icons: Icons) -> MainWindow:
    makers: dict[RoomName, Callable[[], Room]] = {
        RoomName.TODAY: partial(TodayRoom, desk, tasks),
        RoomName.COUNSELLING: partial(CounsellingRoom, desk, tasks),
        RoomName.SERVICES: partial(ServicesRoom, desk, tasks),
        RoomName.APPLICATIONS: partial(ApplicationsRoom, desk, tasks, no_case),
        RoomName.OUTBOX: partial(OutboxRoom, desk, tasks),
        RoomName.FIGURES: partial(FiguresRoom, desk, tasks),
        RoomName.SETTINGS: partial(SettingsRoom, desk, tasks, appearance, QLabel),
    }
    made = MainWindow(desk, tasks, appearance, icons, makers)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    return made


def cut(window: QWidget) -> list[str]:
    """Return what is narrower or lower than its text needs, or reaches beyond what scrolls it."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, QAbstractButton) and widget.text() and widget.width() < widget.minimumSizeHint().width():
            found.append(f"button {widget.text()!r}: {widget.width()} < {widget.minimumSizeHint().width()}")
        if isinstance(widget, Text) and widget.height() < widget.heightForWidth(widget.width()):
            found.append(f"text {widget.text()!r}: {widget.height()} < {widget.heightForWidth(widget.width())}")
        inner = widget.widget() if isinstance(widget, QScrollArea) else None
        if isinstance(widget, QScrollArea) and inner is not None and inner.width() > widget.viewport().width():
            found.append(f"{widget.parentWidget()}: {inner.width()} > {widget.viewport().width()}")
    return found


def overlapping(window: QWidget) -> list[str]:
    """Return pairs of texts and buttons that lie on each other."""
    shown = [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, (QAbstractButton, QLabel, QLineEdit))
        and widget.isVisible()
        and not widget.visibleRegion().isEmpty()
    ]
    places = [(widget, QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())) for widget in shown]
    return [
        f"{one.accessibleName() or one!r} over {other.accessibleName() or other!r}"
        for index, (one, place) in enumerate(places)
        for other, other_place in places[index + 1 :]
        if one.parentWidget() is other.parentWidget() and place.intersects(other_place)
    ]


@pytest.mark.parametrize("room", list(RoomName))
@pytest.mark.parametrize("scale", [100, 200, 250])
def test_nothing_is_cut_or_overlaps(
    window: MainWindow, appearance: Appearance, settled: Callable[[], None], room: RoomName, scale: int
) -> None:
    appearance.apply(ThemeName.LIGHT, scale)
    window.enter(room)
    settled()
    window.resize(1280, 720)
    for _ in range(4):
        QApplication.processEvents()
    assert (window.width(), window.height()) == (1280, 720)
    if scale <= 200:
        assert cut(window) == []
        assert overlapping(window) == []


def test_a_cut_text_would_be_seen(qtbot: QtBot, appearance: Appearance) -> None:
    assert appearance is not None
    host = QWidget()
    qtbot.addWidget(host)
    text = Text("Ein Satz, der mehr Platz braucht, als hier ist.")
    text.setParent(host)
    text.resize(60, 10)
    host.show()
    assert cut(host)


@pytest.mark.parametrize("room", list(RoomName))
def test_whatever_takes_the_focus_has_a_name(window: MainWindow, settled: Callable[[], None], room: RoomName) -> None:
    window.enter(room)
    settled()
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and not widget.objectName().startswith("qt_")
    ]
    assert nameless == []


@pytest.mark.parametrize("view", ["ending", "short"])
def test_the_record_of_a_session_is_whole_at_200_percent(
    window: MainWindow, appearance: Appearance, settled: Callable[[], None], view: str
) -> None:
    appearance.apply(ThemeName.CONTRAST, 200)
    window.enter(RoomName.COUNSELLING, "kurzkontakt" if view == "short" else "start")
    settled()
    room = window.room(RoomName.COUNSELLING)
    assert isinstance(room, CounsellingRoom)
    window.enter(RoomName.COUNSELLING, "kurzkontakt" if view == "short" else "")
    settled()
    if view == "ending":
        room._to_ending()
        settled()
    for _ in range(4):
        QApplication.processEvents()
    assert cut(window) == []
    assert overlapping(window) == []
