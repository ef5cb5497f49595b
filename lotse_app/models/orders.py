"""Orders of the portal to this device: wipe, lock (design/sync, 2). Only what the pinned key signed is obeyed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from lotse_app.models.jws import octets, packed, signed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from lotse_app.models.station_seal import Signing
    from lotse_app.models.sync import Membership, Way

_HEADER = {"alg": "Ed25519", "typ": "lotse-order"}
_RECEIPT_HEADER = {"alg": "Ed25519"}
_PARTS, _LONGEST = 3, 4000


class OrderKind(StrEnum):
    """What a device may be ordered."""

    WIPE = "wipe"
    LOCK = "lock"


@dataclass(frozen=True, slots=True)
class Order:
    """One order; ``id`` is what its receipt names."""

    kind: OrderKind
    id: str


@dataclass(frozen=True, slots=True)
class Obeyed:
    """An order that is to be obeyed now, the signed receipt for it, and where the receipt goes.

    ``store`` and ``backups`` say whose backups lie where; a wiped device cannot look it up any more.
    """

    order: Order
    receipt: str
    url: str
    way: Way
    store: str = ""
    backups: tuple[str, ...] = ()


def read_orders(told: Iterable[str], member: Membership, signing: Signing, now: datetime) -> tuple[Order, ...]:
    """Return what is to be obeyed: signed by the pinned key, for this device, not expired."""
    found = (_order(text, member, signing, now) for text in told)
    return tuple(one for one in found if one is not None)


def receipt(order: Order, device: str, sign: Callable[[bytes], bytes]) -> str:
    """Return the device's signed word that it carried an order out (JWS)."""
    return signed(_RECEIPT_HEADER, packed({"jti": order.id, "sub": device}), sign)


def _order(text: str, member: Membership, signing: Signing, now: datetime) -> Order | None:
    """Return an order that is one, None for whatever else somebody may have written."""
    parts = text.split(".")
    if len(parts) != _PARTS or len(text) > _LONGEST:
        return None
    try:
        header, content, signature = json.loads(octets(parts[0])), json.loads(octets(parts[1])), octets(parts[2])
    except (ValueError, RecursionError):
        return None
    sound = header == _HEADER and isinstance(content, dict)
    if not sound or not signing.fits(member.portal_sign, signature, f"{parts[0]}.{parts[1]}".encode()):
        return None
    return _meant(content, member, now)


def _meant(content: dict[str, Any], member: Membership, now: datetime) -> Order | None:
    meant = content.get("sub") == member.device and content.get("iss") == member.fingerprint
    kind, name, until = content.get("order"), content.get("jti"), content.get("exp")
    if not meant or kind not in set(OrderKind) or not isinstance(name, str) or type(until) is not int:
        return None
    return Order(OrderKind(kind), name) if now.astimezone(UTC).timestamp() < until else None
