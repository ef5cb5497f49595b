"""Does the main job by keyboard in the real window, writes what it took, and takes a picture of every step.

Usage: ``scripts/window-session.sh .venv/bin/python -m scripts.main_job`` (part of ``make screenshots``).
Writes ``docs/nachweise/hauptweg-tastatur.md`` and ``docs/bilder/hauptweg``; nobody and nothing else writes them.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.run import circumstances
from scripts.house import ROOT
from scripts.pictures import keep
from tests.features import keyboard_job as job
from tests.features.desktop import Desktop
from tests.features.typing import Typist, german_keyboard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.features.typing import Part

_HEAD = """# The main job by keyboard

Written by `make screenshots` only. The real program in a real window (Xvfb, openbox) with a real Secret Service and
real Argon2; no mouse. A keystroke is what is pressed at once (`Strg+Enter` is one); letters of free text stand beside.
Pictures of the steps: `docs/bilder/hauptweg`.
"""
_TAIL = """
- Goals: Kurzkontakt in at most 6 keystrokes, a standard session in at most 25 beside free text.
- Before *Entsperren* the program was ended by `kill -9` and started again; the Vorgang then read *Eingang bestätigt*.
"""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def main() -> int:
    """Do the job, write page and pictures."""
    told = circumstances()  # before this script itself changes files
    pictures = ROOT / "docs" / "bilder" / "hauptweg"
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    german_keyboard()
    with tempfile.TemporaryDirectory(prefix="lotse-hauptweg-") as name, Desktop() as desk:
        parts = _work(desk, Path(name, "daten"), pictures)
    page = ROOT / "docs" / "nachweise" / "hauptweg-tastatur.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("\n".join([_HEAD, *told, "", *_table(parts)]) + "\n" + _TAIL, "utf-8")
    print(f"{len(parts)} steps, {sum(part.keys for part in parts)} keys: {page.relative_to(ROOT)}")
    return 0


def _work(desk: Desktop, data: Path, pictures: Path) -> list[Part]:
    def shoot(hands: Typist) -> None:
        number, part = len(hands.parts), hands.parts[-1]
        words = part.name.casefold().translate(_UMLAUTS)
        slug = "-".join("".join(letter if letter.isalnum() else " " for letter in words).split())
        keep(hands.app, pictures / f"{number:02d}-{slug}.png")

    with desk.launch(data) as app:
        hands = Typist(desk, app, after=shoot)
        app.wait_active(app.window())
        job.set_up(hands)
        job.main_job(hands)
        job.short_contact(hands)
        job.standard_session(hands)
        app.kill()
    with desk.launch(data) as app:
        again = Typist(desk, app, hands.parts, after=shoot)
        job.unlock(again)
        with again.part("Anträge nach dem Neustart"):
            again.press("ctrl+4")
            again.see("table", "Anträge")
            app.window().wait("table cell", "Eingang bestätigt")  # raises where it is not
    return again.parts


def _table(parts: list[Part]) -> Iterator[str]:
    yield "| step | keystrokes | letters of free text |"
    yield "|---|---:|---:|"
    for part in parts:
        yield f"| {part.name} | {part.keys} | {part.letters} |"
    names = [part.name for part in parts]
    first, last = names.index("Beratung beginnen"), names.index("Beratung beenden") + 1
    whole = parts[first:last]
    yield f"| **the main job (Beratung beginnen … beenden)** | {_keys(whole)} | {sum(part.letters for part in whole)} |"


def _keys(parts: list[Part]) -> int:
    return sum(part.keys for part in parts)


if __name__ == "__main__":
    sys.exit(main())
