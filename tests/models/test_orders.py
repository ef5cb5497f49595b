"""Only what the pinned key signed, for this very device, in time, is an order."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import OKPKey

from lotse_app.models.orders import Order, OrderKind, read_orders, receipt
from lotse_app.models.sync import Membership
from lotse_app.vault.signing import Ed25519

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PORTAL, OTHER = OKPKey.generate_key("Ed25519"), OKPKey.generate_key("Ed25519")
ED25519 = Ed25519()


def public(key: OKPKey) -> bytes:
    text = str(key.as_dict(private=False)["x"])
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


MEMBER = Membership("https://portal.example", "device-1", "FINGERPRINT", portal_sign=public(PORTAL))


def order(key: OKPKey = PORTAL, header: dict[str, Any] | None = None, **changes: object) -> str:
    """Return an order as the portal signs it, but for what a test changes."""
    content = {
        "iss": "FINGERPRINT",
        "sub": "device-1",
        "order": "wipe",
        "jti": "order-1",
        "exp": int((NOW + timedelta(days=7)).timestamp()),
    }
    head = header or {"alg": "Ed25519", "typ": "lotse-order"}
    return jws.serialize_compact(head, json.dumps(content | changes).encode(), key, algorithms=["Ed25519"])


def obeyed(*told: str, now: datetime = NOW) -> tuple[Order, ...]:
    return read_orders(told, MEMBER, ED25519, now)


def test_what_the_portal_signed_is_obeyed() -> None:
    assert obeyed(order(), order(order="lock", jti="order-2")) == (
        Order(OrderKind.WIPE, "order-1"),
        Order(OrderKind.LOCK, "order-2"),
    )


@pytest.mark.parametrize(
    "told",
    [
        order(OTHER),
        order(sub="device-2"),
        order(iss="ANOTHER"),
        order(order="dance"),
        order(jti=7),
        order(exp="tomorrow"),
        order(exp=int(NOW.timestamp())),
        order(header={"alg": "Ed25519", "typ": "JWT"}),
        order()[:-4] + "AAAA",
        "a.b",
        "..",
        "ä.ö.ü",
        "bnVsbA.bnVsbA.bnVsbA",
        "[" * 5000,
        ".".join([base64.urlsafe_b64encode(b"[" * 900).decode().rstrip("=")] * 3),
    ],
    ids=range(15),
)
def test_nothing_else_is(told: str) -> None:
    assert obeyed(told) == ()


def test_a_receipt_is_signed_by_the_device() -> None:
    secret = ED25519.new_secret()
    text = receipt(Order(OrderKind.WIPE, "order-1"), "device-1", lambda message: ED25519.sign(secret, message))

    key = OKPKey.import_key(
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": base64.urlsafe_b64encode(ED25519.public(secret)).decode().rstrip("="),
        }
    )
    signed = jws.deserialize_compact(text, key, algorithms=["Ed25519"])
    assert json.loads(signed.payload) == {"sub": "device-1", "jti": "order-1"}
