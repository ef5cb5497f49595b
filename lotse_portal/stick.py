"""Files brought by stick from places without any network (design/sync, 2): the same batches, the same answers.

A file is a JWE (ECDH-ES, A256GCM) to the portal's receiving key. Inside stand a line that the device signed, which
names portal, device and the digest of what follows, and the batches (JSON, gzip). The receipt goes back the same way,
sealed to the device and signed by the portal. A file that is taken in twice changes nothing: every operation has its
answer.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from pydantic import ValidationError
from sqlalchemy import select

from lotse_portal import exchanging, tables, tokens, wire
from lotse_portal.operations import Role, canonical
from lotse_portal.problems import PortalError

if TYPE_CHECKING:
    from datetime import datetime

    from lotse_portal.database import Database
    from lotse_portal.keys import PortalKeys
    from lotse_portal.ledger import Ledger
    from lotse_portal.operations import Device

#: Bytes of a file, and of what it holds unpacked: a year of a busy station is a tenth of it.
LARGEST, UNPACKED = 32 << 20, 128 << 20
UP, DOWN = "lotse-stick", "lotse-stick-receipt"
_SEALED = ["ECDH-ES", "A256GCM"]
_SIGNED = ["Ed25519"]
_PAGE, _PAGES = 500, 2000


class Flaw(Enum):
    """Why a file is not taken in."""

    DAMAGED = auto()
    ELSEWHERE = auto()
    STRANGER = auto()
    SHUT_OUT = auto()
    LARGE = auto()


class StickError(Exception):
    """Nothing of the file was taken in."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.name)
        self.flaw = flaw


class _Large(jwe.JWERegistry):
    """What joserfc allows by itself is meant for tokens."""

    max_ciphertext_length = LARGEST


@dataclass(frozen=True, slots=True)
class Sender:
    """A device as the portal knows it now, and its keys."""

    device: Device
    sign: OKPKey
    receive: OKPKey


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a file: how many operations were answered and how many of them were new, and the receipt."""

    device: str
    answered: int
    new: int
    receipt: bytes


def bring(database: Database, keys: PortalKeys, ledger: Ledger, file: bytes, now: datetime) -> Brought:
    """Take in a file and return its receipt. Raises StickError, and what a database raises."""
    plain = _opened(file, keys)
    line, _, packed = plain.partition(b"\n")
    sender = _sender(database, line)
    _require_signed(line, packed, sender, keys)
    content = _content(packed)
    log = content["log"]
    before = _last_seq(database, sender.device, log)
    answers = [_answer(database, ledger, sender.device, one, now) for one in content["batches"]]
    body = {"log": log, "asked_from": content["cursor"], "answers": answers}
    body["pages"] = _pages(database, sender.device, content["cursor"])
    number = sum(len(one["body"].get("results", ())) for one in answers)
    new = _last_seq(database, sender.device, log) - before
    return Brought(sender.device.id, number, new, _receipt(body, sender, keys))


def _opened(file: bytes, keys: PortalKeys) -> bytes:
    if len(file) > LARGEST:
        raise StickError(Flaw.LARGE)
    try:
        header = json.loads(tokens.unpacked(file.split(b".", 1)[0].decode("ascii")))
        if header["typ"] == UP and header["kid"] != keys.fingerprint:
            raise StickError(Flaw.ELSEWHERE)
        found = jwe.decrypt_compact(file.strip(), keys.receive, registry=_Large(algorithms=_SEALED))
    except (JoseError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise StickError(Flaw.DAMAGED) from error
    return found.plaintext or b""


def _sender(database: Database, line: bytes) -> Sender:
    """Return whose key the line is to be checked with; nothing of it is believed before that."""
    try:
        name = str(jws.extract_compact(line).headers()["kid"])
    except (JoseError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise StickError(Flaw.DAMAGED) from error
    with database.read() as connection:
        row = connection.execute(select(tables.devices).where(tables.devices.c.id == name)).one_or_none()
        if row is None:
            raise StickError(Flaw.STRANGER)
        if row.state != "active":
            raise StickError(Flaw.SHUT_OUT)
        device = tokens.read_device(connection, row.id, row.station, Role(row.role))
    keys = OKPKey.import_key(json.loads(row.sign_key)), OKPKey.import_key(json.loads(row.receive_key))
    return Sender(device, *keys)


def _require_signed(line: bytes, packed: bytes, sender: Sender, keys: PortalKeys) -> None:
    """Raise StickError unless the device's line is about this portal and these bytes."""
    try:
        found = jws.deserialize_compact(line, sender.sign, algorithms=_SIGNED)
        said = json.loads(found.payload)
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise StickError(Flaw.DAMAGED) from error
    meant = {"sub": sender.device.id, "aud": keys.fingerprint, "sha256": hashlib.sha256(packed).hexdigest()}
    if found.headers().get("typ") != UP or said != meant:
        raise StickError(Flaw.DAMAGED)


def _content(packed: bytes) -> dict[str, Any]:
    try:
        unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
        text = unpacking.decompress(packed, UNPACKED)
        if not unpacking.eof:
            raise StickError(Flaw.LARGE if unpacking.unconsumed_tail else Flaw.DAMAGED)
        return wire.Stick.model_validate_json(text).model_dump()
    except (zlib.error, ValidationError) as error:
        raise StickError(Flaw.DAMAGED) from error


def _answer(database: Database, ledger: Ledger, device: Device, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return what the device would have been told over HTTP."""
    try:
        push = wire.Push.model_validate(asked)
        told = exchanging.take(database, ledger, device, push, now).model_dump()
    except PortalError as error:
        return {"status": error.trouble.status, "body": error.body()}
    except ValidationError:
        return {"status": 400, "body": {"code": "malformed"}}
    return {"status": 200, "body": told}


def _pages(database: Database, device: Device, cursor: str) -> list[dict[str, Any]]:
    """Return everything that changed behind the cursor the device came with; nothing where it is of another time."""
    pages: list[dict[str, Any]] = []
    try:
        with database.read() as connection:
            for _ in range(_PAGES):
                page = exchanging.page(connection, device, cursor, _PAGE)
                pages.append(page.model_dump())
                cursor = page.cursor
                if not page.more:
                    break
    except PortalError as error:
        return [error.body()]
    return pages


def _receipt(body: dict[str, Any], sender: Sender, keys: PortalKeys) -> bytes:
    packed = gzip.compress(json.dumps(body, ensure_ascii=False).encode(), mtime=0)
    said = {"sub": sender.device.id, "iss": keys.fingerprint, "sha256": hashlib.sha256(packed).hexdigest()}
    head = {"alg": "Ed25519", "typ": DOWN}
    line = jws.serialize_compact(head, canonical(said), keys.sign, algorithms=_SIGNED)
    outside = {"alg": "ECDH-ES", "enc": "A256GCM", "typ": DOWN, "kid": sender.device.id}
    plain = line.encode() + b"\n" + packed
    return jwe.encrypt_compact(outside, plain, sender.receive, registry=_Large(algorithms=_SEALED)).encode()


def _last_seq(database: Database, device: Device, log: str) -> int:
    of_log = (tables.logs.c.device == device.id) & (tables.logs.c.log == log)
    with database.read() as connection:
        return int(connection.scalar(select(tables.logs.c.last_seq).where(of_log)) or 0)
