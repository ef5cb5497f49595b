"""The encrypted copy that is made before a migration, and files that survive a power cut."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from lotse_app.store.connection import Connection
from lotse_app.store.errors import BESIDE, translated

if TYPE_CHECKING:
    from pathlib import Path

STORE_NAME = "lotse.db"
#: The one copy that is kept, named in the advice of STORE_DAMAGED and MIGRATION_FAILED.
RESCUE_NAME = "lotse-vor-umbau.db"


def rescue_of(folder: Path) -> str:
    """Return the name of the copy if there is one, else an empty text."""
    return RESCUE_NAME if (folder / RESCUE_NAME).exists() else ""


def copy_before_migration(folder: Path, key: bytes) -> None:
    """Copy the closed, checkpointed store under the same key and read every page of the copy.

    Nothing is replaced before the new copy is proved and flushed. Raises DISK_FULL, STORE_DAMAGED.
    """
    part = folder / f"{RESCUE_NAME}.part"
    remove_store(part)
    try:
        with translated():
            shutil.copyfile(folder / STORE_NAME, part)
        proof = Connection(part, key)
        try:
            proof.check()
        finally:
            proof.close()
        put_in_place(part, folder / RESCUE_NAME)
    finally:
        remove_store(part)


def put_in_place(part: Path, target: Path, platform: str = sys.platform) -> None:
    """Flush ``part`` and give it its name in one step; on POSIX the folder is flushed too."""
    with translated():
        _flush(part, os.O_RDWR)
        part.replace(target)
        if platform != "win32":  # Windows opens no folders; its rename is journalled
            _flush(target.parent, os.O_RDONLY)


def remove_store(path: Path) -> None:
    """Remove a store file and what lies beside it, whatever of it exists."""
    with translated():
        for ending in BESIDE:
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _flush(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
