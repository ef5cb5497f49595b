"""``make bench-sync``: sessions up and down between encrypted stores and a real portal, beside Anki's sync server.

Writes docs/nachweise/bench-sync.md. ``--quick`` plays with few records and writes nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.ground import set_up
from benchmarks.measuring import QUICK
from benchmarks.run import circumstances
from benchmarks.sync.documents import session
from benchmarks.sync.line import line
from lotse_app.clock import SystemClock
from lotse_app.ids import Ids
from lotse_app.models.operation import Act, Kind, Operation
from lotse_app.models.sync import Membership
from lotse_app.portal.client import PortalClient
from lotse_app.store.connection import Connection
from lotse_app.store.opening import open_store
from lotse_app.store.outbox import OutboxTable
from lotse_app.workflows.exchange import Exchange
from scripts.house import ROOT
from tests.portal_client.portals import running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.ground import Ground
    from benchmarks.sync.line import Line
    from lotse_app.store.opening import Store
    from tests.portal_client.portals import Portal

PAGE = ROOT / "docs" / "nachweise" / "bench-sync.md"
ANKI = ROOT / "build" / "anki" / "bin" / "python"
COUNT = 200 if QUICK in sys.argv else 10_000
#: 2 Mbit/s, 100 ms there and back.
_RATE, _DELAY = 2_000_000 / 8, 0.05
#: Goals of issue 6: ours as a multiple of Anki's, and what holds by itself.
_GOALS = {"up": "≤ 1.6 × Anki", "down": "≤ 1.0 × Anki", "slow up": "≤ 0.85 × Anki", "slow down": "≤ 0.75 × Anki",
          "nothing": "≤ 5 ms and ≤ 1 kB", "one": "≤ 20 ms"}  # fmt: skip
_WORDS = {
    "up": "{count} sessions up", "down": "{count} sessions down", "nothing": "round without news",
    "one": "one session to the server", "slow up": "{count} up over 2 Mbit/s, 100 ms",
    "slow down": "{count} down over 2 Mbit/s, 100 ms",
}  # fmt: skip
_PREFACE = """# Sync, measured

Written by `make bench-sync` only. Ours: from the outbox of one encrypted store (SQLCipher, what is acknowledged is on
the disk) over HTTP to a portal in its own process (SQLite, FULL), and into another encrypted store. Anki: its client
and its sync server, plain SQLite, the same records as notes. Milliseconds, median (smallest–largest) where there are
several.
"""


@dataclass(slots=True)
class Laptop:
    """A store, and the ways to the portal."""

    ground: Ground
    store: Store
    station: str
    member: Membership
    key: Ed25519PrivateKey
    clients: dict[int, PortalClient]

    def add(self, first: int, count: int) -> None:
        """Write creates of sessions to the outbox, as the program does with each act."""
        clock = SystemClock()
        ids = Ids(clock)
        operations = [
            Operation(ids.new(), Act.CREATE, Kind.SESSION, ids.new(), "pilot-1", clock.now(), session(at, self.station))
            for at in range(first, first + count)
        ]
        with self._beside("rw") as connection, connection.atomic():
            OutboxTable(connection).append(operations)

    def held(self) -> int:
        """Return how many sessions of the portal the store holds."""
        with self._beside("ro") as connection:
            return int(connection.value("SELECT count(*) FROM portal_record WHERE kind = 'session'"))

    def _beside(self, mode: str) -> contextlib.closing[Connection]:
        """Return a connection beside the store's own."""
        return contextlib.closing(Connection(self.ground.program.places.store, self.ground.key, mode))

    def round(self, port: int) -> float:
        """Run a round over a line; return milliseconds. The connection stays open, as in the program."""
        if port not in self.clients:
            clock, member = (
                SystemClock(),
                Membership(f"http://127.0.0.1:{port}", self.member.device, self.member.fingerprint),
            )
            self.clients[port] = PortalClient(member, self.key.sign, clock, Ids(clock))
            self.clients[port].changes(self.store.sync.position(), 1)  # signed on, as after the first round of a day
        begin = time.perf_counter()
        Exchange(self.store.sync, self.clients[port]).round()
        return 1000 * (time.perf_counter() - begin)


@contextlib.contextmanager
def laptop(folder: Path, portal: Portal, station: str) -> Iterator[Laptop]:
    """Set up a store and join the portal."""
    ground = set_up(folder)
    clock = SystemClock()
    store = open_store(ground.program.places.ground, ground.key, clock, Ids(clock))
    joined = portal.colleague(station)
    key = joined.sign.private_key
    assert isinstance(key, Ed25519PrivateKey)
    made = Laptop(ground, store, station, Membership(portal.url, joined.id, portal.fingerprint), key, {})
    made.round(int(portal.url.rpartition(":")[2]))
    try:
        yield made
    finally:
        for client in made.clients.values():
            client.close()
        store.close()


def ours(folder: Path) -> tuple[dict[str, list[float]], dict[str, tuple[int, int]]]:
    """Play all scenes; return milliseconds, and bytes up and down."""
    with contextlib.ExitStack() as stack:
        portal = stack.enter_context(running(folder / "portal"))
        station = portal.said("station", "add", "--name", "Wilsdruff")
        here = stack.enter_context(laptop(folder / "a", portal, station))
        there = stack.enter_context(laptop(folder / "b", portal, station))
        port = int(portal.url.rpartition(":")[2])
        fast, slow = stack.enter_context(line(port)), stack.enter_context(line(port, _RATE, _DELAY))
        for one, way in ((here, fast), (there, fast), (here, slow), (there, slow)):
            one.round(way.port)
        here.add(0, COUNT)
        found, sizes = dict[str, list[float]](), dict[str, tuple[int, int]]()
        _play(found, sizes, "up", here, fast)
        _play(found, sizes, "down", there, fast)
        _play(found, sizes, "nothing", here, fast, 20)
        for number in range(20):
            here.add(2 * COUNT + number, 1)
            _play(found, sizes, "one", here, fast)
        there.round(fast.port)
        here.add(3 * COUNT, COUNT)
        _play(found, sizes, "slow up", here, slow)
        _play(found, sizes, "slow down", there, slow)
        assert there.held() == 2 * COUNT + 20
    return found, sizes


def _play(
    found: dict[str, list[float]], sizes: dict[str, tuple[int, int]], name: str, one: Laptop, way: Line, times: int = 1
) -> None:
    """Run rounds over a line and keep what they took."""
    for _ in range(times):
        way.forget()
        found.setdefault(name, []).append(one.round(way.port))
        sizes[name] = (way.up, way.down)


def ankis(folder: Path) -> dict[str, list[float]]:
    """Play the same scenes with Anki; nothing where it is not installed."""
    if not ANKI.exists():
        return {}
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    told = {**os.environ, "SYNC_USER1": "lotse:lotse", "SYNC_BASE": str(folder / "server"), "SYNC_HOST": "127.0.0.1"}
    server = subprocess.Popen([str(ANKI), "-m", "anki.syncserver"], env=told | {"SYNC_PORT": str(port)})
    try:
        _wait(port)
        with line(port) as fast, line(port, _RATE, _DELAY) as slow:
            words = [str(folder), str(fast.port), str(slow.port), str(COUNT)]
            script = str(Path(__file__).parent / "anki_side.py")
            done = subprocess.run(
                [str(ANKI), script, *words], capture_output=True, text=True, check=False, timeout=1200
            )
        if done.returncode:
            sys.stderr.write(done.stderr)
            return {}
        found: dict[str, list[float]] = json.loads(done.stdout)
        return found
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)


def shown(values: Sequence[float]) -> str:
    """Return median (smallest–largest), or the one there is."""
    middle = f"{statistics.median(values):,.1f}"
    return middle if len(values) == 1 else f"{middle} ({min(values):,.1f}–{max(values):,.1f})"


def table(
    found: Mapping[str, Sequence[float]], sizes: Mapping[str, tuple[int, int]], beside: Mapping[str, Sequence[float]]
) -> str:
    """Return the table."""
    heads = ("scene", "ours, ms", "Anki, ms", "ours / Anki", "goal", "our bytes up", "down")
    rows = [heads, ("---", *["---:"] * 3, "---", *["---:"] * 2)]
    for name, values in found.items():
        other = beside.get(name)
        times = f"{statistics.median(values) / statistics.median(other):.2f}" if other else "–"
        up, down = sizes[name]
        words = _WORDS[name].format(count=f"{COUNT:,}")
        theirs = shown(other) if other else "–"
        rows.append((words, shown(values), theirs, times, _GOALS[name], f"{up:,}", f"{down:,}"))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    """Measure both; write the page."""
    before = circumstances()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("ours", "anki"):
            (folder / part).mkdir()
        found, sizes = ours(folder / "ours")
        beside = ankis(folder / "anki")
    page = "\n".join([_PREFACE, *before, "", table(found, sizes, beside), ""])
    if QUICK not in sys.argv:
        PAGE.write_text(page, "utf-8")
    sys.stdout.write(page)


if __name__ == "__main__":
    main()
