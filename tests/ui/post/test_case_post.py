"""Post und Stand in the window, by keyboard: a letter, its deadline, the state that follows, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from lotse_app.models.application import Mark, State
from lotse_app.models.letter import DueSource
from lotse_app.models.problems import Code, problem
from lotse_app.ui.post.case_post import CasePostView
from lotse_app.ui.post.entered_card import EnteredOffices
from lotse_app.ui.post.letter_finder import LetterFinderView
from lotse_app.ui.post.standing import NOT_ENTERED
from lotse_app.workflows.lanes import LaneName
from tests.ui.conftest import type_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes
    from lotse_app.workflows.letters import CasePost

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(
    qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: object, on_paper: str, settled: Callable[[], None]
) -> CasePostView:
    assert appearance is not None
    made = CasePostView(desk, tasks, on_paper)
    qtbot.addWidget(made)
    made.resize(1060, 640)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    settled()
    return made


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, modifier)


def write(text: str) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    type_in(widget, text)


def type_in(widget: QWidget, text: str) -> None:
    type_text(widget, text)


def words(view: QWidget) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def buttons(view: QWidget) -> list[str]:
    return [button.accessibleName() for button in view.findChildren(QPushButton) if button.isVisible()]


def click(view: QWidget, name: str) -> None:
    next(one for one in view.findChildren(QPushButton) if one.isVisible() and one.accessibleName() == name).click()


def post_of(view: CasePostView) -> CasePost:
    assert view.post is not None
    return view.post


def test_it_says_where_the_vorgang_stands_and_where_the_office_is(view: CasePostView) -> None:
    said = words(view)
    assert "eingereicht" in said
    assert "Noch kein Brief eingetragen." in said
    assert "Nossener Straße 20" in said
    assert "Stand 31.01.2023" in said
    assert "Nowakowa" not in said
    assert view.crumbs[0].startswith("Vorgang ")
    assert view.crumbs[1] == "Post und Stand"
    assert view.about.text().startswith("Hundesteuer – Anmeldung · Vorgang ")
    assert "Post und Stand" in view.accessibleName()
    assert "Frist" in view.help_text()


def test_every_kind_of_letter_can_be_seen_and_a_day_that_stands_there_is_typed_over(
    view: CasePostView, settled: Callable[[], None]
) -> None:
    view.resize(1030, 560)
    press(ENTER)
    settled()
    kind = view.form.kind
    assert kind.buttons[0].y() < kind.buttons[-1].y()
    assert all(one.geometry().bottom() <= kind.height() for one in kind.buttons)
    write("5")
    press(ENTER)
    press(ENTER)
    assert view.form.received.hasFocus()
    write("19.11.26")
    assert view.form.received.text() == "19.11.26"


def test_a_query_is_entered_by_keyboard_alone_and_taken_back(view: CasePostView, settled: Callable[[], None]) -> None:
    assert view.enter_button.hasFocus()
    press(ENTER)
    write("2")
    press(ENTER)
    write("18.11.26")
    press(ENTER)
    assert view.form.received.text() == "20.11.2026"
    press(ENTER)
    write("30.11.26")
    press(ENTER)
    write("Impfpass fehlt")
    press(ENTER)
    settled()
    letter = post_of(view).letters[0]
    assert (letter.due_source, letter.note) == (DueSource.PRINTED, "Impfpass fehlt")
    assert post_of(view).application.state is State.QUERY
    said = words(view)
    assert "Rückfrage oder Nachforderung – noch zu beantworten" in said
    assert "Frist Mo 30.11." in said
    assert "Nächste Frist: Mo 30.11." in said
    assert "Rückfrage oder Nachforderung ist eingetragen. Stand: Rückfrage." in view.page.banner.text
    click(view, "Rückfrage oder Nachforderung ist beantwortet")
    settled()
    assert post_of(view).application.state is State.RECEIVED
    click(view, "Rückfrage oder Nachforderung ist doch noch offen")
    settled()
    click(view, "Eintrag zurücknehmen: Rückfrage oder Nachforderung")
    settled()
    assert post_of(view).letters == ()
    assert post_of(view).application.state is State.SUBMITTED


def test_a_refusal_without_a_deadline_shows_the_safe_day_and_stores_it_only_if_wanted(
    view: CasePostView, settled: Callable[[], None]
) -> None:
    view.show_form()
    assert view.form.hint.isHidden()
    write("5")
    press(ENTER)
    write("18.11.26")
    assert "Unverbindlich gerechnet: Widerspruch bis 21.12.2026" in view.form.hint.text()
    assert "AO § 122 Abs. 2 mit SächsKAG § 3; VwGO § 70" in view.form.hint.text()
    assert view.form.due.text() == ""
    view.form.take.click()
    assert view.form.due.text() == "21.12.2026"
    assert view.form.note.hasFocus()
    press(ENTER, CTRL)
    settled()
    assert post_of(view).letters[0].due_source is DueSource.COMPUTED
    assert "Frist Mo 21.12. (vorsorglich gerechnet)" in words(view)
    assert post_of(view).outcome == "abgelehnt"
    assert "beschieden (abgelehnt)" in words(view)


def test_of_a_day_that_is_over_it_is_said_that_a_year_may_run(view: CasePostView) -> None:
    view.show_form()
    write("5")
    press(ENTER)
    write("15.10.26")
    view.form.received.setText("16.10.26")
    said = view.form.hint.text()
    assert "ging der Widerspruch bis 16.11.2026 (AO § 122 Abs. 2 mit SächsKAG § 3; VwGO § 70" in said
    assert "gilt meist ein Jahr (VwGO § 58 Abs. 2)" in said
    assert view.form.take.isHidden(), "nobody is reminded of a day that is over"
    view.form.received.setText("19.10.26")
    assert "bis 19.11.2026" in view.form.hint.text()
    assert "Umschlag" not in view.form.hint.text()
    view.form.received.setText("20.10.26")
    assert "Kam der Brief wirklich erst so spät an, zählt meist dieser Tag" in view.form.hint.text()
    view.form.dated.setText("16.10.26")
    view.form.received.setText("20.10.26")
    assert "Unverbindlich gerechnet: Widerspruch bis 20.11.2026" in view.form.hint.text(), "today is not over"
    assert not view.form.take.isHidden()


def test_a_refusal_without_a_day_does_not_look_as_if_no_time_ran(
    view: CasePostView, settled: Callable[[], None]
) -> None:
    view.show_form()
    write("5")
    press(ENTER)
    write("18.11.26")
    press(ENTER, CTRL)
    settled()
    assert post_of(view).letters[0].due is None
    assert NOT_ENTERED in words(view)
    assert "Keine offene Frist" not in words(view)


def test_what_is_missing_or_cannot_be_is_said_at_its_field(view: CasePostView) -> None:
    view.show_form()
    press(ENTER, CTRL)
    assert "was gekommen ist" in view.form.banner.text
    view.form.kind.set_value("rueckfrage")
    view.form.dated.setText("31.2.26")
    view.form.received.clear()
    view.form.primary.click()
    assert "gibt es nicht" in view.form.dated_field.problem
    assert "fehlt noch" in view.form.received_field.problem
    assert view.form.dated.hasFocus()
    view.form.dated.setText("21.11.26")
    view.form.received.setText("20.11.26")
    view.form.due.setText("1.1.26")
    view.form.primary.click()
    assert "Zukunft" in view.form.dated_field.problem
    assert "vor seinem eigenen Datum" in view.form.received_field.problem
    assert "passt nicht zum Datum" in view.form.due_field.problem
    view.form.due.setText("bald")
    view.form.note.setText("PIN 1234")
    view.form.primary.click()
    assert "gibt es nicht" in view.form.due_field.problem
    assert "PIN" in view.form.note_field.problem
    assert view.back()
    assert not view.back()
    assert post_of(view).letters == ()


def test_a_problem_of_the_store_is_said_in_the_form(view: CasePostView, desk: Desk) -> None:
    assert desk is not None
    view.show_form()
    view.form.say(problem(Code.DISK_FULL))
    assert view.form.banner.isVisible()
    view.form.say(problem(Code.DATE_TOO_EARLY, "/dated"))
    assert view.form.dated_field.problem
    view.form.say(problem(Code.CHARACTER_NOT_ALLOWED, "/note", character="🐶", place=6, name="DOG FACE"))
    assert "🐶" in view.form.note_field.problem


def test_withdrawn_and_taken_back_by_buttons(view: CasePostView, settled: Callable[[], None]) -> None:
    assert "Entwurf abbrechen" not in buttons(view)
    click(view, "Zurückgezogen")
    settled()
    assert post_of(view).application.state is State.WITHDRAWN
    assert "zurückgezogen seit 20.11.2026" in words(view)
    assert "Abschließen" in buttons(view)
    click(view, "Schritt zurücknehmen")
    settled()
    assert post_of(view).application.state is State.SUBMITTED


def test_not_accepted_asks_for_a_reason(view: CasePostView, settled: Callable[[], None]) -> None:
    click(view, "Nicht angenommen …")
    assert view.standing.reason.hasFocus()
    press(ENTER)
    settled()
    assert "warum" in view.standing.reason_field.problem
    write("Lageplan fehlt")
    press(ENTER)
    settled()
    assert post_of(view).application.state is State.NOT_ACCEPTED
    assert "nicht angenommen seit 20.11.2026 · Lageplan fehlt" in words(view)


def test_marks_are_set_and_cleared(view: CasePostView, settled: Callable[[], None]) -> None:
    view.standing.marks[Mark.DELIVERY_DISTURBED].click()
    settled()
    assert Mark.DELIVERY_DISTURBED in post_of(view).application.marks
    assert "„Übermittlung gestört“ gesetzt" in view.page.banner.text
    view.standing.marks[Mark.DELIVERY_DISTURBED].click()
    settled()
    assert Mark.DELIVERY_DISTURBED not in post_of(view).application.marks
    view.standing.guard.box.click()
    settled()
    assert post_of(view).guarded
    view.standing.guard.box.click()
    settled()
    assert not post_of(view).guarded


def test_a_draft_is_broken_off_with_a_way_back(
    qtbot: QtBot, desk: Desk, tasks: Tasks, begin: Callable[[], str], settled: Callable[[], None]
) -> None:
    view = CasePostView(desk, tasks, begin())
    qtbot.addWidget(view)
    view.show()
    settled()
    assert [name for name in buttons(view) if name in {"Zurückgezogen", "Entwurf abbrechen"}] == ["Entwurf abbrechen"]
    click(view, "Entwurf abbrechen")
    settled()
    assert post_of(view).application.state is State.ABANDONED
    click(view, "Schritt zurücknehmen")
    settled()
    assert post_of(view).application.state is State.DRAFT
    with qtbot.waitSignal(view.case_wanted):
        view.to_case.click()


def test_what_changed_meanwhile_is_said_and_shown_anew(
    view: CasePostView, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    case_id = post_of(view).application.id
    lanes.submit(LaneName.STORE, lambda: desk.letters.end(case_id, State.WITHDRAWN)).result()
    click(view, "Zurückgezogen")
    settled()
    assert view.page.banner.tone == "error"
    assert post_of(view).application.state is State.WITHDRAWN


def test_an_address_is_entered_once_used_and_thrown_away(view: CasePostView, settled: Callable[[], None]) -> None:
    card = view.office
    click(view, "Anschrift ändern")
    assert card.lines["name"].hasFocus()
    card.lines["postcode"].setText("1723")
    press(ENTER)
    settled()
    assert "fünf Ziffern" in card.fields["postcode"].problem
    assert card.lines["postcode"].hasFocus()
    card.lines["postcode"].setText("01723")
    card.lines["street"].setText("Markt 1")
    press(ENTER)
    settled()
    said = words(view)
    assert "Markt 1" in said
    assert "eingetragen von A. Beispiel am 20.11.2026" in said
    click(view, "Eingetragene Anschrift verwerfen")
    settled()
    assert "Nossener Straße 20" in words(view)


def test_entered_addresses_are_listed_and_thrown_away_in_the_settings(
    qtbot: QtBot, desk: Desk, tasks: Tasks, lanes: Lanes, settled: Callable[[], None]
) -> None:
    card = EnteredOffices(desk.offices, tasks)
    qtbot.addWidget(card)
    card.show()
    card.reload()
    settled()
    assert "Keine eingetragen." in words(card)
    lanes.submit(
        LaneName.STORE, lambda: desk.offices.enter("14628410", "Jobcenter", "Jobcenter", "Weg 1", "01796", "Pirna")
    ).result()
    card.reload()
    settled()
    assert "Jobcenter, Weg 1, 01796 Pirna" in words(card)
    click(card, "Anschrift verwerfen: Jobcenter")
    settled()
    assert "Keine eingetragen." in words(card)
    card._refuse(problem(Code.DISK_FULL))
    assert card._problem.isVisible()


def test_a_letter_finds_its_vorgang_by_number(
    qtbot: QtBot, desk: Desk, tasks: Tasks, on_paper: str, lanes: Lanes, settled: Callable[[], None]
) -> None:
    number = lanes.submit(LaneName.STORE, lambda: desk.letters.of_case(on_paper)).result().application.number
    finder = LetterFinderView(desk, tasks)
    qtbot.addWidget(finder)
    finder.show()
    finder.number.setText("ZZZZZZ")
    finder.page.primary.click()
    settled()
    assert "gibt es auf diesem Gerät nicht" in finder.number_field.problem
    finder.number.setText(number.lower())
    with qtbot.waitSignal(finder.found) as found:
        finder.page.primary.click()
    assert found.args == [on_paper]
    with qtbot.waitSignal(finder.session_wanted):
        finder.session.click()
    assert finder.crumbs == ("Brief vom Amt",)
    assert "Nummer" in finder.help_text()
