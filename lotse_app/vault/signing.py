"""Ed25519 for station files (ADR 0020); cryptography is loaded with the first one."""

from __future__ import annotations


class Ed25519:
    """Implements ``models.station_seal.Signing``; a secret is the 32 bytes of the seed."""

    def new_secret(self) -> bytes:
        """Return a new secret key."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.generate().private_bytes_raw()

    def public(self, secret: bytes) -> bytes:
        """Return the 32 bytes of the public key."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()

    def sign(self, secret: bytes, message: bytes) -> bytes:
        """Return the 64 bytes of the signature."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(secret).sign(message)

    def fits(self, public: bytes, signature: bytes, message: bytes) -> bool:
        """Return whether the signature is of this key over this message; False for what is no key."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True
