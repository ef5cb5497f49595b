"""German order (DIN 5007-1) as a sort key, so that the order lies in a column and needs no collation."""

from __future__ import annotations

import unicodedata


def sort_key(text: str) -> str:
    """Return a key that sorts ``Ä`` with ``A``, ``ß`` as ``ss``, ``Ł`` and ``đ`` by their base letter."""
    folded = text.casefold().translate(_BASE_LETTERS)
    decomposed = unicodedata.normalize("NFD", folded)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


#: Letters that have no decomposition, from names written in the DIN 91379 set.
_BASE_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})
