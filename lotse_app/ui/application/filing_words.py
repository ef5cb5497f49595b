"""What is said where an application has to reach its office today (product, step 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import WEEKDAYS, short_date
from lotse_app.models.application import CarriedBy

if TYPE_CHECKING:
    from datetime import date

    from lotse_app.workflows.filing import Urgency

ALL_PAPERS = "Alles drucken und mitgeben"
OR_HERE = "Oder gleich hier abgeben, „abgegeben durch mich“: Dann ist er heute eingegangen."
NO_WAY = "Einen Weg auf Papier nennt das Formular nicht. Bitte bei der Stelle anrufen."


def day_words(day: date) -> str:
    """Return a day as ``Di 24.11.2026``."""
    return f"{WEEKDAYS[day.weekday()][:2]} {short_date(day)}"


def urgency_words(urgency: Urgency, carried_by: CarriedBy | None = None) -> str:
    """Return the date, what to do, and into which letter box; at an Annahmestelle that it is enough to leave it here.

    ``carried_by`` is None where nobody chose yet.
    """
    day = day_words(urgency.due)
    if urgency.here and carried_by in {None, CarriedBy.PILOT}:
        if urgency.past:
            return f"Die Frist war am {day}. Bitte unterschreiben und heute noch hier abgeben."
        return f"Frist {day}: Wird der Antrag heute hier abgegeben, ist die Frist gewahrt."
    if urgency.past:
        words = f"Die Frist war am {day}. Bitte drucken, unterschreiben und heute noch in den Hausbriefkasten werfen."
    else:
        words = (
            f"Frist {day}: Ohne Netz kommt der Antrag heute nicht an. "
            "Bitte drucken, unterschreiben und heute in den Hausbriefkasten werfen."
        )
    box = f"jede Gemeinde (§ 16 SGB I) oder {urgency.office}" if urgency.any_commune else urgency.office
    ends = ((NO_WAY, urgency.no_way), (OR_HERE, urgency.here))
    return " ".join([f"{words} Hausbriefkasten: {box}.", *(end for end, wanted in ends if wanted)])
