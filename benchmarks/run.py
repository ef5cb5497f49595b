"""Runs every benchmark and writes ``benchmarks/RESULTS.md``; nobody and nothing else writes that page.

Usage: ``python -m benchmarks.run [NAME ...]`` (all without names; with names the page is printed, not written).
A benchmark is a file beside this one. It prints one JSON object a line:
``{"name": "finder", "figures": {"p50_ms": 1.2}, "goal": {"p50_ms": "≤ 2"}}`` – ``goal`` may also be one sentence – and
asserts nothing. Other lines are passed through.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import PySide6

from scripts.house import ROOT

HERE = Path(__file__).resolve().parent
PAGE = HERE / "RESULTS.md"
NOT_ONE = {"run", "__init__", "ground", "measuring", "contacts", "npm"}
LIMIT_SECONDS = 1800

Outcome = dict[str, Any]


def said_by(*command: str) -> str:
    """Return what a command prints; nothing where there is no such command."""
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    except FileNotFoundError:
        return ""


def first_after(path: str, word: str) -> str:
    """Return what follows the first ``word …:`` in a file of the system, for example of ``/proc``."""
    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except OSError:
        return "unknown"
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(word)), "unknown")


def circumstances() -> list[str]:
    """Return which program was measured, and where."""
    changed = " with uncommitted changes" if said_by("git", "status", "--porcelain", "--untracked-files=no") else ""
    memory = first_after("/proc/meminfo", "MemTotal").removesuffix(" kB")
    load = " ".join(f"{part:.1f}" for part in os.getloadavg())
    return [
        f"- commit `{said_by('git', 'rev-parse', '--short=12', 'HEAD') or 'unknown'}`{changed}",
        f"- measured {time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, load average before: {load}",
        (
            f"- {first_after('/proc/cpuinfo', 'model name')}, {os.cpu_count()} cores,"
            f" {int(memory) / 1024**2:.1f} GiB memory, {platform.platform()}"
        ),
        (
            f"- Python {platform.python_version()}, PySide6 {PySide6.__version__},"
            f" display: {'X' if os.environ.get('DISPLAY') else 'none'}"
        ),
    ]


def run(name: str) -> list[Outcome]:
    """Run one benchmark in a process of its own and return what it measured."""
    print(f"… {name}", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", f"benchmarks.{name}"]
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
            timeout=LIMIT_SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return [{"name": name, "failed": f"took longer than {LIMIT_SECONDS} s"}]
    found = []
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            found.append(json.loads(line))
        else:
            print(line, file=sys.stderr)
    if done.returncode or not found:
        found.append({"name": name, "failed": f"ended with {done.returncode}, {len(found)} results"})
    return found


def shown(value: object) -> str:
    """Return a figure as it stands in the table."""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def section(outcome: Outcome) -> list[str]:
    """Return the lines of one result."""
    goals = outcome.get("goal", {})
    lines = ["", f"## {outcome['name']}", ""]
    if isinstance(goals, str):
        lines += [f"Goal: {goals}", ""]
        goals = {}
    if note := outcome.get("note"):
        lines += [str(note), ""]
    if "failed" in outcome:
        return [*lines, f"**Failed:** {outcome['failed']}"]
    lines += ["| figure | value | goal |", "|---|---:|---|"]
    return lines + [
        f"| {name} | {shown(value)} | {goals.get(name, '')} |" for name, value in outcome["figures"].items()
    ]


def page(before: list[str], outcomes: list[Outcome]) -> str:
    """Return the whole page."""
    head = [
        "# Figures",
        "",
        "Written by `make bench` only; do not edit. Times and ratios of one run belong together: the machine is shared",
        "and noisy, so compare ratios, not milliseconds of different runs.",
        "",
    ]
    return "\n".join([*head, *before, *(line for outcome in outcomes for line in section(outcome)), ""])


def main(names: list[str]) -> int:
    """Run, write, return 1 if a benchmark failed."""
    chosen = names or sorted(path.stem for path in HERE.glob("*.py") if path.stem not in NOT_ONE)
    before = circumstances()
    outcomes = [outcome for name in chosen for outcome in run(name)]
    text = page(before, outcomes)
    if names:
        print(text)
    else:
        PAGE.write_text(text, "utf-8")
        print(f"{PAGE.relative_to(ROOT)} written.")
    return 1 if any("failed" in outcome for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
