"""A desktop's round with the portal in a process of its own, killed where the test says: ``python -m … WHERE``.

WHERE is ``push`` or ``changes`` (with that answer in hand), or the number of a call of the database.

Reads one JSON line: folder, key of the store, url, device, fingerprint, key of the device.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lotse_app.clock import SystemClock
from lotse_app.ids import Ids
from lotse_app.models.sync import Membership
from lotse_app.overriding import override
from lotse_app.portal.client import PortalClient
from lotse_app.store.opening import open_store
from lotse_app.workflows.exchange import Exchange
from tests.faults.failing import FailingDriver, put_between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.operation import LoggedOperation
    from lotse_app.models.sync import Position, Pulled, Pushed


class Killed:
    """The portal's client, after whose answer this process is gone."""

    def __init__(self, client: PortalClient, where: str) -> None:
        self._client = client
        self._where = where

    def push(self, position: Position, operations: Sequence[LoggedOperation]) -> Pushed:
        """Hand over, and die with the answer in hand."""
        answer = self._client.push(position, operations)
        self._die("push")
        return answer

    def changes(self, position: Position, limit: int) -> Pulled:
        """Read, and die with the page in hand."""
        page = self._client.changes(position, limit)
        self._die("changes")
        return page

    def _die(self, where: str) -> None:
        if where == self._where:
            os.kill(os.getpid(), signal.SIGKILL)


class KillingDriver(FailingDriver):
    """Stands between the store and the driver; this process is gone instead of its call."""

    @override
    def _fail(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Run one round."""
    told, clock = json.loads(sys.stdin.readline()), SystemClock()
    ids = Ids(clock)
    store = open_store(Path(told["folder"]), bytes.fromhex(told["store_key"]), clock, ids)
    sign = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(told["device_key"])).sign
    client = PortalClient(Membership(told["url"], told["device"], told["fingerprint"]), sign, clock, ids)
    where = sys.argv[1]
    if where.isdigit():
        put_between(store, KillingDriver).arm(int(where), 0)
    Exchange(store.sync, Killed(client, where)).round()


if __name__ == "__main__":
    main()
