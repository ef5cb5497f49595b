"""The day in *Heute* and the day view: stop, appointments, Wiedervorlagen, calendar files; by key, without names."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from lotse_app.models.agenda import Appointment
from lotse_app.models.contact import ContactKind
from lotse_app.models.people import PlaceType
from lotse_app.models.session import Access
from lotse_app.models.stops import Stop
from lotse_app.ui.rooms.room import Go, RoomName
from lotse_app.ui.rooms.today import DAY, TodayRoom
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from lotse_app.clock import FixedClock
    from lotse_app.models.session import CounsellingSession
    from lotse_app.ui.rooms.day_view import DayView
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes

FRIDAY = date(2026, 11, 20)
LIBRARY = Stop("", "Bibliothek Kesselsdorf", "14628410", PlaceType.LIBRARY, time(9), time(12), weekday=4)


@pytest.fixture
def write(lanes: Lanes) -> Callable[[Callable[[], Any]], Any]:
    """Return a function that runs work on the store lane."""
    return lambda work: lanes.submit(LaneName.STORE, work).result()


@pytest.fixture
def room(qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: object) -> TodayRoom:
    assert appearance is not None
    made = TodayRoom(desk, tasks)
    qtbot.addWidget(made)
    made.resize(1060, 640)
    made.show()
    made.activateWindow()
    return made


@pytest.fixture
def view(room: TodayRoom, settled: Callable[[], None]) -> DayView:
    """Return the day view, opened."""
    room.enter(DAY)
    settled()
    assert room.day_view is not None
    return room.day_view


def said(room: TodayRoom) -> str:
    return "\n".join(label.text() for label in room.findChildren(QLabel) if label.isVisible())


def button(room: TodayRoom, begin: str) -> QPushButton:
    found = [one for one in room.findChildren(QPushButton) if one.accessibleName().startswith(begin)]
    return next(one for one in found if one.isVisible())


def newest(desk: Desk) -> CounsellingSession:
    return desk.counsel.page(desk.counsel.ids())[0]


def test_today_shows_stop_hours_and_appointments_and_begins_one(
    qtbot: QtBot,
    room: TodayRoom,
    desk: Desk,
    clock: FixedClock,
    write: Callable[[Callable[[], Any]], Any],
    settled: Callable[[], None],
) -> None:
    write(lambda: desk.stops.save(LIBRARY))
    planned = Appointment("", clock.now() + timedelta(minutes=15), 45, purpose="Wohngeld", initials="h.n.")
    write(lambda: desk.agenda.enter(planned))
    write(lambda: desk.agenda.enter(Appointment("", clock.now() + timedelta(hours=1), 30)))
    room.enter()
    settled()
    words = said(room)
    assert "Sprechstunde Bibliothek Kesselsdorf · 9–12 Uhr" in words
    assert "Wohngeld · HN · 45 min" in words
    with qtbot.waitSignal(room.go) as gone:
        button(room, "Beratung beginnen: 09:45 Wohngeld").click()
    assert gone.args == [Go(RoomName.COUNSELLING)]
    session = write(lambda: newest(desk))
    assert session.running
    assert (session.access, session.place_type) == (Access.APPOINTMENT, PlaceType.LIBRARY)
    assert [topic.label for topic in session.topics] == ["Wohngeld"]
    room.enter()
    settled()
    assert "Wohngeld · HN · 45 min · begonnen" in said(room)
    button(room, "Beratung beginnen: 10:30").click()
    settled()
    assert "läuft" in room.banner.text


def test_a_follow_up_is_moved_and_done_by_key(
    room: TodayRoom,
    desk: Desk,
    write: Callable[[Callable[[], Any]], Any],
    settled: Callable[[], None],
) -> None:
    for late, reason in enumerate(("Anruf", "Papier bestellen", "Bescheid da?"), start=1):
        write(partial(desk.agenda.remind, FRIDAY - timedelta(days=late), reason))
    room.enter()
    settled()
    button(room, "Erledigt: Wiedervorlage seit Di 17.11.: Bescheid da?").setFocus()

    def press(key: Qt.Key) -> None:
        QTest.keyClick(room.window().focusWidget(), key)
        settled()

    press(Qt.Key.Key_W)
    assert "27.11.2026" in room.banner.text
    press(Qt.Key.Key_M)  # the focus went on to the next line
    assert "morgen" in room.banner.text
    press(Qt.Key.Key_X)
    press(Qt.Key.Key_E)
    assert room.banner.text == "Erledigt."
    left = write(desk.agenda.follow_ups)
    assert [(line.follow_up.reason, line.follow_up.due.day) for line in left] == [
        ("Papier bestellen", 21),
        ("Bescheid da?", 27),
    ]
    assert "Wiedervorlagen" not in said(room).splitlines()


def test_while_a_resident_sees_the_screen_nothing_that_was_typed_is_shown(
    room: TodayRoom,
    view: DayView,
    desk: Desk,
    clock: FixedClock,
    write: Callable[[Callable[[], Any]], Any],
    settled: Callable[[], None],
) -> None:
    typed = ("Kowalski Bescheid", "Kowalski Wohngeld", "Kowalski fragen", "PK")
    write(lambda: desk.agenda.remind(FRIDAY, typed[0]))
    write(lambda: desk.agenda.remind(FRIDAY + timedelta(days=3), typed[2]))
    planned = Appointment("", clock.now() + timedelta(minutes=15), 45, purpose=typed[1], initials=typed[3])
    write(lambda: desk.agenda.enter(planned))
    room.reload()
    settled()
    names = [*typed[:3], f"· {typed[3]} ·"]
    assert [words for words in names if words not in said(room)] == []
    desk.sight.guard.resident_came()
    room.reload()
    settled()
    assert [words for words in names if words in said(room)] == []
    everything = "\n".join(one.accessibleName() for one in room.findChildren(QPushButton))
    assert "Kowalski" not in everything
    assert view.isVisible()
    assert "Wiedervorlage" in said(room)


def test_a_follow_up_of_a_vorgang_leads_to_it(
    qtbot: QtBot,
    room: TodayRoom,
    view: DayView,
    desk: Desk,
    begin: Callable[[], str],
    write: Callable[[Callable[[], Any]], Any],
    settled: Callable[[], None],
) -> None:
    case = begin()
    number = write(lambda: desk.applications.open(case).application.number)
    view.follow_up.due.setText("20.11.2026")
    view.follow_up.number.setText("ZZZZ")
    view.follow_up.reason.setText("Steuermarke gekommen?")
    view.follow_up.reason.returnPressed.emit()
    settled()
    assert room.banner.tone == "error"
    view.follow_up.number.setText(number.lower())
    view.follow_up.reason.returnPressed.emit()
    settled()
    assert f"Vorgang {number}" in said(room)
    with qtbot.waitSignal(room.go) as gone:
        button(room, f"Vorgang {number} öffnen").click()
    assert gone.args == [Go(RoomName.APPLICATIONS, case)]


def test_a_follow_up_of_the_session_that_runs(
    view: DayView, desk: Desk, write: Callable[[Callable[[], Any]], Any], settled: Callable[[], None]
) -> None:
    form = view.follow_up
    for reason in ("Ohne Beratung", "Lohnzettel da?"):
        form.reason.setText(reason)
        form.number.setText("4MMC")
        assert not form.session.isEnabled()
        form.number.clear()
        form.session.setChecked(True)
        form.reason.returnPressed.emit()
        settled()
        assert not form.session.isChecked()
        write(desk.counsel.start)
    session, lines = write(desk.counsel.running), write(desk.agenda.follow_ups)
    assert {line.follow_up.reason: line.follow_up.session_id for line in lines} == {
        "Ohne Beratung": "",
        "Lohnzettel da?": session.id,
    }


def test_an_appointment_is_entered_missed_or_struck_out(
    room: TodayRoom,
    view: DayView,
    desk: Desk,
    clock: FixedClock,
    write: Callable[[Callable[[], Any]], Any],
    settled: Callable[[], None],
) -> None:
    form = view.appointment
    assert form.start.time().toString("HH:mm") == "10:00"
    form.purpose.setText("Frau Nowakowa")
    assert "Name" in form._purpose_field.problem
    form.purpose.returnPressed.emit()
    settled()
    assert room.banner.tone == "error"
    form.purpose.setText("Rente")
    form.initials.setText("xy")
    form.initials.returnPressed.emit()
    settled()
    assert "eingetragen" in room.banner.text
    assert form.purpose.text() == ""
    write(lambda: desk.agenda.enter(Appointment("", clock.now() - timedelta(minutes=30), 30, purpose="Kita")))
    view.reload()
    settled()
    button(room, "Nicht erschienen: 09:00 Kita").click()
    settled()
    assert "nicht erschienen" in said(room)
    assert write(lambda: newest(desk)).kind is ContactKind.NO_SHOW
    button(room, "Termin streichen: 10:00 Rente").click()
    settled()
    assert "Rente" not in said(room)


def test_one_turns_the_days_and_comes_back(
    room: TodayRoom,
    view: DayView,
    desk: Desk,
    write: Callable[[Callable[[], Any]], Any],
    settled: Callable[[], None],
) -> None:
    for ahead in range(22):
        write(partial(desk.agenda.remind, FRIDAY + timedelta(days=2 + ahead), "Nachfragen"))
    assert "Tagesansicht" in room.crumbs
    assert room.window().focusWidget() is view.next
    view.next.click()
    settled()
    assert "Samstag, 21. November 2026" in said(room)
    assert view.appointment.start.time().toString("HH:mm") == "09:00"
    assert "… und 2 weitere" in said(room)
    view.before.click()
    view._to_today()
    settled()
    assert view.chosen == FRIDAY
    assert room.back()
    assert not room.crumbs
    assert not room.back()
    room.forget()


def test_a_newer_calendar_file_calls_off_and_asks_about_what_it_does_not_know(
    room: TodayRoom, view: DayView, tmp_path: Path, settled: Callable[[], None]
) -> None:
    came = tmp_path / "fremd.ics"

    def look(*events: str) -> None:
        blocks = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
        came.write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{blocks}END:VCALENDAR\r\n", newline="")
        view.read(str(came))
        settled()

    first = "UID:1\r\nDTSTART:20261120T130000Z"
    look(first, *(f"UID:{number}\r\nDTSTART:20261120T1{number}0000Z" for number in range(2, 9)))
    assert not view.missing.isVisible()
    view.take.click()
    settled()
    look(f"{first}\r\nSTATUS:CANCELLED")
    assert "fällt aus" in view.summary.text()
    assert "Fr 20.11. 14:00" in view.summary.text()
    assert view.missing.text().startswith(
        "7 Termine früherer Dateien, die in dieser fehlen, fallen auch aus: Fr 20.11."
    )
    assert "2 weitere" in view.missing.text()
    view.missing.setChecked(True)
    view.take.click()
    settled()
    assert "0 Termine übernommen. 8 fallen aus." in room.banner.text
    assert said(room).count("fällt aus") == 8
    assert "8 abgesagt" in said(room)
    button(room, "Termin streichen: 14:00 Termin · 30 min · fällt aus").click()
    settled()
    assert said(room).count("fällt aus") == 7


def test_a_calendar_file_comes_in_and_goes_out(
    room: TodayRoom, view: DayView, desk: Desk, tmp_path: Path,
    write: Callable[[Callable[[], Any]], Any], settled: Callable[[], None],
) -> None:  # fmt: skip
    write(lambda: desk.stops.save(LIBRARY))
    came = tmp_path / "fremd.ics"
    came.write_bytes(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
        b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261120T130000Z\r\nSUMMARY:Herr Nowak\r\nEND:VEVENT\r\n"
        b"BEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20261121\r\nSUMMARY:Urlaub\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    view.take.click()
    view.read(str(tmp_path / "fehlt.ics"))
    settled()
    assert "nicht als Kalender lesen" in room.banner.text
    for _ in range(2):
        view.read(str(came))
        settled()
        assert "1 Termin kommt herein" in view.summary.text()
        assert "1 ganztägig" in view.summary.text()
        assert "nach einem Namen aussieht: 1" in view.summary.text()
        view.take.click()
        settled()
    assert len(write(desk.agenda.day).appointments) == 1
    assert "Nowak" not in said(room)
    assert "Zuletzt übernommen Fr 20.11.: 1 neu." in said(room)
    view.take_back.click()
    settled()
    assert "1 Termin zurückgenommen." in room.banner.text
    assert write(desk.agenda.day).appointments == ()
    assert not view.take_back.isVisible()
    assert view.window().focusWidget() is view.open_file
    view.take_back.click()
    view.write(str(tmp_path / "Lotse.ics"))
    settled()
    assert "Gesichert: Lotse.ics" in room.banner.text
    assert b"Sprechstunde Bibliothek Kesselsdorf" in (tmp_path / "Lotse.ics").read_bytes()
