"""Figures of other stations come down from a real portal to the coordinator's window, and count once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.operation import Act, Kind
from lotse_app.models.session import Topic
from lotse_app.ui.rooms.figures import ALL, FiguresRoom
from lotse_app.ui.rooms.room import RoomName
from lotse_app.workflows.operations import session_document
from tests.store.samples import a_session

if TYPE_CHECKING:
    from tests.portal.serving import Laptop
    from tests.portal_client.portals import Portal
    from tests.ui.portal.counter import Counter


def push_session(laptop: Laptop, station: str, name: str) -> None:
    """Let a laptop of another station hand over a session."""
    session = a_session(name)
    doc = session_document(session) | {
        "station": station,
        "start": "2026-11-19T09:00:00Z",
        "end": "2026-11-19T09:20:00Z",
        "topics": ["Wohngeld erklärt"],
    }
    answer = laptop.push(laptop.op(Act.CREATE.value, Kind.SESSION.value, name, doc=doc))
    assert answer.json()["results"][0][1] == "ok", answer.json()


def test_a_coordinator_sees_the_figures_of_other_stations_with_how_new_they_are(
    counter: Counter, portal: Portal, station: str
) -> None:
    other = portal.said("station", "add", "--name", "Kesselsdorf")
    laptop = portal.colleague(other)
    told = {"name": "Bibliothek Kesselsdorf", "place": "bibliothek", "ags": "14628410", "operator_name": "Stadt"}
    laptop.push(laptop.op("create", "station", other, doc=told)).raise_for_status()
    push_session(laptop, other, "session-there-1")
    counter.join(portal.invitation(station, "coordinator", other))
    counter.record()
    room = counter.enter(RoomName.FIGURES, FiguresRoom)
    assert not room.scope.isVisible()

    counter.round()

    counter.qtbot.waitUntil(room.scope.isVisible, timeout=20_000)
    assert room.scope.itemText(ALL) == "Alle Stützpunkte (Portal)"
    room.scope.setCurrentIndex(ALL)
    counter.settled()
    assert room.report is not None
    headline = dict(room.report.headline)
    assert headline["Beratungen"] == "2"

    push_session(laptop, other, "session-there-2")
    counter.round()
    counter.settled()
    assert room.report is not None
    assert dict(room.report.headline)["Beratungen"] == "3"
    words = dict(room.report.header)
    assert words["Stand Bibliothek Kesselsdorf"] == "Portal, 20.11.2026, 10:30 Uhr"
    assert words["Stützpunkte"] == "2"
    assert Topic("", "Wohngeld erklärt").label in str(room.report)
