"""The keys of backups (ADR 0011): each backup has its own, wrapped for every key slot of this device.

From a slot's key a second one is derived, the slot's *backup key*. The key file holds it wrapped under the database
key, so that a backup can be made without passphrase or code; a backup holds its own key wrapped under every slot's
backup key. So passphrase or recovery code open a backup anywhere, and never the live store: the database key is not
in it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING

from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.vault.codes import read_code
from lotse_app.vault.derive import KEY_LENGTH, NONCE_LENGTH, expanded, passphrase_bytes, slot_key, unwrap, wrap
from lotse_app.vault.slots import RECOVERY, Slot, open_fields, read_slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.vault.device_secrets import DeviceSecrets
    from lotse_app.vault.slots import KeyFile

KIND = "lotse-sicherung"
FORMAT = 1


def backup_key_of(key: bytes, slot_id: str) -> bytes:
    """Return the backup key of a slot (32 bytes) from the slot's key."""
    return _derived(key, KEY_LENGTH, f"lotse backup {slot_id}")


def tucked(database_key: bytes, slot: Slot, bound: bytes, key: bytes) -> bytes:
    """Return the slot's backup key wrapped under the database key, for the key file.

    Wrapping key and nonce are derived with the slot's random salt: each wraps one text only.
    """
    wrapping, nonce = _tuck(database_key, slot)
    return wrap(wrapping, backup_key_of(key, slot.id), nonce, bound)


def seal(
    key_file: KeyFile, database_key: bytes, backup_key: bytes, facts: bytes, entropy: Callable[[int], bytes]
) -> bytes:
    """Return the key part of a backup; ``facts`` are bound to it.

    Raises BACKUP_NEEDS_CODE if the recovery slot is older than backups: a new code has to be printed first.
    """
    slots = []
    for slot in key_file.slots:
        if not slot.backup:
            if slot.id == RECOVERY:
                raise refuse(Code.BACKUP_NEEDS_CODE)
            continue  # its pilot has not unlocked since; the recovery code opens the backup all the same
        wrapping, nonce = _tuck(database_key, slot)
        key = unwrap(wrapping, slot.backup, nonce, key_file.bound(slot))
        if key is None:
            raise refuse(Code.KEY_FILE_DAMAGED)
        nameless = Slot(slot.id, "", slot.secret_id, slot.cost, slot.salt)  # names have no place on a stick
        nonce = entropy(NONCE_LENGTH)
        wrapped = wrap(key, backup_key, nonce, _bound(nameless, facts))
        slots.append(open_fields(nameless) | {"nonce": _text(nonce), "wrapped": _text(wrapped)})
    content = {"kind": KIND, "format": FORMAT, "slots": slots}
    return json.dumps(content | {"checksum": _checksum(content, facts)}).encode("ascii")


def open_by_code(keys: bytes, facts: bytes, code: str) -> bytes:
    """Return a backup's key by the recovery code. Raises RECOVERY_CODE_MISTYPED, BACKUP_CODE_WRONG, BACKUP_*."""
    plain = read_code(code)
    slot = next((one for one in _load(keys, facts) if one.id == RECOVERY), None)
    found = None if slot is None else _opened(slot, plain.encode(), b"", facts)
    if found is None:
        raise refuse(Code.BACKUP_CODE_WRONG)
    return found


def open_by_passphrase(keys: bytes, facts: bytes, passphrase: str, secrets: DeviceSecrets) -> tuple[bytes, str]:
    """Return (key, pilot id) on the device it was made on: whichever pilot's passphrase this is.

    Raises BACKUP_PASSPHRASE_WRONG, BACKUP_DAMAGED, BACKUP_NEWER, KEYRING_LOCKED.
    """
    for slot in _load(keys, facts):
        secret = _device_secret(slot, secrets) if slot.pilot_id else None
        if secret is not None:
            found = _opened(slot, passphrase_bytes(passphrase), secret, facts)
            if found is not None:
                return found, slot.pilot_id
    raise refuse(Code.BACKUP_PASSPHRASE_WRONG)


def _device_secret(slot: Slot, secrets: DeviceSecrets) -> bytes | None:
    if not slot.secret_id:
        return b""
    try:
        return secrets.get(slot.secret_id)
    except ProblemError as error:
        if error.problem.code is Code.KEYRING_ABSENT:
            return None
        raise


def _opened(slot: Slot, secret_text: bytes, device_secret: bytes, facts: bytes) -> bytes | None:
    key = backup_key_of(slot_key(secret_text, device_secret, slot.salt, slot.cost, slot.id), slot.id)
    return unwrap(key, slot.wrapped, slot.nonce, _bound(slot, facts))


def _load(keys: bytes, facts: bytes) -> tuple[Slot, ...]:
    try:
        content = json.loads(keys)
        if not isinstance(content, dict) or content.pop("checksum", None) != _checksum(content, facts):
            raise refuse(Code.BACKUP_DAMAGED)
        number = content.get("format")
        if isinstance(number, int) and number > FORMAT:
            raise refuse(Code.BACKUP_NEWER, found=number, known=FORMAT)
        return tuple(read_slot(entry) for entry in content["slots"])
    except (ValueError, LookupError, TypeError, RecursionError):
        raise refuse(Code.BACKUP_DAMAGED) from None
    except ProblemError as error:
        if error.problem.code is Code.KEY_FILE_DAMAGED:
            raise refuse(Code.BACKUP_DAMAGED) from error
        raise


def _tuck(database_key: bytes, slot: Slot) -> tuple[bytes, bytes]:
    derived = _derived(database_key, KEY_LENGTH + NONCE_LENGTH, f"lotse backup slot {slot.id} {slot.salt.hex()}")
    return derived[:KEY_LENGTH], derived[KEY_LENGTH:]


def _derived(key: bytes, length: int, purpose: str) -> bytes:
    return expanded(key, length, purpose.encode())


def _bound(slot: Slot, facts: bytes) -> bytes:
    content = {"kind": KIND, "format": FORMAT, "slot": open_fields(slot)}
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode("ascii") + b"\n" + facts


def _checksum(content: dict[str, object], facts: bytes) -> str:
    """Return what tells an accident from a wrong code; a forger is kept out by GCM."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":")).encode("ascii")
    return hashlib.sha256(text + b"\n" + facts).hexdigest()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
