"""A Vorgang whose content went by retention says so: an empty form would look like one that nobody filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_app.ui.application.frozen_words import CLEARED_WORDS, FROZEN_WORDS
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.clock import FixedClock
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes
    from tests.ui.application.conftest import Stage


@pytest.mark.parametrize("gone", [True, False])
def test_every_step_says_that_the_content_went_and_none_shows_a_tick_for_it(
    open_case: Callable[[str], Stage], on_paper: str, desk: Desk, lanes: Lanes, clock: FixedClock, *, gone: bool
) -> None:
    def days_later() -> int:
        clock.advance(days=61 if gone else 59)
        return desk.keeping.tidy().count

    assert lanes.submit(LaneName.STORE, days_later).result() == int(gone)
    stage = open_case(on_paper)
    done = stage.pages.hand_in.done
    assert done.cleared.isVisibleTo(done) is gone
    assert done.cleared.text() == CLEARED_WORDS
    said = {}
    for step in stage.editing.steps:
        stage.wizard.show_step(step.key)
        stage.settled()
        said[step.key] = stage.wizard.notice.text
    assert said.pop("einreichen") == ""
    assert said.pop("unterschrift") == (CLEARED_WORDS if gone else "")
    assert set(said.values()) == {CLEARED_WORDS if gone else FROZEN_WORDS}
    assert {card.tick.box.isChecked() for card in stage.pages.read_back.cards} == {not gone}
