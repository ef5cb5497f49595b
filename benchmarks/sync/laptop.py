"""A device that has joined a portal: an encrypted store, and the ways there."""

from __future__ import annotations

import contextlib
import gc
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.ground import set_up
from benchmarks.sync.documents import session
from lotse_app.clock import SystemClock
from lotse_app.ids import Ids
from lotse_app.models.operation import Act, Kind, Operation
from lotse_app.models.sync import Membership
from lotse_app.portal.client import PortalClient
from lotse_app.store.connection import Connection
from lotse_app.store.opening import open_store
from lotse_app.store.outbox import OutboxTable
from lotse_app.workflows.exchange import Exchange
from lotse_app.workflows.lanes import LaneName, Lanes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from benchmarks.ground import Ground
    from lotse_app.store.opening import Store
    from tests.portal_client.portals import Portal


T = TypeVar("T")


@dataclass(slots=True)
class Laptop:
    """A store, and the ways to the portal."""

    ground: Ground
    store: Store
    station: str
    member: Membership
    key: Ed25519PrivateKey
    clients: dict[int, PortalClient]
    lanes: Lanes

    def on_store(self, work: Callable[[], T]) -> T:
        """Do work on the store lane, as the program does."""
        return self.beside(work)()

    def beside(self, work: Callable[[], T]) -> Callable[[], T]:
        """Begin work on the store lane."""
        return self.lanes.submit(LaneName.STORE, work).result

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
            self.clients[port].changes(
                self.on_store(self.store.sync.position), 1
            )  # signed on, as after the first round of a day
        gc.disable()  # as in the program, which looks for cycles in pauses only (``ui/frame/collecting.py``)
        begin = time.perf_counter()
        Exchange(self.store.sync, self.clients[port], on_store=self.on_store, beside=self.beside).round()
        took = 1000 * (time.perf_counter() - begin)
        gc.enable()
        return took


@contextlib.contextmanager
def laptop(folder: Path, portal: Portal, station: str) -> Iterator[Laptop]:
    """Set up a store and join the portal."""
    ground = set_up(folder)
    clock = SystemClock()
    lanes = Lanes()
    store = lanes.submit(
        LaneName.STORE, partial(open_store, ground.program.places.ground, ground.key, clock, Ids(clock))
    ).result()
    joined = portal.colleague(station)
    key = joined.sign.private_key
    assert isinstance(key, Ed25519PrivateKey)
    made = Laptop(ground, store, station, Membership(portal.url, joined.id, portal.fingerprint), key, {}, lanes)
    made.round(int(portal.url.rpartition(":")[2]))
    try:
        yield made
    finally:
        for client in made.clients.values():
            client.close()
        lanes.close({LaneName.STORE: store.close})
