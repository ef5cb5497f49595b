"""Times the Formloser Antrag by keyboard for a random sample of services, and writes the page about it.

Usage: ``scripts/window-session.sh .venv/bin/python -m scripts.formless``. Writes the first part of
``docs/nachweise/formloser-antrag.md``; what was read and judged by people stands below ``_BY_HAND`` and stays.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.ground import set_up
from benchmarks.run import circumstances
from scripts.house import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

NUMBER, SEED = 50, 20261122
GOAL = 90
#: Seconds a keystroke takes somebody who types slowly, and seconds to look at a new screen or field before one acts
#: (Card, Moran, Newell 1983, keystroke-level model: M = 1.35 s; K = 0.28 s for the average non-secretary).
KEY, SLOW_KEY, LOOK = 0.15, 0.28, 1.35
_BY_HAND = "## The exclusion table, read by people"
_HEAD = f"""# Formloser Antrag: from the finder to the paper

The first part is written by `scripts/window-session.sh .venv/bin/python -m scripts.formless` only. The real window, the
real store and the real catalogue; {NUMBER} services drawn with seed {SEED} from all that are eligible and have no form;
no mouse.

Each one: `Strg+K`, the first words of its name until it stands in the list, down to its line, the card, who acts,
privacy sheet noted, seven answers (name, birth date, address), read back in two sections, frozen, *signed on the
print*, *Adresse unbekannt* ticked where nobody knows the office, handed in, papers in the preview. The application's
PDF is looked at: it names the service, has the fixed sentences, and its pages are counted.

- **program**: from the first key to the papers with keys that take no time; waiting rounds of the script (40 ms each)
  are in it.
- **typed at {KEY * 1000:.0f} ms**: program + {KEY} s for each key and letter.
- **with looking**: program + {SLOW_KEY} s a key and letter + {LOOK} s for each new screen and field one looks at first.
- Not counted: what the person says and reads, the printer, the pen.
"""


def played(platform: str) -> list[dict[str, Any]]:
    """Play the sample in a process of its own; return one object a service."""
    with tempfile.TemporaryDirectory(prefix="lotse-formlos-") as name:
        ground = set_up(Path(name, "daten"))
        arguments = [str(Path(name, "daten")), ground.key.hex(), str(NUMBER), str(SEED)]
        command = [sys.executable, "-m", "benchmarks.working.formless_job", *arguments]
        surroundings = os.environ | {"QT_QPA_PLATFORM": platform, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            command, env=surroundings, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, timeout=1800
        )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def page(runs: Sequence[dict[str, Any]], told: Sequence[str]) -> Iterator[str]:
    """Yield the lines of the page."""
    yield _HEAD
    yield from told
    yield ""
    good = [run for run in runs if not run["failed"]]
    late = [run for run in good if _seconds(run, SLOW_KEY, LOOK) > GOAL]
    yield f"{len(good)} of {len(runs)} came to the paper; {len(late)} of them took longer than {GOAL} s with looking."
    yield ""
    yield "| | min | median | max |"
    yield "|---|---:|---:|---:|"
    for name, figure in _figures():
        values = [figure(run) for run in good]
        yield f"| {name} | {min(values):.1f} | {median(values):.1f} | {max(values):.1f} |"
    yield ""
    yield "| service | typed to find it | line | keys | letters | program, s | with looking, s | pages |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|"
    for run in good:
        yield (
            f"| {run['name']} | {run['query']} | {run['rank'] + 1} | {run['keys']} | {run['letters']} "
            f"| {run['seconds']:.1f} | {_seconds(run, SLOW_KEY, LOOK):.0f} | {run['pages']} |"
        )
    for run in runs:
        if run["failed"]:
            yield f"\nFailed: {run['name']} – {run['failed']}"
    yield ""


def _figures() -> tuple[tuple[str, Callable[[dict[str, Any]], float]], ...]:
    return (
        ("keys beside free text", lambda run: float(run["keys"])),
        ("letters of free text", lambda run: float(run["letters"])),
        ("program, s", lambda run: float(run["seconds"])),
        (f"typed at {KEY * 1000:.0f} ms, s", lambda run: _seconds(run, KEY, 0.0)),
        ("with looking, s", lambda run: _seconds(run, SLOW_KEY, LOOK)),
        ("pages of the application", lambda run: float(run["pages"])),
    )


def _seconds(run: dict[str, Any], key: float, look: float) -> float:
    return float(run["seconds"] + key * (run["keys"] + run["letters"]) + look * run["looks"])


def main() -> int:
    """Play and write."""
    told = circumstances()
    runs = played("xcb" if os.environ.get("DISPLAY") else "offscreen")
    target = ROOT / "docs" / "nachweise" / "formloser-antrag.md"
    before = target.read_text("utf-8") if target.is_file() else ""
    kept = before[before.index(_BY_HAND) :] if _BY_HAND in before else ""
    target.write_text("\n".join(page(runs, told)) + (f"\n{kept}" if kept else ""), "utf-8")
    failed = [run["name"] for run in runs if run["failed"]]
    print(f"{len(runs) - len(failed)} of {len(runs)} services: {target.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
