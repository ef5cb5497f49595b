"""Counts one month of contacts for many queries at once: read once as text, counted by character."""

from __future__ import annotations

import re
from collections import Counter
from itertools import compress, islice, repeat
from operator import add
from typing import TYPE_CHECKING, Any

from lotse_app.models.figures import Dimension, FigureRow
from lotse_app.models.session import FirstContact
from lotse_app.store.figure_columns import (
    APPLICATIONS,
    HEADED,
    LENGTHS,
    MEASURES,
    PEOPLE,
    PIECES,
    PLACES,
    SEVERAL,
    SHORT,
    headed_by,
    measures_of,
    pieces_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from lotse_app.models.figures import FigureQuery
    from lotse_app.store.figure_words import Words
    from lotse_app.store.right_of_way import RightOfWay

_CELLS = "group_concat(figure_cells, '')"
#: Parts contacts; no character of a word.
_END = "\n"
#: Place of a measure that the characters tell by themselves: how many contacts are short ones.
_SHORT = -1
#: So many kinds of contacts are added up before others may go first.
_AT_ONCE = 125
#: So many contacts are counted, or numbers of sessions looked up, before others may go first.
_IN_A_ROW = 1_000


def wanted(queries: Iterable[FigureQuery]) -> tuple[str, ...]:
    """Return what SQL has to read for queries over the same contacts: what stands behind SELECT."""
    names: dict[str, None] = {"count(*)": None}
    for query in queries:
        pieces, measures = pieces_of(query), measures_of(query)
        names |= dict.fromkeys(map(_characters_of, pieces))
        if APPLICATIONS in measures:
            names[BEGUN] = None
        summed = tuple(one for one in measures if one != APPLICATIONS)
        if summed and pieces:
            names[_each_of(summed)] = None
        elif summed:
            names |= dict.fromkeys(map(_sum, summed))
    return tuple(names)


def _characters_of(piece: int) -> str:
    if piece < len(PIECES):
        return _CELLS
    return _each(tuple(SEVERAL.values())[piece - len(PIECES)])


def _sum(measure: str) -> str:
    """Return a measure summed by SQL: where nothing but the month is asked for."""
    return f"sum({measure})"


def _each_of(measures: Sequence[str]) -> str:
    """Return measures contact by contact: several of them as numbers in one line, so that a line is counted once."""
    if len(measures) == 1:
        return _each(measures[0])
    return _each(f"printf('{' '.join(['%d'] * len(measures))}', {', '.join(measures)})")


def _each(column: str) -> str:
    """Return a column as one text, a line a contact: several times faster than a row each."""
    return f"group_concat({column}, char(10))"


#: Read where it has to be known how many applications were begun in each session.
BEGUN = _each("number")


class MonthOfContacts:
    """The contacts of one month, column by column; ``applications`` counts those begun, by number of the session."""

    def __init__(self, month: str, found: Mapping[str, Any], applications: Mapping[str, int], way: RightOfWay) -> None:
        self.month = month
        self._found = found
        self._applications = applications
        self._way = way
        self._columns: dict[str, Sequence[str]] = {}
        self._counted: dict[tuple[int, tuple[str, ...]], Mapping[str, int]] = {}
        self._summed: dict[object, Mapping[tuple[str, ...], Sequence[int]]] = {}

    def give_way(self) -> None:
        """Let go first who writes."""
        self._way.give()

    def whole(self, measures: Iterable[str]) -> list[int]:
        """Return how many contacts there are, then their sums."""
        read = (self._begun() if one == APPLICATIONS else [self._found[_sum(one)]] for one in measures)
        return [self._found["count(*)"], *map(sum, read)]

    def counted(self, piece: int, alike: tuple[str, ...]) -> Mapping[str, int]:
        """Return in how many contacts each character of a piece stands; of some that are alike only the first one."""
        if (piece, alike) not in self._counted:
            self._counted[piece, alike] = self._count(piece, alike)
        return self._counted[piece, alike]

    def summed(
        self, pieces: tuple[int, ...], measures: tuple[str, ...], among: tuple[int, frozenset[str]] | None
    ) -> Mapping[tuple[str, ...], Sequence[int]]:
        """Return how many contacts say the same in these pieces, then their sums.

        ``among`` leaves out those that have none of these characters in one of the pieces, by its place.
        """
        asked = (pieces, measures, among)
        if asked not in self._summed:
            self._summed[asked] = self._sum_up(*asked)
        return self._summed[asked]

    def _count(self, piece: int, alike: tuple[str, ...]) -> Mapping[str, int]:
        self._way.give()
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

    def _sum_up(
        self, pieces: tuple[int, ...], measures: tuple[str, ...], among: tuple[int, frozenset[str]] | None
    ) -> Mapping[tuple[str, ...], Sequence[int]]:
        said: list[Sequence[Any]] = [self._said(one) for one in pieces]
        numbers = tuple(one for one in measures if one != APPLICATIONS)
        read: list[Sequence[Any]] = [self._column(_each_of(numbers))] if numbers else []
        if APPLICATIONS in measures:
            read.append(list(self._begun()))
        if among is not None:
            at, characters = among
            known = {one: not characters.isdisjoint(one) for one in set(said[at])}
            stands = [known[one] for one in said[at]]
            said = [list(compress(column, stands)) for column in said]
            read = [list(compress(column, stands)) for column in read]
        # Contacts that agree are added up at once: of most there are many.
        self._way.give()
        contacts = zip(*said, *read, strict=True)
        alike: Counter[tuple[Any, ...]] = Counter()
        while part := list(islice(contacts, _IN_A_ROW)):
            self._way.give()
            alike.update(part)
        self._way.give()
        places = [0 if one == APPLICATIONS else 1 + numbers.index(one) for one in measures]
        sums: dict[tuple[str, ...], list[int]] = {}
        for number, (together, count) in enumerate(alike.items()):
            if not number % _AT_ONCE:
                self._way.give()
            found = sums.setdefault(together[: len(pieces)], [0] * (1 + len(measures)))
            found[0] += count
            if measures:
                begun = together[-1] if APPLICATIONS in measures else 0
                values = (begun, *(map(int, together[len(pieces)].split()) if numbers else ()))
                for place, value in enumerate(places, start=1):
                    found[place] += values[value] * count
        return sums

    def _said(self, piece: int) -> Sequence[str]:
        name = _characters_of(piece)
        return self._found[name][piece :: len(PIECES)] if piece < len(PIECES) else self._column(name)

    def _begun(self) -> Iterable[int]:
        numbers = self._column(BEGUN)
        for start in range(0, len(numbers), _IN_A_ROW):
            self._way.give()
            yield from map(self._applications.get, numbers[start : start + _IN_A_ROW], repeat(0))

    def _column(self, name: str) -> Sequence[str]:
        if name not in self._columns:
            self._way.give()
            self._columns[name] = self._found[name].split(_END)
        return self._columns[name]


def _place(measure: str, measures: Sequence[str]) -> int:
    """Return where a measure stands behind the count; the empty one is the count."""
    if measure in measures:
        return 1 + measures.index(measure)
    return _SHORT if measure == SHORT else 0


class Tally:
    """The cells of one query, filled month by month."""

    def __init__(self, query: FigureQuery) -> None:
        self._query = query
        self._headed = headed_by(query)
        self._pieces = pieces_of(query)
        self._measures = measures_of(query)
        #: Where the sum of each measure stands; ``_SHORT`` is the count itself, of short contacts only.
        self._order = [_place(MEASURES[key], self._measures) for key in query.measures]
        self._only = self._only_dimension()
        self._cells: dict[tuple[str, str], Sequence[int]] = {}

    def add(self, contacts: MonthOfContacts, words: Words) -> None:
        """Count a month in."""
        contacts.give_way()
        if self._only is not None:
            self._add_counts(self._only, contacts, words)
            return
        rows, columns = (self._keys(one, contacts, words) for one in (self._query.rows, self._query.columns))
        heads = words.heads(self._headed) if self._headed else {}
        short = words.short() if _SHORT in self._order else frozenset()
        for number, (said, sums) in enumerate(self._sums(contacts, words).items()):
            if not number % _AT_ONCE:
                contacts.give_way()
            brief = sums[0] if short and said[self._pieces.index(LENGTHS)] in short else 0
            amounts = [brief if at == _SHORT else sums[at] for at in self._order]
            persons = heads.get(said[self._pieces.index(PEOPLE)]) if heads else None
            if persons:
                self._add_group(persons, (rows(said), columns(said)), amounts, sums[0])
                continue
            for row in rows(said):
                for column in columns(said):
                    self._put((row, column), amounts)

    def _add_counts(self, dimension: Dimension, contacts: MonthOfContacts, words: Words) -> None:
        """Count a month in where nothing but contacts is counted, by one dimension: so ask most tables."""
        keys, alike = words.keys(dimension), words.alike(dimension) if dimension in SEVERAL else ()
        found: dict[str, int] = {}
        for one, count in contacts.counted(PLACES[dimension][0], alike).items():
            found[keys[one]] = found.get(keys[one], 0) + count
        of_rows = dimension is self._query.rows
        other = self._query.columns if of_rows else self._query.rows
        month = contacts.month if other is Dimension.MONTH else ""
        for key, count in found.items():
            self._put((key, month) if of_rows else (month, key), [count] * len(self._order))

    def rows(self) -> tuple[FigureRow, ...]:
        """Return what was counted, by row key and column key."""
        return tuple(FigureRow(*key, tuple(values)) for key, values in sorted(self._cells.items()))

    def _sums(self, contacts: MonthOfContacts, words: Words) -> Mapping[tuple[str, ...], Sequence[int]]:
        """Return count and sums by what the pieces of the query say."""
        if not self._pieces:
            return {(): contacts.whole(self._measures)}
        if len(self._pieces) == 1 and self._pieces[0] < len(PIECES) and not self._measures and not self._query.among:
            return {(one,): (count,) for one, count in contacts.counted(self._pieces[0], ()).items()}
        return contacts.summed(self._pieces, self._measures, self._among(words))

    def _among(self, words: Words) -> tuple[int, frozenset[str]] | None:
        """Return which characters a contact must have one of where only some columns are asked for."""
        columns = self._query.columns
        if columns is None or not self._query.among:
            return None
        characters = frozenset(one for one, key in words.keys(columns).items() if key in self._query.among)
        return self._pieces.index(PLACES[columns][0]), characters

    def _only_dimension(self) -> Dimension | None:
        """Return the one dimension by which nothing but contacts is counted; None where it is less simple."""
        asked = [one for one in (self._query.rows, self._query.columns) if one in PLACES]
        simple = len(asked) == 1 and not self._headed and not self._query.among and set(self._order) == {0}
        return asked[0] if simple else None

    def _put(self, key: tuple[str, str], amounts: Sequence[int]) -> None:
        cell = self._cells.get(key)
        self._cells[key] = amounts if cell is None else list(map(add, cell, amounts))

    def _keys(
        self, dimension: Dimension | None, contacts: MonthOfContacts, words: Words
    ) -> Callable[[tuple[str, ...]], Iterable[str]]:
        """Return what says under which keys of a dimension contacts count that say the same, each key once."""
        as_one = self._query.as_one and dimension is self._query.columns  # only contacts that have one of them are read
        if dimension is None or dimension is Dimension.MONTH or as_one:
            always = (contacts.month if dimension is Dimension.MONTH else "",)
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
