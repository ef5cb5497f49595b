"""What is said where an application has to reach its office today (product, step 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import WEEKDAYS, short_date

if TYPE_CHECKING:
    from datetime import date

    from lotse_app.workflows.filing import Urgency

ALL_PAPERS = "Alles drucken und mitgeben"
NO_WAY = "Einen Weg auf Papier nennt das Formular nicht. Bitte bei der Stelle anrufen."


def day_words(day: date) -> str:
    """Return a day as ``Di 24.11.2026``."""
    return f"{WEEKDAYS[day.weekday()][:2]} {short_date(day)}"


def urgency_words(urgency: Urgency) -> str:
    """Return the date, what to do, and into which letter box."""
    day = day_words(urgency.due)
    if urgency.past:
        words = f"Die Frist war am {day}. Bitte drucken, unterschreiben und heute noch in den Hausbriefkasten werfen."
    else:
        words = (
            f"Frist {day}: Ohne Netz kommt der Antrag heute nicht an. "
            "Bitte drucken, unterschreiben und heute in den Hausbriefkasten werfen."
        )
    box = f"jede Gemeinde (§ 16 SGB I) oder {urgency.office}" if urgency.any_commune else urgency.office
    return f"{words} Hausbriefkasten: {box}." + (f" {NO_WAY}" if urgency.no_way else "")
