"""Rounds of a desk with its portal: when there is a membership, what a round leaves behind, and how it is let go of.

A round runs on the net lane and asks the store lane for each step, so that neither waits for the network. Whatever goes
wrong is noted in words of ``Standing`` and tried again; nothing that waits is ever dropped.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from lotse_app.models.orders import Obeyed, OrderKind, read_orders, receipt
from lotse_app.models.portal_standing import PortalView, Standing
from lotse_app.models.problems import Code, ProblemError
from lotse_app.workflows.exchange import Exchange, at_once
from lotse_app.workflows.obeying import NOTHING, transport_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.clock import Clock
    from lotse_app.models.health import Health
    from lotse_app.models.station_seal import Signing
    from lotse_app.models.sync import Membership
    from lotse_app.workflows.mending import Mending
    from lotse_app.workflows.sync_ports import (
        BackupPlaceRows,
        BesideStore,
        DeviceKeyRows,
        HealthRows,
        MemberRows,
        OnStore,
        OpenLink,
        PortalDoor,
        PortalRows,
        TransportPlace,
    )

#: The portal is asked who it is with the first round, after each that failed, and so often, in seconds: its clock.
_GREETED_EVERY = 3600.0
#: The store was closed, or the program is about to: no news about the portal.
_LEFT = frozenset({Code.STORE_LOCKED})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where backups lie, the place of what a locked program may have, what is done after each round and besides."""

    backups: BackupPlaceRows
    transport: TransportPlace
    after: Callable[[], None]
    health: HealthRows
    mending: Mending


class Rounds:
    """Rounds of one open desk."""

    def __init__(
        self,
        members: MemberRows,
        rows: PortalRows,
        keys: DeviceKeyRows,
        door: PortalDoor,
        signing: Signing,
        clock: Clock,
        beside: Surroundings,
    ) -> None:
        self._members = members
        self._rows = rows
        self._keys = keys
        self._door = door
        self._signing = signing
        self._clock = clock
        self._link: OpenLink | None = None
        self._linked: Membership | None = None
        self._greeted_at: float | None = None
        self._stopped = False
        self._sign: Callable[[bytes], bytes] | None = None
        self._backups, self._transport, self._after = beside.backups, beside.transport, beside.after
        self._health, self._mending = beside.health, beside.mending
        self._reported: Health | None = None
        self._kept, self._kept_store, self._kept_places = b"", "", tuple[str, ...]()

    def view(self) -> PortalView:
        """Return what the window tells of the portal. Store lane."""
        joined = self._members.membership() is not None
        standing = self._members.standing() if joined else Standing()
        left = tuple(one.name for one in self._mending.left())
        return PortalView(joined, standing, self._rows.state(), left=left)

    def round(self, on_store: OnStore, beside: BesideStore = at_once) -> PortalView | None:
        """Do one round; None where this device is no member or its desk is closed. Net lane, never raises a problem.

        ``beside`` works on the store while the portal is waited for; without it one comes after the other.
        """
        try:
            member = on_store(self._members.membership)
            if member is None:
                self._forget_for_lock()
                return None
            secret = on_store(self._keys.secret)
            if secret is None or self._stopped:  # who joined has a key
                return None
            standing, order = self._tried(member, secret, on_store, beside), None
            if self._is_this_device(standing, on_store):
                standing, order = self._obey(member, standing)
                self._keep_for_lock(member, secret, on_store)
            on_store(partial(self._members.note, standing))
            return replace(on_store(self.view), order=order)
        except ProblemError as error:
            if error.problem.code in _LEFT or self._stopped:
                return None
            raise

    def stop(self) -> None:
        """Forget the key and cut what is under way: the desk is about to be closed. Any lane."""
        self._stopped = True
        self._sign, self._kept = None, b""
        link = self._link
        if link is not None:
            link.stop()

    def _tried(self, member: Membership, secret: bytes, on_store: OnStore, beside: BesideStore) -> Standing:
        """Return how the round went. Raises STORE_LOCKED."""
        standing = on_store(self._members.standing)
        try:
            link = self._open(member, secret)
            standing = self._greet(link, standing)
            Exchange(self._rows, link, on_store=on_store, beside=beside).round()
            on_store(self._after)
            self._mending.after_round(link, member.device, on_store)
            self._report(link, standing, on_store)
        except ProblemError as error:
            if error.problem.code in _LEFT or self._stopped:
                raise
            return standing.failed(error.problem, self._clock.now())
        return standing.reached(self._clock.now())

    def _is_this_device(self, standing: Standing, on_store: OnStore) -> bool:
        """Return whether orders are meant for who asks.

        A store that came out of a backup has the name of the device it was made on. If that one was lost, its order to
        wipe is not for who goes on with its work: until a round got through, no order is obeyed.
        """
        if not on_store(self._members.is_restored):
            return True
        if standing.problem is None:
            on_store(self._members.settle_restored)
        return standing.problem is None

    def _report(self, link: OpenLink, standing: Standing, on_store: OnStore) -> None:
        """Say how this device is, where that has changed since it was said."""
        health = on_store(self._health.health)
        if health == self._reported:
            return
        waits = (self._clock.now() - health.oldest).total_seconds() if health.oldest is not None else 0.0
        with suppress(ProblemError):  # the work itself got through; the next round says it again
            link.report(health, round(waits), standing.skew)
            self._reported = health

    def _obey(self, member: Membership, standing: Standing) -> tuple[Standing, Obeyed | None]:
        """Return the first order that came and is believed, noted as carried out unless it is to wipe."""
        link, sign = self._link, self._sign
        if link is None or sign is None:
            return standing, None
        now = self._clock.now() - timedelta(seconds=standing.skew)
        for order in read_orders(link.orders(), member, self._signing, now):
            told = Obeyed(order, receipt(order, member.device, sign), member.url, member.way)
            if order.kind is OrderKind.WIPE:
                return standing, replace(told, store=self._kept_store, backups=self._kept_places)
            with suppress(ProblemError):  # it is told again with the next round
                self._door.acknowledge(told.url, told.way, told.receipt)
            if order.id not in standing.obeyed:
                return standing.obeying(order.id), told
        return standing, None

    def _forget_for_lock(self) -> None:
        """Leave a locked program nothing to ask with: this device has left its portal."""
        if self._transport.read() not in {None, NOTHING}:
            with suppress(ProblemError):  # a full disk; the next round tries again
                self._transport.keep(NOTHING)
        self._kept = b""

    def _keep_for_lock(self, member: Membership, secret: bytes, on_store: OnStore) -> None:
        """Keep what a locked program needs to ask for orders, with the first round and when something of it changed."""
        if not self._kept_store:
            self._kept_store = on_store(self._backups.store_id)
        self._kept_places = tuple(str(place.folder) for place in on_store(self._backups.places))
        content = transport_bytes(member, secret, self._kept_store, self._kept_places)
        if content != self._kept:
            with suppress(ProblemError):  # a full disk; the next round tries again
                self._transport.keep(content)
                self._kept = content

    def _greet(self, link: OpenLink, standing: Standing) -> Standing:
        now = self._clock.monotonic()
        if standing.problem is None and self._greeted_at is not None and now - self._greeted_at < _GREETED_EVERY:
            return standing
        standing = standing.greeted(link.greet(), self._clock.now())
        self._greeted_at = now
        return standing

    def _open(self, member: Membership, secret: bytes) -> OpenLink:
        """Return the way to the portal: the same as long as nothing of the membership changes."""
        if self._link is None or self._linked != member:
            if self._link is not None:
                self._link.close()
            self._sign = partial(self._signing.sign, secret)
            self._link, self._linked = self._door.link(member, self._sign), member
            if self._stopped:
                self._link.stop()
        return self._link
