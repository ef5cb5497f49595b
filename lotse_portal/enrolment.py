"""How a device joins: a code of one use from the coordinator, the device's public keys, ids it worked under before."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from lotse_portal import orders, tables
from lotse_portal.clock import text_of
from lotse_portal.database import lock, value
from lotse_portal.feed import OF_ONE_DEVICE
from lotse_portal.keys import public
from lotse_portal.ledger import Entry
from lotse_portal.operations import Role
from lotse_portal.problems import PortalError, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from lotse_portal.keys import PortalKeys
    from lotse_portal.ledger import Ledger
    from lotse_portal.wire import Enrol

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MINUTES, _TRIES = 15, 5


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What a device is told: who it is now, and which keys it pins."""

    device: str
    operator: str
    station: str
    role: Role
    stations: tuple[str, ...]
    portal_sign: dict[str, Any]
    portal_receive: dict[str, Any]
    epoch: int


def add_station(connection: Connection, ledger: Ledger, station_id: str, name: str, now: datetime) -> None:
    """Enter a station. Raises sqlalchemy.exc.IntegrityError where the id is taken."""
    lock(connection)
    row = {"id": station_id, "name": name}
    connection.execute(insert(tables.stations).values(**row, change=0))
    ledger.append(Entry("station", text_of(now), row))


def shut_out(connection: Connection, ledger: Ledger, device: str, state: str, now: datetime, by: str = "") -> bool:
    """Let a device in no more; ``state`` is revoked or lost: then it is ordered to wipe. Return whether it is known.

    ``by`` is the account that decided, nothing for the command line. A lost device stays lost.
    """
    lock(connection)
    of_device = tables.devices.c.id == device
    before = connection.scalar(select(tables.devices.c.state).where(of_device))
    if before is None:
        return False
    if before in {state, "lost"}:
        return True
    connection.execute(update(tables.devices).where(of_device).values(state=state))
    ledger.append(Entry("state", text_of(now), {"device": device, "state": state, "by": by}))
    if state == "lost":
        orders.issue(connection, ledger, device, orders.WIPE, now)
    return True


def order_lock(connection: Connection, ledger: Ledger, device: str, now: datetime) -> bool:
    """Order a device to lock itself; return whether it is known."""
    lock(connection)
    if connection.scalar(select(tables.devices.c.id).where(tables.devices.c.id == device)) is None:
        return False
    orders.issue(connection, ledger, device, orders.LOCK, now)
    return True


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the coordinator decides of a device before it joins; ``sees`` are further stations of a coordinator."""

    station: str
    role: Role = Role.PILOT
    name: str = ""
    sees: frozenset[str] = frozenset()


def drawn(length: int) -> str:
    """Return so many letters nobody can guess."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def invite(connection: Connection, invitation: Invitation, now: datetime, draw: Callable[[int], str] = drawn) -> str:
    """Return a code for one device: 4 letters that name it, 11 (55 bits) that prove it; 15 minutes, 5 tries.

    Raises PortalError: not_found for a station that is none, role for a pilot's device that should see others.
    """
    if invitation.sees and invitation.role is Role.PILOT:
        raise PortalError(Trouble.ROLE)
    wanted = invitation.sees | {invitation.station}
    known = set(connection.scalars(select(tables.stations.c.id).where(tables.stations.c.id.in_(sorted(wanted)))))
    if wanted - known:
        raise PortalError(Trouble.NOT_FOUND, what="station")
    secret = draw(11)
    row = {
        "secret_hash": _hash(secret),
        "station": invitation.station,
        "role": invitation.role.value,
        "name": invitation.name,
        "sees": json.dumps(sorted(invitation.sees - {invitation.station})),
        "expires_at": text_of(now + timedelta(minutes=_MINUTES)),
        "tries_left": _TRIES,
    }
    # Of a million names two codes have the same one sooner than one thinks: even odds after twelve hundred.
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    enter = make(tables.enrolments).on_conflict_do_nothing(index_elements=["handle"])
    entered = enter.returning(tables.enrolments.c.handle)
    handle = draw(4)
    while connection.scalar(entered, row | {"handle": handle}) is None:
        handle = draw(4)
    return f"{handle}-{secret}"


def take_try(connection: Connection, code: str, device: str, now: datetime) -> bool:
    """Use up one try of a code and return whether it holds; in a transaction of its own, so that a failure counts.

    A device that used it may use it again: the answer it got may have been lost on its way.
    """
    handle, _, secret = code.strip().upper().partition("-")
    of_code = tables.enrolments.c.handle == handle
    row = connection.execute(select(tables.enrolments).where(of_code).with_for_update()).one_or_none()
    if row is None or row.used_by not in {None, device} or row.tries_left <= 0 or row.expires_at < text_of(now):
        return False
    connection.execute(update(tables.enrolments).where(of_code).values(tries_left=row.tries_left - 1))
    return hmac.compare_digest(row.secret_hash, _hash(secret))


def enrol(connection: Connection, keys: PortalKeys, ledger: Ledger, asked: Enrol, now: datetime) -> Enrolled:
    """Enter a device whose code held; one that is known already is let in again, as the new code says.

    Raises PortalError where its proof does not fit its key, another device has its id or its key, or it was lost: what
    has its key then is wiped, so it comes back with a key of its own, and says whom it replaces.
    """
    lock(connection)
    handle = asked.code.strip().upper().partition("-")[0]
    of_code = tables.enrolments.c.handle == handle
    row = connection.execute(select(tables.enrolments).where(of_code).with_for_update()).one()
    _require_proof(asked)
    others = json.loads(row.sees)
    if row.used_by is not None:
        return _enrolled(connection, keys, row, _entered_before(connection, row, asked))
    is_known = _is_known(connection, asked)
    device = _device_row(row, asked, text_of(now))
    operator = _operator(connection, row.station, asked.operator)
    rows = {
        "scopes": [{"device": asked.device, "station": name} for name in others],
        "earlier_ids": _earlier(connection, row.station, asked.station),
        "pilots": _pilots(connection, row.station, [pilot.id for pilot in asked.pilots]),
    }
    replaced = _replaced(connection, asked)
    if not is_known:
        connection.execute(insert(tables.devices), [device])
    else:
        admit_again(connection, device)
    adopt_operator(connection, row.station, operator)
    for table in (tables.scopes, tables.earlier_ids, tables.pilots):
        if rows[table.name]:
            connection.execute(insert(table), rows[table.name])
    connection.execute(update(tables.enrolments).where(of_code).values(used_by=asked.device))
    ledger.append(Entry("enrolled", text_of(now), {"device": device, **rows}))
    if replaced:
        hand_on(connection, replaced, asked.device)
        ledger.append(Entry("replaced", text_of(now), {"device": replaced, "by": asked.device}))
    return _enrolled(connection, keys, row, operator)


def admit_again(connection: Connection, device: Mapping[str, str]) -> None:
    """Let a known device in as a new code says: at which station, as what; its further stations begin anew."""
    kept = {name: text for name, text in device.items() if name not in {"id", "seen_at", "health"}}
    connection.execute(update(tables.devices).where(tables.devices.c.id == device["id"]).values(**kept))
    connection.execute(delete(tables.scopes).where(tables.scopes.c.device == device["id"]))


def hand_on(connection: Connection, old: str, new: str) -> None:
    """Let a device have what one it replaces said of its Vorgänge; that one is let in no more."""
    record, device = tables.records.c, tables.devices.c
    of_one = record.kind.in_(sorted(OF_ONE_DEVICE)) & (record.device == old)
    connection.execute(update(tables.records).where(of_one).values(device=new))
    active = (device.id == old) & (device.state == "active")
    connection.execute(update(tables.devices).where(active).values(state="revoked"))


def _is_known(connection: Connection, asked: Enrol) -> bool:
    """Return whether this very device was let in before. Raises PortalError where it may not come again."""
    device = tables.devices.c
    same = (device.id == asked.device) | (device.sign_key == _key_text(asked.sign_key))
    found = connection.execute(select(tables.devices).where(same)).all()
    if not found:
        return False
    if len(found) > 1 or found[0].id != asked.device or found[0].sign_key != _key_text(asked.sign_key):
        raise PortalError(Trouble.ENROLMENT_REFUSED)
    if found[0].state == "lost":
        raise PortalError(Trouble.ENROLMENT_REFUSED, why="lost")
    return True


def _replaced(connection: Connection, asked: Enrol) -> str:
    """Return which device this one goes on for, by the word of that one's key; nothing where it brings no such word.

    Raises PortalError: proof.
    """
    if asked.replaces is None:
        return ""
    device = tables.devices.c
    key = connection.scalar(select(device.sign_key).where(device.id == asked.replaces.device))
    if key is None:  # another portal's
        return ""
    _require_signed(asked.replaces.proof, OKPKey.import_key(json.loads(key)), f"{asked.code} {asked.device}")
    return asked.replaces.device


def _entered_before(connection: Connection, row: Row[Any], asked: Enrol) -> str:
    """Return the Träger of a device that asks once more with its own code and key. Raises PortalError for any other."""
    device = tables.devices.c
    mine = (device.id == asked.device) & (device.sign_key == _key_text(asked.sign_key)) & (device.state == "active")
    if row.used_by != asked.device or connection.scalar(select(device.id).where(mine)) is None:
        raise PortalError(Trouble.ENROLMENT_REFUSED)
    return _operator(connection, row.station, asked.operator)


def _enrolled(connection: Connection, keys: PortalKeys, row: Row[Any], operator: str) -> Enrolled:
    """Return what a device is told that used the code of a row."""
    device, epoch = _user_of(connection, row), int(value(connection, "epoch", "1"))
    stations = (row.station, *json.loads(row.sees))
    return Enrolled(
        device, operator, row.station, Role(row.role), stations, public(keys.sign), public(keys.receive), epoch
    )


def _user_of(connection: Connection, row: Row[Any]) -> str:
    """Return which device used the code of a row."""
    of_code = tables.enrolments.c.handle == row.handle
    return str(connection.scalar(select(tables.enrolments.c.used_by).where(of_code)))


def adopt_operator(connection: Connection, station: str, operator: str) -> None:
    """Let the Träger of a station's first device be the station's; whoever has one keeps it."""
    unset = (tables.stations.c.id == station) & (tables.stations.c.operator == "")
    connection.execute(update(tables.stations).where(unset).values(operator=operator))


def _device_row(invited: Row[Any], asked: Enrol, moment: str) -> dict[str, str]:
    return {
        "id": asked.device,
        "station": invited.station,
        "operator": asked.operator,
        "role": invited.role,
        "state": "active",
        "name": invited.name,
        "sign_key": _key_text(asked.sign_key),
        "receive_key": _key_text(asked.receive_key),
        "enrolled_at": moment,
        "seen_at": moment,
        "health": "{}",
    }


def _operator(connection: Connection, station: str, brought: str) -> str:
    """Return the Träger a device works for from now on: the station's, or the one it brings where it is the first.

    Every device was set up by itself and made an id for the same Träger: what it brought stays with the device
    (``devices.operator``), so that work from before can be told to be of this Träger (design/sync, 2).
    """
    for column in (tables.devices.c.id, tables.stations.c.id, tables.earlier_ids.c.id, tables.pilots.c.id):
        if connection.scalar(select(column).where(column == brought)) is not None:
            raise PortalError(Trouble.ENROLMENT_REFUSED, why="operator")
    adopted = connection.scalar(select(tables.stations.c.operator).where(tables.stations.c.id == station))
    return str(adopted or brought)


def _earlier(connection: Connection, station: str, before: str) -> list[dict[str, str]]:
    """Return the row by which the id a device's station had means this station; none where it does already."""
    known = connection.scalar(select(tables.earlier_ids.c.station).where(tables.earlier_ids.c.id == before))
    own = connection.scalar(select(tables.stations.c.id).where(tables.stations.c.id == before))
    if (known or own or station) != station:
        raise PortalError(Trouble.ENROLMENT_REFUSED, why="station_elsewhere")
    return [] if known or own else [{"id": before, "station": station}]


def _pilots(connection: Connection, station: str, pilots: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of pilots who are new; they keep their ids."""
    there = set(connection.scalars(select(tables.pilots.c.id).where(tables.pilots.c.id.in_(pilots))))
    return [{"id": pilot, "station": station, "role": "pilot"} for pilot in dict.fromkeys(pilots) if pilot not in there]


def _require_proof(asked: Enrol) -> None:
    """Check that the device holds the key it brings: a JWS over the code."""
    try:
        key = OKPKey.import_key(asked.sign_key)
        OKPKey.import_key(asked.receive_key)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise PortalError(Trouble.ENROLMENT_REFUSED, why="proof") from error
    _require_signed(asked.proof, key, asked.code)


def _require_signed(proof: str, key: OKPKey, words: str) -> None:
    """Raise PortalError unless these words were signed with this key."""
    try:
        signed = jws.deserialize_compact(proof, key, algorithms=["Ed25519"])
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise PortalError(Trouble.ENROLMENT_REFUSED, why="proof") from error
    if signed.payload != words.encode():
        raise PortalError(Trouble.ENROLMENT_REFUSED, why="proof")


def _key_text(jwk: dict[str, Any]) -> str:
    return json.dumps({name: str(jwk.get(name, "")) for name in ("crv", "kty", "x")}, sort_keys=True)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
