"""*Brief vom Amt*: what was typed is not lost, and the deadline of a letter of elsewhere comes into *Heute*."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.letter import reminder_elsewhere
from lotse_app.ui.post.letter_finder import DUE_MISSING, DUE_PAST, LEFT_TYPED, LetterFinderView
from lotse_app.ui.rooms.applications import ApplicationsRoom
from lotse_app.ui.rooms.room import LETTER
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.case_view import CaseView
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes

TODAY = date(2026, 11, 20)


def no_wizard(_case_id: str) -> CaseView:
    raise AssertionError


@pytest.fixture
def room(qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: object) -> ApplicationsRoom:
    assert appearance is not None
    made = ApplicationsRoom(desk, tasks, no_wizard)
    qtbot.addWidget(made)
    made.resize(1060, 640)
    made.show()
    return made


def finder(room: ApplicationsRoom) -> LetterFinderView:
    room.enter(LETTER)
    assert isinstance(room.case, LetterFinderView)
    return room.case


def test_a_number_that_was_typed_is_there_again_and_said_so(room: ApplicationsRoom) -> None:
    view = finder(room)
    assert view.page.banner.isHidden()
    view.number.setText("7F3")
    view.about.setText("Wohngeld")
    room.leave()  # another room
    room.close_case()
    again = finder(room)
    assert (again.number.text(), again.about.text()) == ("7F3", "Wohngeld")
    assert again.page.banner.text == LEFT_TYPED
    again.number.clear()
    again.about.clear()
    room.close_case()
    assert finder(room).page.banner.isHidden()


def test_what_was_typed_goes_with_the_person(room: ApplicationsRoom) -> None:
    finder(room).number.setText("7F3K")
    room.close_case()
    room.forget()
    assert finder(room).number.text() == ""


def test_a_number_that_was_found_is_not_asked_for_again(
    room: ApplicationsRoom, on_paper: str, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    line = lanes.submit(LaneName.STORE, desk.overview.applications).result()[0]
    assert line.id == on_paper
    view = finder(room)
    view.number.setText(line.number)
    view.page.primary.click()
    settled()
    assert not isinstance(room.case, LetterFinderView)
    room.close_case()
    assert finder(room).number.text() == ""


def test_the_deadline_of_a_letter_of_elsewhere_comes_into_today(
    room: ApplicationsRoom, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    view = finder(room)
    view.remember.click()
    assert view.due_field.problem == DUE_MISSING
    view.due.setText("1.1.26")
    view.remember.click()
    assert view.due_field.problem == DUE_PAST
    view.due.setText("irgendwann")
    view.remember.click()
    assert view.due_field.problem
    view.due.setText("24.11.26")
    view.about.setText("Wohngeld, Nachforderung")
    view.page.primary.click()  # as Enter does: there is no number to look for
    settled()
    assert "Ab 20.11.2026" in view.page.banner.text
    assert view.due.text() == ""
    day = lanes.submit(LaneName.STORE, desk.agenda.day).result()
    assert [line.follow_up.reason for line in day.follow_ups] == [
        "Brief vom Amt, Frist 24.11.2026: Wohngeld, Nachforderung"
    ]


def test_what_looks_like_a_number_or_name_is_not_kept(room: ApplicationsRoom, settled: Callable[[], None]) -> None:
    view = finder(room)
    view.due.setText("24.11.26")
    view.about.setText("geboren 14.03.1958")
    view.remember.click()
    settled()
    assert view.about_field.problem


def test_the_wiedervorlage_comes_a_week_before_and_never_in_the_past() -> None:
    assert reminder_elsewhere(date(2026, 12, 20), " Wohngeld ", TODAY) == (
        date(2026, 12, 13),
        "Brief vom Amt, Frist 20.12.2026: Wohngeld",
    )
    assert reminder_elsewhere(date(2026, 11, 22), "", TODAY) == (TODAY, "Brief vom Amt, Frist 22.11.2026")
