"""Each benchmark runs and prints figures that can be read; how large they are is nobody's business here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.figures_million import noted

ROOT = Path(__file__).resolve().parents[2]
#: Each knows ``--quick``: one round, whose figures say nothing.
QUICK = ("autosave", "figures_million", "first_paper", "job", "large_forms", "open_form", "sessions", "start")


@pytest.mark.parametrize("name", QUICK)
def test_a_benchmark_prints_figures_with_their_goals(name: str) -> None:
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", f"benchmarks.{name}", "--quick"]
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert len(told) == 1
    assert told[0]["name"] == name
    assert told[0]["figures"]
    assert told[0]["goal"].keys() <= told[0]["figures"].keys()
    assert all(isinstance(value, int | float | str) for value in told[0]["figures"].values())


def test_the_bench_fetches_what_it_is_measured_beside_and_tells_when_that_is_missing() -> None:
    command = ["make", "-n", "bench"]
    plan = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert plan.index("requirements-bench.txt") < plan.index("benchmarks.run")
    assert "nothing stands beside" in noted(1_000_000, 18, 3, beside=False)
    assert "nothing" not in noted(1_000_000, 18, 3, beside=True)
