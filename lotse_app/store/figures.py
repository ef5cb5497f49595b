"""Answers ``FigureQuery``s from the store (design/statistics, counting rules; ADR 0009)."""

from __future__ import annotations

from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from lotse_app.models.figures import Record
from lotse_app.models.filters import Choice, FilterKind
from lotse_app.store.columns import document, read_moment_or_none
from lotse_app.store.figure_cases import begun_applications, case_facts
from lotse_app.store.figure_cells import BEGUN, MonthOfContacts, Tally, wanted
from lotse_app.store.figure_columns import COUNSELS, OTHERS
from lotse_app.store.figure_filters import narrowed
from lotse_app.store.figure_words import Words
from lotse_app.store.statements import statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime
    from sqlite3 import Row

    from lotse_app.models.figures import CaseFact, FigureQuery, FigureRow, Period
    from lotse_app.models.filters import Filters
    from lotse_app.store.connection import Connection

#: Codes that occur in sessions, by the kind of filter they can be chosen for; the name is the code where it is one.
_CHOICES = {
    FilterKind.STATION: statement("figure_stations"),
    FilterKind.COMMUNE: "SELECT DISTINCT ags AS code, ags AS name FROM session WHERE deleted_at IS NULL ORDER BY code",
    FilterKind.TOPIC: (
        "SELECT DISTINCT label AS code, label AS name FROM session_topic WHERE service_id = '' ORDER BY label"
    ),
    FilterKind.SERVICE: statement("figure_services"),
    FilterKind.TAG: "SELECT DISTINCT tag AS code, tag AS name FROM session_tag ORDER BY tag",
}


class FigureCounts:
    """Implements ``ports.FigureRows``.

    Keys: a month is ``2026-11``; a topic is the label of its service or of the free theme; all others are the codes of
    ``models/session.py``; the empty key stands for *nothing noted*. A session with several topics or obstacles counts
    once under each.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, query: FigureQuery) -> tuple[FigureRow, ...]:
        """Return what ``counts`` returns of one query."""
        return self.counts((query,))[0]

    def counts(self, queries: Sequence[FigureQuery]) -> tuple[tuple[FigureRow, ...], ...]:
        """Return counted rows query by query, by row key and column key; cells without a session are left out.

        All of them are answered from one state of the store, so their sums agree even while somebody writes. Raises
        ValueError for two attributes of heads at once: nobody knows how they cross.
        """
        together: dict[object, list[int]] = {}
        for at, query in enumerate(queries):
            together.setdefault((query.period, query.station_ids, query.filters), []).append(at)
        tallies = [Tally(query) for query in queries]
        begun = cache(partial(begun_applications, self._connection))
        with self._connection.one_state():
            words = Words(self._connection, {one.code: one.name for one in self.choices(FilterKind.SERVICE)})
            for places in together.values():
                counsels = [(queries[at], tallies[at]) for at in places]
                self._read(counsels, COUNSELS, words, begun)
                self._read([one for one in counsels if one[0].all_contacts], OTHERS, words, begun)
        return tuple(map(self._rows, tallies))

    def _rows(self, tally: Tally) -> tuple[FigureRow, ...]:
        self._connection.way.give()
        return tally.rows()

    def _read(
        self,
        asked: Sequence[tuple[FigureQuery, Tally]],
        part: str,
        words: Words,
        begun: Callable[[], Mapping[str, int]],
    ) -> None:
        """Read one part of the contacts of a period month by month into the tallies of those who ask for it.

        Each contact is read once: queries over all contacts take both parts, the others only Beratungen.
        """
        if not asked:
            return
        first, names = asked[0][0], wanted([query for query, _ in asked])
        narrow, chosen = narrowed(first.filters)
        sql = statement("figures").format(columns=", ".join(names), narrowed=part + narrow)
        stations = document(first.station_ids) if first.station_ids else None
        applications = begun() if BEGUN in names else {}
        for start, end in _months(first.period):
            span = {"start": start.isoformat(), "end": end.isoformat(), "stations": stations}
            (row,) = self._connection.rows(sql, span | chosen)
            if row[0]:
                month = MonthOfContacts(
                    f"{start:%Y-%m}", dict(zip(names, row, strict=True)), applications, self._connection.way
                )
                for _, tally in asked:
                    tally.add(month, words)

    def cases(self, filters: Filters) -> tuple[CaseFact, ...]:
        """Return what is known of every application, also of those that went by rule. Raises KeyError."""
        return case_facts(self._connection, filters)

    def records(self, period: Period, filters: Filters) -> tuple[Record, ...]:
        """Return every contact of a period, oldest first."""
        narrow, chosen = narrowed(filters)
        sql = statement("figure_records").format(narrowed=narrow)
        span = {"start": period.start.isoformat(), "end": period.end.isoformat()}
        return tuple(map(_record, self._connection.rows(sql, span | chosen)))

    def choices(self, kind: FilterKind) -> tuple[Choice, ...]:
        """Return what occurs in the store of a kind of filter; empty where the codes are fixed."""
        if kind not in _CHOICES:
            return ()
        return tuple(Choice(row["code"], row["name"]) for row in self._connection.rows(_CHOICES[kind]))

    def last_change(self) -> datetime | None:
        """Return the data state: the newest session end or state change."""
        return read_moment_or_none(
            self._connection.value(
                "SELECT max(moment) FROM (SELECT max(ended_at) AS moment FROM session"
                " UNION ALL SELECT max(state_at) FROM application)"
            )
        )


def _record(row: Row) -> Record:
    several = (tuple(text.split("\n")) if text else () for text in row[16:21])
    values: list[Any] = [*row[:12], tuple(row[12:16]), *several]
    return Record(*values)


def _months(period: Period) -> Iterator[tuple[date, date]]:
    """Return the parts of a period that lie in one month each, half-open."""
    start = period.start
    while start < period.end:
        after = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        yield start, min(after, period.end)
        start = after
