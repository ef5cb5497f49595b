"""German words for what the models name by key, in the order they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.acting import ActingAs, ReadBackWay
from lotse_app.models.application import Mark, State
from lotse_app.models.contact import ContactKind, Device, Language
from lotse_app.models.letter import LetterKind
from lotse_app.models.people import PlaceType, Role
from lotse_app.models.public_service import Way
from lotse_app.models.session import Access, AgeBand, FirstContact, HelpKind, Obstacle, ReferredTo, Result

if TYPE_CHECKING:
    from lotse_app.models.application import ApplicationLine

#: Who acts, as papers and the copy of a person's data say it.
ACTING: dict[ActingAs, str] = {
    ActingAs.SELF: "die antragstellende Person selbst",
    ActingAs.AUTHORISED_PERSON: "eine bevollmächtigte Person",
    ActingAs.PARENTS: "die Eltern",
    ActingAs.LEGAL_GUARDIAN: "die rechtliche Betreuung",
    ActingAs.MESSENGER: "die antragstellende Person; ein Bote gibt ab",
    ActingAs.PILOT_AS_AGENT: "die unterstützende Person als bevollmächtigte Person",
}

READ_BACK_WAYS: dict[ReadBackWay, str] = {
    ReadBackWay.READ_ALOUD: "vorgelesen",
    ReadBackWay.READ_SELF: "selbst gelesen",
    ReadBackWay.SIGNED: "gebärdet",
    ReadBackWay.INTERPRETED: "gedolmetscht",
}

STATES: dict[State, str] = {
    State.DRAFT: "Entwurf",
    State.CHECKED: "mit Person geprüft",
    State.SIGNED: "unterschrieben",
    State.SUBMITTED: "eingereicht",
    State.RECEIVED: "Eingang bestätigt",
    State.QUERY: "Rückfrage",
    State.DECIDED: "beschieden",
    State.CLOSED: "abgeschlossen",
    State.WITHDRAWN: "zurückgezogen",
    State.ABANDONED: "abgebrochen",
    State.NOT_ACCEPTED: "nicht angenommen",
}

MARKS: dict[Mark, str] = {
    Mark.PAPERS_MISSING: "Unterlagen fehlen",
    Mark.SIGNATURE_FOLLOWS: "Unterschrift folgt",
    Mark.DELIVERY_DISTURBED: "Übermittlung gestört",
    Mark.PRINT_LATER: "später drucken",
}

PLACES: dict[PlaceType, str] = {
    PlaceType.TOWN_HALL: "Rathaus",
    PlaceType.CITIZENS_OFFICE: "Bürgerbüro",
    PlaceType.MOBILE: "Mobile Stelle",
    PlaceType.HOME_VISIT: "Hausbesuch",
    PlaceType.LIBRARY: "Bibliothek",
    PlaceType.TELEPHONE: "Telefon",
    PlaceType.OTHER: "Anderer Ort",
}

ROLES: dict[Role, str] = {
    Role.OFFICIAL: "Verwaltung",
    Role.VOLUNTEER: "Ehrenamt",
    Role.COORDINATOR: "Koordination",
}

CONTACT_KINDS: dict[ContactKind, str] = {
    ContactKind.SINGLE: "Einzelberatung",
    ContactKind.GROUP: "Gruppe",
    ContactKind.TELEPHONE: "am Telefon",
    ContactKind.VIDEO: "per Video",
    ContactKind.WRITTEN: "per Brief oder E-Mail",
    ContactKind.HOME_VISIT: "Hausbesuch",
    ContactKind.THIRD_PARTY: "Kontakt mit Dritten",
    ContactKind.NO_SHOW: "nicht erschienen",
    ContactKind.INTERNAL: "intern",
    ContactKind.COACHING: "Anleitung von Beschäftigten",
}

ACCESS: dict[Access, str] = {
    Access.WALK_IN: "ohne Termin",
    Access.APPOINTMENT: "mit Termin",
    Access.REFERRED: "vermittelt",
    Access.TELEPHONE: "am Telefon",
}

FIRST_CONTACT: dict[FirstContact, str] = {
    FirstContact.NOT_ASKED: "nicht gefragt",
    FirstContact.YES: "ja",
    FirstContact.NO: "nein",
}

HELP: dict[HelpKind, str] = {
    HelpKind.INFORMATION: "Auskunft",
    HelpKind.FILLED_TOGETHER: "gemeinsam ausgefüllt",
    HelpKind.FILLED_FOR_PERSON: "für die Person ausgefüllt",
    HelpKind.DEVICE: "Hilfe am Gerät",
}

RESULTS: dict[Result, str] = {
    Result.DONE: "erledigt",
    Result.SUBMITTED: "eingereicht",
    Result.PREPARED: "mitgegeben, Person reicht ein",
    Result.NEW_APPOINTMENT: "neuer Termin",
    Result.REFERRED: "verwiesen an …",
    Result.ABANDONED: "abgebrochen",
}

REFERRED: dict[ReferredTo, str] = {
    ReferredTo.OFFICE: "Fachamt",
    ReferredTo.DISTRICT: "Landratsamt",
    ReferredTo.JOBCENTER: "Jobcenter",
    ReferredTo.PENSION: "Rentenversicherung",
    ReferredTo.HEALTH_INSURANCE: "Krankenkasse",
    ReferredTo.ADVICE_CENTRE: "Beratungsstelle",
    ReferredTo.CONSUMER_CENTRE: "Verbraucherzentrale",
    ReferredTo.OTHER: "andere Stelle",
}

AGES: dict[AgeBand, str] = {
    AgeBand.NOT_SAID: "keine Angabe",
    AgeBand.UNDER_18: "unter 18",
    AgeBand.FROM_18: "18–29",
    AgeBand.FROM_30: "30–44",
    AgeBand.FROM_45: "45–59",
    AgeBand.FROM_60: "60–69",
    AgeBand.FROM_70: "70–79",
    AgeBand.FROM_80: "80 und älter",
}

#: The five most frequent ones first: they have the first number keys.
OBSTACLES: dict[Obstacle, str] = {
    Obstacle.NO_BUNDID: "kein BundID-Konto",
    Obstacle.PIN_UNKNOWN: "PIN unbekannt",
    Obstacle.MEDIA_BREAK: "Ausdruck nötig, obwohl online",
    Obstacle.PAPER_MISSING: "Unterlage fehlt",
    Obstacle.NOT_ONLINE: "Dienst nicht online",
    Obstacle.FORM_UNCLEAR: "Formular unverständlich",
    Obstacle.NO_EID: "Online-Ausweis nicht nutzbar",
    Obstacle.BUNDID_FAULT: "Fehler bei BundID",
    Obstacle.NO_EMAIL: "keine E-Mail-Adresse",
    Obstacle.NO_DEVICE: "kein Gerät",
    Obstacle.NO_NETWORK: "kein Netz",
    Obstacle.LANGUAGE: "Sprache",
    Obstacle.BARRIER: "Barriere",
    Obstacle.COMPETENCE_UNCLEAR: "Zuständigkeit unklar",
    Obstacle.OTHER: "anderes Hindernis",
}

LANGUAGES: dict[Language, str] = {
    Language.NOT_ASKED: "nicht gefragt",
    Language.GERMAN: "Deutsch",
    Language.PLAIN_GERMAN: "Einfache Sprache",
    Language.UPPER_SORBIAN: "Obersorbisch",
    Language.LOWER_SORBIAN: "Niedersorbisch",
    Language.SIGN_LANGUAGE: "Gebärdensprache",
    Language.OTHER: "andere Sprache",
}

DEVICES: dict[Device, str] = {
    Device.OFFICE_COMPUTER: "Computer der Stelle",
    Device.OWN_PHONE: "eigenes Smartphone",
    Device.OWN_TABLET: "eigenes Tablet",
    Device.OWN_COMPUTER: "eigener Computer",
    Device.NONE: "kein Gerät",
}

WAYS: dict[Way, str] = {
    Way.PAPER: "Papier",
    Way.RECEPTION_POINT: "Annahmestelle",
    Way.ONLINE_TOGETHER: "gemeinsam online",
    Way.DIRECT: "direkt ans Fachamt",
}

LETTERS: dict[LetterKind, str] = {
    LetterKind.CONFIRMATION: "Eingangsbestätigung",
    LetterKind.QUERY: "Rückfrage oder Nachforderung",
    LetterKind.GRANTED: "Bescheid: bewilligt",
    LetterKind.PARTLY: "Bescheid: teilweise bewilligt",
    LetterKind.REFUSED: "Bescheid: abgelehnt",
    LetterKind.ASSESSED: "Bescheid: Steuer oder Gebühr",
    LetterKind.OTHER: "Sonstiges",
}

OUTCOMES: dict[str, str] = {
    LetterKind.GRANTED.value: "bewilligt",
    LetterKind.PARTLY.value: "teilweise bewilligt",
    LetterKind.REFUSED.value: "abgelehnt",
}


def standing_words(state: State, outcome: str = "") -> str:
    """Return a state with its outcome: ``beschieden (abgelehnt)``."""
    return f"{STATES[state]} ({OUTCOMES[outcome]})" if outcome else STATES[state]


def state_words(line: ApplicationLine) -> str:
    """Return the state of a line; a colleague's case does not tell it."""
    return "nicht Ihr Vorgang" if line.masked else standing_words(line.state, line.outcome)


def number_words(value: float) -> str:
    """Return a number the German way: ``1.234`` or ``33,3``."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return text.translate({ord(","): ".", ord("."): ","})
