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

from lotse_app.bootstrap import build
from lotse_app.demonstration.stage import NoKeyring
from lotse_app.models.people import PlaceType, Role
from lotse_app.paths import Places
from lotse_app.workflows.unlock import FirstRun
from scripts.house import ROOT

ROUNDS = 9


def spawned(script: str, platform: str, cache: str, *arguments: str) -> dict[str, float]:
    """Start one child and return what it prints; byte code is kept in ``cache``, as an installed program has it."""
    surroundings = os.environ | {"QT_QPA_PLATFORM": platform, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": cache}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", f"benchmarks.starting.{script}"]
    command.append(repr(time.clock_gettime(time.CLOCK_MONOTONIC)))
    done = subprocess.run(
        [*command, *arguments], env=surroundings, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    if done.returncode:
        sys.exit(f"{script}: {done.stderr}")
    found: dict[str, float] = json.loads(done.stdout)
    return found


def store_in(folder: Path) -> None:
    """Make a real store; its key lies beside it, so that the program can be opened without Argon2id."""
    unlocking = build(Places(folder), NoKeyring()).unlocking
    created = unlocking.create(
        FirstRun(
            "Gemeinde Muster", "Markt 1, 01099 Dresden", "datenschutz@example.org", True, "Rathaus",
            PlaceType.TOWN_HALL, "14612000", True, "Erika Muster", Role.OFFICIAL, "vier zufällige Wörter genügen hier",
        )
    )  # fmt: skip
    unlocking.settle()
    (folder / "key.txt").write_text(created.key.hex(), "ascii")


def spread(values: list[float]) -> str:
    """Return median (smallest–largest)."""
    return f"{statistics.median(values):.0f} ({min(values):.0f}–{max(values):.0f})"


def rounds(platform: str, folder: Path, number: int) -> dict[str, list[dict[str, float]]]:
    """Return what each round found, the kinds taking turns; the first round of each warms the caches and is dropped."""
    kinds: dict[str, tuple[str, ...]] = {
        "bare": ("bare",),
        "plain": ("plain",),
        "at once": ("program", str(folder)),
        "typed": ("program", str(folder), "typed"),
    }
    found: dict[str, list[dict[str, float]]] = {kind: [] for kind in kinds}
    for at in range(number + 1):
        for kind, (script, *arguments) in kinds.items():
            figures = spawned(script, platform, str(folder / "bytecode"), *arguments)
            if at:
                found[kind].append(figures)
    return found


def figures_of(platform: str, found: dict[str, list[dict[str, float]]]) -> dict[str, Any]:
    """Return medians and ratios of all rounds on one platform."""
    bare = [one["painted"] for one in found["bare"]]
    plain = [one["painted"] for one in found["plain"]]
    typed, at_once = found["typed"], found["at once"]
    unlock = [one["unlock"] for one in (*typed, *at_once)]
    usable = [one["loaded"] - one["pressed"] for one in typed]
    cold = [one["loaded"] - one["pressed"] for one in at_once]
    floor = statistics.median(bare)
    marks = ("pressed", "desk", "made", "main", "loaded")
    words = ("open store and lay desk", "make the main window", "first paint", "load Heute")
    stages = {
        f"{platform}: … {word}, ms": spread([one[after] - one[before] for one in typed])
        for word, before, after in zip(words, marks, marks[1:], strict=False)
    }
    return {
        f"{platform}: bare window, ms": spread(bare),
        f"{platform}: unlock window, ms": spread(unlock),
        f"{platform}: unlock window / bare": round(statistics.median(unlock) / floor, 2),
        f"{platform}: window of plain widgets, ms": spread(plain),
        f"{platform}: unlock window / window of plain widgets": round(
            statistics.median(unlock) / statistics.median(plain), 2
        ),
        f"{platform}: key to usable main window, ms": spread(usable),
        **stages,
        f"{platform}: key to usable main window / bare": round(statistics.median(usable) / floor, 2),
        f"{platform}: start to usable main window, without the typing / bare": round(
            (statistics.median(unlock) + statistics.median(usable)) / floor, 2
        ),
        f"{platform}: key to usable main window, nothing loaded while typing, ms": spread(cold),
        f"{platform}: key to usable main window, nothing loaded while typing / bare": round(
            statistics.median(cold) / floor, 2
        ),
        f"{platform}: memory after unlock, RSS MiB": spread([one["rss_mib"] for one in typed]),
        f"{platform}: memory after unlock, PSS MiB": spread([one["pss_mib"] for one in typed]),
        f"{platform}: bare window, RSS MiB": spread([one["rss_mib"] for one in found["bare"]]),
    }


def main(number: int = ROUNDS) -> None:
    """Measure and print."""
    quick = "--quick" in sys.argv[1:]
    platforms = ["offscreen", *(["xcb"] if os.environ.get("DISPLAY") and not quick else [])]
    number = 1 if quick else number
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store_in(folder)
        for platform in platforms:
            figures |= figures_of(platform, rounds(platform, folder, number))
    goals = {}
    for platform in platforms:
        goals[f"{platform}: unlock window / bare"] = "≤ 1.5"
        goals[f"{platform}: key to usable main window / bare"] = "≤ 2.5"
        goals[f"{platform}: start to usable main window, without the typing / bare"] = "≤ 2.5"
        goals[f"{platform}: memory after unlock, RSS MiB"] = "≤ 150"
    note = (
        f"Median (smallest–largest) of {number} rounds by turns, warm, from the start of the process, the key known: "
        "no Argon2id. The bare window holds nothing; the one of plain widgets holds what an unlock page needs, in no "
        "look (PySide6 makes a Qt class when it is first asked for). Store, rooms and catalogue are loaded while the "
        "passphrase is typed; also shown: without that."
    )
    print(json.dumps({"name": "start", "figures": figures, "goal": goals, "note": note}, ensure_ascii=False))


if __name__ == "__main__":
    main()
