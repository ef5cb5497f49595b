"""Where no window can be opened, the program says so in German and ends, instead of an abort of Qt."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from lotse_app.ui.display import NO_DISPLAY, without_display

if TYPE_CHECKING:
    from pathlib import Path

DEMO = "Ohne Anzeige führt „lotse demo --out ORDNER“ den ganzen Weg vor.\n"


def _started(folder: Path, encoding: str = "utf-8", **shown: str) -> tuple[int, str]:
    """Start the program with nothing but this display; return the exit status and all that was said."""
    around = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    around = around | {"LOTSE_DATEN": str(folder), "PYTHONIOENCODING": encoding, "QT_QPA_PLATFORM": ""} | shown
    command = [sys.executable, "-m", "lotse_app"]
    ended = subprocess.run(command, env=around, capture_output=True, encoding="utf-8", timeout=60, check=False)
    return ended.returncode, ended.stdout + ended.stderr


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="there is always a display")
def test_no_display_is_one_german_sentence_and_a_way_out(tmp_path: Path) -> None:
    nowhere = "Hier ist keine Anzeige (DISPLAY oder WAYLAND_DISPLAY). Bitte Lotse an einem Bildschirm öffnen. " + DEMO
    assert _started(tmp_path) == (NO_DISPLAY, nowhere)
    # One that does not answer; a terminal without umlauts.
    status, said = _started(tmp_path, "ascii", DISPLAY=":999")
    assert (status, "Die Anzeige :999 antwortet nicht" in said, "?lotse demo --out ORDNER?" in said) == (2, True, True)


def test_what_to_say_follows_from_what_is_set() -> None:
    assert without_display({"DISPLAY": "", "WAYLAND_DISPLAY": ""}) == without_display({})
    assert "Die Anzeige wayland-1/:0 antwortet nicht" in without_display(
        {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-1"}
    )
