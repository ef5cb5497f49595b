"""Creating, opening, upgrading and closing a store; what ``bootstrap`` and the lanes hold."""

from __future__ import annotations

import os
from contextlib import contextmanager
from stat import S_ISREG
from typing import TYPE_CHECKING

from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.models.trail import StoreCheck
from lotse_app.store.agenda import AgendaTable
from lotse_app.store.applications import ApplicationTable
from lotse_app.store.backup_places import BackupPlaces
from lotse_app.store.clearing import ClearingTable
from lotse_app.store.columns import moment_text, read_moment
from lotse_app.store.connection import Connection
from lotse_app.store.consents import ConsentTable
from lotse_app.store.copying import (
    RESCUE_NAME,
    STORE_NAME,
    copy_before_migration,
    put_in_place,
    remove_store,
    rescue_of,
)
from lotse_app.store.errors import NOT_A_STORE, translated
from lotse_app.store.evidence import EvidenceTable
from lotse_app.store.figure_cases import placed_cases
from lotse_app.store.figures import FigureCounts
from lotse_app.store.folder_lock import FolderLock
from lotse_app.store.forms import FormTable
from lotse_app.store.gathered import Gathered
from lotse_app.store.health import HealthTable
from lotse_app.store.letters import LetterTable
from lotse_app.store.mandates import MandateTable
from lotse_app.store.membership import MembershipTable
from lotse_app.store.mending import MendingTable
from lotse_app.store.migrations.steps import STEPS, schema_version, take_steps
from lotse_app.store.offices import OfficeTable
from lotse_app.store.outbox import OutboxTable
from lotse_app.store.own_figures import own_contacts
from lotse_app.store.persons import PersonTable
from lotse_app.store.reports import ReportTable
from lotse_app.store.retention import RetentionTable
from lotse_app.store.session_batches import BatchTable
from lotse_app.store.sessions import SessionTable
from lotse_app.store.sight import SightTable
from lotse_app.store.statements import statement
from lotse_app.store.station_files import StationFileTable, logs
from lotse_app.store.stations import StationTable
from lotse_app.store.stops import StopTable
from lotse_app.store.sync import SyncTable
from lotse_app.store.trail import TrailTable, anchor_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from lotse_app.clock import Clock
    from lotse_app.ids import Ids
    from lotse_app.models.station_file import Contact, Log, PlacedCase
    from lotse_app.store.migrations.steps import Step

#: A store has at least one whole page (SQLCipher 4).
PAGE_BYTES = 4096


class Reports:
    """A read-only connection beside the writer; open, use and close it on the report lane."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self.figures = FigureCounts(connection)
        self.gathered = Gathered(connection, clock)

    def logs(self) -> tuple[Log, ...]:
        """Return the logs of this store, oldest first."""
        return logs(self._connection)

    def counted(self) -> tuple[tuple[Contact, ...], tuple[PlacedCase, ...]]:
        """Return what figures count of this store, from one state of it: contacts and applications."""
        with self._connection.one_state():
            return own_contacts(self._connection), placed_cases(self._connection)

    def check(self) -> None:
        """Read every page of the store. Raises STORE_DAMAGED."""
        self._connection.check()

    def close(self) -> None:
        """Close the connection; do so before the store is closed."""
        self.gathered.close()
        self._connection.close()


class Store:
    """The open store: one read-write connection and the folder's lock; lives on the store lane."""

    def __init__(
        self, folder: Path, key: bytes, connection: Connection, lock: FolderLock, clock: Clock, ids: Ids
    ) -> None:
        self._folder = folder
        self._key = key
        self._clock = clock
        self._connection = connection
        self._lock = lock
        self.outbox = OutboxTable(connection)
        self.sync = SyncTable(connection, self.outbox, clock, ids)
        self.outbox.require_log()
        self.trail = TrailTable(connection, clock, anchor_key(key))
        self.mending = MendingTable(connection, self.trail, clock)
        self.membership = MembershipTable(connection, self.trail, self.sync)
        self.stations = StationTable(connection, self.outbox, self.trail)
        self.sessions = SessionTable(connection, self.outbox, self.trail)
        self.batches = BatchTable(connection, self.sessions, self.outbox, self.trail)
        self.applications = ApplicationTable(connection, self.outbox, ids, self.trail)
        self.evidence = EvidenceTable(connection, self.trail)
        self.health = HealthTable(connection, self.sync, self.trail, folder / STORE_NAME)
        self.clearing = ClearingTable(connection, self.outbox, self.trail, clock)
        self.stops = StopTable(connection, self.outbox, self.trail)
        self.agenda = AgendaTable(connection, self.trail)
        self.sight = SightTable(connection, self.trail)
        self.consents = ConsentTable(connection, self.trail)
        self.mandates = MandateTable(connection, self.trail)
        self.letters = LetterTable(connection, self.outbox, self.trail)
        self.offices = OfficeTable(connection, self.trail)
        self.forms = FormTable(connection, self.outbox, self.trail)
        self.persons = PersonTable(connection, self.outbox, self.trail, self.sessions, self.evidence)
        self.retention = RetentionTable(connection, self.outbox, self.trail, folder)
        self.reports = ReportTable(connection, self.trail)
        self.station_files = StationFileTable(connection, self.trail)
        self.backups = BackupPlaces(connection, self.trail)

    def open_for_reports(self) -> Reports:
        """Return a reader of its own; call it on the report lane. Raises STORE_LOCKED after ``close``."""
        if not self._key:
            raise refuse(Code.STORE_LOCKED)
        reader = Connection(self._folder / STORE_NAME, self._key, "ro", rescue_of(self._folder), self._connection.way)
        return Reports(reader, self._clock)

    def newest_moment(self) -> datetime:
        """Return the newest moment anything was written at; one in the future means: the clock was set back."""
        return read_moment(self._connection.value(statement("newest_moment")))

    def check(self) -> None:
        """Read every page of the store. Raises STORE_DAMAGED."""
        self._connection.check()

    def examine(self) -> StoreCheck:
        """Read every page and follow the trail. Raises STORE_DAMAGED."""
        self._connection.check()
        return StoreCheck(int(self._connection.value("PRAGMA page_count")), self.trail.check())

    def close(self) -> None:
        """Move the write-ahead log into the file, forget the key, give the folder back."""
        self._key = b""
        try:
            self._connection.close()
        finally:
            self._lock.release()


def open_store(folder: Path, key: bytes, clock: Clock, ids: Ids, steps: Sequence[Step] = STEPS) -> Store:
    """Open the store of ``folder`` with a raw 32-byte key and bring it to the newest schema.

    Raises STORE_MISSING, STORE_IN_USE, STORE_LINKED, STORE_DAMAGED and STORE_UNREADABLE (``rescue`` names a copy),
    STORE_NEWER, MIGRATION_FAILED, DISK_FULL, FOLDER_READ_ONLY, PLACE_TAKEN, STORE_IO.
    """
    with translated():
        there = (folder / STORE_NAME).exists()
    if not there:
        raise refuse(Code.STORE_MISSING)
    with _locked(folder) as lock:
        connection = _current(folder, key, clock, steps)
        try:
            return Store(folder, key, connection, lock, clock, ids)
        except BaseException:
            connection.close()
            raise


def create_store(folder: Path, key: bytes, clock: Clock, ids: Ids, steps: Sequence[Step] = STEPS) -> Store:
    """Make a store and open it. It gets its name only when it is whole.

    Raises STORE_IN_USE (``reason`` = ``exists``) rather than touch a store that is there.
    """
    with translated():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FolderLock(folder)
    try:
        if (folder / STORE_NAME).exists():
            raise refuse(Code.STORE_IN_USE, reason="exists")
        part = folder / f"{STORE_NAME}.part"
        _build(part, key, clock, ids, steps)
        remove_store(folder / STORE_NAME)  # a log left by a lost store must not meet the new one
        put_in_place(part, folder / STORE_NAME)
    finally:
        lock.release()
    return open_store(folder, key, clock, ids, steps)


def _build(part: Path, key: bytes, clock: Clock, ids: Ids, steps: Sequence[Step]) -> None:
    remove_store(part)
    with translated():
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # before SQLite makes it wider
    connection = Connection(part, key, "rwc")
    try:
        take_steps(connection, clock, steps)
        connection.insert("log", {"id": ids.new(), "begun_at": moment_text(clock.now())})
    finally:
        connection.close()


def _current(folder: Path, key: bytes, clock: Clock, steps: Sequence[Step]) -> Connection:
    """Return a connection to the store at the newest schema; an upgrade makes a copy first."""
    path = folder / STORE_NAME
    if _size(path) < PAGE_BYTES:  # nothing of it opens; SQLite would take an empty one for a new store
        raise _damaged(folder)
    connection = _with_key(path, key, rescue_of(folder))
    try:
        found = _version(connection, folder)
        if found < steps[-1].number:
            connection.close()  # a copy of the bare file is whole only now
            copy_before_migration(folder, key)
            connection = Connection(path, key, rescue=RESCUE_NAME)
            take_steps(connection, clock, steps, RESCUE_NAME)
        else:
            take_steps(connection, clock, steps)  # refuses a newer store
            # The first start after an upgrade proved the store: the copy would keep what retention deletes.
            remove_store(folder / RESCUE_NAME)
    except BaseException:
        connection.close()
        raise
    return connection


def _size(path: Path) -> int:
    """Return the bytes of a store that lies here alone. Raises PLACE_TAKEN, STORE_LINKED.

    The lock of a folder does not lock a second name of its store elsewhere, and each name has a log of its own.
    """
    with translated():
        linked, found = path.is_symlink(), path.stat()
    if not S_ISREG(found.st_mode):
        raise refuse(Code.PLACE_TAKEN)
    if linked or found.st_nlink > 1:
        raise refuse(Code.STORE_LINKED)
    return found.st_size


def _with_key(path: Path, key: bytes, rescue: str) -> Connection:
    """Return a connection. Raises STORE_UNREADABLE where the first page does not open.

    A key of another store and a damaged first page look alike: nothing in the file is in clear.
    """
    try:
        return Connection(path, key, rescue=rescue)
    except ProblemError as error:
        if (error.problem.code, error.problem.param("result")) != (Code.STORE_DAMAGED, NOT_A_STORE):
            raise
        raise refuse(Code.STORE_UNREADABLE, **dict(error.problem.params)) from error


def _version(connection: Connection, folder: Path) -> int:
    found = schema_version(connection)
    if found == 0:  # a file without a schema never gets the store's name
        raise _damaged(folder)
    return found


def _damaged(folder: Path) -> ProblemError:
    rescue = rescue_of(folder)
    return refuse(Code.STORE_DAMAGED, rescue=rescue) if rescue else refuse(Code.STORE_DAMAGED)


@contextmanager
def _locked(folder: Path) -> Iterator[FolderLock]:
    """Hold the folder's lock; give it back only if the block fails."""
    lock = FolderLock(folder)
    try:
        yield lock
    except BaseException:
        lock.release()
        raise
