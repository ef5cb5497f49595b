"""Compiles a ``FigureQuery`` to SQL (design/statistics, counting rules)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.models.figures import Dimension, FigureRow, Record
from lotse_app.models.filters import Choice, FilterKind
from lotse_app.store.columns import document, read_moment_or_none
from lotse_app.store.figure_cases import case_facts
from lotse_app.store.figure_filters import narrowed
from lotse_app.store.statements import statement

if TYPE_CHECKING:
    from datetime import datetime
    from sqlite3 import Row

    from lotse_app.models.figures import CaseFact, FigureQuery, Period
    from lotse_app.models.filters import Filters
    from lotse_app.store.connection import Connection

#: Every measure counts over one row a session and cell, so a group is one Beratung and its minutes count once.
MEASURES = {
    "beratungen": "count(*)",
    "kontakte": "count(*)",
    "kurzkontakte": "sum(counted.seconds < 600)",
    "teilnahmen": "sum(counted.people)",
    "erstkontakte": "sum(counted.first_people)",
    "minuten": "sum(counted.minutes)",
    "minuten_alle": "sum(counted.minutes)",
    "vorbereitung": "sum(counted.preparation)",
    "weg": "sum(counted.travel)",
    "kilometer": "sum(counted.distance)",
    # Links are cut after 90 days; what was counted once stays counted.
    "antraege": (
        "sum((SELECT count(*) FROM application WHERE application.session = counted.number)"
        " + coalesce((SELECT applications FROM session_past WHERE session = counted.number), 0))"
    ),
}

_KEYS = {
    Dimension.MONTH: "substr(counted.local_day, 1, 7)",
    Dimension.TOPIC: "coalesce(named.label, topic.label, '')",
    Dimension.RESULT: "coalesce(counted.result, '')",
    Dimension.OBSTACLE: "coalesce(obstacle.obstacle, '')",
    Dimension.HELP_KIND: "coalesce(counted.help_kind, '')",
    Dimension.AGE_BAND: "coalesce(heads.value, counted.age_band)",
    Dimension.FIRST_CONTACT: "coalesce(heads.value, counted.first_contact)",
    Dimension.KIND: "counted.kind",
    # Half-open, by seconds: exactly thirty minutes are in the band that begins with thirty.
    Dimension.LENGTH: (
        "CASE WHEN counted.seconds < 600 THEN '0' WHEN counted.seconds < 1800 THEN '10'"
        " WHEN counted.seconds < 3600 THEN '30' WHEN counted.seconds < 7200 THEN '60' ELSE '120' END"
    ),
    Dimension.PLACE: "counted.place_type",
    Dimension.STATION: "counted.station_id",
    Dimension.COMMUNE: "counted.ags",
    Dimension.ACCESS: "counted.access",
    Dimension.LANGUAGE: "counted.language",
    Dimension.DEVICE: "coalesce(device.device, '')",
    Dimension.TAG: "coalesce(tag.tag, '')",
}

#: Attributes that a group may count by heads. Of two of them only the sums are known, never the cross.
_HEADED = {Dimension.AGE_BAND: "alter", Dimension.FIRST_CONTACT: "erstkontakt"}
#: Measures by heads: what a group of ten adds to one cell are the persons of that cell.
_BY_HEADS = {
    "teilnahmen": "sum(coalesce(heads.count, counted.people))",
    "erstkontakte": (
        "sum(CASE WHEN heads.kind IS NULL THEN counted.first_people"
        " WHEN heads.kind = 'erstkontakt' AND heads.value = 'ja' THEN heads.count ELSE 0 END)"
    ),
}

_JOINS = {
    Dimension.OBSTACLE: "LEFT JOIN session_obstacle AS obstacle ON obstacle.session = counted.number",
    Dimension.DEVICE: "LEFT JOIN session_device AS device ON device.session = counted.number",
    Dimension.TAG: "LEFT JOIN session_tag AS tag ON tag.session = counted.number",
}

#: Codes that occur in sessions, by the kind of filter they can be chosen for; the name is the code where it is one.
_CHOICES = {
    FilterKind.STATION: (
        "SELECT DISTINCT station_id AS code, coalesce(station.name, station_id) AS name FROM session"
        " LEFT JOIN station ON station.id = session.station_id WHERE deleted_at IS NULL ORDER BY name"
    ),
    FilterKind.COMMUNE: "SELECT DISTINCT ags AS code, ags AS name FROM session WHERE deleted_at IS NULL ORDER BY code",
    FilterKind.TOPIC: (
        "SELECT DISTINCT label AS code, label AS name FROM session_topic WHERE service_id = '' ORDER BY label"
    ),
    FilterKind.SERVICE: (
        "SELECT service_id AS code, label AS name, max(session) FROM session_topic WHERE service_id <> ''"
        " GROUP BY service_id ORDER BY label"
    ),
    FilterKind.TAG: "SELECT DISTINCT tag AS code, tag AS name FROM session_tag ORDER BY tag",
}


class FigureCounts:
    """Implements ``ports.FigureRows``.

    Keys: a month is ``2026-11``; a topic is the label of its service; all others are the codes of
    ``models/session.py``; the empty key stands for *nothing noted*. A session with several topics or
    obstacles counts once under each.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, query: FigureQuery) -> tuple[FigureRow, ...]:
        """Return counted rows, by row key and column key; cells without a session are left out.

        Raises ValueError for two attributes of heads at once: nobody knows how they cross.
        """
        measures = MEASURES | _BY_HEADS if _headed(query) else MEASURES
        narrow, chosen = narrowed(query.filters)
        sql = statement("figures").format(
            row=_KEYS[query.rows],
            column=_KEYS[query.columns] if query.columns else "''",
            measures=", ".join(measures[key] for key in query.measures),
            joins=" ".join(_joins(query)),
            narrowed=narrow,
        )
        parameters = {
            "start": query.period.start.isoformat(),
            "end": query.period.end.isoformat(),
            "stations": document(query.station_ids) if query.station_ids else None,
            "all_contacts": query.all_contacts,
            **chosen,
        }
        return tuple(
            FigureRow(row["row_key"], row["column_key"], tuple(row[2:]))
            for row in self._connection.rows(sql, parameters)
        )

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


def _joins(query: FigureQuery) -> list[str]:
    dimensions = {query.rows, query.columns}
    joins = []
    if Dimension.TOPIC in dimensions:
        joins.append(statement("figure_topics"))
    joins.extend(join for dimension, join in _JOINS.items() if dimension in dimensions)
    headed = _headed(query)
    if headed:
        joins.append(f"LEFT JOIN session_heads AS heads ON heads.session = counted.number AND heads.kind = '{headed}'")
    return joins


def _headed(query: FigureQuery) -> str:
    """Return the attribute of heads that a query breaks down by, or an empty string."""
    found = [_HEADED[one] for one in (query.rows, query.columns) if one in _HEADED]
    if len(found) > 1:
        message = "two attributes of heads cannot be crossed"
        raise ValueError(message)
    return found[0] if found else ""
