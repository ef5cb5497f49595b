"""The real program locks when the desktop does."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.features.ground import first_run
from tests.features.keyboard_job import unlock
from tests.features.typing import Typist

if TYPE_CHECKING:
    from pathlib import Path

    from tests.features.desktop import Desktop

pytestmark = pytest.mark.window
COVERED = ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", "boolean:true")


def test_the_program_locks_when_the_desktop_is_locked(desk: Desktop, tmp_path: Path) -> None:
    data = tmp_path / "daten"
    first_run(data)
    with desk.launch(data) as app:
        hands = Typist(desk, app)
        app.wait_active(app.window())
        unlock(hands)
        subprocess.run(["dbus-send", "--session", "--type=signal", *COVERED], check=True)  # noqa: S607 - on the path
        with hands.part("Entsperren"):
            hands.at("Passphrase")
        assert not app.window().find_all("push button", re.compile("Neue Beratung"))
        unlock(hands)
