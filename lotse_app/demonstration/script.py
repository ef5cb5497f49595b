"""What is played: an invented resident, a dog, a signature."""

from __future__ import annotations

from typing import Any

COMMUNE = "14628410"
FIRST_WORDS = "Hund anmelden"
SERVICE = "Hundesteuer – Anmeldung"
KILL_AFTER = 9

#: Invented resident and dog, as pointers into the answers of the dog tax form.
ANSWERS: tuple[tuple[str, Any], ...] = (
    ("/halter/person/familienname", "Nowakowa-Žurić"),
    ("/halter/person/vornamen", "Hańža Marija"),
    ("/halter/person/geburtsdatum", "1958-03-14"),
    ("/halter/anschrift/strasse", "Dresdner Straße"),
    ("/halter/anschrift/hausnummer", "12a"),
    ("/halter/anschrift/plz", "01723"),
    ("/halter/anschrift/ort", "Wilsdruff"),
    ("/hunde/0/name", "Bello"),
    ("/hunde/0/rasse", "Labrador"),
    ("/hunde/0/geschlecht", "m"),
    ("/hunde/0/wurfdatum", "2026-05-02"),
    ("/hunde/0/chip", "276098102345671"),
    ("/hunde/0/haltung_seit", "2026-11-10"),
    ("/hunde/0/herkunft", "zucht"),
    ("/hunde/0/gefaehrlich", "nein"),
    ("/weitere_hunde_haushalt", 0),
    ("/befreiung", "keine"),
    ("/lastschrift", True),
    ("/bankverbindung/kontoinhaber", "Hańža Marija Nowakowa-Žurić"),
    ("/bankverbindung/iban", "DE89370400440532013000"),
)

#: One digit of the chip is missing and the IBAN's check digits are wrong.
WRONG_ANSWERS = (("/hunde/0/chip", "27609810234567"), ("/bankverbindung/iban", "DE88370400440532013000"))

#: A signature of three strokes, normalised.
STROKES = (
    ((0.08, 0.60), (0.14, 0.20), (0.20, 0.62), (0.26, 0.22), (0.31, 0.64)),
    ((0.36, 0.50), (0.44, 0.42), (0.48, 0.60), (0.56, 0.44), (0.66, 0.58)),
    ((0.70, 0.30), (0.78, 0.62), (0.90, 0.40)),
)
