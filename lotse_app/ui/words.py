"""Words that many screens say."""

from __future__ import annotations

#: Why an operator that is no public body is not asked for an Annahmestelle.
NO_RECEPTION = (
    "Annahmestelle kann nur eine öffentliche Stelle sein: Sie bestätigt den Eingang für die Gemeinde. Hier gibt es "
    "einen Übergabebeleg, und der Antrag zählt erst, wenn er beim Amt ist."
)


def counted(number: int, one: str, many: str) -> str:
    """Return ``1 Vorgang`` or ``3 Vorgänge``."""
    return f"{number} {one if number == 1 else many}"
