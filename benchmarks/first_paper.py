"""The first paper of a fresh process – libraries and fonts are loaded for it – against the second one of the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time

from benchmarks.measuring import ratio, rounds, spread, tell
from benchmarks.paper import FONTS, two_pages
from lotse_app.documents.maker import PaperMaker
from scripts.house import ROOT

ROUNDS = 9


def one() -> None:
    """Make two papers and their pictures; print how long each took."""
    found = []
    maker, paper = PaperMaker(FONTS), two_pages()
    for _ in range(2):
        begin = time.perf_counter()
        pdf = maker.application(paper)
        made = time.perf_counter()
        maker.pages(pdf, 900)
        shown = time.perf_counter()
        found.append({"made": 1000 * (made - begin), "shown": 1000 * (shown - made)})
    print(json.dumps(found))


def main() -> None:
    """Measure and print."""
    if "--one" in sys.argv[1:]:
        one()
        return
    number = rounds(ROUNDS)
    first: dict[str, list[float]] = {"made": [], "shown": []}
    second: dict[str, list[float]] = {"made": [], "shown": []}
    with tempfile.TemporaryDirectory() as cache:
        surroundings = os.environ | {"PYTHONPYCACHEPREFIX": cache}
        surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
        for at in range(number + 1):  # the first round writes byte code and is dropped
            command = [sys.executable, "-m", "benchmarks.first_paper", "--one"]
            told = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True)
            before, after = json.loads(told.stdout)
            for part in first if at else ():
                first[part].append(before[part])
                second[part].append(after[part])
    figures = {
        "first paper made, ms": spread(first["made"], 0),
        "second paper made, ms": spread(second["made"], 0),
        "first / second": ratio(first["made"], second["made"]),
        "first pictures for the preview, ms": spread(first["shown"], 0),
        "second pictures, ms": spread(second["shown"], 0),
    }
    tell("first_paper", figures, {}, f"Median (smallest–largest) of {number} fresh processes; off the window's thread.")


if __name__ == "__main__":
    main()
