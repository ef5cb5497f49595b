"""Where a backup comes back: an empty data folder, or beside a store that is set aside."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from lotse_app.clock import LOCAL
from lotse_app.models.backup import BackupFile, Restored
from lotse_app.models.problems import Code, refuse
from lotse_app.store.backup import restore_store
from lotse_app.store.backup_file import found_in, read_backup
from lotse_app.store.errors import translated
from lotse_app.store.folder_lock import FolderLock
from lotse_app.vault.backup_keys import open_by_code, open_by_passphrase

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.ground import DataFolder, Tools
    from lotse_app.models.backup import BackupFacts
    from lotse_app.models.people import Pilot
    from lotse_app.paths import Places
    from lotse_app.vault.device_secrets import DeviceSecrets
    from lotse_app.workflows.restore import Choose


class RestoreFolder:
    """Implements ``RestoreGround`` over an empty data folder."""

    def __init__(self, places: Places, secrets: DeviceSecrets, tools: Tools, ground: DataFolder) -> None:
        self._places = places
        self._tools = tools
        self._ground = ground
        self._secrets = secrets

    @property
    def folder(self) -> Path:
        """Return the data folder."""
        return self._places.root

    def require_empty(self) -> None:
        """Raise RESTORE_OCCUPIED where data of Lotse lie already."""
        if self._places.ground.exists():
            raise refuse(Code.RESTORE_OCCUPIED)

    def found(self, place: Path) -> tuple[BackupFile, ...]:
        """Return the backup of a file, or all of a folder, newest first."""
        return found_in(place) if place.is_dir() else (BackupFile(place, read_backup(place).facts),)

    def look(self, file: Path) -> BackupFacts:
        """Return what anybody may read of a backup."""
        return read_backup(file).facts

    def key_by_code(self, file: Path, code: str) -> bytes:
        """Return the backup's key by the recovery code."""
        backup = read_backup(file)
        return open_by_code(backup.keys, backup.facts_text, code)

    def key_by_passphrase(self, file: Path, passphrase: str) -> tuple[bytes, str]:
        """Return (key, pilot id) by a passphrase."""
        backup = read_backup(file)
        return open_by_passphrase(backup.keys, backup.facts_text, passphrase, self._secrets)

    def restore(self, file: Path, key: bytes, choose: Choose, *, aside: bool = False) -> Restored:
        """Build store and key file beside their place, then put them in place by one rename."""
        backup = read_backup(file)
        vault = self._ground.begin()
        chosen: list[tuple[Pilot, str]] = []

        def new_key(pilots: tuple[Pilot, ...]) -> bytes:
            pilot, passphrase = choose(pilots)
            database_key, code = vault.create(pilot, passphrase, by_code=True)
            chosen.append((pilot, code))
            return database_key

        try:
            restore_store(backup, key, self._places.building, new_key, self._tools.clock, self._tools.ids)
        except BaseException:
            shutil.rmtree(self._places.building, ignore_errors=True)  # what stays is cleared at the next try
            raise
        old = self._set_aside() if aside and self._places.ground.exists() else None
        try:
            self._ground.settle()
        except BaseException:
            if old is not None:
                old.rename(self._places.ground)
            raise
        pilot, code = chosen[0]
        return Restored(pilot.id, pilot.name, code, backup.facts.made_at, "" if old is None else str(old))

    def _set_aside(self) -> Path:
        """Rename what lies in place, with day and time in its new name; return where it lies. Raises STORE_IN_USE."""
        FolderLock(self._places.ground).release()  # an open file would keep Windows from renaming
        stamp = self._tools.clock.now().astimezone(LOCAL).strftime("%Y-%m-%d-%H%M%S")
        target = self._places.root / f"bestand-alt-{stamp}"
        with translated():
            self._places.ground.rename(target)
        return target
