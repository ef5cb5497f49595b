"""What the driver and the disk say, and the small parts."""

from __future__ import annotations

import errno
import os
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.store.columns import document, moment_or_none, moment_text, read_moment
from lotse_app.store.driver import check_alias, sqlite3
from lotse_app.store.errors import breaks_unique, lacking, problem_of, translated
from lotse_app.store.folder_lock import FolderLock, grip_for
from lotse_app.store.german import sort_key
from tests.store.samples import START, refused

if TYPE_CHECKING:
    from pathlib import Path


def _of_driver(result: int | None, text: str = "") -> Exception:
    error: Exception = sqlite3.OperationalError(text)
    if result is not None:
        error.sqlite_errorcode = result  # type: ignore[attr-defined]  # the driver sets it so
    return error


def _met(error: Exception, rescue: str = "") -> None:
    """Let the store meet this error."""
    with translated(rescue):
        raise error


@pytest.mark.parametrize(
    ("result", "code"),
    [
        (5, Code.STORE_IN_USE),
        (6, Code.STORE_IN_USE),
        (8, Code.FOLDER_READ_ONLY),
        (8 | 3 << 8, Code.FOLDER_READ_ONLY),
        (10, Code.STORE_IO),
        (10 | 12 << 8, Code.STORE_IO),
        (11, Code.STORE_DAMAGED),
        (13, Code.DISK_FULL),
        (14, Code.STORE_IO),
        (26, Code.STORE_DAMAGED),
    ],
)
def test_results_of_the_driver_become_problems(result: int, code: Code) -> None:
    with refused(code, result=result & 0xFF):
        _met(_of_driver(result))


@pytest.mark.parametrize(
    ("code", "free", "said"),
    [
        (Code.STORE_IO, 4096, Code.DISK_FULL),
        (Code.STORE_IO, 1 << 30, Code.STORE_IO),
        (Code.STORE_DAMAGED, 0, Code.STORE_DAMAGED),
    ],
)
def test_a_bare_error_on_a_full_disk_is_said_to_be_the_full_disk(
    tmp_path: Path, code: Code, free: int, said: Code
) -> None:
    assert lacking(refuse(code), tmp_path / "lotse.db", lambda _: free).problem.code is said


def test_a_folder_that_is_gone_has_no_room_to_measure(tmp_path: Path) -> None:
    assert lacking(refuse(Code.STORE_IO), tmp_path / "weg" / "lotse.db").problem.code is Code.STORE_IO


@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
def test_what_may_not_be_read_or_is_no_file_is_told_from_a_disk_that_fails(tmp_path: Path, ending: str) -> None:
    store, beside = tmp_path / "lotse.db", tmp_path / f"lotse.db{ending}"
    store.write_bytes(b"x")
    beside.write_bytes(b"x")

    def may(path: Path, wish: int) -> bool:
        assert wish == os.R_OK | os.W_OK
        return path != beside

    assert lacking(refuse(Code.STORE_IO), store, may=may).problem.code is Code.FOLDER_READ_ONLY
    assert lacking(refuse(Code.STORE_IO), store).problem.code is Code.STORE_IO
    beside.unlink()
    beside.mkdir()
    assert lacking(refuse(Code.STORE_IO), store).problem.code is Code.PLACE_TAKEN


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, Code.DISK_FULL),
        (errno.EDQUOT, Code.DISK_FULL),
        (errno.EROFS, Code.FOLDER_READ_ONLY),
        (errno.EACCES, Code.FOLDER_READ_ONLY),
        (errno.EPERM, Code.FOLDER_READ_ONLY),
        (errno.EISDIR, Code.PLACE_TAKEN),
        (errno.ENOTDIR, Code.PLACE_TAKEN),
        (errno.EEXIST, Code.PLACE_TAKEN),
        (errno.EIO, Code.STORE_IO),
    ],
)
def test_errors_of_the_disk_become_problems(number: int, code: Code) -> None:
    with refused(code, errno=number):
        _met(OSError(number, "secret words"))


def test_only_damage_advises_the_copy() -> None:
    with refused(Code.STORE_DAMAGED, rescue="copy.db"):
        _met(_of_driver(11), "copy.db")
    with pytest.raises(ProblemError) as caught:
        _met(_of_driver(13), "copy.db")
    assert "rescue" not in dict(caught.value.problem.params)


@pytest.mark.parametrize("result", [None, 1, 21])
def test_a_bug_stays_a_bug(result: int | None) -> None:
    with pytest.raises(sqlite3.OperationalError):
        _met(_of_driver(result, "no such table"))


def test_a_trigger_speaks_in_codes_and_other_constraints_are_bugs() -> None:
    with refused(Code.RECORD_FROZEN):
        _met(_of_driver(19, "record_frozen"))
    assert problem_of(_of_driver(19, "NOT NULL constraint failed: session.id")) is None
    assert breaks_unique(_of_driver(19, "UNIQUE constraint failed: session.id"), "session.id")


def test_no_text_of_the_driver_is_handed_on() -> None:
    for error in (_of_driver(11, "secret"), OSError(errno.EIO, "secret", "secret.pdf")):
        found = problem_of(error)
        assert found is not None
        assert "secret" not in f"{found} {found.problem}"


def test_another_driver_is_refused() -> None:
    with pytest.raises(RuntimeError, match="imported before"):
        check_alias(ModuleType("sqlite3"))


def test_moments_are_kept_in_utc_and_sort_as_text() -> None:
    assert moment_text(START) == "2026-11-20T09:00:00.000000Z"
    assert read_moment(moment_text(START)) == START
    assert moment_or_none(None) is None
    with pytest.raises(ValueError, match="zone"):
        moment_text(START.replace(tzinfo=None))


def test_documents_keep_order_and_letters_and_know_no_infinity() -> None:
    assert document({"b": "ß", "a": [1, None]}) == '{"b":"ß","a":[1,null]}'
    with pytest.raises(ValueError, match="JSON"):
        document(float("inf"))


def test_german_order() -> None:
    names = ["Zöller", "Ödön", "Oder", "Straße", "Strasse", "Łukasz", "Lunz", "Ærø", "Adam", "đorđe", "Dora"]
    in_order = ["Adam", "Ærø", "Dora", "đorđe", "Łukasz", "Lunz", "Oder", "Ödön", "Straße", "Strasse", "Zöller"]
    assert sorted(names, key=sort_key) == in_order


def test_windows_locks_a_byte_without_waiting(tmp_path: Path) -> None:
    calls: list[tuple[Any, ...]] = []

    def load(name: str) -> SimpleNamespace:
        return SimpleNamespace(name=name, LK_NBLCK=2, locking=lambda *arguments: calls.append((name, *arguments)))

    lock = FolderLock(tmp_path, grip_for("win32", load))
    assert calls == [("msvcrt", lock._descriptor, 2, 1)]
    lock.release()
    lock.release()


def test_a_lock_that_is_taken_is_refused_however_the_system_says_it(tmp_path: Path) -> None:
    def taken(_: int) -> None:
        raise PermissionError(errno.EACCES, "held")

    with refused(Code.STORE_IN_USE):
        FolderLock(tmp_path, taken)
    FolderLock(tmp_path).release()


def test_a_lock_in_a_folder_that_is_gone_is_said_to_be_so(tmp_path: Path) -> None:
    with refused(Code.STORE_IO, errno=errno.ENOENT):
        FolderLock(tmp_path / "gone")
