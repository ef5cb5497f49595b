"""How people write in their own lists what a record keeps: heads of columns and words of cells, folded."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING

from lotse_app.models.contact import ContactKind, Gender
from lotse_app.models.people import PlaceType
from lotse_app.models.session import Access, AgeBand, FirstContact, HelpKind, Obstacle, ReferredTo, Result

if TYPE_CHECKING:
    from collections.abc import Mapping


class SheetField(StrEnum):
    """What a column of a list can be about."""

    DAY = "tag"
    BEGIN = "beginn"
    END = "ende"
    MINUTES = "minuten"
    KIND = "art"
    PLACE = "ort"
    ACCESS = "zugang"
    PEOPLE = "personen"
    TOPIC = "anliegen"
    HELP = "hilfe"
    RESULT = "ergebnis"
    REFERRED = "verwiesen"
    AGE = "alter"
    FIRST = "erstkontakt"
    GENDER = "geschlecht"
    OBSTACLES = "hindernisse"
    PREPARATION = "vorbereitung"
    TRAVEL = "weg"
    DISTANCE = "kilometer"
    TAGS = "kennzeichen"
    NOTE = "notiz"


#: Heads that are understood without being told; the first one is shown.
HEADS: dict[SheetField, tuple[str, ...]] = {
    SheetField.DAY: ("Tag", "Datum", "am"),
    SheetField.BEGIN: ("Beginn", "Von", "Uhrzeit", "Uhrzeit von", "Start", "Startzeit"),
    SheetField.END: ("Ende", "Bis", "Uhrzeit bis", "Endzeit"),
    SheetField.MINUTES: ("Minuten", "Dauer", "Dauer (min)", "Zeit", "min", "Beratungsdauer"),
    SheetField.KIND: ("Art", "Kontaktart", "Beratungsart", "Format"),
    SheetField.PLACE: ("Ort", "Ort der Beratung", "Beratungsort"),
    SheetField.ACCESS: ("Zugang", "Termin"),
    SheetField.PEOPLE: ("Personen", "Anzahl", "Anzahl Personen", "Teilnehmer", "Teilnehmende", "TN"),
    SheetField.TOPIC: ("Anliegen", "Thema", "Themen", "Leistung", "Betreff", "Worum ging es"),
    SheetField.HELP: ("Hilfe", "Art der Hilfe", "Hilfeform"),
    SheetField.RESULT: ("Ergebnis", "Ausgang", "Status"),
    SheetField.REFERRED: ("Verwiesen an", "Weitervermittelt an"),
    SheetField.AGE: ("Alter", "Altersgruppe"),
    SheetField.FIRST: ("Erstkontakt", "Neu", "Erstberatung"),
    SheetField.GENDER: ("Geschlecht", "m/w/d"),
    SheetField.OBSTACLES: ("Hindernisse", "Hindernis", "Problem", "Probleme"),
    SheetField.PREPARATION: ("Vorbereitung", "Vor- und Nachbereitung", "Vorbereitung (min)"),
    SheetField.TRAVEL: ("Weg", "Wegzeit", "Fahrzeit", "Wegzeit (min)"),
    SheetField.DISTANCE: ("Kilometer", "km", "Strecke"),
    SheetField.TAGS: ("Förderkennzeichen", "Kennzeichen", "Projekt"),
    SheetField.NOTE: ("Notiz", "Bemerkung", "Bemerkungen", "Anmerkung"),
}

#: Words of cells, separated by ``|``; what stands left is the code.
_WORDS: dict[SheetField, dict[str, str]] = {
    SheetField.KIND: {
        ContactKind.SINGLE: "Einzelberatung|einzeln|persönlich|vor Ort|Beratung",
        ContactKind.GROUP: "Gruppenberatung|Workshop|Kurs|Schulung|Veranstaltung",
        ContactKind.TELEPHONE: "am Telefon|telefonisch|Tel|Anruf",
        ContactKind.VIDEO: "per Video|Videoberatung|online",
        ContactKind.WRITTEN: "per Brief oder E-Mail|E-Mail|Mail|Brief",
        ContactKind.HOME_VISIT: "Hausbesuche|zu Hause|daheim",
        ContactKind.THIRD_PARTY: "Kontakt mit Dritten|Drittkontakt|Behörde",
        ContactKind.NO_SHOW: "nicht erschienen|Ausfall|ausgefallen|nicht gekommen",
        ContactKind.INTERNAL: "interne Arbeit|Büro|Team",
        ContactKind.COACHING: "Anleitung von Beschäftigten|Coaching",
    },
    SheetField.PLACE: {
        PlaceType.TOWN_HALL: "Gemeindeamt|Stadtverwaltung",
        PlaceType.CITIZENS_OFFICE: "Bürgerbüro|Bürgerservice",
        PlaceType.MOBILE: "mobile Stelle|Bücherbus|Bus|unterwegs",
        PlaceType.HOME_VISIT: "Hausbesuch|zu Hause|daheim",
        PlaceType.LIBRARY: "Bücherei",
        PlaceType.TELEPHONE: "am Telefon",
        PlaceType.OTHER: "anderer Ort|sonstiges|anderswo",
    },
    SheetField.ACCESS: {
        Access.WALK_IN: "ohne Termin|nein|spontan|offen",
        Access.APPOINTMENT: "mit Termin|ja|Termin",
        Access.REFERRED: "vermittelt|überwiesen",
        Access.TELEPHONE: "am Telefon|telefonisch",
    },
    SheetField.HELP: {
        HelpKind.INFORMATION: "Information|Info|beraten",
        HelpKind.FILLED_TOGETHER: "gemeinsam ausgefüllt|gemeinsam|zusammen ausgefüllt",
        HelpKind.FILLED_FOR_PERSON: "für die Person ausgefüllt|ausgefüllt",
        HelpKind.DEVICE: "Hilfe am Gerät|Gerät|Technik|Smartphone",
    },
    SheetField.RESULT: {
        Result.DONE: "erledigt|gelöst|fertig|ok",
        Result.SUBMITTED: "eingereicht|abgegeben|gestellt|Antrag gestellt",
        Result.PREPARED: "mitgegeben, Person reicht ein|mitgegeben|vorbereitet",
        Result.NEW_APPOINTMENT: "neuer Termin|Folgetermin|offen",
        Result.REFERRED: "verwiesen an …|verwiesen|weitervermittelt",
        Result.ABANDONED: "abgebrochen|nicht gelöst",
    },
    SheetField.REFERRED: {
        ReferredTo.OFFICE: "Fachamt|Amt",
        ReferredTo.DISTRICT: "Landratsamt|LRA|Landkreis",
        ReferredTo.JOBCENTER: "Jobcenter",
        ReferredTo.PENSION: "Rentenversicherung|DRV",
        ReferredTo.HEALTH_INSURANCE: "Krankenkasse|Kasse",
        ReferredTo.ADVICE_CENTRE: "Beratungsstelle",
        ReferredTo.CONSUMER_CENTRE: "Verbraucherzentrale|VZ",
        ReferredTo.OTHER: "andere Stelle|sonstige",
    },
    SheetField.AGE: {
        AgeBand.NOT_SAID: "keine Angabe|k. A.|unbekannt|?|-|–",
        AgeBand.UNDER_18: "unter 18|bis 17|Kind|Jugendliche",
        AgeBand.FROM_18: "18–29",
        AgeBand.FROM_30: "30–44",
        AgeBand.FROM_45: "45–59",
        AgeBand.FROM_60: "60–69",
        AgeBand.FROM_70: "70–79",
        AgeBand.FROM_80: "80 und älter|80+|ab 80|über 80",
    },
    SheetField.FIRST: {
        FirstContact.NOT_ASKED: "nicht gefragt|unbekannt|?|-|–|k. A.",
        FirstContact.YES: "ja|j|x|neu|1|zum ersten Mal hier",
        FirstContact.NO: "nein|n|0|bekannt|schon einmal hier|wiederholt",
    },
    SheetField.GENDER: {
        Gender.NOT_SAID: "keine Angabe|k. A.|?|-|–",
        Gender.FEMALE: "weiblich|Frau|f",
        Gender.MALE: "männlich|Mann",
        Gender.DIVERSE: "divers",
    },
    SheetField.OBSTACLES: {
        Obstacle.NO_BUNDID: "kein BundID-Konto|keine BundID|BundID fehlt",
        Obstacle.PIN_UNKNOWN: "PIN unbekannt|PIN vergessen",
        Obstacle.MEDIA_BREAK: "Ausdruck nötig, obwohl online|Medienbruch|Ausdruck nötig",
        Obstacle.PAPER_MISSING: "Unterlage fehlt|Unterlagen fehlen|fehlende Unterlagen",
        Obstacle.NOT_ONLINE: "Dienst nicht online|nicht online",
        Obstacle.FORM_UNCLEAR: "Formular unverständlich|unverständlich",
        Obstacle.NO_EID: "Online-Ausweis nicht nutzbar|keine eID|kein eID",
        Obstacle.BUNDID_FAULT: "Fehler bei BundID|BundID-Fehler",
        Obstacle.NO_EMAIL: "keine E-Mail-Adresse|keine E-Mail",
        Obstacle.NO_DEVICE: "kein Gerät",
        Obstacle.NO_NETWORK: "kein Netz|kein Internet",
        Obstacle.LANGUAGE: "Sprache|Sprachbarriere",
        Obstacle.BARRIER: "Barriere",
        Obstacle.COMPETENCE_UNCLEAR: "Zuständigkeit unklar",
        Obstacle.OTHER: "anderes Hindernis|sonstiges",
    },
}


def folded(text: str) -> str:
    """Return a text without case, accents, signs and spaces: ``K. A.`` and ``k.a.`` meet; signs alone stay."""
    plain = unicodedata.normalize("NFKD", text.strip().casefold().replace("ß", "ss"))
    bare = re.sub(r"[^\w+]|_", "", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    return bare or text.strip()


def codes(field: SheetField) -> Mapping[str, str]:
    """Return the codes of a field by every folded word for them; empty for fields that hold no list."""
    return _FOLDED.get(field, {})


def field_of(head: str) -> SheetField | None:
    """Return what a column with this head is about, or None."""
    return _HEAD_FIELDS.get(folded(head))


_FOLDED: dict[SheetField, dict[str, str]] = {
    field: {folded(word): str(code) for code, words in table.items() for word in (str(code), *words.split("|"))}
    for field, table in _WORDS.items()
}
_HEAD_FIELDS = {folded(word): field for field, words in HEADS.items() for word in words}
