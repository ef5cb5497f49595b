"""German words of the room *Heute*: greeting, deadlines, answers, how long ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import LOCAL, local_date, short_date
from lotse_app.models.letter import DueSource
from lotse_app.models.words import LETTERS, STATES
from lotse_app.ui.words.agenda import day_name

if TYPE_CHECKING:
    from datetime import date, datetime

    from lotse_app.workflows.overview import DueLine, ToAnswer

COLLEAGUES = "Nicht Ihr Vorgang · Ist die Kollegin oder der Kollege nicht da: öffnen und Vertretung übernehmen"


def greeting(now: datetime) -> str:
    """Return the greeting for the local time of day."""
    hour = now.astimezone(LOCAL).hour
    return "Guten Morgen." if hour < 11 else "Guten Tag." if hour < 18 else "Guten Abend."


def day_words(day: date, today: date) -> str:
    """Return a deadline as people say it: ``Fr 20.11. – heute``, ``Mo 23.11.``, ``Mo 15.12.2025 – vorbei``."""
    distance = (day - today).days
    short = day_name(day, today)
    if distance < 0:
        return f"{short} – vorbei"
    return {0: f"{short} – heute", 1: f"{short} – morgen"}.get(distance, short)


def due_words(due: DueLine) -> str:
    """Return what has to be done until then: hand in, or answer a letter; of a colleague's, that it is none of ours."""
    if due.line.masked:
        return COLLEAGUES
    if due.letter is None:
        return f"Abgeben · {STATES[due.line.state]}"
    computed = " · vorsorglich gerechnet" if due.letter.due_source is DueSource.COMPUTED else ""
    return f"Antworten · {LETTERS[due.letter.kind]}{computed}"


def answer_words(one: ToAnswer, today: date) -> str:
    """Return when a letter came and until when it wants an answer."""
    came = f"erhalten {short_date(one.letter.received)}"
    return f"{came} · Frist {day_words(one.letter.due, today)}" if one.letter.due else came


def ago(then: datetime, now: datetime) -> str:
    """Return how long ago something was, in days."""
    days = (local_date(now) - local_date(then)).days
    return "heute" if days <= 0 else "gestern" if days == 1 else f"vor {days} Tagen"
