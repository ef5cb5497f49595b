"""Where the store lies, before anything of it is loaded: a data folder, and what a desk over it is laid with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.clock import Clock
    from lotse_app.ids import Ids
    from lotse_app.paths import Places
    from lotse_app.store.folder_lock import FolderLock
    from lotse_app.store.opening import Store
    from lotse_app.vault.derive import Argon2Cost
    from lotse_app.vault.vault import KeyFileVault
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.keeping_ports import BackupFiles, BackupSeal
    from lotse_app.workflows.ports import StationRows
    from lotse_app.workflows.sight_ports import PilotVault
    from lotse_app.workflows.sync_ports import TransportPlace
    from lotse_app.workflows.unsaved import DraftSeal

#: Beside the folder of the store, which has a lock of its own while it is open.
PROGRAM_LOCK = "lotse.lock"


@dataclass(frozen=True, slots=True)
class Tools:
    """What is injected everywhere: clock, ids, the cost of Argon2id (None means the default)."""

    clock: Clock
    ids: Ids
    argon2: Argon2Cost | None = None


class ProgramBolt:
    """Keeps a data folder for one window, from its start to the end of its process, which the lock dies with.

    So a second window is turned away before anybody types a passphrase, also while the first is locked and its store
    is closed.
    """

    def __init__(self, places: Places) -> None:
        self._places = places
        self._lock: FolderLock | None = None

    def draw(self) -> None:
        """Keep others out; a second call does nothing. Raises what ``FolderLock`` raises."""
        from lotse_app.store.folder_lock import FolderLock  # noqa: PLC0415 - of the store: when the window begins, not before

        if self._lock is None:
            self._lock = FolderLock(self._places.root, name=PROGRAM_LOCK, make=True)


@dataclass(frozen=True, slots=True)
class Keys:
    """What a desk needs of the key file and of copies of the store."""

    vault: PilotVault
    copies: BackupFiles
    seal: BackupSeal
    drafts: DraftSeal
    transport: TransportPlace


class LayDesk(Protocol):
    """Lays the desk of a pilot over an open store; the composition root does."""

    def __call__(self, store: Store, pilot_id: str, keys: Keys) -> Desk:
        """Return the desk. Raises RECORD_MISSING."""
        ...


class StorePlace(Protocol):
    """The store of a data folder; ``folders.stores`` implements it."""

    def clear(self) -> None:
        """Clear what an interrupted first run left."""
        ...

    def create(self, key: bytes) -> StationRows:
        """Make an empty store in the building folder."""
        ...

    def settle(self) -> None:
        """Close the new store and put key file and store in place by one rename."""
        ...

    def open_desk(self, key: bytes, pilot_id: str, vault: KeyFileVault) -> Desk:
        """Open the store and lay out the desk of this pilot."""
        ...


class DataFolder:
    """Implements ``Ground``: key file and store in ``bestand``; a first run builds in ``bestand.neu``.

    ``vault_in`` and ``stores`` load vault and store when they are first called: whether there is a store is answered
    before the window paints, who may open it soon after, and what is in it behind the passphrase.
    """

    def __init__(
        self, places: Places, vault_in: Callable[[Path], KeyFileVault], stores: Callable[[], StorePlace]
    ) -> None:
        self._places = places
        self._vault_in = vault_in
        self._stores = stores

    def occupied(self) -> bool:
        """Return whether a finished store is in place. Raises KEY_FILES_LOST, STORE_MISSING, FOLDER_READ_ONLY."""
        try:
            key_file = any(file.exists() for file in self._places.key_files)
            store = self._places.store.exists()
        except PermissionError as error:
            from lotse_app.models.problems import Code, refuse  # noqa: PLC0415 - all codes, for a folder that is shut

            raise refuse(Code.FOLDER_READ_ONLY) from error
        if store != key_file:
            from lotse_app.models.problems import Code, refuse  # noqa: PLC0415 - all codes, for a folder that is torn

            raise refuse(Code.KEY_FILES_LOST if store else Code.STORE_MISSING)
        return store

    def vault(self) -> KeyFileVault:
        """Return the vault in place, always the same: what it holds of lost key files is then never out of date."""
        return self._in_place

    @cached_property
    def _in_place(self) -> KeyFileVault:
        return self._vault_in(self._places.ground)

    def begin(self) -> KeyFileVault:
        """Clear what an interrupted first run left and return a vault in the building folder."""
        self._stores().clear()
        return self._vault_in(self._places.building)

    def create_store(self, key: bytes) -> StationRows:
        """Make an empty store in the building folder."""
        return self._stores().create(key)

    def settle(self) -> None:
        """Close the new store and put key file and store in place by one rename."""
        self._stores().settle()

    def open_desk(self, key: bytes, pilot_id: str) -> Desk:
        """Open the store and lay out the desk of this pilot."""
        return self._stores().open_desk(key, pilot_id, self.vault())
