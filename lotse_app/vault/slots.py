"""The key file's format, number 1: a JSON object with a header, slots and a checksum.

``{"kind": "lotse-schluessel", "format": 1, "key_check": …, "slots": […], "checksum": …}``;
bytes are Base64. The checksum (SHA-256 over the canonical JSON of the rest) tells an accident from
a wrong passphrase; what keeps a forger out is AES-GCM, which binds header and slot fields.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import TypeVar

from lotse_app.models.problems import Code, refuse
from lotse_app.vault.derive import NONCE_LENGTH, SALT_LENGTH, WRAPPED_LENGTH, Argon2Cost

FORMAT = 1
KIND = "lotse-schluessel"
RECOVERY = "recovery"
PILOT_PREFIX = "pilot:"

_T = TypeVar("_T")
_JsonObject = dict[str, object]


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the database key.

    ``secret_id`` names the device secret in the keyring; empty means the slot works without one
    (the recovery slot, and pilots on a device that has no keyring). ``name`` is the pilot's. ``backup`` is the slot's
    backup key under the database key (``backup_keys.py``), empty in a slot from before there were backups.
    """

    id: str
    name: str
    secret_id: str
    cost: Argon2Cost
    salt: bytes
    nonce: bytes = b""
    wrapped: bytes = b""
    backup: bytes = b""

    @property
    def pilot_id(self) -> str:
        """Return whose slot this is, or an empty string for the recovery slot."""
        return self.id.removeprefix(PILOT_PREFIX) if self.id.startswith(PILOT_PREFIX) else ""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The header's ``key_check`` (16 bytes) and the slots in file order."""

    key_check: bytes
    slots: tuple[Slot, ...]

    def slot(self, slot_id: str) -> Slot:
        """Return one slot. Raises SLOT_UNKNOWN."""
        for slot in self.slots:
            if slot.id == slot_id:
                return slot
        raise refuse(Code.SLOT_UNKNOWN)

    def with_slots(self, *new: Slot) -> KeyFile:
        """Return the file with these slots in place of those of the same id."""
        replaced = {slot.id for slot in new}
        kept = tuple(slot for slot in self.slots if slot.id not in replaced)
        return KeyFile(self.key_check, kept + new)

    def without(self, slot_id: str) -> KeyFile:
        """Return the file without one slot."""
        return KeyFile(self.key_check, tuple(slot for slot in self.slots if slot.id != slot_id))

    def bound(self, slot: Slot) -> bytes:
        """Return the additional data of a slot: the header and everything in the slot but the wrapped key."""
        return _canonical(self._header() | {"slot": open_fields(slot)})

    def _header(self) -> _JsonObject:
        return {"kind": KIND, "format": FORMAT, "key_check": _text(self.key_check)}


def dump(key_file: KeyFile) -> bytes:
    """Return the file's bytes: UTF-8 JSON that a person can read."""
    slots = [open_fields(s) | _closed_fields(s) for s in key_file.slots]
    content = key_file._header() | {"slots": slots}  # noqa: SLF001 - the format's two halves share one file
    signed = content | {"checksum": _checksum(content)}
    return json.dumps(signed, ensure_ascii=False, indent=1).encode() + b"\n"


def load(raw: bytes) -> KeyFile:
    """Read a key file. Raises KEY_FILE_NEWER (``found``, ``known``) or KEY_FILE_DAMAGED."""
    try:
        parsed: object = json.loads(raw)
        content = _typed(parsed, dict)
        _check_format(content)
        checksum = content.pop("checksum", None)
        if content.get("kind") != KIND or checksum != _checksum(content):
            raise refuse(Code.KEY_FILE_DAMAGED)
        slots = tuple(read_slot(_typed(entry, dict)) for entry in _typed(content.get("slots"), list))
        key_file = KeyFile(_bytes(content, "key_check", 16), slots)
    except (ValueError, RecursionError):
        raise refuse(Code.KEY_FILE_DAMAGED) from None
    if len({slot.id for slot in slots}) != len(slots) or RECOVERY not in {slot.id for slot in slots}:
        raise refuse(Code.KEY_FILE_DAMAGED)
    return key_file


def _check_format(content: _JsonObject) -> None:
    number = _typed(content.get("format"), int)
    if number > FORMAT:
        raise refuse(Code.KEY_FILE_NEWER, found=number, known=FORMAT)
    if number != FORMAT:
        raise refuse(Code.KEY_FILE_DAMAGED)


def read_slot(entry: _JsonObject) -> Slot:
    """Return a slot of a key file or a backup. Raises KEY_FILE_DAMAGED, ValueError."""
    kdf = _typed(entry.get("kdf"), dict)
    if kdf.get("name") != "argon2id" or kdf.get("version") != 19:
        raise refuse(Code.KEY_FILE_DAMAGED)
    # The bounds keep a spoilt number from eating the computer's memory before the tag is checked.
    lanes = _number(kdf, "p", 1, 64)
    cost = Argon2Cost(_number(kdf, "t", 1, 64), _number(kdf, "m_kib", 8 * lanes, 1 << 20), lanes)
    return Slot(
        id=_typed(entry.get("id"), str),
        name=_typed(entry.get("name"), str),
        secret_id=_typed(entry.get("secret_id"), str),
        cost=cost,
        salt=_bytes(kdf, "salt", SALT_LENGTH),
        nonce=_bytes(entry, "nonce", NONCE_LENGTH),
        wrapped=_bytes(entry, "wrapped", WRAPPED_LENGTH),
        backup=_bytes(entry, "backup", WRAPPED_LENGTH) if "backup" in entry else b"",
    )


def _closed_fields(slot: Slot) -> _JsonObject:
    closed: _JsonObject = {"nonce": _text(slot.nonce), "wrapped": _text(slot.wrapped)}
    return closed | {"backup": _text(slot.backup)} if slot.backup else closed


def open_fields(slot: Slot) -> _JsonObject:
    """Return what of a slot can be read by anybody."""
    kdf = {
        "name": "argon2id",
        "version": 19,
        "t": slot.cost.passes,
        "m_kib": slot.cost.memory_kib,
        "p": slot.cost.lanes,
        "salt": _text(slot.salt),
    }
    return {"id": slot.id, "name": slot.name, "secret_id": slot.secret_id, "kdf": kdf}


def _canonical(content: _JsonObject) -> bytes:
    return json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")


def _checksum(content: _JsonObject) -> str:
    return hashlib.sha256(_canonical(content)).hexdigest()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _typed(value: object, kind: type[_T]) -> _T:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise refuse(Code.KEY_FILE_DAMAGED)
    return value


def _number(entry: _JsonObject, name: str, low: int, high: int) -> int:
    number = _typed(entry.get(name), int)
    if not low <= number <= high:
        raise refuse(Code.KEY_FILE_DAMAGED)
    return number


def _bytes(entry: _JsonObject, name: str, length: int) -> bytes:
    raw = base64.b64decode(_typed(entry.get(name), str), validate=True)
    if len(raw) != length:
        raise refuse(Code.KEY_FILE_DAMAGED)
    return raw
