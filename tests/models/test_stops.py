"""Stops of a mobile station: which days, where the station stands at a moment, how hours are written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from lotse_app.models.people import PlaceType
from lotse_app.models.problems import Code
from lotse_app.models.stops import (
    Stop,
    days_words,
    hours_words,
    next_days,
    poster_lines,
    stop_at,
    stop_moments,
    stop_problem,
    stops_on,
)

TUESDAY = date(2026, 11, 24)
LIBRARY = Stop("s1", "Bibliothek Kesselsdorf", "14628410", PlaceType.LIBRARY, time(9), time(12), weekday=1)
MARKET = replace(LIBRARY, id="s2", name="Markt", starts=time(14, 30), ends=time(16))
FORTNIGHT = replace(LIBRARY, weeks=2, since=date(2026, 11, 20))
DATED = replace(LIBRARY, id="s3", weekday=None, dates=(TUESDAY, date(2026, 12, 8)))


def at(hour: int, minute: int = 0) -> datetime:
    """Return a moment of the Tuesday, in winter time."""
    return datetime(2026, 11, 24, hour - 1, minute, tzinfo=UTC)


def test_a_weekly_stop_comes_every_week_on_its_day() -> None:
    assert LIBRARY.on(TUESDAY)
    assert LIBRARY.on(TUESDAY + timedelta(days=7))
    assert not LIBRARY.on(TUESDAY + timedelta(days=1))


def test_a_fortnightly_stop_counts_weeks_from_its_first_day() -> None:
    assert [day.day for day in next_days(FORTNIGHT, date(2026, 11, 1), 2)] == [1, 15]  # December
    assert not FORTNIGHT.on(TUESDAY)
    assert not FORTNIGHT.on(date(2026, 11, 17))
    assert next_days(replace(FORTNIGHT, until=date(2026, 12, 2)), date(2026, 11, 1), 9) == (date(2026, 12, 1),)


def test_single_days_are_those_and_no_others() -> None:
    assert DATED.on(TUESDAY)
    assert not DATED.on(date(2026, 12, 1))


def test_stops_of_a_day_are_in_order() -> None:
    assert stops_on([MARKET, LIBRARY], TUESDAY) == (LIBRARY, MARKET)


@pytest.mark.parametrize(
    ("moment", "stop"),
    [
        (at(10), LIBRARY),
        (at(8), LIBRARY),
        (at(7, 59), None),
        (at(12, 59), LIBRARY),
        (at(13, 15), None),
        (at(13, 45), MARKET),
        (at(15), MARKET),
        (at(18), None),
    ],
)
def test_the_station_stands_at_its_stop_from_an_hour_before_to_an_hour_after(
    moment: datetime, stop: Stop | None
) -> None:
    assert stop_at([MARKET, LIBRARY], moment) == stop


def test_hours_are_those_of_the_local_clock() -> None:
    opens, closes = stop_moments(LIBRARY, TUESDAY)
    assert (opens.utcoffset(), (closes - opens).total_seconds()) == (timedelta(hours=1), 3 * 3600)


@pytest.mark.parametrize(
    ("stop", "code"),
    [
        (replace(LIBRARY, name="  "), Code.STOP_NAME),
        (replace(LIBRARY, name="x" * 61), Code.STOP_NAME),
        (replace(LIBRARY, ends=time(9)), Code.STOP_TIMES),
        (replace(LIBRARY, weekday=None), Code.STOP_DAYS),
        (replace(LIBRARY, dates=(TUESDAY,)), Code.STOP_DAYS),
        (replace(DATED, dates=tuple(TUESDAY + timedelta(days=n) for n in range(61))), Code.STOP_DAYS),
        (replace(LIBRARY, weeks=2), Code.STOP_SINCE),
        (replace(LIBRARY, weeks=9, since=TUESDAY), Code.STOP_SINCE),
        (replace(LIBRARY, since=TUESDAY, until=date(2026, 11, 1)), Code.STOP_SINCE),
    ],
)
def test_what_does_not_add_up_is_refused(stop: Stop, code: Code) -> None:
    wrong = stop_problem(stop)
    assert wrong is not None
    assert wrong.code is code


@pytest.mark.parametrize("stop", [LIBRARY, FORTNIGHT, DATED])
def test_what_adds_up_is_taken(stop: Stop) -> None:
    assert stop_problem(stop) is None


def test_days_and_hours_are_written_as_people_write_them() -> None:
    assert (hours_words(LIBRARY), hours_words(MARKET)) == ("9–12 Uhr", "14:30–16 Uhr")
    assert days_words(LIBRARY) == "Di"
    assert days_words(replace(LIBRARY, until=date(2026, 12, 22))) == "Di bis 22.12.2026"
    assert days_words(FORTNIGHT) == "jeden 2. Di ab 1.12."
    assert days_words(DATED) == "24.11., 8.12."


def test_the_poster_lists_what_still_comes_by_weekday() -> None:
    friday = replace(LIBRARY, id="s4", weekday=4, name="Rathaus")
    over = replace(LIBRARY, id="s5", until=date(2026, 11, 1))
    assert poster_lines([DATED, friday, LIBRARY, over], date(2026, 11, 25)) == (
        "Di 9–12 Uhr: Bibliothek Kesselsdorf",
        "Fr 9–12 Uhr: Rathaus",
        "8.12. 9–12 Uhr: Bibliothek Kesselsdorf",
    )
    assert len(poster_lines([LIBRARY, friday, DATED], TUESDAY, most=2)) == 2
