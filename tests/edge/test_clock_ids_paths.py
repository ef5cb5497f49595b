"""The clock, identifiers and folders everything stands on."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse_app import clock
from lotse_app.clock import LOCAL, FixedClock, SystemClock, clock_time, local_date, long_date, short_date
from lotse_app.ids import CROCKFORD, Ids
from lotse_app.paths import Places, default_root, resources

if TYPE_CHECKING:
    from pathlib import Path


WINTER = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)


def test_a_day_is_the_day_in_saxony_not_in_greenwich() -> None:
    assert local_date(WINTER) == date(2026, 11, 21)
    assert clock_time(WINTER) == "00:30"
    assert clock_time(datetime(2026, 7, 1, 8, 0, tzinfo=UTC)) == "10:00"


def test_the_time_zone_is_made_once_when_asked_for_and_other_names_are_none() -> None:
    assert LOCAL.key == "Europe/Berlin"
    assert clock.LOCAL is LOCAL
    with pytest.raises(AttributeError):
        clock.__getattr__("ELSEWHERE")


def test_days_are_written_as_on_german_paper() -> None:
    assert long_date(date(2026, 3, 1)) == "1. März 2026"
    assert short_date(date(2026, 3, 1)) == "01.03.2026"


def test_a_fixed_clock_moves_only_when_told() -> None:
    clock = FixedClock(WINTER)
    assert (clock.now(), clock.monotonic()) == (WINTER, 0.0)
    clock.advance(minutes=2)
    assert clock.monotonic() == 120.0
    assert (clock.now() - WINTER).total_seconds() == 120


def test_the_system_clock_is_aware_and_never_runs_backwards() -> None:
    clock = SystemClock()
    first = clock.monotonic()
    assert clock.now().tzinfo is UTC
    assert clock.monotonic() >= first


@given(st.binary(min_size=10, max_size=10))
def test_an_id_is_a_valid_uuid_version_7_that_carries_the_moment(entropy: bytes) -> None:
    made = uuid.UUID(Ids(FixedClock(WINTER), lambda count: entropy[:count]).new())
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert made.int >> 80 == int(WINTER.timestamp() * 1000)


def test_ids_sort_by_time() -> None:
    clock = FixedClock(WINTER)
    ids = Ids(clock)
    first = ids.new()
    clock.advance(milliseconds=1)
    assert first < ids.new()


def test_a_case_number_has_no_letters_that_are_misread() -> None:
    number = Ids(FixedClock(WINTER), lambda count: bytes(range(count))).case_number()
    assert number == "0123"
    assert not set("ILOU") & set(CROCKFORD)


def test_the_data_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LOTSE_DATEN", str(tmp_path))
    assert default_root() == tmp_path
    monkeypatch.delenv("LOTSE_DATEN")
    assert default_root().name == "lotse"


def test_resources_are_found_in_the_source_tree_and_in_a_frozen_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert (resources() / "catalogue").is_dir()
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert resources() == tmp_path / "resources"


def test_every_place_lies_in_the_data_folder(tmp_path: Path) -> None:
    places = Places(tmp_path)
    for place in (places.ground, places.building, places.logs, places.window):
        assert place.is_relative_to(tmp_path)
