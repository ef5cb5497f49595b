"""Making and restoring backups: a copy of the whole store under another key (``sqlcipher_export``), proved by opening.

``VACUUM INTO`` would keep the key. The copy is built beside the store, written to the chosen folder as one file, read
back from there, opened and checked page by page; only then does it get its name.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

from lotse_app.clock import LOCAL
from lotse_app.models.backup import KEPT, BackupFacts, BackupFile
from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.models.trail import Deed
from lotse_app.store.backup_file import (
    ENDING,
    PREFIX,
    at_the_folder,
    destroy,
    extract,
    facts_bytes,
    listed,
    name_backup,
    read_backup,
    write_backup,
)
from lotse_app.store.columns import moment_text
from lotse_app.store.connection import Connection
from lotse_app.store.copying import STORE_NAME, put_in_place, remove_store
from lotse_app.store.erasing import open_gate
from lotse_app.store.errors import translated
from lotse_app.store.membership import RESTORED
from lotse_app.store.migrations.steps import STEPS, take_steps
from lotse_app.store.outbox import OutboxTable
from lotse_app.store.settings import save_setting
from lotse_app.store.stations import StationTable
from lotse_app.store.sync import open_log
from lotse_app.store.trail import TrailTable, anchor_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.clock import Clock
    from lotse_app.ids import Ids
    from lotse_app.models.backup import BackupPlace, BackupPlan
    from lotse_app.models.people import Pilot
    from lotse_app.store.backup_file import OpenedBackup

#: What a backup in the making is called, beside the store and in the chosen folder.
COPY_NAME = "sicherung.kopie"
PROOF_NAME = "sicherung.probe"
PART = ".teil"
#: Lies in a folder that was chosen, so that an empty mount point is not taken for it.
MARKER_NAME = "lotse-sicherungen.txt"
_MARKER = (
    "In diesem Ordner liegen verschlüsselte Sicherungen von Lotse.\n"
    "Öffnen lassen sie sich nur mit Lotse und dem Wiederherstellungscode.\n"
    "Bitte diese Datei liegen lassen: daran erkennt Lotse den Ordner.\n"
)
_CHUNK = 1 << 20


class BackupCopies:
    """Implements ``keeping_ports.BackupFiles`` over an open store's folder; report lane."""

    def __init__(self, folder: Path, key: bytes, clock: Clock, flush: Callable[[int], None] = os.fsync) -> None:
        self._folder = folder
        self._key = key
        self._clock = clock
        self._flush = flush

    def mark(self, target: Path) -> None:
        """Make a folder known as a place of backups. Raises BACKUP_FOLDER_MISSING, BACKUP_READ_ONLY, BACKUP_FULL."""
        with at_the_folder():
            if not target.is_dir():
                raise refuse(Code.BACKUP_FOLDER_MISSING)
            (target / MARKER_NAME).write_text(_MARKER, encoding="utf-8")

    def marked(self, target: Path) -> bool:
        """Return whether the folder is there and is the one that was chosen."""
        with at_the_folder():
            return (target / MARKER_NAME).is_file()

    def copy(self, backup_key: bytes, plan: BackupPlan) -> tuple[BackupFacts, bytes]:
        """Copy the store as it is now beside itself, under ``backup_key``; return the facts and their text."""
        copy = self._folder / COPY_NAME
        remove_store(copy)
        export(self._folder / STORE_NAME, self._key, copy, backup_key, self._clock)
        with translated():
            facts = BackupFacts(moment_text(plan.at), plan.store, STEPS[-1].number, copy.stat().st_size, _sha256(copy))
        return facts, facts_bytes(facts)

    def put(self, plan: BackupPlan, facts: BackupFacts, keys: bytes, backup_key: bytes) -> BackupFile:
        """Write the file to the chosen folder, read it back, open and check it, then give it its name.

        Raises BACKUP_FOLDER_MISSING, BACKUP_FULL, BACKUP_READ_ONLY, BACKUP_UNPROVED.
        """
        with at_the_folder():
            if not plan.folder.is_dir():
                raise refuse(Code.BACKUP_FOLDER_MISSING)
            target = _free_name(plan)
        part = target.with_name(target.name + PART)
        try:
            self._clear_parts(plan)
            write_backup(part, facts_bytes(facts), keys, self._folder / COPY_NAME, self._flush)
            self._prove(part, backup_key)
            name_backup(part, target)
        except BaseException:
            _drop(part)
            raise
        return BackupFile(target, facts)

    def clear(self) -> None:
        """Remove what a backup in the making left beside the store."""
        remove_store(self._folder / COPY_NAME)
        remove_store(self._folder / PROOF_NAME)

    def thin_out(self, plan: BackupPlan, newest: BackupFile) -> int:
        """Destroy what is too much in the folder of the newest; all older ones if it is stale. Return how many."""
        older = [one for one in listed(plan.folder, plan.store) if one.path != newest.path]
        stale = any(place.folder == plan.folder for place in plan.stale)
        return self._destroy(older if stale else older[KEPT - 1 :])

    def clean(self, place: BackupPlace, plan: BackupPlan, newest: BackupFile) -> int | None:
        """Destroy this store's backups in another stale place; None if it cannot be reached now."""
        try:
            if not self.marked(place.folder) and not listed(place.folder, plan.store):
                return None  # an empty mount point looks like this
            return self._destroy([one for one in listed(place.folder, plan.store) if one.path != newest.path])
        except ProblemError:
            return None

    def _clear_parts(self, plan: BackupPlan) -> None:
        """Remove what a killed program left half-written in the folder."""
        with at_the_folder():
            for left in plan.folder.glob(f"{PREFIX}*-{plan.store[-6:]}{ENDING}{PART}"):
                left.unlink()

    def _destroy(self, backups: list[BackupFile]) -> int:
        for one in backups:
            destroy(one, self._flush)
        return len(backups)

    def _prove(self, part: Path, backup_key: bytes) -> None:
        proof = self._folder / PROOF_NAME
        try:
            open_copy(read_backup(part), backup_key, proof).close()
        except ProblemError as error:
            if error.problem.code in {Code.BACKUP_DAMAGED, Code.BACKUP_MISSING}:
                raise refuse(Code.BACKUP_UNPROVED) from error
            raise
        finally:
            remove_store(proof)


def export(source: Path, source_key: bytes, target: Path, target_key: bytes, clock: Clock) -> None:
    """Write everything of one store file to a new one under another key, as of one moment; readers do not disturb.

    The anchor of the trail is marked anew with the key of the copy.
    """
    with translated():
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    copy = Connection(target, target_key, "rwc")
    try:
        copy.run("ATTACH DATABASE ? AS quelle KEY ?", (f"{source.resolve().as_uri()}?mode=ro", _raw(source_key)))
        with copy.atomic():
            copy.rows("SELECT count(*) FROM quelle.sqlite_master")  # from here on one snapshot
            copy.rows("SELECT sqlcipher_export('main', 'quelle')")
        copy.rows("DETACH DATABASE quelle")
        TrailTable(copy, clock, anchor_key(target_key)).remark(source_key, target_key)
    finally:
        copy.close()


def open_copy(backup: OpenedBackup, backup_key: bytes, target: Path) -> Connection:
    """Extract the copy of a backup, open it and read every page. Raises BACKUP_DAMAGED, DISK_FULL, STORE_IO."""
    remove_store(target)
    extract(backup, target)
    try:
        return _checked(Connection(target, backup_key))
    except ProblemError as error:
        damaged = error.problem.code is Code.STORE_DAMAGED
        raise (refuse(Code.BACKUP_DAMAGED) if damaged else error) from error


def _checked(connection: Connection) -> Connection:
    with ExitStack() as stack:
        stack.callback(connection.close)
        connection.check()
        stack.pop_all()
    return connection


def restore_store(
    backup: OpenedBackup,
    backup_key: bytes,
    folder: Path,
    new_key: Callable[[tuple[Pilot, ...]], bytes],
    clock: Clock,
    ids: Ids,
) -> None:
    """Make the store of an empty folder from a backup, under a new key and with a new log.

    ``new_key`` is asked with the pilots of the backup, once it was proved whole. Raises BACKUP_DAMAGED,
    MIGRATION_FAILED, DISK_FULL, FOLDER_READ_ONLY.
    """
    proof, part = folder / PROOF_NAME, folder / f"{STORE_NAME}.part"
    try:
        copy = open_copy(backup, backup_key, proof)
        try:
            take_steps(copy, clock, STEPS)
            trail = TrailTable(copy, clock, anchor_key(backup_key))
            pilots = StationTable(copy, OutboxTable(copy), trail).pilots()
        finally:
            copy.close()
        key = new_key(pilots)
        remove_store(part)
        export(proof, backup_key, part, key, clock)
        _begin_anew(part, key, clock, ids, backup.facts.made_at)
        put_in_place(part, folder / STORE_NAME)
    finally:
        remove_store(proof)
        remove_store(part)


def _begin_anew(part: Path, key: bytes, clock: Clock, ids: Ids, made_at: str) -> None:
    """Open a new log and hand every kept operation to it, to be sent again (design/sync, 4); note it in the trail."""
    connection = Connection(part, key)
    try:
        with open_gate(connection, "wiederherstellung"):
            open_log(connection, ids.new(), clock.now())
            save_setting(connection, RESTORED, made_at)
            TrailTable(connection, clock, anchor_key(key)).note(Deed.RESTORED, reason=made_at)
    finally:
        connection.close()


def _raw(key: bytes) -> str:
    return f"x'{key.hex()}'"


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _free_name(plan: BackupPlan) -> Path:
    """Return where a backup goes: named by the local time people read; a second one of one second is numbered."""
    stamp = plan.at.astimezone(LOCAL).strftime("%Y%m%d-%H%M%S")
    more, number = "", 1
    while (path := plan.folder / f"{PREFIX}{stamp}{more}-{plan.store[-6:]}{ENDING}").exists():
        number += 1
        more = f"-{number}"
    return path


def _drop(part: Path) -> None:
    """Remove a half-written file; if the stick is gone it is gone as well, and nobody can open it anyway."""
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return
