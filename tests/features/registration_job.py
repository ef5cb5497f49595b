"""Anmeldung eines Wohnsitzes by keyboard alone: two adults and a child, from the finder to the printed paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.features.accessibility import NotFoundError
from tests.features.keyboard_job import who_acts

if TYPE_CHECKING:
    from tests.features.accessibility import Node
    from tests.features.typing import Typist

SURNAME = "Nowak"
ADULTS = (("Jan", "1.4.85", "männlich"), ("Ewa", "11.8.87", "weiblich"))
CHILD = ("Mila", "3.2.21", "weiblich")
#: Sections that are read back: three of the move, three persons, two of the landlord, objections, contact.
SECTIONS = 10
#: So many times Tab is pressed at most on the way to a question.
_FAR = 16


def begin(hands: Typist) -> None:
    """Find the service and begin the application."""
    with hands.part("Leistung finden"):
        hands.press("ctrl+3")
        hands.at("Worum geht es?")
        hands.type("Wohnsitz anmelden Umzug")
        hands.see("list item", re.compile("^Wohnsitz Anmeldung"))
        hands.press("Return")
        hands.see("push button", "Antrag beginnen", enabled=True)
        hands.press("Return")
        hands.at("Antrag beginnen")
        hands.press("Return")
    who_acts(hands)


def fill_in(hands: Typist) -> None:
    """Fill in the form."""
    with hands.part("Umzug"):
        hands.press("ctrl+Return")
        hands.at(re.compile("^Einzugsdatum"))  # a page begins at its first question; a Tab before that would pass it
        _write(hands, "Einzugsdatum", "14.11.26")
        _choose(hands, "Die neue Wohnung ist", "die alleinige Wohnung")
        _address(hands, "Markt", "1", "01723", "Wilsdruff")
        _choose(hands, "Zuzug aus", "einer anderen Gemeinde in Deutschland")
        _address(hands, "Hauptweg", "7", "01067", "Dresden")
        _choose(hands, "Die bisherige Wohnung wird", "aufgegeben")
    with hands.part("Personen"):
        hands.press("ctrl+Return")
        hands.at(re.compile("^Familienname"))
        for at, (given, born, sex) in enumerate((*ADULTS, CHILD)):
            if at:
                _walk(hands, "Person hinzufügen")
                hands.go_on("space")
            _person(hands, given, born, sex, child=at == len(ADULTS))
    with hands.part("Wohnungsgeber"):
        hands.press("ctrl+Return")
        hands.at(re.compile("^Wie ist der Einzug bestätigt"))
        _choose(hands, "Wie ist der Einzug bestätigt?", "Bestätigung des Wohnungsgebers auf Papier")
        _write(hands, "Name des Wohnungsgebers", "Wohnbau Wilsdruff")
        _address(hands, "Bahnhofweg", "3", "01723", "Wilsdruff")
        _choose(hands, "Gehört dem Wohnungsgeber die Wohnung?", "Ja")
    with hands.part("Widersprüche"):
        hands.go_on("ctrl+Return")
        hands.choose("space", _walk(hands, re.compile("Parteien und Wählergruppen")).name)


def hand_over(hands: Typist) -> None:
    """Evidence, reading back, signing on the print, handing in, and the papers."""
    with hands.part("Nachweise"):
        hands.press("ctrl+Return")
        hands.see("label", re.compile("^Vorlegen reicht. Keine Kopie"))
        hands.choose("1", hands.at(re.compile(".")).name)
        hands.press("ctrl+Return")
    with hands.part("Gemeinsam prüfen"):
        for _ in range(SECTIONS):
            hands.choose("space", hands.at(re.compile("Das stimmt$")).name)
        hands.press("ctrl+Return")
    with hands.part("Unterschrift"):
        hands.at("Auf dem Ausdruck unterschrieben")
        hands.see("label", re.compile("^Hier auf dem Feld: gilt hier nicht, nur auf Papier"))
        hands.press("ctrl+Return")  # what is to be signed is printed first
        hands.at(re.compile("^Drucken"))
        hands.go_on("Escape")
        hands.press("ctrl+Return")
    with hands.part("Einreichen"):
        hands.at("die Person selbst")
        hands.choose("2", "mich")
        hands.press("ctrl+Return")
        hands.at(re.compile("^Drucken"))
        hands.press("Escape")
        hands.see("push button", "Nächste Person")


def _person(hands: Typist, given: str, born: str, sex: str, *, child: bool) -> None:
    _write(hands, "Familienname", SURNAME)
    _write(hands, "Vornamen", given)
    _write(hands, "Geburtsdatum", born)
    _write(hands, "Geburtsort", "Dresden")
    _choose(hands, "Geschlecht", sex, 1 if sex == "männlich" else 0)
    _walk(hands, re.compile("^Staatsangehörigkeit"))
    hands.type("deutsch (Deutschland)")
    hands.press("Return")
    _choose(hands, "Familienstand", "ledig" if child else "verheiratet", 0 if child else 1)
    if not child:
        _write(hands, "Datum der Eheschließung", "5.6.15")
        _write(hands, "Ort der Eheschließung", "Dresden")
        _choose(hands, "Zieht die Ehe- oder Lebenspartnerin, der Ehe- oder Lebenspartner mit ein?", "Ja")
    no, yes = "nein: 18 Jahre oder älter, ohne Betreuung", "ja: Eltern oder Sorgeberechtigte ziehen mit ein"
    _choose(hands, "Gesetzliche Vertretung", yes if child else no, 1 if child else 0)
    _choose(hands, "Öffentlich-rechtliche Religionsgesellschaft", "keine")
    _choose(hands, "Art des Ausweises", "kein Ausweis" if child else "Personalausweis", 6 if child else 0)
    if not child:
        _write(hands, "Seriennummer", "T220001293")
        _write(hands, "Ausstellende Behörde", "Stadt Dresden")
        _write(hands, "Ausgestellt am", "1.5.21")
        _write(hands, "Gültig bis", "30.4.31")


def _address(hands: Typist, street: str, number: str, postcode: str, town: str) -> None:
    for label, words in (("Straße", street), ("Hausnummer", number), ("Postleitzahl", postcode), ("Ort", town)):
        _write(hands, label, words)


def _write(hands: Typist, label: str, words: str) -> None:
    """Walk to a field, empty or not, and write into it."""
    _walk(hands, re.compile(rf"^{re.escape(label)}( \((nötig|freiwillig)\))?$"))
    hands.type(words)


def _choose(hands: Typist, question: str, answer: str, down: int = 0) -> None:
    """Walk to a question that has no answer yet, and ``down`` so many lines to this one."""
    _walk(hands, re.compile(rf"^{re.escape(question)}.*: "))
    if down:
        hands.press(*("Down",) * down)
    hands.choose("space", hands.at(re.compile(rf"^{re.escape(question)}.*: {re.escape(answer)}$")).name)


def _walk(hands: Typist, name: str | re.Pattern[str]) -> Node:
    """Press Tab until the focus bears this name."""
    wanted = re.compile(f"^{re.escape(name)}$") if isinstance(name, str) else name
    for _ in range(_FAR):
        node = hands.at(re.compile("."))
        if wanted.search(node.name) or wanted.search(node.label):
            return node
        hands.tab(away=node.name)
    words = f"the focus never came to {wanted.pattern}"
    raise NotFoundError(words)
