"""The database of the portal: SQLite in its data folder, or PostgreSQL. Only transactions are made here."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event, func, insert, inspect, select, update

from lotse_portal import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

_FILE = "portal.db"
#: The number of the advisory lock under which tables are made and changed ("Lotse" in letters of ASCII).
_MIGRATING = 0x4C6F747365
#: Connections that are kept open: of a file as many as threads answer requests (what anyio allows), of a server that
#: has other processes to serve fewer. None is opened for one request alone: with twenty devices at once that cost half.
_THREADS, _SHARED = 40, 15
#: Seconds a write waits for its turn.
_PATIENCE = 15


def embedded(folder: Path) -> str:
    """Return the address of the SQLite database in a data folder."""
    return f"sqlite:///{folder / _FILE}"


class Database:
    """One engine; ``write`` and ``read`` are the only ways to a connection."""

    def __init__(self, address: str) -> None:
        self.address = address
        shared = not address.startswith("sqlite")
        most = _SHARED if shared else _THREADS
        self.engine: Engine = create_engine(address, pool_pre_ping=shared, pool_size=most, max_overflow=0)
        self._line = None if shared else Lock()
        if not shared:
            event.listen(self.engine, "connect", _prepare)
            event.listen(self.engine, "begin", _begin)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection inside a transaction that is committed at the end and rolled back on any error."""
        with self._turn(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait in a line for SQLite, which lets one write at a time: it has the others sleep and ask again.

        After ``_PATIENCE`` seconds, and with another process, SQLite decides: it says so when the database is busy.
        """
        if self._line is None:
            yield
            return
        mine = self._line.acquire(timeout=_PATIENCE)
        try:
            yield
        finally:
            if mine:
                self._line.release()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of everything and writes nothing."""
        with self.engine.connect().execution_options(reading=True) as connection:
            if self.engine.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")  # noqa: PLW2901 - same one
            yield connection

    def migrate(self) -> bool:
        """Bring the tables to the newest state; return whether there were none before: then the first epoch begins.

        One process after the other: SQLite takes its write lock at the start, PostgreSQL a lock of our own.
        """
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))
            new = not inspect(connection).has_table(tables.portal.name)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if new:
                keep_value(connection, "epoch", "1")
        return new

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def value(connection: Connection, name: str, missing: str = "") -> str:
    """Return what the portal as a whole keeps under a name."""
    found = connection.scalar(select(tables.portal.c.value).where(tables.portal.c.name == name))
    return missing if found is None else str(found)


def values(connection: Connection) -> dict[str, str]:
    """Return everything the portal as a whole keeps, by name: a handful."""
    return {row.name: row.value for row in connection.execute(select(tables.portal))}


def keep_value(connection: Connection, name: str, content: str) -> None:
    """Keep a value for the portal as a whole."""
    changed = connection.execute(update(tables.portal).where(tables.portal.c.name == name).values(value=content))
    if changed.rowcount == 0:
        connection.execute(insert(tables.portal).values(name=name, value=content))


def lock(connection: Connection) -> None:
    """Let one transaction at a time write to the ledger, whatever process it is in. Taken before any other row."""
    connection.execute(select(tables.portal).where(tables.portal.c.name == "epoch").with_for_update())


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - SQLAlchemy hands over the driver's own
    """Switch the driver's implicit transactions off, so that ``_begin`` decides; keep what was committed (FULL)."""
    connection.isolation_level = None
    for pragma in (f"busy_timeout={1000 * _PATIENCE}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Take the write lock at the start: a transaction that writes late could find its reads outdated."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
