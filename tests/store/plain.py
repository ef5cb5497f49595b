"""A store file decrypted page by page, freed pages and slack included: what somebody with the key could read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

if TYPE_CHECKING:
    from pathlib import Path

#: SQLCipher 4: pages of 4096 bytes, at the end of each the IV (16) and the HMAC-SHA512 (64); the salt is in page 1.
PAGE, RESERVED, IV, SALT = 4096, 80, 16, 16


def decrypted(path: Path, key: bytes) -> bytes:
    """Return every page of the main file in the clear; a raw key is the page key itself."""
    content = path.read_bytes()
    pages = []
    for at in range(0, len(content), PAGE):
        page = content[at : at + PAGE]
        start = SALT if at == 0 else 0
        nonce = page[PAGE - RESERVED : PAGE - RESERVED + IV]
        opened = Cipher(AES(key), CBC(nonce)).decryptor()
        pages.append(opened.update(page[start : PAGE - RESERVED]) + opened.finalize())
    return b"".join(pages)
