"""The record of a station as it travels, read back: believed field by field, and only where it makes sense here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING, Any

from lotse_app.models.people import PlaceType, hours_fit, office_hours
from lotse_app.models.stops import Stop, stop_problem

if TYPE_CHECKING:
    from collections.abc import Collection

    from lotse_app.models.people import Operator, Station

#: Goes before the id of a stop in the names of members.
STOP = "stop:"
_LONGEST = 200


def station_of(
    doc: Mapping[str, Any], operator: Operator, station: Station, communes: Collection[str]
) -> tuple[Operator, Station]:
    """Return operator and station with what the record says of them; whatever makes no sense stays as it is."""
    name, of_operator = _line(doc, "name", station.name), _line(doc, "operator_name", operator.name)
    ags = doc.get("ags")
    place, reception, hours = doc.get("place"), doc.get("reception_point"), doc.get("hours")
    return replace(operator, name=of_operator), replace(
        station,
        name=name,
        ags=ags if isinstance(ags, str) and ags in communes else station.ags,
        place_type=PlaceType(place) if isinstance(place, str) and place in set(PlaceType) else station.place_type,
        reception_point=reception if isinstance(reception, bool) else station.reception_point,
        telephone=_line(doc, "telephone", station.telephone, empty=True),
        hours=hours if isinstance(hours, str) and hours_fit(office_hours(hours)) else station.hours,
    )


def stops_of(doc: Mapping[str, Any], communes: Collection[str]) -> dict[str, Stop | None]:
    """Return the stops a record names by id, None for one that was taken away; what is none is left out."""
    found: dict[str, Stop | None] = {}
    for name, value in doc.items():
        if not name.startswith(STOP):
            continue
        if value is None:
            found[name.removeprefix(STOP)] = None
        else:
            stop = stop_of(name.removeprefix(STOP), value, communes)
            if stop is not None:
                found[stop.id] = stop
    return found


def stop_of(stop_id: str, doc: object, communes: Collection[str]) -> Stop | None:
    """Return a stop as it travels, None for what is none."""
    if not isinstance(doc, Mapping):
        return None
    try:
        stop = _stop(stop_id, doc)
    except (TypeError, ValueError, LookupError):
        return None
    return stop if stop.ags in communes and stop_problem(stop) is None else None


def _stop(stop_id: str, doc: Mapping[str, Any]) -> Stop:
    weekday = doc["weekday"]
    if weekday != "" and weekday not in range(7):
        raise ValueError
    return Stop(
        id=stop_id,
        name=str(doc["name"]),
        ags=str(doc["ags"]),
        place_type=PlaceType(doc["place"]),
        starts=time.fromisoformat(doc["starts"]),
        ends=time.fromisoformat(doc["ends"]),
        weekday=None if weekday == "" else int(weekday),
        weeks=int(doc["weeks"]),
        since=date.fromisoformat(doc["since"]) if doc["since"] else None,
        until=date.fromisoformat(doc["until"]) if doc["until"] else None,
        dates=tuple(date.fromisoformat(day) for day in doc["dates"]),
    )


def _line(doc: Mapping[str, Any], name: str, before: str, *, empty: bool = False) -> str:
    """Return one line of text, the one from before where the record has none that can be shown."""
    value = doc.get(name)
    if not isinstance(value, str) or len(value) > _LONGEST or not value.isprintable():
        return before
    return value if value.strip() or empty else before
