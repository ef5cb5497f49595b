"""Times of day can be typed, are kept with an offset, and are read back as they were typed."""

from __future__ import annotations

import pytest

from lotse_app.forms import times
from lotse_app.forms.editing import edit
from lotse_app.forms.engine import state
from lotse_app.forms.reading import sections
from tests.forms.building import TODAY, control, make_form, one_step


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("8:30", "08:30:00+01:00"),
        ("8.30 Uhr", "08:30:00+01:00"),
        ("0830", "08:30:00+01:00"),
        ("8", "08:00:00+01:00"),
        ("8 Uhr", "08:00:00+01:00"),
        ("8 Uhr 5", "08:05:00+01:00"),
        ("23:59:59", "23:59:59+01:00"),
        ("24:00", "24:00"),
        ("8:30 Uhr 5", "8:30 Uhr 5"),
        ("später", "später"),
        ("", ""),
    ],
)
def test_a_time_is_typed_as_people_write_it(typed: str, kept: str) -> None:
    assert times.typed_time(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1.4.2026 8:30", "2026-04-01T08:30:00+02:00"),
        ("1. April 2026, 8 Uhr 30", "2026-04-01T08:30:00+02:00"),
        ("21.11.26 um 17 Uhr", "2026-11-21T17:00:00+01:00"),
        ("2026-11-21 08:00", "2026-11-21T08:00:00+01:00"),
        ("1.4.2026", "1.4.2026"),
        ("30.2.2026 8:30", "30.2.2026 8:30"),
        ("morgen um 8", "morgen um 8"),
    ],
)
def test_a_moment_has_the_offset_of_its_day(typed: str, kept: str) -> None:
    assert times.typed_moment(typed, TODAY) == kept


@pytest.mark.parametrize(
    ("kept", "shown", "spoken"),
    [
        ("08:30:00+01:00", "08:30", "08:30 Uhr"),
        ("08:30:00Z", "08:30", "08:30 Uhr"),
        ("2026-04-01T08:30:00+02:00", "01.04.2026, 08:30", "1. April 2026, 08:30 Uhr"),
        ("2026-02-30T08:30:00Z", "2026-02-30T08:30:00Z", "2026-02-30T08:30:00Z"),
        ("später", "später", "später"),
    ],
)
def test_a_kept_time_is_shown_and_read_as_people_write_it(kept: str, shown: str, spoken: str) -> None:
    assert (times.shown(kept), times.spoken(kept)) == (shown, spoken)


@pytest.mark.parametrize(
    ("name", "typed", "read"),
    [("time", "8.30", "08:30 Uhr"), ("date-time", "1.4.26 8.30", "1. April 2026, 08:30 Uhr")],
)
def test_a_typed_time_is_valid_and_read_back(name: str, typed: str, read: str) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string", "format": name}}}
    form = make_form(schema, one_step(control("a")))
    answers = edit(form, {}, "/a", typed, TODAY)
    assert state(form, answers, frozenset(), TODAY, show_all=True).complete
    assert [line.value for section in sections(form, answers) for line in section.lines] == [read]


def test_what_is_shown_of_a_kept_time_is_understood_when_it_is_typed_again() -> None:
    kept = "2026-04-01T08:30:00+02:00"
    assert times.typed_moment(times.shown(kept), TODAY) == kept
    assert times.typed_time(times.shown("08:30:00+01:00")) == "08:30:00+01:00"


def test_without_a_day_of_reference_a_moment_stays_as_typed() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string", "format": "date-time"}}}
    assert edit(make_form(schema, one_step(control("a"))), {}, "/a", "1.4.26 8.30") == {"a": "1.4.26 8.30"}
