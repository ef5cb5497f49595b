"""Forty words and more, typed into every field of the main job, are readable in no file but the opened store."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from threading import Timer
from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.demonstration.filling import save
from tests.chance import seeded
from tests.desks import PASSPHRASE
from tests.faults.ground import FULL, Phase, make_ground, program_in, repository, rounds, seed
from tests.faults.marker_page import Found, controls, read_at, write_page
from tests.faults.scanning import forms, hits

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.ground import Ground

pytestmark = pytest.mark.faults

DOGS, HOLDERS = 6, 3
#: A machine that is busy with everything else types slowly; hanging for good is all this catches.
LIMIT_SECONDS = 400
PRIVATE = ("HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")


def in_a_window() -> bool:
    """Return whether there is a private X server (``make faults``): the program then works in a real window."""
    return "LOTSE_WINDOW_SESSION" in os.environ


def words(chosen: int) -> list[str]:
    """Return words that stand nowhere else; each has letters beyond ASCII."""
    dice = seeded(chosen)
    return [
        "Q"
        + "".join(dice.choice("bcdfghjklmnpqrstvwxz") + dice.choice("aeiouy") for _ in range(4))
        + dice.choice("ßłñćž")
        + "o"
        for _ in range(80)
    ]


def crowded(folder: Path) -> Ground:
    """Return a filled-in draft with more dogs and holders."""
    ground = make_ground(folder, Phase.FREEZE)
    program = program_in(folder)
    pilot_id = program.unlocking.pilots()[0][0]
    desk = program.unlocking.open(pilot_id, ground.key)
    case = desk.applications.open(ground.case_id)
    holder = {"familienname": "X", "vornamen": "Y", "geburtsdatum": "1980-01-02"}
    answers = dict(case.application.answers)
    save(desk, case.application, answers | {"hunde": answers["hunde"] * DOGS, "mithalter": [holder] * HOLDERS})
    desk.close_reports()
    desk.close()
    return ground


class Typed:
    """The child and what it said; looks around whenever the child rests."""

    def __init__(self, ground: Ground, private: Path, typed: list[str]) -> None:
        self.ground, self.private = ground, private
        environment = {**os.environ, "QT_QPA_PLATFORM": "xcb" if in_a_window() else "offscreen"}
        for name in PRIVATE:
            (private / name).mkdir(mode=0o700, parents=True)
            environment[name] = str(private / name)
        self.trouble = (private / "stderr.txt").open("wb")
        self.child = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.marker_child", str(ground.folder), "edit", ground.case_id, "1"],
            cwd=repository(),
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.trouble,
            text=True,
            encoding="utf-8",
        )
        assert self.child.stdin is not None
        self.child.stdin.write(json.dumps(typed) + "\n")
        self.child.stdin.flush()
        self.found: dict[str, dict[str, list[str]]] = {}
        self.read: dict[str, dict[str, tuple[int, int]]] = {}
        self.stored: dict[str, str] = {}
        self.unstored: list[str] = []
        self.log_bytes = 0

    def watch(self) -> int:
        """Follow the child to its end, looking around wherever it rests; return its exit status."""
        watch = Timer(LIMIT_SECONDS, self.child.kill)
        watch.start()
        with self.trouble, self.child as child:
            assert child.stdout is not None
            for line in child.stdout:
                self._take(json.loads(line))
        watch.cancel()
        self.look("ended")
        return child.returncode

    def _take(self, said: dict[str, Any]) -> None:
        if "unstored" in said:
            self.unstored.append(said["unstored"])
        if "typed" in said:
            self.stored = said["typed"]
            self.look(said["mark"])
            (self.ground.folder / f"weiter-{said['mark']}").touch()

    def look(self, place: str) -> None:
        """Scan everything the program may have written."""
        secret = [*self.stored.values(), *self.unstored, PASSPHRASE, self.ground.key.hex()]
        log = self.ground.places.store.with_name("lotse.db-wal")
        self.log_bytes = max(self.log_bytes, log.stat().st_size if log.exists() else 0)
        self.read[place] = read_at(self.ground.places.root, self.private)
        self.found[place] = hits((self.ground.places.root, self.private), secret)


def dumped(ground: Ground) -> bytes:
    """Return every value of every table of the opened store."""
    store = ground.open()
    connection = store._connection
    names = [name for (name,) in connection.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [tuple(row) for name in names for row in connection.rows(f'SELECT * FROM "{name}"')]  # noqa: S608 - the schema's
    store.close()
    return "\n".join(str(value) for row in rows for value in row).encode()


def test_no_word_that_was_typed_is_readable_outside_the_opened_store(tmp_path: Path) -> None:
    chosen = words(seed("marker words"))
    ground = crowded(tmp_path / "geraet")
    typed = Typed(ground, tmp_path / "privat", chosen)
    ended = typed.watch()
    assert ended == 0, (tmp_path / "privat" / "stderr.txt").read_text("utf-8")
    held = dumped(ground)
    control = next(word for word in words(3) if "ß" in word)  # has every form, Latin-1 too
    found_again = controls(ground.places.root, typed.private, control)
    if in_a_window() and rounds(0) >= FULL:
        stored = set(typed.stored.values())
        kept = sum(word.encode() in held for word in stored)
        write_page(Found(typed.read, typed.found, found_again, kept, len(stored), len(set(typed.unstored)), control))
    assert set(typed.found) == {"typed", "worked", "locked", "ended"}
    assert [place for place, found in typed.found.items() if found] == []
    assert typed.log_bytes > 0  # it was looked at while it held something
    # What could have told: the crash report, the log and the settings were really written.
    written = {path.name for path in (tmp_path / "geraet").rglob("*") if path.is_file() and path.stat().st_size}
    assert any(name.startswith("absturz-") for name in written)
    assert {"fenster.ini", "lotse.db"} <= written
    # The positive controls: the opened store holds them all, and the same scanner finds them in a plain file.
    missing = {name: word for name, word in typed.stored.items() if word.encode() not in held}
    assert missing == {}
    assert len(set(typed.stored.values())) >= 40
    assert set(found_again.values()) == {len(forms(control))}
    # What two people wrote on the Schreibtafel is not even there.
    _, *written_to_and_fro = typed.unstored
    assert len(written_to_and_fro) == 2
    assert [word for word in written_to_and_fro if word.encode() in held] == []


def test_the_scanner_finds_a_word_in_every_form(tmp_path: Path) -> None:
    word = words(1)[0]
    for number, raw in enumerate(forms(word).values()):
        (tmp_path / f"{number}.bin").write_bytes(b"\x00\x01" + raw + b"\xff")
    assert set(hits([tmp_path], [word])) == {f"{number}.bin" for number in range(len(forms(word)))}
    (tmp_path / "mitten.json").write_text(json.dumps({"x": f"vorher {word} nachher"}), "utf-8")
    assert "mitten.json" in hits([tmp_path], [word])
    assert hits([tmp_path], [words(2)[0]]) == {}
