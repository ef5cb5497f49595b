"""Where practice lies: a store of its own that is deleted at its end."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from lotse_app.folders.seals import StoreKeySeal
from lotse_app.ground import Keys
from lotse_app.store.errors import translated
from lotse_app.store.folder_lock import FolderLock
from lotse_app.store.opening import create_store, open_store
from lotse_app.workflows.practising import closed

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.ground import LayDesk, Tools
    from lotse_app.paths import Places
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.ports import StationRows


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
        self.clear()
        self._key = self._entropy(32)
        self._store = create_store(self._folder, self._key, self._tools.clock, self._tools.ids)
        return self._store.stations

    def settle(self) -> None:
        """Close the new store."""
        self._store.close()

    def open_desk(self, pilot_id: str) -> Desk:
        """Open the store; keys and backups stay closed."""
        store = open_store(self._folder, self._key, self._tools.clock, self._tools.ids)
        try:
            store.trail.sign_on(pilot_id)
            return self._lay(store, pilot_id, Keys(closed(), closed(), closed(), StoreKeySeal(self._key)))
        except BaseException:
            store.close()
            raise

    def clear(self) -> None:
        """Forget the key and delete the folder. Raises STORE_IN_USE while another window practises in it."""
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
