"""The stops of the station in the settings: entered, changed, taken away."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QLabel

from lotse_app.models.people import PlaceType
from lotse_app.models.stops import Stop
from lotse_app.ui.rooms.stops_card import StopsCard
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.rooms.stops_card import StopForm
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
def card(qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: object, settled: Callable[[], None]) -> StopsCard:
    assert appearance is not None
    made = StopsCard(desk, tasks)
    qtbot.addWidget(made)
    made.show()
    made.reload()
    settled()
    return made


def entered(card: StopsCard, settled: Callable[[], None], stop: Stop | None = None) -> StopForm:
    """Return the open form of a stop."""
    card.open_form(stop)
    settled()
    assert card.form is not None
    return card.form


def test_a_stop_is_entered_by_single_days_and_taken_away(
    card: StopsCard, desk: Desk, write: Callable[[Callable[[], Any]], Any], settled: Callable[[], None]
) -> None:
    said: list[object] = []
    for signal in (card.done, card.refused):
        signal.connect(said.append)
    form = entered(card, settled)
    assert form.commune.value is not None
    form.name.setText("bei Frau Müller")
    assert "sieht aus wie ein Name" in form._name_field.problem
    form.name.setText("Markt Wilsdruff")
    assert form._name_field.problem == ""
    form.weekday.setCurrentIndex(form.weekday.findData(-1))
    form.dates.setText("24.11.2026, 31.2.2027")
    form._enter()
    form.dates.setText("24.11.2026; 8.12.2026")
    form._enter()
    settled()
    assert card.form is None
    (stop,) = write(desk.stops.all)
    assert (stop.name, stop.dates) == ("Markt Wilsdruff", (date(2026, 11, 24), date(2026, 12, 8)))
    words = [label.text() for label in card.findChildren(QLabel) if label.isVisible()]
    assert "Markt Wilsdruff · 24.11., 8.12. · 9–12 Uhr · Mobile Stelle" in words
    card._remove(stop)
    settled()
    assert write(desk.stops.all) == ()
    assert len(said) == 3  # no day, kept, gone


def test_a_stop_is_changed_to_every_second_week_elsewhere(
    card: StopsCard, desk: Desk, write: Callable[[Callable[[], Any]], Any], settled: Callable[[], None]
) -> None:
    stop = write(lambda: desk.stops.save(LIBRARY))
    form = entered(card, settled, stop)
    form.weekday.setCurrentIndex(1)
    form.weeks.setCurrentIndex(1)
    form._enter()
    settled()
    assert card.form is form  # every second week needs a first day
    form.since.setText("24.11.2026")
    form.commune.line.setText("Nirgendwo")
    form._enter()
    assert "nicht gefunden" in form.commune.field.problem
    form.commune.line.setText("Amtsberg")
    form._enter()
    settled()
    (stop,) = write(desk.stops.all)
    assert (stop.weekday, stop.weeks, stop.ags, stop.place_type) == (1, 2, "14521010", PlaceType.LIBRARY)
