"""Takes the pictures of ``docs/bilder``: runs the demonstration and keeps what its window looked like.

Usage: ``python -m scripts.screenshots FOLDER``. The persons and places in them are the demonstration's, invented.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.house import PACKAGE, ROOT


def main(target: Path) -> int:
    """Write the pictures; return the exit code of the demonstration."""
    with tempfile.TemporaryDirectory(prefix="lotse-bilder-") as name:
        out = Path(name, "vorführung")
        command = [sys.executable, "-m", PACKAGE, "demo", "--out", str(out)]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, check=False)
        pictures = sorted((out / "bilder").glob("*.png"))
        target.mkdir(parents=True, exist_ok=True)
        for picture in pictures:
            shutil.copyfile(picture, target / picture.name)
    print(f"{len(pictures)} pictures in {target}")
    return done.returncode if pictures else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
