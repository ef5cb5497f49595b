"""Erasing a person of whom something is still open: said with its number, and only after an extra tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_app.demonstration.filling import fill, read_back
from lotse_app.demonstration.script import ANSWERS, FIRST_WORDS
from lotse_app.models.application import CarriedBy
from lotse_app.models.outstanding import Outstanding, Owed
from lotse_app.models.problems import Code, problem
from lotse_app.ui.find.erasing import ANYWAY, ErasingCard, open_words
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.lanes import LaneName
from tests.desks import AMTSBERG, MORNING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.models.persons import PersonKey
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes


@pytest.fixture
def carried(desk: Desk, lanes: Lanes) -> str:
    """Return the id of an application to another commune that the pilot promised to carry there."""

    def hand_in() -> str:
        card = desk.find.card(desk.find.find(FIRST_WORDS)[0].service_id, AMTSBERG)
        case = read_back(desk, fill(desk, desk.applications.begin(card, AMTSBERG).id, ANSWERS).application.id)
        desk.freezing.commit(desk.freezing.prepare(case))
        case = desk.applications.open(case.application.id)
        desk.handing_in.commit(desk.handing_in.prepare(case, CarriedBy.PILOT))
        return case.application.id

    return lanes.submit(LaneName.STORE, hand_in).result()


def key_of(desk: Desk, lanes: Lanes) -> PersonKey:
    """Return the person of the demonstration."""
    found = lanes.submit(LaneName.STORE, lambda: desk.persons.find("Nowakowa")).result()
    return found[0].key


@pytest.fixture
def card(
    qtbot: QtBot, desk: Desk, tasks: Tasks, lanes: Lanes, carried: str, settled: Callable[[], None]
) -> ErasingCard:
    made = ErasingCard(desk.persons, tasks, key_of(desk, lanes), [(carried, "Hundesteuer")])
    qtbot.addWidget(made)
    made.begin()
    settled()
    return made


def test_what_lies_here_is_named_and_nothing_goes_without_the_extra_tick(
    qtbot: QtBot, card: ErasingCard, desk: Desk, lanes: Lanes, carried: str, settled: Callable[[], None]
) -> None:
    number = lanes.submit(LaneName.STORE, desk.overview.applications).result()[0].number
    assert card.open == (Outstanding(Owed.LIES_HERE, number, card.open[0].day if card.open else None),)
    assert card.still.isVisible()
    assert card.anyway.accessibleName() == ANYWAY
    assert not card.erase.isEnabled()
    card.anyway.click()
    assert card.erase.isEnabled()
    card.cases.boxes[carried].click()
    settled()
    assert card.still.isHidden()
    assert not card.erase.isEnabled()
    card.cases.boxes[carried].click()
    settled()
    assert not card.anyway.isChecked()  # asked anew
    assert not card.erase.isEnabled()
    card.anyway.click()
    with qtbot.waitSignal(card.gone) as gone:
        card.erase.click()
    assert gone.args is not None
    assert gone.args[0].applications == 1


def test_nothing_is_asked_once_it_was_handed_over(
    qtbot: QtBot, card: ErasingCard, desk: Desk, lanes: Lanes, carried: str, settled: Callable[[], None]
) -> None:
    lanes.submit(LaneName.STORE, lambda: desk.handing_in.handed_over(carried, MORNING.date())).result()
    card.begin()
    settled()
    assert card.still.isHidden()
    with qtbot.waitSignal(card.gone):
        card.erase.click()


def test_what_came_in_since_the_list_was_shown_is_shown_then(
    qtbot: QtBot, card: ErasingCard, desk: Desk, lanes: Lanes, carried: str, settled: Callable[[], None]
) -> None:
    lanes.submit(LaneName.STORE, lambda: desk.handing_in.handed_over(carried, MORNING.date())).result()
    card.begin()
    settled()
    lanes.submit(LaneName.STORE, lambda: desk.handing_in.handed_over(carried, None)).result()
    with qtbot.waitSignal(card.refused) as refused:
        card.erase.click()
    settled()
    assert refused.args is not None
    assert refused.args[0].code is Code.PERSON_UNFINISHED
    assert card.still.isVisible()
    assert not card.erase.isEnabled()


def test_an_answer_for_ticks_that_have_changed_since_counts_no_more(card: ErasingCard) -> None:
    card._show(0, ())
    assert card.open


def test_every_kind_of_open_thing_says_its_number_and_what_to_do() -> None:
    day = MORNING.date()
    said = {
        Owed.LIES_HERE: open_words(Outstanding(Owed.LIES_HERE, "7F3K", day)),
        Owed.ANSWER: open_words(Outstanding(Owed.ANSWER, "7F3K")),
        Owed.MANDATE: open_words(Outstanding(Owed.MANDATE, "V7K2", day, ("7F3K", "8B2C"))),
        Owed.REVOCATION: open_words(Outstanding(Owed.REVOCATION, "V7K2", None, ("7F3K",))),
    }
    assert set(said) == set(Owed)
    assert said[Owed.LIES_HERE].startswith("Vorgang 7F3K: Der Antrag liegt noch hier")
    assert "Frist 20.11.2026" in said[Owed.LIES_HERE]
    assert "Frist 2" not in said[Owed.ANSWER]
    assert said[Owed.MANDATE].startswith(
        "Vollmacht V7K2 (Vorgang 7F3K, 8B2C): Die Vollmacht gilt beim Amt noch bis 20."
    )
    assert "Widerruf" in said[Owed.REVOCATION]
    assert "7F3K, V7K2" in sentence(problem(Code.PERSON_UNFINISHED, numbers="7F3K, V7K2"))
