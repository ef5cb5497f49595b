"""The sheet a volunteer signs before opening cases with names: a dated undertaking of secrecy (version 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import long_date
from lotse_app.documents import look as places
from lotse_app.documents.sheet import Foot, Sheet

if TYPE_CHECKING:
    from lotse_app.documents.fonts import Fonts
    from lotse_app.models.papers import UndertakingPaper

_TITLE = "Verpflichtung auf Verschwiegenheit"

_PROMISES = (
    "Was ich bei der Hilfe über Menschen erfahre, behalte ich für mich. Auch gegenüber Familie und Bekannten.",
    "Ich verwende Angaben nur für den Antrag, um den es gerade geht. Ich schreibe und fotografiere nichts privat ab.",
    "Ich gebe Angaben nur an die zuständige Stelle weiter, und nur wenn die Person das will.",
    "Papiere und Gerät lasse ich nicht offen liegen. Meine Passphrase kennt niemand sonst.",
    "Ich frage nicht nach PIN, Passwort oder TAN und bewahre so etwas nicht auf.",
    "Geht etwas verloren oder sieht es ein Falscher, sage ich es sofort der verantwortlichen Person.",
    "Das gilt auch nach dem Ende meiner Mitarbeit.",
)


def undertaking_pdf(fonts: Fonts, paper: UndertakingPaper) -> bytes:
    """Return the sheet: who, to whom, what is promised, lines for place, day and both signatures."""
    sheet = Sheet(fonts, f"{_TITLE} – {paper.pilot_name}", places.handed(fonts))
    sheet.heading(1, _TITLE)
    sheet.pairs(
        [
            ("Name", paper.pilot_name),
            ("Träger", paper.operator.name),
            ("Stützpunkt", paper.station_name),
            ("Fassung des Textes", str(paper.version)),
        ]
    )
    sheet.heading(2, "Ich verspreche")
    sheet.bullets(_PROMISES)
    sheet.heading(2, "Ich weiß")
    sheet.paragraph(
        "Angaben über Menschen sind durch die Datenschutz-Grundverordnung geschützt (Artikel 5 Absatz 1 und "
        "Artikel 32 Absatz 4 DSGVO). Wer sie unbefugt weitergibt, kann bestraft werden und Schadenersatz schulden."
    )
    sheet.heading(2, "Unterschriften")
    sheet.pairs([("Ort und Tag", "_" * 34), ("Wer sich verpflichtet", "_" * 34), ("Für den Träger", "_" * 34)])
    sheet.paragraph(
        "Der Träger bewahrt dieses Blatt auf. Der Tag der Unterschrift wird im Programm eingetragen. Eine Kopie "
        "bekommt, wer sich verpflichtet."
    )
    return sheet.to_pdf(Foot(left=f"Fassung {paper.version} · gedruckt am {long_date(paper.on)}", running=_TITLE))
