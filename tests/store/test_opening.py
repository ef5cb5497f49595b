"""Creating, opening, damage, the lock, the reader."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.problems import Code
from lotse_app.store.connection import Connection
from lotse_app.store.copying import RESCUE_NAME
from lotse_app.store.driver import sqlite3
from lotse_app.store.opening import create_store, open_store
from tests.store.samples import (
    KEY,
    OPERATOR,
    PILOT,
    START,
    STATION,
    a_session,
    an_application,
    refused,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.clock import FixedClock
    from lotse_app.ids import Ids
    from lotse_app.store.opening import Store

ROOT = Path(__file__).resolve().parents[2]
PAGE = 4096


def child(*arguments: str) -> list[str]:
    """Return the command of a program of ``children.py``."""
    return [sys.executable, "-m", "tests.store.children", *arguments]


def _open_and_check(folder: Path, clock: FixedClock, ids: Ids) -> None:
    store = open_store(folder, KEY, clock, ids)
    try:
        store.check()
    finally:
        store.close()


@pytest.fixture
def closed(store: Store, folder: Path) -> Path:
    """The file of a store that holds a little of everything."""
    store.stations.set_up(OPERATOR, STATION, PILOT, [])
    for number in range(60):
        store.sessions.start(a_session(f"se-{number}", pilot_id=f"pi-{number}", note="x" * 400))
        store.applications.create(an_application(f"ap-{number}", session_id=f"se-{number}"), [])
    store.close()
    return folder / "lotse.db"


def test_a_store_is_one_file_and_a_lock_once_it_is_closed(closed: Path) -> None:
    assert sorted(path.name for path in closed.parent.iterdir()) == ["lotse.db", "lotse.lock"]
    assert closed.read_bytes()[:15] != b"SQLite format 3"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in lists")
def test_only_its_owner_may_read_it(store: Store, folder: Path) -> None:
    store.stations.save_setting("a", "b")
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_new_store_has_a_log_of_its_own(store: Store, tmp_path: Path, clock: FixedClock, ids: Ids) -> None:
    other = create_store(tmp_path / "zweiter", KEY, clock, ids)
    assert len(store.outbox.log_id) == len(other.outbox.log_id) == 36
    assert store.outbox.log_id != other.outbox.log_id
    other.close()


def test_the_promised_pragmas_hold(store: Store) -> None:
    reader = store.open_for_reports()
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "cache_size": -64000,
        "temp_store": 2,
        "secure_delete": 1,
        "auto_vacuum": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "query_only": 0,
    }
    for pragma, value in expected.items():
        assert store._connection.value(f"PRAGMA {pragma}") == value, pragma
    assert reader._connection.value("PRAGMA query_only") == 1
    assert str(store._connection.value("PRAGMA cipher_version")).startswith("4.")
    reader.close()


def test_a_store_that_is_not_there_is_missing(tmp_path: Path, clock: FixedClock, ids: Ids) -> None:
    with refused(Code.STORE_MISSING):
        open_store(tmp_path / "nowhere", KEY, clock, ids)


def test_a_store_that_is_there_is_never_made_anew(closed: Path, clock: FixedClock, ids: Ids) -> None:
    before = closed.read_bytes()
    with refused(Code.STORE_IN_USE, reason="exists"):
        create_store(closed.parent, KEY, clock, ids)
    assert closed.read_bytes() == before


def test_leftovers_of_a_lost_store_do_not_reach_the_new_one(
    store: Store, folder: Path, clock: FixedClock, ids: Ids
) -> None:
    store.stations.save_setting("a", "b")
    log = (folder / "lotse.db-wal").read_bytes()
    store.close()
    (folder / "lotse.db").unlink()
    (folder / "lotse.db-wal").write_bytes(log)
    (folder / "lotse.db.part").write_bytes(b"half")
    fresh = create_store(folder, KEY, clock, ids)
    assert fresh.stations.setting("a") == ""
    fresh.check()
    fresh.close()


def test_a_key_of_another_length_is_a_bug(folder: Path, clock: FixedClock, ids: Ids) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        create_store(folder, b"short", clock, ids)


def test_the_wrong_key_opens_nothing(closed: Path, clock: FixedClock, ids: Ids) -> None:
    before = closed.read_bytes()
    with refused(Code.STORE_UNREADABLE):
        open_store(closed.parent, bytes(32), clock, ids)
    assert closed.read_bytes() == before
    open_store(closed.parent, KEY, clock, ids).close()  # the lock was given back


def test_damage_names_the_copy_that_may_help(closed: Path, clock: FixedClock, ids: Ids) -> None:
    (closed.parent / RESCUE_NAME).write_bytes(b"copy")
    with refused(Code.STORE_UNREADABLE, rescue=RESCUE_NAME):
        open_store(closed.parent, bytes(32), clock, ids)
    closed.write_bytes(b"")
    with refused(Code.STORE_DAMAGED, rescue=RESCUE_NAME):
        open_store(closed.parent, KEY, clock, ids)
    assert (closed.parent / RESCUE_NAME).exists()


@pytest.mark.parametrize("size", [0, 1, 100, PAGE, 5 * PAGE, 5 * PAGE + 77, -PAGE, -1])
def test_a_cut_file_is_damaged(closed: Path, clock: FixedClock, ids: Ids, size: int) -> None:
    content = closed.read_bytes()
    closed.write_bytes(content[:size] if size != 0 else b"")
    with refused(Code.STORE_DAMAGED):
        _open_and_check(closed.parent, clock, ids)


def test_a_file_of_something_else_is_not_opened(closed: Path, clock: FixedClock, ids: Ids) -> None:
    closed.write_bytes(b"SQLite format 3\x00" + bytes(3 * PAGE))
    with refused(Code.STORE_UNREADABLE):
        open_store(closed.parent, KEY, clock, ids)


def test_an_encrypted_file_without_a_schema_is_damaged(folder: Path, clock: FixedClock, ids: Ids) -> None:
    folder.mkdir()
    connection = Connection(folder / "lotse.db", KEY, "rwc")
    connection.run("CREATE TABLE something (a)")
    connection.close()
    with refused(Code.STORE_DAMAGED):
        open_store(folder, KEY, clock, ids)


def test_a_store_whose_log_is_gone_gives_its_folder_back(closed: Path, clock: FixedClock, ids: Ids) -> None:
    connection = Connection(closed, KEY)
    connection.run("DROP TABLE log")
    connection.close()
    for _ in range(2):
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            open_store(closed.parent, KEY, clock, ids)


def test_every_flipped_page_is_noticed(closed: Path, clock: FixedClock, ids: Ids) -> None:
    content = closed.read_bytes()
    for number in range(len(content) // PAGE):
        flipped = bytearray(content)
        flipped[number * PAGE + 1000] ^= 1
        closed.write_bytes(flipped)
        # A first page that does not open may also be the page of another key.
        with refused(Code.STORE_DAMAGED if number else Code.STORE_UNREADABLE):
            _open_and_check(closed.parent, clock, ids)
    closed.write_bytes(content)
    _open_and_check(closed.parent, clock, ids)


def test_reading_a_flipped_page_says_so(closed: Path, clock: FixedClock, ids: Ids) -> None:
    store = open_store(closed.parent, KEY, clock, ids)
    content = bytearray(closed.read_bytes())
    for number in range(2, len(content) // PAGE):
        content[number * PAGE + 1000] ^= 1
    closed.write_bytes(content)  # a disk that decays while the program runs
    with refused(Code.STORE_DAMAGED):
        store.sessions.page(["se-1", "se-2"])
    store.close()


def test_broken_references_and_trees_are_damage_too(closed: Path) -> None:
    connection = Connection(closed, KEY, rescue="copy.db")
    connection.check()
    connection.run("PRAGMA foreign_keys = OFF")
    connection.run("INSERT INTO application_mark VALUES ('nowhere', 'x')")
    with refused(Code.STORE_DAMAGED, findings=1, rescue="copy.db"):
        connection.check()
    connection.close()


def test_a_second_program_is_turned_away(store: Store, folder: Path, clock: FixedClock, ids: Ids) -> None:
    with refused(Code.STORE_IN_USE):
        open_store(folder, KEY, clock, ids)
    answer = subprocess.run(child("attempt", str(folder)), cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "store_in_use"
    store.close()
    answer = subprocess.run(child("attempt", str(folder)), cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "ok"


def test_a_crashed_program_leaves_no_lock(closed: Path, clock: FixedClock, ids: Ids) -> None:
    with subprocess.Popen(
        child("hold", str(closed.parent)), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with refused(Code.STORE_IN_USE):
            open_store(closed.parent, KEY, clock, ids)
        other.kill()
    open_store(closed.parent, KEY, clock, ids).close()


def test_a_closed_store_is_locked_and_closes_twice(store: Store) -> None:
    store.close()
    store.close()
    with refused(Code.STORE_LOCKED):
        store.sessions.count()
    with refused(Code.STORE_LOCKED):
        store.stations.save_setting("a", "b")
    with refused(Code.STORE_LOCKED):
        store.open_for_reports()


def test_a_reader_cannot_write(store: Store) -> None:
    reader = store.open_for_reports()
    with refused(Code.FOLDER_READ_ONLY):
        reader._connection.run("DELETE FROM session")
    reader.check()
    reader.close()


def test_a_reader_works_in_a_thread_of_its_own(store: Store) -> None:
    store.sessions.start(a_session())
    seen: list[int] = []

    def read() -> None:
        reader = store.open_for_reports()
        seen.append(reader._connection.value("SELECT count(*) FROM session"))
        reader.close()

    thread = threading.Thread(target=read)
    thread.start()
    store.sessions.start(a_session("se-2", pilot_id="pi-2"))
    thread.join()
    assert seen[0] in {1, 2}


def test_the_write_connection_stays_in_its_thread(store: Store) -> None:
    errors: list[BaseException] = []

    def read() -> None:
        try:
            store.sessions.count()
        except sqlite3.ProgrammingError as error:
            errors.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert len(errors) == 1


def test_closing_beside_an_open_reader_keeps_everything(store: Store, reopen: Callable[[], Store]) -> None:
    reader = store.open_for_reports()
    store.sessions.start(a_session())
    assert reader._connection.value("SELECT count(*) FROM session") == 1
    store.close()
    reader.close()
    assert reopen().sessions.count() == 1


def test_the_newest_moment_tells_of_a_clock_set_back(store: Store, clock: FixedClock) -> None:
    assert store.newest_moment() == START
    later = START + timedelta(days=2)
    store.applications.create(an_application(changed_at=later), [])
    clock.advance(days=-3)
    assert store.newest_moment() == later > clock.now()
    store.sessions.start(a_session(beat_at=later + timedelta(minutes=1)))
    assert store.newest_moment() == later + timedelta(minutes=1)


def test_importing_the_package_costs_nothing() -> None:
    code = (
        "import sys, lotse_app.store; print([n for n in ('sqlcipher3', 'sqlite_utils', 'sqlite3') if n in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_a_late_alias_is_refused() -> None:
    code = "import sqlite_utils, lotse_app.store.driver"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "sqlite_utils was imported before" in answer.stderr


def test_an_unreachable_folder_is_said_to_be_so(tmp_path: Path, clock: FixedClock, ids: Ids) -> None:
    (tmp_path / "file").write_bytes(b"")
    with refused(Code.PLACE_TAKEN):
        create_store(tmp_path / "file" / "below", KEY, clock, ids)


def test_a_folder_may_have_any_name(tmp_path: Path, clock: FixedClock, ids: Ids) -> None:
    folder = tmp_path / "Ämter & Büros #1 100% 'x'"
    store = create_store(folder, KEY, clock, ids)
    reader = store.open_for_reports()
    reader.check()
    reader.close()
    store.close()
    assert (folder / "lotse.db").stat().st_size > 0


@pytest.mark.skipif(os.name == "nt", reason="a Windows folder cannot stand in for a file")
def test_a_store_that_is_a_folder_is_said_to_be_so(tmp_path: Path, clock: FixedClock, ids: Ids) -> None:
    (tmp_path / "lotse.db").mkdir()
    with refused(Code.PLACE_TAKEN):
        open_store(tmp_path, KEY, clock, ids)


@pytest.mark.skipif(os.name == "nt", reason="making a link needs a right there")
@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to])
def test_a_store_under_two_names_is_refused_under_the_second(
    closed: Path, tmp_path: Path, clock: FixedClock, ids: Ids, link: Callable[[Path, Path], None]
) -> None:
    other = tmp_path / "anderer"
    other.mkdir()
    link(other / "lotse.db", closed)
    before = closed.read_bytes()
    with refused(Code.STORE_LINKED):
        open_store(other, KEY, clock, ids)
    assert {path.name for path in other.iterdir()} == {"lotse.db", "lotse.lock"}
    assert closed.read_bytes() == before
    (other / "lotse.db").unlink()
    _open_and_check(closed.parent, clock, ids)
