"""What a locked program may have: the device's key to the portal, in the OS keyring, to fetch orders and nothing else.

A small file beside the store says under which name it lies there; the file itself is no secret. Where there is no
keyring there is no such key, and orders wait until the store is opened.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from lotse_app.models.problems import ProblemError
from lotse_app.vault import files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.vault.device_secrets import DeviceSecrets

FILE_NAME = "portal.json"


class TransportKey:
    """Keeps one secret of a data folder. Methods raise KEYRING_LOCKED where somebody has to answer a prompt."""

    def __init__(self, folder: Path, secrets: DeviceSecrets, entropy: Callable[[int], bytes] = os.urandom) -> None:
        self._path = folder / FILE_NAME
        self._secrets = secrets
        self._entropy = entropy

    def read(self) -> bytes | None:
        """Return what was kept, None where nothing was, or no keyring is there."""
        name = self.secret_id
        try:
            return self._secrets.get(name) if name else None
        except ProblemError:
            return None

    def keep(self, content: bytes) -> None:
        """Keep it; nothing happens where no keyring is there. Raises DISK_FULL, FOLDER_READ_ONLY."""
        name = self.secret_id or self._entropy(16).hex()
        try:
            if self._secrets.get(name) == content:
                return
            self._secrets.set(name, content)
        except ProblemError:
            return
        files.replace(json.dumps({"secret_id": name}).encode(), self._path)

    @property
    def secret_id(self) -> str:
        """Return under which name it lies in the keyring; nothing where the file names none."""
        raw = files.read(self._path)
        try:
            found = json.loads(raw)["secret_id"] if raw else ""
        except (ValueError, LookupError, TypeError):
            return ""
        return found if isinstance(found, str) else ""
