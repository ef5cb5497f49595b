"""Words that many screens say."""

from __future__ import annotations

#: Who is a public body, where it is asked.
PUBLIC_BODY = "Ja bei Gemeinde, Landkreis oder Land. Nein zum Beispiel bei einem Verein."
#: Why an operator that is no public body is not asked for an Annahmestelle.
NO_RECEPTION = (
    "Annahmestelle kann nur eine öffentliche Stelle sein: Sie bestätigt den Eingang für die Gemeinde. Hier gibt es "
    "einen Übergabebeleg, und der Antrag zählt erst, wenn er beim Amt ist."
)

#: Words too long for a narrow window in very large letters, and where they may break: a soft hyphen shows only there.
_LONG_WORDS = {"Wiederherstellungscode": "Wieder\u00adherstellungs\u00adcode"}

#: In place of a name, wherever it is not the form itself.
GUARDED = "verdeckt (Auskunftssperre)"


def breakable(text: str) -> str:
    """Return a text whose long words may break."""
    for word, parted in _LONG_WORDS.items():
        text = text.replace(word, parted)
    return text


def counted(number: int, one: str, many: str) -> str:
    """Return ``1 Vorgang`` or ``3 Vorgänge``."""
    return f"{number} {one if number == 1 else many}"
