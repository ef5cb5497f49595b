"""Contacts entered afterwards, groups, corrections, the bin: by the room *Beratung* over a real store."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from lotse_app.models.contact import ContactKind, Details, Device, HeadKind
from lotse_app.models.session import AgeBand, Binned, Result, Revision
from lotse_app.ui.rooms.counselling_views import BINNED
from lotse_app.ui.rooms.session_form import SessionForm
from lotse_app.ui.words.session import old_words
from lotse_app.workflows.counsel import Kept
from lotse_app.workflows.lanes import LaneName
from tests.store.samples import START

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.clock import FixedClock
    from lotse_app.models.session import CounsellingSession
    from lotse_app.ui.rooms.counselling import CounsellingRoom
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes


@pytest.fixture
def later(room: CounsellingRoom, settled: Callable[[], None]) -> SessionForm:
    """The form of a contact that is entered afterwards."""
    room.idle.later.click()
    settled()
    assert room.crumbs == ("Beratung nachtragen",)
    return room.form


def _choose(form: SessionForm, kind: ContactKind) -> None:
    form.head.kind.setCurrentIndex(form.head.kind.findData(kind.value))


def test_a_contact_is_entered_afterwards_with_its_day(
    room: CounsellingRoom,
    later: SessionForm,
    stored: Callable[[], tuple[CounsellingSession, ...]],
    settled: Callable[[], None],
) -> None:
    later.head.day.setText("18.11.2026")
    later.head.start.setTime(QTime(14, 0))
    later.head.end.setTime(QTime(15, 10))
    _choose(later, ContactKind.HOME_VISIT)
    assert later.head.place.currentText() == "Hausbesuch"
    later.open_details().travel.setValue(40)
    room._save_later.click()
    settled()
    (session,) = stored()
    assert (session.started_at.isoformat(), session.minutes) == ("2026-11-18T13:00:00+00:00", 70)
    assert (session.kind, session.details.travel) == (ContactKind.HOME_VISIT, 40)
    assert room.idle.isVisible()


def test_a_kind_that_is_only_passed_leaves_the_place_as_it_was(later: SessionForm) -> None:
    """Arrow keys go from one kind to the next, also past those that have a place of their own."""
    place = later.head.place
    for passed in (ContactKind.TELEPHONE, ContactKind.HOME_VISIT, ContactKind.INTERNAL):
        _choose(later, passed)
    assert place.currentText() == "Rathaus"
    _choose(later, ContactKind.HOME_VISIT)
    place.setCurrentIndex(place.findText("Bibliothek"))
    place.activated.emit(place.currentIndex())
    _choose(later, ContactKind.GROUP)
    assert place.currentText() == "Bibliothek", "chosen by hand"


def test_a_day_ahead_is_refused_and_what_was_entered_stays(
    room: CounsellingRoom,
    later: SessionForm,
    stored: Callable[[], tuple[CounsellingSession, ...]],
    settled: Callable[[], None],
) -> None:
    later.head.day.setText("08.01.2027")
    later.note.setText("Brief erklärt")
    room._save_later.click()
    settled()
    assert stored() == ()
    assert "Zukunft" in room.banner.text
    assert later.note.text() == "Brief erklärt"


def test_a_group_is_counted_by_heads_that_may_not_be_more_than_were_there(
    room: CounsellingRoom,
    later: SessionForm,
    stored: Callable[[], tuple[CounsellingSession, ...]],
    settled: Callable[[], None],
) -> None:
    _choose(later, ContactKind.GROUP)
    later.head.people.setValue(10)
    group = later.group
    assert group is not None
    assert later.age.isHidden()
    group.box(HeadKind.AGE, "70_79").setValue(12)
    assert group.rest(HeadKind.AGE) == "⚠ 2 zu viel: Es waren 10."
    room._save_later.click()
    settled()
    assert "mehr Personen verteilt" in room.banner.text
    group.box(HeadKind.AGE, "70_79").setValue(6)
    group.box(HeadKind.FIRST_CONTACT, "ja").setValue(3)
    assert group.rest(HeadKind.AGE) == "keine Angabe: 4"
    room._save_later.click()
    settled()
    (session,) = stored()
    assert (session.kind, session.people, session.first_people) == (ContactKind.GROUP, 10, 3)
    _choose(later, ContactKind.SINGLE)
    assert group.isHidden()


def test_tab_goes_on_where_the_eye_does(later: SessionForm, settled: Callable[[], None]) -> None:
    _choose(later, ContactKind.GROUP)
    settled()
    later.head.people.setFocus()
    assert later.group is not None
    for box in later.group.boxes:
        QTest.keyClick(later.window().focusWidget(), Qt.Key.Key_Tab)
        assert later.window().focusWidget() is box
    QTest.keyClick(later.window().focusWidget(), Qt.Key.Key_Tab)
    assert later.topics.isAncestorOf(later.window().focusWidget())
    later._more.setFocus()
    later._more.click()
    more = later.more_obstacles
    assert more is not None
    for button in more.buttons:
        assert later.window().focusWidget() is button
        QTest.keyClick(button, Qt.Key.Key_Tab)
    assert later.window().focusWidget() is later.note


def test_where_nobody_came_nobody_is_asked_about(
    room: CounsellingRoom,
    later: SessionForm,
    stored: Callable[[], tuple[CounsellingSession, ...]],
    settled: Callable[[], None],
) -> None:
    _choose(later, ContactKind.NO_SHOW)
    assert all(row.isHidden() for row in (later.help_kind, later.result, later.age, later.obstacles, later._more))
    room._save_later.click()
    settled()
    (session,) = stored()
    assert (session.kind, session.result) == (ContactKind.NO_SHOW, None)
    model = room.idle.model
    model.data(model.index(0, 0))
    settled()
    assert str(model.data(model.index(0, 6))) == "–"


def test_what_was_asked_besides_is_kept_and_shown_again(later: SessionForm, settled: Callable[[], None]) -> None:
    later._further.click()
    more = later.details
    assert more is not None
    settled()
    more.residence.set_value("14628410")
    more.tags.setText("FKZ 12, , FKZ 12,Dorf")
    more.devices.set_values({Device.OWN_PHONE.value})
    more.satisfaction.setCurrentIndex(4)
    assert more._tags_field.problem == ""
    more.tags.setText("FKZ 12, , FKZ 12,Frau Žurić,Dorf")
    assert "„Frau Žurić“ sieht aus wie ein Name und wird nicht gespeichert" in more._tags_field.problem
    entered = later.session()
    assert entered is not None
    assert entered.details.tags == ("FKZ 12", "Dorf")
    more.show_details(replace(entered.details, tags=("Herr Žurić",)))
    assert more.details().tags == ("Herr Žurić",), "what came from elsewhere is not lost by another correction"
    assert (entered.details.residence, entered.details.satisfaction) == ("14628410", 4)
    later.clear()
    assert more.details() == Details()
    later.show_session(entered, dated=True)
    assert later.session() == entered
    later.show_session(replace(entered, details=Details()))
    assert more.isHidden()


def test_a_residence_is_kept_though_the_communes_have_not_come_yet(
    qtbot: QtBot, desk: Desk, tasks: Tasks, lanes: Lanes, appearance: object
) -> None:
    assert appearance is not None
    blank = lanes.submit(LaneName.STORE, desk.counsel.afterwards).result()
    form = SessionForm(tasks, desk.find).complete()
    qtbot.addWidget(form)
    form.show_session(replace(blank, details=Details(residence="14628410")))
    entered = form.session()
    assert entered is not None
    assert entered.details.residence == "14628410"
    qtbot.waitUntil(lambda: tasks.outstanding == 0)


@pytest.fixture
def past(desk: Desk, lanes: Lanes, room: CounsellingRoom, settled: Callable[[], None]) -> CounsellingSession:
    """Return a session that is over and stands in the list."""
    blank = lanes.submit(LaneName.STORE, desk.counsel.afterwards).result()
    kept = lanes.submit(LaneName.STORE, partial(desk.counsel.record, blank)).result()
    room.reload()
    settled()
    return kept


def test_a_past_session_is_corrected_and_its_old_values_are_shown(
    room: CounsellingRoom,
    past: CounsellingSession,
    stored: Callable[[], tuple[CounsellingSession, ...]],
    settled: Callable[[], None],
) -> None:
    room.idle.table.opened.emit(past.id)
    settled()
    assert room.crumbs == ("Beratung ändern",)
    room.form.head.people.setValue(3)
    room.form.age.set_value(AgeBand.FROM_70.value)
    room._save_change.click()
    settled()
    assert (stored()[0].people, stored()[0].age_band) == (3, AgeBand.FROM_70)
    assert "nachlesbar" in room.banner.text
    room.idle.table.opened.emit(past.id)
    settled()
    assert room._revisions is not None
    (line,) = room._revisions._lines
    assert line.text() == "Geändert am 20.11.2026 um 09:30. Vorher: Personen: 1; Alter: keine Angabe."
    assert room.back()
    settled()
    assert room._revisions.isHidden()


def test_a_deleted_session_is_taken_back_from_the_bin(
    room: CounsellingRoom,
    past: CounsellingSession,
    stored: Callable[[], tuple[CounsellingSession, ...]],
    settled: Callable[[], None],
) -> None:
    room.idle.table.opened.emit(past.id)
    settled()
    room._delete.click()
    settled()
    assert stored() == ()
    assert "30 Tage" in room.banner.text
    room.idle.bin.click()
    settled()
    assert room.crumbs == ("Papierkorb",)
    (button,) = room.bin.buttons
    assert button.accessibleName() == "Zurückholen: 20.11.2026 09:15 · 15 min · Einzelberatung · gelöscht am 20.11.2026"
    button.click()
    settled()
    assert stored() == (past,)
    room.idle.bin.click()
    settled()
    assert room.bin.buttons == []


def test_a_list_that_was_taken_back_lies_in_the_bin_as_one_line(
    room: CounsellingRoom,
    past: CounsellingSession,
    stored: Callable[[], tuple[CounsellingSession, ...]],
    settled: Callable[[], None],
) -> None:
    grid = room.sheets.open_day().grid
    grid.paste("\n".join(f"Brief {number}" for number in range(3)))
    settled()
    room.sheets.save.click()
    settled()
    room.idle.undo.click()
    settled()
    assert stored() == (past,)
    room.idle.bin.click()
    settled()
    (button,) = room.bin.buttons
    assert button.accessibleName() == "Zurückholen: Ganze Liste · 3 Beratungen · zurückgenommen am 20.11.2026"
    button.click()
    settled()
    assert "Die Liste ist zurück: 3 Beratungen zählen wieder." in room.banner.text
    assert len(stored()) == 4
    lying = Binned(past, past.started_at, past.pilot_id)
    room.bin.show_binned([lying] * (BINNED + 2))
    assert len(room.bin.buttons) == BINNED
    assert "… und 2 weitere, die früher gelöscht wurden." in [one.text() for one in room.bin.findChildren(QLabel)]


def test_the_last_session_is_repeated_without_its_person(
    room: CounsellingRoom,
    past: CounsellingSession,
    stored: Callable[[], tuple[CounsellingSession, ...]],
    settled: Callable[[], None],
) -> None:
    room.idle.again.click()
    settled()
    assert room.crumbs == ("Beratung nachtragen",)
    assert room.form.result.value == Result.DONE.value
    room._save_later.click()
    settled()
    assert len(stored()) == 2
    room.idle.table.opened.emit(past.id)
    settled()
    room._repeat.click()
    settled()
    assert room.crumbs == ("Beratung nachtragen",)


def test_a_running_session_is_not_opened_as_a_past_one(running: CounsellingRoom, settled: Callable[[], None]) -> None:
    running._open_past(running._session_id)
    settled()
    assert running.title.text() == "Beratung läuft"


def test_a_time_without_a_sign_is_told_and_left_out_on_request(
    room: CounsellingRoom,
    clock: FixedClock,
    stored: Callable[[], tuple[CounsellingSession, ...]],
    settled: Callable[[], None],
) -> None:
    room.enter("start")
    settled()
    clock.advance(hours=3)
    room._to_ending()
    settled()
    assert "09:30 bis 12:30 Uhr" in room._silence.text
    assert room.form.head.end.time() == QTime(12, 30), "nothing is left out by itself"
    room._to_silence.click()
    room._finish()
    settled()
    assert stored()[0].minutes == 0
    room._end_at_silence()
    room.enter("start")
    settled()
    room._to_ending()
    settled()
    assert room._silence.isHidden()
    room._end_at_silence()


def test_old_values_are_told_in_german_words() -> None:
    before = {
        "result": "erledigt", "obstacles": ["kein_bundid", "sonst"], "start": "2026-11-20T09:00:00Z", "note": "",
        "devices": [], "satisfaction": 4, "short": False,
    }  # fmt: skip
    assert old_words(Revision(1, START, "pi", before)) == (
        "Ergebnis: erledigt; Hindernisse: kein BundID-Konto, anderes Hindernis; Beginn: 20.11.2026 10:00; "
        "Notiz anders; Gerät: –; Zufriedenheit: 4 zufrieden."
    )


def test_those_who_wait_are_called_by_number(
    room: CounsellingRoom, stored: Callable[[], tuple[CounsellingSession, ...]], settled: Callable[[], None]
) -> None:
    card = room.waiting
    assert card.words.text() == "Niemand wartet."
    for _ in range(3):
        card.arrive.click()
        settled()
    assert card.words.text() == "Es warten: 3 Personen"
    assert card.calls[0].accessibleName() == "Aufrufen: Nummer 1, seit 09:30 Uhr"
    card.leaves[1].click()
    settled()
    assert len(card.calls) == 2
    card.calls[0].click()
    settled()
    assert stored()[0].running
    room.enter()
    settled()
    assert card.isVisible()
    assert [call.isEnabled() for call in card.calls] == [False], "one after the other"


def test_the_note_of_a_colleagues_session_is_closed_and_an_own_one_opens_again(
    room: CounsellingRoom, past: CounsellingSession
) -> None:
    room._show_past(Kept(replace(past, pilot_id="pi-kollegin", note=""), ()))
    assert not room.form.note.isEnabled()
    assert room.form.note.placeholderText()
    room._show_past(Kept(past, ()))
    assert room.form.note.isEnabled()
    assert not room.form.note.placeholderText()


def test_a_form_whose_making_was_given_up_is_made_whole_when_it_is_wanted(
    qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: object
) -> None:
    assert appearance is not None
    form = SessionForm(tasks, desk.find)
    qtbot.addWidget(form)
    first = form.one_by_one()
    next(first)
    del first
    assert form.head.isVisibleTo(form)
    assert form.complete() is form
    assert form.obstacles.isVisibleTo(form)
    assert form.note.maxLength() == 200
