"""Orders to devices: wipe, lock (design/sync, 2). A device obeys what the portal's pinned key signed, and nothing else.

An order waits until its device asks. It is signed each time it is handed over, for a week: a copy of an old one is
worth nothing. A device that was reported lost gets no access any more, and its order with the refusal.
"""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from sqlalchemy import insert, select, update

from lotse_portal import tables
from lotse_portal.clock import text_of
from lotse_portal.database import lock
from lotse_portal.ledger import Entry
from lotse_portal.operations import canonical
from lotse_portal.problems import PortalError, Trouble

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from lotse_portal.keys import PortalKeys
    from lotse_portal.ledger import Ledger

WIPE, LOCK = "wipe", "lock"
_HOLDS = timedelta(days=7)
_ALGORITHMS = ["Ed25519"]


def issue(connection: Connection, ledger: Ledger, device: str, kind: str, now: datetime) -> str:
    """Enter an order for a device unless the same one waits already; return its id. Holds the lock of the ledger."""
    order = tables.orders.c
    waits = select(order.id).where(order.device == device, order.kind == kind, order.done_at == "")
    known = connection.scalar(waits)
    if known is not None:
        return str(known)
    row = {"id": str(uuid.uuid4()), "device": device, "kind": kind, "made_at": text_of(now)}
    connection.execute(insert(tables.orders).values(**row, handed_at="", done_at=""))
    ledger.append(Entry("order", text_of(now), row))
    return row["id"]


def waiting(connection: Connection, device: str) -> list[tuple[str, str]]:
    """Return (id, kind) of what a device was not told to be done, the oldest first."""
    order = tables.orders.c
    statement = select(order.id, order.kind).where(order.device == device, order.done_at == "")
    return [(row.id, row.kind) for row in connection.execute(statement.order_by(order.made_at, order.id))]


def hand_over(connection: Connection, keys: PortalKeys, device: str, now: datetime) -> list[str]:
    """Return every waiting order of a device as a JWS (compact), and note that it was handed over."""
    found = waiting(connection, device)
    for order_id, _ in found:
        told = tables.orders.c.id == order_id
        connection.execute(update(tables.orders).where(told).values(handed_at=text_of(now)))
    return [_signed(keys, device, order_id, kind, now) for order_id, kind in found]


def _signed(keys: PortalKeys, device: str, order_id: str, kind: str, now: datetime) -> str:
    content = {
        "iss": keys.fingerprint,
        "sub": device,
        "order": kind,
        "jti": order_id,
        "iat": int(now.timestamp()),
        "exp": int((now + _HOLDS).timestamp()),
    }
    header = {"alg": "Ed25519", "typ": "lotse-order"}
    return jws.serialize_compact(header, canonical(content), keys.sign, algorithms=_ALGORITHMS)


def take_receipt(connection: Connection, ledger: Ledger, receipt: str, now: datetime) -> None:
    """Note that a device carried an order out: a JWS by its key over ``{"sub": device, "jti": order}``.

    The device signs it before it wipes, since afterwards it has no key, and says it no more once it was heard: the
    ledger keeps it. Holds the lock of the ledger. Raises PortalError: unauthorised.
    """
    try:
        told = json.loads(jws.extract_compact(receipt.encode()).payload)
        order_id, device = str(told["jti"]), str(told["sub"])
    except (JoseError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise PortalError(Trouble.UNAUTHORISED) from error
    key = connection.scalar(select(tables.devices.c.sign_key).where(tables.devices.c.id == device))
    if key is None:
        raise PortalError(Trouble.UNAUTHORISED)
    try:
        jws.deserialize_compact(receipt, OKPKey.import_key(json.loads(key)), algorithms=_ALGORITHMS)
    except (JoseError, ValueError, TypeError) as error:
        raise PortalError(Trouble.UNAUTHORISED) from error
    lock(connection)
    order = tables.orders.c
    waits = select(order.id).where(order.id == order_id, order.device == device, order.done_at == "")
    if connection.scalar(waits) is not None:
        done(connection, order_id, text_of(now))
        ledger.append(Entry("order_done", text_of(now), {"id": order_id}))


def done(connection: Connection, order_id: str, at: str) -> None:
    """Note that an order was carried out."""
    connection.execute(update(tables.orders).where(tables.orders.c.id == order_id).values(done_at=at))
