"""What stands above a step that cannot be changed any more, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.workflows.applications import OpenCase

REOPEN_WARNING = (
    "Wenn Sie jetzt ändern, gelten Ausdruck und Unterschrift nicht mehr. "
    "Danach wird neu geprüft, neu gedruckt und neu unterschrieben."
)
FROZEN_WORDS = "Diese Fassung ist festgehalten und lässt sich nicht mehr ändern."
CLEARED_WORDS = (
    "Die Aufbewahrungsfrist ist um: Angaben, Nachweise, Unterschriften und der Antrag selbst sind hier gelöscht. "
    "Beleg, Merkzettel und Post sind noch da. Den Antrag hat die Stelle, bei der er eingereicht wurde."
)


def frozen_words(case: OpenCase) -> str:
    """Return why nothing can be changed: it was frozen, or nothing of it is here any more."""
    return CLEARED_WORDS if case.cleared else FROZEN_WORDS
