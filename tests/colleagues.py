"""Several pilots at one device: added by the first, each with an own passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.people import Role
from tests.desks import MORNING, PASSPHRASE, close

if TYPE_CHECKING:
    from lotse_app.models.people import Pilot
    from lotse_app.workflows.desk import Desk
    from tests.desks import Office

OTHER_PASSPHRASE = "noch ein langer Satz dazu"  # noqa: S105 - of an invented pilot


def add(
    desk: Desk,
    name: str = "B. Muster",
    role: Role = Role.OFFICIAL,
    *,
    responsible: bool = False,
    sworn: bool = True,
    own_passphrase: str = PASSPHRASE,
) -> Pilot:
    """Add a pilot; a volunteer has signed unless told otherwise."""
    pilot = desk.pilots.new(name, role, responsible=responsible)
    desk.pilots.grant(pilot, own_passphrase, OTHER_PASSPHRASE)
    desk.pilots.admit(pilot)
    if role is Role.VOLUNTEER and sworn:
        desk.pilots.swear(pilot.id, MORNING.date())
    return pilot


def sit_down(office: Office, pilot_id: str) -> Desk:
    """Close the desk and open it as this pilot."""
    close(office.desk)
    passphrase = PASSPHRASE if pilot_id == office.pilot_id else OTHER_PASSPHRASE
    key = office.program.unlocking.key(pilot_id, passphrase)
    office.desk = office.program.unlocking.open(pilot_id, key)
    return office.desk
