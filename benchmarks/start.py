"""How soon the window stands: the unlock window and the main window against a bare PySide6 window, in one run.

Each process is started afresh, the two kinds taking turns; offscreen, and in an X window where there is a display.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from scripts.house import ROOT

ROUNDS = 9


def spawned(script: str, platform: str, *arguments: str) -> str:
    """Start one child and return what it prints."""
    surroundings = os.environ | {"QT_QPA_PLATFORM": platform, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", f"benchmarks.starting.{script}"]
    command.append(repr(time.clock_gettime(time.CLOCK_MONOTONIC)))
    done = subprocess.run(
        [*command, *arguments], env=surroundings, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    if done.returncode:
        sys.exit(f"{script}: {done.stderr}")
    return done.stdout


def store_in(folder: Path) -> None:
    """Make a real store; its key lies beside it, so that the program can be opened without Argon2id."""
    from lotse_app.bootstrap import build  # noqa: PLC0415 - not before it is needed
    from lotse_app.demonstration.stage import NoKeyring  # noqa: PLC0415 - as above
    from lotse_app.models.people import PlaceType, Role  # noqa: PLC0415 - as above
    from lotse_app.paths import Places  # noqa: PLC0415 - as above
    from lotse_app.workflows.unlock import FirstRun  # noqa: PLC0415 - as above

    unlocking = build(Places(folder), NoKeyring()).unlocking
    created = unlocking.create(
        FirstRun(
            "Gemeinde Muster", "Markt 1, 01099 Dresden", "datenschutz@example.org", True, "Rathaus",
            PlaceType.TOWN_HALL, "14612000", True, "Erika Muster", Role.OFFICIAL, "vier zufällige Wörter genügen hier",
        )
    )  # fmt: skip
    unlocking.settle()
    (folder / "key.txt").write_text(created.key.hex(), "ascii")


def measured(platform: str, folder: Path) -> dict[str, Any]:
    """Return medians and ratios of all rounds on one platform; the first round of each kind warms the caches."""
    bare, unlock, usable, memory = [], [], [], []
    for round_number in range(ROUNDS + 1):
        floor = float(spawned("bare", platform))
        ours = json.loads(spawned("program", platform, str(folder)))
        if round_number:
            bare.append(floor)
            unlock.append(ours["unlock"])
            usable.append(ours["main"] - ours["pressed"])
            memory.append(ours["rss_mib"])
    floor = statistics.median(bare)
    return {
        f"{platform}: bare window, ms": f"{floor:.0f} ({min(bare):.0f}–{max(bare):.0f})",
        f"{platform}: unlock window, ms": f"{statistics.median(unlock):.0f} ({min(unlock):.0f}–{max(unlock):.0f})",
        f"{platform}: from the button to the main window, ms": f"{statistics.median(usable):.0f}",
        f"{platform}: unlock window / bare": round(statistics.median(unlock) / floor, 2),
        f"{platform}: button to main window / bare": round(statistics.median(usable) / floor, 2),
        f"{platform}: start to main window / bare": round(
            (statistics.median(unlock) + statistics.median(usable)) / floor, 2
        ),
        f"{platform}: memory after unlock, MiB": round(statistics.median(memory)),
    }


def main() -> None:
    """Measure and print."""
    platforms = ["offscreen", *(["xcb"] if os.environ.get("DISPLAY") else [])]
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store_in(folder)
        for platform in platforms:
            figures |= measured(platform, folder)
    goals = {}
    for platform in platforms:
        goals[f"{platform}: unlock window / bare"] = "≤ 1.5"
        goals[f"{platform}: start to main window / bare"] = "≤ 2.5"
        goals[f"{platform}: memory after unlock, MiB"] = "≤ 150"
    note = "Median (smallest–largest) of 9 rounds, warm, from the start of the process; the key is known, no Argon2id."
    print(json.dumps({"name": "start", "figures": figures, "goal": goals, "note": note}, ensure_ascii=False))


if __name__ == "__main__":
    main()
