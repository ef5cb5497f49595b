"""``make browser``: the admin page as a coordinator uses it, in Chromium; ``docs/nachweise/verwaltung.md``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from lotse_portal.admin import accounts, words
from lotse_portal.backup import make_backup
from lotse_portal.database import embedded
from tests.forms.browser.browser import install
from tests.forms.oracle.node import ROOT
from tests.portal.browser.browser import Reader
from tests.portal.serving import Laptop, served

if TYPE_CHECKING:
    from tests.portal.browser.browser import Sight
    from tests.portal.serving import Served

PAGE = ROOT / "docs" / "nachweise" / "verwaltung.md"
PICTURES = ROOT / "docs" / "bilder" / "verwaltung"
_PREFACE = """# The portal's admin page in a browser

Written by `make browser` only. Headless Chromium with scripts switched off, used by the Tab and Enter keys and typing
alone, on a portal really served. After every step: each control has a name in the accessibility tree, there is no
script, the browser complains of nothing, and in 640 pixels (1280 at 200 %) the page need not be moved sideways.
"""
TOLD = {
    "waiting": 4,
    "oldest_seconds": 3 * 86_400,
    "conflicting": 1,
    "persons": 23,
    "cases": [
        {"id": "0192f0c4-7d1e-7c7a-9a53-5c1de3a0f001", "service": "Wohngeld", "since": "2026-11-03"},
        {"id": "0192f0c4-7d1e-7c7a-9a53-5c1de3a0f002", "service": "Führerschein umtauschen", "since": "2026-11-18"},
    ],
    "disk_free": 81_300_000_000,
    "version": "0.6",
    "trail_head": "9f3c1a77" * 8,
}


def use(portal: Served, reader: Reader, pictures: Path | None) -> list[str]:
    """Let a device in, report it lost, read its Verlustbericht; return what was done, one line a step."""
    station = portal.station("Wilsdruff")
    portal.device(station)
    with portal.portal.database.write() as connection:
        now, ledger = portal.portal.clock.now(), portal.portal.ledger
        phrase = accounts.add(connection, ledger, "Frau Weber", frozenset(), now) or ""
    make_backup(
        portal.portal.database,
        portal.portal.ledger,
        Path(portal.portal.database.engine.url.database or "").parent / "b",
        now,
    )
    steps: list[str] = []

    def step(what: str, wanted: str, picture: str = "", **act: object) -> Sight:
        if picture and pictures is not None:
            reader.act(**act)
            act = {"picture": str(pictures / f"{picture}.png")}
        seen = reader.act(**act)
        assert wanted in seen.text, f"{what}: {seen.text}"
        steps.append(f"{what}: „{wanted}“")
        return seen

    step("opened", "Passwort", "anmelden", open=f"{portal.url}/admin")
    step("signed in wrongly", "stimmt nicht", type={"Name": "Frau Weber", "Passwort": "falsch"}, go="Anmelden")
    step("signed in", "Letzte geprüfte Sicherung", type={"Passwort": phrase}, go="Anmelden")
    step("asked for a code", "Adresse des Portals", "aufnehmen", go="Gerät aufnehmen")
    entered = {"Stützpunkt": "Wils", "Name des Geräts": "Laptop 7"}
    code = step("made a code", "Diese Zeile", "code", type=entered, go="Code erzeugen").text
    laptop = _joined(portal, next(line for line in code.splitlines() if line.count("#") == 2))
    step("looked at the devices", "4 (älteste: 3 Tage)", "geraete", open=f"{portal.url}/admin")
    step("looked at one device", "81,3 GB", "geraet", go="Laptop 7")
    step("began to report it lost", "lässt sich nicht zurücknehmen", "verloren", go="Verloren melden")
    step("reported it lost", words.DONE["verloren"], go="Verloren melden")
    assert laptop.sign_on().json()["code"] == "device_lost"
    step("read the Verlustbericht", "Führerschein umtauschen", "verlustbericht", go="Verlustbericht")
    step("signed out", "Passwort", go="Abmelden")
    return steps


def _joined(portal: Served, line: str) -> Laptop:
    laptop = Laptop(portal.url, line.split("#")[2])
    laptop.join(line.split("#")[1]).raise_for_status()
    laptop.sign_on().raise_for_status()
    laptop.web.post(f"{portal.url}/v1/report", json=TOLD).raise_for_status()
    return laptop


def main() -> int:
    """Use the page, take pictures, write the proof."""
    fault = install()
    if fault is not None:
        sys.stderr.write(f"{fault}\n")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        with served(here, embedded(here)) as portal, Reader() as reader:
            steps = use(portal, reader, PICTURES)
    listed = "".join(f"1. {step}\n" for step in steps)
    shown = "".join(f"![{path.stem}](../bilder/verwaltung/{path.name})\n" for path in sorted(PICTURES.glob("*.png")))
    PAGE.write_text(f"{_PREFACE}\n{reader.version}\n\n{listed}\n{shown}", "utf-8")
    sys.stdout.write(f"{PAGE}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
