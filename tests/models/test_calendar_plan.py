"""What a newer calendar file does to what earlier ones brought: nothing doubles, nothing stays that was called off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from lotse_app.models.agenda import Appointment, AppointmentState, CalendarEntry, CalendarRead, Told
from lotse_app.models.calendar_plan import CalendarPlan, plan_calendar

NOW = datetime(2026, 11, 20, 7, tzinfo=UTC)
END = NOW + timedelta(days=92)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
SERIES, OTHER = "a" * 16, "b" * 16


def entry(number: int, start: datetime, series: str = SERIES) -> CalendarEntry:
    return CalendarEntry(f"{series}{number:016}", start, 30, "Rente")


def there(one: CalendarEntry, name: str = "") -> Appointment:
    return Appointment(name or one.origin[-3:], one.starts_at, one.minutes, purpose=one.purpose, origin=one.origin)


def plan(entries: list[CalendarEntry], known: list[Appointment], told: Told | None = None) -> CalendarPlan:
    whole = frozenset(one.origin[:16] for one in entries)
    return plan_calendar(CalendarRead(tuple(entries), {}, told or Told(whole, whole)), known, NOW, END)


def ids(appointments: tuple[Appointment, ...]) -> list[str]:
    return [one.id for one in appointments]


def test_what_came_before_is_told_again_also_by_the_marks_of_an_older_lotse() -> None:
    first, second = entry(1, NOW + DAY), entry(2, NOW + 2 * DAY)
    older = replace(there(second, "alt"), origin=f"{second.origin[16:]}{'c' * 16}")
    found = plan([first, second, entry(3, NOW + 3 * DAY)], [there(first), older])
    assert ids(found.put) == ["001", "alt", ""]
    assert [one.origin for one in found.put][1] == second.origin
    assert (found.off, found.missing, found.empty) == ((), (), False)
    assert CalendarPlan().empty


def test_a_single_one_at_another_time_is_the_same_one() -> None:
    found = plan([entry(9, NOW + 40 * DAY)], [there(entry(1, NOW + DAY))])
    assert (ids(found.put), found.off) == (["001"], ())
    assert found.put[0].starts_at == NOW + 40 * DAY


def test_a_series_an_hour_later_moves_and_one_far_away_does_not() -> None:
    known = [entry(number, NOW + DAY + number * WEEK) for number in range(3)]
    later = [entry(10 + number, one.starts_at + timedelta(hours=1)) for number, one in enumerate(known)]
    assert ids(plan(later, [there(one) for one in reversed(known)]).put) == ["000", "001", "002"]
    rolled = plan([known[0], known[1], entry(13, NOW + 80 * DAY)], [there(one) for one in known])
    assert (ids(rolled.put), ids(rolled.off)) == (["000", "001", ""], ["002"])


def test_what_a_file_calls_off_is_off_and_what_it_does_not_know_is_asked_about() -> None:
    mine = [there(entry(number, NOW + number * DAY)) for number in (1, 2)]
    others = [there(entry(number, NOW + number * DAY, OTHER)) for number in (3, 4)]
    past, begun = there(entry(5, NOW - DAY)), replace(there(entry(6, NOW + DAY)), state=AppointmentState.BEGUN)
    far = there(entry(7, END))
    known = [*mine, *others, past, begun, far]
    whole = plan([], known, Told(frozenset((SERIES,)), frozenset((SERIES,))))
    assert (ids(whole.off), ids(whole.missing)) == (["001", "002"], ["003", "004"])
    single = plan([], known, Told(frozenset((SERIES,)), off=frozenset((mine[0].origin,))))
    assert (ids(single.off), ids(single.missing)) == (["001"], ["003", "004"])
    assert not single.empty
