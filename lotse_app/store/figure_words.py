"""What the characters of contacts stand for; and, for a database in memory, the characters of contacts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lotse_app.models.figures import Dimension
from lotse_app.store.columns import document
from lotse_app.store.figure_columns import HEADS_AT, PEOPLE, PIECES, PLACES, SEVERAL, SHORT_LENGTH, character

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from lotse_app.models.station_file import Contact
    from lotse_app.store.connection import Connection

#: Bands of length: seconds from which on, and the code.
_BANDS = ((7200, "120"), (3600, "60"), (1800, "30"), (600, "10"), (0, "0"))


class Words:
    """What the characters of contacts stand for, as of one state of the store; ``labels`` name services by id.

    Free themes can be among them, so it is let go with the figures it was made for.
    """

    def __init__(self, connection: Connection, labels: Mapping[str, str]) -> None:
        self._connection = connection
        self._labels = labels
        self._pieces: dict[int, dict[str, Any]] = {}
        self._keys: dict[Dimension, dict[str, str]] = {}

    def keys(self, dimension: Dimension) -> Mapping[str, str]:
        """Return under which key of a dimension each character counts."""
        if dimension not in self._keys:
            piece, at = PLACES[dimension]
            read = self._named if dimension in SEVERAL else lambda word: str(word[at])
            self._keys[dimension] = {one: read(word) for one, word in self._said(piece).items()}
        return self._keys[dimension]

    def heads(self, kind: str) -> Mapping[str, Mapping[str, int]]:
        """Return the persons of groups that were counted by an attribute, by what each of them said."""
        found = {one: word[HEADS_AT].get(kind) for one, word in self._said(PEOPLE).items()}
        return {one: persons for one, persons in found.items() if persons}

    def alike(self, dimension: Dimension) -> tuple[str, ...]:
        """Return the characters, together, that count under the same key: a service and a theme of one name."""
        found: dict[str, str] = {}
        for one, key in self.keys(dimension).items():
            found[key] = found.get(key, "") + one
        return tuple(alike for alike in found.values() if len(alike) > 1)

    def short(self) -> frozenset[str]:
        """Return the characters of short contacts."""
        return frozenset(one for one, length in self.keys(Dimension.LENGTH).items() if length == SHORT_LENGTH)

    def _said(self, piece: int) -> Mapping[str, Any]:
        if piece not in self._pieces:
            row = self._connection.rows(
                "SELECT json_group_array(number), json_group_array(json(word)) FROM figure_word WHERE piece = ?",
                (piece,),
            )[0]
            numbers, words = map(json.loads, row)
            self._pieces[piece] = dict(zip(map(character, numbers), words, strict=True))
        return self._pieces[piece]

    def _named(self, word: str | list[str]) -> str:
        """Return the name of a topic: a service is its id, a free theme a list. Codes are their own names."""
        return self._labels.get(word, word) if isinstance(word, str) else word[0]


class ContactWords:
    """Numbers what contacts say, piece by piece, as the triggers of step 16 do; it goes when they are written."""

    def __init__(self) -> None:
        self._known: tuple[dict[Any, str], ...] = tuple({} for _ in (*PIECES, *SEVERAL))

    def columns(self, contact: Contact) -> dict[str, str]:
        """Return the characters of a contact, column by column."""
        cells = "".join(self._character(piece, said) for piece, said in enumerate(_single(contact)))
        several = zip(SEVERAL.values(), enumerate(_several(contact), start=len(PIECES)), strict=True)
        return {"figure_cells": cells} | {
            column: "".join(self._character(piece, one) for one in said or ("",)) for column, (piece, said) in several
        }

    def rows(self) -> Iterator[tuple[int, int, str, int]]:
        """Yield piece, number, word, uses of every word there is; of uses only that there are some."""
        for piece, known in enumerate(self._known):
            for number, said in enumerate(known, start=1):
                yield piece, number, document(_by_kind(said) if piece == PEOPLE else said), 1

    def _character(self, piece: int, said: object) -> str:
        known = self._known[piece]
        return known.get(said) or known.setdefault(said, character(len(known) + 1))


def _single(contact: Contact) -> tuple[tuple[Any, ...], ...]:
    length = next(band for least, band in _BANDS if contact.seconds >= least)
    return (
        (contact.kind, length),
        (contact.result, contact.help_kind),
        (contact.age_band, contact.first_contact, contact.heads),
        (contact.place_type, contact.access, contact.language),
        (contact.station_id, contact.ags),
    )


def _several(contact: Contact) -> tuple[tuple[Any, ...], ...]:
    topics = tuple(service or (label,) for service, label in contact.topics)
    return topics, contact.obstacles, contact.devices, contact.tags


def _by_kind(said: tuple[Any, ...]) -> tuple[Any, ...]:
    heads: dict[str, dict[str, int]] = {}
    for kind, value, count in said[HEADS_AT]:
        heads.setdefault(kind, {})[value] = count
    return (*said[:HEADS_AT], heads)
