"""``make bench-sync``: sessions up and down between encrypted stores and a real portal, beside Anki and PouchDB.

Writes docs/nachweise/bench-sync.md. ``--quick`` plays with few records and writes nothing.
"""

from __future__ import annotations

import contextlib
import statistics
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import QUICK
from benchmarks.run import circumstances
from benchmarks.sync.ankis import ankis
from benchmarks.sync.laptop import laptop
from benchmarks.sync.line import DELAY, RATE, line
from benchmarks.sync.pouch import pouches
from benchmarks.sync.stores import stores
from scripts.house import ROOT
from tests.portal_client.portals import running

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.sync.laptop import Laptop
    from benchmarks.sync.line import Line
    from tests.portal_client.portals import Portal

PAGE = ROOT / "docs" / "nachweise" / "bench-sync.md"
COUNT = 200 if QUICK in sys.argv else 10_000
_ONES, _CLIENTS = 20, 20
#: Sessions of all clients together where they come at once.
_CROWD = COUNT // 10
_WAIT = 300
#: Goals: ours as a multiple of Anki's or PouchDB's, and what holds by itself.
_GOALS = {"up": "≤ 1.6 × Anki, ≤ 0.5 × PouchDB", "down": "≤ 1.0 × Anki", "slow up": "≤ 0.85 × Anki",
          "slow down": "≤ 0.75 × Anki", "nothing": "≤ 5 ms and ≤ 1 kB", "one": "≤ 20 ms",
          "crowd": "≤ 3 × Anki"}  # fmt: skip
_WORDS = {
    "up": f"{COUNT:,} sessions up", "down": f"{COUNT:,} sessions down", "nothing": "round without news",
    "one": "one session to the server", "slow up": f"{COUNT:,} up over 2 Mbit/s, 100 ms",
    "slow down": f"{COUNT:,} down over 2 Mbit/s, 100 ms",
    "crowd": f"{_CLIENTS} clients at once, {_CROWD // _CLIENTS} sessions each",
}  # fmt: skip
_STORES = {"bulk": ("a page of 500 records", "≤ 2.0"), "commit": ("one record", "≤ 2.2")}
_PREFACE = """# Sync, measured

Written by `make bench-sync` only. Ours: from the outbox of one encrypted store (SQLCipher, what is acknowledged is on
the disk) over HTTP to a portal in its own process (SQLite, FULL), and into another encrypted store. Anki: its client
and its sync server, plain SQLite, the same records as notes; each of its clients at once has an account of its own,
each of ours a station. PouchDB: replication to its own server (express-pouchdb), LevelDB on both sides, which does not
wait for the disk. Milliseconds, median (smallest–largest) where there are several.
"""


@dataclass(slots=True)
class Played:
    """Milliseconds of each scene, bytes up and down, and (encrypted, plain) milliseconds of the store's own part."""

    found: dict[str, list[float]] = field(default_factory=dict)
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    stores: dict[str, tuple[list[float], list[float]]] = field(default_factory=dict)

    def play(self, name: str, one: Laptop, way: Line, times: int = 1) -> None:
        """Run rounds over a line and keep what they took."""
        for _ in range(times):
            way.forget()
            self.found.setdefault(name, []).append(one.round(way.port))
            self.sizes[name] = (way.up, way.down)


def ours(folder: Path) -> Played:
    """Play all scenes."""
    played = Played()
    with contextlib.ExitStack() as stack:
        portal = stack.enter_context(running(folder / "portal"))
        station = portal.said("station", "add", "--name", "Wilsdruff")
        here = stack.enter_context(laptop(folder / "a", portal, station))
        there = stack.enter_context(laptop(folder / "b", portal, station))
        port = int(portal.url.rpartition(":")[2])
        fast, slow = stack.enter_context(line(port)), stack.enter_context(line(port, RATE, DELAY))
        for one, way in ((here, fast), (there, fast), (here, slow), (there, slow)):
            one.round(way.port)
        here.add(0, COUNT)
        played.play("up", here, fast)
        played.play("down", there, fast)
        played.play("nothing", here, fast, 20)
        for number in range(_ONES):
            here.add(2 * COUNT + number, 1)
            played.play("one", here, fast)
        there.round(fast.port)
        here.add(3 * COUNT, COUNT)
        played.play("slow up", here, slow)
        played.play("slow down", there, slow)
        assert there.held() == 2 * COUNT + _ONES
        played.stores = there.on_store(partial(stores, there, folder, COUNT))
        fast.forget()
        played.found["crowd"] = [crowd(folder, portal, fast)]
        played.sizes["crowd"] = (fast.up, fast.down)
    return played


def crowd(folder: Path, portal: Portal, way: Line) -> float:
    """Let so many devices hand over their part at the same time; return milliseconds until all have."""
    ready, done = threading.Barrier(_CLIENTS + 1), threading.Barrier(_CLIENTS + 1)
    one_by_one = threading.Lock()

    def client(number: int) -> None:
        with contextlib.ExitStack() as stack:
            with one_by_one:
                station = portal.said("station", "add", "--name", f"Station {number}")
                one = stack.enter_context(laptop(folder / f"client-{number}", portal, station))
                one.round(way.port)
            one.add(number * COUNT, _CROWD // _CLIENTS)
            ready.wait(_WAIT)
            one.round(way.port)
            done.wait(_WAIT)

    with ThreadPoolExecutor(_CLIENTS) as pool:
        clients = [pool.submit(client, number) for number in range(_CLIENTS)]
        ready.wait(_WAIT)
        way.forget()
        begin = time.perf_counter()
        done.wait(_WAIT)
        took = 1000 * (time.perf_counter() - begin)
        for one in clients:
            one.result()
    return took


def shown(values: Sequence[float]) -> str:
    """Return median (smallest–largest), or the one there is."""
    middle = f"{statistics.median(values):,.1f}"
    return middle if len(values) == 1 else f"{middle} ({min(values):,.1f}–{max(values):,.1f})"


def times(values: Sequence[float], other: Sequence[float] | None) -> str:
    """Return the ratio of two medians."""
    return f"{statistics.median(values) / statistics.median(other):.2f}" if other else "–"


def table(played: Played, anki: Mapping[str, Sequence[float]], pouch: Mapping[str, Sequence[float]]) -> str:
    """Return the table of scenes."""
    heads = ("scene", "ours, ms", "Anki, ms", "PouchDB, ms", "ours / Anki", "/ PouchDB", "goal", "our bytes up", "down")
    rows = [heads, ("---", *["---:"] * 5, "---", *["---:"] * 2)]
    for name, values in played.found.items():
        beside = [anki.get(name), pouch.get(name)]
        theirs = [shown(one) if one else "–" for one in beside]
        ratios = [times(values, one) for one in beside]
        up, down = played.sizes[name]
        rows.append((_WORDS[name], shown(values), *theirs, *ratios, _GOALS[name], f"{up:,}", f"{down:,}"))
    return _lines(rows)


def table_of_stores(played: Played) -> str:
    """Return what encryption costs."""
    rows: list[tuple[str, ...]] = [
        ("kept of what comes down", "encrypted, ms", "plain, ms", "encrypted / plain", "goal")
    ]
    rows.append(("---", *["---:"] * 3, "---"))
    for name, (encrypted, plain) in played.stores.items():
        words, goal = _STORES[name]
        rows.append((words, shown(encrypted), shown(plain), times(encrypted, plain), goal))
    return _lines(rows)


def _lines(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    """Measure all; write the page."""
    before = circumstances()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("ours", "anki", "pouch"):
            (folder / part).mkdir()
        played = ours(folder / "ours")
        anki = ankis(folder / "anki", COUNT, _CLIENTS, _CROWD)
        pouch = pouches(folder / "pouch", COUNT, _ONES)
    page = "\n".join([_PREFACE, *before, "", table(played, anki, pouch), "", table_of_stores(played), ""])
    if QUICK not in sys.argv:
        PAGE.write_text(page, "utf-8")
    sys.stdout.write(page)


if __name__ == "__main__":
    main()
