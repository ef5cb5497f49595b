"""Calendar files out (iCalendar, RFC 5545): stops with their hours, and the days of Wiedervorlagen without a reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

from lotse_app.clock import LOCAL, local_date
from lotse_app.models.stops import next_days, stop_moments

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lotse_app.models.agenda import FollowUp
    from lotse_app.models.stops import Stop

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def calendar_bytes(
    stops: Sequence[Stop], places: Mapping[str, str], follow_ups: Sequence[FollowUp], now: datetime
) -> bytes:
    """Return a calendar; ``places`` says in which commune a stop is, by its id."""
    calendar = Calendar()
    calendar.add("prodid", "-//Lotse//Tagesansicht//DE")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Lotse")
    for stop in stops:
        event = _stop(stop, places.get(stop.id, ""), now)
        if event is not None:
            calendar.add_component(event)
    for one in follow_ups:
        calendar.add_component(_follow_up(one, now))
    calendar.add_missing_timezones(first_date=local_date(now) - timedelta(days=366))
    written: bytes = calendar.to_ical()
    return written


def _stop(stop: Stop, commune: str, now: datetime) -> Event | None:
    """Return the event of a stop from its first day that still comes; None where none does."""
    days = next_days(stop, local_date(now), len(stop.dates) or 1)
    if not days:
        return None
    opens, closes = stop_moments(stop, days[0])
    event = _event(f"halt-{stop.id}", now)
    event.add("summary", f"Sprechstunde {stop.name}")
    event.add("location", ", ".join(part for part in (stop.name, commune) if part))
    event.add("dtstart", opens)
    event.add("dtend", closes)
    if stop.weekday is not None:
        rule: dict[str, object] = {"freq": "weekly", "interval": stop.weeks, "byday": _WEEKDAYS[stop.weekday]}
        if stop.until is not None:
            rule["until"] = datetime.combine(stop.until, stop.ends, LOCAL).astimezone(now.tzinfo)
        event.add("rrule", rule)
    for day in days[1:]:
        event.add("rdate", stop_moments(stop, day)[0])
    return event


def _follow_up(one: FollowUp, now: datetime) -> Event:
    event = _event(f"wiedervorlage-{one.id}", now)
    event.add("summary", "Wiedervorlage in Lotse")
    event.add("dtstart", one.due)
    event.add("transp", "TRANSPARENT")
    return event


def _event(name: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{name}@lotse")
    event.add("dtstamp", now)
    return event
