"""The key file beside the store: who opens the database, and with what.

Two files hold the same slots: ``schluessel.json`` and its twin ``schluessel.zweit.json``. The twin
is always a copy of the *present* slots, never of earlier ones: an older copy would still open to a
passphrase that was changed or to a pilot who was removed. It is there because a lost key file is
lost data, whatever code lies in the drawer: if the first file is damaged or gone, the recovery code
opens the twin, and ``reset_with_recovery`` writes both anew. Where neither can be read, no code opens
anything any more (KEY_FILES_LOST): the recovery slot lay in them. While the store is open, though, the vault still
holds the slots it read, and ``mend`` writes both files anew.
"""

from __future__ import annotations

import os
import unicodedata
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.paths import KEY_FILE, KEY_TWIN
from lotse_app.vault import files
from lotse_app.vault.attempts import Attempts
from lotse_app.vault.backup_keys import seal, tucked
from lotse_app.vault.codes import new_code, read_code
from lotse_app.vault.derive import (
    KEY_LENGTH,
    NONCE_LENGTH,
    SALT_LENGTH,
    Argon2Cost,
    key_check,
    passphrase_bytes,
    slot_key,
    unwrap,
    wrap,
)
from lotse_app.vault.slots import PILOT_PREFIX, RECOVERY, KeyFile, Slot, dump, load
from lotse_app.vault.transport import TransportKey

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.clock import Clock
    from lotse_app.models.people import Pilot
    from lotse_app.vault.device_secrets import DeviceSecrets

FILE_NAME, TWIN_NAME = KEY_FILE, KEY_TWIN
ATTEMPTS_NAME = "versuche.json"
#: A key file in this state is no use; its twin may be.
_USELESS = frozenset({Code.KEY_FILE_DAMAGED, Code.KEY_FILE_MISSING})
#: Characters of a passphrase with a device secret beside it, and where no keyring exists.
SHORTEST = 10
SHORTEST_WITHOUT_KEYRING = 16
#: Letters with a stroke do not come apart by themselves.
_STROKED = str.maketrans("łđø", "ldo")


class KeyFileVault:
    """The ``Vault`` of ``workflows/ports.py`` over a folder and the system's keyring."""

    def __init__(
        self,
        folder: Path,
        secrets: DeviceSecrets,
        clock: Clock,
        *,
        entropy: Callable[[int], bytes] = os.urandom,
        cost: Argon2Cost | None = None,
        flush: Callable[[int], None] = os.fsync,
    ) -> None:
        self._path = folder / FILE_NAME
        self._twin = folder / TWIN_NAME
        self._secrets = secrets
        self._clock = clock
        self._entropy = entropy
        self._cost = cost or Argon2Cost()
        self._flush = flush
        self._attempts = Attempts(folder / ATTEMPTS_NAME, clock, flush)
        #: What was read or written last: wrapped slots, nothing that opens by itself.
        self._held: KeyFile | None = None

    def exists(self) -> bool:
        """Return whether there is a key file or its twin: then this is no first run."""
        return self._path.exists() or self._twin.exists()

    def create(self, pilot: Pilot, passphrase: str, *, by_code: bool = False) -> tuple[bytes, str]:
        """Make key, device secret and both slots; return (key, recovery code).

        ``by_code``: for data that a recovery code opened; a locked keyring stands in the way of none.
        An earlier key file is set aside, never overwritten: it may be all that opens an old store.
        Raises PASSPHRASE_TOO_SHORT (``minimum``, ``keyring``), KEYRING_LOCKED (``by_code``: KEYRING_LOCKED_SHORT),
        DISK_FULL, FOLDER_READ_ONLY.
        """
        database_key = self._entropy(KEY_LENGTH)
        empty = KeyFile(key_check(database_key), ())
        secret = self._new_device_secret(passphrase, by_code=by_code)
        slot = self._pilot_slot(empty, pilot.id, pilot.name, database_key, passphrase, secret)
        recovery, code = self._recovery_slot(empty, database_key)
        self._set_aside()
        self._write(empty.with_slots(slot, recovery))
        return database_key, code

    def pilots(self) -> tuple[tuple[str, str], ...]:
        """Return (pilot id, name) of every pilot slot, by name; the twin serves if need be. Raises KEY_FILE_*."""
        named = [(slot.pilot_id, slot.name) for slot in self._read_either().slots if slot.pilot_id]
        return tuple(sorted(named, key=lambda entry: (_sorting(entry[1]), entry[0])))

    def wait_seconds(self, pilot_id: str) -> int:
        """Return how many seconds the window must still wait after wrong passphrases."""
        return self._attempts.wait_seconds(pilot_id)

    def unlock(self, pilot_id: str, passphrase: str) -> bytes:
        """Return the database key.

        Raises WRONG_PASSPHRASE (``seconds`` to wait before the next try), PASSPHRASE_WAIT
        (``seconds``), SLOT_UNKNOWN, KEYRING_ABSENT, KEYRING_LOCKED, DEVICE_SECRET_MISSING, KEY_FILE_*.
        """
        key_file = self._read()
        slot = key_file.slot(PILOT_PREFIX + pilot_id)
        database_key, key = self._open_slot(key_file, slot, passphrase)
        if slot.backup:
            self._mend_twin(key_file)
        else:  # a slot from before there were backups
            self._prepare_for_backups(key_file, slot, database_key, key)
        return database_key

    def reset_with_recovery(self, code: str, pilot: Pilot, passphrase: str) -> tuple[bytes, str]:
        """Give this pilot a new slot and the device a new recovery code; return (key, new code).

        The slots of other pilots stay as they are: on this device they still open; on another one
        their device secrets are missing and ``add_pilot`` replaces them. The twin serves if the first file does not.

        Raises RECOVERY_CODE_MISTYPED (``group``, ``characters``), RECOVERY_CODE_WRONG, KEY_FILE_*,
        PASSPHRASE_TOO_SHORT, KEYRING_LOCKED_SHORT.
        """
        database_key, key_file = self._open_recovery_slot(code)
        secret = self._new_device_secret(passphrase, by_code=True)
        slot = self._pilot_slot(key_file, pilot.id, pilot.name, database_key, passphrase, secret)
        recovery, new = self._recovery_slot(key_file, database_key)
        self._write(key_file.with_slots(slot, recovery))
        if slot.secret_id:  # else there is no keyring, or a locked one would ask a second time
            self._forget_secrets(key_file, slot.id)
        self._attempts.forget(pilot.id)
        return database_key, new

    def change_passphrase(self, pilot_id: str, old: str, new: str) -> None:
        """Write the pilot's slot anew, with a new device secret: older copies of the file stop opening."""
        key_file = self._read()
        before = key_file.slot(PILOT_PREFIX + pilot_id)
        database_key = self._open_pilot_slot(key_file, before, old)
        slot = self._pilot_slot(key_file, pilot_id, before.name, database_key, new, self._new_device_secret(new))
        self._write(key_file.with_slots(slot))
        self._forget_secrets(key_file, slot.id)

    def add_pilot(self, key: bytes, pilot: Pilot, passphrase: str) -> None:
        """Add a slot for another pilot, or replace the one whose device secret was lost."""
        key_file = self._read()
        self._require_own(key_file, key)
        secret = self._new_device_secret(passphrase)
        slot = self._pilot_slot(key_file, pilot.id, pilot.name, key, passphrase, secret)
        self._write(key_file.with_slots(slot))
        self._forget_secrets(key_file, slot.id)
        self._attempts.forget(pilot.id)

    def without_secret(self) -> tuple[str, ...]:
        """Return ids of pilots whose device secret is missing here, as after a move. Raises KEYRING_*, KEY_FILE_*."""
        slots = [slot for slot in self._read().slots if slot.pilot_id and slot.secret_id]
        return tuple(slot.pilot_id for slot in slots if self._secrets.get(slot.secret_id) is None)

    def renew_recovery(self, key: bytes) -> str:
        """Replace the recovery code while the store is open; return the new one, shown once."""
        key_file = self._read()
        self._require_own(key_file, key)
        recovery, code = self._recovery_slot(key_file, key)
        self._write(key_file.with_slots(recovery))
        return code

    def transport(self) -> TransportKey:
        """Return the place of what a locked program may have."""
        return TransportKey(self._path.parent, self._secrets, self._entropy)

    def secret_ids(self) -> tuple[str, ...]:
        """Return the names of its secrets in the keyring: of pilots, as far as a key file is read, and the portal's."""
        names = [self.transport().secret_id]
        with suppress(ProblemError):
            names = [*(slot.secret_id for slot in self._read_either().slots), *names]
        return tuple(filter(None, names))

    def mend(self, key: bytes) -> None:
        """Write key file and twin anew where one is lost or damaged; where both are, from what was read last.

        For an open store, whose ``key`` it must be. What cannot be written now is written another time.
        """
        with suppress(ProblemError):
            present = self._present_or_held()
            if present is None or present.key_check != key_check(key):
                return
            if any(files.read(path) != dump(present) for path in (self._path, self._twin)):
                self._write(present)

    def new_backup_key(self) -> bytes:
        """Return a fresh key for one backup."""
        return self._entropy(KEY_LENGTH)

    def seal_backup(self, key: bytes, backup_key: bytes, facts: bytes) -> bytes:
        """Return the key part of a backup: its key wrapped for every slot, bound to ``facts``.

        Raises BACKUP_NEEDS_CODE, KEY_FILE_*.
        """
        key_file = self._read_either()
        self._require_own(key_file, key)
        return seal(key_file, key, backup_key, facts, self._entropy)

    def remove_pilot(self, pilot_id: str) -> None:
        """Remove a pilot's slot. Raises SLOT_UNKNOWN, and NOT_PERMITTED for the last one: nobody could come in."""
        key_file = self._read()
        slot = key_file.slot(PILOT_PREFIX + pilot_id)
        if sum(1 for other in key_file.slots if other.pilot_id) == 1:
            raise refuse(Code.NOT_PERMITTED)
        self._write(key_file.without(slot.id))
        self._forget_secrets(key_file, slot.id)
        self._attempts.forget(pilot_id)

    @staticmethod
    def _require_own(key_file: KeyFile, key: bytes) -> None:
        if key_check(key) != key_file.key_check:
            message = "the key is not this key file's"
            raise ValueError(message)

    def _open_pilot_slot(self, key_file: KeyFile, slot: Slot, passphrase: str) -> bytes:
        return self._open_slot(key_file, slot, passphrase)[0]

    def _open_slot(self, key_file: KeyFile, slot: Slot, passphrase: str) -> tuple[bytes, bytes]:
        """Return (database key, the slot's own key)."""
        seconds = self.wait_seconds(slot.pilot_id)
        if seconds:
            raise refuse(Code.PASSPHRASE_WAIT, seconds=seconds)
        secret = self._device_secret(slot)
        key = slot_key(passphrase_bytes(passphrase), secret, slot.salt, slot.cost, slot.id)
        database_key = unwrap(key, slot.wrapped, slot.nonce, key_file.bound(slot))
        if database_key is None:
            raise refuse(Code.WRONG_PASSPHRASE, seconds=self._attempts.failed(slot.pilot_id))
        self._attempts.forget(slot.pilot_id)
        return database_key, key

    def _prepare_for_backups(self, key_file: KeyFile, slot: Slot, database_key: bytes, key: bytes) -> None:
        """Add the slot's backup key to the key file; a full disk must not keep anybody out."""
        backup = tucked(database_key, slot, key_file.bound(slot), key)
        slots = tuple(replace(one, backup=backup) if one.id == slot.id else one for one in key_file.slots)
        try:
            self._write(KeyFile(key_file.key_check, slots))
        except ProblemError:
            return

    def _open_recovery_slot(self, code: str) -> tuple[bytes, KeyFile]:
        plain = read_code(code)
        key_file = self._read_either()
        slot = key_file.slot(RECOVERY)
        key = slot_key(plain.encode(), b"", slot.salt, slot.cost, slot.id)
        database_key = unwrap(key, slot.wrapped, slot.nonce, key_file.bound(slot))
        if database_key is None:
            raise refuse(Code.RECOVERY_CODE_WRONG)
        return database_key, key_file

    def _device_secret(self, slot: Slot) -> bytes:
        if not slot.secret_id:
            return b""
        secret = self._secrets.get(slot.secret_id)
        if secret is None:
            raise refuse(Code.DEVICE_SECRET_MISSING)
        return secret

    def _new_device_secret(self, passphrase: str, *, by_code: bool = False) -> tuple[str, bytes]:
        """Put a new secret into the keyring; return (id, secret), both empty where no keyring exists.

        A locked one is waited for, never gone around, but by the recovery code: it opens without any keyring.
        """
        _long_enough(passphrase, SHORTEST, keyring=1)
        secret_id, secret = self._entropy(16).hex(), self._entropy(KEY_LENGTH)
        try:
            self._secrets.set(secret_id, secret)
            kept = self._secrets.get(secret_id)
        except ProblemError as error:
            locked = by_code and error.problem.code is Code.KEYRING_LOCKED
            if not locked and error.problem.code is not Code.KEYRING_ABSENT:
                raise
            short = Code.KEYRING_LOCKED_SHORT if locked else Code.PASSPHRASE_TOO_SHORT
            _long_enough(passphrase, SHORTEST_WITHOUT_KEYRING, keyring=0, short=short)
            return "", b""
        if kept != secret:  # better now than at the next start
            raise refuse(Code.DEVICE_SECRET_MISSING)
        return secret_id, secret

    def _pilot_slot(
        self, key_file: KeyFile, pilot_id: str, name: str, database_key: bytes, passphrase: str, kept: tuple[str, bytes]
    ) -> Slot:
        secret_id, secret = kept
        slot = Slot(PILOT_PREFIX + pilot_id, name, secret_id, self._cost, self._entropy(SALT_LENGTH))
        key = slot_key(passphrase_bytes(passphrase), secret, slot.salt, slot.cost, slot.id)
        return self._sealed(key_file, slot, database_key, key)

    def _recovery_slot(self, key_file: KeyFile, database_key: bytes) -> tuple[Slot, str]:
        code = new_code(self._entropy)
        slot = Slot(RECOVERY, "", "", self._cost, self._entropy(SALT_LENGTH))
        key = slot_key(read_code(code).encode(), b"", slot.salt, slot.cost, slot.id)
        return self._sealed(key_file, slot, database_key, key), code

    def _sealed(self, key_file: KeyFile, slot: Slot, database_key: bytes, key: bytes) -> Slot:
        nonce = self._entropy(NONCE_LENGTH)
        bound = key_file.bound(slot)
        wrapped = wrap(key, database_key, nonce, bound)
        return replace(slot, nonce=nonce, wrapped=wrapped, backup=tucked(database_key, slot, bound, key))

    def _forget_secrets(self, before: KeyFile, slot_id: str) -> None:
        """Delete the device secret a slot had; one that stays behind opens nothing any more."""
        secret_ids = [slot.secret_id for slot in before.slots if slot.id == slot_id and slot.secret_id]
        try:
            for secret_id in secret_ids:
                self._secrets.delete(secret_id)
        except ProblemError:
            return

    def _mend_twin(self, key_file: KeyFile) -> None:
        """Write the twin anew if it is lost, or older because the power went between two renames."""
        try:
            if files.read(self._twin) != dump(key_file):
                files.replace(dump(key_file), self._twin, flush=self._flush)
        except ProblemError:  # a full disk must not keep anybody out
            return

    def _set_aside(self) -> None:
        stamp = self._clock.now().strftime("%Y%m%dT%H%M%S%f")
        try:
            for path in (self._path, self._twin):
                if path.exists():
                    path.rename(path.with_name(f"{path.stem}.beiseite-{stamp}.json"))
        except OSError as error:
            raise files.translated(error) from error

    def _write(self, key_file: KeyFile) -> None:
        files.replace(dump(key_file), self._path, self._twin, flush=self._flush)
        self._held = key_file

    def _present_or_held(self) -> KeyFile | None:
        try:
            return self._read_either()
        except ProblemError as error:
            if error.problem.code is not Code.KEY_FILES_LOST:
                raise
            return self._held

    def _read(self) -> KeyFile:
        """Return the first key file. Raises KEY_FILE_MISSING or KEY_FILE_DAMAGED only where the twin serves."""
        try:
            return self._read_from(self._path)
        except ProblemError as error:
            if error.problem.code in _USELESS:
                self._read_twin()
            raise

    def _read_either(self) -> KeyFile:
        try:
            return self._read_from(self._path)
        except ProblemError as error:
            if error.problem.code not in _USELESS:
                raise
            return self._read_twin()

    def _read_twin(self) -> KeyFile:
        """Return the twin of a key file that is no use. Raises KEY_FILES_LOST where it is none either."""
        try:
            return self._read_from(self._twin)
        except ProblemError as error:
            raise (refuse(Code.KEY_FILES_LOST) if error.problem.code in _USELESS else error) from error

    def _read_from(self, path: Path) -> KeyFile:
        raw = files.read(path)
        if raw is None:
            raise refuse(Code.KEY_FILE_MISSING)
        self._held = load(raw)
        return self._held


def _long_enough(passphrase: str, minimum: int, *, keyring: int, short: Code = Code.PASSPHRASE_TOO_SHORT) -> None:
    if len(passphrase_bytes(passphrase).decode("utf-8", "surrogatepass")) < minimum:
        raise refuse(short, minimum=minimum, keyring=keyring)


def _sorting(name: str) -> str:
    """Return a name as German lists sort it: by its base letters (DIN 5007)."""
    parted = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in parted if not unicodedata.combining(c)).translate(_STROKED)
