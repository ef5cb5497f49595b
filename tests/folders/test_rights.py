"""What Lotse says where a right is missing or something else lies: the real program as a user who is not root."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.problems import Code
from tests.faults.ground import repository

if TYPE_CHECKING:
    from collections.abc import Iterator

#: No user has this number; whoever is not root tries it as oneself.
NOBODY = 65534

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights of files are of another kind there")

BELOW_SHUT, NO_FOLDER = "LOTSE_DATEN below a folder that may not be written", "a file in place of the data folder"
EXPECTED = {
    "nothing": "opened",
    "lotse.db 000": Code.FOLDER_READ_ONLY,
    "lotse.db-wal 000": Code.FOLDER_READ_ONLY,
    "lotse.db a folder": Code.PLACE_TAKEN,
    "bestand 0500": Code.FOLDER_READ_ONLY,
    "bestand 000": Code.FOLDER_READ_ONLY,
    "key files 000": Code.FOLDER_READ_ONLY,
    "key files folders": Code.PLACE_TAKEN,
    BELOW_SHUT: Code.FOLDER_READ_ONLY,
    NO_FOLDER: Code.PLACE_TAKEN,
    "uebung 000": Code.FOLDER_READ_ONLY,
    "uebung a file": Code.PLACE_TAKEN,
}


def _as_nobody(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Start Python in the repository as a user whom rights of files bind."""
    command = [sys.executable, "-B", *arguments]
    if os.geteuid() == 0:
        command = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *command]
    return subprocess.run(command, cwd=repository(), capture_output=True, text=True, check=False, timeout=100)


@pytest.fixture
def outside() -> Iterator[Path]:
    """A folder of that user; those of pytest are root's alone."""
    folder = Path(tempfile.mkdtemp(prefix="lotse-rechte-"))
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    yield folder
    for path in folder.rglob("*"):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o700)
    shutil.rmtree(folder)


def test_a_missing_right_is_said_as_a_right_and_what_lies_in_the_way_as_that(outside: Path) -> None:
    if _as_nobody("-c", "import tests.folders.rights_child").returncode:
        pytest.skip("a user who is not root may not read this repository")
    done = _as_nobody("-m", "tests.folders.rights_child", str(outside))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == EXPECTED
