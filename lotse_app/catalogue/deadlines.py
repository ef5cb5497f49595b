"""Deadlines of public services: pure functions of plain dates, working days as in Saxony.

The holidays are computed here rather than by a library: importing one takes longer than a frame may (a test
compares them with ``holidays``). Fronleichnam is left out: it is a holiday in some communes only, and the earlier
day is the safe one.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_PARTLY_KNOWN = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day by a rule, and where the rule stands."""

    due: date
    rule: str
    source: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A distance from one day. ``rolled``: an end on a Saturday, Sunday or holiday moves to the next working day.

    Benefit starts, validity ends and reminders do not move: the earlier day is the safe one. ``anywhere``: the office
    may be outside Saxony, where Reformationstag or Buß- und Bettag may be working days; the end does not move for them.
    """

    source: str
    months: int = 0
    days: int = 0
    rolled: bool = False
    anywhere: bool = False


#: Rules that need one day only (domain 4.2): the day of moving, of the letter, of the end of validity …
RULES: dict[str, Rule] = {
    "anmeldung_14d": Rule("BMG § 17 (1)", days=14, rolled=True),
    "abmeldung_14d": Rule("BMG § 17 (2)", days=14, rolled=True),
    "hauptwohnung_14d": Rule("BMG § 21 (4)", days=14, rolled=True),
    "elterngeld_3m": Rule("BEEG § 7 (1)", months=4, days=-1),
    "ausweis_ablauf": Rule("Erinnerung 3 Monate vor Ablauf", months=-3),
    "parkausweis_ablauf": Rule("Erinnerung 30 Tage vor Ablauf", days=-30),
    "schwb_ablauf": Rule("SchwbAwV § 6 (2)", months=-3),
    "sondernutzung_14d": Rule("Satzung der Gemeinde", days=-14),
    "kita_6m": Rule("SächsKitaG § 4", months=-6),
    "vollmacht_ablauf": Rule("Erinnerung 14 Tage vor Ablauf", days=-14),
    "bekanntgabe_4t": Rule("OZG § 9 (1); VwVfG § 41 (2)", days=4),
    "widerspruch_1m": Rule("VwGO § 70", months=1, rolled=True, anywhere=True),
}
#: Years a person can mean; anything else is a slip of the keyboard.
YEARS = range(1900, 2200)
DOG_TAX = "hundesteuer_14d"
DOG_TAX_SOURCE = "Hundesteuersatzung der Gemeinde; AO § 108 (3)"


def easter(year: int) -> date:
    """Return Easter Sunday in the Gregorian calendar (Meeus, Jones, Butcher)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def holidays_of(year: int) -> frozenset[date]:
    """Return the statutory holidays of Saxony (SächsSFG)."""
    before_repentance = date(year, 11, 22)
    repentance = before_repentance - timedelta(days=(before_repentance.weekday() - calendar.WEDNESDAY) % 7)
    return holidays_anywhere(year) | {date(year, 10, 31), repentance}


def holidays_anywhere(year: int) -> frozenset[date]:
    """Return the statutory holidays of every Land."""
    sunday = easter(year)
    moving = {sunday + timedelta(days=distance) for distance in (-2, 1, 39, 50)}
    fixed = {date(year, month, day) for month, day in ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))}
    return frozenset(moving | fixed)


def next_working_day(day: date, holidays: Callable[[int], frozenset[date]] = holidays_of) -> date:
    """Return ``day``, or the next day that is no Saturday, Sunday or holiday.

    BGB § 193, VwVfG § 31 (3), AO § 108 (3).
    """
    while day.weekday() >= calendar.SATURDAY or day in holidays(day.year):
        day += timedelta(days=1)
    return day


def add_months(day: date, months: int) -> date:
    """Return the same day some months on or back, or the last day of a shorter month (BGB § 188 (3))."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_days_rolled(day: date, days: int) -> date:
    """Return the end of a period of days, moved to the next working day.

    The day that starts it is not counted (BGB § 187 (1)).
    """
    return next_working_day(day + timedelta(days=days))


def by_rule(name: str, trigger: date) -> Deadline:
    """Return the deadline by one of ``RULES``. Raises KeyError for a name that is no rule."""
    rule = RULES[name]
    due = add_months(trigger, rule.months) + timedelta(days=rule.days)
    if rule.rolled:
        due = next_working_day(due, holidays_anywhere if rule.anywhere else holidays_of)
    return Deadline(due, name, rule.source)


def dog_tax(dogs: Iterable[tuple[date, date | None]]) -> Deadline | None:
    """Return the earliest deadline over (kept since, born) of every dog, or None without a dog.

    Two weeks after the dog came, or after it became three months old if that was later.
    """
    starts = [since if born is None else max(since, add_months(born, 3)) for since, born in dogs]
    if not starts:
        return None
    return Deadline(min(add_days_rolled(start, 14) for start in starts), DOG_TAX, DOG_TAX_SOURCE)


def due_day(rule: str, inputs: Sequence[Mapping[str, str]]) -> date | None:
    """Return the last day by the rule of a form, or None while the answers do not say enough.

    ``inputs`` are rows of named answers (``forms/deadline.py``): ``haltung_seit`` and ``wurfdatum`` of every dog,
    ``tag`` for the rules in ``RULES``. Of several rows the earliest day counts. Answers are what a person is still
    typing: whatever is no day yet counts as not answered, and a rule that is not known gives no day.
    """
    if rule == DOG_TAX:
        dogs = ((known_day(row.get("haltung_seit")), known_day(row.get("wurfdatum"))) for row in inputs)
        deadline = dog_tax((since, born) for since, born in dogs if since is not None)
        return deadline.due if deadline else None
    if rule not in RULES:
        return None
    days = (known_day(row.get("tag")) for row in inputs)
    return min((by_rule(rule, day).due for day in days if day is not None), default=None)


def known_day(answer: object) -> date | None:
    """Return the day an answer states (ISO 8601), the first one of a month known without its day, or None."""
    found = _PARTLY_KNOWN.fullmatch(answer) if isinstance(answer, str) else None
    if found is None:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    if year not in YEARS:
        return None
    try:
        return date(year, month, max(day, 1))
    except ValueError:
        return None
