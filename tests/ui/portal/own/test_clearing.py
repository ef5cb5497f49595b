"""*Zu klären* in the real window: two devices of a station change the same thing, and a person decides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from lotse_app.models.operation import Act, Kind, Operation
from lotse_app.ui.rooms.room import RoomName
from lotse_app.workflows.exchange import patch_of
from tests.store.samples import LIBRARY

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from lotse_app.models.people import Station
    from lotse_app.ui.rooms.clearing_card import ClearingCard, QuestionView
    from tests.portal.serving import Laptop
    from tests.portal_client.portals import Portal
    from tests.ui.portal.counter import Counter


def told(colleague: Laptop, station: str) -> dict[str, Any]:
    """Return the station's record as the portal holds it."""
    row = colleague.everything()[station]
    assert row["k"] == "station"
    doc: dict[str, Any] = row["doc"]
    return doc


def change(colleague: Laptop, station: str, **wanted: object) -> None:
    """Let the colleague's laptop change the station, as who saw what the portal holds."""
    body = patch_of(told(colleague, station), wanted)
    answer = colleague.push(colleague.op("patch", "station", station, set=body))
    assert answer.json()["results"][0][1] == "ok", answer.json()


def here(counter: Counter) -> Station:
    return counter.on_store(counter.desk.settings.station)


def edit(counter: Counter, telephone: str, hours: str) -> None:
    """Change the station at this desk."""
    settings = counter.desk.settings

    def changed() -> None:
        settings.save_station(settings.operator(), replace(settings.station(), telephone=telephone, hours=hours))

    counter.on_store(changed)


def clearing(counter: Counter) -> ClearingCard:
    return counter.outbox().clearing


def only(card: ClearingCard) -> QuestionView:
    (view,) = card.views
    return view


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def words(view: QuestionView) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel))


@pytest.fixture
def both(joined: Counter, colleague: Laptop, station: str) -> Counter:
    """Return the counter after both devices changed the telephone, and the colleague's was first."""
    joined.round()
    edit(joined, telephone="035204 111", hours="Mo 9–12 Uhr")
    change(colleague, station, telephone="035204 222")
    joined.round()
    return joined


def test_what_others_change_comes_down_by_itself(joined: Counter, colleague: Laptop, station: str) -> None:
    joined.round()
    change(
        colleague, station, telephone="035204 333", **{"stop:01a1f84a-0000": LIBRARY, "stop:broken-0000": {"name": 7}}
    )
    joined.round()

    assert here(joined).telephone == "035204 333"
    assert [one.name for one in joined.on_store(joined.desk.stops.all)] == ["Bibliothek"]
    assert joined.view().outbox.waiting == 0  # nothing of it is handed over again
    assert not clearing(joined).isVisible()

    change(colleague, station, **{"stop:01a1f84a-0000": None, "ags": "99999999"})
    joined.round()
    assert joined.on_store(joined.desk.stops.all) == ()
    assert here(joined).ags == "14628410"


def test_who_comes_second_keeps_the_own_entry_until_somebody_decides(both: Counter) -> None:
    assert here(both).telephone == "035204 111"
    assert "1 Eintrag ist zu klären, siehe Postausgang." in both.foot()
    view = only(clearing(both))
    said = words(view)
    assert "An zwei Geräten geändert" in said
    assert "Telefon" in said
    assert "eine Person an einem anderen Gerät" in said
    assert set(view.choices) == {"telephone", "hours"}
    assert both.outbox().clearing.accessibleName() == "Zu klären (1)"


def test_the_others_entry_is_taken_by_keyboard(both: Counter, colleague: Laptop, station: str) -> None:
    card = clearing(both)
    view = only(card)
    both.shell.activateWindow()
    first = view.choices["telephone"]
    first.take_focus()
    assert first.isAncestorOf(focused())
    view.keep.click()
    assert view.missing.isVisible()
    assert first.isAncestorOf(focused())  # nothing is decided by a key pressed without reading
    QTest.keyClick(focused(), Qt.Key.Key_2)
    view.choices["hours"].take_focus()
    QTest.keyClick(focused(), Qt.Key.Key_2)
    for _ in range(10):
        if view.keep.hasFocus():
            break
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    QTest.keyClick(view.keep, Qt.Key.Key_Return)
    both.settled()

    assert here(both).telephone == "035204 222"
    assert here(both).hours == ""
    assert not card.isVisible()
    both.round()
    assert told(colleague, station)["telephone"] == "035204 222"
    assert "zu klären" not in both.foot()


def test_the_own_entry_is_taken_and_travels_as_a_normal_operation(
    both: Counter, colleague: Laptop, station: str
) -> None:
    view = only(clearing(both))
    view.choices["telephone"].set_value("hier")
    view.choices["hours"].set_value("hier")
    view.keep.click()
    both.settled()
    assert both.round().outbox.waiting == 0

    assert told(colleague, station)["telephone"] == "035204 111"
    assert told(colleague, station)["hours"] == "Mo 9–12 Uhr"
    assert here(both).telephone == "035204 111"
    assert not clearing(both).isVisible()


def test_what_answers_itself_is_no_question_any_more(both: Counter, colleague: Laptop, station: str) -> None:
    change(colleague, station, telephone="035204 111", hours="Mo 9–12 Uhr")
    both.round()

    assert not clearing(both).isVisible()
    assert both.view().outbox.unclear == 0


def test_a_second_device_that_joins_is_asked_what_holds_for_the_station(
    counter: Counter, colleague: Laptop, portal: Portal, station: str
) -> None:
    first = {
        "operator_name": "Stadt Wilsdruff",
        "name": "Bürgerhaus Wilsdruff",
        "place": "buergerbuero",
        "ags": "14628410",
        "reception_point": True,
        "telephone": "",
        "hours": "",
    }
    colleague.push(colleague.op("create", "station", station, doc=first)).raise_for_status()
    counter.join(portal.invitation(station))
    counter.round()

    view = only(clearing(counter))
    assert "Ein anderes Gerät dieses Stützpunkts" in words(view)
    assert set(view.choices) == {"name", "place"}
    for row in view.choices.values():
        row.set_value("portal")
    view.keep.click()
    counter.settled()
    assert here(counter).name == "Bürgerhaus Wilsdruff"
    counter.round()
    assert not clearing(counter).isVisible()


def test_what_the_portal_refused_is_shown_and_can_be_sent_again(joined: Counter, colleague: Laptop) -> None:
    joined.round()
    kept = joined.record()

    body = {"title": "x" * 70_000}
    large = Operation("operation-large", Act.CREATE, Kind.FORM, "form-0000001", "", joined.clock.now(), body)
    joined.on_store(lambda: joined.desk.portal.clearing._rows.decide((), (large,)))
    view = joined.round()
    assert view.outbox.refused == 1
    assert kept.id in colleague.everything()  # one bad entry never blocks the others

    question = only(clearing(joined))
    assert "Er ist zu groß." in words(question)
    question.send.click()
    joined.settled()
    assert joined.round().outbox.refused == 1
    only(clearing(joined)).keep.click()
    joined.settled()
    assert joined.round().outbox.refused == 0
    assert not clearing(joined).isVisible()
    assert joined.shell.main is not None
    assert joined.shell.main.here is RoomName.OUTBOX
