"""States and marks of an application."""

from __future__ import annotations

import pytest

from lotse_app.models.application import TRANSITIONS, State, check_transition
from lotse_app.models.problems import Code, Problem, ProblemError, problem


@pytest.mark.parametrize(("before", "after"), [(a, b) for a in State for b in State])
def test_only_the_steps_of_the_table_are_allowed(before: State, after: State) -> None:
    if after in TRANSITIONS[before]:
        check_transition(before, after)
        return
    with pytest.raises(ProblemError) as refused:
        check_transition(before, after)
    assert refused.value.problem == problem(Code.TRANSITION_REFUSED, before=before.value, after=after.value)


def test_every_state_can_be_left_or_is_the_end() -> None:
    dead_ends = {state for state, following in TRANSITIONS.items() if not following}
    assert dead_ends == {State.CLOSED}


def test_every_state_but_the_first_is_reached_from_somewhere() -> None:
    reached = {state for following in TRANSITIONS.values() for state in following}
    assert set(State) - reached == set()


def test_nothing_leads_back_into_a_draft_once_it_was_handed_in() -> None:
    for state in (State.SUBMITTED, State.RECEIVED, State.QUERY, State.DECIDED, State.CLOSED):
        assert State.DRAFT not in TRANSITIONS[state]


def test_a_problem_names_its_parameters_and_its_field() -> None:
    found = problem(Code.DIGITS_MISSING, pointer="/hunde/0/chip", have=14, want=15)
    assert found == Problem(Code.DIGITS_MISSING, (("have", 14), ("want", 15)), "/hunde/0/chip")
    assert found.param("have") == 14
    assert found.param("none", "–") == "–"
    assert str(ProblemError(found)) == "digits_missing"
