"""What opens the store, what does not, and what is left when something fails on the way."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotse_app.clock import SystemClock
from lotse_app.models.problems import Code
from lotse_app.vault.derive import Argon2Cost
from lotse_app.vault.slots import dump, load
from lotse_app.vault.vault import FILE_NAME, TWIN_NAME, KeyFileVault
from tests.vault.support import ANNA, BERND, OTHER, PHRASE, MemorySecrets, by_code, clock, refused, vault

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.workflows.ports import Vault

LONG = "fünf blaue Pflaumen im Korb"


def test_the_vault_fits_its_port(tmp_path: Path) -> None:
    fits: Vault = vault(tmp_path)
    assert not fits.exists()
    fits.create(ANNA, PHRASE)
    assert fits.exists()


def test_the_passphrase_gives_the_key_back_after_a_restart(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    key, _ = vault(tmp_path, secrets).create(ANNA, PHRASE)
    assert len(key) == 32
    assert vault(tmp_path, secrets).unlock(ANNA.id, PHRASE) == key


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=16, max_size=60))
def test_any_long_text_is_a_passphrase_and_no_other_opens(tmp_path: Path, phrase: str) -> None:
    made = vault(tmp_path, MemorySecrets(Code.KEYRING_ABSENT))
    long_enough = phrase + "zu kurze Folgen"
    key, _ = made.create(ANNA, long_enough)
    assert made.unlock(ANNA.id, long_enough) == key
    assert refused(lambda: made.unlock(ANNA.id, long_enough + "x")).code is Code.WRONG_PASSPHRASE


def test_letters_typed_in_parts_and_other_blanks_are_the_same_passphrase(tmp_path: Path) -> None:
    made = vault(tmp_path)
    key, _ = made.create(ANNA, "Äpfel\u00a0und Birnen")
    assert made.unlock(ANNA.id, "A\u0308pfel und Birnen") == key


def test_a_half_surrogate_from_a_broken_input_method_is_just_another_character(tmp_path: Path) -> None:
    made = vault(tmp_path)
    key, _ = made.create(ANNA, PHRASE + "\ud83d")
    assert made.unlock(ANNA.id, PHRASE + "\ud83d") == key


def test_the_key_and_the_code_lie_in_no_file(tmp_path: Path) -> None:
    key, code = vault(tmp_path).create(ANNA, PHRASE)
    everything = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Anna Beispiel" in everything  # the search finds what is there
    for secret in (key, key.hex().encode(), code.encode(), code.replace("-", "").encode(), PHRASE.encode()):
        assert secret not in everything


def test_without_the_device_secret_the_folder_is_worthless(tmp_path: Path) -> None:
    vault(tmp_path, MemorySecrets()).create(ANNA, PHRASE)
    elsewhere = vault(tmp_path, MemorySecrets())
    assert refused(lambda: elsewhere.unlock(ANNA.id, PHRASE)).code is Code.DEVICE_SECRET_MISSING


def test_another_device_secret_does_not_open(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    made = vault(tmp_path, secrets)
    made.create(ANNA, PHRASE)
    secrets.kept = {secret_id: bytes(32) for secret_id in secrets.kept}
    assert refused(lambda: made.unlock(ANNA.id, PHRASE)).code is Code.WRONG_PASSPHRASE


@pytest.mark.parametrize("trouble", [Code.KEYRING_ABSENT, Code.KEYRING_LOCKED])
def test_trouble_with_the_keyring_is_named_and_counts_as_no_mistake(tmp_path: Path, trouble: Code) -> None:
    secrets = MemorySecrets()
    made = vault(tmp_path, secrets)
    key, code = made.create(ANNA, PHRASE)
    secrets.trouble = trouble
    for _ in range(5):
        assert refused(lambda: made.unlock(ANNA.id, "falsch, ganz falsch")).code is trouble
    assert made.wait_seconds(ANNA.id) == 0
    assert by_code(made, code) == key


def test_a_short_passphrase_is_refused_with_the_length_it_needs(tmp_path: Path) -> None:
    with_keyring, without = vault(tmp_path), vault(tmp_path, MemorySecrets(Code.KEYRING_ABSENT))
    problem = refused(lambda: with_keyring.create(ANNA, "neun Zei."))
    assert (problem.code, problem.param("minimum"), problem.param("keyring")) == (Code.PASSPHRASE_TOO_SHORT, 10, 1)
    problem = refused(lambda: without.create(ANNA, "fünfzehn Zeiche"))
    assert (problem.code, problem.param("minimum"), problem.param("keyring")) == (Code.PASSPHRASE_TOO_SHORT, 16, 0)
    assert not with_keyring.exists()


def test_a_device_without_a_keyring_works_and_its_slot_says_so(tmp_path: Path) -> None:
    made = vault(tmp_path, MemorySecrets(Code.KEYRING_ABSENT))
    key, _ = made.create(ANNA, LONG)
    assert load((tmp_path / FILE_NAME).read_bytes()).slots[0].secret_id == ""
    assert made.unlock(ANNA.id, LONG) == key


def test_a_keyring_that_came_later_is_used_from_the_next_passphrase_on(tmp_path: Path) -> None:
    secrets = MemorySecrets(Code.KEYRING_ABSENT)
    made = vault(tmp_path, secrets)
    key, _ = made.create(ANNA, LONG)
    secrets.trouble = None
    made.change_passphrase(ANNA.id, LONG, PHRASE)
    assert len(secrets.kept) == 1
    assert made.unlock(ANNA.id, PHRASE) == key


def test_a_locked_or_forgetful_keyring_stops_the_first_run_before_anything_is_written(tmp_path: Path) -> None:
    secrets = MemorySecrets(Code.KEYRING_LOCKED)
    assert refused(lambda: vault(tmp_path, secrets).create(ANNA, LONG)).code is Code.KEYRING_LOCKED
    secrets.trouble, secrets.forgetful = None, True
    assert refused(lambda: vault(tmp_path, secrets).create(ANNA, LONG)).code is Code.DEVICE_SECRET_MISSING
    assert not list(tmp_path.iterdir())


def test_the_recovery_code_opens_beside_a_locked_keyring_with_a_longer_passphrase(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    made = vault(tmp_path, secrets)
    key, code = made.create(ANNA, PHRASE)
    secrets.trouble = Code.KEYRING_LOCKED
    problem = refused(lambda: made.reset_with_recovery(code, ANNA, PHRASE))
    assert (problem.code, problem.param("minimum")) == (Code.KEYRING_LOCKED_SHORT, 16)
    assert by_code(made, code) == key  # refused: the old code still holds
    again, new = made.reset_with_recovery(code, ANNA, LONG)
    assert (again, made.unlock(ANNA.id, LONG), by_code(made, new)) == (key, key, key)
    assert refused(lambda: made.change_passphrase(ANNA.id, LONG, LONG + "!")).code is Code.KEYRING_LOCKED
    secrets.trouble = None
    made.change_passphrase(ANNA.id, LONG, OTHER)  # from here on both are needed again
    secrets.kept.clear()
    assert refused(lambda: made.unlock(ANNA.id, OTHER)).code is Code.DEVICE_SECRET_MISSING


def test_a_backup_comes_back_beside_a_locked_keyring(tmp_path: Path) -> None:
    made = vault(tmp_path, MemorySecrets(Code.KEYRING_LOCKED))
    assert refused(lambda: made.create(ANNA, PHRASE, by_code=True)).code is Code.KEYRING_LOCKED_SHORT
    key, _ = made.create(ANNA, LONG, by_code=True)
    assert made.unlock(ANNA.id, LONG) == key


def test_wrong_passphrases_make_wait_and_the_right_one_opens_afterwards(tmp_path: Path) -> None:
    at, secrets = clock(), MemorySecrets()
    made = vault(tmp_path, secrets, at)
    key, _ = made.create(ANNA, PHRASE)
    waits = [refused(lambda: made.unlock(ANNA.id, OTHER)).param("seconds") for _ in range(3)]
    assert waits == [0, 0, 5]
    again = vault(tmp_path, secrets, at)
    problem = refused(lambda: again.unlock(ANNA.id, PHRASE))
    assert (problem.code, problem.param("seconds"), again.wait_seconds(ANNA.id)) == (Code.PASSPHRASE_WAIT, 5, 5)
    at.advance(seconds=5)
    assert again.unlock(ANNA.id, PHRASE) == key
    assert refused(lambda: again.unlock(ANNA.id, OTHER)).param("seconds") == 0


def test_a_thousand_mistakes_close_no_slot(tmp_path: Path) -> None:
    at = clock()
    made = vault(tmp_path, at=at)
    key, _ = made.create(ANNA, PHRASE)
    for _ in range(40):
        assert refused(lambda: made.unlock(ANNA.id, OTHER)).code is Code.WRONG_PASSPHRASE
        at.advance(minutes=15)
    assert made.unlock(ANNA.id, PHRASE) == key


def test_a_changed_passphrase_replaces_the_old_one_and_its_device_secret(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    made = vault(tmp_path, secrets)
    key, code = made.create(ANNA, PHRASE)
    before = set(secrets.kept)
    made.change_passphrase(ANNA.id, PHRASE, OTHER)
    assert made.unlock(ANNA.id, OTHER) == key
    assert refused(lambda: made.unlock(ANNA.id, PHRASE)).code is Code.WRONG_PASSPHRASE
    assert by_code(made, code) == key
    assert len(secrets.kept) == 1
    assert not before & set(secrets.kept)


def test_the_old_passphrase_is_asked_for_a_change(tmp_path: Path) -> None:
    made = vault(tmp_path)
    made.create(ANNA, PHRASE)
    assert refused(lambda: made.change_passphrase(ANNA.id, OTHER, LONG)).code is Code.WRONG_PASSPHRASE
    assert refused(lambda: made.change_passphrase(ANNA.id, PHRASE, "kurz")).code is Code.PASSPHRASE_TOO_SHORT
    assert made.unlock(ANNA.id, PHRASE)


def test_pilots_come_and_go_each_with_an_own_passphrase(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    made = vault(tmp_path, secrets)
    key, _ = made.create(BERND, PHRASE)
    made.add_pilot(key, ANNA, OTHER)
    assert made.pilots() == ((ANNA.id, ANNA.name), (BERND.id, BERND.name))
    assert made.unlock(ANNA.id, OTHER) == made.unlock(BERND.id, PHRASE) == key
    made.remove_pilot(BERND.id)
    assert made.pilots() == ((ANNA.id, ANNA.name),)
    assert refused(lambda: made.unlock(BERND.id, PHRASE)).code is Code.SLOT_UNKNOWN
    assert len(secrets.kept) == 1


def test_pilots_are_listed_as_german_lists_are_sorted(tmp_path: Path) -> None:
    made = vault(tmp_path)
    key, _ = made.create(replace(ANNA, name="Zoë Zweite"), PHRASE)
    for name in ("Łucja Böhm", "äneas Muster", "Lukas Muster", "Adam Muster"):
        made.add_pilot(key, replace(ANNA, id=name, name=name), PHRASE)
    names = [name for _, name in made.pilots()]
    assert names == ["Adam Muster", "äneas Muster", "Łucja Böhm", "Lukas Muster", "Zoë Zweite"]


def test_adding_a_pilot_again_replaces_the_slot(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    made = vault(tmp_path, secrets)
    key, _ = made.create(ANNA, PHRASE)
    made.add_pilot(key, replace(ANNA, name="Anna Anders"), OTHER)
    assert made.pilots() == ((ANNA.id, "Anna Anders"),)
    assert made.unlock(ANNA.id, OTHER) == key
    assert len(secrets.kept) == 1


def test_the_last_pilot_and_an_unknown_one_cannot_be_removed(tmp_path: Path) -> None:
    made = vault(tmp_path)
    made.create(ANNA, PHRASE)
    assert refused(lambda: made.remove_pilot(BERND.id)).code is Code.SLOT_UNKNOWN
    assert refused(lambda: made.remove_pilot(ANNA.id)).code is Code.NOT_PERMITTED


def test_a_key_of_another_store_is_not_wrapped(tmp_path: Path) -> None:
    made = vault(tmp_path)
    made.create(ANNA, PHRASE)
    with pytest.raises(ValueError, match="not this key file's"):
        made.add_pilot(bytes(32), BERND, OTHER)


def test_the_recovery_code_makes_everything_new_on_another_device(tmp_path: Path) -> None:
    old = vault(tmp_path, MemorySecrets())
    key, code = old.create(ANNA, PHRASE)
    old.add_pilot(key, BERND, OTHER)
    secrets = MemorySecrets()
    new = vault(tmp_path, secrets)
    again, new_code = new.reset_with_recovery(code.lower().replace("-", " "), ANNA, LONG)
    assert again == key
    assert new.unlock(ANNA.id, LONG) == key
    assert refused(lambda: new.unlock(ANNA.id, PHRASE)).code is Code.WRONG_PASSPHRASE
    assert refused(lambda: by_code(new, code)).code is Code.RECOVERY_CODE_WRONG
    assert by_code(new, new_code) == key
    assert refused(lambda: new.unlock(BERND.id, OTHER)).code is Code.DEVICE_SECRET_MISSING
    new.add_pilot(key, BERND, OTHER)
    assert new.unlock(BERND.id, OTHER) == key


def test_a_forgotten_passphrase_is_replaced_and_the_wait_is_over(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    made = vault(tmp_path, secrets)
    key, code = made.create(ANNA, PHRASE)
    made.add_pilot(key, BERND, OTHER)
    for _ in range(4):
        refused(lambda: made.unlock(ANNA.id, LONG))
    made.reset_with_recovery(code, ANNA, LONG)
    assert made.wait_seconds(ANNA.id) == 0
    assert made.unlock(ANNA.id, LONG) == made.unlock(BERND.id, OTHER) == key
    assert len(secrets.kept) == 2


def test_a_mistyped_code_and_a_wrong_code_are_told_apart(tmp_path: Path) -> None:
    made = vault(tmp_path / "a")
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    _, code = made.create(ANNA, PHRASE)
    _, other = vault(tmp_path / "b").create(ANNA, PHRASE)
    assert refused(lambda: by_code(made, other)).code is Code.RECOVERY_CODE_WRONG
    assert refused(lambda: by_code(made, code[:-1])).code is Code.RECOVERY_CODE_MISTYPED
    assert refused(lambda: made.reset_with_recovery(other, ANNA, OTHER)).code is Code.RECOVERY_CODE_WRONG


def test_a_second_first_run_sets_the_earlier_key_file_aside(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    key, _ = vault(tmp_path, secrets).create(ANNA, PHRASE)
    other, _ = vault(tmp_path, secrets).create(ANNA, OTHER)
    assert key != other
    aside = next(path for path in tmp_path.glob("schluessel.beiseite-*.json"))
    aside.rename(tmp_path / FILE_NAME)
    assert vault(tmp_path, secrets).unlock(ANNA.id, PHRASE) == key


@pytest.mark.skipif(os.name != "posix", reason="Windows has no file modes.")
def test_only_the_owner_may_read_the_files(tmp_path: Path) -> None:
    made = vault(tmp_path)
    made.create(ANNA, PHRASE)
    refused(lambda: made.unlock(ANNA.id, OTHER))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {FILE_NAME: 0o600, TWIN_NAME: 0o600, "versuche.json": 0o600}


def test_the_real_disk_and_the_real_cost_work_too(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    key, _ = KeyFileVault(tmp_path, secrets, SystemClock()).create(ANNA, PHRASE)
    slot = load((tmp_path / FILE_NAME).read_bytes()).slots[0]
    assert slot.cost == Argon2Cost(passes=3, memory_kib=65536, lanes=4)
    assert KeyFileVault(tmp_path, secrets, SystemClock()).unlock(ANNA.id, PHRASE) == key


def test_what_was_written_reads_back_to_the_same_bytes(tmp_path: Path) -> None:
    vault(tmp_path).create(ANNA, PHRASE)
    raw = (tmp_path / FILE_NAME).read_bytes()
    assert dump(load(raw)) == raw
    assert (tmp_path / TWIN_NAME).read_bytes() == raw


def test_the_vault_costs_the_start_of_the_program_nothing() -> None:
    heavy = ("argon2", "cryptography", "keyring")
    program = (
        "import sys, lotse_app.vault.vault, lotse_app.vault.device_secrets;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
