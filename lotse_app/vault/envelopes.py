"""Files for one reader: JWE in compact form, ECDH-ES over X25519, A256GCM (RFC 7516, 7518, 8037).

cryptography is loaded with the first file.
"""

from __future__ import annotations

import json

from lotse_app.models.carrying import EnvelopeError
from lotse_app.models.jws import jwk, letters, octets, packed

_HEAD = {"alg": "ECDH-ES", "enc": "A256GCM"}
_NONCE, _TAG, _KEY = 12, 16, 32
#: What the key is derived for (RFC 7518, 4.6.2): algorithm, no names of either side, 256 bits.
_PURPOSE = b"\0\0\0\x07A256GCM" + b"\0\0\0\0" * 2 + b"\0\0\1\0"


class Envelopes:
    """Implements ``sync_ports.Seals``."""

    def seal(self, plain: bytes, public: bytes, kind: str, reader: str) -> bytes:
        """Return bytes that only the holder of the secret to ``public`` reads; ``kind`` and ``reader`` can be seen."""
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        own = X25519PrivateKey.generate()
        once = jwk("X25519", own.public_key().public_bytes_raw())
        head = letters(packed({**_HEAD, "typ": kind, "kid": reader, "epk": once}))
        nonce = bytes(_NONCE)  # the key is of this one file
        made = AESGCM(_agreed(own.private_bytes_raw(), public)).encrypt(nonce, plain, head.encode())
        return f"{head}..{letters(nonce)}.{letters(made[:-_TAG])}.{letters(made[-_TAG:])}".encode()

    def open(self, content: bytes, secret: bytes, kind: str) -> bytes:
        """Return what was sealed for a secret. Raises EnvelopeError for whatever else it is."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            head, wrapped, nonce, sealed, tag = content.decode("ascii").strip().split(".")
            said = json.loads(octets(head))
            key = _agreed(secret, octets(said["epk"]["x"]))
            plain = AESGCM(key).decrypt(octets(nonce), octets(sealed) + octets(tag), head.encode())
        except (InvalidTag, KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise EnvelopeError from error
        if said.get("typ") != kind or wrapped:
            raise EnvelopeError
        return plain


def _agreed(secret: bytes, public: bytes) -> bytes:
    """Return the key both sides come to. Raises ValueError for what is no key."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.concatkdf import ConcatKDFHash

    shared = X25519PrivateKey.from_private_bytes(secret).exchange(X25519PublicKey.from_public_bytes(public))
    return ConcatKDFHash(algorithm=SHA256(), length=_KEY, otherinfo=_PURPOSE).derive(shared)
