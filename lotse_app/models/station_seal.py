"""The envelope of a station file: a compact JWS (RFC 7515) signed with Ed25519 (RFC 8037, RFC 9864), key inside.

Who holds the key says the fingerprint; whether to believe it, a person decides once.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import TYPE_CHECKING, Protocol

from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from lotse_app.models.problems import ProblemError

_TYPE = "lotse-station"
_PART = re.compile(rb"[A-Za-z0-9_-]+")
_HEADER_BYTES = 400


class Signing(Protocol):
    """Makes and checks signatures (``vault.signing``)."""

    def new_secret(self) -> bytes:
        """Return a new secret key."""
        ...

    def public(self, secret: bytes) -> bytes:
        """Return the 32 bytes of the public key."""
        ...

    def sign(self, secret: bytes, message: bytes) -> bytes:
        """Return the signature of a message."""
        ...

    def fits(self, public: bytes, signature: bytes, message: bytes) -> bool:
        """Return whether the signature is of this key over this message; False for what is no key."""
        ...


def sealed(payload: bytes, secret: bytes, signing: Signing) -> bytes:
    """Return the file: header, payload, signature, parted by dots."""
    header = {"alg": "Ed25519", "jwk": _jwk(signing.public(secret)), "typ": _TYPE}
    message = _encoded(_canonical(header)) + b"." + _encoded(payload)
    return message + b"." + _encoded(signing.sign(secret, message))


def opened(content: bytes, signing: Signing) -> tuple[bytes, str]:
    """Return payload and fingerprint of the key. Raises STATION_FILE_DAMAGED unless every byte is as it was signed."""
    parts = content.strip().split(b".", 3)
    if len(parts) != 3:
        raise _damaged()
    public = _key(parts[0])
    if not signing.fits(public, _decoded(parts[2]), parts[0] + b"." + parts[1]):
        raise _damaged()
    return _decoded(parts[1]), fingerprint(public)


def fingerprint(public: bytes) -> str:
    """Return the first 130 bits of the JWK thumbprint (RFC 7638) in Base32: the portal shows the same."""
    return base64.b32encode(hashlib.sha256(_canonical(_jwk(public))).digest())[:26].decode()


def _key(header: bytes) -> bytes:
    """Return the public key of a header that is exactly as this program writes it."""
    if len(header) > _HEADER_BYTES:
        raise _damaged()
    decoded = _decoded(header)
    try:
        public = _decoded(json.loads(decoded)["jwk"]["x"].encode("ascii"))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged() from error
    if decoded != _canonical({"alg": "Ed25519", "jwk": _jwk(public), "typ": _TYPE}):
        raise _damaged()
    return public


def _jwk(public: bytes) -> dict[str, str]:
    return {"crv": "Ed25519", "kty": "OKP", "x": _encoded(public).decode()}


def _canonical(value: object) -> bytes:
    """Return RFC 8785 bytes of a value that has ASCII texts only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _encoded(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


def _decoded(part: bytes) -> bytes:
    """Return the bytes of a part that is written in the one way there is."""
    if _PART.fullmatch(part) is None or len(part) % 4 == 1:
        raise _damaged()
    content = base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))
    if _encoded(content) != part:
        raise _damaged()
    return content


def _damaged() -> ProblemError:
    return refuse(Code.STATION_FILE_DAMAGED)
