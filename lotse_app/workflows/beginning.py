"""What happens once: the first run, and the way back in by the recovery code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.people import Operator, Pilot, Role, Station
from lotse_app.models.problems import Code, refuse
from lotse_app.workflows.operations import OperationMaker

if TYPE_CHECKING:
    from lotse_app.clock import Clock
    from lotse_app.ids import Ids
    from lotse_app.workflows.ports import Vault
    from lotse_app.workflows.unlock import FirstRun, Ground


def set_up(ground: Ground, first: FirstRun, clock: Clock, ids: Ids) -> tuple[str, str, bytes]:
    """Make key file and store beside their place; return (pilot id, recovery code, database key).

    An operator that is no public body has no Annahmestelle, whatever was asked for.
    """
    public = first.public_body
    operator = Operator(ids.new(), first.operator_name, first.operator_address, first.data_protection_contact, public)
    reception = first.reception_point and public
    station = Station(ids.new(), operator.id, first.station_name, first.place_type, first.ags, reception)
    pilot = Pilot(ids.new(), first.pilot_name, first.role, responsible=True)
    key, code = ground.begin().create(pilot, first.passphrase)
    make = OperationMaker(ids, pilot.id)
    rows = ground.create_store(key)
    rows.set_up(operator, station, pilot, make.station_set_up(operator, station, clock.now()))
    return pilot.id, code, key


def let_in_again(vault: Vault, code: str, pilot_id: str, passphrase: str) -> tuple[bytes, str]:
    """Re-wrap all by the recovery code; return (key, new recovery code). Raises SLOT_UNKNOWN."""
    names = dict(vault.pilots())
    if pilot_id not in names:
        raise refuse(Code.SLOT_UNKNOWN)
    return vault.reset_with_recovery(code, Pilot(pilot_id, names[pilot_id], Role.OFFICIAL), passphrase)
