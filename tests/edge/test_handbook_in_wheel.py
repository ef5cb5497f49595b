"""The handbook comes along where the program is installed, and has one source in the repository."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from lotse_app.paths import handbook
from scripts.house import ROOT

if TYPE_CHECKING:
    from pathlib import Path

ASK = "from lotse_app.paths import handbook; print(handbook())"


def test_in_the_source_tree_it_is_read_where_it_is_written() -> None:
    assert handbook() == ROOT / "docs" / "handbuch"


def test_what_is_built_has_pages_and_pictures_beside_its_resources(tmp_path: Path) -> None:
    built = tmp_path / "gebaut"
    command = [
        sys.executable,
        "setup.py",
        "-q",
        "build",
        "--build-base",
        str(tmp_path / "bau"),
        "--build-lib",
        str(built),
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    surroundings = {**os.environ, "PYTHONPATH": str(built)}
    asked = subprocess.run(
        [sys.executable, "-c", ASK], cwd=tmp_path, env=surroundings, check=True, capture_output=True, text=True
    )
    found = built / "resources" / "handbuch"
    assert asked.stdout.strip() == str(found)
    pages = {page.name for page in handbook().glob("*.md")}
    assert {page.name for page in found.glob("*.md")} == pages
    assert (found / "../bilder/heute.png").resolve().is_file()
