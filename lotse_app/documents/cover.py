"""The sheet with the address of an office: for the window of an envelope, or to be read at the letter box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import WEEKDAYS, long_date
from lotse_app.documents import look as places
from lotse_app.documents.sheet import Foot, Sheet
from lotse_app.documents.words import supporter

if TYPE_CHECKING:
    from lotse_app.documents.fonts import Fonts
    from lotse_app.models.papers import CoverPaper

_LINE = "________________________________"
_MISSING = "Anschrift bitte von Hand eintragen."


def cover_pdf(fonts: Fonts, paper: CoverPaper) -> bytes:
    """Return the sheet with the address; without one there are lines to write on."""
    look = places.handed(fonts)
    sheet = Sheet(fonts, f"Adressblatt – Vorgang {paper.number}", look, letter=True)
    facts = (("Vorgang", paper.number), ("Datum", long_date(paper.on)))
    sheet.address(paper.address or (paper.authority, _LINE, _LINE), facts)
    sheet.heading(1, "Antrag")
    sheet.pairs([("Leistung", paper.service_name), ("Zuständige Stelle", paper.authority)], strong=True)
    if paper.due is not None:
        day = f"{WEEKDAYS[paper.due.weekday()]}, {long_date(paper.due)}"
        sheet.pairs([("Frist", day)], strong=True)
    sheet.heading(2, "So kommt der Antrag an")
    sheet.bullets(_ways(paper))
    sheet.heading(2, "Im Umschlag")
    mandate = ("Vollmacht, unterschrieben",) if paper.mandate else ()
    inside = ("Antrag, unterschrieben", *mandate, "Nachweise, auch die ausgedruckten Dateien")
    sheet.bullets(inside, box=True)
    sheet.pairs([("Unterstützt durch", supporter(paper.workplace))])
    if not paper.address:
        sheet.paragraph(_MISSING)
    elif paper.source:
        sheet.paragraph(f"Anschrift: {paper.source}", look.small)
    return sheet.to_pdf(Foot(left=f"Vorgang {paper.number}", running="Adressblatt", watermark=paper.watermark.value))


def _ways(paper: CoverPaper) -> tuple[str, ...]:
    steps = []
    if paper.today:
        steps.append("Heute in den Hausbriefkasten der zuständigen Stelle werfen. Mit der Post kommt er zu spät an.")
        if paper.any_commune:
            steps.append("Auch der Hausbriefkasten jeder Gemeinde genügt (§ 16 SGB I).")
    elif paper.by_post:
        steps.append("Mit der Post schicken. Der Antrag gilt erst als gestellt, wenn er angekommen ist.")
    steps.append("Den Übergabebeleg behält die Person. Er ist noch kein Eingang beim Amt.")
    return tuple(steps)
