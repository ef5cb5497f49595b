"""The sheet of Art. 13 DSGVO that every resident is handed (design/privacy: Basis, Retention, Rights)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lotse_app.clock import long_date
from lotse_app.documents import look as places
from lotse_app.documents.sheet import Foot, Sheet

if TYPE_CHECKING:
    from lotse_app.documents.fonts import Fonts
    from lotse_app.models.papers import PrivacyPaper
    from lotse_app.models.people import Operator

_NUMBERED = re.compile(r"\b(Artikel|Absatz|Buchstabe) ")
_TITLE = "Information zum Datenschutz"

_PURPOSES = (
    "Wir beraten Sie und füllen mit Ihnen Anträge an Behörden aus. Dafür schreiben wir auf, was Sie uns sagen.",
    "Wir erinnern an Fristen und ordnen Antworten der Behörde Ihrem Vorgang zu.",
    "Wir zählen Beratungen ohne Namen, um die Hilfe zu planen.",
)

_PUBLIC_BASIS = (
    (
        "Wir erfüllen eine Aufgabe im öffentlichen Interesse: Artikel 6 Absatz 1 Buchstabe e DSGVO in Verbindung mit "
        "§ 3 Absatz 1 SächsDSDG. Angaben zur Gesundheit, zur Religion und ähnliche besondere Daten verarbeiten wir "
        "nur, wenn der Antrag sie verlangt: Artikel 9 Absatz 2 DSGVO."
    ),
    (
        "Nur wenn Sie zustimmen, behalten wir Kontaktdaten für Erinnerungen: Artikel 6 Absatz 1 Buchstabe a DSGVO. "
        "Sagen Sie nein, ändert das nichts an unserer Hilfe."
    ),
)

_PRIVATE_BASIS = (
    (
        "Wir verarbeiten Ihre Daten nur, wenn Sie einwilligen: Artikel 6 Absatz 1 Buchstabe a DSGVO; bei Angaben zur "
        "Gesundheit, zur Religion und ähnlichen besonderen Daten Artikel 9 Absatz 2 Buchstabe a DSGVO."
    ),
    (
        "Jede Einwilligung steht für sich: für das Aufschreiben, für das Weitergeben, für Kontaktdaten zur Erinnerung. "
        "Sie können jede einzeln und jederzeit widerrufen. Was bis dahin geschehen ist, bleibt rechtmäßig."
    ),
)

_RECEIVERS = (
    "Die zuständige Stelle, an die Ihr Antrag geht. Sie bekommt den Antrag und die Nachweise.",
    "Ihr Name und Ihre Angaben stehen verschlüsselt auf unserem Gerät. Sonst bekommt sie niemand ohne Ihr Wissen.",
    (
        "Ist unser Gerät mit einem Portal verbunden, sehen dort Betreiber und Koordination von Ihrem Vorgang Nummer, "
        "Leistung, Gemeinde, Weg, Stand und Tage. Ihr Name, Ihre Angaben und Notizen gehen nicht dorthin."
    ),
    "In Zahlen über die Beratung stehen keine Namen, keine Notizen und keine Geburtsdaten.",
    "Daten gehen nicht in Länder außerhalb der Europäischen Union. Kein Computer entscheidet über Ihren Antrag.",
)

_RETENTION = (
    ("Entwurf, nicht eingereicht", "spätestens 30 Tage nach der letzten Änderung"),
    (
        "Inhalt eines Antrags",
        "spätestens 14 Tage, nachdem der Eingang bestätigt ist; auf Papier spätestens 60 Tage nach dem Einreichen",
    ),
    ("Beleg über den Eingang", "bis 1 Monat nach der Entscheidung, höchstens 1 Jahr"),
    ("Vollmacht", "höchstens 1 Jahr nach dem Ende ihrer Gültigkeit"),
    ("Verbindung zwischen Beratung und Person", "höchstens 90 Tage"),
    ("Termin", "höchstens 14 Tage nach seinem Tag"),
    ("Erinnerung (Wiedervorlage)", "höchstens 90 Tage, nachdem sie erledigt wurde oder fällig war"),
    ("Beratung, ohne Namen", "höchstens 5 Jahre"),
    ("Protokoll, ohne Inhalte", "wer wann gearbeitet hat: höchstens 3 Jahre"),
)

_RIGHTS = (
    "Auskunft über Ihre Daten und eine Kopie davon (Artikel 15 DSGVO)",
    "Berichtigung falscher Daten (Artikel 16 DSGVO)",
    "Löschung (Artikel 17 DSGVO) und Einschränkung der Verarbeitung (Artikel 18 DSGVO)",
)

_PUBLIC_RIGHTS = (
    "Widerspruch aus Gründen, die sich aus Ihrer besonderen Lage ergeben (Artikel 21 DSGVO)",
    (
        "Widerruf Ihrer Zustimmung zu den Kontaktdaten, jederzeit (Artikel 7 Absatz 3 DSGVO); was bis dahin geschehen "
        "ist, bleibt rechtmäßig. Diese Daten auch in einem Format, das ein Computer lesen kann (Artikel 20 DSGVO)"
    ),
)
_PRIVATE_RIGHTS = (
    "Ihre Daten in einem Format, das ein Computer lesen kann (Artikel 20 DSGVO)",
    "Widerruf jeder Einwilligung, jederzeit (Artikel 7 Absatz 3 DSGVO)",
)
_COMPLAINT = (
    "Beschwerde bei der Aufsicht (Artikel 77 DSGVO): Sächsische Datenschutz- und Transparenzbeauftragte, Dresden, "
    "www.datenschutz.sachsen.de"
)


def privacy_pdf(fonts: Fonts, paper: PrivacyPaper) -> bytes:
    """Return the sheet of the operator; its version is printed and noted with the Vorgang."""
    operator = paper.operator
    sheet = Sheet(fonts, f"{_TITLE} – {operator.name}", places.handed(fonts))
    sheet.heading(1, _TITLE)
    sheet.paragraph("nach Artikel 13 der Datenschutz-Grundverordnung (DSGVO)", sheet.look.label)
    sheet.heading(2, "Wer verantwortlich ist")
    sheet.pairs(_responsible(paper))
    sheet.heading(2, "Wozu wir Daten brauchen")
    sheet.bullets(_PURPOSES)
    sheet.heading(2, "Auf welcher Grundlage")
    _list(sheet, _PUBLIC_BASIS if operator.public_body else _PRIVATE_BASIS)
    sheet.heading(2, "Was geschieht, wenn Sie nichts angeben")
    sheet.paragraph(
        "Sie müssen uns nichts sagen. Beratung bekommen Sie auch ohne Namen. Ohne die Pflichtangaben kann aber die "
        "Behörde den Antrag nicht bearbeiten."
    )
    sheet.heading(2, "Wer die Daten bekommt")
    sheet.bullets(_RECEIVERS)
    sheet.heading(2, "Wie lange wir sie behalten")
    sheet.pairs(_RETENTION)
    sheet.heading(2, "Ihre Rechte")
    _list(sheet, (*_RIGHTS, *(_PUBLIC_RIGHTS if operator.public_body else _PRIVATE_RIGHTS), _COMPLAINT))
    version = f"Fassung {operator.notice_version}"
    return sheet.to_pdf(Foot(left=f"{version} · ausgegeben am {long_date(paper.on)}", running=_TITLE))


def _list(sheet: Sheet, items: tuple[str, ...]) -> None:
    """Add a list in which a word and its number stay on one line."""
    sheet.bullets([_NUMBERED.sub("\\1\N{NO-BREAK SPACE}", item) for item in items])


def _responsible(paper: PrivacyPaper) -> list[tuple[str, str]]:
    operator: Operator = paper.operator
    contact = operator.data_protection_contact or "über die Anschrift des Verantwortlichen, Stichwort Datenschutz"
    rows = [("Verantwortlicher (Träger)", operator.name)]
    if operator.address:
        rows.append(("Anschrift", operator.address))
    return [
        *rows,
        ("Datenschutzbeauftragte Person", contact),
        ("Stützpunkt", paper.station_name),
        ("Fassung dieses Blatts", str(operator.notice_version)),
    ]
