"""German words of the admin page: states, roles, orders, moments and spans."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

_HERE = ZoneInfo("Europe/Berlin")
STATES = {"active": "in Betrieb", "revoked": "gesperrt", "lost": "verloren gemeldet"}
ROLES = {"pilot": "Beratung", "coordinator": "Koordination", "administrator": "Verwaltung"}
ORDERS = {"wipe": "Löschen", "lock": "Sperren"}
#: What is said after something was done, by the word in the address.
DONE = {
    "verloren": "Verloren gemeldet. Das Gerät bekommt keinen Zugang mehr; meldet es sich, wird es gelöscht.",
    "gesperrt": "Gesperrt. Das Gerät bekommt keinen Zugang mehr. Was dort nicht gesendet ist, bleibt dort.",
    "auftrag": "Der Auftrag liegt bereit. Das Gerät sperrt sich, sobald es sich meldet.",
}
#: Days without a word after which a device is named.
SILENT_DAYS = 14


def moment(text: str) -> str:
    """Return a moment of the wire as people here write it: 22.11.2026, 10:11 Uhr; a dash for none."""
    if not text:
        return "–"
    return datetime.fromisoformat(text).astimezone(_HERE).strftime("%d.%m.%Y, %H:%M Uhr")


def day(text: str) -> str:
    """Return a day as people here write it; as it is where it is none."""
    try:
        return datetime.fromisoformat(text).strftime("%d.%m.%Y")
    except ValueError:
        return text or "–"


def span(seconds: int) -> str:
    """Return how long something took or waits, in its largest whole unit."""
    for length, one, many in ((86_400, "Tag", "Tage"), (3600, "Stunde", "Stunden"), (60, "Minute", "Minuten")):
        if seconds >= length:
            count = seconds // length
            return f"{count} {one if count == 1 else many}"
    return "unter einer Minute"
