"""Tab goes through a Beratung as the eye does: what is shown anew stands where it is seen, not at the end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lotse_app.models.session import Topic
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from lotse_app.ui.rooms.counselling import CounsellingRoom
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes


def tab(from_here: QWidget) -> QWidget:
    """Return where Tab leads from here."""
    from_here.setFocus()
    QTest.keyClick(from_here, Qt.Key.Key_Tab)
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_the_cases_of_a_session_come_before_its_end(
    running: CounsellingRoom, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    def begin() -> str:
        card = desk.find.card(desk.find.find("hundesteuer anmeldung")[0].service_id, desk.workplace.station.ags)
        return lanes.submit(LaneName.STORE, partial(desk.applications.begin, card, "14628410")).result().id

    lanes.submit(LaneName.FINDER, begin).result()
    running.enter()
    settled()
    (link,) = running.running._links
    assert tab(running.running._search) is link
    assert tab(link) is not running.running._search


def test_chosen_topics_are_reached_before_the_line_they_stand_above(
    ending: CounsellingRoom, settled: Callable[[], None]
) -> None:
    topics = ending.form.topics
    topics.set_topics((Topic("", "Fahrplan"), Topic("", "Kopie")))
    settled()
    first, second = topics._shown
    assert tab(first) is second
    assert tab(second) is topics.line


def test_who_takes_a_topic_off_stays_among_the_topics(ending: CounsellingRoom, settled: Callable[[], None]) -> None:
    topics = ending.form.topics
    topics.set_topics((Topic("", "Fahrplan"), Topic("", "Kopie")))
    settled()
    topics._shown[0].setFocus()
    QTest.keyClick(topics._shown[0], Qt.Key.Key_Space)
    settled()
    (left,) = topics._shown
    assert QApplication.focusWidget() in {left, topics.line}
