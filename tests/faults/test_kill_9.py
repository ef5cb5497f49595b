"""``kill -9`` of the real program in its window: what was painted as saved is there, and nothing is half done."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.chance import seeded
from tests.faults.ground import FULL, Phase, make_ground, rounds, seed
from tests.faults.kill_page import write_page
from tests.faults.kill_rounds import Outcome, Pace, play

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: All phases together, in `make test`.
QUICK = 40
#: Seconds for one round of a phase, however slow the machine.
LONGEST_ROUND = 30

pytestmark = [pytest.mark.window, pytest.mark.faults, pytest.mark.timeout(LONGEST_ROUND * rounds(QUICK) // len(Phase))]

#: Programs at a time.
AT_A_TIME = 2

Told = dict[Phase, tuple[int, list[Outcome]]]


@pytest.fixture(scope="module")
def told() -> Iterator[Told]:
    """Collect what the phases found; a full run becomes the page of evidence."""
    collected: Told = {}
    yield collected
    if rounds(QUICK) >= FULL and set(collected) == set(Phase):
        write_page(collected)


@pytest.mark.parametrize("phase", Phase)
def test_a_killed_program_loses_nothing_it_had_painted_as_saved(phase: Phase, tmp_path: Path, told: Told) -> None:
    chosen = seed(f"kill -9 while {phase.value}")
    template, pace = make_ground(tmp_path / "vorlage", phase), Pace(phase)
    count = rounds(QUICK) // len(Phase)

    def one(number: int) -> Outcome:
        dice = seeded(f"{chosen} {phase.value} {number}")
        return play(template, tmp_path / f"runde-{number}", number, dice, pace)

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        outcomes = list(pool.map(one, range(count)))
    told[phase] = (chosen, outcomes)
    told_so, met = sum(outcome.acknowledged > 0 for outcome in outcomes), Counter(outcome.met for outcome in outcomes)
    print(f"{phase.value}: {count} rounds, {told_so} acknowledged, met {sorted(met.items())}")  # noqa: T201 - evidence
    assert [outcome for outcome in outcomes if outcome.findings] == []
    if phase is Phase.FREEZE and count * len(Phase) >= FULL:  # its commit was met from both sides
        assert {outcome.met for outcome in outcomes} == {"draft", "frozen"}
    if phase in {Phase.EDIT, Phase.AUTOSAVE}:  # the positive control: something was acknowledged at all
        assert sum(outcome.letters for outcome in outcomes) > 0
