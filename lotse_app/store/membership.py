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
from lotse_app.store.columns import document, moment_or_none, read_document, read_moment_or_none

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection
    from lotse_app.store.trail import TrailTable

_MEMBER, _DEVICE, _RECEIVING, _STANDING = "portal.mitglied", "portal.geraet", "portal.empfang", "portal.stand"
_KEYS, _MOMENTS = ("portal_sign", "portal_receive"), ("reached_at", "tried_at")


class MembershipTable:
    """Implements ``sync_ports.MemberRows``."""

    def __init__(self, connection: Connection, trail: TrailTable) -> None:
        self._connection = connection
        self._trail = trail

    def membership(self) -> Membership | None:
        """Return where this device is a member, None before it joined."""
        found = self._text(_MEMBER)
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
        known = self._text(_DEVICE)
        if not known:
            self._keep(_DEVICE, new)
        return known or new

    def receiving_secret(self) -> bytes | None:
        """Return the receiving key, None before it was made."""
        found = self._text(_RECEIVING)
        return bytes.fromhex(found) if found else None

    def keep_receiving_secret(self, secret: bytes) -> None:
        """Keep the receiving key."""
        self._keep(_RECEIVING, secret.hex())

    def join(self, member: Membership) -> None:
        """Keep that this device is a member from now on, and note it."""
        with self._connection.atomic():
            self._write(member)
            self._keep(_STANDING, "")
            self._trail.note(Deed.PORTAL_JOINED, member.device)

    def change_way(self, way: Way) -> None:
        """Change how the portal is reached; nothing happens where this device is no member."""
        row = self._text(_MEMBER)
        if row:
            self._keep(_MEMBER, document({**read_document(row), "way": asdict(way)}))

    def standing(self) -> Standing:
        """Return how the rounds went."""
        found = self._text(_STANDING)
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
        self._keep(_STANDING, document(row))

    def _write(self, member: Membership) -> None:
        row = asdict(member) | {name: getattr(member, name).hex() for name in _KEYS}
        row |= {"sees": list(member.sees), "joined_at": moment_or_none(member.joined_at)}
        self._keep(_MEMBER, document(row))

    def _text(self, key: str) -> str:
        row = self._connection.row("SELECT value FROM setting WHERE key = ?", (key,))
        return "" if row is None else str(row["value"])

    def _keep(self, key: str, value: str) -> None:
        with self._connection.atomic():
            self._connection.put("setting", {"key": key, "value": value}, ("key",))
