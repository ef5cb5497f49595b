"""Identifiers made on the device: UUIDv7 (RFC 9562, section 5.7) and the short number of a Vorgang."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.clock import Clock

#: Crockford's Base32: no I, L, O, U, so that a number can be read aloud and copied by hand.
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Ids:
    """Makes identifiers from an injected clock and random source."""

    def __init__(self, clock: Clock, entropy: Callable[[int], bytes] = os.urandom) -> None:
        self._clock = clock
        self._entropy = entropy

    def new(self) -> str:
        """Return a UUIDv7: 48 bits of milliseconds, then 74 random bits."""
        milliseconds = int(self._clock.now().timestamp() * 1000)
        tail = int.from_bytes(self._entropy(10), "big")
        value = (milliseconds & (1 << 48) - 1) << 80 | tail & (1 << 80) - 1
        value = value & ~(0xF << 76) | 0x7 << 76
        value = value & ~(0x3 << 62) | 0x2 << 62
        digits = f"{value:032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def case_number(self, length: int = 4) -> str:
        """Return a short number for a Vorgang, for example ``7F3K``; the store keeps it unique."""
        return "".join(CROCKFORD[byte % 32] for byte in self._entropy(length))
