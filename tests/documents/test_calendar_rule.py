"""Our repetitions are those of python-dateutil, on random rules; one that never comes true ends at once."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import takewhile
from typing import TYPE_CHECKING

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # dateutil ships no types

from lotse_app.documents.calendar_rule import days_of, read_rule
from tests.chance import seeded

if TYPE_CHECKING:
    import random

END = date(2029, 12, 31)


def parts(text: str) -> dict[str, list[str]]:
    """Return a rule by its parts, as a calendar file gives them."""
    return {name: values.split(",") for name, values in (one.split("=") for one in text.split(";"))}


def random_rule(dice: random.Random) -> str:
    """Return a rule that comes true at some time."""
    often = dice.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    chosen = [f"FREQ={often}"]
    if dice.random() < 0.6:
        chosen.append(f"INTERVAL={dice.randint(1, 4)}")
    days = ",".join(dice.sample(["MO", "TU", "WE", "TH", "FR", "SA", "SU"], dice.randint(1, 3)))
    kind = dice.random()
    if often in {"MONTHLY", "YEARLY"} and kind < 0.4:
        chosen.append(f"BYMONTHDAY={','.join(str(dice.choice([1, 15, 28, -1, -3])) for _ in range(2))}")
    elif often == "MONTHLY" and kind < 0.7:
        chosen.append(f"BYDAY={dice.choice(['1MO', '2TU', '-1FR', '4SU,2MO', days])}")
        if dice.random() < 0.4:
            chosen.append(f"BYSETPOS={dice.choice(['1', '-1'])}")
    elif often in {"DAILY", "WEEKLY"} and kind < 0.7:
        chosen.append(f"BYDAY={days}")
        if often == "WEEKLY":
            chosen.append(f"WKST={dice.choice(['MO', 'SU'])}")
    if dice.random() < 0.3:
        chosen.append(f"BYMONTH={','.join(str(one) for one in sorted(dice.sample(range(1, 13), 4)))}")
    return ";".join(chosen)


def test_rules_come_to_the_days_that_dateutil_says() -> None:
    dice = seeded(20261122)
    seen = 0
    for _ in range(400):
        begin, text = date(2026, dice.randint(1, 12), dice.randint(1, 28)), random_rule(dice)
        if text.startswith("FREQ=DAILY") and "INTERVAL" in text and "BYDAY" in text:
            continue  # may never come true: the library would not come back
        theirs = rrulestr(text, dtstart=datetime.combine(begin, time()))
        expected = [one.date() for one in takewhile(lambda moment: moment.date() <= END, theirs)]
        assert list(days_of(read_rule(parts(text)), begin, END)) == expected, (begin, text)
        seen += len(expected)
    assert seen > 10_000


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=1",
    ],
)
def test_a_rule_that_never_comes_true_ends(text: str) -> None:
    assert list(days_of(read_rule(parts(text)), date(2026, 11, 20), END)) == []


@pytest.mark.parametrize("text", ["FREQ=DAILY;INTERVAL=4000000", "FREQ=YEARLY;INTERVAL=9000"])
def test_time_itself_ends(text: str) -> None:
    assert list(days_of(read_rule(parts(text)), date(2026, 11, 20), date.max)) == [date(2026, 11, 20)]


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=HOURLY",
        "INTERVAL=2",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYHOUR=1",
        "FREQ=WEEKLY;BYMONTHDAY=3",
        "FREQ=WEEKLY;BYDAY=2TU",
        "FREQ=YEARLY;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=aMO",
    ],
)
def test_what_nobody_plans_with_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the caller tells them all the same way
        read_rule(parts(text))
