"""One program per store folder: an advisory lock of the operating system on ``lotse.lock``.

The lock dies with the process, so a crash leaves nothing to clear away. This file is the named seam
between POSIX and Windows. It loads nothing of the store: the window takes a lock of its own before it paints.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LOCK_NAME = "lotse.lock"


def grip_for(platform: str, load: Callable[[str], Any] = importlib.import_module) -> Callable[[int], None]:
    """Return the function that locks an open file without waiting; it raises ``OSError`` if that fails."""
    if platform == "win32":
        msvcrt = load("msvcrt")
        return lambda descriptor: msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    fcntl = load("fcntl")
    # flock, not lockf: a record lock would vanish when any descriptor of the file is closed.
    return lambda descriptor: fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FolderLock:
    """Holds the lock of a folder from construction to ``release``."""

    def __init__(
        self, folder: Path, grip: Callable[[int], None] | None = None, name: str = LOCK_NAME, *, make: bool = False
    ) -> None:
        """Take the lock on the file ``name``; ``make`` makes the folder where there is none.

        Raises STORE_IN_USE, FOLDER_READ_ONLY, PLACE_TAKEN, DISK_FULL, STORE_IO.
        """
        try:
            if make:
                folder.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            from lotse_app.store.errors import translated  # noqa: PLC0415 - SQLCipher: only where the disk refuses

            with translated():
                raise
        try:
            (grip or grip_for(sys.platform))(self._descriptor)
        except OSError as error:
            from lotse_app.models.problems import Code, refuse  # noqa: PLC0415 - all codes: only where it is taken

            self.release()
            raise refuse(Code.STORE_IN_USE) from error

    def release(self) -> None:
        """Give the lock back; a second call does nothing. The file stays: removing it would race."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
