"""The main job through the accessibility tree alone: no eyes, no mouse, hardly a key.

On every page: no control without a name, the focus is somewhere, and what changes is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.features.accessibility import A11yError, NotFoundError, tree, until
from tests.features.keyboard_job import CHIP, DOG, IBAN, PASSPHRASE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.features.accessibility import Node
    from tests.features.desktop import App, Desktop

pytestmark = pytest.mark.window
CONTROLS = frozenset(
    {
        "check box",
        "combo box",
        "list",
        "list item",
        "password text",
        "push button",
        "radio button",
        "spin button",
        "table",
        "text",
        "toggle button",
    }
)
SURNAME, GIVEN = "Nowakowa-Žurić", "Hańža Marija"


@dataclass(slots=True)
class Reader:
    """Somebody with a screen reader."""

    desk: Desktop
    app: App
    pages: list[str] = field(default_factory=list)

    @property
    def window(self) -> Node:
        return self.app.window()

    def wait(self, role: str, name: str) -> Node:
        """Return the control of this name as soon as it can be used; the name may be a part."""
        try:
            return self.window.wait(role, re.compile(name), enabled=True)
        except NotFoundError as error:
            words = f"{error}; the window says:\n" + "\n".join(tree(self.window))
            raise NotFoundError(words) from error

    def press(self, name: str) -> None:
        self.wait("push button", name).press()

    def write(self, name: str, words: str) -> None:
        self.wait("text", f"^{re.escape(name)}").set_text(words)

    def pick(self, name: str) -> None:
        """Turn a radio button or tick on."""
        button = until(lambda: self._switch(name), f"nothing to choose named {name}")
        button.toggle()
        until(lambda: button if button.checked else None, f"{button!r} does not turn on")

    def said(self, words: str) -> None:
        """Wait until this was announced."""
        look = re.compile(words)
        heard = self.desk.listener.announcements
        until(lambda: True if any(look.search(one) for one in heard()) else None, f"{words!r} was not said: {heard()}")

    def page(self, name: str) -> None:
        """Look at the page that is shown: every control has a name, and the focus is on one of them."""
        self.pages.append(name)
        nameless = [node for node in self.window.walk() if _is_control(node) and not (node.name or node.label)]
        assert not nameless, f"{name}: {nameless}\n" + "\n".join(tree(self.window))
        until(lambda: self.desk.focus(self.app), f"{name}: the focus is lost\n" + "\n".join(tree(self.window)))

    def _switch(self, name: str) -> Node | None:
        look = re.compile(name)
        for role in ("radio button", "check box"):
            for node in self.window.find_all(role, look):
                if node.enabled:
                    return node
        return None


def _is_control(node: Node) -> bool:
    try:
        return node.role in CONTROLS
    except A11yError:
        return False


def test_the_main_job_is_done_by_a_screen_reader(desk: Desktop, tmp_path: Path) -> None:
    with desk.launch(tmp_path / "daten") as app:
        reader = Reader(desk, app)
        set_up(reader)
        begin(reader)
        fill_in(reader)
        hand_over(reader)
        end_session(reader)


def set_up(reader: Reader) -> None:
    reader.page("Träger")
    reader.press("^Weiter")
    reader.said("Bitte den Träger nennen")
    reader.write("Name des Trägers", "Stadt Wilsdruff")
    reader.write("Anschrift", "Nossener Straße 20, 01723 Wilsdruff")
    reader.write("Datenschutz: Ansprechstelle", "datenschutz@wilsdruff.example")
    reader.press("^Weiter")
    reader.said("Schritt 2 von 4")
    reader.write("Name des Stützpunkts", "Rathaus Wilsdruff")
    reader.write("Gemeinde", "Wilsdruff")
    reader.pick("^Ja$")
    reader.page("Stützpunkt")
    reader.press("^Weiter")
    reader.write("Ihr Name", "Łucja Böhm")
    for line in reader.window.find_all("password text"):
        line.set_text(PASSPHRASE)
    reader.page("Person")
    reader.press("^Einrichten")
    reader.said("Wiederherstellungscode wird gezeigt")
    reader.page("Wiederherstellungscode")
    reader.pick("sicher verwahrt")
    reader.press("^Lotse öffnen")
    reader.wait("push button", "^Neue Beratung")
    reader.page("Heute")


def begin(reader: Reader) -> None:
    reader.press("^Neue Beratung")
    reader.write("Worum geht es?", "Hund anmelden")
    reader.wait("list item", "^Hundesteuer – Anmeldung")
    reader.page("Leistungen")
    reader.press("^Antrag beginnen")
    reader.pick("^Datenschutzinformation übergeben")
    reader.said("gespeichert")
    reader.page("Wer handelt?")


def fill_in(reader: Reader) -> None:
    reader.press("^Weiter zu Halter")
    for name, words in (
        ("Familienname", SURNAME),
        ("Vornamen", GIVEN),
        ("Geburtsdatum", "14.3.1958"),
        ("Straße", "Dresdner Straße"),
        ("Hausnummer", "12a"),
        ("Postleitzahl", "01723"),
        ("Ort", "Wilsdruff"),
    ):
        reader.write(name, words)
    reader.page("Halter")
    reader.press("^Weiter zu Hund")
    reader.write("Rufname", DOG)
    reader.page("Hund, leer")
    reader.press("^Weiter zu Steuer")
    reader.said("noch offen")
    for name, words in (
        ("Rasse", "Labrador"),
        ("Wurfdatum", "2.5.2026"),
        ("Chipnummer", CHIP),
        ("Im Haushalt seit", "10.11.2026"),
        ("Weitere Hunde im Haushalt", "0"),
    ):
        reader.write(name, words)
    for answer in ("Geschlecht.*: männlich$", "Herkunft.*: aus der Zucht$", "gefährlich.*: nein$"):
        reader.pick(answer)
    reader.page("Hund")
    reader.press("^Weiter zu Steuer")
    reader.write("Befreiung oder Ermäßigung", "keine")
    reader.pick("vom Konto abgebucht.*: Ja$")
    reader.write("Kontoinhaberin oder Kontoinhaber", f"{GIVEN} {SURNAME}")
    reader.write("IBAN", IBAN)
    reader.page("Steuer und Zahlung")
    reader.press("^Weiter zu Nachweise")


def hand_over(reader: Reader) -> None:
    reader.pick("^EU-Heimtierausweis.*: vorgelegt")
    reader.pick("^Nachweis der Haftpflichtversicherung: vorgelegt")
    reader.page("Nachweise")
    reader.press("^Weiter zu Gemeinsam prüfen")
    reader.wait("check box", "Das stimmt$")
    reader.page("Gemeinsam prüfen")
    reader.press("^Festhalten")
    reader.said("noch nicht|Noch nicht")
    for tick in reader.window.find_all("check box", re.compile("Das stimmt$")):
        tick.toggle()
    reader.press("^Festhalten")
    reader.pick("^Auf dem Ausdruck unterschrieben")
    reader.page("Unterschrift")
    reader.press("^Weiter zu Einreichen")
    reader.wait("image", "^Antrag")
    reader.page("Vorschau des Antrags")
    reader.press("^Schließen")
    reader.press("^Weiter zu Einreichen")
    reader.wait("label", "^SEPA-Mandat")
    reader.pick("^Auf dem Ausdruck unterschrieben")
    reader.page("zweite Unterschrift")
    reader.press("^Weiter zu Einreichen")
    reader.pick("^mich$")
    reader.page("Einreichen")
    reader.press("^Drucken und Merkzettel mitgeben")
    reader.wait("image", "^Merkzettel")
    reader.page("Vorschau")
    reader.wait("label", "^Beleg · Merkzettel$")
    reader.press("^Schließen")
    reader.wait("label", "Eingangsbestätigung")
    reader.page("Eingereicht")
    reader.press("^Nächste Person")
    reader.wait("table", "^Anträge")
    cells = until(lambda: reader.window.find_all("table cell", "Eingang bestätigt") or None, "the state is not shown")
    assert len(cells) == 1
    reader.page("Anträge")


def end_session(reader: Reader) -> None:
    reader.press("^Laufende Beratung")
    reader.page("Beratung")
    reader.press("^Beratung beenden")
    reader.wait("push button", "^Speichern, nächste Person")
    reader.page("Beratung beenden")
    reader.press("^Speichern, nächste Person")
    reader.said("Bereit für die nächste Person")
    for room in ("Leistungen", "Postausgang", "Auswertung", "Einstellungen", "Heute"):
        reader.window.find("check box", re.compile(f"^{room}")).press()
        reader.wait("label", f"Sie sind hier: {room}")
        reader.page(room)
