"""Joining a portal: the coordinator's invitation, the device's keys, and who the device is there from now on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lotse_app.models.joining import Applicant, Approach, Former
from lotse_app.models.permission import Right
from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.models.station_file import groups
from lotse_app.models.station_seal import fingerprint
from lotse_app.models.sync import Membership
from lotse_app.models.trail import Deed, Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.models.joining import Invitation, Welcome
    from lotse_app.models.station_seal import Signing
    from lotse_app.models.sync import Way
    from lotse_app.workflows.ports import StationRows
    from lotse_app.workflows.shift import Shift
    from lotse_app.workflows.sync_ports import DeviceKeyRows, MemberRows, PortalDoor, ReceivingKeys

#: Before there is a membership, being offline has a name of its own: somebody types the address just now.
_AT_THE_DOOR = {"foreign": Code.PORTAL_FOREIGN, "proxy": Code.PORTAL_PROXY}


#: A bundle of all authorities there are has about 250 kB.
_LARGEST = 1 << 20
_MARK = "-----BEGIN CERTIFICATE-----"


def read_authority(path: Path) -> str:
    """Return the certificates of a file as text. Work lane. Raises FILE_UNREADABLE, PORTAL_AUTHORITY."""
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
        text = content.decode("ascii")
    except OSError as error:
        raise refuse(Code.FILE_UNREADABLE) from error
    except UnicodeDecodeError as error:
        raise refuse(Code.PORTAL_AUTHORITY) from error
    if len(text) > _LARGEST or _MARK not in text:
        raise refuse(Code.PORTAL_AUTHORITY)
    return text


class Joining:
    """Lets this device become a member of a portal; the responsible person or a coordinator does."""

    def __init__(
        self,
        rows: MemberRows,
        keys: DeviceKeyRows,
        stations: StationRows,
        door: PortalDoor,
        crypto: tuple[Signing, ReceivingKeys],
        shift: Shift,
    ) -> None:
        self._rows = rows
        self._keys = keys
        self._stations = stations
        self._door = door
        self._signing, self._receiving = crypto
        self._clock = shift.clock
        self._ids = shift.ids
        self._sight = shift.sight
        self._trail = shift.trail

    @property
    def allowed(self) -> bool:
        """Return whether this pilot may let the device join. Any lane."""
        return self._sight.allows(Right.MANAGE_STATION)

    def member(self) -> Membership | None:
        """Return where this device is a member, None before it joined. Store lane."""
        return self._rows.membership()

    def sign(self) -> str:
        """Return by what the device's key is known, for people; nothing before it has one. Store lane."""
        secret = self._keys.secret()
        return "" if secret is None else groups(fingerprint(self._signing.public(secret)))

    def prepare(self, invitation: Invitation, way: Way) -> Approach:
        """Return what the device asks with: it adopts the key that station files are signed with. Store lane.

        Raises NOT_PERMITTED.
        """
        self._require()
        secret = self._keys.secret()
        if secret is None:
            secret = self._signing.new_secret()
            self._keys.keep_secret(secret, self._clock.now())
        receiving = self._rows.receiving_secret()
        if receiving is None:
            receiving = self._receiving.new_secret()
            self._rows.keep_receiving_secret(receiving)
        applicant = Applicant(
            device=self._rows.device(self._ids.new()),
            operator=self._stations.operator().id,
            station=self._stations.station().id,
            pilots=tuple(pilot.id for pilot in self._stations.pilots()),
            sign_key=self._signing.public(secret),
            receive_key=self._receiving.public(receiving),
        )
        before = self._rows.former()
        former = None if before is None else Former(before[0], partial(self._signing.sign, before[1]))
        return Approach(invitation, way, applicant, partial(self._signing.sign, secret), former)

    def prepare_anew(self, invitation: Invitation, way: Way) -> Approach:
        """Make this another device with a key of its own, and return what it asks with. Store lane.

        What this store was made on was reported lost, and whoever has that one's key is wiped: the store came out of
        its backup. The coordinator has given a new code, so it goes on with what the lost one did.
        Raises NOT_PERMITTED.
        """
        self._require()
        self._rows.begin_anew(self._ids.new(), self._signing.new_secret(), self._clock.now())
        return self.prepare(invitation, way)

    def leave(self) -> None:
        """Be a member no more; what is done here waits for the next portal. Store lane. Raises NOT_PERMITTED."""
        self._require()
        self._rows.leave()

    def enter(self, approach: Approach) -> Welcome:
        """Ask the portal. Net lane.

        Raises PORTAL_NOBODY, PORTAL_FOREIGN, PORTAL_PROXY, PORTAL_CERTIFICATE, PORTAL_AUTHORITY, PORTAL_KEY,
        PORTAL_CODE, PORTAL_LOST, PORTAL_ELSEWHERE, PORTAL_NEWER, PORTAL_OLDER, PORTAL_BUSY, PORTAL_ANSWER.
        """
        try:
            return self._door.enter(approach)
        except ProblemError as error:
            if error.problem.code is not Code.PORTAL_OFFLINE:
                raise
            raise refuse(_AT_THE_DOOR.get(str(error.problem.param("reason")), Code.PORTAL_NOBODY)) from error

    def give_up(self) -> None:
        """Ask no further: somebody thought better of it. Any lane."""
        self._door.give_up()

    def stop(self) -> None:
        """Ask no further, now and ever after: the desk is about to be closed. Any lane."""
        self._door.stop()

    def keep(self, approach: Approach, welcome: Welcome) -> Membership:
        """Keep that this device is a member. Store lane."""
        asked, applicant = approach.invitation, approach.applicant
        member = Membership(
            url=asked.url,
            device=welcome.device,
            fingerprint=asked.fingerprint,
            station=welcome.station,
            operator=welcome.operator,
            home_station=applicant.station,
            home_operator=applicant.operator,
            role=welcome.role,
            sees=welcome.stations,
            portal_sign=welcome.sign_key,
            portal_receive=welcome.receive_key,
            way=approach.way,
            joined_at=self._clock.now(),
        )
        self._rows.join(member)
        return member

    def change_way(self, way: Way) -> None:
        """Change proxy and own certificates. Store lane. Raises NOT_PERMITTED."""
        self._require()
        self._rows.change_way(way)

    def _require(self) -> None:
        if not self.allowed:
            self._trail.note(Deed.REFUSED, outcome=Outcome.REFUSED, reason=Code.NOT_PERMITTED.value)
            raise refuse(Code.NOT_PERMITTED)
