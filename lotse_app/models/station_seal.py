"""The envelope of a station file: a compact JWS (RFC 7515) signed with Ed25519 (RFC 8037, RFC 9864), key inside.

Who holds the key says the fingerprint; whether to believe it, a person decides once.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import partial
from typing import TYPE_CHECKING, Protocol

from lotse_app.models.jws import jwk, letters, octets, packed, signed
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
    return signed(_header(signing.public(secret)), payload, partial(signing.sign, secret)).encode()


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
    return base64.b32encode(hashlib.sha256(packed(jwk("Ed25519", public))).digest())[:26].decode()


def _key(header: bytes) -> bytes:
    """Return the public key of a header that is exactly as this program writes it."""
    if len(header) > _HEADER_BYTES:
        raise _damaged()
    decoded = _decoded(header)
    try:
        public = _decoded(json.loads(decoded)["jwk"]["x"].encode("ascii"))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged() from error
    if decoded != packed(_header(public)):
        raise _damaged()
    return public


def _header(public: bytes) -> dict[str, object]:
    return {"alg": "Ed25519", "jwk": jwk("Ed25519", public), "typ": _TYPE}


def _decoded(part: bytes) -> bytes:
    """Return the bytes of a part that is written in the one way there is."""
    if _PART.fullmatch(part) is None or len(part) % 4 == 1:
        raise _damaged()
    text = part.decode("ascii")
    content = octets(text)
    if letters(content) != text:
        raise _damaged()
    return content


def _damaged() -> ProblemError:
    return refuse(Code.STATION_FILE_DAMAGED)
