"""The main job by keyboard alone: real window, real program, real Secret Service, real Argon2."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.features.accessibility import NotFoundError

if TYPE_CHECKING:
    from tests.features.typing import Typist

PASSPHRASE = "vier Worte am Tisch"  # noqa: S105 - of an invented pilot
SURNAME, GIVEN = "Böhme", "Käthe"
DOG = "Bello"
CHIP = "276098102345671"
#: Sections of the application that are read back one by one.
SECTIONS = 8
IBAN = "DE89370400440532013000"


def set_up(hands: Typist) -> None:
    """First run: Träger, Stützpunkt, first pilot, recovery code."""
    with hands.part("Ersteinrichtung: Träger"):
        hands.at("Name des Trägers")
        _line(hands, "Stadt Wilsdruff")
        hands.at("Anschrift")
        _line(hands, "Nossener Straße 20, 01723 Wilsdruff")
        hands.fill(("Datenschutz: Ansprechstelle", "datenschutz at wilsdruff"))
    with hands.part("Ersteinrichtung: Stützpunkt"):
        hands.press("ctrl+Return")
        hands.at("Name des Stützpunkts")
        _line(hands, "Rathaus Wilsdruff")
        hands.at("Rathaus")
        hands.press("Return")
        hands.at("Gemeinde")
        _line(hands, "Wilsdruff")
        hands.at(re.compile("Ja|Nein"))
        hands.choose("1", re.compile("Ja"))
    with hands.part("Ersteinrichtung: Person und Passphrase"):
        hands.press("ctrl+Return")
        hands.at("Ihr Name")
        _line(hands, "A. Beispiel")
        hands.press("Return")
        hands.at("Neue Passphrase")
        _line(hands, PASSPHRASE)
        hands.at("Neue Passphrase wiederholen")
        _line(hands, PASSPHRASE)
    with hands.part("Ersteinrichtung: Wiederherstellungscode"):
        hands.at(re.compile("^Ihr Code: "))
        hands.press("Return")
        hands.at(re.compile("Code sicher verwahrt"))
        hands.press("space")
        hands.press("Return")
        hands.see("push button", re.compile("Neue Beratung"))


def _line(hands: Typist, words: str) -> None:
    hands.type(words)
    hands.press("Return")


def main_job(hands: Typist) -> None:
    """From ``Strg+N`` to the end of the session: one dog, direct debit, signed on the print, received here."""
    find_service(hands)
    who_acts(hands)
    fill_in(hands)
    hand_over(hands)
    end_session(hands)


def find_service(hands: Typist) -> None:
    """Begin a session, find the service, begin the application."""
    with hands.part("Beratung beginnen"):
        hands.press("ctrl+n")
        hands.at("Worum geht es?")
    with hands.part("Leistung finden"):
        hands.type("Hund anmelden")
        hands.see("list item", re.compile("^Hundesteuer – Anmeldung"))
        hands.press("Return")
        hands.at(re.compile("^Hundesteuer – Anmeldung|Gefundene Leistungen"))
        hands.see("push button", "Antrag beginnen", enabled=True)
        hands.press("Return")
    with hands.part("Antrag beginnen"):
        hands.at("Antrag beginnen")
        hands.press("Return")


def who_acts(hands: Typist) -> None:
    """*Wer handelt?* and the privacy sheet."""
    with hands.part("Wer handelt? und Datenschutzinformation"):
        hands.at(re.compile("^Datenschutzinformation übergeben"))
        hands.choose("space", re.compile("^Datenschutzinformation übergeben"))


def fill_in(hands: Typist) -> None:
    """Fill in the whole form."""
    with hands.part("Halter"):
        hands.press("ctrl+Return")
        hands.fill(
            ("Familienname", SURNAME),
            ("Vornamen", GIVEN),
            ("Geburtsdatum", "14.3.58"),
            ("Straße", "Dresdner Straße"),
            ("Hausnummer", "12a"),
        )
        hands.press("Tab")
        hands.press("Tab")
        hands.fill(("Postleitzahl", "01723"), ("Ort", "Wilsdruff"))
    with hands.part("Hund"):
        hands.press("ctrl+Return")
        hands.fill(("Rufname", DOG), ("Rasse", "Labrador"))
        _choose(hands, "Geschlecht", "männlich")
        hands.press("Tab")
        hands.fill(("Wurfdatum", "2.5.26"))
        hands.press("Tab")
        hands.press("Tab")
        hands.fill(("Chipnummer", CHIP), ("Im Haushalt seit", "10.11.26"))
        _choose(hands, "Herkunft", "aus der Zucht")
        _choose(hands, "Gilt der Hund als gefährlich?", "nein")
        hands.press("Tab")
        hands.at("Hund hinzufügen")
        hands.press("Tab")
        hands.fill(("Weitere Hunde im Haushalt", "0"))
    with hands.part("Steuer und Zahlung"):
        hands.press("ctrl+Return")
        hands.at(re.compile("^Befreiung oder Ermäßigung"))
        hands.type("keine")
        hands.press("Return")
        _choose(hands, "Soll die Steuer vom Konto abgebucht werden?", "Ja")
        hands.press("Tab")
        hands.fill(("Kontoinhaberin oder Kontoinhaber", f"{GIVEN} {SURNAME}"), ("IBAN", IBAN))


def hand_over(hands: Typist) -> None:
    """Evidence, reading back, freezing, signing, handing in; ends with *Nächste Person*."""
    with hands.part("Nachweise"):
        hands.press("ctrl+Return")
        hands.at(re.compile("^EU-Heimtierausweis"))
        hands.press("1")
        hands.press("Tab")
        hands.at(re.compile("^Nachweis der Haftpflichtversicherung"))
        hands.choose("1", re.compile("^Nachweis der Haftpflichtversicherung"))
    with hands.part("Gemeinsam prüfen"):
        hands.press("ctrl+Return")
        for _ in range(SECTIONS):
            hands.choose("space", hands.at(re.compile("Das stimmt$")).name)
    with hands.part("Festhalten"):
        hands.press("ctrl+Return")
        hands.at("Hier auf dem Feld")
    with hands.part("Zwei Unterschriften auf dem Ausdruck"):
        hands.choose("2", "Auf dem Ausdruck unterschrieben")
        hands.press("ctrl+Return")  # what is to be signed is printed first
        hands.at(re.compile("^Drucken"))
        hands.go_on("Escape")
        hands.press("ctrl+Return")
        hands.see("label", re.compile("^SEPA-Mandat"))
        hands.at("Auf dem Ausdruck unterschrieben")
        hands.press("ctrl+Return")
        hands.at("die Person selbst")
    with hands.part("Einreichen: Eingangsbestätigung und Merkzettel"):
        hands.press("2")
        hands.see("label", re.compile("Gedruckt wird die Eingangsbestätigung"))
        hands.press("ctrl+Return")
        hands.at(re.compile("^Drucken"))
    with hands.part("Papiere ansehen, nächste Person"):
        hands.go_on("Escape")
        hands.see("push button", "Nächste Person")
        hands.press("ctrl+Return")
        hands.see("table", "Anträge")


def end_session(hands: Typist) -> None:
    """End the session: most of it is known from what was done."""
    with hands.part("Beratung beenden"):
        hands.press("ctrl+2")
        hands.see("push button", "Beratung beenden", enabled=True)
        hands.press("ctrl+Return")
        hands.at(re.compile("gemeinsam ausgefüllt"))
        hands.press("ctrl+Return")
        hands.see("label", re.compile("Bereit für die nächste Person"))


def short_contact(hands: Typist) -> None:
    """Record a Kurzkontakt: help, result, age, done."""
    with hands.part("Kurzkontakt"):
        hands.press("ctrl+shift+n")
        hands.at("Auskunft")
        hands.press("1")
        hands.at("erledigt")
        hands.press("1")
        hands.at("keine Angabe")
        hands.go_on("4")
        hands.press("ctrl+Return")
        hands.see("label", re.compile("Bereit für die nächste Person"))


def standard_session(hands: Typist) -> None:
    """Record a whole session with a topic, an obstacle, age, help and result."""
    with hands.part("Standard-Beratung"):
        hands.press("ctrl+n")
        hands.at("Worum geht es?")
        hands.type("Wohngeld")
        hands.see("list item", re.compile("^Wohngeld"))
        hands.press("Return")
        hands.at(re.compile("Wohngeld|Gefundene Leistungen"))
        hands.see("push button", "Anliegen festhalten", enabled=True)
        hands.press("Tab")
        hands.at("Anliegen festhalten")
        hands.press("Return")
        hands.see("label", re.compile("Das Anliegen steht"))
        hands.press("ctrl+2")
        hands.see("push button", "Beratung beenden", enabled=True)
        hands.press("ctrl+Return")
        hands.at("Auskunft")
        hands.press("1")
        hands.at("erledigt")
        hands.press("1")
        hands.at("keine Angabe")
        hands.press("5")
        hands.choose("1", hands.at(re.compile("BundID")).name)
        hands.press("ctrl+Return")
        hands.see("label", re.compile("Bereit für die nächste Person"))


def unlock(hands: Typist, then: str = "Neue Beratung") -> None:
    """Open the program after it was started again; ``then`` is a button of what it comes back to."""
    with hands.part("Entsperren"):
        hands.at("Passphrase")
        hands.type(PASSPHRASE)
        hands.press("Return")
        hands.see("push button", re.compile(then))


def _choose(hands: Typist, question: str, answer: str) -> None:
    """Walk from the question before to this one, and down to the answer."""
    hands.tab(to=re.compile(f"^{re.escape(question)}"))
    here = hands.at(re.compile(f"^{re.escape(question)}"), role="radio button")
    for _ in range(8):
        if here.name.endswith(f": {answer}"):
            hands.press("space")
            return
        before = here.name
        hands.press("Down")
        here = hands.at(re.compile(f"^(?!{re.escape(before)}$){re.escape(question)}.*:"), role="radio button")
    words = f"{question} does not offer {answer}"
    raise NotFoundError(words)
