"""Calendar files in (iCalendar, RFC 5545): what others planned, as single appointments of the next weeks. Work lane.

Read are time, length, repetition and the summary; never attendees, descriptions or places: names stand there. Zones
are known by their name only: one that a file defines itself could be written so that it never ends, as could a rule.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from icalendar import Calendar, vRecur

from lotse_app.clock import LOCAL
from lotse_app.documents.calendar_rule import STEP_DAYS, days_of, read_rule
from lotse_app.models.agenda import (
    LONGEST_PURPOSE,
    MOST_MINUTES,
    SERIES,
    CalendarEntry,
    CalendarRead,
    LeftOut,
    Told,
    tidy,
)
from lotse_app.models.notes import note_problem
from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo
    from pathlib import Path

    from icalendar import Component

OLDEST_RULE = timedelta(days=20 * 366)
#: An entry without an end.
USUAL_MINUTES = 30
_MANY = re.IGNORECASE | re.MULTILINE
_FOLD = re.compile(rb"\r?\n[ \t]")
_ZONES = re.compile(rb"^BEGIN[^:\r\n]*:\s*VTIMEZONE\b.*?^END[^:\r\n]*:\s*VTIMEZONE[^\n]*\n", _MANY | re.DOTALL)
_ZONE = re.compile(rb"^BEGIN[^:\r\n]*:\s*VTIMEZONE", _MANY)
_EVENT = re.compile(rb"^BEGIN[^:\r\n]*:\s*VEVENT", _MANY)
#: Reasons that say that an appointment does not take place when it did before; others say that Lotse does not know.
_ELSEWHERE = frozenset({LeftOut.CANCELLED, LeftOut.PAST})


class _LeaveOutError(Exception):
    """An entry that does not come over, and why."""

    def __init__(self, why: LeftOut) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Bounds:
    """More than any calendar of a counter has.

    A rule is followed from its first day on; all rules of a file together take ``steps`` at most.
    """

    largest: int = 3_000_000
    events: int = 5_000
    entries: int = 1_000
    steps: int = 300_000


BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class _Span:
    """The time that is asked for."""

    start: datetime
    end: datetime
    bounds: Bounds


def read_calendar(path: Path, start: datetime, end: datetime) -> CalendarRead:
    """Return the appointments of a file between two moments. Raises CALENDAR_UNREADABLE, CALENDAR_TOO_LARGE."""
    try:
        with path.open("rb") as stream:
            content = stream.read(BOUNDS.largest + 1)
    except OSError as error:
        raise refuse(Code.CALENDAR_UNREADABLE) from error
    return parse_calendar(content, start, end)


def parse_calendar(content: bytes, start: datetime, end: datetime, bounds: Bounds = BOUNDS) -> CalendarRead:
    """Return the appointments of a calendar between two moments. Raises CALENDAR_UNREADABLE, CALENDAR_TOO_LARGE."""
    if len(content) > bounds.largest:
        raise refuse(Code.CALENDAR_TOO_LARGE)
    plain = _ZONES.sub(b"", _in_utf_8(_FOLD.sub(b"", content)))
    if len(_EVENT.findall(plain)) > bounds.events:
        raise refuse(Code.CALENDAR_TOO_LARGE)
    if _ZONE.search(plain) or b"\0" in plain:  # a zone that never ends: the file is cut, or wants to be followed
        raise refuse(Code.CALENDAR_UNREADABLE)
    try:
        calendars = [Calendar.from_ical(plain)] if plain.strip() else []
        events = [event for one in calendars if not _calls_off(one) for event in one.walk("VEVENT")]
        gone = [event for one in calendars if _calls_off(one) for event in one.walk("VEVENT")]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise refuse(Code.CALENDAR_UNREADABLE) from error
    if not calendars or not all(one.name == "VCALENDAR" for one in calendars):
        raise refuse(Code.CALENDAR_UNREADABLE)
    return _Reader(_Span(start, end, bounds)).read(events, gone)


class _Reader:
    """Collects entries, and counts what is left out."""

    def __init__(self, span: _Span) -> None:
        self._span = span
        self._left: Counter[LeftOut] = Counter()
        self._entries: dict[str, CalendarEntry] = {}
        self._changes: dict[str, list[_Change]] = {}
        self._series: set[str] = set()
        self._whole: set[str] = set()
        self._partly: set[str] = set()
        self._off: set[str] = set()
        self._steps = 0

    def read(self, events: list[Component], gone: list[Component]) -> CalendarRead:
        """Return what the events come to; one that changes a repetition goes before its rule.

        ``gone`` are those that were called off with their whole file.
        """
        events = _newest(events)
        moved = {key for event in events if (key := _moved(event)) is not None}
        for event in events:
            if (change := _change(event)) is not None:
                self._changes.setdefault(_uid(event), []).append(change)
        for event in gone:
            self._leave_out(event, LeftOut.CANCELLED)
        for event in events:
            try:
                self._event(event, moved)
                self._tell(event)
            except _LeaveOutError as left:
                self._leave_out(event, left.why)
            except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
                # The library calls a value broken when it is first looked at, each kind in its own way.
                self._leave_out(event, LeftOut.TIME)
        found = sorted(self._entries.values(), key=lambda one: (one.starts_at, one.origin))
        told = Told(frozenset(self._series), frozenset(self._whole - self._partly), frozenset(self._off))
        return CalendarRead(tuple(found), dict(self._left), told)

    def _leave_out(self, event: Component, why: LeftOut) -> None:
        self._left[why] += 1
        self._tell(event, why)
        own = _moved(event)
        if own is not None and why is LeftOut.CANCELLED:
            self._off.add(origin_of(*own))

    def _tell(self, event: Component, left: LeftOut | None = None) -> None:
        """Note that a file tells of an appointment, and whether all of it could be read."""
        series = series_of(_uid(event))
        self._series.add(series)
        if left is LeftOut.TOO_MANY:
            self._partly.add(series)
        elif _moved(event) is None:
            (self._whole if left is None or left in _ELSEWHERE else self._partly).add(series)

    def _event(self, event: Component, moved: set[tuple[str, datetime]]) -> None:
        if _is_cancelled(event):
            raise _LeaveOutError(LeftOut.CANCELLED)
        begin = _moment(event, "DTSTART")
        length = _length(event, begin)
        uid = _uid(event)
        own = _moved(event)
        came = False
        for start in [begin] if own is not None else self._starts(event, begin):
            if own is None and (uid, start.astimezone(UTC)) in moved:
                continue
            takes = _Change(start, timedelta(0), length, str(event.get("SUMMARY", "")))
            if own is None:
                takes = self._changed(uid, start) or takes
            came = self._take(origin_of(uid, start if own is None else own[1]), start, takes) or came
        if not came and "RRULE" not in event:
            raise _LeaveOutError(LeftOut.PAST)
        self._left[LeftOut.PURPOSE] += came and note_problem(_purpose(str(event.get("SUMMARY", "")))) is not None

    def _changed(self, uid: str, planned: datetime) -> _Change | None:
        """Return how a repetition takes place where an earlier one changed those after it too."""
        before = [one for one in self._changes.get(uid, ()) if one.since <= planned]
        return max(before, key=lambda one: one.since, default=None)

    def _take(self, origin: str, planned: datetime, takes: _Change) -> bool:
        """Add one that lies in the time asked for; return whether it does."""
        if takes.length is None:
            return False
        start = planned
        if takes.later:
            start = (planned.astimezone(LOCAL).replace(tzinfo=None) + takes.later).replace(tzinfo=LOCAL)
        if start >= self._span.end or start + takes.length <= self._span.start:
            return False
        purpose = _purpose(takes.words)
        named = note_problem(purpose) is not None
        self._add(CalendarEntry(origin, start, _minutes(takes.length), "" if named else purpose))
        return True

    def _add(self, entry: CalendarEntry) -> None:
        if len(self._entries) >= self._span.bounds.entries and entry.origin not in self._entries:
            raise _LeaveOutError(LeftOut.TOO_MANY)
        self._entries[entry.origin] = entry

    def _starts(self, event: Component, begin: datetime) -> Iterator[datetime]:
        """Return when it begins, each repetition once, without those taken out."""
        out = {one.astimezone(UTC) for one in _listed(event, "EXDATE", begin)}
        zone = begin.tzinfo
        rule = self._rule(event, begin)
        naive = begin.replace(tzinfo=None)
        starts = [naive] if rule is None else [naive, *rule]
        for start in dict.fromkeys([*(one.replace(tzinfo=zone) for one in starts), *_listed(event, "RDATE", begin)]):
            if start.astimezone(UTC) not in out:
                yield start

    def _rule(self, event: Component, begin: datetime) -> Iterator[datetime] | None:
        """Return the local times a rule gives, bounded however it is written."""
        rule = event.get("RRULE")
        if rule is None:
            return None
        try:
            read = read_rule(rule if isinstance(rule, vRecur) else {})
        except (ValueError, IndexError) as error:
            raise _LeaveOutError(LeftOut.REPEATS) from error
        count = int(rule.get("COUNT", [self._span.bounds.steps])[0])
        if count < 1 or begin < self._span.start - OLDEST_RULE:
            raise _LeaveOutError(LeftOut.REPEATS)
        naive = begin.replace(tzinfo=None)
        end = min([_until(one, begin.tzinfo) for one in rule.get("UNTIL", [])] + [_local(self._span.end, begin.tzinfo)])
        self._steps += max((end - naive).days, 0) // STEP_DAYS[read.often] + 1
        if self._steps > self._span.bounds.steps:
            raise refuse(Code.CALENDAR_TOO_LARGE)
        moments = (datetime.combine(day, naive.time()) for day in days_of(read, naive.date(), end.date()))
        return islice((moment for moment in moments if moment <= end), count)


@dataclass(frozen=True, slots=True)
class _Change:
    """How repetitions take place from one on: so much later, so long (None: not at all), about what."""

    since: datetime
    later: timedelta
    length: timedelta | None
    words: str


def _change(event: Component) -> _Change | None:
    """Return what an event changes in every later repetition too (RANGE=THISANDFUTURE), or None."""
    own, value = _moved(event), event.get("RECURRENCE-ID")
    if own is None or str(value.params.get("RANGE", "")).upper() != "THISANDFUTURE":
        return None
    none = _Change(own[1], timedelta(0), None, "")
    try:
        begin = _moment(event, "DTSTART")
        length = None if _is_cancelled(event) else _length(event, begin)
    except (_LeaveOutError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return none  # at the old time they do not take place any more
    later = _local(begin, LOCAL) - _local(own[1], LOCAL)
    return _Change(own[1], later, length, str(event.get("SUMMARY", "")))


def _newest(events: list[Component]) -> list[Component]:
    """Return the events without those of which a newer version stands in the same file."""
    newest: dict[object, int] = {}
    for event in events:
        key = (_uid(event), _moved(event))
        newest[key] = max(newest.get(key, 0), _sequence(event))
    return [event for event in events if _sequence(event) == newest[_uid(event), _moved(event)]]


def _sequence(event: Component) -> int:
    text = str(event.get("SEQUENCE", 0))
    return int(text) if text.isdecimal() else 0


def _is_cancelled(event: Component) -> bool:
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


def _purpose(summary: str) -> str:
    return tidy(summary, LONGEST_PURPOSE)


def _in_utf_8(content: bytes) -> bytes:
    """Return a file as the standard wants it; older programs write the signs of Windows."""
    try:
        return content.decode("utf-8-sig").encode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").encode()


def _calls_off(calendar: Component) -> bool:
    """Return whether a file says that its appointments do not take place (RFC 5546, 3.2.5)."""
    return str(calendar.get("METHOD", "")).upper() == "CANCEL"


def _moment(event: Component, name: str) -> datetime:
    """Return the moment of a property with its zone; a floating time is local."""
    value = event.get(name)
    found = getattr(value, "dt", None)
    if not isinstance(found, date):
        raise _LeaveOutError(LeftOut.TIME)
    if not isinstance(found, datetime):
        raise _LeaveOutError(LeftOut.WHOLE_DAY)
    if found.tzinfo is not None:
        return found
    zone = str(value.params.get("TZID", ""))
    if zone and "berlin" not in zone.casefold():
        raise _LeaveOutError(LeftOut.ZONE)
    return found.replace(tzinfo=LOCAL)


def _length(event: Component, begin: datetime) -> timedelta:
    length: timedelta
    if "DTEND" in event:
        length = _moment(event, "DTEND") - begin
    elif "DURATION" in event:
        length = getattr(event["DURATION"], "dt", timedelta(0))  # something else than a length is none
    else:
        length = timedelta(minutes=USUAL_MINUTES)
    if length < timedelta(minutes=1):
        raise _LeaveOutError(LeftOut.TIME)
    if length > timedelta(minutes=MOST_MINUTES):
        raise _LeaveOutError(LeftOut.TOO_LONG)
    return length


def _listed(event: Component, name: str, begin: datetime) -> list[datetime]:
    """Return the moments of a list of dates; a whole day means the time of day of the entry."""
    value = event.get(name)
    lists: list[Any] = value if isinstance(value, list) else [] if value is None else [value]
    found = []
    for one in (each.dt for several in lists for each in several.dts):
        if isinstance(one, datetime):
            found.append(one if one.tzinfo is not None else one.replace(tzinfo=begin.tzinfo))
        elif isinstance(one, date):
            found.append(datetime.combine(one, begin.timetz()))
    return found


def _moved(event: Component) -> tuple[str, datetime] | None:
    """Return which repetition an event stands for, or None where it stands for itself."""
    found = getattr(event.get("RECURRENCE-ID"), "dt", None)
    if not isinstance(found, datetime):
        return None
    return _uid(event), (found if found.tzinfo is not None else found.replace(tzinfo=LOCAL)).astimezone(UTC)


def _until(value: date, zone: tzinfo | None) -> datetime:
    if isinstance(value, datetime):
        return _local(value, zone)
    return datetime.combine(value, time(23, 59, 59))


def _local(value: datetime, zone: tzinfo | None) -> datetime:
    """Return a moment as the clock of a zone shows it, without the zone."""
    return value.replace(tzinfo=None) if value.tzinfo is None else value.astimezone(zone).replace(tzinfo=None)


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)


def _uid(event: Component) -> str:
    return str(event.get("UID", "")) or f"{event.get('DTSTART')}{event.get('SUMMARY', '')}"


def series_of(uid: str) -> str:
    """Return what tells an appointment with all its repetitions again; hashed, since others put addresses into it."""
    return hashlib.sha256(uid.encode()).hexdigest()[:SERIES]


def origin_of(uid: str, planned: datetime) -> str:
    """Return what tells one repetition again: that of all, and its planned time."""
    one = hashlib.sha256(f"{uid}|{planned.astimezone(UTC).isoformat()}".encode()).hexdigest()
    return f"{series_of(uid)}{one[:SERIES]}"
