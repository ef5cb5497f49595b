"""Where the store lies: key file and encrypted file of a data folder, opened for a desk."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.clock import Clock
    from lotse_app.ids import Ids
    from lotse_app.models.backup import BackupFacts, BackupFile, Restored
    from lotse_app.models.people import Pilot
    from lotse_app.paths import Places
    from lotse_app.store.opening import Reports, Store
    from lotse_app.vault.derive import Argon2Cost
    from lotse_app.vault.device_secrets import DeviceSecrets
    from lotse_app.vault.vault import KeyFileVault
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.keeping_ports import BackupFiles, BackupSeal
    from lotse_app.workflows.ports import FigureRows, StationRows
    from lotse_app.workflows.restore import Choose
    from lotse_app.workflows.sight_ports import PilotVault
    from lotse_app.workflows.unsaved import DraftSeal


@dataclass(frozen=True, slots=True)
class Tools:
    """What is injected everywhere: clock, ids, the cost of Argon2id (None means the default)."""

    clock: Clock
    ids: Ids
    argon2: Argon2Cost | None = None


@dataclass(frozen=True, slots=True)
class Keys:
    """What a desk needs of the key file and of copies of the store."""

    vault: PilotVault
    copies: BackupFiles
    seal: BackupSeal
    drafts: DraftSeal


class LayDesk(Protocol):
    """Lays the desk of a pilot over an open store; the composition root does."""

    def __call__(self, store: Store, pilot_id: str, keys: Keys) -> Desk:
        """Return the desk. Raises RECORD_MISSING."""
        ...


class LateReports:
    """Opens the reading connection on the report lane, when the first figure is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._reports: Reports | None = None

    def figures(self) -> FigureRows:
        """Return the counting adapter. Report lane."""
        if self._reports is None:
            self._reports = self._store.open_for_reports()
        return self._reports.figures

    def close(self) -> None:
        """Close the reading connection. Report lane; before the store is closed."""
        if self._reports is not None:
            self._reports.close()
            self._reports = None


class VaultSeal:
    """Implements ``BackupSeal`` over the vault of an open store."""

    def __init__(self, vault: KeyFileVault, key: bytes) -> None:
        self._vault = vault
        self._key = key

    def new_key(self) -> bytes:
        """Return a fresh key for one backup."""
        return self._vault.new_backup_key()

    def seal(self, backup_key: bytes, facts: bytes) -> bytes:
        """Return the key part of a backup."""
        return self._vault.seal_backup(self._key, backup_key, facts)

    def renew_recovery(self) -> str:
        """Replace the recovery code; return the new one."""
        return self._vault.renew_recovery(self._key)


class StoreKeySeal:
    """Implements ``DraftSeal`` with the key of the open store: whoever opens it again can read it, nobody else."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def seal(self, content: bytes) -> bytes:
        """Return the content sealed."""
        from lotse_app.vault.sealing import sealed  # noqa: PLC0415 - hardly ever needed

        return sealed(self._key, content)

    def unseal(self, sealed: bytes) -> bytes | None:
        """Return the content, None where it was sealed under another key."""
        from lotse_app.vault.sealing import unsealed  # noqa: PLC0415 - hardly ever needed

        return unsealed(self._key, sealed)


class DataFolder:
    """Implements ``Ground``: key file and store in ``bestand``; a first run builds in ``bestand.neu``."""

    def __init__(self, places: Places, secrets: DeviceSecrets, tools: Tools, lay: LayDesk) -> None:
        self._places = places
        self._lay = lay
        self._secrets = secrets
        self._tools = tools
        self._new: Store | None = None

    def occupied(self) -> bool:
        """Return whether a finished store is in place. Raises KEY_FILE_MISSING, STORE_MISSING."""
        key_file = any(file.exists() for file in self._places.key_files)  # the vault itself is loaded after the paint
        store = self._places.store.exists()
        if store and not key_file:
            raise refuse(Code.KEY_FILE_MISSING)
        if key_file and not store:
            raise refuse(Code.STORE_MISSING)
        return store

    def vault(self) -> KeyFileVault:
        """Return the vault in place."""
        return self._vault(self._places.ground)

    def begin(self) -> KeyFileVault:
        """Clear what an interrupted first run left and return a vault in the building folder."""
        import shutil  # noqa: PLC0415 - start-up time

        from lotse_app.store.errors import translated  # noqa: PLC0415 - start-up time

        self._close_new()
        with translated():
            if self._places.building.exists():
                shutil.rmtree(self._places.building)
            self._places.building.mkdir(mode=0o700, parents=True)
        return self._vault(self._places.building)

    def create_store(self, key: bytes) -> StationRows:
        """Make an empty store in the building folder."""
        from lotse_app.store.opening import create_store  # noqa: PLC0415 - start-up time

        self._new = create_store(self._places.building, key, self._tools.clock, self._tools.ids)
        return self._new.stations

    def settle(self) -> None:
        """Close the new store and put key file and store in place by one rename."""
        from lotse_app.store.errors import translated  # noqa: PLC0415 - start-up time

        self._close_new()
        with translated():
            self._places.building.rename(self._places.ground)

    def open_desk(self, key: bytes, pilot_id: str) -> Desk:
        """Open the store and lay out the desk of this pilot."""
        from lotse_app.store.backup import BackupCopies  # noqa: PLC0415 - start-up time
        from lotse_app.store.opening import open_store  # noqa: PLC0415 - start-up time

        store = open_store(self._places.ground, key, self._tools.clock, self._tools.ids)
        try:
            store.trail.sign_on(pilot_id)
            copies, vault = BackupCopies(self._places.ground, key, self._tools.clock), self.vault()
            return self._lay(store, pilot_id, Keys(vault, copies, VaultSeal(vault, key), StoreKeySeal(key)))
        except BaseException:
            store.close()
            raise

    def _close_new(self) -> None:
        if self._new is not None:
            self._new.close()
            self._new = None

    def _vault(self, folder: Path) -> KeyFileVault:
        from lotse_app.vault.vault import KeyFileVault  # noqa: PLC0415 - start-up time

        return KeyFileVault(folder, self._secrets, self._tools.clock, cost=self._tools.argon2)


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
        from lotse_app.models.backup import BackupFile  # noqa: PLC0415 - start-up time
        from lotse_app.store.backup_file import found_in, read_backup  # noqa: PLC0415 - start-up time

        return found_in(place) if place.is_dir() else (BackupFile(place, read_backup(place).facts),)

    def look(self, file: Path) -> BackupFacts:
        """Return what anybody may read of a backup."""
        from lotse_app.store.backup_file import read_backup  # noqa: PLC0415 - start-up time

        return read_backup(file).facts

    def key_by_code(self, file: Path, code: str) -> bytes:
        """Return the backup's key by the recovery code."""
        from lotse_app.store.backup_file import read_backup  # noqa: PLC0415 - start-up time
        from lotse_app.vault.backup_keys import open_by_code  # noqa: PLC0415 - start-up time

        backup = read_backup(file)
        return open_by_code(backup.keys, backup.facts_text, code)

    def key_by_passphrase(self, file: Path, passphrase: str) -> tuple[bytes, str]:
        """Return (key, pilot id) by a passphrase."""
        from lotse_app.store.backup_file import read_backup  # noqa: PLC0415 - start-up time
        from lotse_app.vault.backup_keys import open_by_passphrase  # noqa: PLC0415 - start-up time

        backup = read_backup(file)
        return open_by_passphrase(backup.keys, backup.facts_text, passphrase, self._secrets)

    def restore(self, file: Path, key: bytes, choose: Choose, *, aside: bool = False) -> Restored:
        """Build store and key file beside their place, then put them in place by one rename."""
        from lotse_app.models.backup import Restored  # noqa: PLC0415 - start-up time
        from lotse_app.store.backup import restore_store  # noqa: PLC0415 - start-up time
        from lotse_app.store.backup_file import read_backup  # noqa: PLC0415 - start-up time

        backup = read_backup(file)
        vault = self._ground.begin()
        chosen: list[tuple[Pilot, str]] = []

        def new_key(pilots: tuple[Pilot, ...]) -> bytes:
            pilot, passphrase = choose(pilots)
            database_key, code = vault.create(pilot, passphrase)
            chosen.append((pilot, code))
            return database_key

        restore_store(backup, key, self._places.building, new_key, self._tools.clock, self._tools.ids)
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
        from lotse_app.clock import LOCAL  # noqa: PLC0415 - start-up time
        from lotse_app.store.errors import translated  # noqa: PLC0415 - start-up time
        from lotse_app.store.folder_lock import FolderLock  # noqa: PLC0415 - start-up time

        FolderLock(self._places.ground).release()  # an open file would keep Windows from renaming
        stamp = self._tools.clock.now().astimezone(LOCAL).strftime("%Y-%m-%d-%H%M%S")
        target = self._places.root / f"bestand-alt-{stamp}"
        with translated():
            self._places.ground.rename(target)
        return target


class PracticeFolder:
    """Implements ``PracticeGround``: a store in a folder of its own, under a key that lives as long as practice."""

    def __init__(
        self, places: Places, tools: Tools, lay: LayDesk, entropy: Callable[[int], bytes] = os.urandom
    ) -> None:
        self._folder = places.practice
        self._entropy = entropy
        self._tools = tools
        self._lay = lay
        self._key = b""

    def create(self) -> StationRows:
        """Clear what was left and make an empty store. Raises STORE_IN_USE, DISK_FULL, FOLDER_READ_ONLY."""
        from lotse_app.store.opening import create_store  # noqa: PLC0415 - start-up time

        self.clear()
        self._key = self._entropy(32)
        self._store = create_store(self._folder, self._key, self._tools.clock, self._tools.ids)
        return self._store.stations

    def settle(self) -> None:
        """Close the new store."""
        self._store.close()

    def open_desk(self, pilot_id: str) -> Desk:
        """Open the store; keys and backups stay closed."""
        from lotse_app.store.opening import open_store  # noqa: PLC0415 - start-up time
        from lotse_app.workflows.practising import closed  # noqa: PLC0415 - only practice needs it

        store = open_store(self._folder, self._key, self._tools.clock, self._tools.ids)
        try:
            store.trail.sign_on(pilot_id)
            return self._lay(store, pilot_id, Keys(closed(), closed(), closed(), StoreKeySeal(self._key)))
        except BaseException:
            store.close()
            raise

    def clear(self) -> None:
        """Forget the key and delete the folder. Raises STORE_IN_USE while another window practises in it."""
        import shutil  # noqa: PLC0415 - start-up time

        from lotse_app.store.errors import translated  # noqa: PLC0415 - start-up time
        from lotse_app.store.folder_lock import FolderLock  # noqa: PLC0415 - start-up time

        self._key = b""
        if not self._folder.exists():
            return
        lock = FolderLock(self._folder)
        try:
            with translated():
                for path in self._folder.iterdir():
                    if path.name != "lotse.lock":  # held: Windows deletes no open file
                        path.unlink()
        finally:
            lock.release()
        with translated():
            shutil.rmtree(self._folder)
