"""Orders for a program that is locked: it may ask for them and nothing else; and what wiping is (design/privacy).

What it asks with lies in the OS keyring: address, pinned keys, the device's own key. None of it opens the store.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lotse_app.models.orders import Obeyed, OrderKind, read_orders, receipt
from lotse_app.models.problems import ProblemError
from lotse_app.models.sync import Membership, Way

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from lotse_app.clock import Clock
    from lotse_app.models.station_seal import Signing
    from lotse_app.workflows.sync_ports import PortalDoor, TransportPlace, Wiper


#: What a locked program may have of a device that has left its portal.
NOTHING = b"{}"


def transport_bytes(member: Membership, secret: bytes, store: str, backups: Sequence[str]) -> bytes:
    """Return what a locked program may have."""
    kept = {
        "url": member.url,
        "device": member.device,
        "fingerprint": member.fingerprint,
        "portal_sign": member.portal_sign.hex(),
        "way": asdict(member.way),
        "secret": secret.hex(),
        "store": store,
        "backups": list(backups),
    }
    return json.dumps(kept, sort_keys=True).encode()


def receipt_bytes(obeyed: Obeyed) -> bytes:
    """Return what a wiped device keeps until the portal has heard of it: no key, no password, nothing of a person."""
    proxy = urlsplit(obeyed.way.proxy)
    way = replace(obeyed.way, proxy=proxy._replace(netloc=proxy.netloc.rpartition("@")[2]).geturl())
    kept = {"url": obeyed.url, "way": asdict(way), "receipt": obeyed.receipt}
    return json.dumps(kept, sort_keys=True).encode()


class Obeying:
    """Asks for orders while the store is closed, and carries out the one that deletes everything."""

    def __init__(
        self, transport: TransportPlace, door: PortalDoor, signing: Signing, wiper: Wiper, clock: Clock
    ) -> None:
        self._transport = transport
        self._door = door
        self._signing = signing
        self._wiper = wiper
        self._clock = clock

    def ask(self) -> Obeyed | None:
        """Return an order to wipe, None where there is none or the portal cannot be asked. Net lane.

        What was wiped before and nobody has heard of is told first.
        """
        self.tell()
        raw = self._transport.read()
        if raw is None:
            return None
        try:
            kept: dict[str, Any] = json.loads(raw)
            way, sign_key, secret = (
                Way(**kept["way"]),
                bytes.fromhex(kept["portal_sign"]),
                bytes.fromhex(kept["secret"]),
            )
            member = Membership(kept["url"], kept["device"], kept["fingerprint"], portal_sign=sign_key, way=way)
            store, backups = str(kept["store"]), tuple(str(one) for one in kept["backups"])
        except (ValueError, LookupError, TypeError):
            return None
        with suppress(ProblemError):
            return self._asked(member, secret, store, backups)
        return None

    def wipe(self, obeyed: Obeyed) -> None:
        """Delete everything of this device. Work lane, with the store closed. Raises FOLDER_READ_ONLY, STORE_IO."""
        self._wiper.wipe(obeyed.store, obeyed.backups, receipt_bytes(obeyed))

    def tell(self) -> None:
        """Tell the portal that it was done: signed before, since the key is gone by now. Net lane.

        Until it was heard it is told again each time the program asks for orders.
        """
        raw = self._wiper.receipt()
        if raw is None:
            return
        try:
            kept: dict[str, Any] = json.loads(raw)
            url, way, signed = str(kept["url"]), Way(**kept["way"]), str(kept["receipt"])
        except (ValueError, LookupError, TypeError):
            return
        with suppress(ProblemError):
            self._door.acknowledge(url, way, signed)
            self._wiper.forget_receipt()

    def _asked(self, member: Membership, secret: bytes, store: str, backups: tuple[str, ...]) -> Obeyed | None:
        sign = partial(self._signing.sign, secret)
        link = self._door.link(member, sign)
        try:
            ahead: timedelta = self._clock.now() - link.greet().server_time
            told = link.ask_orders()
        finally:
            link.close()
        for order in read_orders(told, member, self._signing, self._clock.now() - ahead):
            obeyed = Obeyed(order, receipt(order, member.device, sign), member.url, member.way, store, backups)
            if order.kind is OrderKind.WIPE:
                return obeyed
            with suppress(ProblemError):  # told again with the next question
                self._door.acknowledge(obeyed.url, obeyed.way, obeyed.receipt)  # it is locked
        return None
