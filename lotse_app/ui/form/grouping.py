"""Numbers in groups as they stand on a card: an IBAN in fours. Pure."""

from __future__ import annotations


def compact(text: str) -> str:
    """Return an IBAN as it is kept: no spaces, capital letters."""
    return "".join(text.split()).upper()


def in_fours(text: str) -> str:
    """Return an IBAN as it is shown."""
    tight = compact(text)
    return " ".join(tight[at : at + 4] for at in range(0, len(tight), 4))


def caret_in_fours(text: str, caret: int) -> int:
    """Return where the caret stands after grouping, when it stood at ``caret`` in ``text``."""
    before = len(compact(text[:caret]))
    return before + max(0, before - 1) // 4
