"""Which page of the handbook F1 opens: one for every room, every step of the wizard and every view."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from lotse_app.models.handbook import HelpPlace


@dataclass(frozen=True, slots=True)
class HelpWish:
    """What F1 opens: a place, and the one sentence that matters most where it was pressed."""

    place: HelpPlace
    words: str = ""


class View(StrEnum):
    """Views that are neither a room nor a step."""

    FIRST_RUN = "ersteinrichtung"
    UNLOCK = "entsperren"
    TROUBLE = "stoerung"
    PREVIEW = "vorschau"
    TAKEOVER = "vertretung"
    RESTORE = "wiederherstellen"
    RESIDENT = "ansicht"
    BOARD = "schreibtafel"
    LETTER = "brief"
    POST = "post_und_stand"
    FINDER = "suchen"
    PRACTICE = "ueben"
    FORMS = "formulare"


#: By the value of ``RoomName``.
ROOMS: dict[str, HelpPlace] = {
    "heute": HelpPlace("heute"),
    "beratung": HelpPlace("beratung"),
    "leistungen": HelpPlace("leistungen"),
    "antraege": HelpPlace("antrag"),
    "postausgang": HelpPlace("postausgang"),
    "auswertung": HelpPlace("auswertung"),
    "einstellungen": HelpPlace("einstellungen"),
}
#: By the key of the step (``ui/application/steps.py``); a step of the form is ``FORM_STEP``.
STEPS: dict[str, HelpPlace] = {
    "wer": HelpPlace("antrag", "1-wer-handelt"),
    "vollmacht": HelpPlace("vollmacht", "vollmacht-aufnehmen"),
    "nachweise": HelpPlace("antrag", "3-nachweise"),
    "pruefen": HelpPlace("antrag", "4-gemeinsam-prüfen"),
    "unterschrift": HelpPlace("antrag", "5-unterschrift"),
    "einreichen": HelpPlace("antrag", "6-einreichen"),
}
FORM_STEP = HelpPlace("antrag", "2-die-angaben")
VIEWS: dict[View, HelpPlace] = {
    View.FIRST_RUN: HelpPlace("erste-schritte"),
    View.UNLOCK: HelpPlace("entsperren"),
    View.TROUBLE: HelpPlace("wenn-etwas-nicht-geht"),
    View.PREVIEW: HelpPlace("antrag", "6-einreichen"),
    View.RESTORE: HelpPlace("sicherung-zurueckholen"),
    View.TAKEOVER: HelpPlace("antrag", "vertretung-übernehmen"),
    View.RESIDENT: HelpPlace("ansicht-person"),
    View.BOARD: HelpPlace("ansicht-person", "schreibtafel"),
    View.LETTER: HelpPlace("post-vom-amt", "den-brief-eintragen"),
    View.POST: HelpPlace("post-vom-amt", "stand"),
    View.FINDER: HelpPlace("person"),
    View.PRACTICE: HelpPlace("ueben"),
    View.FORMS: HelpPlace("formulare"),
}
OVERVIEW = HelpPlace("index")

_LINK = re.compile(r"(?:([a-z0-9-]+)\.md)?(?:#(.+))?")


def anchor(heading: str) -> str:
    """Return the anchor of a heading, as Markdown viewers make it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def place_of_link(link: str, page: str) -> HelpPlace | None:
    """Return where a link on a page leads inside the handbook; None where it leads out of it."""
    found = _LINK.fullmatch(link)
    if not link or found is None:
        return None
    return HelpPlace(found[1] or page, found[2] or "")
