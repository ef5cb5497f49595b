"""The portal this device has joined, how it is reached, how the rounds went. Rows of ``setting``: one of each.

The receiving key lies beside the signing key (``station_files``): in the encrypted store and its backups, nowhere else.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from lotse_app.models.portal_standing import Standing
from lotse_app.models.problems import Code
from lotse_app.models.sync import Membership, Way
from lotse_app.models.trail import Deed
from lotse_app.store.columns import document, moment_or_none, moment_text, read_document, read_moment_or_none
from lotse_app.store.settings import forget_settings, save_setting, setting

if TYPE_CHECKING:
    from datetime import datetime

    from lotse_app.store.connection import Connection
    from lotse_app.store.sync import SyncTable
    from lotse_app.store.trail import TrailTable

_MEMBER, _DEVICE, _RECEIVING, _STANDING = "portal.mitglied", "portal.geraet", "portal.empfang", "portal.stand"
#: The sign of the portal that was left; id and key this device had before it had to become another one.
_LEFT, _FORMER = "portal.verlassen", "portal.vorher"
#: Stands in a store that came out of a backup, until the portal has taken it for the device it was made on.
RESTORED = "portal.zurueckgeholt"
_KEYS, _MOMENTS = ("portal_sign", "portal_receive"), ("reached_at", "tried_at")


def reached_at(connection: Connection) -> datetime | None:
    """Return when a round last reached the portal, None where none has."""
    found = setting(connection, _STANDING)
    told = read_document(found)["reached_at"] if found else ""
    return read_moment_or_none(told or None)


class MembershipTable:
    """Implements ``sync_ports.MemberRows``."""

    def __init__(self, connection: Connection, trail: TrailTable, sync: SyncTable) -> None:
        self._connection = connection
        self._trail = trail
        self._sync = sync

    def membership(self) -> Membership | None:
        """Return where this device is a member, None before it joined."""
        found = setting(self._connection, _MEMBER)
        if not found:
            return None
        row: dict[str, Any] = dict(read_document(found))
        row |= {name: bytes.fromhex(row[name]) for name in _KEYS}
        row |= {
            "sees": tuple(row["sees"]),
            "way": Way(**row["way"]),
            "joined_at": read_moment_or_none(row["joined_at"]),
        }
        return Membership(**row)

    def device(self, new: str) -> str:
        """Return by which id this device asks to be let in: an answer that was lost must not make it another one."""
        known = setting(self._connection, _DEVICE)
        if not known:
            save_setting(self._connection, _DEVICE, new)
        return known or new

    def receiving_secret(self) -> bytes | None:
        """Return the receiving key, None before it was made."""
        found = setting(self._connection, _RECEIVING)
        return bytes.fromhex(found) if found else None

    def keep_receiving_secret(self, secret: bytes) -> None:
        """Keep the receiving key."""
        save_setting(self._connection, _RECEIVING, secret.hex())

    def join(self, member: Membership) -> None:
        """Keep that this device is a member from now on, and note it.

        Behind a portal that was left a new log begins: the same portal is told everything again and knows what it has;
        another one is told what nobody has taken yet.
        """
        with self._connection.atomic():
            left = setting(self._connection, _LEFT)
            if left == member.fingerprint:
                self._sync.begin_log()
            elif left:
                self._sync.begin_elsewhere()
            self._write(member)
            forget_settings(self._connection, _STANDING, _LEFT, _FORMER, RESTORED)
            self._trail.note(Deed.PORTAL_JOINED, member.device)

    def leave(self) -> None:
        """Keep that this device is a member no more, and note it; nothing of the work goes."""
        with self._connection.atomic():
            member = self.membership()
            if member is not None:
                self._sync.leave()
                forget_settings(self._connection, _MEMBER, _STANDING, RESTORED)
                save_setting(self._connection, _LEFT, member.fingerprint)
                self._trail.note(Deed.PORTAL_LEFT, member.device)

    def begin_anew(self, device: str, secret: bytes, at: datetime) -> None:
        """Make this another device with a key of its own; the former one vouches for it once it asks to be let in."""
        with self._connection.atomic():
            before = self._connection.value("SELECT lower(hex(secret)) FROM device_key")
            former = {"device": setting(self._connection, _DEVICE), "secret": before}
            save_setting(self._connection, _FORMER, document(former))
            save_setting(self._connection, _DEVICE, device)
            self._connection.put("device_key", {"id": 1, "secret": secret, "made_at": moment_text(at)})

    def former(self) -> tuple[str, bytes] | None:
        """Return id and key this device had before it became another one; None where it did not."""
        found = setting(self._connection, _FORMER)
        if not found:
            return None
        row = read_document(found)
        return str(row["device"]), bytes.fromhex(row["secret"])

    def is_restored(self) -> bool:
        """Return whether this store came out of a backup and the portal has not yet taken it for the same device."""
        return bool(setting(self._connection, RESTORED))

    def settle_restored(self) -> None:
        """Keep that the portal has taken this store for the same device."""
        forget_settings(self._connection, RESTORED)

    def change_way(self, way: Way) -> None:
        """Change how the portal is reached; nothing happens where this device is no member."""
        row = setting(self._connection, _MEMBER)
        if row:
            save_setting(self._connection, _MEMBER, document({**read_document(row), "way": asdict(way)}))

    def standing(self) -> Standing:
        """Return how the rounds went."""
        found = setting(self._connection, _STANDING)
        if not found:
            return Standing()
        row: dict[str, Any] = dict(read_document(found))
        row |= {name: read_moment_or_none(row[name] or None) for name in _MOMENTS}
        row["problem"] = Code(row["problem"]) if row["problem"] in set(Code) else None
        return Standing(**row | {name: tuple(row.get(name, ())) for name in ("skews", "obeyed")})

    def note(self, standing: Standing) -> None:
        """Keep how the rounds went."""
        row = asdict(standing) | {"problem": standing.problem or ""}
        row |= {"skews": list(standing.skews), "obeyed": list(standing.obeyed)}
        row |= {name: moment_or_none(row[name]) or "" for name in _MOMENTS}
        save_setting(self._connection, _STANDING, document(row))

    def _write(self, member: Membership) -> None:
        row = asdict(member) | {name: getattr(member, name).hex() for name in _KEYS}
        row |= {"sees": list(member.sees), "joined_at": moment_or_none(member.joined_at)}
        save_setting(self._connection, _MEMBER, document(row))
