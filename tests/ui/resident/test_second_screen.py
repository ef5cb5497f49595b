"""Two real screens of a real X server: the view opens on the resident's, and a pulled cable hides nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from scripts.house import ROOT
from tests.ui.resident.two_screens import DESK, GUEST

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.window
PULT, GAST = "Pult", "Gast"


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """Return the display of an X server of our own, wide enough for two monitors."""
    reading, writing = os.pipe()
    command = ("Xvfb", "-displayfd", str(writing), "-screen", "0", "2304x768x24", "-nolisten", "tcp", "-noreset")
    server = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.fixture(scope="module")
def seen(display: str) -> dict[str, Any]:
    """Return what the program on two screens saw."""
    around = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "QT_ACCESSIBILITY": "0"}
    command = (sys.executable, "-m", "tests.ui.resident.two_screens")
    done = subprocess.run(command, cwd=ROOT, env=around, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_view_opens_over_the_whole_of_the_other_screen(seen: dict[str, Any]) -> None:
    assert seen["opened"] == [GAST, list(GUEST), True]


def test_a_pulled_cable_closes_the_view_and_leaves_nothing_in_it(seen: dict[str, Any]) -> None:
    visible, closed, name_is_left = seen["pulled"]
    assert not visible
    assert closed == ["told"], "the pilot is told: lists may show names again"
    assert not name_is_left


def test_without_the_second_screen_it_opens_over_the_pilots(seen: dict[str, Any]) -> None:
    assert seen["alone"] == [PULT, list(DESK), True, True]
    assert seen["again"] == [GAST, list(GUEST), True], "plugged in again, it is found again"


def test_das_stimmt_nicht_gives_the_screen_back_only_where_there_is_one(seen: dict[str, Any]) -> None:
    assert seen["doubt beside"]
    assert not seen["doubt alone"]


def test_the_schreibtafel_stands_on_both_and_stays_on_the_pilots_when_the_cable_goes(seen: dict[str, Any]) -> None:
    assert seen["board"] == [[PULT, list(DESK), True], [GAST, list(GUEST), True]]
    assert seen["the same text"] == "Guten Tag"
    assert seen["board pulled"] == [[PULT, list(DESK), True]]
    assert seen["board text"] == "Guten Tag"
