"""Which of the three papers is handed over (product, step 10). A rule, also offline."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from lotse_app.models.people import Role

if TYPE_CHECKING:
    from lotse_app.models.people import Pilot, Station


class ReceiptKind(StrEnum):
    """The three papers."""

    RECEIVED = "eingangsbestaetigung"
    FORWARDED = "entgegengenommen"
    HANDED_OVER = "uebergabebeleg"


def choose_receipt(
    pilot: Pilot,
    station: Station,
    service_ags: str,
    *,
    social_benefit: bool,
    at_reception: bool,
    communal: bool = True,
) -> ReceiptKind:
    """Return the one lawful paper.

    a) official at an Annahmestelle, service of the own commune: receipt of the commune;
    b) official, Sozialleistung of another body: taken and forwarded (SGB I § 16);
    c) everything else: hand-over slip, not yet filed.
    ``communal`` says that the commune decides; where nobody knows who does, nothing counts as filed there.
    ``at_reception`` says that the paper stays here with the official rather than going home with the resident.
    """
    official = pilot.role is Role.OFFICIAL
    if official and at_reception and station.reception_point and communal and service_ags == station.ags:
        return ReceiptKind.RECEIVED
    if official and at_reception and social_benefit:
        return ReceiptKind.FORWARDED
    return ReceiptKind.HANDED_OVER
