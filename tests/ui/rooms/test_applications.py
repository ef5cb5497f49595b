"""Anträge: the list, opened by key; an empty one says how to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lotse_app.ui.case_view import CaseView
from lotse_app.ui.post.case_post import CasePostView
from lotse_app.ui.post.letter_finder import LetterFinderView
from lotse_app.ui.rooms.applications import ApplicationsRoom
from lotse_app.ui.rooms.room import LETTER, POST, Go, RoomName
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes


T = TypeVar("T", bound=CaseView)


class NamedCase(CaseView):
    def __init__(self, application_id: str) -> None:
        super().__init__()
        self.application_id = application_id


def opened(room: ApplicationsRoom, kind: type[T]) -> T:
    """Return what is opened now, of the kind it has to be."""
    assert isinstance(room.case, kind)
    return room.case


@pytest.fixture
def room(qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: object) -> ApplicationsRoom:
    assert appearance is not None
    made = ApplicationsRoom(desk, tasks, NamedCase)
    qtbot.addWidget(made)
    made.resize(1060, 640)
    made.show()
    return made


def test_an_empty_list_says_how_to_begin(qtbot: QtBot, room: ApplicationsRoom, settled: Callable[[], None]) -> None:
    room.enter()
    settled()
    assert room.table.isHidden()
    assert room._empty.isVisible()
    with qtbot.waitSignal(room.go) as gone:
        room._find()
    assert gone.args == [Go(RoomName.SERVICES, "suche")]
    assert "Eingabetaste" in room.help_text()


def test_the_list_shows_number_service_and_state_without_a_name(
    room: ApplicationsRoom, begin: Callable[[], str], fill_in: Callable[[str], None], settled: Callable[[], None]
) -> None:
    application_id = begin()
    fill_in(application_id)
    room.enter()
    settled()
    room.model.data(room.model.index(0, 0))
    settled()
    row = [str(room.model.data(room.model.index(0, column))) for column in range(room.model.columnCount())]
    assert row[1:3] == ["Hundesteuer – Anmeldung", "Entwurf"]
    assert row[4] == "24.11.2026"
    assert "Nowakowa" not in " ".join(row)


def test_enter_opens_the_vorgang_and_leaving_it_returns_to_the_list(
    qtbot: QtBot, room: ApplicationsRoom, begin: Callable[[], str], settled: Callable[[], None]
) -> None:
    application_id = begin()
    room.enter()
    settled()
    QTest.keyClick(room.table, Qt.Key.Key_Return)
    case = room.case
    assert isinstance(case, NamedCase)
    assert case.application_id == application_id
    assert room.target == application_id
    assert room.scroller.isHidden()
    with qtbot.waitSignal(room.changed):
        case.changed.emit()
    room.show_resident()
    room.leave()
    case.left.emit()
    settled()
    assert room.case is None
    assert not room.scroller.isHidden()
    assert room.table.hasFocus()
    assert not room.back()
    room.show_resident()
    room.leave()


def test_a_letter_is_entered_from_the_list(
    room: ApplicationsRoom, on_paper: str, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    room.enter()
    settled()
    room.post_button.click()
    settled()
    post = opened(room, CasePostView)
    assert room.target == f"{POST}{on_paper}"
    post.to_case.click()
    opened(room, NamedCase).post_wanted.emit()
    opened(room, CasePostView)
    settled()
    assert room.crumbs[1] == "Post und Stand"
    room.enter(LETTER)
    finder = opened(room, LetterFinderView)
    number = lanes.submit(LaneName.STORE, lambda: desk.letters.of_case(on_paper)).result().application.number
    finder.number.setText(number)
    finder.page.primary.click()
    settled()
    post = opened(room, CasePostView)
    assert post.stack.currentWidget() is post.form
    assert room.back()
    assert room.case is not None


def test_without_a_vorgang_a_letter_leads_to_a_session(qtbot: QtBot, room: ApplicationsRoom) -> None:
    room._letter()
    finder = opened(room, LetterFinderView)
    with qtbot.waitSignal(room.go) as gone:
        finder.session.click()
    assert gone.args == [Go(RoomName.COUNSELLING, "start")]
    assert room.target == ""


def test_without_a_line_there_is_no_post(room: ApplicationsRoom, settled: Callable[[], None]) -> None:
    room.enter()
    settled()
    assert not room.post_button.isEnabled()
    room._post_of_line()
    assert room.case is None


def test_a_plain_case_has_no_steps_back_and_no_words(qtbot: QtBot) -> None:
    case = CaseView()
    qtbot.addWidget(case)
    assert case.crumbs == ()
    assert not case.back()
    assert case.help_text() == ""
