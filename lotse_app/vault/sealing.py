"""Sealing a few bytes under a key derived from the store's: for entries that wait in memory over a lock."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lotse_app.vault.derive import KEY_LENGTH, NONCE_LENGTH, expanded, unwrap, wrap

if TYPE_CHECKING:
    from collections.abc import Callable

_BOUND = b"lotse ungesichert"


def sealed(key: bytes, content: bytes, entropy: Callable[[int], bytes] = os.urandom) -> bytes:
    """Return the content sealed with AES-256-GCM, its nonce in front."""
    nonce = entropy(NONCE_LENGTH)
    return nonce + wrap(_derived(key), content, nonce, _BOUND)


def unsealed(key: bytes, content: bytes) -> bytes | None:
    """Return the content, None under another key or where a bit was changed."""
    return unwrap(_derived(key), content[NONCE_LENGTH:], content[:NONCE_LENGTH], _BOUND)


def _derived(key: bytes) -> bytes:
    """Return the key for sealing: the store's own never seals anything but pages."""
    return expanded(key, KEY_LENGTH, _BOUND)
