"""The delay after wrong passphrases: grows, outlives a restart, never closes a slot for good."""

from __future__ import annotations

import errno
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse_app.vault.attempts import LONGEST_SECONDS, Attempts, delay_seconds
from tests.vault.support import clock

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.clock import FixedClock


def attempts(folder: Path, at: FixedClock) -> Attempts:
    return Attempts(folder / "versuche.json", at, flush=lambda _: None)


def test_two_slips_cost_nothing_then_the_wait_doubles_up_to_a_quarter_of_an_hour() -> None:
    assert [delay_seconds(count) for count in range(12)] == [0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900]
    assert delay_seconds(1000) == LONGEST_SECONDS


def test_the_wait_runs_down_with_the_clock(tmp_path: Path) -> None:
    at = clock()
    counted = attempts(tmp_path, at)
    assert [counted.failed("anna") for _ in range(4)] == [0, 0, 5, 10]
    assert counted.wait_seconds("anna") == 10
    at.advance(seconds=9.5)
    assert counted.wait_seconds("anna") == 1
    at.advance(seconds=0.5)
    assert counted.wait_seconds("anna") == 0
    assert counted.failed("anna") == 20


def test_another_pilot_does_not_wait(tmp_path: Path) -> None:
    counted = attempts(tmp_path, clock())
    for _ in range(5):
        counted.failed("anna")
    assert counted.wait_seconds("bernd") == 0


def test_a_restart_does_not_shorten_the_wait(tmp_path: Path) -> None:
    at = clock()
    for _ in range(6):
        attempts(tmp_path, at).failed("anna")
    assert attempts(tmp_path, at).wait_seconds("anna") == 40


def test_the_right_passphrase_starts_from_nothing(tmp_path: Path) -> None:
    at = clock()
    counted = attempts(tmp_path, at)
    for _ in range(6):
        counted.failed("anna")
    counted.forget("anna")
    counted.forget("anna")
    assert counted.failed("anna") == 0
    assert attempts(tmp_path, at).failed("anna") == 0


@given(back=st.integers(1, 10**9))
def test_a_clock_set_back_neither_shortens_the_wait_nor_locks_for_ever(
    tmp_path_factory: pytest.TempPathFactory, back: int
) -> None:
    folder = tmp_path_factory.mktemp("wait")
    at = clock()
    for _ in range(6):
        attempts(folder, at).failed("anna")
    at.advance(seconds=-back)
    assert attempts(folder, at).wait_seconds("anna") == 40
    at.advance(seconds=39)
    assert attempts(folder, at).wait_seconds("anna") == 1
    at.advance(seconds=1)
    assert attempts(folder, at).wait_seconds("anna") == 0


def test_a_disk_that_is_full_still_makes_this_window_wait(tmp_path: Path) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    counted = Attempts(tmp_path / "versuche.json", clock(), flush=full)
    for _ in range(3):
        counted.failed("anna")
    assert counted.wait_seconds("anna") == 5
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"anna": 3}', b'{"anna": [0, 1.0]}', b'{"anna": ["3", 1]}',
     b'{"anna": [3, NaN]}', b'{"anna": [3, Infinity]}', b'{"anna": [3, -5]}', b'{"anna": [10000000, 5]}'],
)  # fmt: skip
def test_a_spoilt_file_counts_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "versuche.json").write_bytes(content)
    counted = attempts(tmp_path, clock())
    assert counted.wait_seconds("anna") == 0
    assert counted.failed("anna") == 0


def test_a_time_in_the_far_future_waits_no_longer_than_the_longest(tmp_path: Path) -> None:
    (tmp_path / "versuche.json").write_text(json.dumps({"anna": [1000, 1e15]}))
    assert attempts(tmp_path, clock()).wait_seconds("anna") == LONGEST_SECONDS
