"""Breaks copies of a data folder, one way each, and opens them: ``python -m tests.folders.rights_child FOLDER``.

Tells on standard output what was said of each, as JSON.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lotse_app.bootstrap import clear_left_practice, finish_wipe, practising, side_doors
from lotse_app.models.problems import ProblemError
from tests.desks import PASSPHRASE, first_run
from tests.faults.ground import program_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.bootstrap import Program


def _shut(path: Path, mode: int = 0) -> None:
    if not path.exists():
        path.touch()
    path.chmod(mode)


def _made_a_folder(*paths: Path) -> None:
    for path in paths:
        path.unlink()
        path.mkdir()


def _made_a_file(path: Path) -> None:
    if path.exists():
        shutil.rmtree(path)
    path.touch()


def _shut_above(ground: Path) -> None:
    shutil.rmtree(ground / "daten")
    ground.chmod(0o500)


def _shut_practice(ground: Path) -> None:
    (ground / "daten" / "uebung").mkdir()
    (ground / "daten" / "uebung").chmod(0)


def _shut_keys(ground: Path) -> None:
    for path in (ground / "daten" / "bestand").glob("schluessel*.json"):
        path.chmod(0)


WAYS: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _: None,
    "lotse.db 000": lambda ground: _shut(ground / "daten/bestand/lotse.db"),
    "lotse.db-wal 000": lambda ground: _shut(ground / "daten/bestand/lotse.db-wal"),
    "lotse.db a folder": lambda ground: _made_a_folder(ground / "daten/bestand/lotse.db"),
    "bestand 0500": lambda ground: _shut(ground / "daten/bestand", 0o500),
    "bestand 000": lambda ground: _shut(ground / "daten/bestand"),
    "key files 000": _shut_keys,
    "key files folders": lambda ground: _made_a_folder(*(ground / "daten/bestand").glob("schluessel*.json")),
    "LOTSE_DATEN below a folder that may not be written": _shut_above,
    "a file in place of the data folder": lambda ground: _made_a_file(ground / "daten"),
    "uebung 000": _shut_practice,
    "uebung a file": lambda ground: _made_a_file(ground / "daten" / "uebung"),
}


def _begun(program: Program, *, practice: bool) -> str:
    """Begin as the window does; return what was said."""
    try:
        clear_left_practice(program.places)
        finish_wipe(program.places)
        bolt = side_doors(program).bolt
        assert bolt is not None
        bolt()
        if practice:
            practising(program).begin()
        else:
            pilot_id, _ = program.unlocking.pilots()[0]
            desk = program.unlocking.open(pilot_id, program.unlocking.key(pilot_id, PASSPHRASE))
            desk.close_reports()
            desk.close()
    except ProblemError as refusal:
        return refusal.problem.code.value
    return "opened"


def main(folder: Path) -> None:
    """Make one data folder, and try every way in a copy of it."""
    made = program_in(folder / "vorlage")
    made.unlocking.create(first_run())
    made.unlocking.settle()
    said = {}
    for number, (name, breaks) in enumerate(WAYS.items()):
        ground = folder / str(number)
        shutil.copytree(folder / "vorlage", ground)
        breaks(ground)
        said[name] = _begun(program_in(ground), practice="uebung" in name)
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
