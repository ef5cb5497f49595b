"""Counts one month of contacts for many queries at once: read once as text, counted by character."""

from __future__ import annotations

import re
from collections import Counter
from itertools import compress, repeat
from operator import add
from typing import TYPE_CHECKING, Any

from lotse_app.models.figures import Dimension, FigureRow
from lotse_app.models.session import FirstContact
from lotse_app.store.figure_columns import (
    APPLICATIONS,
    HEADED,
    MEASURES,
    PEOPLE,
    PIECES,
    PLACES,
    SEVERAL,
    headed_by,
    pieces_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from lotse_app.models.figures import FigureQuery
    from lotse_app.store.figure_words import Words

_CELLS = "group_concat(figure_cells, '')"
#: Parts contacts; no character of a word.
_END = "\n"


def wanted(queries: Iterable[FigureQuery]) -> tuple[str, ...]:
    """Return what SQL has to read for queries over the same contacts: what stands behind SELECT."""
    names: dict[str, None] = {"count(*)": None}
    for query in queries:
        pieces = pieces_of(query)
        names |= dict.fromkeys(map(_characters_of, pieces))
        for measure in filter(None, (MEASURES[key] for key in query.measures)):
            names[_read_as(measure, alone=not pieces)] = None
    return tuple(names)


def _characters_of(piece: int) -> str:
    if piece < len(PIECES):
        return _CELLS
    return _each(tuple(SEVERAL.values())[piece - len(PIECES)])


def _read_as(measure: str, *, alone: bool) -> str:
    """Return how a measure is read: summed by SQL where nothing but the month is asked for, else contact by contact."""
    if measure == APPLICATIONS:
        return BEGUN
    return f"sum({measure})" if alone else _each(measure)


def _each(column: str) -> str:
    """Return a column as one text, a line a contact: several times faster than a row each."""
    return f"group_concat({column}, char(10))"


#: Read where it has to be known how many applications were begun in each session.
BEGUN = _each("number")


class MonthOfContacts:
    """The contacts of one month, column by column; ``applications`` counts those begun, by number of the session."""

    def __init__(self, month: str, found: Mapping[str, Any], applications: Mapping[str, int]) -> None:
        self.month = month
        self._found = found
        self._applications = applications
        self._columns: dict[str, Sequence[str]] = {}

    def whole(self, measures: Iterable[str]) -> list[int]:
        """Return how many contacts there are, then their sums."""
        read = (self._begun() if one == APPLICATIONS else [self._found[_read_as(one, alone=True)]] for one in measures)
        return [self._found["count(*)"], *map(sum, read)]

    def counted(self, piece: int, alike: Iterable[str]) -> Mapping[str, int]:
        """Return in how many contacts each character of a piece stands; of some that are alike only the first one."""
        text = self._found[_characters_of(piece)]
        if piece < len(PIECES):
            return Counter(text[piece :: len(PIECES)])
        twice = []
        for together in alike:
            first = together[0]
            for other in together[1:]:
                text = text.replace(other, first)
            twice.append(re.compile(f"{re.escape(first)}(?=[^{_END}]*{re.escape(first)})"))
        counts = Counter(text)
        for pattern in twice:  # in one contact: it counts once
            counts.subtract(pattern.findall(text))
        del counts[_END]
        return counts

    def summed(
        self, pieces: Sequence[int], measures: Iterable[str], among: tuple[int, frozenset[str]] | None
    ) -> Mapping[tuple[str, ...], Sequence[int]]:
        """Return how many contacts say the same in these pieces, then their sums.

        ``among`` leaves out those that have none of these characters in one of the pieces, by its place.
        """
        said: Sequence[Any] = (
            list(zip(*map(self._said, pieces), strict=True)) if len(pieces) > 1 else self._said(pieces[0])
        )
        columns: list[Sequence[Any]] = [
            list(self._begun()) if one == APPLICATIONS else self._column(_each(one)) for one in measures
        ]
        if among is not None:
            at, characters = among
            stands = [not characters.isdisjoint(one if len(pieces) == 1 else one[at]) for one in said]
            columns = [list(compress(column, stands)) for column in columns]
            said = list(compress(said, stands))
        sums = {one: [count] for one, count in Counter(said).items()}
        for place, column in enumerate(columns, start=1):
            for found in sums.values():
                found.append(0)
            # Contacts that agree are added up at once: of most there are many.
            pairs: Counter[tuple[Any, Any]] = Counter(zip(said, column, strict=True))
            for (one, value), count in pairs.items():
                sums[one][place] += int(value) * count
        return sums if len(pieces) > 1 else {(one,): found for one, found in sums.items()}

    def _said(self, piece: int) -> Sequence[str]:
        name = _characters_of(piece)
        return self._found[name][piece :: len(PIECES)] if piece < len(PIECES) else self._column(name)

    def _begun(self) -> Iterable[int]:
        return map(self._applications.get, self._column(BEGUN), repeat(0))

    def _column(self, name: str) -> Sequence[str]:
        if name not in self._columns:
            self._columns[name] = self._found[name].split(_END)
        return self._columns[name]


class Tally:
    """The cells of one query, filled month by month."""

    def __init__(self, query: FigureQuery) -> None:
        self._query = query
        self._headed = headed_by(query)
        self._pieces = pieces_of(query)
        read = [MEASURES[key] for key in query.measures]
        self._measures = tuple(dict.fromkeys(filter(None, read)))
        self._order = [1 + self._measures.index(one) if one else 0 for one in read]
        self._cells: dict[tuple[str, str], Sequence[int]] = {}

    def add(self, contacts: MonthOfContacts, words: Words) -> None:
        """Count a month in."""
        rows, columns = (self._keys(one, contacts, words) for one in (self._query.rows, self._query.columns))
        heads = words.heads(self._headed) if self._headed else {}
        for said, sums in self._sums(contacts, words).items():
            amounts = [sums[at] for at in self._order]
            persons = heads.get(said[self._pieces.index(PEOPLE)]) if heads else None
            if persons:
                self._add_group(persons, (rows(said), columns(said)), amounts, sums[0])
                continue
            for row in rows(said):
                for column in columns(said):
                    self._put((row, column), amounts)

    def rows(self) -> tuple[FigureRow, ...]:
        """Return what was counted, by row key and column key."""
        return tuple(FigureRow(*key, tuple(values)) for key, values in sorted(self._cells.items()))

    def _sums(self, contacts: MonthOfContacts, words: Words) -> Mapping[tuple[str, ...], Sequence[int]]:
        """Return count and sums by what the pieces of the query say."""
        if not self._pieces:
            return {(): contacts.whole(self._measures)}
        among = self._among(words)
        if among is None and not self._measures and len(self._pieces) == 1:
            dimension = next(one for one in (self._query.rows, self._query.columns) if one in PLACES)
            alike = words.alike(dimension) if dimension in SEVERAL else ()
            return {(one,): (count,) for one, count in contacts.counted(self._pieces[0], alike).items()}
        return contacts.summed(self._pieces, self._measures, among)

    def _among(self, words: Words) -> tuple[int, frozenset[str]] | None:
        """Return which characters a contact must have one of where only some columns are asked for."""
        columns = self._query.columns
        if columns is None or not self._query.among:
            return None
        characters = frozenset(one for one, key in words.keys(columns).items() if key in self._query.among)
        return self._pieces.index(PLACES[columns][0]), characters

    def _put(self, key: tuple[str, str], amounts: Sequence[int]) -> None:
        cell = self._cells.get(key)
        self._cells[key] = amounts if cell is None else list(map(add, cell, amounts))

    def _keys(
        self, dimension: Dimension | None, contacts: MonthOfContacts, words: Words
    ) -> Callable[[tuple[str, ...]], Iterable[str]]:
        """Return what says under which keys of a dimension contacts count that say the same, each key once."""
        if dimension is None or dimension is Dimension.MONTH:
            always = ("" if dimension is None else contacts.month,)
            return lambda _: always
        keys, at = words.keys(dimension), self._pieces.index(PLACES[dimension][0])
        if dimension not in SEVERAL:
            return lambda said: (keys[said[at]],)
        only = self._query.among if dimension is self._query.columns else ()
        return lambda said: {keys[one] for one in said[at] if not only or keys[one] in only}

    def _add_group(
        self, persons: Mapping[str, int], keys: tuple[Iterable[str], Iterable[str]], amounts: Sequence[int], count: int
    ) -> None:
        """Count in groups that say the same: what they add to one cell are the persons of that cell."""
        by_row = self._query.rows in HEADED
        for row in persons if by_row else keys[0]:
            for column in keys[1] if by_row else persons:
                value = row if by_row else column
                first = self._headed == HEADED[Dimension.FIRST_CONTACT] and value == FirstContact.YES
                number = persons[value] * count
                said = {"teilnahmen": number, "erstkontakte": number if first else 0}
                measures = zip(self._query.measures, amounts, strict=True)
                self._put((row, column), [said.get(key, amount) for key, amount in measures])
