"""Files brought by stick from places without any network (design/sync, 2): the same batches, the same answers.

A file is a JWE (ECDH-ES, A256GCM) to the portal's receiving key. Inside stand a line that the device signed, which
names portal, device and the digest of what follows, and the batches (JSON, gzip). The receipt goes back the same way,
sealed to the device and signed by the portal. A file that is taken in twice changes nothing: every operation has its
answer.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import zlib
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from pydantic import ValidationError
from sqlalchemy import select

from lotse_portal import exchanging, orders, rows, tables, tokens, wire
from lotse_portal.clock import text_of
from lotse_portal.operations import Role, canonical
from lotse_portal.problems import PortalError

if TYPE_CHECKING:
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
    active: bool


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a file: how many operations were answered and how many of them were new, and the receipt.

    ``shut_out``: nothing was taken in; the receipt brings a lost device the order to wipe.
    """

    device: str
    answered: int
    new: int
    receipt: bytes
    ordered: int = 0
    shut_out: bool = False


def bring(database: Database, keys: PortalKeys, ledger: Ledger, file: bytes, now: datetime) -> Brought:
    """Take in a file and return its receipt. Raises StickError, and what a database raises."""
    plain = _opened(file, keys)
    line, _, packed = plain.partition(b"\n")
    sender = _sender(database, line)
    _require_signed(line, packed, sender, keys)
    content = _content(packed)
    told = _ordered(database, keys, ledger, sender, content["done"], now)
    log = content["log"]
    if not sender.active:
        if not told:
            raise StickError(Flaw.SHUT_OUT)
        body = {"log": log, "asked_from": content["cursor"], "answers": [], "pages": [], "orders": told}
        return Brought(sender.device.id, 0, 0, _receipt(body, sender, keys), len(told), shut_out=True)
    before = _last_seq(database, sender.device, log)
    answers = [_answer(database, ledger, sender.device, one, now) for one in content["batches"]]
    _hear(database, sender.device, content, now)
    body = {"log": log, "asked_from": content["cursor"], "answers": answers, "orders": told}
    body["pages"] = _pages(database, sender.device, content["cursor"])
    number = sum(len(one["body"].get("results", ())) for one in answers)
    new = _last_seq(database, sender.device, log) - before
    return Brought(sender.device.id, number, new, _receipt(body, sender, keys), len(told))


def _ordered(
    database: Database, keys: PortalKeys, ledger: Ledger, sender: Sender, done: list[str], now: datetime
) -> list[str]:
    """Note which orders the device carried out, then return those that wait for it."""
    with database.write() as connection:
        for receipt in done:
            with contextlib.suppress(PortalError):  # nonsense is no matter of the rest
                orders.take_receipt(connection, ledger, receipt, now)
        return orders.hand_over(connection, keys, sender.device.id, now)


def _hear(database: Database, device: Device, content: dict[str, Any], now: datetime) -> None:
    """Keep how the device was when it wrote the file, unless it was heard of since; a first word always counts."""
    told = now if content["at"] is None else min(now, datetime.fromisoformat(content["at"]))
    with database.write() as connection:
        columns = tables.devices.c
        before = connection.execute(select(columns.seen_at, columns.health).where(columns.id == device.id)).one()
        is_news = before.seen_at <= text_of(told) or not json.loads(before.health)
        if content["report"] is not None and is_news:
            health = wire.Health.model_validate(content["report"])
            rows.keep_health(connection, device, health.model_dump_json(), max(before.seen_at, text_of(told)))
        tokens.seen(connection, device.id, told)


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
        device = tokens.read_device(connection, row.id, row.station, Role(row.role))
    keys = OKPKey.import_key(json.loads(row.sign_key)), OKPKey.import_key(json.loads(row.receive_key))
    return Sender(device, *keys, active=row.state == "active")


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
