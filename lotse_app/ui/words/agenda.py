"""German words of the day view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import LOCAL, WEEKDAYS, clock_time, local_date
from lotse_app.models.agenda import AppointmentState, LeftOut
from lotse_app.models.contact import ContactKind
from lotse_app.models.stops import hours_words
from lotse_app.models.words import CONTACT_KINDS
from lotse_app.ui.words.shared import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from lotse_app.models.agenda import Appointment, CalendarRead, CalendarTaken, FollowUp, FollowUpLine
    from lotse_app.models.calendar_plan import CalendarPlan
    from lotse_app.models.stops import Stop

_STATES = {
    AppointmentState.BEGUN: "begonnen",
    AppointmentState.MISSED: "nicht erschienen",
    AppointmentState.OFF: "fällt aus",
}
_LEFT_OUT = {
    LeftOut.WHOLE_DAY: "ganztägig",
    LeftOut.PAST: "vorbei oder später als in drei Monaten",
    LeftOut.CANCELLED: "abgesagt",
    LeftOut.TIME: "mit einer Zeit, die sich nicht lesen lässt",
    LeftOut.ZONE: "mit unbekannter Zeitzone",
    LeftOut.TOO_LONG: "länger als zwölf Stunden",
    LeftOut.REPEATS: "mit einer Wiederholung, die Lotse nicht kennt",
    LeftOut.TOO_MANY: "zu viele",
}
#: What is said of a Wiedervorlage that nobody is in charge of, in place of its reason.
UNOWNED_WORDS = "Wiedervorlage ohne Zuständige"

#: So many appointments are named one by one.
_NAMED = 5
#: Days within which everybody knows which year is meant.
_OF_ONE_YEAR = 180


def day_name(day: date, today: date | None = None) -> str:
    """Return ``Di 24.11.``; ``Mo 15.12.2025`` where that is far from ``today``."""
    year = day.year if today is not None and abs((day - today).days) > _OF_ONE_YEAR else ""
    return f"{WEEKDAYS[day.weekday()][:2]} {day.day:02d}.{day.month:02d}.{year}"


def stop_words(stop: Stop) -> str:
    """Return a stop of a day in one line."""
    return f"Sprechstunde {stop.name} · {hours_words(stop)}"


def appointment_words(one: Appointment, *, hidden: bool = False) -> str:
    """Return an appointment in one line: ``Wohngeld · 45 min``; initials and what became of it behind.

    ``hidden``: a resident sees the screen, so nothing that was typed and no initials.
    """
    what = (not hidden and one.purpose) or "Termin"
    initials = "" if hidden else one.initials
    kind = "" if one.kind is ContactKind.SINGLE else CONTACT_KINDS[one.kind]
    parts = (what, initials, f"{one.minutes} min", kind, _STATES.get(one.state, ""))
    return " · ".join(part for part in parts if part)


def appointment_time(one: Appointment) -> str:
    """Return when it begins: ``09:30``."""
    return clock_time(one.starts_at)


def follow_up_words(line: FollowUpLine, *, hidden: bool = False) -> str:
    """Return a Wiedervorlage in one line, without its day; ``hidden``: without its reason, which may name somebody."""
    case = f"{line.service_name} · Vorgang {line.number}" if line.number else ""
    session = "zu einer Beratung" if line.follow_up.session_id else ""
    reason = "Wiedervorlage" if hidden else line.follow_up.reason
    return " · ".join(part for part in (reason, case, session) if part)


def due_words(due: date, today: date) -> str:
    """Return the day of a Wiedervorlage as people say it."""
    away = (due - today).days
    return {0: "heute", 1: "morgen", -1: "seit gestern"}.get(
        away, f"seit {day_name(due, today)}" if away < 0 else day_name(due, today)
    )


def done_words(one: FollowUp) -> str:
    """Return since when a Wiedervorlage is done."""
    return f"erledigt {day_name(local_date(one.done_at))}" if one.done_at else ""


def taken_words(taken: CalendarTaken) -> str:
    """Return what the calendar file taken last brought: ``Zuletzt übernommen Fr 20.11.: 12 neu, 1 verschoben``."""
    moved = f", {len(taken.moved)} verschoben" if taken.moved else ""
    off = f", {len(taken.off)} abgesagt" if taken.off else ""
    return f"Zuletzt übernommen {day_name(local_date(taken.at))}: {len(taken.added)} neu{moved}{off}."


def plan_words(plan: CalendarPlan) -> str:
    """Return which appointments that came before do not take place any more; empty for none."""
    if not plan.off:
        return ""
    many = len(plan.off) > 1
    said = "Sie sind abgesagt oder verlegt und fallen aus" if many else "Er ist abgesagt oder verlegt und fällt aus"
    return f"Schon übernommen, in dieser Datei aber anders: {_times(plan.off)}. {said}."


def missing_words(plan: CalendarPlan) -> str:
    """Return which appointments of earlier files this one does not know; empty for none."""
    if not plan.missing:
        return ""
    one = "Termin einer früheren Datei, der in dieser fehlt, fällt"
    missing = counted(len(plan.missing), one, "Termine früherer Dateien, die in dieser fehlen, fallen")
    return f"{missing} auch aus: {_times(plan.missing)}. Nur ankreuzen, wenn es derselbe Kalender ist."


def _times(appointments: Sequence[Appointment]) -> str:
    """Return when appointments are, without what they are about: a resident may see the screen."""
    said = [f"{day_name(local_date(one.starts_at))} {appointment_time(one)}" for one in appointments[:_NAMED]]
    more = len(appointments) - _NAMED
    return ", ".join([*said, f"{more} weitere"] if more > 0 else said)


def read_words(read: CalendarRead) -> str:
    """Return what a calendar file holds, and what of it does not come over."""
    appointments = counted(len(read.entries), "Termin kommt", "Termine kommen")
    parts = [f"{appointments} herein, bis in drei Monaten."]
    if read.entries:
        first, last = (one.starts_at.astimezone(LOCAL).date() for one in (read.entries[0], read.entries[-1]))
        parts.append(f"Vom {day_name(first)} bis {day_name(last)}")
    left = [f"{number} {_LEFT_OUT[why]}" for why, number in read.left_out.items() if number and why in _LEFT_OUT]
    if left:
        parts.append(f"Nicht dabei: {', '.join(left)}.")
    named = read.left_out.get(LeftOut.PURPOSE, 0)
    if named:
        parts.append(f"Ohne Anliegen, weil es nach einem Namen aussieht: {named}.")
    return " ".join(parts)
