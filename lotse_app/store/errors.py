"""The one file that turns errors of the driver and the disk into problems.

What is not expected here is a bug and passes through unchanged. No message of the driver is handed
on: it may quote a value.
"""

from __future__ import annotations

import errno
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

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

_BY_ERRNO = {
    errno.ENOSPC: Code.DISK_FULL,
    errno.EDQUOT: Code.DISK_FULL,
    errno.EROFS: Code.FOLDER_READ_ONLY,
    errno.EACCES: Code.FOLDER_READ_ONLY,
    errno.EPERM: Code.FOLDER_READ_ONLY,
}

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
        return refuse(_BY_ERRNO.get(error.errno or 0, Code.STORE_IO), errno=error.errno or 0)
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


def full_after_all(error: ProblemError, folder: Path, free: Callable[[Path], int] = free_bytes) -> ProblemError:
    """Return DISK_FULL in place of STORE_IO where the disk has no room left, else ``error``.

    A store that is opened on a full disk fails with a bare I/O error: SQLite cannot make the index of its log.
    """
    if error.problem.code is Code.STORE_IO:
        with suppress(OSError):
            if free(folder) < _ROOM:
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
