"""All Wiedervorlagen, from *Heute*: chosen by key, taken, done and opened again; what may not be read stays unsaid."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from lotse_app.models.agenda import FollowUp, FollowUpWhose
from lotse_app.models.sight import TakeoverReason
from lotse_app.ui.rooms.colleague_row import ColleagueRow
from lotse_app.ui.rooms.follow_ups import PAGE
from lotse_app.ui.rooms.room import Go, RoomName
from lotse_app.ui.rooms.today import FOLLOW_UPS
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from lotse_app.ui.rooms.follow_ups import FollowUpsView
    from lotse_app.ui.rooms.today import TodayRoom
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes

FRIDAY = date(2026, 11, 20)
OLD = FollowUp("alt", FRIDAY, "Kowalski anrufen")


@pytest.fixture
def put(desk: Desk, lanes: Lanes) -> Callable[..., Any]:
    """Return a function that does something with the Wiedervorlagen of the desk, on the store lane."""
    return lambda work, *given: lanes.submit(LaneName.STORE, partial(getattr(desk.agenda, work), *given)).result()


@pytest.fixture
def unowned(desk: Desk, lanes: Lanes) -> None:
    """Write one that nobody is in charge of, and a colleague's that is due."""
    for one in (OLD, FollowUp("fremd", FRIDAY, "Nowak fragen", pilot_id="wer-anders")):
        lanes.submit(LaneName.STORE, partial(desk.agenda._rows.put, one)).result()


@pytest.fixture
def view(today_room: TodayRoom, settled: Callable[[], None]) -> Callable[[], FollowUpsView]:
    """Return a function that goes to all Wiedervorlagen."""

    def opened() -> FollowUpsView:
        today_room.activateWindow()
        today_room.enter(FOLLOW_UPS)
        settled()
        assert today_room.follow_ups is not None
        return today_room.follow_ups

    return opened


def said(view: QWidget) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def button(view: QWidget, begin: str) -> QPushButton:
    found = [one for one in view.findChildren(QPushButton) if one.accessibleName().startswith(begin)]
    return next(one for one in found if one.isVisible())


def press(view: QWidget, key: Qt.Key) -> None:
    """Press a key where the focus is."""
    QTest.keyClick(view.window().focusWidget(), key)


def test_the_keys_choose_due_later_and_done_and_each_says_when_there_is_none(
    today_room: TodayRoom, view: Callable[[], FollowUpsView], put: Callable[..., Any], settled: Callable[[], None]
) -> None:
    shown = view()
    assert "Keine Wiedervorlage offen." in said(shown)
    assert "Wiedervorlagen" in today_room.crumbs
    put("remind", FRIDAY, "Bescheid da?")
    put("remind", FRIDAY + timedelta(days=7), "Drucker")
    shown = view()
    assert "2 Wiedervorlagen" in said(shown)
    press(shown, Qt.Key.Key_2)
    settled()
    assert ("Bescheid da?" in said(shown), "Drucker" in said(shown)) == (True, False)
    button(shown, "Erledigt: Wiedervorlage heute: Bescheid da?").setFocus()
    press(shown, Qt.Key.Key_E)
    settled()
    assert today_room.banner.text == "Erledigt."
    assert "Keine Wiedervorlage fällig." in said(shown)
    press(shown, Qt.Key.Key_3)  # with the last line gone, the focus is back at the choice
    settled()
    assert "Drucker" in said(shown)
    press(shown, Qt.Key.Key_4)
    settled()
    assert "erledigt Fr 20.11." in said(shown)
    button(shown, "Wieder öffnen: Wiedervorlage, erledigt Fr 20.11.: Bescheid da?").click()
    settled()
    assert "Keine Wiedervorlage erledigt." in said(shown)
    assert len(put("follow_ups")) == 2
    assert today_room.back()
    assert len(today_room.crumbs) == 0
    assert not shown.isVisible()


@pytest.mark.usefixtures("unowned")
def test_one_that_nobody_is_in_charge_of_is_read_by_who_takes_it(
    today_room: TodayRoom, view: Callable[[], FollowUpsView], put: Callable[..., Any], settled: Callable[[], None]
) -> None:
    shown = view()
    assert "Keine Wiedervorlage offen." in said(shown)
    shown.whose.set_value(FollowUpWhose.STATION.value)
    settled()
    assert [words for words in ("Kowalski", "Nowak") if words in said(shown)] == []
    assert "Wiedervorlage einer Kollegin oder eines Kollegen" in said(shown)
    take = button(shown, "Übernehmen: Wiedervorlage ohne Zuständige, heute")
    take.setFocus()
    press(shown, Qt.Key.Key_Space)
    settled()
    assert "steht im Protokoll" in today_room.banner.text
    assert ("Kowalski anrufen" in said(shown), "Nowak" in said(shown)) == (True, False)
    assert [line.follow_up.id for line in put("follow_ups")] == [OLD.id]


@pytest.mark.usefixtures("unowned")
def test_it_is_taken_from_today_as_well_and_a_refusal_is_said(
    today_room: TodayRoom, desk: Desk, put: Callable[..., Any], settled: Callable[[], None]
) -> None:
    today_room.enter()
    settled()
    assert ("ohne Zuständige" in said(today_room), "Kowalski" in said(today_room)) == (True, False)
    put("claim", OLD.id)  # somebody was quicker
    button(today_room, "Übernehmen: Wiedervorlage ohne Zuständige").click()
    settled()
    assert today_room.banner.tone == "error"
    desk.sight.guard.resident_came()
    today_room.reload()
    settled()
    assert "Kowalski" not in said(today_room)


@pytest.mark.usefixtures("unowned")
def test_who_stands_in_for_a_colleague_says_why_and_reads_the_reason_then(
    today_room: TodayRoom, put: Callable[..., Any], settled: Callable[[], None]
) -> None:
    room = today_room
    room.activateWindow()
    room.enter()
    settled()
    assert "Wiedervorlage einer Kollegin oder eines Kollegen" in said(room)
    assert "Nowak" not in said(room)
    button(room, "Vertretung übernehmen: Wiedervorlage einer Kollegin oder eines Kollegen, heute").click()
    (row,) = (one for one in room.findChildren(ColleagueRow) if one.isVisible())
    assert row.reason.isAncestorOf(room.window().focusWidget())
    row.take.click()
    assert "zuerst den Grund" in row.field.problem
    row.reason.set_value(TakeoverReason.ABSENT.value)
    QTest.keyClick(row.words, Qt.Key.Key_Return)
    settled()
    assert "Sie vertreten jetzt" in room.banner.text
    assert "Nowak fragen" in said(room)
    button(room, "Erledigt: Wiedervorlage heute: Nowak fragen").click()
    settled()
    assert put("follow_ups") == ()


def test_forty_are_shown_at_once_and_the_rest_on_demand_and_a_vorgang_opens(
    qtbot: QtBot,
    today_room: TodayRoom,
    view: Callable[[], FollowUpsView],
    desk: Desk,
    lanes: Lanes,
    begin: Callable[[], str],
    settled: Callable[[], None],
) -> None:
    case = begin()

    def write() -> None:
        for number in range(PAGE + 2):
            desk.agenda.remind(FRIDAY + timedelta(days=number), "Steuermarke da?", application_id=case)

    lanes.submit(LaneName.STORE, write).result()
    today_room.enter()
    settled()
    today_room.activateWindow()
    button(today_room, "Alle Wiedervorlagen").click()
    settled()
    shown = view()
    assert (len(shown.rows), shown.more.isVisible()) == (PAGE, True)
    shown.more.click()
    settled()
    assert (len(shown.rows), shown.more.isVisible()) == (PAGE + 2, False)
    assert shown.rows[PAGE].isAncestorOf(shown.window().focusWidget())
    with qtbot.waitSignal(today_room.go) as gone:
        button(shown, "Vorgang").click()
    assert gone.args == [Go(RoomName.APPLICATIONS, case)]
    today_room.reload()
    settled()
    shown.state.set_value("spaeter")
    today_room.forget()
    assert (shown.state.value, len(shown.rows)) == ("offen", 1)
    assert shown.rows[0].accessibleName().startswith("Keine Wiedervorlage offen.")
