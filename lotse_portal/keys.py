"""The portal's own keys: Ed25519 to sign, X25519 to receive files brought by stick (design/sync, 2)."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from joserfc.jwk import OKPKey

from lotse_portal.operations import canonical

if TYPE_CHECKING:
    from pathlib import Path

_FILE = "portal-keys.json"


@dataclass(frozen=True, slots=True)
class PortalKeys:
    """Both key pairs of the portal."""

    sign: OKPKey
    receive: OKPKey

    @property
    def fingerprint(self) -> str:
        """Return 26 characters by which a device pins the signing key, as the coordinator hands them over."""
        return thumbprint(public(self.sign))


def make_keys(folder: Path) -> PortalKeys:
    """Make both key pairs in a data folder, readable by its owner only. Raises FileExistsError."""
    keys = PortalKeys(OKPKey.generate_key("Ed25519"), OKPKey.generate_key("X25519"))
    content = {"sign": keys.sign.as_dict(private=True), "receive": keys.receive.as_dict(private=True)}
    file = os.open(folder / _FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as stream:
        json.dump(content, stream)
    return keys


def read_keys(folder: Path) -> PortalKeys:
    """Return the keys of a data folder. Raises FileNotFoundError where ``lotse-portal init`` was not run."""
    content = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    return PortalKeys(OKPKey.import_key(content["sign"]), OKPKey.import_key(content["receive"]))


def public(key: OKPKey) -> dict[str, Any]:
    """Return the public half as a JWK."""
    return {name: value for name, value in key.as_dict(private=False).items() if name in {"kty", "crv", "x"}}


def thumbprint(jwk: dict[str, Any]) -> str:
    """Return the first 130 bits of the JWK thumbprint (RFC 7638) in Base32."""
    whole = hashlib.sha256(canonical({name: jwk[name] for name in ("crv", "kty", "x")})).digest()
    return base64.b32encode(whole)[:26].decode()
