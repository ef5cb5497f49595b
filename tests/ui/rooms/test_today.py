"""Heute: what is due, what was begun, what is to be printed; empty states that say how to begin."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from lotse_app.models.application import Mark
from lotse_app.models.letter import DueSource, LetterEntry, LetterKind
from lotse_app.ui.rooms.room import LETTER, POST, Go, RoomName
from lotse_app.ui.rooms.today import SHOWN
from lotse_app.ui.words.today import ago, day_words, greeting
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.rooms.today import TodayRoom
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes


def shown(today_room: TodayRoom) -> str:
    labels = [label.text() for label in today_room.findChildren(QLabel) if label.isVisible()]
    return "\n".join(labels + [button.accessibleName() for button in today_room.findChildren(QPushButton)])


@pytest.mark.parametrize(
    ("hour", "words"), [(7, "Guten Morgen."), (11, "Guten Tag."), (17, "Guten Abend."), (22, "Guten Abend.")]
)
def test_the_greeting_knows_the_time_of_day(hour: int, words: str) -> None:
    assert greeting(datetime(2026, 11, 20, hour, 30, tzinfo=UTC)) == words  # one hour later in Wilsdruff


def test_deadlines_are_said_as_people_say_them() -> None:
    today = date(2026, 11, 20)
    assert day_words(date(2026, 11, 23), today) == "Mo 23.11."
    assert day_words(today, today) == "Fr 20.11. – heute"
    assert day_words(date(2026, 11, 21), today) == "Sa 21.11. – morgen"
    assert day_words(date(2026, 11, 19), today) == "Do 19.11. – vorbei"
    assert day_words(date(2025, 12, 15), today) == "Mo 15.12.2025 – vorbei"
    assert day_words(date(2027, 1, 7), today) == "Do 07.01."


def test_age_is_counted_in_calendar_days() -> None:
    now = datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert ago(datetime(2026, 11, 20, 1, tzinfo=UTC), now) == "heute"
    assert ago(datetime(2026, 11, 19, 21, tzinfo=UTC), now) == "gestern"
    assert ago(datetime(2026, 11, 18, 21, tzinfo=UTC), now) == "vor 2 Tagen"


def test_an_empty_day_says_what_belongs_here_and_where_to_begin(
    today_room: TodayRoom, settled: Callable[[], None]
) -> None:
    today_room.enter()
    settled()
    words = shown(today_room)
    assert "Guten Morgen." in words
    assert "Freitag, 20. November 2026" in words
    for title in ("Antworten und Rückfragen", "Fristen", "Termine", "Angefangen", "Später drucken"):
        assert title in words
    assert "Keine Frist in Sicht." in words
    assert "Laufende Beratung" not in words
    assert today_room._start_button.hasFocus()


def test_a_begun_application_with_a_deadline_stands_here_without_a_name(
    qtbot: QtBot,
    today_room: TodayRoom,
    begin: Callable[[], str],
    fill_in: Callable[[str], None],
    settled: Callable[[], None],
) -> None:
    application_id = begin()
    fill_in(application_id)
    today_room.enter()
    settled()
    words = shown(today_room)
    assert "Hundesteuer – Anmeldung · Vorgang" in words
    assert "Di 24.11." in words
    assert "Nowakowa" not in words
    assert "Laufende Beratung" in words
    link = next(button for button in today_room.findChildren(QPushButton) if "Vorgang" in button.text())
    with qtbot.waitSignal(today_room.go) as gone:
        link.click()
    assert gone.args == [Go(RoomName.APPLICATIONS, application_id)]


def test_a_long_list_points_to_the_room_antraege(
    qtbot: QtBot, today_room: TodayRoom, begin: Callable[[], str], settled: Callable[[], None]
) -> None:
    for _ in range(SHOWN + 2):
        begin()
    today_room.enter()
    settled()
    more = next(button for button in today_room.findChildren(QPushButton) if "weitere" in button.text())
    assert more.text() == "2 weitere in Anträge"
    with qtbot.waitSignal(today_room.go) as gone:
        more.click()
    assert gone.args == [Go(RoomName.APPLICATIONS)]


def test_what_waits_for_a_printer_is_listed(
    today_room: TodayRoom, begin: Callable[[], str], desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    application_id = begin()
    lanes.submit(LaneName.STORE, lambda: desk.handing_in.print_later(application_id, wanted=True)).result()
    today_room.enter()
    settled()
    line = lanes.submit(LaneName.STORE, desk.overview.applications).result()[0]
    assert Mark.PRINT_LATER in line.marks
    assert "später drucken" in shown(today_room)


def test_a_letter_that_wants_an_answer_stands_first_and_among_the_deadlines(
    qtbot: QtBot, today_room: TodayRoom, on_paper: str, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    day = date(2026, 11, 20)
    query = LetterEntry(LetterKind.QUERY, day, day, date(2026, 11, 21), DueSource.PRINTED)
    refusal = LetterEntry(LetterKind.REFUSED, day, day, date(2026, 12, 21), DueSource.COMPUTED)
    lanes.submit(LaneName.STORE, lambda: desk.letters.enter(on_paper, query)).result()
    lanes.submit(LaneName.STORE, lambda: desk.letters.enter(on_paper, refusal)).result()
    today_room.enter()
    settled()
    words = shown(today_room)
    assert "Rückfrage oder Nachforderung" in words
    assert "erhalten 20.11.2026 · Frist Sa 21.11. – morgen" in words
    assert "Antworten · Bescheid: abgelehnt · vorsorglich gerechnet" in words
    assert "Nowakowa" not in words
    link = next(one for one in today_room.findChildren(QPushButton) if "erhalten" in one.accessibleDescription())
    with qtbot.waitSignal(today_room.go) as gone:
        link.click()
    assert gone.args == [Go(RoomName.APPLICATIONS, f"{POST}{on_paper}")]


def test_answers_and_deadlines_stand_above_all_that_is_only_there_on_some_days(
    today_room: TodayRoom, settled: Callable[[], None]
) -> None:
    settled()
    for card in (today_room.urgent, today_room.unsigned, today_room.revocations):
        card.show()
    settled()
    heads = {one.text(): one.mapTo(today_room, one.rect().topLeft()).y() for one in today_room.findChildren(QLabel)}
    below = [heads["Antworten und Rückfragen"], heads["Fristen"]]
    others = [
        card.mapTo(today_room, card.rect().topLeft()).y()
        for card in (today_room.urgent, today_room.unsigned, today_room.revocations)
    ]
    assert max(below) < min(others)
    assert max(others) < min(heads["Angefangen"], heads["Termine"], heads["Später drucken"])


def test_buttons_lead_to_a_session_and_a_short_contact(qtbot: QtBot, today_room: TodayRoom) -> None:
    for act, wish in (
        (today_room._start, Go(RoomName.COUNSELLING, "start")),
        (today_room._short, Go(RoomName.COUNSELLING, "kurzkontakt")),
        (today_room._to_session, Go(RoomName.COUNSELLING)),
        (today_room._letter, Go(RoomName.APPLICATIONS, LETTER)),
    ):
        with qtbot.waitSignal(today_room.go) as gone:
            act()
        assert gone.args == [wish]
    assert "Strg+N" in today_room.help_text()
