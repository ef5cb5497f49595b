"""The device secret through the real program in its window, against real Secret Services."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.features.ground import first_run
from tests.features.keyboard_job import PASSPHRASE, unlock
from tests.features.typing import Typist

if TYPE_CHECKING:
    from tests.features.desktop import App, Desktop

pytestmark = pytest.mark.window
HERE = Path(__file__).parent
#: A session of its own with an empty, unlocked keyring.
OTHER_KEYRING = ("bash", str(HERE.parent / "vault" / "with-secret-service.sh"))


def try_to_open(desk: Desktop, app: App, sentence: str) -> Typist:
    """Type the right passphrase and wait for the sentence that says why it does not open."""
    hands = Typist(desk, app)
    app.wait_active(app.window())
    with hands.part("Entsperren"):
        hands.at("Passphrase")
        hands.type(PASSPHRASE)
        hands.press("Return")
        hands.see("label", re.compile(re.escape(sentence)))
    assert not app.window().find_all("push button", re.compile("Neue Beratung"))
    return hands


def test_a_copied_data_folder_is_worthless_on_another_computer(desk: Desktop, tmp_path: Path) -> None:
    here, elsewhere = tmp_path / "hier", tmp_path / "anderswo"
    first_run(here)
    shutil.copytree(here, elsewhere)

    with desk.launch(elsewhere, *OTHER_KEYRING) as app:
        try_to_open(desk, app, "Das Gerätegeheimnis fehlt im Schlüsselbund")
    with desk.launch(here) as app:  # the same bytes beside the keyring that holds the secret
        unlock(Typist(desk, app))


def test_a_locked_keyring_is_named_in_the_window(desk: Desktop, tmp_path: Path) -> None:
    data = tmp_path / "daten"
    lock_first = (sys.executable, "-m", "tests.features.keyring_child", str(data))

    with desk.launch(data, *OTHER_KEYRING, *lock_first) as app:
        try_to_open(desk, app, "Der Schlüsselbund dieses Computers ist gesperrt oder antwortet nicht.")
