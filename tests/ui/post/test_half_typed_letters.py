"""A letter that is half typed stays while other rooms are shown, and goes with the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_app.ui.post.case_post import CasePostView
from lotse_app.ui.post.letter_form import OUTDATED
from lotse_app.ui.rooms.applications import ApplicationsRoom
from lotse_app.ui.rooms.room import POST

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.case_view import CaseView
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk


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


@pytest.fixture
def opened(room: ApplicationsRoom, on_paper: str, settled: Callable[[], None]) -> Callable[[], CasePostView]:
    """Return a function that opens Post und Stand of the Vorgang."""

    def post() -> CasePostView:
        room.enter(f"{POST}{on_paper}")
        settled()
        assert isinstance(room.case, CasePostView)
        return room.case

    return post


def half_type(view: CasePostView) -> None:
    view.show_form()
    view.form.kind.set_value("abgelehnt")
    view.form.dated.setText("18.11.26")
    view.form.take.click()
    view.form.note.setText("Einkommen fehlt")


def at_the_form(view: CasePostView) -> bool:
    return view.stack.currentWidget() is view.form


def test_it_is_there_again_after_another_room(room: ApplicationsRoom, opened: Callable[[], CasePostView]) -> None:
    half_type(opened())
    room.leave()
    room.enter()
    view = opened()
    assert at_the_form(view)
    assert (view.form.dated.text(), view.form.note.text()) == ("18.11.26", "Einkommen fehlt")
    assert view.form.due.text() == "21.12.2026"
    assert "noch nicht eingetragen" in view.form.banner.text


def test_it_is_entered_once(
    qtbot: QtBot, room: ApplicationsRoom, opened: Callable[[], CasePostView], settled: Callable[[], None]
) -> None:
    half_type(opened())
    room.leave()
    view = opened()
    with qtbot.waitSignal(view.form.entered):
        view.form.go_on.emit()
    settled()
    assert view.post is not None
    assert len(view.post.letters) == 1
    room.leave()
    assert not at_the_form(opened())


def test_an_untouched_form_and_one_that_was_left_are_no_letter(
    room: ApplicationsRoom, opened: Callable[[], CasePostView]
) -> None:
    opened().show_form()
    room.leave()
    view = opened()
    assert not at_the_form(view)
    half_type(view)
    view.back()
    room.leave()
    assert not at_the_form(opened())


def test_the_next_person_finds_nothing_of_it(room: ApplicationsRoom, opened: Callable[[], CasePostView]) -> None:
    half_type(opened())
    room.forget()
    view = opened()
    assert not at_the_form(view)
    view.show_form()
    assert (view.form.dated.text(), view.form.note.text()) == ("", "")


def test_a_computed_day_goes_with_what_it_was_computed_from(opened: Callable[[], CasePostView]) -> None:
    view = opened()
    half_type(view)
    form = view.form
    assert form.due.text() == "21.12.2026"
    form.dated.setText("2.11.26")  # mistyped before: the day that was taken over is weeks too late
    form.received.setText("3.11.26")
    assert form.due.text() == ""
    assert "3.12.2026" in form.hint.text()
    assert form.due_field.problem == OUTDATED
    form.take.click()
    assert form.due_field.problem == ""
    assert form.due.text() == "03.12.2026"
    form.kind.set_value("bewilligt")
    form.dated.setText("1.11.26")
    assert form.due.text() == ""
    assert form.hint.isHidden()


def test_a_printed_day_stays_whatever_else_is_corrected(opened: Callable[[], CasePostView]) -> None:
    view = opened()
    view.show_form()
    view.form.kind.set_value("abgelehnt")
    view.form.dated.setText("18.11.26")
    view.form.due.setText("30.11.26")
    view.form.dated.setText("17.11.26")
    assert view.form.due.text() == "30.11.26"
