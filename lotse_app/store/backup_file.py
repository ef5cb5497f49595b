"""The file of a backup: facts anybody may read, the wrapped keys, the encrypted copy.

``LOTSE-SICHERUNG`` and a line feed, two lengths (4 bytes each, big-endian), the facts as JSON, the key part as the
vault made it, then the SQLCipher file to the end.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.models.backup import BackupFacts, BackupFile
from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.store.columns import document
from lotse_app.store.errors import translated
from lotse_app.store.migrations.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

MAGIC = b"LOTSE-SICHERUNG\n"
KIND = "lotse-sicherung"
FORMAT = 1
ENDING = ".lotse"
PREFIX = "lotse-sicherung-"
#: Facts and keys of a hundred pilots stay far below.
_LARGEST_PART = 1 << 20
_CHUNK = 1 << 20
_LENGTHS = 8

#: What trouble at the chosen folder means; the data folder itself is not concerned.
_THERE = {
    Code.DISK_FULL: Code.BACKUP_FULL,
    Code.FOLDER_READ_ONLY: Code.BACKUP_READ_ONLY,
    Code.STORE_IO: Code.BACKUP_FOLDER_MISSING,
    Code.PLACE_TAKEN: Code.BACKUP_FOLDER_MISSING,
}


@dataclass(frozen=True, slots=True)
class OpenedBackup:
    """A backup whose open parts were read; ``facts_text`` is what the keys are bound to, ``start`` is the copy's."""

    path: Path
    facts: BackupFacts
    facts_text: bytes
    keys: bytes
    start: int


@contextmanager
def at_the_folder() -> Iterator[None]:
    """Raise BACKUP_FULL, BACKUP_READ_ONLY or BACKUP_FOLDER_MISSING for trouble at the folder of the backups."""
    try:
        with translated():
            yield
    except ProblemError as error:
        code = _THERE.get(error.problem.code)
        if code is None:
            raise
        raise refuse(code) from error


def facts_bytes(facts: BackupFacts) -> bytes:
    """Return the facts as they stand in the file."""
    content = {
        "kind": KIND,
        "format": FORMAT,
        "made_at": facts.made_at,
        "store": facts.store,
        "schema": facts.schema,
        "size": facts.size,
        "sha256": facts.sha256,
    }
    return document(content).encode("utf-8")


def write_backup(target: Path, facts: bytes, keys: bytes, copy: Path, flush: Callable[[int], None] = os.fsync) -> None:
    """Write a backup file and flush it; it has no name that counts yet."""
    with at_the_folder():
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file, copy.open("rb") as source:
            file.write(MAGIC + len(facts).to_bytes(4, "big") + len(keys).to_bytes(4, "big") + facts + keys)
            while chunk := source.read(_CHUNK):
                file.write(chunk)
            file.flush()
            flush(file.fileno())


def name_backup(part: Path, target: Path) -> None:
    """Give a proved backup its name; shares that cannot flush a folder do not matter here."""
    with at_the_folder():
        part.replace(target)
        with suppress(OSError):
            descriptor = os.open(target.parent, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def read_backup(path: Path) -> OpenedBackup:
    """Read the open parts. Raises BACKUP_MISSING, BACKUP_DAMAGED, BACKUP_NEWER, BACKUP_READ_ONLY."""
    try:
        with at_the_folder(), path.open("rb") as file:
            return _read_parts(path, file)
    except ProblemError as error:
        if error.problem.code is Code.BACKUP_FOLDER_MISSING:
            raise refuse(Code.BACKUP_MISSING) from error
        raise


def extract(backup: OpenedBackup, target: Path) -> None:
    """Write the encrypted copy to ``target``. Raises BACKUP_DAMAGED unless it is whole, DISK_FULL, STORE_IO."""
    digest, left = hashlib.sha256(), backup.facts.size
    with translated(), backup.path.open("rb") as file:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as copy:
            file.seek(backup.start)
            while left and (chunk := file.read(min(_CHUNK, left))):
                digest.update(chunk)
                copy.write(chunk)
                left -= len(chunk)
            more = file.read(1)
    if left or more or digest.hexdigest() != backup.facts.sha256:
        raise refuse(Code.BACKUP_DAMAGED)


def listed(folder: Path, store: str) -> tuple[BackupFile, ...]:
    """Return the backups of one store that lie in a folder, newest first; foreign and broken files are left alone.

    Raises BACKUP_FOLDER_MISSING.
    """
    return tuple(one for one in found_in(folder) if one.facts.store == store)


def found_in(folder: Path) -> tuple[BackupFile, ...]:
    """Return the backups of every store that lie in a folder, newest first; what is none is left alone.

    Raises BACKUP_FOLDER_MISSING.
    """
    found = []
    with at_the_folder():
        paths = [path for path in folder.iterdir() if path.name.startswith(PREFIX) and path.suffix == ENDING]
    for path in paths:
        with suppress(ProblemError):
            found.append(BackupFile(path, read_backup(path).facts))
    return tuple(sorted(found, key=lambda one: (one.facts.made_at, one.path.name), reverse=True))


def destroy(backup: BackupFile, flush: Callable[[int], None] = os.fsync) -> None:
    """Overwrite facts and keys, flush, then remove the file: the copy in it can never be opened again."""
    opened = read_backup(backup.path)
    with at_the_folder():
        with backup.path.open("r+b") as file:
            file.write(bytes(opened.start))
            file.flush()
            flush(file.fileno())
        backup.path.unlink()


def _read_parts(path: Path, file: BinaryIO) -> OpenedBackup:
    head = file.read(len(MAGIC) + _LENGTHS)
    lengths = head[len(MAGIC) :]
    if head[: len(MAGIC)] != MAGIC or len(lengths) != _LENGTHS:
        raise refuse(Code.BACKUP_DAMAGED)
    facts_length, keys_length = int.from_bytes(lengths[:4], "big"), int.from_bytes(lengths[4:], "big")
    if max(facts_length, keys_length) > _LARGEST_PART:
        raise refuse(Code.BACKUP_DAMAGED)
    facts, keys = file.read(facts_length), file.read(keys_length)
    return OpenedBackup(path, _facts(facts), facts, keys, len(head) + facts_length + keys_length)


def _facts(text: bytes) -> BackupFacts:
    try:
        content = json.loads(text)
        number, schema = int(content["format"]), int(content["schema"])
        facts = BackupFacts(
            str(content["made_at"]), str(content["store"]), schema, int(content["size"]), str(content["sha256"])
        )
    except (ValueError, LookupError, TypeError, RecursionError):
        raise refuse(Code.BACKUP_DAMAGED) from None
    if content.get("kind") != KIND:
        raise refuse(Code.BACKUP_DAMAGED)
    if number > FORMAT or schema > STEPS[-1].number:
        raise refuse(Code.BACKUP_NEWER, found=max(number, schema), known=STEPS[-1].number)
    return facts
