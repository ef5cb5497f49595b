"""Restoring a backup on this or another device (ADR 0011). Store lane, but for the two keys (work lane)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.models.backup import BackupFacts, BackupFile, Restored
    from lotse_app.models.people import Pilot

    #: Who opens the restored store, with which passphrase; asked once the backup was opened.
    Choose = Callable[[tuple[Pilot, ...]], tuple[Pilot, str]]


class RestoreGround(Protocol):
    """The empty folder a backup goes into; the composition root implements it."""

    def look(self, file: Path) -> BackupFacts:
        """Return what anybody may read of a backup. Raises BACKUP_MISSING, BACKUP_DAMAGED, BACKUP_NEWER."""
        ...

    def found(self, place: Path) -> tuple[BackupFile, ...]:
        """Return the backup of a file, or all of a folder, newest first. Raises as ``look``."""
        ...

    def key_by_code(self, file: Path, code: str) -> bytes:
        """Return the backup's key by the recovery code."""
        ...

    def key_by_passphrase(self, file: Path, passphrase: str) -> tuple[bytes, str]:
        """Return (key, pilot id) by a passphrase, on the device the backup was made on."""
        ...

    def require_empty(self) -> None:
        """Raise RESTORE_OCCUPIED where data of Lotse lie already."""
        ...

    def restore(self, file: Path, key: bytes, choose: Choose, *, aside: bool = False) -> Restored:
        """Build store and key file beside their place, then put them in place by one rename.

        With ``aside`` what lies there already gets another name just before.
        """
        ...


class Restoring:
    """From a backup to a store that can be opened."""

    def __init__(self, ground: RestoreGround) -> None:
        self._ground = ground

    def look(self, file: Path, *, aside: bool = False) -> BackupFacts:
        """Return when a backup was made and how large it is, before anything is asked.

        Raises BACKUP_MISSING, BACKUP_DAMAGED, BACKUP_NEWER, and RESTORE_OCCUPIED unless what lies there is to be set
        aside.
        """
        if not aside:
            self._ground.require_empty()
        return self._ground.look(file)

    def require_empty(self) -> None:
        """Raise RESTORE_OCCUPIED where data of Lotse lie already."""
        self._ground.require_empty()

    def found(self, place: Path, *, aside: bool = False) -> tuple[BackupFile, ...]:
        """Return the backup of a file, or those that lie in a folder, newest first. Work lane.

        Raises BACKUP_MISSING also for a folder without one, BACKUP_DAMAGED, BACKUP_NEWER, and RESTORE_OCCUPIED unless
        what lies there is to be set aside.
        """
        if not aside:
            self._ground.require_empty()
        found = self._ground.found(place)
        if not found:
            raise refuse(Code.BACKUP_MISSING)
        return found

    def key_by_code(self, file: Path, code: str) -> bytes:
        """Return the backup's key. Work lane. Raises RECOVERY_CODE_MISTYPED, BACKUP_CODE_WRONG, BACKUP_DAMAGED."""
        return self._ground.key_by_code(file, code)

    def key_by_passphrase(self, file: Path, passphrase: str) -> tuple[bytes, str]:
        """Return (key, pilot id). Work lane. Raises BACKUP_PASSPHRASE_WRONG, BACKUP_DAMAGED, KEYRING_LOCKED."""
        return self._ground.key_by_passphrase(file, passphrase)

    def restore(self, file: Path, key: bytes, choose: Choose, *, aside: bool = False) -> Restored:
        """Restore into the empty folder, under new keys and with a new log; nothing is in place before all is.

        ``choose`` says which pilot opens it and with which new passphrase; other pilots are let in again by the
        responsible person. With ``aside`` a damaged store in its place is renamed, once the backup is proved; nothing
        of it is deleted. Raises BACKUP_DAMAGED, RESTORE_OCCUPIED, PASSPHRASE_TOO_SHORT, DISK_FULL, FOLDER_READ_ONLY,
        STORE_IN_USE where another program has the old one open.
        """
        if not aside:
            self._ground.require_empty()
        return self._ground.restore(file, key, choose, aside=aside)


def opener(pilots: tuple[Pilot, ...], pilot_id: str = "") -> Pilot:
    """Return who opens a restored store: the pilot whose passphrase it was, else the first responsible one."""
    by_id = [pilot for pilot in pilots if pilot.id == pilot_id]
    responsible = [pilot for pilot in pilots if pilot.responsible]
    return (by_id or responsible or list(pilots))[0]
