"""The data copy in the window: which Vorgänge go into it, and what names others as well is not ticked by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lotse_app.demonstration.filling import fill
from lotse_app.demonstration.script import ANSWERS, FIRST_WORDS
from lotse_app.models.persons import PersonKey
from lotse_app.ui.find.copying import NOTHING, SHARED, CopyingCard
from lotse_app.workflows.lanes import LaneName
from tests.desks import AMTSBERG

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes

WHO = PersonKey("NOWAKOWA-ZURIC", "1958-03-14")


@pytest.fixture
def cases(desk: Desk, lanes: Lanes) -> tuple[str, str]:
    """Return the ids of two Vorgänge of one person; the second names somebody else as well."""

    def two() -> tuple[str, str]:
        card = desk.find.card(desk.find.find(FIRST_WORDS)[0].service_id, AMTSBERG)
        first, second = (
            fill(desk, desk.applications.begin(card, AMTSBERG).id, ANSWERS).application.id for _ in range(2)
        )
        desk.persons._rows.index(second, [WHO, PersonKey("NOWAK", "1956-02-01")])
        return first, second

    return lanes.submit(LaneName.STORE, two).result()


@pytest.fixture
def card(qtbot: QtBot, desk: Desk, tasks: Tasks, cases: tuple[str, str]) -> CopyingCard:
    made = CopyingCard(desk.persons, tasks, WHO, [(one, f"Hundesteuer {at}") for at, one in enumerate(cases)])
    qtbot.addWidget(made)
    return made


def test_a_vorgang_that_names_others_is_copied_only_when_somebody_ticks_it(
    qtbot: QtBot, card: CopyingCard, cases: tuple[str, str], tmp_path: Path, settled: Callable[[], None]
) -> None:
    card.begin()
    assert not card.look.isEnabled(), "not before it is known whom else they name"
    assert not card.save.isEnabled()
    settled()
    assert card.cases.chosen() == [cases[0]]
    assert card.about_others.text() == SHARED
    assert card.about_others.isVisible()
    for chosen in (cases[:1], cases):
        for case_id in chosen:
            card.cases.boxes[case_id].setChecked(True)
        with qtbot.waitSignal(card.saved, timeout=20_000):
            card.save_to(str(tmp_path))
        said = json.loads((tmp_path / "Datenkopie.json").read_text("utf-8"))
        assert len(said["vorgaenge"]) == len(chosen)


def test_nothing_ticked_is_said_and_copies_nothing(
    card: CopyingCard, cases: tuple[str, str], settled: Callable[[], None]
) -> None:
    card.begin()
    settled()
    assert card.nothing.isHidden()
    card.cases.boxes[cases[0]].click()
    assert card.nothing.isVisible()
    assert card.nothing.text() == NOTHING
    assert not card.look.isEnabled()
    assert not card.save.isEnabled()


def test_who_is_known_by_a_vollmacht_alone_gets_a_copy_without_ticks(
    qtbot: QtBot, desk: Desk, tasks: Tasks, settled: Callable[[], None]
) -> None:
    made = CopyingCard(desk.persons, tasks, PersonKey("WOJCIK"), [])
    qtbot.addWidget(made)
    made.begin()
    settled()
    assert made.look.isEnabled()
    assert made.about_others.isHidden()
    assert made.nothing.isHidden()
