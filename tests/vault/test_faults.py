"""What is left of the key file when the disk, the power or the keyring fails on the way."""

from __future__ import annotations

import errno
from functools import partial
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.problems import Code
from lotse_app.vault.vault import FILE_NAME, TWIN_NAME
from tests.vault.support import ANNA, BERND, OTHER, PHRASE, MemorySecrets, by_code, refused, vault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.vault.vault import KeyFileVault


LONG = "fünf blaue Pflaumen im Korb"


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, Code.DISK_FULL), (errno.EDQUOT, Code.DISK_FULL), (errno.EROFS, Code.FOLDER_READ_ONLY),
     (errno.EACCES, Code.FOLDER_READ_ONLY), (errno.EIO, Code.STORE_IO)],
)  # fmt: skip
@pytest.mark.parametrize("at_flush", [0, 1])
def test_a_disk_that_fails_leaves_the_key_file_as_it_was(
    tmp_path: Path, number: int, code: Code, at_flush: int
) -> None:
    flushed: list[int] = []

    def failing(descriptor: int) -> None:
        flushed.append(descriptor)
        if len(flushed) > at_flush:
            raise OSError(number, "failed")

    secrets = MemorySecrets()
    key, _ = vault(tmp_path, secrets).create(ANNA, PHRASE)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    acts: list[Callable[[KeyFileVault], object]] = [
        lambda made: made.change_passphrase(ANNA.id, PHRASE, OTHER),
        lambda made: made.add_pilot(key, BERND, OTHER),
    ]
    for act in acts:
        flushed.clear()
        assert refused(partial(act, vault(tmp_path, secrets, flush=failing))).code is code
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert vault(tmp_path, secrets).unlock(ANNA.id, PHRASE) == key


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert refused(lambda: vault(tmp_path / "file").create(ANNA, PHRASE)).code is Code.PLACE_TAKEN


def test_every_file_is_flushed_before_it_gets_its_name_and_the_folder_after(tmp_path: Path) -> None:
    seen: list[set[str]] = []
    made = vault(tmp_path, flush=lambda _: seen.append({path.name for path in tmp_path.iterdir()}))
    made.create(ANNA, PHRASE)
    new, twin = f"{FILE_NAME}.neu", f"{TWIN_NAME}.neu"
    assert seen == [{new}, {new, twin}, {FILE_NAME, TWIN_NAME}]


def test_a_leftover_of_a_crash_does_not_stand_in_the_way(tmp_path: Path) -> None:
    (tmp_path / f"{FILE_NAME}.neu").write_bytes(b"half")
    made = vault(tmp_path)
    key, _ = made.create(ANNA, PHRASE)
    assert made.unlock(ANNA.id, PHRASE) == key


def test_a_device_secret_that_cannot_be_deleted_stops_nothing(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    made = vault(tmp_path, secrets)
    key, _ = made.create(ANNA, PHRASE)
    made.add_pilot(key, BERND, OTHER)
    secrets.trouble = Code.KEYRING_LOCKED
    made.remove_pilot(BERND.id)
    assert made.pilots() == ((ANNA.id, ANNA.name),)


class PowerCut(BaseException):
    """Ends a write in the middle, as a power cut does: nothing is tidied up."""


@pytest.mark.parametrize("survived", range(4))
def test_a_power_cut_while_writing_leaves_one_passphrase_that_opens(tmp_path: Path, survived: int) -> None:
    secrets = MemorySecrets()
    key, code = vault(tmp_path, secrets).create(ANNA, PHRASE)
    flushed: list[int] = []

    def cutting(descriptor: int) -> None:
        flushed.append(descriptor)
        if len(flushed) > survived:
            raise PowerCut

    changing = vault(tmp_path, secrets, flush=cutting)
    if survived < 3:
        with pytest.raises(PowerCut):
            changing.change_passphrase(ANNA.id, PHRASE, OTHER)
    else:
        changing.change_passphrase(ANNA.id, PHRASE, OTHER)
    after = vault(tmp_path, secrets)
    valid, gone = (OTHER, PHRASE) if survived >= 2 else (PHRASE, OTHER)
    assert after.unlock(ANNA.id, valid) == by_code(after, code) == key
    assert refused(lambda: after.unlock(ANNA.id, gone)).code is Code.WRONG_PASSPHRASE


@pytest.mark.parametrize("twin", [None, b"", b"an older copy"])
def test_unlocking_mends_the_twin(tmp_path: Path, twin: bytes | None) -> None:
    made = vault(tmp_path)
    made.create(ANNA, PHRASE)
    (tmp_path / TWIN_NAME).unlink()
    if twin is not None:
        (tmp_path / TWIN_NAME).write_bytes(twin)
    refused(lambda: made.unlock(ANNA.id, OTHER))
    assert (tmp_path / TWIN_NAME).exists() == (twin is not None)  # only the right passphrase mends
    made.unlock(ANNA.id, PHRASE)
    assert (tmp_path / TWIN_NAME).read_bytes() == (tmp_path / FILE_NAME).read_bytes()


def test_a_twin_that_cannot_be_written_keeps_nobody_out(tmp_path: Path) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    secrets = MemorySecrets()
    key, _ = vault(tmp_path, secrets).create(ANNA, PHRASE)
    (tmp_path / TWIN_NAME).unlink()
    assert vault(tmp_path, secrets, flush=full).unlock(ANNA.id, PHRASE) == key
