"""Which of the three papers is handed over (product, step 10). The rule stands in ``representation.receipt``."""

from __future__ import annotations

from enum import StrEnum


class ReceiptKind(StrEnum):
    """The three papers."""

    RECEIVED = "eingangsbestaetigung"
    FORWARDED = "entgegengenommen"
    HANDED_OVER = "uebergabebeleg"
