"""The longest time in which the window did not listen, in the whole main job; against a bare window in the same run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.ground import set_up
from benchmarks.measuring import QUICK, rounds, spread, tell
from scripts.house import ROOT

ROUNDS = 5
_TOLD = 8


def played(script: str, platform: str, cache: str, *arguments: str) -> dict[str, Any]:
    """Play a script in a process of its own and return what it found."""
    surroundings = os.environ | {"QT_QPA_PLATFORM": platform, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": cache}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", f"benchmarks.working.{script}", *arguments]
    done = subprocess.run(command, env=surroundings, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode or not done.stdout:
        sys.exit(f"{script}: {done.returncode} {done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measured(platform: str, number: int) -> dict[str, Any]:
    """Return the figures of one platform; a fresh store a round, the two kinds taking turns."""
    jobs, floors = [], []
    with tempfile.TemporaryDirectory() as name:
        for at in range(number + 1):  # the first round writes byte code and is dropped
            ground = set_up(Path(name) / str(at))
            floors.append(played("bare_loop", platform, f"{name}/bytecode"))
            jobs.append(played("main_job", platform, f"{name}/bytecode", f"{name}/{at}", ground.key.hex()))
    del floors[0], jobs[0]
    worst = max(jobs, key=lambda job: float(job["longest_ms"]))
    for gap in worst["gaps"][:_TOLD]:
        print(f"  {platform}: {gap['ms']} ms ({gap['work_ms']} at work) in “{gap['during']}”: {gap['where']}")
    ours, bare = [job["longest_ms"] for job in jobs], [floor["longest_ms"] for floor in floors]
    work, bare_work = [job["longest_work_ms"] for job in jobs], [floor["longest_work_ms"] for floor in floors]
    return {
        f"{platform}: longest block, ms": spread(ours, 0),
        f"{platform}: longest work at a stretch in the window's thread, ms": spread(work, 0),
        f"{platform}: bare window, longest block, ms": spread(bare, 0),
        f"{platform}: bare window, longest work at a stretch, ms": spread(bare_work, 0),
        f"{platform}: longest work / bare": round(sorted(work)[number // 2] / sorted(bare_work)[number // 2], 2),
        f"{platform}: blocks over 50 ms a job": spread([job["over_goal"] for job in jobs], 0),
        f"{platform}: longest block in": worst["gaps"][0]["during"],
    }


def main() -> None:
    """Measure and print."""
    number = rounds(ROUNDS)
    xcb = os.environ.get("DISPLAY") and QUICK not in sys.argv[1:]
    platforms = ["offscreen", *(["xcb"] if xcb else [])]
    figures: dict[str, Any] = {}
    for platform in platforms:
        figures |= measured(platform, number)
    goal = {f"{platform}: longest block, ms": "< 50" for platform in platforms}
    note = (
        f"Median (smallest–largest) of {number} jobs, each from Strg+N to the end of the session. A block is the time"
        " between two beats of a timer of 1 ms, with whatever else the machine did; work is the window's share of it."
    )
    tell("job", figures, goal, note)


if __name__ == "__main__":
    main()
