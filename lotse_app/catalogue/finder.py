"""Finds public services by what residents say."""

from __future__ import annotations

import math
import sqlite3
import sys
import zlib
from array import array
from contextlib import closing
from dataclasses import dataclass
from heapq import nlargest
from operator import add, mul
from typing import TYPE_CHECKING

from lotse_app.catalogue.file import FILE_NAME, open_catalogue
from lotse_app.catalogue.german import BEGINNING, content_words, grams, verb_root
from lotse_app.models.problems import Code, refuse
from lotse_app.models.public_service import Hit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: A query is cut here: nobody types more, and the time a search takes stays bounded.
LONGEST = 200
MOST_WORDS = 24
#: A long word says more than a short one, but not in proportion to its grams.
WORD_LENGTH = -0.4
#: A typed word is named as a reason if the service shows this share of its grams.
REASON = 0.4
#: Words whose scores are kept: while the last word is being typed, the words before it cost nothing.
KEPT_WORDS = 24
#: A stored weight of full size: 255 (weight) times 60,000 (peak), see ``indexing.py``.
UNIT = 255 * 60_000


@dataclass(frozen=True, slots=True)
class _Entry:
    service_id: str
    name: str
    ozg_service: str
    leika: str
    listed_as: str
    has_form: bool


class CatalogueFinder:
    """Implements the port ``Finder`` over the index in the catalogue file (see ``indexing.py``).

    Belongs to one thread at a time (the finder lane). The file is closed again after reading.
    """

    def __init__(self, resources: Path) -> None:
        """Read the index below ``resources``. Raises CATALOGUE_MISSING, CATALOGUE_DAMAGED."""
        with closing(open_catalogue(resources / "catalogue" / FILE_NAME)) as connection:
            try:
                self._entries = _entries(connection)
                self._beginnings = frozenset(_blob(connection, "beginnings").decode().split("\n"))
                keys = _blob(connection, "grams").decode().split("\n")
                self._starts = _array(connection, "starts", "I")
                self._postings = _array(connection, "postings", "H")
                self._weights = _array(connection, "weights", "B")
                self._peaks = _array(connection, "peaks", "H")
                self._prior = [thousandths / 1000 for thousandths in _array(connection, "prior", "H")]
            except (sqlite3.Error, KeyError, ValueError) as error:
                raise refuse(Code.CATALOGUE_DAMAGED) from error
        if len(self._starts) != len(keys) + 1 or len(self._prior) != len(self._entries) or not self._entries:
            raise refuse(Code.CATALOGUE_DAMAGED)
        self._row = {gram: row for row, gram in enumerate(keys)}
        self._kept: dict[tuple[str, bool], list[float]] = {}

    def find(self, text: str, limit: int = 20) -> tuple[Hit, ...]:
        """Return the best services, best first; by its LeiKa id that one alone. Nothing for words unlike any other."""
        called = self._called(text.strip())
        if called is not None:
            return (Hit(called.service_id, called.name, called.leika, 1.0, (text.strip(),), called.has_form),)
        typed = self._asked(text)
        hits = []
        for place, score in self._ranked([word for _, word in typed], limit):
            entry = self._entries[place]
            hits.append(
                Hit(entry.service_id, entry.name, entry.leika, round(score, 4), _reasons(typed, entry), entry.has_form)
            )
        return tuple(hits)

    def _called(self, key: str) -> _Entry | None:
        """Return the service whose LeiKa id was typed whole."""
        if not key.isdigit():
            return None
        return next((entry for entry in self._entries if key in {entry.leika, entry.listed_as}), None)

    def listed_ids(self, text: str, limit: int = 100) -> list[str]:
        """Return LeiKa ids of the list of 2019, best first; own entries stand under the id the list has for them."""
        ranked = self._ranked([word for _, word in self._asked(text)], 2 * limit)
        return list(dict.fromkeys(self._entries[place].listed_as for place, _ in ranked))[:limit]

    def _asked(self, text: str) -> list[tuple[str, str]]:
        """Return (as typed, searched for) of the words that count; a capital inside a sentence is a noun, no verb."""
        asked = []
        for place, (as_typed, folded) in enumerate(content_words(text[:LONGEST])[:MOST_WORDS]):
            noun = place > 0 and as_typed[0].isupper()
            asked.append(
                (as_typed, folded if noun else verb_root(folded, known=folded[:BEGINNING] in self._beginnings))
            )
        return asked

    def _ranked(self, query: Sequence[str], limit: int) -> list[tuple[int, float]]:
        """Return (place, score) of the best services; equal scores keep the order of the catalogue."""
        total = [0.0] * len(self._entries)
        for word in dict.fromkeys(query):
            total = list(map(add, total, self._scores_of(word, growing=len(query) == 1)))
        weighed = list(map(mul, total, self._prior))
        least = min(nlargest(limit, weighed), default=0.0)
        near = [place for place, score in enumerate(weighed) if score >= least and score > 0]
        near.sort(key=lambda place: -weighed[place])
        return [(place, weighed[place]) for place in near[:limit]]

    def _scores_of(self, word: str, *, growing: bool) -> list[float]:
        """Return how well each service matches one word; ``growing``: the word may still be continued."""
        key = (word, growing)
        kept = self._kept.pop(key, None)
        if kept is None:
            kept = self._score(word, growing=growing)
            while len(self._kept) >= KEPT_WORDS:
                del self._kept[next(iter(self._kept))]
        self._kept[key] = kept
        return kept

    def _score(self, word: str, *, growing: bool) -> list[float]:
        scores = [0.0] * len(self._entries)
        asked = {gram for gram in grams(word) if not (growing and gram.endswith("_"))}
        length = float(max(len(asked), 1)) ** WORD_LENGTH
        starts, postings, weights = self._starts, self._postings, self._weights
        for row in sorted(self._row[gram] for gram in asked if gram in self._row):
            begin, end = starts[row], starts[row + 1]
            factor = math.log(1 + len(scores) / (end - begin)) * length * self._peaks[row] / UNIT
            for place, weight in zip(postings[begin:end], weights[begin:end], strict=True):
                scores[place] += factor * weight
        return scores


def _reasons(typed: Sequence[tuple[str, str]], entry: _Entry) -> tuple[str, ...]:
    """Return the typed words of which the service shows enough, else those of which it shows most."""
    shown = {gram for _, word in content_words(f"{entry.name} {entry.ozg_service}") for gram in grams(word)}
    shares = [(_share(word, shown), as_typed) for as_typed, word in typed]
    enough = min(REASON, max((share for share, _ in shares), default=0.0))
    return tuple(dict.fromkeys(as_typed for share, as_typed in shares if share >= enough > 0))


def _share(word: str, shown: set[str]) -> float:
    """Return the share of a word's grams that are shown; its end counts only where it is shown."""
    asked = set(grams(word))
    found = asked & shown
    open_end = {gram for gram in asked if gram.endswith("_")} - found
    return len(found) / max(len(asked) - len(open_end), 1)


def _entries(connection: sqlite3.Connection) -> list[_Entry]:
    """Return the services in the order of the index."""
    aliases: dict[str, list[str]] = {}
    for service_id, leika in connection.execute("SELECT service_id, leika FROM alias ORDER BY service_id, rank"):
        aliases.setdefault(service_id, []).append(leika)
    rows = connection.execute("SELECT service_id, name, ozg_service, form_id FROM service ORDER BY service_id")
    return [_Entry(row[0], row[1], row[2], aliases[row[0]][0], aliases[row[0]][-1], bool(row[3])) for row in rows]


def _blob(connection: sqlite3.Connection, name: str) -> bytes:
    """Return one array of the index. Raises ValueError if it is not what was written."""
    row = connection.execute("SELECT crc, content FROM blob WHERE name = ?", (name,)).fetchone()
    if row is None or zlib.crc32(row[1]) != row[0]:
        raise ValueError(name)
    return bytes(row[1])


def _array(connection: sqlite3.Connection, name: str, typecode: str) -> array[int]:
    values: array[int] = array(typecode)
    values.frombytes(_blob(connection, name))
    if sys.byteorder == "big":
        values.byteswap()
    return values
