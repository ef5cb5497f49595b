"""Forms that stand open while a round brings down what a colleague changed: nothing of it is set back unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.ui.rooms.room import RoomName
from lotse_app.ui.rooms.settings import SettingsRoom
from tests.store.samples import LIBRARY
from tests.ui.portal.own.test_clearing import change, here, told

if TYPE_CHECKING:
    from tests.portal.serving import Laptop
    from tests.ui.portal.counter import Counter

_STOP = "stop:01a1f84a-0000"


def settings_of(counter: Counter) -> SettingsRoom:
    counter.round()
    room = counter.enter(RoomName.SETTINGS, SettingsRoom)
    counter.settled()
    return room


def save(counter: Counter, room: SettingsRoom) -> None:
    room.station.save.click()
    counter.settled()
    counter.round()


def test_settings_show_at_once_what_a_colleague_changed(joined: Counter, colleague: Laptop, station: str) -> None:
    room = settings_of(joined)
    change(colleague, station, telephone="035204 222", **{_STOP: LIBRARY})
    joined.round()

    assert room.station.reach.telephone.text() == "035204 222"
    assert len(room.stops._rows) == 1


def test_who_types_beside_a_colleagues_change_keeps_both(joined: Counter, colleague: Laptop, station: str) -> None:
    room = settings_of(joined)
    room.station.reach.hours.setPlainText("Mo 9–12 Uhr")
    change(colleague, station, telephone="035204 333")
    joined.round()
    assert room.station.reach.hours.toPlainText() == "Mo 9–12 Uhr"  # what is typed stays

    save(joined, room)

    held = told(colleague, station)
    assert (held["telephone"], held["hours"]) == ("035204 333", "Mo 9–12 Uhr")
    assert (here(joined).telephone, here(joined).hours) == ("035204 333", "Mo 9–12 Uhr")
    assert joined.view().outbox.unclear == 0


def test_who_types_over_a_colleagues_change_is_asked(joined: Counter, colleague: Laptop, station: str) -> None:
    room = settings_of(joined)
    room.station.reach.telephone.setText("035204 444")
    change(colleague, station, telephone="035204 555")
    joined.round()

    save(joined, room)

    assert told(colleague, station)["telephone"] == "035204 555"  # who comes second wins nothing unseen
    assert here(joined).telephone == "035204 444"
    assert joined.view().outbox.unclear == 1


def test_a_stop_that_a_colleague_changed_meanwhile_is_a_question(
    joined: Counter, colleague: Laptop, station: str
) -> None:
    joined.round()
    change(colleague, station, **{_STOP: LIBRARY})
    room = settings_of(joined)
    (stop,) = joined.on_store(joined.desk.stops.all)
    room.stops.open_form(stop)
    joined.settled()
    assert room.stops.form is not None
    room.stops.form.name.setText("Bücherei am Markt")
    change(colleague, station, **{_STOP: LIBRARY | {"name": "Bücherei am Bach"}})
    joined.round()
    assert room.stops.form is not None  # what is typed stays

    room.stops.form._enter()
    joined.settled()
    joined.round()

    assert told(colleague, station)[_STOP]["name"] == "Bücherei am Bach"
    assert joined.view().outbox.unclear == 1
