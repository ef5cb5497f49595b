"""What was tried to break the exchange, with counts: ``python -m tests.portal.proof [model] [portal]``.

Writes docs/nachweise/abgleich.md.

Counts of design/sync, 11; variables of the environment ask for others: LOTSE_SCHEDULES, LOTSE_PORTAL_KILLS,
LOTSE_PORTAL_RACES, LOTSE_PORTAL_SEQUENCES, LOTSE_PORTAL_EXAMPLES, LOTSE_STORIES, LOTSE_HOSTILE, LOTSE_AWAY,
LOTSE_POWER, LOTSE_FULL_EVERY, LOTSE_CALLS_EVERY.
Ends with 1 where anything broke.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.verdict import counted
from tests.forms.oracle.node import ROOT
from tests.portal import fuzz
from tests.portal.model_check import MUTANTS, check

PAGE = ROOT / "docs" / "nachweise" / "abgleich.md"
SCHEDULES = int(os.environ.get("LOTSE_SCHEDULES", "100000"))
KILLS = int(os.environ.get("LOTSE_PORTAL_KILLS", "300"))
RACES = int(os.environ.get("LOTSE_PORTAL_RACES", "50"))
EXAMPLES = int(os.environ.get("LOTSE_PORTAL_EXAMPLES", "300"))
STORIES = int(os.environ.get("LOTSE_STORIES", "500"))
HOSTILE = int(os.environ.get("LOTSE_HOSTILE", "100000"))
AWAY = int(os.environ.get("LOTSE_AWAY", "5000"))
POWER = int(os.environ.get("LOTSE_POWER", "1000"))
CALLS_EVERY = int(os.environ.get("LOTSE_CALLS_EVERY", "1"))
#: Any number asks for all images.
IMAGES = 300
FULL_EVERY = int(os.environ.get("LOTSE_FULL_EVERY", "1"))
SEQUENCES = int(os.environ.get("LOTSE_PORTAL_SEQUENCES", "2000"))
OF_MUTANTS = 2000
PARTS = ROOT / "build" / "portal-proof"
_PART = 500
_PREFACE = """# The exchange, broken on purpose: the portal's side

Written by `make faults` only (`python -m tests.portal.proof`). Numbers are those of `design/sync.md`, section 11. The
model check drives the portal's real reducer and feed, and the desktop's real round; the others a portal really served,
on SQLite and PostgreSQL. What a person saved is lost, doubled, replaced unseen, or differs between devices: 0 of each.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """What was tried, how often, what came of it, in how many seconds."""

    number: str
    what: str
    count: str
    found: str
    seconds: float
    sound: bool = True


def tally(part: tuple[int, int, str]) -> Counter[str]:
    """Run the schedules of a range of seeds; count operations, restores and broken promises."""
    first, last, mutant = part
    counts: Counter[str] = Counter()
    for seed in range(first, last):
        seen = check(seed, mutant=mutant)
        counts["operations"] += seen.operations
        counts["conflicts"] += seen.conflicts
        counts["noticed"] += bool(seen.broken)
        counts["portal"] += seen.portal_restored
        counts["device"] += seen.device_restored
        counts["both"] += seen.portal_restored and seen.device_restored
        counts.update(seen.broken)
    return counts


def schedules(pool: ProcessPoolExecutor, count: int, mutant: str = "") -> Counter[str]:
    """Run so many schedules."""
    parts = [(start, min(start + _PART, count), mutant) for start in range(0, count, _PART)]
    return sum(pool.map(tally, parts), Counter[str]())


def of_model() -> tuple[list[Line], list[str]]:
    """Return the lines of the model check, and what was noticed of each rule that was taken away."""
    workers = max(1, int(os.environ.get("LOTSE_TEST_WORKERS", "2")))
    with ProcessPoolExecutor(workers) as pool:
        began = time.monotonic()
        seen = schedules(pool, SCHEDULES)
        took = time.monotonic() - began
        mutants = {name: schedules(pool, OF_MUTANTS, name) for name in MUTANTS}
    broken = {name: seen[name] for name in ("lost", "doubled", "silent", "diverged", "replay")}
    words = ", ".join(f"{count} {name}" for name, count in broken.items())
    told = f"{seen['operations']:,} operations, {seen['conflicts']:,} conflicts; {words}"
    restored = f"{seen['portal']:,} with the portal restored, {seen['device']:,} a device, {seen['both']:,} both"
    blind = [name for name, found in mutants.items() if not found["noticed"]]
    lines = [
        Line("F1", "model check", f"{SCHEDULES:,} schedules", told, took, not any(broken.values())),
        Line("F1", "rules taken away", f"{len(MUTANTS)} mutants", f"{len(MUTANTS) - len(blind)} noticed", 0, not blind),
        Line("F12", "restores in these schedules", restored, "as above", 0),
    ]
    return lines, [_of_mutant(name, found) for name, found in mutants.items()]


def _of_mutant(name: str, found: Counter[str]) -> str:
    kinds = ", ".join(
        f"{found[kind]} {kind}" for kind in ("lost", "doubled", "silent", "diverged", "replay") if found[kind]
    )
    return f"| `{name}` | {found['noticed']} | {kinds} |"


def of_tests(number: str, what: str, count: str, *tests: str, **environment: int) -> Line:
    """Run tests with a count; return their line."""
    told = {**os.environ, **{name: str(value) for name, value in environment.items()}}
    began = time.monotonic()
    with TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "--timeout=7200", f"--junitxml={report}", *tests]
        done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
        totals = counted(report.parent)
    bad = totals["failures"] + totals["errors"]
    if bad:
        sys.stdout.write(done.stdout)
    found = f"{totals['tests'] - bad} tests hold, {bad} do not"
    return Line(number, what, count, found, time.monotonic() - began, done.returncode == 0)


def of_fuzz() -> Line:
    """Return the line of schemathesis."""
    began = time.monotonic()
    status, said = fuzz.run(EXAMPLES)
    if status:
        sys.stdout.write(said)
    found = "0 server errors, 0 leaks, every answer as the contract says" if status == 0 else "see its output"
    count = f"{fuzz.generated(said):,} requests"
    return Line("", "schemathesis over the contract", count, found, time.monotonic() - began, status == 0)


def of_portal() -> list[Line]:
    """Return the lines of everything that a served portal is put through."""
    here, desk = "tests/portal", "tests/portal_client"
    exchange = (f"{here}/test_exchange.py", f"{here}/test_two_processes.py")
    restored = (f"{here}/test_restoring.py", f"{here}/test_orders.py", f"{desk}/test_restored_portal.py")
    allowed = (f"{here}/test_scopes.py", f"{here}/test_joining.py", f"{here}/test_admin.py")
    hostile = f"{desk}/test_hostile_portal.py"
    full_disk, each = "tests/faults/test_full_disk.py", f"every {FULL_EVERY}." if FULL_EVERY > 1 else "every write"
    power = "tests/faults/test_losing_power.py"
    away = f"{desk}/test_half_a_year.py"
    each_call = f"every {CALLS_EVERY}." if CALLS_EVERY > 1 else "every call"
    killed = f"{desk}/test_round.py::test_a_program_killed_at_any_call_of_a_round_loses_and_doubles_nothing"
    failing = ("tests/faults/test_failing_calls.py", "tests/faults/test_failing_exchange.py")
    torn = "tests/faults/test_torn_log.py"
    stories = f"{desk}/test_desks_and_portal.py"
    known = f"{here}/test_fuzz.py::test_who_knows_every_foreign_id_learns_nothing_by_them"
    return [
        of_tests("F2", "desks, stores, portal as chance wants", f"{STORIES} stories", stories, LOTSE_STORIES=STORIES),
        of_tests("F3", "the desk killed at each call of a round", each_call, killed, LOTSE_KILLS_EVERY=CALLS_EVERY),
        of_tests("F4", "killed inside a push", f"{KILLS} kills", f"{here}/test_process.py", LOTSE_PORTAL_KILLS=KILLS),
        of_tests("F5", "each call of the database fails", each_call, *failing, LOTSE_CALLS_EVERY=CALLS_EVERY),
        of_tests("F6", "one exchange fails in every way", "84 pairs", f"{desk}/test_every_exchange.py", LOTSE_HUNT=1),
        of_tests("F9", "logs cut, zeroed, scribbled over", "5,001 images", torn, LOTSE_FAULT_ROUNDS=IMAGES),
        of_tests("F10", "power fails, unflushed writes gone", f"{POWER:,} moments", power, LOTSE_POWER=POWER),
        of_tests("F11", "full, or read only, from each write on", each, full_disk, LOTSE_FULL_EVERY=FULL_EVERY),
        of_tests("F12", "really restored; a real desk heals", "both databases", *restored),
        of_tests("F13", "one batch at once; two processes", f"{RACES} races", *exchange, LOTSE_PORTAL_RACES=RACES),
        of_tests("F14", "pairs of operations, both orders", "all 128", f"{here}/test_pairs.py"),
        of_tests("F15", "clocks that are wrong, put, or turned", "12 clocks", f"{desk}/test_clocks.py"),
        of_tests("F16", "tokens, shut-out devices, roles, stations", "all", *allowed),
        of_tests("F17", "programs and portals of different age", "every pair", f"{desk}/test_versions.py"),
        of_tests("F18", "a portal that means harm", f"{HOSTILE:,} answers", hostile, LOTSE_HOSTILE=HOSTILE),
        of_tests("F22", "half a year away, renewed twice", f"{AWAY:,} operations", away, LOTSE_AWAY=AWAY),
        of_tests("", "who knows every foreign id", f"{SEQUENCES:,} sequences", known, LOTSE_PORTAL_SEQUENCES=SEQUENCES),
        of_fuzz(),
    ]


def write_page() -> bool:
    """Write the page from the parts that were run; return whether all in them is sound."""
    parts = [json.loads(file.read_text("utf-8")) for file in sorted(PARTS.glob("*.json"))]
    lines = [Line(**one) for part in parts for one in part["lines"]]
    rows = "".join(f"| {one.number} | {one.what} | {one.count} | {one.found} | {one.seconds:.0f} |\n" for one in lines)
    noticed = "".join(f"{one}\n" for part in parts for one in part["mutants"])
    heads = "| # | what | count | found | s |\n|---|---|---:|---|---:|\n"
    mutants = (
        f"## Rules taken away, of {OF_MUTANTS:,} schedules each\n\n| without | noticed in | as |\n|---|---:|---|\n"
    )
    PAGE.write_text(f"{_PREFACE}\n{heads}{rows}\n{mutants}{noticed}", "utf-8")
    sys.stdout.write(f"{PAGE}\n")
    return all(one.sound for one in lines)


def main() -> int:
    """Run the parts that are named, else all; write the page; return whether all is sound."""
    PARTS.mkdir(parents=True, exist_ok=True)
    for part in sys.argv[1:] or ["model", "portal"]:
        lines, mutants = of_model() if part == "model" else (of_portal(), [])
        told = {"lines": [asdict(one) for one in lines], "mutants": mutants}
        (PARTS / f"{part}.json").write_text(json.dumps(told), "utf-8")
    return 0 if write_page() else 1


if __name__ == "__main__":
    sys.exit(main())
