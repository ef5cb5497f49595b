"""A device with a key, and operations it would hand over."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lotse_app.clock import FixedClock
from lotse_app.ids import Ids
from lotse_app.models.operation import Act, Kind, LoggedOperation, Operation
from lotse_app.models.sync import Membership, Position
from lotse_app.portal.client import PortalClient

if TYPE_CHECKING:
    from collections.abc import Sequence

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PLACE = Position("log-00000001", 3, "cursor", 7)


def a_client(url: str) -> PortalClient:
    """Return a client of a device that joined."""
    clock = FixedClock(NOW)
    return PortalClient(
        Membership(url, "device-0001", "FINGERPRINT"), Ed25519PrivateKey.generate().sign, clock, Ids(clock)
    )


def logged(*bodies: dict[str, Any], act: Act = Act.CREATE, first: int = 4) -> Sequence[LoggedOperation]:
    """Return operations with consecutive numbers."""
    return [
        LoggedOperation(
            seq, PLACE.log, Operation(f"op-{seq:08}", act, Kind.SESSION, f"record-{seq:04}", "pilot-1", NOW, body)
        )
        for seq, body in enumerate(bodies, first)
    ]
