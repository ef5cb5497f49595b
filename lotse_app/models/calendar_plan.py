"""What a calendar file does to the appointments that earlier ones brought: move, call off, leave. Pure functions.

An ``origin`` begins with what all repetitions of an appointment have in common. One that was taken over by an older
Lotse has only the second half, at its beginning.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from lotse_app.models.agenda import SERIES, Appointment, AppointmentState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from lotse_app.models.agenda import CalendarEntry, CalendarRead

#: Repetitions further apart are not the same one at another time.
_NEAR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CalendarPlan:
    """What becomes of a file: ``put`` are appointments, with the id of the one that is there already or without.

    ``off`` are those that do not take place any more. ``missing`` came with earlier files and are not in this one:
    struck out there, or of another calendar; only people know.
    """

    put: tuple[Appointment, ...] = ()
    off: tuple[Appointment, ...] = ()
    missing: tuple[Appointment, ...] = ()

    @property
    def empty(self) -> bool:
        """Return whether there is nothing to take over."""
        return not (self.put or self.off or self.missing)


def plan_calendar(read: CalendarRead, known: Sequence[Appointment], start: datetime, end: datetime) -> CalendarPlan:
    """Return what becomes of a file that was read from ``start`` to ``end``, beside what came with ``known`` ones."""
    there = {one.origin: one for one in known}
    older = {one.origin[:SERIES]: one for one in known}
    same = {one.origin: there.get(one.origin) or older.get(one.origin[SERIES:]) for one in read.entries}
    met = {one.id for one in same.values() if one is not None}
    gone = [
        one
        for one in known
        if one.id not in met and one.state is AppointmentState.OPEN and start <= one.starts_at < end
    ]
    of_file = [one for one in gone if one.origin[:SERIES] in read.told.whole and one.origin not in read.told.off]
    moved = _moved([one for one in read.entries if same[one.origin] is None], of_file, known)
    put = tuple(_appointment(one, same[one.origin] or moved.get(one.origin)) for one in read.entries)
    elsewhere = {one.id for one in moved.values()}
    off = [one for one in gone if one in of_file or one.origin in read.told.off]
    return CalendarPlan(
        put,
        tuple(one for one in off if one.id not in elsewhere),
        tuple(one for one in gone if one not in off and one.origin[:SERIES] not in read.told.series),
    )


def _moved(
    new: Iterable[CalendarEntry], gone: Iterable[Appointment], known: Iterable[Appointment]
) -> Mapping[str, Appointment]:
    """Return which new entries are earlier appointments at another time, by their origin.

    Where an appointment lost as many repetitions as it got, each near the one it stands for, or is a single one.
    """
    came: defaultdict[str, list[CalendarEntry]] = defaultdict(list)
    went: defaultdict[str, list[Appointment]] = defaultdict(list)
    for entry in new:
        came[entry.origin[:SERIES]].append(entry)
    for one in gone:
        went[one.origin[:SERIES]].append(one)
    had = Counter(one.origin[:SERIES] for one in known)
    found: dict[str, Appointment] = {}
    for series, lost in went.items():
        pairs = list(zip(came[series], sorted(lost, key=lambda one: one.starts_at), strict=False))
        near = all(abs(entry.starts_at - one.starts_at) < _NEAR for entry, one in pairs)
        if len(came[series]) == len(lost) and (near or had[series] == 1):
            found |= {entry.origin: one for entry, one in pairs}
    return found


def _appointment(entry: CalendarEntry, there: Appointment | None) -> Appointment:
    known = there.id if there is not None else ""
    return Appointment(known, entry.starts_at, entry.minutes, purpose=entry.purpose, origin=entry.origin)
