"""The rules of the sync lose nothing, double nothing, overwrite nothing unseen; each rule taken away is noticed."""

from __future__ import annotations

import os

import pytest

from tests.portal.model_check import MUTANTS, check

#: `make faults` asks for 100,000.
SCHEDULES = int(os.environ.get("LOTSE_SCHEDULES", "2000"))


@pytest.mark.parametrize("part", range(4))
def test_no_schedule_of_work_faults_and_restores_breaks_a_promise(part: int) -> None:
    verdicts = {seed: check(seed) for seed in range(part, SCHEDULES, 4)}

    assert {seed: sorted(verdict.broken) for seed, verdict in verdicts.items() if verdict.broken} == {}
    assert sum(verdict.operations for verdict in verdicts.values()) > SCHEDULES


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_rule_taken_away_is_noticed(mutant: str) -> None:
    broken = (check(seed, mutant=mutant).broken for seed in range(1000))

    assert any(broken)


def test_without_the_overlay_people_would_be_asked_more() -> None:
    with_overlay = sum(check(seed).conflicts for seed in range(300))

    assert sum(check(seed, mutant="no_overlay").conflicts for seed in range(300)) > with_overlay
