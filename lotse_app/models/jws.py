"""Signed words in compact form (JWS, RFC 7515): letters that travel, and what was signed with the device's key."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def letters(content: bytes) -> str:
    """Return bytes as Base64url without filling (RFC 7515, 2)."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def octets(part: str) -> bytes:
    """Return the bytes of ``letters``. Raises ValueError for anything else."""
    return base64.b64decode((part + "=" * (-len(part) % 4)).encode("ascii"), altchars=b"-_", validate=True)


def packed(part: Mapping[str, Any]) -> bytes:
    """Return a header or content as short JSON."""
    return json.dumps(part, sort_keys=True, separators=(",", ":")).encode()


def jwk(curve: str, public: bytes) -> dict[str, str]:
    """Return a public key as it travels (RFC 8037)."""
    return {"crv": curve, "kty": "OKP", "x": letters(public)}


def signed(header: Mapping[str, Any], content: bytes, sign: Callable[[bytes], bytes]) -> str:
    """Return header, content and signature, parted by dots."""
    words = f"{letters(packed(header))}.{letters(content)}"
    return f"{words}.{letters(sign(words.encode()))}"
