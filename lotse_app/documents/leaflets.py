"""Papers for the resident: Merkzettel and *Was muss ich mitbringen?*; and the sheet with the recovery code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lotse_app.clock import long_date, long_moment
from lotse_app.documents import look as places
from lotse_app.documents.sheet import Foot, Sheet
from lotse_app.documents.typeset import Style
from lotse_app.documents.words import contact_rows, supporter

if TYPE_CHECKING:
    from lotse_app.documents.fonts import Fonts
    from lotse_app.documents.look import Look
    from lotse_app.models.papers import BringPaper, NotePaper, RecoveryPaper
    from lotse_app.models.public_service import Fact


#: Labels of the papers for the resident are short, their values are not.
_NOTE_LABELS = 0.32


def note_pdf(fonts: Fonts, paper: NotePaper) -> bytes:
    """Return the Merkzettel: what was handed in, how, when, to whom, and what comes next.

    One page is not lost and not mixed up: the largest print that fits on one is taken; what fits on none stays large.
    """
    foot = Foot(
        left=f"Vorgang {paper.number} · {long_moment(paper.at)}",
        running="Merkzettel",
        watermark=paper.watermark.value,
    )
    looks = (places.large, places.readable, places.handed, places.normal) if paper.large_print else (places.normal,)
    sheets = [_note(fonts, paper, replace(look(fonts), label_share=_NOTE_LABELS)) for look in looks]
    return next((sheet for sheet in sheets if sheet.count(foot) == 1), sheets[0]).to_pdf(foot)


def _note(fonts: Fonts, paper: NotePaper, look: Look) -> Sheet:
    sheet = Sheet(fonts, f"Merkzettel – Vorgang {paper.number}", look)
    sheet.heading(1, "Merkzettel")
    sheet.pairs(paper.lines)
    if paper.next_steps:
        sheet.heading(2, "Wie es weitergeht")
        sheet.bullets(paper.next_steps)
    place = paper.workplace
    rows = [("Unterstützt durch", supporter(place)), ("Stützpunkt", place.station.name), *contact_rows(place)]
    with sheet.together():
        sheet.heading(2, "Wer Ihnen geholfen hat, und wo Sie fragen")
        sheet.pairs(rows)
    return sheet


def bring_pdf(fonts: Fonts, paper: BringPaper) -> bytes:
    """Return *Was muss ich mitbringen?* with boxes to tick, and the facts of the card with their sources."""
    look = replace(places.large(fonts) if paper.large_print else places.normal(fonts), label_share=_NOTE_LABELS)
    card = paper.card
    sheet = Sheet(fonts, f"Was muss ich mitbringen? – {card.service.name}", look)
    sheet.heading(1, "Was muss ich mitbringen?")
    sheet.pairs([("Leistung", card.service.name), ("Zuständige Stelle", card.authority)], strong=True)
    sheet.heading(2, "Bitte mitbringen")
    if card.bring:
        sheet.bullets(card.bring, box=True)
    else:
        sheet.paragraph("Für diese Leistung sind hier keine Unterlagen hinterlegt. Fragen Sie bitte vorher nach.")
    if paper.facts:
        sheet.heading(2, "Gut zu wissen")
        sheet.pairs([(fact.label, _sourced(fact)) for fact in paper.facts])
    if card.note:
        sheet.paragraph(card.note)
    place = paper.workplace
    sheet.heading(2, "Wo wir Ihnen helfen")
    sheet.pairs([("Stützpunkt", place.station.name), ("Träger", place.operator.name), *contact_rows(place)])
    return sheet.to_pdf(Foot(left=f"Stand {long_date(paper.on)}", running="Was muss ich mitbringen?"))


def _sourced(fact: Fact) -> str:
    checked = f"geprüft {fact.checked}" if fact.checked else ""
    source = ", ".join(part for part in (fact.source, checked) if part)
    return f"{fact.text}\nQuelle: {source}" if source else fact.text


_RECOVERY = "Lotse: Wiederherstellungscode"
#: Stands where the store is not open yet and nobody knows the name: to be written by hand.
_BY_HAND = "________________________________"
#: The words of the window: the buttons of the login and of the first step.
_OPEN_HERE = (
    "Lotse öffnen und „Passphrase vergessen oder neues Gerät“ wählen.",
    "Den Wiederherstellungscode eingeben. Groß oder klein, mit oder ohne Striche: beides ist richtig.",
    "Zweimal eine neue Passphrase eingeben und „Neue Passphrase setzen“ wählen.",
    "Lotse zeigt einen neuen Wiederherstellungscode. Drucken und verwahren.",
)
_BRING_BACK = (
    "Lotse auf dem neuen Gerät öffnen und „Sicherung zurückholen“ wählen. Nichts einrichten.",
    "Den Ordner oder die Datei mit der Sicherung zeigen.",
    "Den Wiederherstellungscode eingeben, zweimal eine neue Passphrase, dann „Zurückholen“ wählen.",
    "Lotse zeigt einen neuen Wiederherstellungscode. Drucken und verwahren.",
)
_KEEP = (
    "Legen Sie dieses Blatt verschlossen ab, zum Beispiel im Tresor. Nicht beim Gerät.",
    "Wer den Code und das Gerät oder eine Sicherung hat, kann alles lesen.",
    "Fotografieren Sie das Blatt nicht und schicken Sie den Code niemandem.",
    "Gibt es einen neuen Code, öffnet der alte nur noch ältere Sicherungen. Dieses Blatt so lange aufheben wie diese.",
)


def recovery_pdf(fonts: Fonts, paper: RecoveryPaper) -> bytes:
    """Return the sheet with the recovery code, large enough to be copied by hand, and what to do with it: one page."""
    foot = Foot(left=" · ".join(filter(None, (paper.operator_name, paper.station_name))), running=_RECOVERY)
    sheets = [_recovery(fonts, paper, look(fonts)) for look in (places.handed, places.normal)]
    return next((sheet for sheet in sheets if sheet.count(foot) == 1), sheets[-1]).to_pdf(foot)


def _recovery(fonts: Fonts, paper: RecoveryPaper, look: Look) -> Sheet:
    sheet = Sheet(fonts, _RECOVERY, look)
    sheet.heading(1, _RECOVERY)
    whose = [("Träger", paper.operator_name), ("Stützpunkt", paper.station_name)]
    rows = [(label, name or _BY_HAND) for label, name in whose]
    sheet.pairs([*rows, ("Ausgedruckt am", long_date(paper.on))])
    sheet.gap(14)
    size = min(34.0, places.WIDTH * 990 / max(1.0, fonts.bold.word(paper.code).width))
    sheet.paragraph(paper.code, Style(fonts.bold, size, size * 1.5))
    sheet.gap(10)
    sheet.paragraph(
        "Lotse ist das Programm, mit dem dieser Stützpunkt Menschen bei Anträgen hilft. Mit diesem Code öffnen Sie "
        "Lotse, wenn die Passphrase vergessen ist oder das Gerät verloren geht."
    )
    sheet.heading(2, "Passphrase vergessen")
    sheet.bullets(_OPEN_HERE, steps=True)
    sheet.heading(2, "Gerät verloren, kaputt oder neu")
    sheet.bullets(_BRING_BACK, steps=True)
    sheet.heading(2, "So bewahren Sie ihn auf")
    sheet.bullets(_KEEP)
    sheet.heading(2, "So lesen Sie ihn richtig")
    sheet.paragraph(
        "Der Code besteht aus Ziffern und Großbuchstaben. Die Buchstaben I, L, O und U kommen nicht vor: "
        "Was so aussieht, ist die Ziffer 1 oder 0, oder der Buchstabe V. Trennstriche dürfen Sie weglassen."
    )
    return sheet
