"""A share of the fuzzing of ``make faults``: broken inputs end in a form or in words, and the counting is not blind."""

from __future__ import annotations

import pytest

from tests.faults.fuzz import fuzz
from tests.faults.fuzz_inputs import MAKERS
from tests.faults.fuzzing import PLANTED, Fuzz

SHARE = 1500


def test_broken_inputs_end_in_a_form_or_in_a_refusal_with_words() -> None:
    told = fuzz(SHARE, "anteil", at_a_time=1)
    assert (told.inputs, told.crashes, told.hangs) == (SHARE, [], [])
    assert set(told.refused) == set(MAKERS) - {
        "XDatenfelder, rules",
        "code lists",
    }  # a list that cannot be read is told in the report
    assert sum(told.made.values()) > SHARE // 10


@pytest.mark.parametrize(("plant", "crashes", "hangs"), [("exception", 1, 0), ("death", 1, 0), ("hang", 0, 1)])
def test_what_is_put_in_on_purpose_is_found(plant: str, crashes: int, hangs: int) -> None:
    told = Fuzz("kontrolle", plant).run(0, 3)
    assert plant in PLANTED
    assert (told.inputs, len(told.crashes), len(told.hangs)) == (3, crashes, hangs)
