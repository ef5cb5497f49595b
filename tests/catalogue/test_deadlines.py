"""Deadlines: counted as the law counts, around weekends and Saxon holidays."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse_app.catalogue.deadlines import (
    DOG_TAX,
    RULES,
    add_days_rolled,
    add_months,
    by_rule,
    dog_tax,
    due_day,
    holidays_of,
    known_day,
    next_working_day,
)


@pytest.mark.parametrize("year", range(1995, 2100))
def test_holidays_are_those_of_saxony(year: int) -> None:
    known = holidays.country_holidays("DE", subdiv="SN", years=year)
    assert holidays_of(year) == set(known)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2026, 11, 10), date(2026, 11, 24)),  # a Tuesday
        (date(2026, 11, 4), date(2026, 11, 19)),  # Buß- und Bettag
        (date(2025, 10, 17), date(2025, 11, 3)),  # Reformationstag, a Friday
        (date(2026, 11, 7), date(2026, 11, 23)),  # a Saturday
        (date(2026, 12, 11), date(2026, 12, 28)),  # Christmas, then a weekend
        (date(2026, 12, 18), date(2027, 1, 4)),  # New Year, then a weekend
        (date(2027, 3, 12), date(2027, 3, 30)),  # Karfreitag to Ostermontag
        (date(2026, 5, 21), date(2026, 6, 4)),  # Fronleichnam is a working day
    ],
)
def test_two_weeks_end_on_a_working_day(start: date, due: date) -> None:
    assert add_days_rolled(start, 14) == due


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_a_day_moves_on_only_over_days_off(day: date) -> None:
    moved = next_working_day(day)
    assert timedelta(0) <= moved - day <= timedelta(days=5)
    assert moved.weekday() < 5
    assert moved not in holidays_of(moved.year)


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 10, 15), 3, date(2027, 1, 15)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_one(day: date, months: int, wanted: date) -> None:
    assert add_months(day, months) == wanted


def test_dog_tax_counts_from_the_later_of_keeping_and_three_months_of_age() -> None:
    grown = dog_tax([(date(2026, 11, 10), date(2026, 5, 2))])
    puppy = dog_tax([(date(2026, 11, 10), date(2026, 10, 1))])
    unknown = dog_tax([(date(2026, 11, 10), None)])
    assert grown is not None
    assert puppy is not None
    assert unknown == grown
    assert (grown.due, grown.rule) == (date(2026, 11, 24), DOG_TAX)
    assert "Satzung" in grown.source or "satzung" in grown.source
    assert puppy.due == date(2027, 1, 15)


def test_of_several_dogs_the_earliest_deadline_counts() -> None:
    both = dog_tax([(date(2026, 11, 10), None), (date(2026, 9, 1), None)])
    assert both is not None
    assert both.due == date(2026, 9, 15)
    assert dog_tax([]) is None


def test_answers_of_the_form_give_the_last_day() -> None:
    dogs = [{"haltung_seit": "2026-11-10", "wurfdatum": "2026-05-02"}, {"haltung_seit": "2026-11-12"}]
    assert due_day(DOG_TAX, dogs) == date(2026, 11, 24)


def test_a_birth_month_without_day_counts_from_its_first_day() -> None:
    assert due_day(DOG_TAX, [{"haltung_seit": "2026-11-10", "wurfdatum": "2026-10"}]) == date(2027, 1, 15)
    assert known_day("2026-10-00") == date(2026, 10, 1)


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"wurfdatum": "2026-10"},
        {"haltung_seit": ""},
        {"haltung_seit": "10.11.2026"},
        {"haltung_seit": "2026-13-01"},
        {"haltung_seit": "2026-02-30"},
        {"haltung_seit": "0000-00-00"},
        {"haltung_seit": "9999-12-31"},
    ],
)
def test_answers_that_do_not_say_enough_give_no_day(row: dict[str, str]) -> None:
    assert due_day(DOG_TAX, [row]) is None
    assert due_day("anmeldung_14d", [{"tag": row.get("haltung_seit", "")}]) is None


def test_no_answers_and_unknown_rules_give_no_day() -> None:
    assert due_day(DOG_TAX, []) is None
    assert due_day("anmeldung_14d", []) is None
    assert due_day("anmeldung_14d", [{"haltung_seit": "2026-11-10"}]) is None
    assert due_day("morgen", [{"tag": "2026-11-10"}]) is None


def test_a_rule_of_one_day_rolls_over_a_weekend() -> None:
    assert due_day("anmeldung_14d", [{"tag": "2026-11-09"}]) == date(2026, 11, 23)
    assert due_day("anmeldung_14d", [{"tag": "2026-11-07"}]) == date(2026, 11, 23)
    assert due_day("anmeldung_14d", [{"tag": "2026-11-09"}, {"tag": "2026-11-02"}, {}]) == date(2026, 11, 16)


@pytest.mark.parametrize(
    ("rule", "trigger", "due"),
    [
        ("anmeldung_14d", date(2026, 11, 4), date(2026, 11, 19)),
        ("elterngeld_3m", date(2026, 11, 10), date(2027, 3, 9)),
        ("ausweis_ablauf", date(2027, 5, 31), date(2027, 2, 28)),
        ("bekanntgabe_4t", date(2026, 11, 14), date(2026, 11, 18)),
        ("widerspruch_1m", date(2026, 11, 25), date(2026, 12, 28)),
        # Buß- und Bettag and Reformationstag: the office may be in Nürnberg or Berlin.
        ("widerspruch_1m", date(2026, 10, 18), date(2026, 11, 18)),
        ("widerspruch_1m", date(2033, 9, 29), date(2033, 10, 31)),
    ],
)
def test_simple_rules_count_from_one_day(rule: str, trigger: date, due: date) -> None:
    found = by_rule(rule, trigger)
    assert (found.due, found.rule, found.source) == (due, rule, RULES[rule].source)
