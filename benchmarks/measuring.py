"""What every benchmark does: take turns, sort, say the middle with its spread; ``--quick`` is for the tests."""

from __future__ import annotations

import json
import statistics
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

#: A run that only shows that the benchmark works; its figures say nothing.
QUICK = "--quick"


def rounds(wanted: int) -> int:
    """Return how many rounds to play: as many as wanted, or one."""
    return 1 if QUICK in sys.argv[1:] else wanted


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long something took."""
    begin = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begin)


def work(task: Callable[[], object]) -> float:
    """Return how many milliseconds of the processor something took: others on the machine count less."""
    begin = time.process_time()
    task()
    return 1000 * (time.process_time() - begin)


def both(task: Callable[[], object]) -> tuple[float, float]:
    """Return how many milliseconds something took, and how many of the processor."""
    begin = time.process_time()
    took = milliseconds(task)
    return took, 1000 * (time.process_time() - begin)


def spread(values: Sequence[float], digits: int = 1) -> str:
    """Return median (smallest–largest)."""
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def late(values: Sequence[float], share: float = 0.99) -> float:
    """Return the value that 99 of 100 do not exceed."""
    return sorted(values)[int(share * (len(values) - 1))]


def ratio(ours: Sequence[float], floor: Sequence[float]) -> float:
    """Return how many times the floor our middle is."""
    return round(statistics.median(ours) / statistics.median(floor), 2)


def tell(name: str, figures: Mapping[str, Any], goal: Mapping[str, str], note: str) -> None:
    """Print the one line that ``benchmarks.run`` reads."""
    print(json.dumps({"name": name, "figures": figures, "goal": goal, "note": note}, ensure_ascii=False))
