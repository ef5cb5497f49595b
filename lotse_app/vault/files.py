"""Small files of the vault: read whole, written by flush and rename, troubles named.

The one place of the vault that knows what a folder is to the operating system (only POSIX can
flush a folder; on Windows the rename itself is durable enough and there is nothing to call).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lotse_app.models.disk import meaning
from lotse_app.models.problems import refuse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.models.problems import ProblemError

#: No file of the vault comes near this; a larger one is not ours.
LARGEST = 1 << 20
_NEW = ".neu"


def read(path: Path) -> bytes | None:
    """Return the file's bytes, or None if there is none. Raises STORE_IO, FOLDER_READ_ONLY, PLACE_TAKEN."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise translated(error) from error


def replace(content: bytes, *paths: Path, flush: Callable[[int], None] = os.fsync) -> None:
    """Write the same bytes to each path: all are written and flushed before the first is renamed.

    Raises DISK_FULL, FOLDER_READ_ONLY or STORE_IO; the files are then as they were before.
    """
    fresh = [path.with_name(path.name + _NEW) for path in paths]
    try:
        for new in fresh:
            _write(content, new, flush)
        for new, path in zip(fresh, paths, strict=True):
            new.replace(path)
        _flush_folder(paths[0].parent, flush)
    except OSError as error:
        for new in fresh:
            _drop(new)
        raise translated(error) from error


def translated(error: OSError) -> ProblemError:
    """Return the problem that an operating system error means to a user."""
    return refuse(meaning(error))


def _write(content: bytes, path: Path, flush: Callable[[int], None]) -> None:
    path.unlink(missing_ok=True)
    # O_EXCL: a link somebody laid there is not followed; 0600 from the first byte, whatever the umask.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        flush(file.fileno())


def _flush_folder(folder: Path, flush: Callable[[int], None]) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        flush(descriptor)
    finally:
        os.close(descriptor)


def _drop(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:  # the folder became read-only: the leftover is replaced by the next write
        return
