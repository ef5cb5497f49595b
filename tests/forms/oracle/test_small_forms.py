"""Whatever form and answers chance makes, the engine copes: nothing raises, and what is complete can be frozen."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotse_app.forms.engine import initial, state
from lotse_app.forms.freeze import prune, remaining_problems, settled
from lotse_app.forms.lint import lint
from lotse_app.forms.reading import sections
from tests.chance import seeded
from tests.forms.building import TODAY
from tests.forms.oracle.small_forms import small_question


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6))
def test_any_form_is_painted_pruned_read_and_linted(seed: int) -> None:
    question = small_question(seeded(seed), "x")
    form = question["painted"]
    if form is None:
        return
    lint(form)
    for answers in (question["data"], initial(form)):
        if not isinstance(answers, dict):
            continue
        found = state(form, answers, frozenset(), TODAY, show_all=True)
        assert found.complete == (not found.problems)
        kept = prune(form, answers)
        assert prune(form, kept) == kept
        if found.complete:
            assert not remaining_problems(form, settled(form, answers), TODAY)
        sections(form, answers)
