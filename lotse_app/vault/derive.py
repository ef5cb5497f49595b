"""How a slot's key is derived and how the database key is wrapped with it.

slot key = HKDF-SHA256(Argon2id(secret text, salt) || device secret, info = slot id), 32 bytes
(RFC 9106, RFC 5869); the database key is wrapped with AES-256-GCM (NIST SP 800-38D).
argon2 and cryptography are imported when a key is first needed: together 20 ms that the login
window need not wait for.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

KEY_LENGTH = 32
SALT_LENGTH = 16
NONCE_LENGTH = 12
WRAPPED_LENGTH = KEY_LENGTH + 16


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """What one try at a passphrase costs; the default is RFC 9106's second recommendation."""

    passes: int = 3
    memory_kib: int = 64 * 1024
    lanes: int = 4


def passphrase_bytes(passphrase: str) -> bytes:
    """Return the bytes that are hashed.

    The same letters must give the same bytes on every keyboard and system: composed (NFC), and
    every kind of blank as an ordinary one (RFC 8265, OpaqueString).
    """
    composed = unicodedata.normalize("NFC", passphrase)
    plain = "".join(" " if unicodedata.category(c) == "Zs" else c for c in composed)
    return plain.encode("utf-8", "surrogatepass")


def slot_key(secret_text: bytes, device_secret: bytes, salt: bytes, cost: Argon2Cost, slot_id: str) -> bytes:
    """Return the 32-byte key of one slot. ``device_secret`` is empty for a slot that has none."""
    from argon2.low_level import ARGON2_VERSION, Type, hash_secret_raw

    stretched = hash_secret_raw(
        secret_text,
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_LENGTH,
        type=Type.ID,
        version=ARGON2_VERSION,
    )
    return expanded(stretched + device_secret, KEY_LENGTH, slot_id.encode())


def expanded(key: bytes, length: int, purpose: bytes) -> bytes:
    """Return ``length`` bytes derived from a key for one purpose (HKDF-SHA256 without salt)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose).derive(key)


def wrap(key: bytes, database_key: bytes, nonce: bytes, bound: bytes) -> bytes:
    """Return the wrapped database key (48 bytes); ``bound`` is the additional data it is tied to."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key).encrypt(nonce, database_key, bound)


def unwrap(key: bytes, wrapped: bytes, nonce: bytes, bound: bytes) -> bytes | None:
    """Return the database key, or None where key or additional data are not the right ones."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(nonce, wrapped, bound)
    except InvalidTag:
        return None


def key_check(database_key: bytes) -> bytes:
    """Return 16 bytes by which a database key is known again; they tell nothing about the key."""
    return expanded(database_key, 16, b"lotse key check")
