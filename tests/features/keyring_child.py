"""Runs inside a session with a keyring of its own: sets a data folder up, locks the keyring, becomes the command given.

Usage: ``keyring_child.py FOLDER COMMAND...``; started by ``test_device_secret.py``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import secretstorage

from tests.features.ground import first_run


def main() -> None:
    """Set up, lock, go on as the program."""
    first_run(Path(sys.argv[1]))
    connection = secretstorage.dbus_init()
    secretstorage.get_default_collection(connection).lock()
    connection.close()
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606 - the command of the test itself


if __name__ == "__main__":
    main()
