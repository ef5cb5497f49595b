"""The portal for who lays a desk: what speaks HTTP is loaded with the first question, on the net lane."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lotse_app.clock import Clock
    from lotse_app.ids import Ids
    from lotse_app.models.carrying import Receipt, Word
    from lotse_app.models.joining import Approach, Welcome
    from lotse_app.models.operation import LoggedOperation
    from lotse_app.models.station_seal import Signing
    from lotse_app.models.sync import Membership, Position, Way
    from lotse_app.portal.client import PortalClient
    from lotse_app.portal.door import Door


class LatePortal:
    """Implements ``sync_ports.PortalDoor``."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids
        self._entering: Door | None = None
        self._stopped = False

    def enter(self, approach: Approach) -> Welcome:
        """Ask to be let in. Raises ProblemError."""
        from lotse_app.portal.door import Door

        door = self._entering = Door(self._ids)
        if self._stopped:
            door.stop()
        return door.enter(approach)

    def give_up(self) -> None:
        """Let go of asking to be let in, if that is under way. Any lane."""
        door = self._entering
        if door is not None:
            door.stop()

    def stop(self) -> None:
        """Let go of asking to be let in, now and ever after. Any lane."""
        self._stopped = True
        self.give_up()

    def acknowledge(self, url: str, way: Way, receipt: str) -> None:
        """Hand over a receipt for an order. Raises ProblemError."""
        from lotse_app.portal.door import Door

        Door(self._ids).acknowledge(url, way, receipt)

    def link(self, member: Membership, sign: Callable[[bytes], bytes]) -> PortalClient:
        """Return the way to the portal."""
        from lotse_app.portal.client import PortalClient

        return PortalClient(member, sign, self._clock, self._ids)


class LateStick:
    """Implements ``sync_ports.StickWriting``: what writes and reads files is loaded with the first one."""

    def __init__(self, signing: Signing) -> None:
        self._signing = signing

    def written(
        self,
        member: Membership,
        position: Position,
        waiting: Sequence[LoggedOperation],
        word: Word,
        sign: Callable[[bytes], bytes],
    ) -> bytes:
        """Return what is to be sealed."""
        from lotse_app.portal.stick import StickPapers

        return StickPapers(self._signing).written(member, position, waiting, word, sign)

    def read(self, plain: bytes, member: Membership) -> Receipt:
        """Return what the portal says. Raises STICK_DAMAGED, STICK_ELSEWHERE."""
        from lotse_app.portal.stick import StickPapers

        return StickPapers(self._signing).read(plain, member)
