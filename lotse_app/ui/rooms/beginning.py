"""Whether *Antrag beginnen* is open for this pilot and this service; if not: why, and what remains possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.models.problems import Code, problem
from lotse_app.ui.messages.problems import sentence

if TYPE_CHECKING:
    from lotse_app.models.people import Pilot
    from lotse_app.models.public_service import ServiceCard


@dataclass(frozen=True, slots=True)
class Closed:
    """Why nothing can be begun: a few words beside the button, all of it on the card, and whether a room helps."""

    brief: str
    words: str
    in_settings: bool = False


_REMAINS = " Schon jetzt gehen: Mitbringliste drucken, Anliegen festhalten."
_KEEPING = " Schon jetzt geht: Anliegen festhalten."
_YOURS = "Sie sind verantwortlich: „Zu den Einstellungen“ führt dorthin."


def closed(card: ServiceCard, code: Code | None, pilot: Pilot) -> Closed | None:
    """Return why an application for this card cannot be begun, None where it can.

    ``code`` is what the table of rights says to this pilot (``Sight.refusal``). It comes first: what the service
    lets one do is of no use to who may not.
    """
    if code is Code.UNDERTAKING_MISSING:
        yours = f" {_YOURS}" if pilot.responsible else ""
        words = sentence(problem(code)) + yours + (_REMAINS if card.bring else _KEEPING)
        return Closed("Ihre Verpflichtung auf Verschwiegenheit fehlt noch.", words, in_settings=pilot.responsible)
    if code is not None:
        return Closed("Das machen die Lotsinnen und Lotsen des Stützpunkts.", sentence(problem(code)))
    if not card.may_start:
        return Closed("Für diese Leistung geht es hier nicht. Der Grund steht auf der Karte.", card.note)
    return None
