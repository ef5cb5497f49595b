"""Holds each package to its floor of coverage, lines and branches together.

Usage: ``python -m scripts.coverage_floors TARGET.json``; ``COVERAGE_FILE`` names the measured data. Writes coverage's
report as JSON to the target (the house figures of ``make bench`` read it) and ends with 1 when a package lies below
its floor.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

#: Percent of lines and branches; a package that is not named has no floor of its own.
FLOORS = {"models": 100.0, "forms": 100.0, "store": 100.0, "workflows": 100.0, "ui": 85.0, "lotse_portal": 90.0}


def by_package(report: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """Return (covered, all) lines and branches of each package of ``lotse_app``, and of ``lotse_portal`` as one.

    Single modules of the desktop count as ``(root)``.
    """
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, file in report["files"].items():
        package = _package(Path(name).parts)
        figures = file["summary"]
        sums[package][0] += figures["covered_lines"] + figures["covered_branches"]
        sums[package][1] += figures["num_statements"] + figures["num_branches"]
    return {package: (covered, whole) for package, (covered, whole) in sorted(sums.items())}


def _package(parts: tuple[str, ...]) -> str:
    if "lotse_app" not in parts:
        return "lotse_portal"
    inside = parts[parts.index("lotse_app") + 1 :]
    return inside[0] if len(inside) > 1 else "(root)"


def percent(covered: int, whole: int) -> float:
    """Return the share covered; a package without statements is covered."""
    return 100.0 if whole == 0 else 100.0 * covered / whole


def gaps(report: dict[str, Any], package: str) -> list[str]:
    """Return what is not covered in a package: one line a file, with its lines and its branches."""
    found = []
    for name, file in sorted(report["files"].items()):
        lines = file["missing_lines"]
        branches = [f"{start}->{end}" for start, end in file["missing_branches"] if start not in lines]
        if f"lotse_app/{package}/" in Path(name).as_posix() and (lines or branches):
            found.append(f"      {name}: {', '.join([*map(str, lines), *branches])}")
    return found


def below(report: dict[str, Any], floors: dict[str, float]) -> list[str]:
    """Return the packages that lie below their floor, or that were not measured at all."""
    measured = by_package(report)
    return [name for name, floor in floors.items() if name not in measured or percent(*measured[name]) < floor]


def main(target: Path) -> int:
    """Write the report, print the table, return the exit code."""
    command = [sys.executable, "-m", "coverage", "json", "--quiet", "-o", str(target)]
    subprocess.run(command, check=True)
    report = json.loads(target.read_text("utf-8"))
    failed = below(report, FLOORS)
    for package, (covered, whole) in by_package(report).items():
        floor = f"floor {FLOORS[package]:.0f} %" if package in FLOORS else ""
        print(f"   {package:<12} {percent(covered, whole):6.2f} %  {floor}{'  BELOW' if package in failed else ''}")
    for package in failed:
        print(f"   {package} lies below its floor:", *gaps(report, package), sep="\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
