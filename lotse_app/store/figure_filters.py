"""How filters of figures read in SQL: one condition a kind; what was chosen comes in as parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.filters import FilterKind
from lotse_app.store.columns import document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lotse_app.models.filters import Filters


_BY_AGE = "child.kind = 'alter'"


def _among(kind: FilterKind) -> str:
    return f"IN (SELECT value FROM json_each(:{kind.value}))"  # noqa: S608 - the name is of this program, never a user's


def _child(table: str, condition: str) -> str:
    # Asked row by row: months are read one by one, and a list of sessions would be made anew for each of them.
    return f"EXISTS (SELECT 1 FROM {table} AS child WHERE child.session = session.number AND {condition})"  # noqa: S608 - literals of this file


#: One person's band stands at the session itself, where no heads were counted by age.
_ONE = f"age_band {_among(FilterKind.AGE)} AND NOT {_child('session_heads', _BY_AGE)}"
_HEAD = f"{_BY_AGE} AND child.value {_among(FilterKind.AGE)}"

#: A plus keeps SQLite from looking for each chosen service in its index: a Lebenslage has hundreds of them.
#: A group counts where at least one of its persons said so: then the whole Beratung is in.
_SESSIONS: dict[FilterKind, str] = {
    FilterKind.STATION: f"station_id {_among(FilterKind.STATION)}",
    FilterKind.COMMUNE: f"ags {_among(FilterKind.COMMUNE)}",
    FilterKind.DISTRICT: f"substr(ags, 1, 5) {_among(FilterKind.DISTRICT)}",
    FilterKind.KIND: f"kind {_among(FilterKind.KIND)}",
    FilterKind.PLACE: f"place_type {_among(FilterKind.PLACE)}",
    FilterKind.TOPIC: _child("session_topic", f"child.service_id = '' AND child.label {_among(FilterKind.TOPIC)}"),
    FilterKind.SERVICE: _child("session_topic", f"+child.service_id {_among(FilterKind.SERVICE)}"),
    FilterKind.SITUATION: _child("session_topic", f"+child.service_id {_among(FilterKind.SITUATION)}"),
    FilterKind.AGE: f"({_ONE} OR {_child('session_heads', _HEAD)})",
    FilterKind.LANGUAGE: f"language {_among(FilterKind.LANGUAGE)}",
    FilterKind.ACCESS: f"access {_among(FilterKind.ACCESS)}",
    FilterKind.OBSTACLE: _child("session_obstacle", f"child.obstacle {_among(FilterKind.OBSTACLE)}"),
    FilterKind.RESULT: f"result {_among(FilterKind.RESULT)}",
    FilterKind.TAG: _child("session_tag", f"child.tag {_among(FilterKind.TAG)}"),
}

#: Applications have a commune and a service of their own.
_CASES: dict[FilterKind, str] = {
    FilterKind.COMMUNE: _SESSIONS[FilterKind.COMMUNE],
    FilterKind.DISTRICT: _SESSIONS[FilterKind.DISTRICT],
    FilterKind.SERVICE: f"service_id {_among(FilterKind.SERVICE)}",
    FilterKind.SITUATION: f"service_id {_among(FilterKind.SITUATION)}",
}


def narrowed(filters: Filters | None) -> tuple[str, dict[str, str]]:
    """Return what goes behind the conditions of a session, and the parameters."""
    if filters is None:
        return "", {}
    texts, parameters = _conditions(_SESSIONS, filters)
    if filters.pilot_id:
        texts.append(" AND pilot_id = :pilot")
        parameters["pilot"] = filters.pilot_id
    return "".join(texts), parameters


def narrowed_cases(filters: Filters) -> tuple[str, dict[str, str]]:
    """Return the conditions of an application, and the parameters. Raises KeyError where it has no such attribute."""
    texts, parameters = _conditions(_CASES, filters)
    return "".join(texts), parameters


def _conditions(known: Mapping[FilterKind, str], filters: Filters) -> tuple[list[str], dict[str, str]]:
    """Return the condition of each kind that was chosen, and the parameters; one code alone is compared, not looked up.

    That is what nearly everybody chooses, and each contact is asked.
    """
    texts, parameters = [], {}
    for kind, codes in filters.chosen:
        alone = len(codes) == 1
        text = known[kind].replace(_among(kind), f"= :{kind.value}") if alone else known[kind]
        texts.append(f" AND {text}")
        parameters[kind.value] = codes[0] if alone else document(list(codes))
    return texts, parameters
