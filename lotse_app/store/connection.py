"""One encrypted connection: key, pragmas, transactions, rows.

A connection belongs to the thread that opened it (the driver checks that); the writer lives on the
store lane, a reader on the report lane.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.store.driver import Database, sqlite3
from lotse_app.store.errors import lacking, translated
from lotse_app.store.right_of_way import RightOfWay

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from sqlite3 import Connection as SqlConnection
    from sqlite3 import Row

KEY_BYTES = 32
#: Seconds a statement waits for another connection of this program (a checkpoint beside a report).
BUSY_SECONDS = 5.0

_ALWAYS = (
    "temp_store = MEMORY",  # no sorter or temporary table may reach the disk in the clear
    "cache_size = -64000",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
)
_WRITER = ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON")


class Connection:
    """An open store file. Every method raises STORE_LOCKED once it is closed."""

    def __init__(
        self, path: Path, key: bytes, mode: str = "rw", rescue: str = "", way: RightOfWay | None = None
    ) -> None:
        """Open ``path`` with a raw key; ``mode`` is ``rw``, ``ro`` (query only) or ``rwc`` (create).

        Raises STORE_DAMAGED for a wrong key or a damaged first page.
        """
        if len(key) != KEY_BYTES:
            message = f"a key has {KEY_BYTES} bytes"
            raise ValueError(message)
        self.way = way or RightOfWay()
        self._rescue = rescue
        self._writes = mode != "ro"
        self._open: Database | None = None
        try:
            with translated(rescue):
                self._open = _opened(path, key, mode)
        except ProblemError as error:
            raise lacking(error, path) from error.__cause__

    @property
    def _database(self) -> Database:
        if self._open is None:
            raise refuse(Code.STORE_LOCKED)
        return self._open

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Run the block in one transaction, which goes before reports; an inner block is a savepoint."""
        if self._database.conn.in_transaction:
            with translated(self._rescue), self._database.atomic():
                yield
            return
        with self.way.taken(), translated(self._rescue), self._database.atomic():
            yield

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """Let all statements of the block read the same state, whatever another connection writes meanwhile."""
        self.run("BEGIN")
        try:
            yield
        finally:
            self.run("ROLLBACK")

    def rows(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """Return all rows of a statement; columns by name or position."""
        with translated(self._rescue):
            return self._database.conn.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Row | None:
        """Return the first row or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def value(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Any:  # noqa: ANN401 - a column holds any type
        """Return the first column of the first row, or None."""
        found = self.row(sql, parameters)
        return found[0] if found else None

    def run(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> int:
        """Run one writing statement; return the number of changed rows."""
        with translated(self._rescue):
            return self._database.conn.execute(sql, parameters).rowcount

    def run_many(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Run one writing statement for every parameter row."""
        with translated(self._rescue):
            self._database.conn.executemany(sql, parameters)

    def insert(self, table: str, row: Mapping[str, Any]) -> None:
        """Insert one row; table and column names come from the program, never from a user."""
        self.run(_insertion(table, tuple(row)), tuple(row.values()))

    def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows that have these columns in common; the names come from the program, never from a user."""
        self.run_many(_insertion(table, columns), rows)

    def put(self, table: str, row: Mapping[str, Any], key: tuple[str, ...] = ("id",)) -> None:
        """Insert one row or change the other columns of the row that has this key."""
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        changes = ", ".join(f"{name} = excluded.{name}" for name in row if name not in key)
        self.run(
            f"INSERT INTO {table} ({names}) VALUES ({marks}) "  # noqa: S608 - names are literals of this package
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}",
            row,
        )

    def check(self) -> None:
        """Read every page: HMACs, B-trees, foreign keys. Raises STORE_DAMAGED. Takes about a second per 100 MB."""
        if self._writes:
            # Power that failed in a checkpoint leaves a torn page in the file. The log holds it whole, and every
            # statement reads it there; what follows reads the bare file.
            self.rows("PRAGMA wal_checkpoint(PASSIVE)")
        damaged = self.rows("PRAGMA cipher_integrity_check")
        if not damaged:
            damaged = [row for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]
            damaged += self.rows("PRAGMA foreign_key_check")
        if damaged:
            params = {"rescue": self._rescue} if self._rescue else {}
            raise refuse(Code.STORE_DAMAGED, findings=len(damaged), **params)

    def close(self) -> None:
        """Move the write-ahead log into the file (TRUNCATE) and close; a second call does nothing."""
        if self._open is None:
            return
        raw = self._open.conn
        self._open = None
        with translated(self._rescue):
            try:
                if self._writes:
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                raw.close()


class MemoryConnection(Connection):
    """An empty database in memory: no file, no key; gone when it is closed."""

    def __init__(self) -> None:
        self.way = RightOfWay()
        self._rescue, self._writes = "", False
        self._open = _configured(sqlite3.connect(":memory:", isolation_level=None), _ALWAYS)


def _insertion(table: str, columns: Sequence[str]) -> str:
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names are literals of the program


def _opened(path: Path, key: bytes, mode: str) -> Database:
    """Return the database over a new connection; a connection that cannot be prepared is closed."""
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    raw = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    try:
        return _prepare(raw, key, mode)
    except BaseException:
        raw.close()
        raise


def _prepare(raw: SqlConnection, key: bytes, mode: str) -> Database:
    """Return the keyed, configured connection; reads the schema once, so that a wrong key shows here."""
    run = raw.execute
    run("PRAGMA cipher_log_level = NONE")
    # Wiping every freed allocation made figures three times slower and would not reach Python's own copies (ADR 0005).
    run("PRAGMA cipher_memory_security = OFF")
    run(f"PRAGMA key = \"x'{key.hex()}'\"")
    if mode == "rwc":
        run("PRAGMA auto_vacuum = INCREMENTAL")  # cannot be added later without VACUUM
    run("SELECT count(*) FROM sqlite_master").fetchone()
    return _configured(raw, _ALWAYS + (("query_only = ON",) if mode == "ro" else _WRITER))


def _configured(raw: SqlConnection, pragmas: Sequence[str]) -> Database:
    for pragma in pragmas:
        raw.execute(f"PRAGMA {pragma}").fetchall()
    raw.row_factory = sqlite3.Row
    # recursive_triggers (set by sqlite-utils) lets DELETE triggers see INSERT OR REPLACE as well;
    # plugins of other people get no look at this connection.
    return Database(raw, execute_plugins=False)
