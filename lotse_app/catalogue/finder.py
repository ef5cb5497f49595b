"""Finds public services by what residents say."""

from __future__ import annotations

import math
import re
import sqlite3
import sys
import zlib
from array import array
from contextlib import closing
from dataclasses import dataclass
from heapq import nlargest
from operator import add, mul
from typing import TYPE_CHECKING

from lotse_app.catalogue.everyday import EverydayWords
from lotse_app.catalogue.file import FILE_NAME, open_catalogue
from lotse_app.catalogue.german import BEGINNING, content_words, grams, spoken_words, verb_root
from lotse_app.models.problems import Code, refuse
from lotse_app.models.public_service import Hit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: A query is cut here: nobody types more, and the time a search takes stays bounded.
LONGEST = 200
MOST_WORDS = 24
#: A long word says more than a short one, but not in proportion to its grams.
WORD_LENGTH = -0.4
#: A typed word is named as a reason if the service shows this share of its grams.
REASON = 0.4
#: Half of what a service shows of a word itself is taken off what the word counts as an everyday word.
SHOWN = 0.5
#: Words whose scores are kept: while the last word is being typed, the words before it cost nothing.
KEPT_WORDS = 24
#: Services whose shown grams are kept, for the reasons.
KEPT_NAMES = 500
#: From this score on a hit is no chance likeness (a name typed exactly: 4 and more).
MEANT = 3.0
#: Shares of a typed word that begins a word shown, and of the letters typed: with less nothing fits. The least letters
#: by which a word stands inside another one.
BEGINS, FITS, LEAST_INSIDE = 0.85, 0.5, 4
#: Words of so few letters are left out where a name is typed.
_SMALL = 2
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

    @property
    def verrichtung(self) -> str:
        """Return what is done: digits 9 to 11 of the LeiKa id."""
        return self.leika[8:11]


@dataclass(frozen=True, slots=True)
class _Word:
    """A typed word, folded, and nearer to the noun of the catalogue; one not its ``own`` counts in phrases only."""

    as_typed: str
    folded: str
    sought: str
    own: bool = True


class CatalogueFinder:
    """Implements the port ``Finder`` over the index in the catalogue file (see ``indexing.py``).

    Belongs to one thread at a time (the finder lane). The file is closed again after reading.
    """

    def __init__(self, resources: Path, *, everyday: bool = True) -> None:
        """Read the index below ``resources``, with the words of residents. Raises CATALOGUE_MISSING, _DAMAGED.

        Without ``everyday`` the finder knows the words of the catalogue only (measured beside the other, ADR 0023).
        """
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
                self._everyday = EverydayWords(_blob(connection, "everyday")) if everyday else None
            except (sqlite3.Error, KeyError, ValueError) as error:
                raise refuse(Code.CATALOGUE_DAMAGED) from error
        if len(self._starts) != len(keys) + 1 or len(self._prior) != len(self._entries) or not self._entries:
            raise refuse(Code.CATALOGUE_DAMAGED)
        self._row = {gram: row for row, gram in enumerate(keys)}
        self._kept: dict[tuple[str, bool], list[float]] = {}
        self._doing: dict[str, list[int]] = {}
        for place, entry in enumerate(self._entries):
            self._doing.setdefault(entry.verrichtung, []).append(place)
        self._shown: dict[int, frozenset[str]] = {}

    def find(self, text: str, limit: int = 20) -> tuple[Hit, ...]:
        """Return the best services, best first; by its LeiKa id that one alone. Nothing for words unlike any other."""
        called = self._called(text.strip())
        if called is not None:
            return (Hit(called.service_id, called.name, called.leika, 1.0, (text.strip(),), called.has_form),)
        typed = self._asked(text)
        meant = self._meant(typed)
        hits: list[Hit] = []
        ranked = self._ranked(typed, meant, limit)
        # A name begun as it stands is meant, wherever likeness puts it: *Erlaubnis zum Verbringen* of a long one.
        named = any(_begun(text, self._entries[place].name) for place, _ in ranked)
        for place, score in ranked:
            entry = self._entries[place]
            because, everyday = self._reasons(typed, place, meant.get(place, {}))
            key = (entry.service_id, entry.name, entry.leika)
            alike = hits[0].alike if hits else score < MEANT and not named and not everyday and not _fits(typed, entry)
            hits.append(Hit(*key, round(score, 4), because, entry.has_form, everyday, alike))
        return tuple(hits)

    def _called(self, key: str) -> _Entry | None:
        """Return the service whose LeiKa id was typed whole."""
        if not key.isdigit():
            return None
        return next((entry for entry in self._entries if key in {entry.leika, entry.listed_as}), None)

    def listed_ids(self, text: str, limit: int = 100) -> list[str]:
        """Return LeiKa ids of the list of 2019, best first; own entries stand under the id the list has for them."""
        typed = self._asked(text)
        ranked = self._ranked(typed, self._meant(typed), 2 * limit)
        return list(dict.fromkeys(self._entries[place].listed_as for place, _ in ranked))[:limit]

    def _asked(self, text: str) -> list[_Word]:
        """Return the words that count; a capital inside a sentence is a noun, no verb."""
        asked = []
        for place, (as_typed, folded, own) in enumerate(self._spoken(text[:LONGEST])[:MOST_WORDS]):
            noun = place > 0 and as_typed[0].isupper()
            root = folded if noun else verb_root(folded, known=folded[:BEGINNING] in self._beginnings)
            asked.append(_Word(as_typed, folded, root, own))
        return asked

    def _spoken(self, text: str) -> list[tuple[str, str, bool]]:
        if self._everyday is None:
            return [(as_typed, folded, True) for as_typed, folded in content_words(text)]
        return spoken_words(text, self._everyday.knows)

    def _meant(self, typed: Sequence[_Word]) -> dict[int, dict[int, float]]:
        """Return what everyday words count for each service, by place and position of the word."""
        return self._everyday.meant([(word.folded, word.sought) for word in typed]) if self._everyday else {}

    def _ranked(
        self, typed: Sequence[_Word], meant: Mapping[int, Mapping[int, float]], limit: int
    ) -> list[tuple[int, float]]:
        """Return (place, score) of the best services; equal scores keep the order of the catalogue."""
        total: list[float] = []
        growing = len(typed) == 1
        for word in dict.fromkeys(word.sought for word in typed if word.own):
            scores = self._scores_of(word, growing=growing)
            total = list(map(add, total, scores)) if total else list(scores)
        total = total or [0.0] * len(self._entries)
        for place, counts in meant.items():
            for at, count in counts.items():
                shown = self._scores_of(typed[at].sought, growing=growing)[place] if typed[at].own else 0.0
                total[place] += max(count - SHOWN * shown, 0.0)
        if self._everyday and len(typed) > 1:
            for code, factor in self._everyday.actions([(word.folded, word.sought) for word in typed]).items():
                for place in self._doing.get(code, ()):
                    total[place] *= factor
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
        return self._with_all(asked, scores) if word.isdigit() else scores

    def _with_all(self, asked: set[str], scores: list[float]) -> list[float]:
        """Return the scores of services that hold all grams: another number is nothing like the one that was typed."""
        holding: set[int] | None = None
        for gram in asked:
            row = self._row.get(gram)
            places = set(self._postings[self._starts[row] : self._starts[row + 1]]) if row is not None else set()
            holding = places if holding is None else holding & places
        return [score if holding and place in holding else 0.0 for place, score in enumerate(scores)]

    def _reasons(
        self, typed: Sequence[_Word], place: int, meant: Mapping[int, float]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the typed words of which the service shows enough, and the everyday words that stand for it.

        Without either, those of which it shows most.
        """
        shown = self._shown.get(place)
        if shown is None:
            if len(self._shown) >= KEPT_NAMES:
                self._shown.clear()
            shown = self._shown[place] = _grams_of(self._entries[place])
        shares = [(_share(word.sought, shown), word.as_typed) for word in typed if word.own]
        most = 0.0 if meant else max((share for share, _ in shares), default=0.0)
        enough = min(REASON, most) or REASON
        because = tuple(dict.fromkeys(as_typed for share, as_typed in shares if share >= enough))
        said = dict.fromkeys(typed[at].as_typed for at in sorted(meant))
        return because, tuple(word for word in said if word not in because)


def _begun(text: str, name: str) -> bool:
    """Return whether a text is the beginning of a name, word for word, the last one maybe not yet to its end."""
    said = _plain_words(text)
    called = _plain_words(name)[: len(said)]
    return bool(said) and called[:-1] == said[:-1] and len(called) == len(said) and called[-1].startswith(said[-1])


def _plain_words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if len(word) > _SMALL]


def _fits(typed: Sequence[_Word], entry: _Entry) -> bool:
    """Return whether words of a service are those typed, and do not merely share some letters: *Ratten*, *Stätten*."""
    shown = [word for _, word in content_words(f"{entry.name} {entry.ozg_service}")]
    own = [word for word in typed if word.own]
    fitting = [word for word in own if any(_is_in(form, one) for form in (word.folded, word.sought) for one in shown)]
    return sum(len(word.folded) for word in fitting) >= FITS * sum(len(word.folded) for word in own)


def _is_in(typed: str, shown: str) -> bool:
    short, long = sorted((typed, shown), key=len)
    if shown.startswith(typed) or (len(short) >= LEAST_INSIDE and short in long):
        return True
    least = max(LEAST_INSIDE, math.ceil(BEGINS * len(typed)))
    return len(typed) >= least and shown.startswith(typed[:least])


def _grams_of(entry: _Entry) -> frozenset[str]:
    """Return the grams of the words a service is shown with."""
    names = content_words(f"{entry.name} {entry.ozg_service}")
    return frozenset(gram for _, word in names for gram in grams(word))


def _share(word: str, shown: frozenset[str]) -> float:
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
