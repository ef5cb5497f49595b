"""Access tokens: a device shows that it holds its key (RFC 7523), and gets ten minutes (design/sync, 2)."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from sqlalchemy import delete, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from lotse_portal import tables
from lotse_portal.clock import text_of
from lotse_portal.operations import Device, Role
from lotse_portal.problems import PortalError, Trouble

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from lotse_portal.keys import PortalKeys

LIFETIME = 600
#: An assertion may be this old or this far ahead: clocks of laptops are wrong by minutes.
_LEEWAY, _LONGEST = 600, 1200
_ALGORITHMS = ["Ed25519"]


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and for how many seconds it holds."""

    text: str
    seconds: int


def exchange(connection: Connection, keys: PortalKeys, assertion: str, now: datetime) -> Token:
    """Return an access token for a device's signed assertion. Raises PortalError: unauthorised, revoked, lost."""
    subject = _unverified_subject(assertion)
    row = connection.execute(select(tables.devices).where(tables.devices.c.id == subject)).one_or_none()
    if row is None:
        raise PortalError(Trouble.UNAUTHORISED)
    claims = _claims(assertion, OKPKey.import_key(json.loads(row.sign_key)))
    moment = int(now.timestamp())
    expires, jti = claims.get("exp"), claims.get("jti")
    fits = claims.get("aud") == keys.fingerprint and claims.get("iss") == claims.get("sub") == subject
    if not fits or not isinstance(expires, int) or not isinstance(jti, str) or not 8 <= len(jti) <= 80:
        raise PortalError(Trouble.UNAUTHORISED)
    if not moment - _LEEWAY <= expires <= moment + _LONGEST:
        raise PortalError(Trouble.UNAUTHORISED, why="clock", server_time=moment)
    _use_once(connection, jti, expires + _LEEWAY, moment)
    _require_active(row.id, row.state)
    seen(connection, subject, now)
    content = {"sub": subject, "aud": keys.fingerprint, "iat": moment, "exp": moment + LIFETIME}
    return Token(jwt.encode({"alg": "Ed25519"}, content, keys.sign, algorithms=_ALGORITHMS), LIFETIME)


def seen(connection: Connection, device: str, at: datetime) -> None:
    """Note that a device was heard of; what came by stick was said earlier and sets nothing back."""
    row = tables.devices
    heard = (row.c.id == device) & (row.c.seen_at < text_of(at))
    connection.execute(update(row).where(heard).values(seen_at=text_of(at)))


def device_of(connection: Connection, keys: PortalKeys, token: str, now: datetime) -> Device:
    """Return the device of an access token as it stands now: revoking works at once, not with the next token."""
    claims = _claims(token, keys.sign)
    expires = claims.get("exp")
    if claims.get("aud") != keys.fingerprint or not isinstance(expires, int) or expires < now.timestamp():
        raise PortalError(Trouble.UNAUTHORISED)
    row = connection.execute(select(tables.devices).where(tables.devices.c.id == claims.get("sub"))).one_or_none()
    if row is None:
        raise PortalError(Trouble.UNAUTHORISED)
    _require_active(row.id, row.state)
    return read_device(connection, row.id, row.station, Role(row.role))


def read_device(connection: Connection, device_id: str, station: str, role: Role) -> Device:
    """Return a device with its scope and the ids its station had before."""
    scope, earlier = tables.scopes.c, tables.earlier_ids.c
    others = select(scope.station.label("id"), literal(True).label("other")).where(scope.device == device_id)
    before = select(earlier.id, literal(False)).where(earlier.station == station)
    found = [(row.id, row.other) for row in connection.execute(others.union_all(before))]
    seen, known = (frozenset(name for name, other in found if bool(other) is wanted) for wanted in (True, False))
    return Device(device_id, station, role, seen, known)


def _require_active(device: str, state: str) -> None:
    """Raise PortalError with the device's own id for one that showed its key and is shut out all the same."""
    if state != "active":
        raise PortalError(Trouble.DEVICE_LOST if state == "lost" else Trouble.DEVICE_REVOKED, device=device)


def _claims(token: str, key: OKPKey) -> dict[str, Any]:
    try:
        return dict(jwt.decode(token, key, algorithms=_ALGORITHMS).claims)
    except (JoseError, ValueError, TypeError) as error:
        raise PortalError(Trouble.UNAUTHORISED) from error


def _unverified_subject(assertion: str) -> str:
    """Return whose key the assertion is to be checked with; nothing of it is believed before that."""
    try:
        padded = assertion.split(".")[1]
        found = json.loads(unpacked(padded))["sub"]
    except (IndexError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise PortalError(Trouble.UNAUTHORISED) from error
    return str(found)


def unpacked(part: str) -> bytes:
    """Return the bytes of Base64url without filling. Raises ValueError."""
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _use_once(connection: Connection, jti: str, until: int, now: int) -> None:
    """Remember an assertion. Raises PortalError where it was used before."""
    connection.execute(delete(tables.assertions).where(tables.assertions.c.expires_at < now))
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    enter = make(tables.assertions).values(jti=jti, expires_at=until).on_conflict_do_nothing(index_elements=["jti"])
    if connection.execute(enter.returning(tables.assertions.c.jti)).first() is None:
        raise PortalError(Trouble.UNAUTHORISED, why="replayed")
