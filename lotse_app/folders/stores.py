"""The store in its folder: made by a first run, put in place by one rename, opened for a desk."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from lotse_app.folders.seals import StoreKeySeal, VaultSeal
from lotse_app.ground import Keys
from lotse_app.store.backup import BackupCopies
from lotse_app.store.errors import translated
from lotse_app.store.opening import create_store, open_store

if TYPE_CHECKING:
    from lotse_app.ground import LayDesk, Tools
    from lotse_app.paths import Places
    from lotse_app.store.opening import Store
    from lotse_app.vault.vault import KeyFileVault
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.ports import StationRows


class StoreFolder:
    """The store of a data folder; a first run builds it beside its place."""

    def __init__(self, places: Places, tools: Tools, lay: LayDesk) -> None:
        self._places = places
        self._tools = tools
        self._lay = lay
        self._new: Store | None = None

    def clear(self) -> None:
        """Clear what an interrupted first run left. Raises DISK_FULL, FOLDER_READ_ONLY."""
        self._close_new()
        with translated():
            if self._places.building.exists():
                shutil.rmtree(self._places.building)
            self._places.building.mkdir(mode=0o700, parents=True)

    def create(self, key: bytes) -> StationRows:
        """Make an empty store in the building folder."""
        self._new = create_store(self._places.building, key, self._tools.clock, self._tools.ids)
        return self._new.stations

    def settle(self) -> None:
        """Close the new store and put key file and store in place by one rename."""
        self._close_new()
        with translated():
            self._places.building.rename(self._places.ground)

    def open_desk(self, key: bytes, pilot_id: str, vault: KeyFileVault) -> Desk:
        """Open the store and lay out the desk of this pilot."""
        store = open_store(self._places.ground, key, self._tools.clock, self._tools.ids)
        try:
            store.trail.sign_on(pilot_id)
            copies = BackupCopies(self._places.ground, key, self._tools.clock)
            keys = Keys(vault, copies, VaultSeal(vault, key), StoreKeySeal(key), vault.transport())
            return self._lay(store, pilot_id, keys)
        except BaseException:
            store.close()
            raise

    def _close_new(self) -> None:
        if self._new is not None:
            self._new.close()
            self._new = None
