"""Leistungen: from the resident's words to the card and to an application."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from lotse_app.models.people import Role, Undertaking
from lotse_app.models.problems import Code
from lotse_app.ui.kit.blocks import Banner, Card
from lotse_app.ui.rooms.beginning import closed
from lotse_app.ui.rooms.room import SEARCH_FOR, UNDERTAKING, Go, PaperReady, RoomName
from lotse_app.ui.rooms.services import ServicesRoom
from lotse_app.workflows.lanes import LaneName
from lotse_app.workflows.sight import Sight

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from lotse_app.models.people import Pilot
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes


@pytest.fixture
def room(qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: object, settled: Callable[[], None]) -> ServicesRoom:
    assert appearance is not None
    made = ServicesRoom(desk, tasks)
    qtbot.addWidget(made)
    made.resize(1060, 640)
    made.show()
    made.activateWindow()
    made.enter("suche")
    settled()
    return made


@pytest.fixture
def found(room: ServicesRoom, typing: Callable[[QWidget, str], None], settled: Callable[[], None]) -> ServicesRoom:
    typing(room.words, "Hund anmelden")
    settled()
    return room


def test_what_the_catalogue_does_not_hold_opens_no_card_of_something_else(
    found: ServicesRoom, typing: Callable[[QWidget, str], None], settled: Callable[[], None]
) -> None:
    found.words.clear()
    typing(found.words, "Ratten im Keller")
    settled()
    assert found._count.text().startswith("Nichts Passendes gefunden.")
    assert found.hits.found
    assert (found.hits.in_hand, found._card, found.foot.isVisible()) == (None, None, False)
    click(found.words, Qt.Key.Key_Down)
    settled()
    assert found.hits.hasFocus()
    assert found._card is not None
    assert found._card.service.service_id == found.hits.found[0].service_id


def click(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_the_station_s_commune_is_chosen_and_the_cursor_is_in_the_finder(room: ServicesRoom, desk: Desk) -> None:
    assert room.commune.count() == 418
    assert room.commune.value == desk.workplace.station.ags
    assert room.words.hasFocus()
    assert room.foot.isHidden()


def test_the_first_hit_is_shown_with_the_words_that_led_to_it(found: ServicesRoom) -> None:
    first = str(found.hits.model().index(0, 0).data())
    assert first.startswith("Hundesteuer – Anmeldung\ngefunden durch: ")
    assert "mit Formular" in first
    assert "20 Leistungen gefunden" in found._count.text()


def test_the_card_says_fee_deadline_and_office_with_source(found: ServicesRoom) -> None:
    words = texts(found.card_view)
    assert "• Erlaubnis nach dem GefHundG: Für jeden Hund, der als gefährlich gilt.\n" in words
    assert "Gebühr" in words
    assert "Frist" in words
    assert "Stadt Wilsdruff, Steueramt" in words
    assert "geprüft" in words


def test_a_letter_more_that_finds_the_same_leaves_the_card_as_it_stands(
    found: ServicesRoom, typing: Callable[[QWidget, str], None], settled: Callable[[], None]
) -> None:
    (card,) = found.card_view.findChildren(Card)
    typing(found.words, " ")
    settled()
    assert found.card_view.findChildren(Card) == [card]
    assert "Stadt Wilsdruff, Steueramt" in texts(card)
    click(found.hits, Qt.Key.Key_Down)
    settled()
    assert [one for one in found.card_view.findChildren(Card) if not one.isHidden()] != [card]


def test_down_and_enter_lead_from_the_words_to_the_button(found: ServicesRoom, settled: Callable[[], None]) -> None:
    click(found.words, Qt.Key.Key_Down)
    assert found.hits.hasFocus()
    click(found.hits, Qt.Key.Key_Down)
    settled()
    assert found.hits.currentIndex().row() == 1
    click(found.hits, Qt.Key.Key_Up)
    settled()
    click(found.hits, Qt.Key.Key_Return)
    settled()
    assert found._begin.hasFocus()


def test_enter_in_the_words_goes_to_the_hits(found: ServicesRoom) -> None:
    click(found.words, Qt.Key.Key_Return)
    assert found.hits.hasFocus()


def test_beginning_opens_the_vorgang_in_a_running_session(
    qtbot: QtBot, found: ServicesRoom, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    with qtbot.waitSignal(found.go) as gone:
        click(found.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert gone.args is not None
    wish = gone.args[0]
    assert wish.room is RoomName.APPLICATIONS
    case = lanes.submit(LaneName.STORE, lambda: desk.applications.open(wish.target)).result()
    assert case.application.service_name == "Hundesteuer – Anmeldung"
    session = lanes.submit(LaneName.STORE, desk.counsel.running).result()
    assert session is not None
    assert [topic.label for topic in session.topics] == ["Hundesteuer – Anmeldung"]


def test_the_list_of_what_to_bring_is_a_pdf(qtbot: QtBot, found: ServicesRoom) -> None:
    with qtbot.waitSignal(found.paper, timeout=20_000) as paper:
        found._bring.click()
    assert paper.args is not None
    ready = paper.args[0]
    assert isinstance(ready, PaperReady)
    assert ready.pdf.startswith(b"%PDF")


def test_a_topic_can_be_kept_without_an_application(
    found: ServicesRoom, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    found._keep.click()
    settled()
    session = lanes.submit(LaneName.STORE, desk.counsel.running).result()
    assert session is not None
    assert len(session.topics) == 1
    assert "laufenden Beratung" in found.banner.text


def test_a_service_without_a_form_says_what_remains_possible(
    room: ServicesRoom, typing: Callable[[QWidget, str], None], settled: Callable[[], None]
) -> None:
    typing(room.words, "Führungszeugnis")
    settled()
    assert not room._begin.isEnabled()
    assert room._keep.isEnabled()
    assert "noch kein Formular" in texts(room.card_view)


def test_nothing_found_asks_for_another_word(
    room: ServicesRoom, typing: Callable[[QWidget, str], None], settled: Callable[[], None]
) -> None:
    typing(room.words, "qqqqqqqqqq")
    settled()
    assert room._count.text().startswith("Nichts gefunden.")
    assert room.foot.isHidden()


def test_clearing_the_words_clears_hits_and_card(found: ServicesRoom, settled: Callable[[], None]) -> None:
    found.words.clear()
    found.words.textEdited.emit("")
    settled()
    assert not found.hits.found
    assert found.hits.isHidden()
    found.enter()
    assert found.words.hasFocus()
    assert "Strg+K" in found.help_text()


def test_a_card_that_comes_late_for_another_hit_is_dropped(found: ServicesRoom, settled: Callable[[], None]) -> None:
    before = found._card
    assert before is not None
    found._wanted = "etwas-anderes"
    found._show_card(before)
    found._wanted = ""
    found.forget()
    settled()
    assert found._card is None


def test_the_search_of_everything_leads_to_its_service(room: ServicesRoom, settled: Callable[[], None]) -> None:
    room.words.setText("Hund anmelden")
    settled()
    second = room.hits.found[1]
    assert second is not None
    room.forget()
    room.enter(f"{SEARCH_FOR}{second.service_id}:Hund anmelden")
    settled()
    assert room.words.text() == "Hund anmelden"
    assert room.hits.currentIndex().row() == 1
    assert room.hits.hasFocus()


@pytest.fixture
def unsworn(
    qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: object, settled: Callable[[], None]
) -> Callable[..., ServicesRoom]:
    """Return a function that opens the room for a volunteer without an undertaking, with the dog tax on the card."""
    assert appearance is not None

    def open_room(*, responsible: bool = True, found: str = "Hund anmelden") -> ServicesRoom:
        pilot = replace(desk.workplace.pilot, role=Role.VOLUNTEER, undertaking=None, responsible=responsible)
        stations = Stations([pilot])
        sight = Sight(desk.sight._rows, stations, pilot, desk.clock)  # type: ignore[arg-type]  # asked for pilots only
        made = ServicesRoom(replace(desk, sight=sight, workplace=replace(desk.workplace, pilot=pilot)), tasks)
        qtbot.addWidget(made)
        made.resize(1060, 640)
        made.show()
        made.enter("suche")
        settled()
        assert "Verpflichtung" in made.banner.text
        made.words.setText(found)
        settled()
        return made

    return open_room


class Stations:
    """The pilots of a station; another desk may change them."""

    def __init__(self, pilots: list[Pilot]) -> None:
        self._pilots = pilots

    def pilots(self) -> tuple[Pilot, ...]:
        return tuple(self._pilots)

    def swear(self) -> None:
        self._pilots = [replace(self._pilots[0], undertaking=Undertaking(date(2026, 11, 20)))]


def test_without_an_undertaking_card_and_foot_say_why_nothing_can_be_begun_and_what_can(
    unsworn: Callable[..., ServicesRoom],
) -> None:
    room = unsworn()
    said = room.card_view.findChildren(Banner)[0]
    assert said.tone == "warn"
    assert "Verpflichtung auf Verschwiegenheit" in said.text
    assert "Schon jetzt gehen: Mitbringliste drucken, Anliegen festhalten." in said.text
    assert not room._begin.isEnabled()
    assert room.why.text() == "Ihre Verpflichtung auf Verschwiegenheit fehlt noch."
    assert room._begin.accessibleDescription() == room.why.text()
    assert room.why.isVisible()
    assert room._bring.isEnabled()
    assert room._keep.isEnabled()
    assert not room.banner.text, "said once, on the card"
    assert room._card is not None
    bare = closed(replace(room._card, bring=()), Code.UNDERTAKING_MISSING, room.desk.workplace.pilot)
    assert bare is not None
    assert "Mitbringliste" not in bare.words, "nothing is offered that is closed"


def test_who_is_responsible_is_led_to_where_the_undertaking_is_entered(
    qtbot: QtBot, unsworn: Callable[..., ServicesRoom]
) -> None:
    room = unsworn()
    with qtbot.waitSignal(room.go) as gone:
        room.to_settings.click()
    assert gone.args == [Go(RoomName.SETTINGS, UNDERTAKING)]
    assert unsworn(responsible=False).to_settings.isHidden()


def test_an_undertaking_entered_meanwhile_opens_the_button(
    unsworn: Callable[..., ServicesRoom], settled: Callable[[], None]
) -> None:
    room = unsworn()
    stations = room.desk.sight._stations
    assert isinstance(stations, Stations)
    stations.swear()
    room.enter()
    settled()
    assert room._begin.isEnabled()
    assert room.why.isHidden()
    assert "Verpflichtung" not in texts(room.card_view)


def test_a_service_that_nobody_may_begin_here_says_so_beside_the_button(
    room: ServicesRoom, typing: Callable[[QWidget, str], None], settled: Callable[[], None]
) -> None:
    typing(room.words, "Führungszeugnis")
    settled()
    assert room.why.isVisible()
    assert "Der Grund steht auf der Karte" in room.why.text()
    assert [one.tone for one in room.card_view.findChildren(Banner)] == ["warn"]
    room.words.setText("Hund anmelden")
    settled()
    assert room.why.isHidden()
    assert room._begin.accessibleDescription() == "Taste Strg+⏎"
