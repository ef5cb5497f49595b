"""Counts one month of contacts for many queries at once: read once, counted by packed text, each text decoded once."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from itertools import repeat
from typing import TYPE_CHECKING, Any

from lotse_app.models.figures import Dimension, FigureRow
from lotse_app.store.figure_columns import APPLICATIONS, HEADED, MEASURES, headed_by, pack_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lotse_app.models.figures import FigureQuery


class Wanted:
    """What SQL has to read for queries over the same contacts, and the names it gives to it."""

    def __init__(self, queries: Iterable[FigureQuery]) -> None:
        self._names: dict[str, None] = {"count(*)": None}
        for query in queries:
            pack = pack_of(query).sql
            if pack:
                self._names[_texts(pack)] = None
            for measure in filter(None, (MEASURES[key] for key in query.measures)):
                self._names[_read_as(pack, measure)] = None

    @property
    def names(self) -> tuple[str, ...]:
        """Return what stands behind SELECT."""
        return tuple(self._names)

    @property
    def applications(self) -> bool:
        """Return whether it has to be known how many applications were begun in each session."""
        return _texts("number") in self._names


def _texts(column: str) -> str:
    """Return one text of a column, a line each: several times faster than a row each. JSON has no line breaks."""
    return f"group_concat({column}, char(10))"


def _read_as(pack: str, measure: str) -> str:
    """Return how a measure is read: summed by SQL where nothing but the month is asked for, else contact by contact."""
    if measure == APPLICATIONS:
        return _texts("number")
    return _texts(measure) if pack else f"sum({measure})"


class MonthOfContacts:
    """The contacts of one month, column by column."""

    def __init__(self, month: str, found: Mapping[str, Any], applications: Mapping[str, int]) -> None:
        self.month = month
        self._found = found
        self._applications = applications
        self._columns: dict[str, Sequence[str]] = {}
        self._sums: dict[tuple[str, str], Mapping[str, int]] = {}
        self._decoded: dict[str, dict[str, list[Any]]] = {}

    def sums(self, pack: str, measure: str = "") -> Mapping[str, int]:
        """Return the sum of a measure for each packed text; an empty measure counts contacts."""
        key = (pack, measure)
        if key not in self._sums:
            self._sums[key] = self._summed(pack, measure)
        return self._sums[key]

    def decoded(self, pack: str) -> Mapping[str, list[Any]]:
        """Return what each packed text says."""
        if pack not in self._decoded:
            texts = list(self.sums(pack))
            self._decoded[pack] = (
                dict(zip(texts, json.loads(f"[{','.join(texts)}]"), strict=True)) if pack else {"": []}
            )
        return self._decoded[pack]

    def _summed(self, pack: str, measure: str) -> Mapping[str, int]:
        if not measure:
            return Counter(self._column(pack)) if pack else {"": self._found["count(*)"]}
        if not pack and measure != APPLICATIONS:
            return {"": self._found[_read_as(pack, measure)]}
        texts = self._column(pack) if pack else repeat("", self._found["count(*)"])
        sums: defaultdict[str, int] = defaultdict(int)
        if measure == APPLICATIONS:
            for text, number in zip(texts, self._column("number"), strict=True):
                sums[text] += self._applications.get(number, 0)
            return sums
        for (text, value), count in Counter(zip(texts, self._column(measure), strict=True)).items():
            sums[text] += int(value) * count
        return sums

    def _column(self, name: str) -> Sequence[str]:
        if name not in self._columns:
            self._columns[name] = self._found[_texts(name)].split("\n")
        return self._columns[name]


class Tally:
    """The cells of one query, filled month by month; ``labels`` name services by id."""

    def __init__(self, query: FigureQuery, labels: Mapping[str, str]) -> None:
        self._query = query
        self._labels = labels
        self._headed = headed_by(query)
        self._pack = pack_of(query)
        self._cells: dict[tuple[str, str], list[int]] = {}

    def add(self, contacts: MonthOfContacts) -> None:
        """Count a month in."""
        pack, month = self._pack.sql, contacts.month
        decoded = contacts.decoded(pack)
        sums = [contacts.sums(pack, MEASURES[key]) for key in self._query.measures]
        for text, count in contacts.sums(pack).items():
            values = decoded[text]
            heads = values[self._pack.heads].get(self._headed, {}) if self._headed else {}
            amounts = [found[text] for found in sums]
            for row in self._keys(self._query.rows, values, heads, month):
                for column in self._keys(self._query.columns, values, heads, month):
                    said = self._by_head(amounts, count, heads, row, column) if heads else amounts
                    cell = self._cells.get((row, column))
                    self._cells[row, column] = list(said) if cell is None else list(map(int.__add__, cell, said))

    def rows(self) -> tuple[FigureRow, ...]:
        """Return what was counted, by row key and column key."""
        return tuple(FigureRow(*key, tuple(values)) for key, values in sorted(self._cells.items()))

    def _keys(
        self, dimension: Dimension | None, values: Sequence[Any], heads: Mapping[str, int], month: str
    ) -> Iterable[str]:
        """Return under which keys of a dimension a contact counts, each once."""
        if dimension is None:
            return ("",)
        if dimension is Dimension.MONTH:
            return (month,)
        said = values[self._pack.place(dimension)]
        if isinstance(said, str):
            return heads if heads and dimension in HEADED else (said,)
        if dimension is Dimension.TOPIC:  # of one name is one row, a service or a free theme: once, not twice
            said = {self._labels.get(one, one) if isinstance(one, str) else one[0] for one in said}
        return said or ("",)

    def _by_head(
        self, amounts: Sequence[int], count: int, heads: Mapping[str, int], row: str, column: str
    ) -> list[int]:
        """Return the measures of a cell for a group: what it adds to one cell are the persons of that cell."""
        value = row if self._query.rows in HEADED else column
        persons = {
            "teilnahmen": heads[value] * count,
            "erstkontakte": heads[value] * count if self._headed == "erstkontakt" and value == "ja" else 0,
        }
        return [persons.get(key, amount) for key, amount in zip(self._query.measures, amounts, strict=True)]
