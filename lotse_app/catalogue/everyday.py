"""What residents call a service: everyday words and phrases, compiled from ``lexikon.toml`` (ADR 0023).

A phrase counts where all its words were typed. Words are found as they are, by their beginning while they are being
typed, as the first part of a compound, or with one slip of the keyboard.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from itertools import takewhile
from typing import TYPE_CHECKING

from lotse_app.catalogue.german import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: What an everyday word counts beside the name of a service typed exactly (4 to 5).
WEIGHT = 4.0
#: Several words together say more than each alone.
TOGETHER = 1.2
#: Shares of the full weight: a compound begins so, it was mistyped, its beginning was typed.
PART, MISTYPED, BEGUN = 0.7, 0.8, 0.7
#: The least letters of a typed beginning, of the first part of a compound, of a word in which a slip is forgiven.
LEAST_BEGUN, LEAST_PART, LEAST_MISTYPED = 4, 4, 5
#: So many words may continue what was typed.
MOST_BEGUN = 30
#: Letters within which two words may differ: one wrong, missing, doubled or two changed over.
SLIP = 2
#: Letters that join the parts of a compound (*Geburt-s-urkunde*, *Welpe-n-kauf*).
JOINTS = ("", "s", "n", "e", "en", "er", "es")
#: How much an action raises the services of its Verrichtung, and lowers those of another one.
RAISED, LOWERED = 1.15, 0.6


class EverydayWords:
    """The compiled lexicon: ``entries`` (places with hundredths), ``phrases`` (stems, entry), ``actions``."""

    def __init__(self, blob: bytes) -> None:
        """Read what ``lexicon.lexicon_blob`` wrote. Raises ValueError or KeyError for anything else."""
        read = json.loads(blob)
        self._entries: list[list[tuple[int, int]]] = read["entries"]
        self._phrases: list[tuple[list[str], int]] = read["phrases"]
        self._having: dict[str, list[int]] = {}
        for number, (stems, _) in enumerate(self._phrases):
            for word in stems:
                self._having.setdefault(word, []).append(number)
        self._sorted = sorted(self._having)
        self._by_letter: dict[str, list[str]] = {}
        for word in self._sorted:
            self._by_letter.setdefault(word[0], []).append(word)
        self._actions: list[tuple[list[str], list[str], list[str]]] = read["actions"]

    def knows(self, word: str) -> bool:
        """Return whether a folded word is one of the lexicon."""
        return stem(word) in self._having

    def meant(self, words: Sequence[tuple[str, str]]) -> dict[int, dict[int, float]]:
        """Return for the place of each service what every typed word (by its position) counts for it.

        ``words`` are typed words in both forms, folded and nearer to the noun; the last one may still be continued.
        """
        typed = [self._called(forms, growing=at == len(words) - 1) for at, forms in enumerate(words)]
        counted: dict[int, dict[int, float]] = {}
        for entry, shares in self._matched(typed):
            for place, hundredths in self._entries[entry]:
                best = counted.setdefault(place, {})
                for at, share in shares:
                    best[at] = max(best.get(at, 0.0), WEIGHT * share * hundredths / 100)
        return counted

    def actions(self, words: Sequence[tuple[str, str]]) -> dict[str, float]:
        """Return factors by Verrichtung (three digits) for the actions that were typed."""
        stems = {stem(form) for forms in words for form in forms}
        done = [action for action in self._actions if not stems.isdisjoint(action[0])]
        factors = {code: LOWERED for _, _, against in done for code in against}
        return factors | {code: RAISED for _, codes, _ in done for code in codes}

    def _matched(self, typed: Sequence[Mapping[str, float]]) -> Iterator[tuple[int, list[tuple[int, float]]]]:
        """Yield the entry of every phrase that was typed whole, with (position, share) of its words."""
        found: dict[int, dict[str, tuple[int, float]]] = {}
        for at, called in enumerate(typed):
            for word, share in called.items():
                for number in self._having[word]:
                    parts = found.setdefault(number, {})
                    if word not in parts or parts[word][1] < share:
                        parts[word] = (at, share)
        for number, parts in found.items():
            stems, entry = self._phrases[number]
            if len(parts) == len(stems):
                factor = TOGETHER if len(stems) > 1 else 1.0
                yield entry, [(at, factor * share) for at, share in parts.values()]

    def _called(self, forms: tuple[str, str], *, growing: bool) -> dict[str, float]:
        """Return the words of the lexicon that a typed one stands for, with their shares."""
        called = {word: 1.0 for word in map(stem, forms) if word in self._having}
        if growing and len(forms[0]) >= LEAST_BEGUN:
            for word in self._continuing(forms[0]):
                called.setdefault(word, BEGUN)
        if not called:
            called = self._parts(forms[0]) or self._mistyped(stem(forms[0]))
        return called

    def _continuing(self, typed: str) -> Iterator[str]:
        begin = bisect_left(self._sorted, typed)
        return takewhile(lambda word: word.startswith(typed), self._sorted[begin : begin + MOST_BEGUN])

    def _parts(self, typed: str) -> dict[str, float]:
        """Return the longest word a compound begins with, and the rest of it if it is one too."""
        for length in range(len(typed) - LEAST_PART + 1, LEAST_PART - 1, -1):
            first = stem(typed[:length])
            if first in self._having and len(first) >= LEAST_PART:
                rests = (stem(typed[length + len(joint) :]) for joint in JOINTS if typed.startswith(joint, length))
                return {first: PART} | {rest: PART for rest in rests if rest in self._having}
        return {}

    def _mistyped(self, typed: str) -> dict[str, float]:
        if len(typed) < LEAST_MISTYPED:
            return {}
        return {word: MISTYPED for word in self._by_letter.get(typed[0], ()) if _slipped(typed, word)}


def _slipped(typed: str, word: str) -> bool:
    """Return whether one slip of the keyboard makes one word of the other."""
    if abs(len(typed) - len(word)) > 1 or len(word) < LEAST_MISTYPED:
        return False
    least = min(len(typed), len(word))
    begin = next((at for at in range(least) if typed[at] != word[at]), least)
    end = next((at for at in range(least - begin) if typed[-1 - at] != word[-1 - at]), least - begin)
    left, right = typed[begin : len(typed) - end], word[begin : len(word) - end]
    return max(len(left), len(right)) < SLIP or (len(left) == SLIP and left == right[::-1])
