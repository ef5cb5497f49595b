"""Dates can be typed as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from lotse_app.forms import dates
from lotse_app.models.problems import Code, Problem

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("1.4.26", "2026-04-01"),
        ("010426", "2026-04-01"),
        ("1.4.2026", "2026-04-01"),
        ("01.04.2026", "2026-04-01"),
        ("10112026", "2026-11-10"),
        ("10. November 2026", "2026-11-10"),
        ("1 März 26", "2026-03-01"),
        ("1. Mär. 2026", "2026-03-01"),
        ("1/4/26", "2026-04-01"),
        ("1-4-26", "2026-04-01"),
        ("1 4 26", "2026-04-01"),
        (" 1 . 4 . 26 ", "2026-04-01"),
        ("2026-04-01", "2026-04-01"),
        ("29.2.2024", "2024-02-29"),
        ("1.1.46", "2046-01-01"),
        ("1.1.47", "1947-01-01"),
        ("1.1.99", "1999-01-01"),
    ],
)
def test_a_typed_date_is_read(typed: str, iso: str) -> None:
    assert dates.parse(typed, TODAY) == iso


@pytest.mark.parametrize(
    "typed",
    [
        *("", "31.2.26", "29.2.2026", "0.4.26", "1.0.2026", "1.13.26", "1950", "4.1950", "00.00.1950", "00.08.1950"),
        *("heute", "1.4.", "1.4.026", "1.Foo 2026", "1.4.0000", "٠١.٠٤.٢٠٢٦", "123", "99999999"),
    ],
)
def test_what_is_no_full_date_is_refused(typed: str) -> None:
    found = dates.parse(typed, TODAY)
    assert isinstance(found, Problem)
    assert found.code is Code.DATE_INVALID


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("1950", "1950"),
        ("00.00.1950", "1950"),
        ("0.0.1950", "1950"),
        ("00001950", "1950"),
        ("8.1950", "1950-08"),
        ("08/1950", "1950-08"),
        ("1950-08", "1950-08"),
        ("00.08.1950", "1950-08"),
        ("1.8.1950", "1950-08-01"),
        ("010850", "1950-08-01"),
    ],
)
def test_a_partly_known_birth_date_is_kept_as_far_as_it_is_known(typed: str, iso: str) -> None:
    assert dates.parse(typed, TODAY, partial=True, past=True) == iso


@pytest.mark.parametrize("typed", ["13.1950", "05.00.1950", "31.02.1950", "0000"])
def test_a_partial_date_that_cannot_be_is_refused(typed: str) -> None:
    assert isinstance(dates.parse(typed, TODAY, partial=True), Problem)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("21.11.26", "2026-11-21"),
        ("22.11.26", "1926-11-22"),
        ("1.12.26", "1926-12-01"),
        ("1.1.27", "1927-01-01"),
        ("00.00.26", "2026"),
        ("00.12.26", "1926-12"),
    ],
)
def test_a_birth_date_with_two_digits_is_never_in_the_future(typed: str, iso: str) -> None:
    assert dates.parse(typed, TODAY, partial=True, past=True) == iso


@pytest.mark.parametrize("iso", ["1950", "1950-08", "1950-08-31", "2024-02-29"])
def test_partial_dates_that_exist_are_known(iso: str) -> None:
    assert dates.is_partial(iso)
    assert dates.is_full(iso) is (len(iso) == 10)


@pytest.mark.parametrize(
    "iso", ["", "0000", "1950-00", "1950-13", "1950-08-00", "1950-00-01", "2026-02-29", "195", "١٩٥٠", "1950-8"]
)
def test_what_is_no_partial_date_is_known(iso: str) -> None:
    assert not dates.is_partial(iso)
    assert not dates.is_full(iso)


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("1950", date(1950, 1, 1), date(1950, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-03", date(2024, 2, 3), date(2024, 2, 3)),
    ],
)
def test_a_partial_date_has_a_first_and_a_last_day(iso: str, first: date, last: date) -> None:
    assert (dates.earliest(iso), dates.latest(iso)) == (first, last)


@pytest.mark.parametrize(
    ("iso", "said"),
    [("1950", "1950"), ("1950-08", "August 1950"), ("2026-11-10", "10. November 2026"), ("31.2.26", "31.2.26")],
)
def test_a_date_is_read_as_people_say_it(iso: str, said: str) -> None:
    assert dates.spoken(iso) == said
