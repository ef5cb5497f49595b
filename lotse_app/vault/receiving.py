"""X25519: keys to which others seal what only this device shall read; cryptography is loaded with the first one."""

from __future__ import annotations


class X25519:
    """Implements ``sync_ports.ReceivingKeys``; a secret is 32 bytes."""

    def new_secret(self) -> bytes:
        """Return a new secret key."""
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        return X25519PrivateKey.generate().private_bytes_raw()

    def public(self, secret: bytes) -> bytes:
        """Return the 32 bytes of the public key."""
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
