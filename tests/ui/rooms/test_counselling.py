"""Beratung by keyboard: few keys, presets from what was done, no names, nothing of the last person."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from lotse_app.models.session import AgeBand, HelpKind, Obstacle, ReferredTo, Result, Topic
from lotse_app.ui.rooms.room import Go, RoomName
from lotse_app.ui.rooms.session_form import SessionForm
from lotse_app.ui.rooms.session_head import SessionHead
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.clock import FixedClock
    from lotse_app.models.session import CounsellingSession
    from lotse_app.ui.rooms.counselling import CounsellingRoom
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes

CTRL = Qt.KeyboardModifier.ControlModifier
DOG_TAX = Topic("hundesteuer", "Hundesteuer – Anmeldung")


class Keyboard:
    """Presses keys in whatever has the focus, and counts them."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.strokes = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.strokes += 1
        target = QApplication.activePopupWidget() or QApplication.focusWidget() or self._window
        QTest.keyClick(target, key, modifier)


@pytest.fixture
def keyboard(room: CounsellingRoom) -> Keyboard:
    return Keyboard(room)


def test_the_row_exists_from_the_first_key(
    running: CounsellingRoom, stored: Callable[[], tuple[CounsellingSession, ...]]
) -> None:
    (session,) = stored()
    assert session.running
    assert running.title.text() == "Beratung läuft"


def test_a_session_is_recorded_in_few_keys(
    running: CounsellingRoom,
    keyboard: Keyboard,
    clock: FixedClock,
    stored: Callable[[], tuple[CounsellingSession, ...]],
    settled: Callable[[], None],
) -> None:
    clock.advance(minutes=22)
    keyboard.press(Qt.Key.Key_Return, CTRL)
    settled()
    assert running.crumbs == ("Beratung beenden",)
    for key in (Qt.Key.Key_2, Qt.Key.Key_2, Qt.Key.Key_6, Qt.Key.Key_1, Qt.Key.Key_3):
        keyboard.press(key)
    keyboard.press(Qt.Key.Key_Return, CTRL)
    settled()
    (session,) = stored()
    assert session.minutes == 22
    assert session.help_kind is HelpKind.FILLED_TOGETHER
    assert session.result is Result.SUBMITTED
    assert session.age_band is AgeBand.FROM_70
    assert session.obstacles == (Obstacle.NO_BUNDID, Obstacle.MEDIA_BREAK)
    assert keyboard.strokes + 1 <= 25  # with Strg+N
    assert "nächste Person" in running.banner.text


def test_what_was_said_of_the_last_one_is_gone_when_another_was_begun_elsewhere(
    room: CounsellingRoom, keyboard: Keyboard, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    room.enter("kurzkontakt")
    settled()
    keyboard.press(Qt.Key.Key_Return, CTRL)
    settled()
    assert "nächste Person" in room.banner.text
    lanes.submit(LaneName.STORE, desk.counsel.start).result()
    room.enter()
    settled()
    assert room.running.isVisible()
    assert room.banner.text == ""


def test_a_short_contact_takes_six_keys(
    room: CounsellingRoom,
    keyboard: Keyboard,
    stored: Callable[[], tuple[CounsellingSession, ...]],
    settled: Callable[[], None],
) -> None:
    room.enter("kurzkontakt")
    settled()
    for key in (Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_0):
        keyboard.press(key)
    keyboard.press(Qt.Key.Key_Return, CTRL)
    settled()
    (session,) = stored()
    assert session.short_contact
    assert not session.running
    assert keyboard.strokes + 1 <= 6  # with Strg+Umschalt+N


def test_times_and_place_can_be_corrected(
    running: CounsellingRoom,
    clock: FixedClock,
    stored: Callable[[], tuple[CounsellingSession, ...]],
    settled: Callable[[], None],
) -> None:
    clock.advance(minutes=30)
    running._to_ending()
    settled()
    running.form.head.end.setTime(QTime(9, 40))  # begun 9:30 in Wilsdruff
    running.form.head.people.setValue(2)
    running._finish()
    settled()
    (session,) = stored()
    assert session.minutes == 10
    assert session.people == 2


def test_an_end_before_the_beginning_is_told_and_nothing_is_saved(
    running: CounsellingRoom,
    clock: FixedClock,
    stored: Callable[[], tuple[CounsellingSession, ...]],
    settled: Callable[[], None],
) -> None:
    clock.advance(minutes=30)
    running._to_ending()
    settled()
    running.form.head.end.setTime(QTime(8, 0))
    running._finish()
    settled()
    assert stored()[0].running
    assert "„Bis“ liegt vor der bei „Von“" in running.banner.text
    running.form.head.end.setTime(QTime(9, 45))
    running._finish()
    settled()
    assert stored()[0].minutes == 15


def test_a_session_forgotten_over_night_ends_when_it_was_last_heard_of(
    running: CounsellingRoom,
    lanes: Lanes,
    clock: FixedClock,
    stored: Callable[[], tuple[CounsellingSession, ...]],
    settled: Callable[[], None],
) -> None:
    clock.advance(minutes=6)
    lanes.submit(LaneName.STORE, partial(running.desk.counsel.beat, stored()[0].id)).result()
    clock.advance(minutes=24 * 60 + 30)
    running._to_ending()
    settled()
    running._to_silence.click()
    running._finish()
    settled()
    assert stored()[0].minutes == 6, "no day later, though the clock was past that time again"


def test_a_session_over_midnight_keeps_its_length_when_something_else_is_corrected(
    qtbot: QtBot, desk: Desk, lanes: Lanes, clock: FixedClock
) -> None:
    clock.advance(minutes=14 * 60 + 40)
    session = lanes.submit(LaneName.STORE, desk.counsel.afterwards).result()
    parent = QWidget()
    qtbot.addWidget(parent)
    head = SessionHead(parent, timed=True)
    head.show_session(session, dated=True)
    assert (head.start.time(), head.end.time()) == (QTime(23, 55), QTime(0, 10))
    assert head.read(session) == session
    for _ in range(2):
        QTest.keyClick(head.day, Qt.Key.Key_Down)
    assert head.read(session).minutes == 15
    head.end.setTime(QTime(0, 5))
    assert head.read(session).minutes == 10
    head.start.setTime(QTime(14, 0))
    head.end.setTime(QTime(14, 20))
    assert head.read(session).minutes == 20


def test_the_form_at_the_end_is_made_while_the_running_session_is_looked_at(
    room: CounsellingRoom, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    qtbot.wait(60)
    assert not room.findChildren(SessionForm)  # nothing runs: nothing can end
    room.enter("start")
    settled()
    room.enter()
    qtbot.waitUntil(lambda: bool(room.findChildren(SessionForm)))
    assert not room.form.isVisible()
    assert room.crumbs == ()


def test_referring_asks_where_to(
    ending: CounsellingRoom, stored: Callable[[], tuple[CounsellingSession, ...]], settled: Callable[[], None]
) -> None:
    assert ending.form._referred_field.isHidden()
    ending.form.result.set_value(Result.REFERRED.value)
    assert not ending.form._referred_field.isHidden()
    ending.form.referred.setCurrentIndex(ending.form.referred.findData(ReferredTo.JOBCENTER.value))
    ending._finish()
    settled()
    assert stored()[0].referred_to is ReferredTo.JOBCENTER


def test_further_obstacles_and_a_note_are_kept(
    ending: CounsellingRoom, stored: Callable[[], tuple[CounsellingSession, ...]], settled: Callable[[], None]
) -> None:
    ending.form._more.click()
    assert ending.form.more_obstacles is not None
    ending.form.more_obstacles.set_values({Obstacle.LANGUAGE.value})
    ending.form.note.setText("zweiter Termin am Montag")
    ending._finish()
    settled()
    (session,) = stored()
    assert session.obstacles == (Obstacle.LANGUAGE,)
    assert session.note == "zweiter Termin am Montag"


def test_the_note_warns_of_secrets(ending: CounsellingRoom, typing: Callable[[QWidget, str], None]) -> None:
    typing(ending.form.note, "PIN 1234")
    assert "keine PIN" in ending.form._note_field.problem
    ending.form.note.clear()
    typing(ending.form.note, "Pinsel gekauft")
    assert ending.form._note_field.problem == ""
    ending.form.note.clear()
    typing(ending.form.note, "Frau Böhme, DE89 3704 0044 0532 0130 00")
    assert "Kontonummer" in ending.form._note_field.problem
    ending.form.note.clear()
    typing(ending.form.note, "Frau Böhme")
    assert "Name" in ending.form._note_field.problem


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # said by the offscreen plugin for pop-ups
def test_a_topic_is_found_while_typing_and_removed_again(
    ending: CounsellingRoom, keyboard: Keyboard, typing: Callable[[QWidget, str], None], settled: Callable[[], None]
) -> None:
    topics = ending.form.topics
    topics.line.setFocus()
    typing(topics.line, "h")
    settled()
    typing(topics.line, "und anmelden")
    settled()
    keyboard.press(Qt.Key.Key_Return)
    settled()
    assert [topic.label for topic in topics.topics] == ["Hundesteuer – Anmeldung"]
    assert topics.topics[0].service_id
    topics._shown[0].click()
    assert topics.topics == ()


def test_a_topic_of_no_catalogue_may_be_written_freely(room: CounsellingRoom, settled: Callable[[], None]) -> None:
    topics = room.short.topics
    topics.line.setText("Fahrplan erklären")
    topics.line.returnPressed.emit()
    topics.line.returnPressed.emit()
    settled()
    assert topics.topics == (Topic("", "Fahrplan erklären"),)


def test_nothing_of_the_last_person_stays(qtbot: QtBot, room: CounsellingRoom, settled: Callable[[], None]) -> None:
    room.next_person.connect(room.forget)
    room.enter("start")
    settled()
    room._to_ending()
    settled()
    room.form.note.setText("hat es eilig")
    room.form.topics.set_topics((DOG_TAX,))
    with qtbot.waitSignal(room.next_person):
        room._finish()
    settled()
    assert room.form.note.text() == ""
    assert room.form.topics.topics == ()
    assert room.form.session() is None


def test_a_session_begun_by_mistake_is_thrown_away(
    running: CounsellingRoom, stored: Callable[[], tuple[CounsellingSession, ...]], settled: Callable[[], None]
) -> None:
    running._discard.click()
    settled()
    assert stored() == ()
    assert "verworfen" in running.banner.text


def test_esc_leads_from_the_end_back_to_the_running_session(
    ending: CounsellingRoom, settled: Callable[[], None]
) -> None:
    assert ending.back()
    settled()
    assert ending.title.text() == "Beratung läuft"
    assert not ending.back()


def test_a_running_session_shows_its_cases_and_reminds_of_the_paper(
    qtbot: QtBot, room: CounsellingRoom, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    def begin() -> str:
        hit = desk.find.find("hundesteuer anmeldung")[0]
        card = desk.find.card(hit.service_id, desk.workplace.station.ags)
        return lanes.submit(LaneName.STORE, partial(desk.applications.begin, card, "14628410")).result().id

    application_id = lanes.submit(LaneName.FINDER, begin).result()
    room.enter()
    settled()
    (link,) = room.running._links
    with qtbot.waitSignal(room.go) as gone:
        link.click()
    assert gone.args == [Go(RoomName.APPLICATIONS, application_id)]
    room._to_ending()
    settled()
    assert "Merkzettel" in room._reminder.text
    assert room.form.help_kind.value == HelpKind.FILLED_TOGETHER.value


def test_past_sessions_are_listed_without_names(
    room: CounsellingRoom, clock: FixedClock, settled: Callable[[], None]
) -> None:
    assert room.idle.table.isHidden()
    room.enter("start")
    settled()
    clock.advance(minutes=12)
    room._to_ending()
    settled()
    room._finish()
    settled()
    model = room.idle.model
    model.data(model.index(0, 0))
    settled()
    row = [str(model.data(model.index(0, column))) for column in range(model.columnCount())]
    assert row == ["20.11.2026", "09:30", "12", "Einzelberatung", "–", "Auskunft", "erledigt"]


def test_ending_a_session_that_is_gone_shows_the_list(
    running: CounsellingRoom, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    lanes.submit(LaneName.STORE, partial(desk.counsel.discard, running._session_id)).result()
    running._to_ending()
    settled()
    assert running.idle.isVisible()


def test_the_finder_is_one_key_away(qtbot: QtBot, room: CounsellingRoom) -> None:
    with qtbot.waitSignal(room.go) as gone:
        room.running.find_wanted.emit()
    assert gone.args == [Go(RoomName.SERVICES, "suche")]
    assert "Zifferntasten" in room.help_text()


def test_the_second_session_is_entered_at_what_is_chosen_like_the_first(
    room: CounsellingRoom, keyboard: Keyboard, clock: FixedClock, settled: Callable[[], None]
) -> None:
    for _ in range(2):
        room.enter("start")
        settled()
        clock.advance(minutes=22)
        keyboard.press(Qt.Key.Key_Return, CTRL)
        settled()
        places = []
        for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_6):
            keyboard.press(key)
            focus = QApplication.focusWidget()
            places.append(focus.accessibleName() if focus is not None else "")
        assert places[:2] == ["erledigt", "keine Angabe"]
        keyboard.press(Qt.Key.Key_Return, CTRL)
        settled()


@pytest.mark.parametrize("words", ["Frau Müller", "DE89 3704 0044 0532 0130 00", "PIN 123456", "Tel. 0351 1234567"])
def test_words_that_tell_of_somebody_become_no_topic_and_are_warned_of_in_a_note(
    room: CounsellingRoom, settled: Callable[[], None], words: str
) -> None:
    picker = room.form.topics
    picker.line.setText(words)
    settled()
    picker._hits = {}  # the finder is kind and offers something for almost any word
    picker._enter()
    assert len(picker.topics) == 0
    assert picker._field.problem
    picker.line.setText("Fahrkarten")
    settled()
    picker._hits = {}
    picker._enter()
    assert [topic.label for topic in room.form.topics.topics] == ["Fahrkarten"]
    room.form.note.setText(words)
    assert room.form._note_field.problem
