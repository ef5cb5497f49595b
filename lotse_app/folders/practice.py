"""Where practice lies: a store of its own that is deleted at its end."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from lotse_app.folders.seals import StoreKeySeal
from lotse_app.ground import Keys
from lotse_app.models.problems import ProblemError
from lotse_app.store.errors import translated
from lotse_app.store.folder_lock import LOCK_NAME, FolderLock
from lotse_app.store.opening import create_store, open_store
from lotse_app.workflows.practising import closed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.ground import LayDesk, Tools
    from lotse_app.paths import Places
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.ports import StationRows

#: Beside the folder: whoever holds it practises, also while the store is closed behind a lock.
PRACTICE_LOCK = "uebung.lock"


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
        self._hold: FolderLock | None = None

    def create(self) -> StationRows:
        """Clear what was left and make an empty store. Raises STORE_IN_USE, DISK_FULL, FOLDER_READ_ONLY."""
        self._take()
        delete_store_folder(self._folder)
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
            return self._lay(store, pilot_id, Keys(closed(), closed(), closed(), StoreKeySeal(self._key), closed()))
        except BaseException:
            store.close()
            raise

    def clear(self) -> None:
        """Forget the key and delete the folder. Raises STORE_IN_USE while another program practises in it."""
        self._key = b""
        if self._hold is None and not self._folder.exists():
            return
        self._take()
        try:
            delete_store_folder(self._folder)
        finally:
            self._let_go()

    def _take(self) -> None:
        """Hold practice for this program. Raises STORE_IN_USE.

        The lock of the store is not enough: behind the page that locks the screen the store is closed, and a program
        that starts meanwhile would clear it away.
        """
        if self._hold is None:
            self._hold = FolderLock(self._folder.parent, name=PRACTICE_LOCK, make=True)

    def _let_go(self) -> None:
        if self._hold is not None:
            self._hold.release()
            self._hold = None


def clear_left(places: Places) -> bool:
    """Delete what a practice left whose program was ended from outside; return whether it is gone.

    False where another program practises just now, or the folder cannot be written: the next practice clears it then.
    """
    folder = places.practice
    try:
        hold = FolderLock(folder.parent, name=PRACTICE_LOCK)
        try:
            delete_store_folder(folder)
        finally:
            hold.release()
    except ProblemError:
        return False
    return True


def delete_store_folder(folder: Path) -> None:
    """Delete the folder of a store that nobody has open. Raises STORE_IN_USE, FOLDER_READ_ONLY."""
    if not folder.exists():
        return
    lock = FolderLock(folder)
    try:
        with translated():
            for path in folder.iterdir():
                if path.name != LOCK_NAME:  # held: Windows deletes no open file
                    path.unlink()
    finally:
        lock.release()
    with translated():
        shutil.rmtree(folder)
