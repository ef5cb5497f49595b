"""The one file that turns errors of the driver and the disk into problems.

What is not expected here is a bug and passes through unchanged. No message of the driver is handed
on: it may quote a value.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from lotse_app.models.disk import meaning
from lotse_app.models.problems import Code, refuse
from lotse_app.store.driver import sqlite3

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lotse_app.models.problems import Param, ProblemError

#: SQLITE_NOTADB: the first page does not open, by a wrong key or damage.
NOT_A_STORE = 26

#: Primary result codes of SQLite (sqlite.org/rescode.html).
_BY_RESULT = {
    5: Code.STORE_IN_USE,  # SQLITE_BUSY
    6: Code.STORE_IN_USE,  # SQLITE_LOCKED
    8: Code.FOLDER_READ_ONLY,  # SQLITE_READONLY
    10: Code.STORE_IO,  # SQLITE_IOERR
    11: Code.STORE_DAMAGED,  # SQLITE_CORRUPT; a page whose HMAC is wrong
    13: Code.DISK_FULL,  # SQLITE_FULL
    14: Code.STORE_IO,  # SQLITE_CANTOPEN
    NOT_A_STORE: Code.STORE_DAMAGED,
}
_CONSTRAINT = 19

#: The store file, its log and the index of its log.
BESIDE = ("", "-wal", "-shm")

#: The index of the log takes at least this much (sqlite.org/walformat.html, 2.2).
_ROOM = 64 * 1024

_TRIGGER_CODES = {code.value: code for code in Code}


def free_bytes(folder: Path) -> int:
    """Return how much room the folder's disk has. Raises ``OSError``."""
    return shutil.disk_usage(folder).free


def problem_of(error: Exception, rescue: str = "") -> ProblemError | None:
    """Return the problem that ``error`` means, or None if it is a bug.

    ``rescue`` is the file name of a copy that STORE_DAMAGED may advise, or empty.
    """
    if isinstance(error, OSError):
        return refuse(meaning(error), errno=error.errno or 0)
    result = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if result == _CONSTRAINT:
        code = _TRIGGER_CODES.get(str(error))  # our triggers raise problem codes
        return refuse(code) if code else None
    known = _BY_RESULT.get(result)
    if known is None:
        return None
    params: dict[str, Param] = {"result": result}
    if known is Code.STORE_DAMAGED and rescue:
        params["rescue"] = rescue
    return refuse(known, **params)


def lacking(
    error: ProblemError, store: Path, free: Callable[[Path], int] = free_bytes, may: Callable[..., bool] = os.access
) -> ProblemError:
    """Return what a store lacks that could not be opened with STORE_IO, else ``error``.

    SQLite says the same (CANTOPEN, a bare I/O error) of a folder in place of the file, of a file that may not be read,
    and of a full disk, where it cannot make the index of its log. Nothing is opened to find out: closing a file would
    give back the locks that another connection of this process holds on it.
    """
    if error.problem.code is Code.STORE_IO:
        with suppress(OSError):
            there = [path for ending in BESIDE if (path := store.with_name(store.name + ending)).exists()]
            if not all(path.is_file() for path in there):
                return refuse(Code.PLACE_TAKEN)
            if not all(may(path, os.R_OK | os.W_OK) for path in there):
                return refuse(Code.FOLDER_READ_ONLY)
            if free(store.parent) < _ROOM:
                return refuse(Code.DISK_FULL)
    return error


def breaks_unique(error: Exception, column: str) -> bool:
    """Return whether ``error`` says that ``table.column`` must be unique."""
    return str(error) == f"UNIQUE constraint failed: {column}"


@contextmanager
def translated(rescue: str = "") -> Iterator[None]:
    """Raise ``ProblemError`` in place of an expected error of the driver or the disk."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        found = problem_of(error, rescue)
        if found is None:
            raise
        raise found from error
