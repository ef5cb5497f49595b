"""A backup's key opens by every slot's way, and never gives the database key away."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.problems import Code
from lotse_app.vault.backup_keys import _checksum, open_by_code, open_by_passphrase
from lotse_app.vault.slots import KeyFile, dump, load
from lotse_app.vault.vault import FILE_NAME, TWIN_NAME
from tests.vault.support import ANNA, BERND, OTHER, PHRASE, MemorySecrets, by_code, refused, vault
from tests.vault.test_slots import GOLDEN, GOLDEN_CODE, golden

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.vault.vault import KeyFileVault

FACTS = b'{"made_at":"2026-11-20"}'
KEY = b"b" * 32


class Made:
    """A vault with one pilot and the key part of a backup."""

    def __init__(self, folder: Path) -> None:
        self.secrets = MemorySecrets()
        self.vault: KeyFileVault = vault(folder, self.secrets)
        self.key, self.code = self.vault.create(ANNA, PHRASE)

    def sealed(self) -> bytes:
        return self.vault.seal_backup(self.key, KEY, FACTS)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path)


def test_code_and_passphrases_open_it(made: Made) -> None:
    made.vault.add_pilot(made.key, BERND, OTHER)
    keys = made.sealed()
    assert open_by_code(keys, FACTS, made.code.lower()) == KEY
    assert open_by_passphrase(keys, FACTS, PHRASE, made.secrets) == (KEY, ANNA.id)
    assert open_by_passphrase(keys, FACTS, OTHER, made.secrets) == (KEY, BERND.id)
    assert len(made.vault.new_backup_key()) == 32


def test_on_another_device_only_the_code_opens_it(made: Made) -> None:
    keys = made.sealed()
    for secrets in (MemorySecrets(), MemorySecrets(Code.KEYRING_ABSENT)):
        problem = refused(partial(open_by_passphrase, keys, FACTS, PHRASE, secrets))
        assert problem.code is Code.BACKUP_PASSPHRASE_WRONG
    locked = MemorySecrets(Code.KEYRING_LOCKED)
    assert refused(lambda: open_by_passphrase(keys, FACTS, PHRASE, locked)).code is Code.KEYRING_LOCKED
    assert open_by_code(keys, FACTS, made.code) == KEY


def test_a_slot_without_keyring_opens_it_by_passphrase(tmp_path: Path) -> None:
    own = vault(tmp_path, MemorySecrets(Code.KEYRING_ABSENT))
    key, _ = own.create(ANNA, "eine wirklich lange Passphrase")
    keys = own.seal_backup(key, KEY, FACTS)
    found = open_by_passphrase(keys, FACTS, "eine wirklich lange Passphrase", MemorySecrets())
    assert found == (KEY, ANNA.id)


def test_wrong_secrets_are_refused(made: Made) -> None:
    keys = made.sealed()
    assert refused(lambda: open_by_code(keys, FACTS, GOLDEN_CODE)).code is Code.BACKUP_CODE_WRONG
    assert refused(lambda: open_by_code(keys, FACTS, "ABC")).code is Code.RECOVERY_CODE_MISTYPED
    assert refused(lambda: open_by_passphrase(keys, FACTS, OTHER, made.secrets)).code is Code.BACKUP_PASSPHRASE_WRONG


def test_neither_the_database_key_nor_a_name_is_in_it(made: Made) -> None:
    keys = made.sealed()
    assert ANNA.name.encode() not in keys
    assert made.key not in keys
    for slot in json.loads(keys)["slots"]:
        assert set(slot) == {"id", "name", "secret_id", "kdf", "nonce", "wrapped"}
        assert slot["name"] == ""


def test_the_code_of_the_day_counts(made: Made) -> None:
    before = made.sealed()
    new = made.vault.renew_recovery(made.key)
    after = made.sealed()
    assert open_by_code(before, FACTS, made.code) == KEY
    assert open_by_code(after, FACTS, new) == KEY
    assert refused(lambda: open_by_code(after, FACTS, made.code)).code is Code.BACKUP_CODE_WRONG
    assert by_code(made.vault, new) == made.key
    with pytest.raises(ValueError, match="not this key file's"):
        made.vault.renew_recovery(b"x" * 32)


def test_a_changed_passphrase_opens_later_backups(made: Made) -> None:
    made.vault.change_passphrase(ANNA.id, PHRASE, OTHER)
    assert open_by_passphrase(made.sealed(), FACTS, OTHER, made.secrets) == (KEY, ANNA.id)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda keys: keys[:-30],
        lambda _: b"[]",
        lambda keys: keys.replace(b'"p": 1', b'"p": 2'),
        lambda keys: keys.replace(b'"format": 1', b'"format": 0'),
    ],
)
def test_what_was_damaged_is_said_to_be_so(made: Made, spoil: object) -> None:
    spoilt = spoil(made.sealed())  # type: ignore[operator]  # one of the functions above
    assert refused(lambda: open_by_code(spoilt, FACTS, made.code)).code is Code.BACKUP_DAMAGED


def test_other_facts_do_not_fit(made: Made) -> None:
    keys = made.sealed()
    assert refused(lambda: open_by_code(keys, b"{}", made.code)).code is Code.BACKUP_DAMAGED


def test_slots_from_before_there_were_backups_get_ready_at_the_next_unlock(tmp_path: Path) -> None:
    old = golden(tmp_path)
    key = old.unlock(ANNA.id, PHRASE)
    assert (tmp_path / FILE_NAME).read_bytes() == (tmp_path / TWIN_NAME).read_bytes()
    assert (tmp_path / FILE_NAME).read_bytes() != (GOLDEN / FILE_NAME).read_bytes()
    assert refused(lambda: old.seal_backup(key, KEY, FACTS)).code is Code.BACKUP_NEEDS_CODE
    code = old.renew_recovery(key)
    assert open_by_code(old.seal_backup(key, KEY, FACTS), FACTS, code) == KEY
    assert old.unlock(ANNA.id, PHRASE) == key


def test_a_pilot_who_did_not_unlock_since_is_left_out(tmp_path: Path) -> None:
    old = golden(tmp_path)
    key = by_code(old, GOLDEN_CODE)
    code = old.renew_recovery(key)
    keys = old.seal_backup(key, KEY, FACTS)
    assert [slot["id"] for slot in json.loads(keys)["slots"]] == ["recovery"]
    assert open_by_code(keys, FACTS, code) == KEY


def test_a_full_disk_keeps_nobody_out(tmp_path: Path) -> None:
    old = golden(tmp_path)
    (tmp_path / f"{FILE_NAME}.neu").mkdir()  # what would be written first cannot be
    assert old.unlock(ANNA.id, PHRASE)
    assert (tmp_path / FILE_NAME).read_bytes() == (GOLDEN / FILE_NAME).read_bytes()
    shutil.rmtree(tmp_path / f"{FILE_NAME}.neu")


def test_a_forged_slot_in_the_key_file_is_no_backup(made: Made, tmp_path: Path) -> None:
    other = tmp_path / "anders"
    other.mkdir()
    theirs = vault(other, MemorySecrets())
    theirs.create(BERND, OTHER)
    with pytest.raises(ValueError, match="not this key file's"):
        theirs.seal_backup(made.key, KEY, FACTS)


def test_a_newer_key_part_is_refused(made: Made) -> None:
    content = json.loads(made.sealed()) | {"format": 2}
    del content["checksum"]
    newer = json.dumps(content | {"checksum": _checksum(content, FACTS)}).encode()
    assert refused(lambda: open_by_code(newer, FACTS, made.code)).code is Code.BACKUP_NEWER


def test_a_slot_whose_backup_key_was_spoilt_is_damage(made: Made, tmp_path: Path) -> None:
    key_file = load((tmp_path / FILE_NAME).read_bytes())
    spoilt = KeyFile(key_file.key_check, tuple(replace(slot, backup=b"x" * 48) for slot in key_file.slots))
    for name in (FILE_NAME, TWIN_NAME):
        (tmp_path / name).write_bytes(dump(spoilt))
    assert refused(made.sealed).code is Code.KEY_FILE_DAMAGED


def test_a_spoilt_slot_in_a_backup_is_damage(made: Made) -> None:
    content = json.loads(made.sealed())
    del content["checksum"]
    content["slots"][0]["kdf"]["name"] = "scrypt"
    spoilt = json.dumps(content | {"checksum": _checksum(content, FACTS)}).encode()
    assert refused(lambda: open_by_code(spoilt, FACTS, made.code)).code is Code.BACKUP_DAMAGED
