"""Who may do what: role x responsible x right (design/product, *Who uses it*). One table, asked by the use cases.

A cell lists what stands between a pilot and a right; an empty cell means: allowed.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from lotse_app.models.people import Role
from lotse_app.models.problems import Code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lotse_app.models.people import Pilot


class Right(StrEnum):
    """What a use case asks for."""

    MANAGE_PILOTS = "lotsen_verwalten"
    MANAGE_STATION = "stuetzpunkt_verwalten"
    COUNSEL = "beraten"
    BEGIN_CASE = "vorgang_beginnen"
    OPEN_OWN_CASE = "eigenen_vorgang_oeffnen"
    OPEN_COLLEAGUES_CASE = "fremden_vorgang_oeffnen"
    SEE_FIGURES = "zahlen_sehen"
    EXPORT = "zahlen_ausgeben"
    RELEASE_FORMS = "formulare_freigeben"


class Need(StrEnum):
    """What stands in the way; ``SECRECY`` and ``TAKEOVER`` can be met, the others only by another role."""

    RESPONSIBLE = "nur_verantwortlich"
    KEEPER = "nur_formularpflege"
    NO_PERSONS = "keine_personen"
    SECRECY = "verpflichtung"
    TAKEOVER = "vertretung"


Cell = tuple[Need, ...]

_FREE: Cell = ()
_RESPONSIBLE: Cell = (Need.RESPONSIBLE,)
_KEEPER: Cell = (Need.KEEPER,)
_NOBODY: Cell = (Need.NO_PERSONS,)
_SWORN: Cell = (Need.SECRECY,)
_DEPUTY: Cell = (Need.TAKEOVER,)
_SWORN_DEPUTY: Cell = (Need.SECRECY, Need.TAKEOVER)

#: The columns of ``RULES``: role, and whether the pilot is the responsible person.
COLUMNS: tuple[tuple[Role, bool], ...] = (
    (Role.OFFICIAL, False),
    (Role.OFFICIAL, True),
    (Role.VOLUNTEER, False),
    (Role.VOLUNTEER, True),
    (Role.COORDINATOR, False),
    (Role.COORDINATOR, True),
)

RULES: Mapping[Right, tuple[Cell, Cell, Cell, Cell, Cell, Cell]] = {
    Right.MANAGE_PILOTS: (_RESPONSIBLE, _FREE, _RESPONSIBLE, _FREE, _FREE, _FREE),
    Right.MANAGE_STATION: (_RESPONSIBLE, _FREE, _RESPONSIBLE, _FREE, _FREE, _FREE),
    Right.COUNSEL: (_FREE, _FREE, _FREE, _FREE, _NOBODY, _NOBODY),
    Right.BEGIN_CASE: (_FREE, _FREE, _SWORN, _SWORN, _NOBODY, _NOBODY),
    Right.OPEN_OWN_CASE: (_FREE, _FREE, _SWORN, _SWORN, _NOBODY, _NOBODY),
    Right.OPEN_COLLEAGUES_CASE: (_DEPUTY, _DEPUTY, _SWORN_DEPUTY, _SWORN_DEPUTY, _NOBODY, _NOBODY),
    Right.SEE_FIGURES: (_FREE, _FREE, _FREE, _FREE, _FREE, _FREE),
    Right.EXPORT: (_RESPONSIBLE, _FREE, _RESPONSIBLE, _FREE, _FREE, _FREE),
    Right.RELEASE_FORMS: (_KEEPER, _FREE, _KEEPER, _FREE, _FREE, _FREE),
}

_CODES: Mapping[Need, Code] = {
    Need.RESPONSIBLE: Code.NOT_PERMITTED,
    Need.KEEPER: Code.FORM_KEEPER_ONLY,
    Need.NO_PERSONS: Code.COORDINATOR_NO_PERSONS,
    Need.SECRECY: Code.UNDERTAKING_MISSING,
    Need.TAKEOVER: Code.TAKEOVER_MISSING,
}


def refusal(pilot: Pilot, right: Right, *, taken_over: bool = False) -> Code | None:
    """Return why this pilot may not do it, or None: allowed. An inactive pilot may nothing."""
    if not pilot.active:
        return Code.SLOT_UNKNOWN
    met = {Need.SECRECY: pilot.undertaking is not None, Need.TAKEOVER: taken_over}
    cell = RULES[right][COLUMNS.index((pilot.role, pilot.responsible))]
    return next((_CODES[need] for need in cell if not met.get(need, False)), None)
