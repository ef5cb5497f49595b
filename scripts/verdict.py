"""Says at the very end of ``make test`` what all parts came to.

Usage: ``python -m scripts.verdict FOLDER SECONDS [NAME OF A FAILED STEP ...]``; reads every
``*.xml`` (JUnit) in FOLDER. Ends with 1 when a step failed or a test did.
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from pathlib import Path


def counted(folder: Path) -> dict[str, int]:
    """Return how many tests there were, and how many failed, erred or were skipped."""
    totals = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    for report in sorted(folder.glob("*.xml")):
        for suite in ET.parse(report).iter("testsuite"):  # noqa: S314 - pytest wrote it a moment ago
            for name in totals:
                totals[name] += int(suite.get(name, "0"))
    return totals


def failures(folder: Path) -> list[str]:
    """Return the names of the tests that failed or erred."""
    return [
        f"FAILED {case.get('classname')}::{case.get('name')}"
        for report in sorted(folder.glob("*.xml"))
        for case in ET.parse(report).iter("testcase")  # noqa: S314 - pytest wrote it a moment ago
        if case.find("failure") is not None or case.find("error") is not None
    ]


def summary(totals: dict[str, int], seconds: int) -> str:
    """Return the closing line in pytest's own form."""
    bad = totals["failures"] + totals["errors"]
    parts = [f"{totals['tests'] - bad - totals['skipped']} passed"]
    if bad:
        parts.insert(0, f"{bad} failed")
    if totals["skipped"]:
        parts.append(f"{totals['skipped']} skipped")
    minutes, rest = divmod(seconds, 60)
    return f" {', '.join(parts)} in {seconds}.00s (0:{minutes:02d}:{rest:02d}) ".center(100, "=")


def main(arguments: list[str]) -> int:
    """Print the verdict; return the exit code."""
    folder, seconds, *steps = arguments
    totals = counted(Path(folder))
    print()
    for line in failures(Path(folder)):
        print(line)
    for step in steps:
        print(f"FAILED step: {step}")
    if totals["tests"]:
        print(summary(totals, int(seconds)))
    elif not steps:
        print("All checks passed.")
    return 1 if steps or totals["failures"] or totals["errors"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
