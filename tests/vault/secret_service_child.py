"""Runs in a session of its own: drives the real vault over the real keyring and prints what happened.

Usage: ``secret_service_child.py ACT FOLDER``; started by ``test_secret_service.py``.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import secretstorage

from lotse_app.clock import SystemClock
from lotse_app.models.problems import ProblemError
from lotse_app.vault.device_secrets import KeyringSecrets
from lotse_app.vault.vault import KeyFileVault
from lotse_app.workflows.lanes import within
from tests.vault.support import ANNA, CHEAP, OTHER, PHRASE

LONG = "fünf blaue Pflaumen im Korb"


def lock_keyring() -> None:
    connection = secretstorage.dbus_init()
    secretstorage.get_default_collection(connection).lock()
    connection.close()


def stop(process: int) -> None:
    """End a process and wait until it answers nobody any more."""
    os.kill(process, signal.SIGTERM)
    for _ in range(500):
        try:
            state = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
        except OSError:
            return
        if state == "Z":
            return
        time.sleep(0.02)


def keyring_process() -> int:
    bus = ["--session", "--dest", "org.freedesktop.DBus", "--object-path", "/org/freedesktop/DBus"]
    question = ["--method", "org.freedesktop.DBus.GetConnectionUnixProcessID", "org.freedesktop.secrets"]
    answer = subprocess.run(["/usr/bin/gdbus", "call", *bus, *question], check=True, capture_output=True, text=True)
    return int(answer.stdout.split()[-1].strip(",)"))


def hanging(vault: KeyFileVault) -> str:
    """Unlock while the keyring's process stands still, as if a prompt were open; wake it afterwards."""
    pid = keyring_process()
    os.kill(pid, signal.SIGSTOP)
    try:
        vault.unlock(ANNA.id, PHRASE)
    finally:
        os.kill(pid, signal.SIGCONT)
    return "opened"


def act(name: str, vault: KeyFileVault, secrets: KeyringSecrets, folder: Path) -> str:
    if name == "without":
        vault.create(ANNA, LONG)
        return "opened" if vault.unlock(ANNA.id, LONG) else "empty"
    if name == "create":
        vault.create(ANNA, PHRASE)
        return "created"
    key, code = vault.create(ANNA, PHRASE)
    if name == "locked":
        lock_keyring()
    if name == "stopped":
        stop(keyring_process())
    if name == "hanging":
        return hanging(vault)
    if name in {"recover", "recover-short"}:
        lock_keyring()
        opened, _ = vault.reset_with_recovery(code, ANNA, LONG if name == "recover" else PHRASE)
        return "same key" if opened == key == vault.unlock(ANNA.id, LONG) else "another key"
    if name == "twice":
        again = KeyFileVault(folder, secrets, SystemClock(), cost=CHEAP)
        vault.change_passphrase(ANNA.id, PHRASE, OTHER)
        return "same key" if again.unlock(ANNA.id, OTHER) == key else "another key"
    if name == "forgotten":
        secrets.delete(vault._read().slots[0].secret_id)
        secrets.delete(vault._read().slots[0].secret_id)
    return "same key" if vault.unlock(ANNA.id, PHRASE) == key else "another key"


def main() -> None:
    name, folder = sys.argv[1], Path(sys.argv[2])
    secrets = KeyringSecrets(within, seconds=3)
    vault = KeyFileVault(folder, secrets, SystemClock(), cost=CHEAP)
    try:
        said = act(name, vault, secrets, folder)
    except ProblemError as error:
        said = " ".join([error.problem.code.value, *(f"{key}={value}" for key, value in error.problem.params)])
    sys.stdout.write(f"said: {said}\n")


main()
