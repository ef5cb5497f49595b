"""Wiping a device that was reported lost: key files and device secrets first, so that the rest is noise.

The folder of the store is renamed before anything is deleted: from then on the program begins as on a new device, and a
wipe that was interrupted goes on at the next start. Backups on sticks and shares stay: they are what a new device gets
everything back from, and they open with the recovery code only.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from lotse_app.models.problems import ProblemError
from lotse_app.paths import KEY_FILE, KEY_TWIN
from lotse_app.store.backup_file import destroy, listed
from lotse_app.store.errors import translated
from lotse_app.vault import files

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lotse_app.paths import Places
    from lotse_app.vault.device_secrets import DeviceSecrets
    from lotse_app.vault.vault import KeyFileVault


class DeviceWiper:
    """Implements ``sync_ports.Wiper`` over a data folder."""

    def __init__(self, places: Places, vault_in: Callable[[Path], KeyFileVault], secrets: DeviceSecrets) -> None:
        self._places = places
        self._vault_in = vault_in
        self._secrets = secrets

    def wipe(self, store: str, backups: Sequence[str], receipt: bytes) -> None:
        """Delete key files, device secrets, store, local backups and what else of a person may lie in the folder.

        The receipt goes with the store and comes out when nothing of that is left: it says that it was done.
        Raises FOLDER_READ_ONLY, STORE_IO: where the folder of the store cannot be renamed, nothing was deleted.
        """
        stores = (self._places.ground, *_other_stores(self._places))
        names = [name for folder in stores for name in self._vault_in(folder).secret_ids()]
        if self._places.ground.exists():
            with translated():
                _drop(self._places.wiped)
                with suppress(ProblemError):  # a full disk: what has to go goes, whoever hears of it
                    files.replace(receipt, self._places.ground / self._places.receipt.name)
                self._places.ground.rename(self._places.wiped)
                _drop_keys(self._places)
        for name in names:
            with suppress(ProblemError):  # without the key file it opens nothing
                self._secrets.delete(name)
        finish_wipe(self._places)
        for folder in backups:
            self._destroy(Path(folder), store)

    def receipt(self) -> bytes | None:
        """Return the word that everything was deleted, None where nobody waits for it."""
        return files.read(self._places.receipt)

    def forget_receipt(self) -> None:
        """Forget it: it was heard. Raises FOLDER_READ_ONLY, STORE_IO."""
        with translated():
            self._places.receipt.unlink(missing_ok=True)

    def _destroy(self, folder: Path, store: str) -> None:
        """Destroy the backups of this store in a folder that lies on the same disk as the store did."""
        with suppress(OSError, ProblemError):
            if folder.stat().st_dev == self._places.root.stat().st_dev:
                for one in listed(folder, store):
                    destroy(one)


def finish_wipe(places: Places) -> None:
    """Delete what a wipe has put aside, and what lies beside it. Raises FOLDER_READ_ONLY, STORE_IO."""
    if not places.wiped.exists():
        return
    with translated():
        _drop_keys(places)
        for folder in (*_other_stores(places), places.practice):
            _drop(folder)
        places.window.unlink(missing_ok=True)
        _empty(places.wiped, places.receipt)
    for record in places.logs.glob("*"):
        with suppress(OSError):  # Windows deletes no file that is open; a log holds ids and counts, nothing of a person
            record.unlink()


def clear_left(places: Places) -> bool:
    """Go on with a wipe that was interrupted; return whether it is done. What still stays, the next start deletes."""
    try:
        finish_wipe(places)
    except ProblemError:
        return False
    return True


def _other_stores(places: Places) -> tuple[Path, ...]:
    """Return folders with keys of their own: one that is being built, and those a restoring has set aside."""
    return places.building, *places.root.glob("bestand-alt-*")


def _drop_keys(places: Places) -> None:
    for folder in (places.wiped, *_other_stores(places)):
        for name in (KEY_FILE, KEY_TWIN):
            (folder / name).unlink(missing_ok=True)


def _empty(wiped: Path, receipt: Path) -> None:
    """Delete what was put aside; the receipt comes out when all else is gone."""
    left = wiped / receipt.name
    for one in wiped.iterdir():
        if one.is_dir():
            shutil.rmtree(one)
        elif one != left:
            one.unlink()
    if left.exists():
        left.replace(receipt)
    wiped.rmdir()


def _drop(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
