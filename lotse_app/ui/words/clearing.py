"""Words of *Zu klären*: what a record is, what a field is called, how its value reads, why something was not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import short_moment
from lotse_app.models.clearing import Unsettled
from lotse_app.models.people import PlaceType
from lotse_app.models.station_record import STOP, stop_of
from lotse_app.models.stops import days_words, hours_words
from lotse_app.models.words import PLACES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from lotse_app.models.clearing import Difference, Question
    from lotse_app.models.commune import Commune

_RECORDS = {
    "station": "Einstellungen des Stützpunkts",
    "session": "Beratung",
    "application_status": "Stand eines Vorgangs",
    "obstacle": "Hindernis",
    "form": "Formular",
}
_FIELDS = {
    "operator_name": "Träger",
    "name": "Stützpunkt",
    "place": "Art des Ortes",
    "ags": "Gemeinde",
    "reception_point": "Annahmestelle",
    "telephone": "Telefon",
    "hours": "Sprechzeiten",
    "start": "Beginn",
    "end": "Ende",
    "people": "Personen",
    "result": "Ergebnis",
    "help": "Hilfe",
    "age": "Alter",
    "topics": "Anliegen",
    "obstacles": "Hindernisse",
    "deleted": "Im Papierkorb",
}
_WHY = {
    Unsettled.CHANGED: "An zwei Geräten geändert. Was gilt?",
    Unsettled.EXISTS: "Ein anderes Gerät dieses Stützpunkts hat schon Angaben gemacht. Was gilt?",
    Unsettled.DELETED: "Anderswo wurde es endgültig gelöscht. Ihre Änderung kam danach und gilt nicht mehr.",
    Unsettled.UNKNOWN_RECORD: "Das Portal kennt diesen Eintrag nicht.",
    Unsettled.REFUSED: "Das Portal hat diesen Eintrag nicht angenommen.",
}
_CODES = {
    "personal": "Er enthielt ein Feld, das dieses Gerät nicht verlassen darf.",
    "schema_unknown": "Lotse und Portal sind verschiedene Fassungen. Nach der Aktualisierung bitte noch einmal senden.",
    "too_large": "Er ist zu groß.",
    "unread": "Es konnte ihn nicht lesen. Nach einer Aktualisierung von Lotse oder Portal bitte noch einmal senden.",
    "station_foreign": "Er gehört zu einem anderen Stützpunkt.",
    "role": "Dafür braucht das Gerät eine andere Rolle; das entscheidet die Koordination.",
    "id_taken": "Seine Nummer gibt es schon an einem anderen Stützpunkt.",
    "device_foreign": "Er gehört zu einem anderen Gerät.",
}


def title_words(question: Question) -> str:
    """Return what the question is about."""
    return _RECORDS.get(question.kind, "Eintrag")


def why_words(question: Question) -> str:
    """Return why somebody has to look at it."""
    code = _CODES.get(question.code, "")
    return f"{_WHY[question.why]} {code}".strip()


def mine_words(question: Question) -> str:
    """Return when the own entry was made."""
    return f"Hier geändert: {short_moment(question.mine_at)}"


def theirs_words(question: Question, at: datetime | None, names: Mapping[str, str]) -> str:
    """Return by whom and when the other entry was made, as far as the portal says; names are those of pilots here."""
    if at is None:
        return ""
    who = names.get(question.by, "eine Person an einem anderen Gerät")
    return f"Im Portal geändert: {short_moment(at)}, {who}"


def field_words(difference: Difference, communes: Mapping[str, Commune]) -> str:
    """Return what a field is called."""
    if not difference.name.startswith(STOP):
        return _FIELDS.get(difference.name, difference.name)
    for value in (difference.mine, difference.theirs):
        stop = stop_of(difference.name.removeprefix(STOP), value, communes)
        if stop is not None:
            return f"Halt {stop.name}"
    return "Halt"


def value_words(difference: Difference, value: object, communes: Mapping[str, Commune]) -> str:
    """Return a value as a person reads it."""
    if difference.name.startswith(STOP):
        stop = stop_of(difference.name.removeprefix(STOP), value, communes)
        return "nicht vorhanden" if stop is None else f"{stop.name} · {days_words(stop)} · {hours_words(stop)}"
    if value is None or value in ("", []):
        return "leer"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    text = str(value)
    if difference.name == "place" and text in set(PlaceType):
        return PLACES[PlaceType(text)]
    return communes[text].name if difference.name == "ags" and text in communes else text
