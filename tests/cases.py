"""Applications in every stage, made through the same use cases as in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.demonstration.filling import fill, read_back, save
from lotse_app.demonstration.script import ANSWERS, STROKES
from lotse_app.store.opening import open_store
from tests.desks import PASSPHRASE, WILSDRUFF, close

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lotse_app.models.application import Application, CarriedBy
    from lotse_app.models.operation import Operation
    from lotse_app.models.persons import PersonKey
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.persons import Gathered
    from tests.desks import Office

SIGNER = "Hańža Marija Nowakowa-Žurić"

__all__ = [
    "ANSWERS",
    "SIGNER",
    "begin",
    "checked",
    "filled",
    "frozen",
    "gathered",
    "hand_in",
    "operations",
    "save",
    "signed",
]


def begin(office: Office, ags: str = WILSDRUFF) -> Application:
    """Begin the dog tax application in a running session."""
    hits = office.desk.find.find("Hund anmelden")
    return office.desk.applications.begin(office.desk.find.card(hits[0].service_id, ags), ags)


def filled(office: Office, answers: Iterable[tuple[str, Any]] = ANSWERS, ags: str = WILSDRUFF) -> OpenCase:
    """Fill everything in."""
    return fill(office.desk, begin(office, ags).id, answers)


def checked(office: Office, ags: str = WILSDRUFF) -> OpenCase:
    """Read everything back."""
    return read_back(office.desk, filled(office, ags=ags).application.id)


def frozen(office: Office, ags: str = WILSDRUFF) -> OpenCase:
    """Freeze it."""
    case = checked(office, ags)
    office.desk.freezing.commit(office.desk.freezing.prepare(case))
    return office.desk.applications.open(case.application.id)


def signed(office: Office, ags: str = WILSDRUFF) -> OpenCase:
    """Sign it on the pad."""
    case = frozen(office, ags)
    office.desk.signing.commit(office.desk.signing.prepare_pad(case, SIGNER, STROKES))
    return office.desk.applications.open(case.application.id)


def hand_in(office: Office, carried_by: CarriedBy, ags: str = WILSDRUFF) -> OpenCase:
    """Hand it in on paper."""
    case = signed(office, ags)
    office.desk.handing_in.commit(office.desk.handing_in.prepare(case, carried_by))
    return office.desk.applications.open(case.application.id)


def gathered(desk: Desk, key: PersonKey) -> Gathered:
    """Gather the data copy of all Vorgänge that name a person."""
    ids = [
        one.id for found in desk.persons.find(key.surname, key.birth) if found.key == key for one in found.applications
    ]
    return desk.persons.gather(key, ids)


def operations(office: Office) -> list[Operation]:
    """Return the outbox log, read from the closed store; the desk is opened again behind it."""
    close(office.desk)
    key = office.program.unlocking.key(office.pilot_id, PASSPHRASE)
    store = open_store(office.program.places.ground, key, office.clock, office.program.tools.ids)
    logged = [row.operation for row in store.outbox.waiting()]
    store.close()
    office.reopen(key)
    return logged
