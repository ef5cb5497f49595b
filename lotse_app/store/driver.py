"""The one place where the SQLCipher driver takes the standard driver's place.

sqlite-utils asks for a module called ``pysqlite3`` before it falls back to ``sqlite3``, and it
catches the errors of whichever it got. Without the alias its error handling is dead on an encrypted
file, so the alias comes first and a late one is refused.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import sqlcipher3
import sqlcipher3.dbapi2

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2

from sqlite_utils import Database  # noqa: E402 - only after the alias
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # noqa: E402 - what it chose; only after the alias

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["Database", "sqlite3"]


def check_alias(module: ModuleType) -> None:
    """Raise ``RuntimeError`` if sqlite-utils got hold of another driver than SQLCipher's."""
    if module is not sqlcipher3:
        message = "sqlite_utils was imported before lotse_app.store.driver"
        raise RuntimeError(message)


check_alias(sqlite3)
