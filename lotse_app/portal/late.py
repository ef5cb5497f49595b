"""The portal for who lays a desk: what speaks HTTP is loaded with the first question, on the net lane."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.clock import Clock
    from lotse_app.ids import Ids
    from lotse_app.models.joining import Approach, Welcome
    from lotse_app.models.sync import Membership, Way
    from lotse_app.portal.client import PortalClient


class LatePortal:
    """Implements ``sync_ports.PortalDoor``."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids

    def enter(self, approach: Approach) -> Welcome:
        """Ask to be let in. Raises ProblemError."""
        from lotse_app.portal.door import Door

        return Door(self._ids).enter(approach)

    def acknowledge(self, url: str, way: Way, receipt: str) -> None:
        """Hand over a receipt for an order. Raises ProblemError."""
        from lotse_app.portal.door import Door

        Door(self._ids).acknowledge(url, way, receipt)

    def link(self, member: Membership, sign: Callable[[bytes], bytes]) -> PortalClient:
        """Return the way to the portal."""
        from lotse_app.portal.client import PortalClient

        return PortalClient(member, sign, self._clock, self._ids)
