"""The key file's format: a golden file, and what a cut, flipped, forged or newer one does."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lotse_app.models.problems import Code, ProblemError
from lotse_app.vault.derive import KEY_LENGTH, slot_key
from lotse_app.vault.slots import KeyFile, load
from lotse_app.vault.vault import FILE_NAME, TWIN_NAME, KeyFileVault
from tests.vault.support import (
    ANNA,
    BERND,
    CHEAP,
    OTHER,
    PHRASE,
    CountedEntropy,
    MemorySecrets,
    by_code,
    clock,
    refused,
    vault,
)

GOLDEN = Path(__file__).parent / "golden"
#: What the golden file was made of; it must open for as long as format 1 is read.
GOLDEN_KEY = bytes.fromhex("5b689caa3857c7df77cf6efd3be93660c432b642892cc4232fa7aa1398675aef")
GOLDEN_PLACE = "e8687db83a0cecbddae0e201c6052368"
GOLDEN_DEVICE = bytes.fromhex("2b1fd97c4b9edf221d31dcb492d4bf3bc7b64ec8f5b107017973054f838ff102")
#: The same as it is written since there are backups: each slot carries its backup key as well.
GOLDEN_NOW = "schluessel-mit-sicherung.json"
GOLDEN_CODE = "MWZCJ-7X1DR-Z1K23-61FP3-16QTK"


def golden(folder: Path) -> KeyFileVault:
    shutil.copy(GOLDEN / FILE_NAME, folder / FILE_NAME)
    secrets = MemorySecrets()
    secrets.kept[GOLDEN_PLACE] = GOLDEN_DEVICE
    return vault(folder, secrets)


def canonical(content: object) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def resealed(content: dict[str, Any]) -> bytes:
    """Return a forged file with a right checksum."""
    rest = {name: value for name, value in content.items() if name != "checksum"}
    return json.dumps(rest | {"checksum": hashlib.sha256(canonical(rest)).hexdigest()}).encode()


def test_the_golden_file_opens_by_passphrase_and_by_code(tmp_path: Path) -> None:
    made = golden(tmp_path)
    assert made.pilots() == ((ANNA.id, ANNA.name),)
    assert made.unlock(ANNA.id, PHRASE) == GOLDEN_KEY
    assert by_code(made, GOLDEN_CODE) == GOLDEN_KEY


def test_the_golden_file_is_written_again_byte_by_byte(tmp_path: Path) -> None:
    made = KeyFileVault(tmp_path, MemorySecrets(), clock(), cost=CHEAP, entropy=CountedEntropy())
    key, code = made.create(ANNA, PHRASE)
    assert (key, code) == (GOLDEN_KEY, GOLDEN_CODE)
    assert (tmp_path / FILE_NAME).read_bytes() == (GOLDEN / GOLDEN_NOW).read_bytes()


def test_the_golden_file_opens_by_the_standards_alone() -> None:
    """Argon2id, HKDF and AES-GCM put together here anew, with nothing of the vault's own code."""
    content = json.loads((GOLDEN / FILE_NAME).read_bytes())
    slot = content["slots"][0]
    kdf = slot["kdf"]
    stretched = hash_secret_raw(
        PHRASE.encode(), base64.b64decode(kdf["salt"]), kdf["t"], kdf["m_kib"], kdf["p"], 32, Type.ID, 19
    )
    key = HKDF(SHA256(), 32, None, slot["id"].encode()).derive(stretched + GOLDEN_DEVICE)
    bound = {name: content[name] for name in ("kind", "format", "key_check")}
    bound["slot"] = {name: slot[name] for name in ("id", "name", "secret_id", "kdf")}
    opened = AESGCM(key).decrypt(base64.b64decode(slot["nonce"]), base64.b64decode(slot["wrapped"]), canonical(bound))
    assert opened == GOLDEN_KEY


def test_a_slot_key_is_what_the_standards_say() -> None:
    salt, secret = bytes(range(16)), bytes(range(32))
    known = "31984bffff0d898e031e05a4ecbdf8a9b76b67587fdf58cbad140c09529556db"
    assert slot_key(b"passphrase", secret, salt, CHEAP, "pilot:1").hex() == known


def test_each_slot_of_each_device_has_another_key() -> None:
    keys = {
        slot_key(b"passphrase", secret, bytes([salt]) * 16, CHEAP, slot_id)
        for secret in (b"", bytes(32))
        for salt in (1, 2)
        for slot_id in ("pilot:1", "pilot:2")
    }
    assert len(keys) == 8


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, 10_000), mask=st.integers(1, 255))
@example(place=0, mask=1)
def test_a_flipped_byte_never_opens_and_is_called_damage(tmp_path: Path, place: int, mask: int) -> None:
    made = golden(tmp_path)
    raw = bytearray((GOLDEN / FILE_NAME).read_bytes())
    raw[place % len(raw)] ^= mask
    (tmp_path / FILE_NAME).write_bytes(bytes(raw))
    (tmp_path / TWIN_NAME).write_bytes((GOLDEN / FILE_NAME).read_bytes())
    try:
        assert made.unlock(ANNA.id, PHRASE) == GOLDEN_KEY  # blanks between the fields carry nothing
        assert json.loads(raw) == json.loads((GOLDEN / FILE_NAME).read_bytes())
    except ProblemError as error:
        assert error.problem.code in {Code.KEY_FILE_DAMAGED, Code.KEY_FILE_NEWER}  # noqa: PT017 - either is right


def test_a_cut_file_is_called_damage_wherever_it_is_cut(tmp_path: Path) -> None:
    made = golden(tmp_path)
    raw = (GOLDEN / FILE_NAME).read_bytes()
    (tmp_path / TWIN_NAME).write_bytes(raw)
    for length in range(len(raw) - 2):
        (tmp_path / FILE_NAME).write_bytes(raw[:length])
        assert refused(lambda: made.unlock(ANNA.id, PHRASE)).code is Code.KEY_FILE_DAMAGED
    (tmp_path / FILE_NAME).write_bytes(raw[:-1])  # the last line break may go
    assert made.unlock(ANNA.id, PHRASE) == GOLDEN_KEY


@given(st.binary())
@example(b"[" * 200_000)
@example(b"null")
@example(b'{"format": true}')
@example(b'{"format": 0}')
@example(b'{"format": 1e400}')
def test_garbage_is_called_damage(raw: bytes) -> None:
    assert refused(lambda: load(raw)).code is Code.KEY_FILE_DAMAGED


def test_a_file_of_a_newer_program_is_not_called_damage(tmp_path: Path) -> None:
    made = golden(tmp_path)
    (tmp_path / FILE_NAME).write_bytes(b'{"kind": "lotse-schluessel", "format": 2, "slots": {"other": "shape"}}')
    for act in (lambda: made.unlock(ANNA.id, PHRASE), lambda: by_code(made, GOLDEN_CODE)):
        problem = refused(act)
        assert (problem.code, problem.param("found"), problem.param("known")) == (Code.KEY_FILE_NEWER, 2, 1)


FORGERIES = {
    "key check": ["key_check", "AAAAAAAAAAAAAAAAAAAAAA=="],
    "name": ["slots", 0, "name", "Eva Beispiel"],
    "passes": ["slots", 0, "kdf", "t", 2],
    "memory": ["slots", 0, "kdf", "m_kib", 16],
    "salt": ["slots", 0, "kdf", "salt", "AAAAAAAAAAAAAAAAAAAAAA=="],
    "nonce": ["slots", 0, "nonce", "AAAAAAAAAAAAAAAA"],
    "wrapped": ["slots", 0, "wrapped", base64.b64encode(bytes(48)).decode()],
    "no device secret": ["slots", 0, "secret_id", ""],
}


def forged(path: list[Any]) -> bytes:
    content = json.loads((GOLDEN / FILE_NAME).read_bytes())
    *way, last, value = path
    entry = content
    for step in way:
        entry = entry[step]
    entry[last] = value
    return resealed(content)


@pytest.mark.parametrize("path", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_field_with_a_right_checksum_does_not_open(tmp_path: Path, path: list[Any]) -> None:
    made = golden(tmp_path)
    (tmp_path / FILE_NAME).write_bytes(forged(path))
    assert refused(lambda: made.unlock(ANNA.id, PHRASE)).code is Code.WRONG_PASSPHRASE
    (tmp_path / FILE_NAME).write_bytes(forged(["slots", 0, "name", ANNA.name]))  # the forger's tool itself works
    assert made.unlock(ANNA.id, PHRASE) == GOLDEN_KEY


@pytest.mark.parametrize(
    "path",
    [
        ["kind", "another program"],
        ["slots", "none"],
        ["slots", []],
        ["slots", 1, "id", "pilot:anna"],
        ["slots", 0, "kdf", "m_kib", 1 << 40],
        ["slots", 0, "kdf", "t", 0],
        ["slots", 0, "kdf", "p", True],
        ["slots", 0, "kdf", "p", 2],
        ["slots", 0, "kdf", "name", "scrypt"],
        ["slots", 0, "kdf", "salt", "AAAA"],
        ["slots", 0, "nonce", "not base64!!"],
        ["slots", 0, "name", None],
    ],
    ids=str,
)
def test_a_field_that_cannot_be_is_called_damage(path: list[Any]) -> None:
    assert refused(lambda: load(forged(path))).code is Code.KEY_FILE_DAMAGED


def test_slots_cannot_be_exchanged_between_pilots(tmp_path: Path) -> None:
    made = golden(tmp_path)
    (tmp_path / FILE_NAME).write_bytes(forged(["slots", 0, "id", "pilot:bernd"]))
    assert refused(lambda: made.unlock("bernd", PHRASE)).code is Code.WRONG_PASSPHRASE


@pytest.mark.parametrize(("first", "twin"), [(None, None), (None, b"cut"), (b"cut", None), (b"", b"cut")])
def test_where_neither_file_can_be_read_no_code_is_asked_for(
    tmp_path: Path, first: bytes | None, twin: bytes | None
) -> None:
    made = vault(tmp_path)
    _, code = made.create(ANNA, PHRASE)
    for name, content in ((FILE_NAME, first), (TWIN_NAME, twin)):
        (tmp_path / name).unlink()
        if content is not None:
            (tmp_path / name).write_bytes(content)
    for act in (made.pilots, lambda: made.unlock(ANNA.id, PHRASE), lambda: by_code(made, code)):
        assert refused(act).code is Code.KEY_FILES_LOST


@pytest.mark.parametrize(
    ("first", "twin"), [(None, None), (b"cut", None), (b"", b"cut"), (b"cut", "same"), ("same", None)]
)
def test_key_files_lost_while_the_store_is_open_are_written_anew(
    tmp_path: Path, first: bytes | str | None, twin: bytes | str | None
) -> None:
    secrets = MemorySecrets()
    made = vault(tmp_path, secrets)
    key, _ = made.create(ANNA, PHRASE)
    made.add_pilot(key, BERND, OTHER)
    before = (tmp_path / FILE_NAME).read_bytes()
    for name, content in ((FILE_NAME, first), (TWIN_NAME, twin)):
        if not isinstance(content, str):
            (tmp_path / name).unlink()
        if isinstance(content, bytes):
            (tmp_path / name).write_bytes(content)
    made.mend(key)
    assert [(tmp_path / name).read_bytes() for name in (FILE_NAME, TWIN_NAME)] == [before, before]
    assert vault(tmp_path, secrets).unlock(BERND.id, OTHER) == key


def test_only_the_files_of_the_open_store_are_written_anew_and_only_where_there_is_one(tmp_path: Path) -> None:
    made = vault(tmp_path / "hier")
    made.mend(b"x" * KEY_LENGTH)  # nothing was read yet
    (tmp_path / "hier").mkdir()
    key, _ = made.create(ANNA, PHRASE)
    for name in (FILE_NAME, TWIN_NAME):
        (tmp_path / "hier" / name).unlink()
    made.mend(b"x" * KEY_LENGTH)
    assert not made.exists()
    (tmp_path / "hier").rename(tmp_path / "geloescht")  # as a wipe begins
    made.mend(key)
    assert not made.exists()
    assert not (tmp_path / "hier").exists()


def test_a_key_file_of_a_newer_program_is_never_written_over(tmp_path: Path) -> None:
    made = vault(tmp_path)
    key, _ = made.create(ANNA, PHRASE)
    newer = b'{"kind": "lotse-schluessel", "format": 2, "slots": {"other": "shape"}}'
    for name in (FILE_NAME, TWIN_NAME):
        (tmp_path / name).write_bytes(newer)
    made.mend(key)
    assert (tmp_path / FILE_NAME).read_bytes() == newer


def test_a_twin_of_a_newer_program_is_not_called_lost(tmp_path: Path) -> None:
    (tmp_path / TWIN_NAME).write_bytes(b'{"kind": "lotse-schluessel", "format": 2, "slots": {"other": "shape"}}')
    for act in (vault(tmp_path).pilots, lambda: vault(tmp_path).unlock(ANNA.id, PHRASE)):
        assert refused(act).code is Code.KEY_FILE_NEWER


@pytest.mark.parametrize("content", [None, b"", b'{"cut'])
def test_the_code_opens_the_twin_when_the_first_file_is_lost_and_mends_it(
    tmp_path: Path, content: bytes | None
) -> None:
    made = vault(tmp_path)
    key, code = made.create(ANNA, PHRASE)
    (tmp_path / FILE_NAME).unlink()
    if content is not None:
        (tmp_path / FILE_NAME).write_bytes(content)
    assert made.exists()
    named = Code.KEY_FILE_MISSING if content is None else Code.KEY_FILE_DAMAGED
    assert refused(lambda: made.unlock(ANNA.id, PHRASE)).code is named
    assert made.pilots() == ((ANNA.id, ANNA.name),)
    again, _ = made.reset_with_recovery(code, ANNA, OTHER)
    assert again == key == made.unlock(ANNA.id, OTHER)
    assert load((tmp_path / FILE_NAME).read_bytes()) == load((tmp_path / TWIN_NAME).read_bytes())


def test_the_twin_never_holds_a_slot_that_was_removed(tmp_path: Path) -> None:
    made = vault(tmp_path)
    made.create(ANNA, PHRASE)
    made.change_passphrase(ANNA.id, PHRASE, OTHER)
    assert (tmp_path / FILE_NAME).read_bytes() == (tmp_path / TWIN_NAME).read_bytes()


def test_a_folder_in_place_of_the_file_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    assert refused(vault(tmp_path).pilots).code is Code.PLACE_TAKEN


def test_replacing_a_slot_keeps_the_others() -> None:
    first = load((GOLDEN / FILE_NAME).read_bytes())
    assert KeyFile(first.key_check, ()).with_slots(*first.slots) == first
    assert first.without(first.slots[0].id).slots == first.slots[1:]
