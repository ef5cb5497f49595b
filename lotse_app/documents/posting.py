"""Papers of the station itself: the Aushang for the door and the Notfallblatt. One page each.

Their words are those of the pages ``aushang`` and ``notfallblatt`` of the handbook.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lotse_app.clock import long_date
from lotse_app.documents import look as places
from lotse_app.documents.sheet import Foot, Sheet
from lotse_app.documents.tables import Column
from lotse_app.models.people import office_hours

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.documents.fonts import Fonts
    from lotse_app.documents.look import Look
    from lotse_app.models.papers import EmergencyPaper, PosterPaper

#: Sizes of print, the largest that fits on one page is taken; the last one fits whatever the settings let in.
_POSTER_SIZES = (20.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
_SHEET_SIZES = (12.0, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5)

_BRING = ("den Brief vom Amt", "Ihren Ausweis oder Pass", "was Sie schon an Unterlagen haben")
_GOOD_TO_KNOW = (
    "Eine E-Mail-Adresse brauchen Sie nicht.",
    "Wir helfen beim Ausfüllen. Ob ein Anspruch besteht, entscheidet das Amt.",
    "Ihre PIN und Ihre Passwörter wollen wir nicht wissen.",
    "Was Sie sagen, bleibt vertraulich. Sie bekommen ein Blatt zum Datenschutz.",
)
_ASKED = (
    ("Wann und wo zuletzt gesehen?", ""),
    ("War Lotse gesperrt? (einkreisen)", "ja · nein · weiß ich nicht"),
    ("Lag die Passphrase oder der Wiederherstellungscode dabei?", "ja · nein · weiß ich nicht"),
    ("Lagen Anträge oder andere Papiere dabei?", "ja · nein"),
    ("Wann war die letzte Sicherung, und wo liegt sie?", ""),
    ("Welche Fristen laufen?", ""),
)


def poster_pdf(fonts: Fonts, paper: PosterPaper) -> bytes:
    """Return the Aushang: what help there is, where and when, what to bring, in the largest print that fits."""
    foot = Foot(left=f"{paper.operator.name} · Stand {long_date(paper.on)}")
    looks = [places.sized(fonts, size, 9, 0.3, 1.9) for size in _POSTER_SIZES]
    return _fitting([_poster(fonts, paper, look) for look in looks], foot)


def emergency_pdf(fonts: Fonts, paper: EmergencyPaper) -> bytes:
    """Return the Notfallblatt: whom to call when the device is lost, 72 hours, what will be asked."""
    foot = Foot(left=f"Stand {long_date(paper.on)} · keine Passphrase und keinen Code auf dieses Blatt schreiben")
    looks = [places.sized(fonts, size, 8.5, 0.42, 1.6) for size in _SHEET_SIZES]
    looks = [replace(look, gap=look.gap * 0.55) for look in looks]
    return _fitting([_emergency(fonts, paper, look) for look in looks], foot)


def _fitting(sheets: list[Sheet], foot: Foot) -> bytes:
    return next((sheet for sheet in sheets if sheet.count(foot) == 1), sheets[-1]).to_pdf(foot)


def _poster(fonts: Fonts, paper: PosterPaper, look: Look) -> Sheet:
    station, operator = paper.station, paper.operator
    line = _ruler(fonts, look)
    sheet = Sheet(fonts, f"Aushang – {station.name}", look)
    sheet.heading(1, "Hilfe beim Antrag")
    sheet.paragraph("Sie haben einen Brief vom Amt bekommen? Sie müssen etwas beantragen und wissen nicht, wie?")
    sheet.paragraph("Kommen Sie vorbei. Wir machen das gemeinsam. Es kostet nichts.", look.strong)
    sheet.heading(2, "Wo und wann")
    hours = "\n".join((*paper.stops, *office_hours(station.hours))) or "\n".join([line(0.66)] * 2)
    rows = [
        ("Wo", station.name),
        ("Sprechzeiten", hours),
        ("Telefon", station.telephone or line(0.66)),
        ("Träger", "\n".join(part for part in (operator.name, operator.address) if part)),
    ]
    sheet.pairs(rows, strong=True)
    sheet.bullets(("Zugang ohne Stufen. Sonst bitte klingeln.",), box=True)
    sheet.heading(2, "Bitte mitbringen")
    sheet.bullets(_BRING)
    sheet.paragraph("Fehlt etwas? Kommen Sie trotzdem. Jemand zum Übersetzen oder Gebärden darf mitkommen.")
    sheet.heading(2, "Gut zu wissen")
    sheet.bullets(_GOOD_TO_KNOW)
    return sheet


def _emergency(fonts: Fonts, paper: EmergencyPaper, look: Look) -> Sheet:
    line = _ruler(fonts, look)
    sheet = Sheet(fonts, f"Notfallblatt – {paper.station.name}", look)
    sheet.heading(1, "Notfallblatt")
    sheet.paragraph("Gerät verloren, gestohlen oder offen gelassen? Jetzt anrufen.", look.strong)
    sheet.pairs(
        [
            ("Gerätenummer (Aufkleber oder Inventarnummer)", line(0.55)),
            ("Stützpunkt", ", ".join(part for part in (paper.station.name, paper.station.telephone) if part)),
            ("Träger", paper.operator.name),
        ]
    )
    sheet.heading(2, "Wen anrufen")
    columns = (Column(0.36, look.label, head=True), Column(0.36, look.text), Column(0.28, look.text))
    sheet.table(("Wen", "Name", "Telefon, auch abends"), _calls(paper, line), columns)
    sheet.paragraph("Nicht warten, ob es wieder auftaucht. Lieber einmal zu viel anrufen.", look.strong)
    sheet.heading(2, "72 Stunden")
    sheet.paragraph(
        "So lange hat der Träger, um bei der Aufsicht zu melden (Art. 33 DSGVO). Die Zeit läuft, sobald jemand davon "
        "weiß. Wochenende zählt mit."
    )
    sheet.pairs([("Bemerkt am, um", line(0.55)), ("Die 72 Stunden enden am, um", line(0.55))])
    sheet.paragraph(
        "Aufsicht in Sachsen: Sächsische Datenschutz- und Transparenzbeauftragte. Es meldet der Träger, nicht Sie."
    )
    sheet.heading(2, "Das wird am Telefon gefragt")
    sheet.pairs([(asked, choices or line(0.55)) for asked, choices in _ASKED])
    sheet.heading(2, "Gefunden?")
    sheet.paragraph(f"Bitte nicht einschalten. Abgeben bei: {paper.station.name}, {paper.operator.name}. Danke!")
    return sheet


def _calls(paper: EmergencyPaper, line: Callable[[float], str]) -> list[tuple[str, str, str]]:
    """Return whom to call in order; a number is never known, a name often."""
    name, number = line(0.33), line(0.25)
    coordination = ", ".join(paper.coordinators) or name
    responsible = ", ".join(paper.responsible) or name
    contact = paper.operator.data_protection_contact or name
    return [
        ("1. Koordination", coordination, number),
        ("2. Datenschutzbeauftragte Person", contact, number),
        ("3. Verantwortliche Person am Stützpunkt", responsible, number),
        ("Polizei, bei Diebstahl", "", "110"),
    ]


def _ruler(fonts: Fonts, look: Look) -> Callable[[float], str]:
    """Return what makes a line to be filled by hand, as wide as a share of the page, with room for a hand above it."""
    above = "\N{NO-BREAK SPACE}\n"
    one = fonts.regular.word("_").width / 1000 * look.text.size

    def line(share: float) -> str:
        return above + "_" * int((places.WIDTH * share - 12) / one)

    return line
