"""German words of a counselling record that the forms need beside ``models/words.py``."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from lotse_app.clock import LOCAL
from lotse_app.models.contact import ContactKind, Gender, HeadKind, Independence
from lotse_app.models.notes import NoteProblem, note_problem
from lotse_app.models.words import (
    ACCESS,
    AGES,
    CONTACT_KINDS,
    DEVICES,
    FIRST_CONTACT,
    HELP,
    LANGUAGES,
    OBSTACLES,
    PLACES,
    REFERRED,
    RESULTS,
)

if TYPE_CHECKING:
    from lotse_app.models.session import CounsellingSession, Revision

SHORT_CONTACT = "Kurzkontakt"


def kind_words(session: CounsellingSession) -> str:
    """Return what kind of contact it was; under ten minutes it is a Kurzkontakt and called so."""
    words = CONTACT_KINDS[session.kind]
    if not session.short:
        return words
    return SHORT_CONTACT if session.kind is ContactKind.SINGLE else f"{words} ({SHORT_CONTACT})"


GENDERS: dict[Gender, str] = {
    Gender.NOT_SAID: "keine Angabe",
    Gender.FEMALE: "weiblich",
    Gender.MALE: "männlich",
    Gender.DIVERSE: "divers",
}

INDEPENDENCE: dict[Independence, str] = {
    Independence.NOT_SAID: "nicht festgehalten",
    Independence.GUIDED: "vollständig begleitet",
    Independence.PARTLY: "teilweise allein",
    Independence.ALONE: "selbstständig",
}

#: By points; the person says it, nobody guesses it.
SATISFACTION = (
    "nicht gefragt", "1 gar nicht zufrieden", "2 wenig zufrieden", "3 teils, teils", "4 zufrieden", "5 sehr zufrieden",
)  # fmt: skip

#: Label and (value, word) pairs of what heads of a group are counted by; who did not say is the remainder.
HEADS: dict[HeadKind, tuple[str, tuple[tuple[str, str], ...]]] = {
    HeadKind.AGE: ("Alter", tuple((band.value, word) for band, word in AGES.items() if band != "k_a")),
    HeadKind.FIRST_CONTACT: (
        "Erstkontakt",
        tuple((said.value, word) for said, word in FIRST_CONTACT.items() if said != "nicht_gefragt"),
    ),
    HeadKind.GENDER: ("Geschlecht", tuple((one.value, word) for one, word in GENDERS.items() if one != "k_a")),
}

#: Fields of a record as they travel, in German; what is listed with a table shows the words of its codes.
_FIELDS: dict[str, tuple[str, dict[str, str]]] = {
    "kind": ("Art", {key.value: word for key, word in CONTACT_KINDS.items()}),
    "place": ("Ort", {key.value: word for key, word in PLACES.items()}),
    "start": ("Beginn", {}),
    "end": ("Ende", {}),
    "access": ("Zugang", {key.value: word for key, word in ACCESS.items()}),
    "people": ("Personen", {}),
    "age": ("Alter", {key.value: word for key, word in AGES.items()}),
    "first_contact": ("Erstkontakt", {key.value: word for key, word in FIRST_CONTACT.items()}),
    "topics": ("Anliegen", {}),
    "help": ("Hilfe", {key.value: word for key, word in HELP.items()}),
    "result": ("Ergebnis", {key.value: word for key, word in RESULTS.items()}),
    "referred_to": ("Verwiesen an", {key.value: word for key, word in REFERRED.items()}),
    "obstacles": ("Hindernisse", {key.value: word for key, word in OBSTACLES.items()}),
    "note": ("Notiz", {}),
    "heads": ("Verteilung der Gruppe", {}),
    "gender": ("Geschlecht", {key.value: word for key, word in GENDERS.items()}),
    "residence": ("Wohnort", {}),
    "language": ("Sprache", {key.value: word for key, word in LANGUAGES.items()}),
    "devices": ("Gerät", {key.value: word for key, word in DEVICES.items()}),
    "independence": ("Selbstständigkeit", {str(key.value): word for key, word in INDEPENDENCE.items()}),
    "satisfaction": ("Zufriedenheit", {str(points): word for points, word in enumerate(SATISFACTION)}),
    "preparation": ("Vorbereitung", {}),
    "travel": ("Weg", {}),
    "distance": ("Strecke", {}),
    "tags": ("Förderkennzeichen", {}),
}
#: Fields whose old value says nothing by itself: that they were changed is enough.
_SILENT = frozenset({"note", "heads", "topics", "short"})

_WARNINGS: dict[NoteProblem, str] = {
    NoteProblem.SECRET: "Bitte keine PIN, TAN oder Passwörter notieren. Bitte löschen.",
    NoteProblem.ACCOUNT: "Das sieht aus wie eine Kontonummer. Sie gehört in den Antrag, nicht in die Notiz.",
    NoteProblem.BIRTH: "Das sieht aus wie ein Geburtsdatum. Die Beratung ist ohne Namen: bitte löschen.",
    NoteProblem.REACH: "Das sieht aus wie eine Telefonnummer oder E-Mail-Adresse. Bitte löschen.",
    NoteProblem.NAME: "Das sieht aus wie ein Name. Die Beratung ist ohne Namen: bitte löschen.",
}


def note_warning(text: str) -> str:
    """Return what stands beside a note that holds what it should not, else an empty string."""
    problem = note_problem(text)
    return _WARNINGS[problem] if problem is not None else ""


def old_words(revision: Revision) -> str:
    """Return what stood in a record before a correction: ``Personen: 1; Ergebnis: erledigt``."""
    return "; ".join(_old(key, value) for key, value in revision.before.items() if key in _FIELDS) + "."


def _old(key: str, value: object) -> str:
    label, words = _FIELDS[key]
    if key in _SILENT:
        return f"{label} anders"
    if key in {"start", "end"}:
        return f"{label}: {datetime.fromisoformat(str(value)).astimezone(LOCAL):%d.%m.%Y %H:%M}"
    values = value if isinstance(value, list) else [value]
    return f"{label}: {', '.join(words.get(str(one), str(one)) for one in values if one != '') or '–'}"
