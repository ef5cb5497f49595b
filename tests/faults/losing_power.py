"""A disk that remembers every write and every flush: what lies on it when the power fails, at any moment afterwards.

SQLite writes through a VFS of apsw-sqlite3mc, which reads and writes the files of SQLCipher. What was not flushed may
be there or not, in any order, down to single sectors; what was flushed is there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any

import apsw

from lotse_app.overriding import override
from lotse_app.store.connection import _prepare
from lotse_app.store.driver import sqlite3
from tests.faults.ground import digest

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Sequence

    from lotse_app.store.opening import Store
    from tests.faults.ground import Shape

_SECTOR = 512
#: What is in memory only, and comes to nothing with the power.
_VOLATILE = "-shm"


class What(Enum):
    """What happened to a file, or beside it."""

    WRITTEN = auto()
    CUT = auto()
    FLUSHED = auto()
    DELETED = auto()
    COMMITTED = auto()


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened: bytes at an offset of a file; ``COMMITTED`` tells what the store holds now."""

    what: What
    name: str = ""
    offset: int = 0
    content: bytes = b""
    told: str = ""


@dataclass(slots=True)
class Disk:
    """What lay on it at the beginning, and everything that happened since."""

    begun: dict[str, bytes]
    happened: list[Happened] = field(default_factory=list)
    refusal: int = 0
    _writes_left: int = 0
    refused: int = 0

    def refuse(self, refusal: int, after: int) -> None:
        """Refuse every write behind the next ``after`` ones with a code of SQLite: full, or read only."""
        self.refusal, self._writes_left, self.refused = refusal, after, 0

    def allow(self) -> bool:
        """Refuse no more; return whether a write was refused."""
        self.refusal = 0
        return self.refused > 0

    def before_write(self) -> None:
        """Raise the refusal if this write is to be refused."""
        if not self.refusal:
            return
        if self._writes_left == 0:
            self.refused += 1
            raise apsw.exception_for(self.refusal)
        self._writes_left -= 1

    def image(self, until: int, dice: random.Random) -> dict[str, bytes]:
        """Return the files as the power leaves them when it fails behind the first ``until`` things."""
        safe = {name: bytearray(content) for name, content in self.begun.items()}
        pending: dict[str, list[Happened]] = {}
        for one in self.happened[:until]:
            if one.what is What.FLUSHED:
                for change in pending.pop(one.name, ()):
                    _change(safe, change)
                safe.setdefault(one.name, bytearray())
            elif one.what is not What.COMMITTED:
                pending.setdefault(one.name, []).append(one)
        for changes in pending.values():
            for change in _left(changes, dice):
                _change(safe, change)
        return {name: bytes(content) for name, content in safe.items()}

    def states(self, until: int) -> tuple[str, ...]:
        """Return what the store may hold then: what was last acknowledged, and what was being committed."""
        marks = [(at, one.told) for at, one in enumerate(self.happened) if one.what is What.COMMITTED]
        before = [told for at, told in marks if at < until]
        after = [told for at, told in marks if at >= until]
        return (before[-1], *after[:1])


def _left(changes: Sequence[Happened], dice: random.Random) -> Iterator[Happened]:
    """Yield what of the changes that were not flushed is on the disk all the same."""
    way = dice.choice(("none", "first", "any"))
    first = dice.randint(0, len(changes)) if way == "first" else 0
    for at, one in enumerate(changes):
        if at < first or (way == "any" and dice.random() < 0.5):
            sectors = -(-len(one.content) // _SECTOR)
            torn = one.what is What.WRITTEN and sectors > 1 and dice.random() < 0.3
            kept = dice.randrange(sectors) * _SECTOR if torn else len(one.content)
            yield Happened(one.what, one.name, one.offset, one.content[:kept])


def _change(files: dict[str, bytearray], one: Happened) -> None:
    if one.what is What.DELETED:
        files.pop(one.name, None)
        return
    file = files.setdefault(one.name, bytearray())
    end = one.offset + len(one.content)
    file.extend(bytes(max(0, end - len(file))))
    if one.what is What.CUT:
        del file[one.offset :]
    else:
        file[one.offset : end] = one.content


class _File(apsw.VFSFile):
    """A file whose writes and flushes are noted and done."""

    def __init__(self, disk: Disk, name: str, asked: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__("unix", asked, flags)
        self._disk, self._name = disk, name

    @override
    def xWrite(self, data: bytes, offset: int) -> None:
        self._disk.before_write()
        self._note(Happened(What.WRITTEN, self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    @override
    def xTruncate(self, newsize: int) -> None:
        self._note(Happened(What.CUT, self._name, newsize))
        super().xTruncate(newsize)

    @override
    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self._note(Happened(What.FLUSHED, self._name))

    def _note(self, one: Happened) -> None:
        if self._name and not self._name.endswith(_VOLATILE):
            self._disk.happened.append(one)


class _Vfs(apsw.VFS):
    """The computer's files, noted in a disk."""

    def __init__(self, name: str, disk: Disk) -> None:
        super().__init__(name, "unix")
        self._disk = disk

    @override
    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        return _File(self._disk, Path(path).name if path else "", name, flags)

    @override
    def xDelete(self, filename: str, syncdir: bool) -> None:
        super().xDelete(filename, syncdir)
        name = Path(filename).name
        self._disk.happened.append(Happened(What.DELETED, name))
        if syncdir:
            self._disk.happened.append(Happened(What.FLUSHED, name))


class Row:
    """A row as the program's driver gives it: by number, by name, and as a mapping."""

    def __init__(self, names: tuple[str, ...], values: tuple[Any, ...]) -> None:
        self._names, self._values = names, values

    def keys(self) -> list[str]:
        return list(self._names)

    def __getitem__(self, key: int | str) -> Any:  # noqa: ANN401 - a column holds any type
        return self._values[self._names.index(key) if isinstance(key, str) else key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


@dataclass
class Rows:
    """What a statement returned, and how many rows it changed."""

    rows: list[Row]
    rowcount: int

    def fetchall(self) -> list[Row]:
        return self.rows

    def fetchone(self) -> Row | None:
        return self.rows[0] if self.rows else None

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


class Driver:
    """Looks like a connection of the program's driver, and is one of apsw; notes every commit in the disk."""

    def __init__(self, disk: Disk, path: Path) -> None:
        self.disk = disk
        self._told: Callable[[], str] | None = None
        name = f"losing-power-{id(disk)}"
        self._vfs = _Vfs(name, disk)  # it is there as long as it is held
        self.raw = apsw.Connection(str(path), vfs=f"multipleciphers-{name}")
        self.raw.set_busy_timeout(5000)
        for pragma in ("cipher = 'sqlcipher'", "legacy = 4"):
            self.raw.execute(f"PRAGMA {pragma}")

    def tell(self, told: Callable[[], str]) -> None:
        """Note from now on what the store holds behind each commit."""
        self.disk.happened.append(Happened(What.COMMITTED, told=told()))
        self._told = told

    @property
    def in_transaction(self) -> bool:
        return self.raw.in_transaction

    def execute(self, sql: str, parameters: Any = ()) -> Rows:  # noqa: ANN401 - as the driver
        """Run a statement; note what the store holds if that ended a transaction that wrote."""
        try:
            rows = self._run(sql, parameters)
        except apsw.Error as error:
            failed = sqlite3.OperationalError(type(error).__name__)
            failed.sqlite_errorcode = getattr(error, "result", apsw.SQLITE_ERROR)
            raise failed from error
        self._note()
        return rows

    def executemany(self, sql: str, parameters: Sequence[Any]) -> Rows:
        """Run a statement for many rows."""
        self.raw.executemany(sql, parameters)
        self._note()
        return Rows([], self.raw.changes())

    def rows(self, sql: str) -> list[Row]:
        """Return the rows of a statement that only reads."""
        return self._run(sql, ()).rows

    def _note(self) -> None:
        if self._told is None or self.raw.in_transaction or self.disk.happened[-1].what is What.COMMITTED:
            return
        self.disk.happened.append(Happened(What.COMMITTED, told=self._told()))

    def _run(self, sql: str, parameters: Any) -> Rows:  # noqa: ANN401 - as the driver
        before = self.raw.total_changes()
        cursor = self.raw.cursor()
        found = [(cursor.get_description(), values) for values in cursor.execute(sql, parameters)]
        rows = [Row(tuple(name for name, _ in columns), values) for columns, values in found]
        return Rows(rows, self.raw.changes() if self.raw.total_changes() > before else 0)

    def rollback(self) -> None:
        self._run("ROLLBACK", ())

    def close(self) -> None:
        self.raw.close()


def put_below(store: Store, path: Path, key: bytes, shape: Shape) -> Driver:
    """Let an open store go on over a disk that remembers; the driver it was opened with is closed."""
    connection = store._connection
    assert connection._open is not None
    connection._open.conn.close()
    driver = Driver(Disk({path.name: path.read_bytes()}), path)
    connection._open = _prepare(driver, key, "rw")  # type: ignore[arg-type]  # looks like a connection
    driver.tell(lambda: digest(driver, shape))  # type: ignore[arg-type]  # all that is asked of it are rows
    return driver
