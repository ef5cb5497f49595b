"""The device secret against a real Secret Service (gnome-keyring) in a private D-Bus session.

Needs the Debian packages dbus, gnome-keyring and libglib2.0-bin (scripts/debian-packages.txt).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="The Secret Service is Linux's keyring.")


def run(act: str, folder: Path, *, session: bool = True, state: str = "unlocked") -> str:
    """Return what the child says; the child is a program of its own, so nothing of pytest's session is used."""
    child = [sys.executable, str(HERE / "secret_service_child.py"), act, str(folder)]
    command = ["bash", str(HERE / "with-secret-service.sh"), *child] if session else child
    environment = {name: value for name, value in os.environ.items() if name != "DBUS_SESSION_BUS_ADDRESS"}
    environment |= {"PYTHONPATH": str(ROOT), "SS_STATE": state}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    said = [line.removeprefix("said: ") for line in done.stdout.splitlines() if line.startswith("said: ")]
    assert said, done.stderr
    return said[0]


def test_a_passphrase_and_the_keyring_open_the_store(tmp_path: Path) -> None:
    assert run("open", tmp_path) == "same key"


def test_a_changed_passphrase_opens_with_a_new_secret_in_the_keyring(tmp_path: Path) -> None:
    assert run("twice", tmp_path) == "same key"


def test_a_locked_keyring_is_named_even_if_nobody_answers_its_prompt(tmp_path: Path) -> None:
    assert run("locked", tmp_path) == "keyring_locked"


def test_a_keyring_that_does_not_answer_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    assert run("hanging", tmp_path) == "keyring_locked"


def test_the_recovery_code_opens_beside_a_locked_keyring(tmp_path: Path) -> None:
    assert run("recover", tmp_path) == "same key"


def test_beside_a_locked_keyring_the_code_asks_for_a_longer_passphrase(tmp_path: Path) -> None:
    assert run("recover-short", tmp_path) == "keyring_locked_short keyring=0 minimum=16"


def test_a_secret_that_left_the_keyring_is_named(tmp_path: Path) -> None:
    assert run("forgotten", tmp_path) == "device_secret_missing"


def test_a_keyring_that_has_gone_is_named(tmp_path: Path) -> None:
    assert run("stopped", tmp_path) in {"keyring_absent", "keyring_locked"}


def test_without_a_session_there_is_no_keyring_and_the_passphrase_must_be_longer(tmp_path: Path) -> None:
    assert run("create", tmp_path, session=False) == "passphrase_too_short keyring=0 minimum=16"
    assert run("without", tmp_path, session=False) == "opened"


def test_a_secret_service_nobody_opened_counts_as_no_keyring(tmp_path: Path) -> None:
    assert run("create", tmp_path, state="unopened") == "passphrase_too_short keyring=0 minimum=16"
    assert run("without", tmp_path, state="unopened") == "opened"
