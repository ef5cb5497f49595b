"""Station, pilots and settings of this device. Store lane."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lotse_app.forms.characters import check_printed
from lotse_app.models.permission import Right
from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.models.seen import changed_over
from lotse_app.models.trail import Deed, Outcome

if TYPE_CHECKING:
    from lotse_app.models.people import Operator, Pilot, Station
    from lotse_app.workflows.ports import StationRows
    from lotse_app.workflows.shift import Shift

THEME = "darstellung.farben"
TEXT_SCALE = "darstellung.schrift"


class Settings:
    """Settings; the responsible person or a coordinator changes the station, ``Pilots`` its pilots."""

    def __init__(self, rows: StationRows, shift: Shift) -> None:
        self._rows = rows
        self._workplace = shift.workplace
        self._clock = shift.clock
        self._operations = shift.operations
        self._trail = shift.trail
        self._sight = shift.sight

    def operator(self) -> Operator:
        """Return the operator."""
        return self._rows.operator()

    def station(self) -> Station:
        """Return the station."""
        return self._rows.station()

    def pilots(self) -> tuple[Pilot, ...]:
        """Return the pilots of this device."""
        return self._rows.pilots()

    def save_station(self, operator: Operator, station: Station, seen: tuple[Operator, Station] | None = None) -> None:
        """Change operator and station; who is no public body has no Annahmestelle.

        Raises NOT_PERMITTED, CHARACTER_NOT_ALLOWED.

        What the Art. 13 sheet says of the operator gives it a new version when it changes. ``seen`` is what stood on
        the form: a colleague's change that came down behind it stays, and where both touched a field, the operation
        says what was seen, so that the portal asks (design/sync, 4 and 7).
        """
        self._require_responsible()
        station = replace(station, reception_point=station.reception_point and operator.public_body)
        here = (self._rows.operator(), self._rows.station())
        seen = seen or here
        _require_printable(seen, (operator, station))
        operations = self._operations.station_changed(seen, (operator, station), self._clock.now())
        operator, station = changed_over(here[0], seen[0], operator), changed_over(here[1], seen[1], station)
        changed = operator.on_sheet != here[0].on_sheet
        operator = replace(operator, notice_version=here[0].notice_version + int(changed))
        self._rows.save_station(operator, station, operations)

    def value(self, key: str, default: str = "") -> str:
        """Return one setting."""
        return self._rows.setting(key, default)

    def save_value(self, key: str, value: str) -> None:
        """Write one setting."""
        self._rows.save_setting(key, value)

    def _require_responsible(self) -> None:
        if not self._sight.allows(Right.MANAGE_STATION):
            self._trail.note(Deed.REFUSED, outcome=Outcome.REFUSED, reason=Code.NOT_PERMITTED.value)
            raise refuse(Code.NOT_PERMITTED)


def _require_printable(seen: tuple[Operator, Station], entered: tuple[Operator, Station]) -> None:
    """Refuse a changed line with a letter that papers would leave out; what is kept from before stands in no way."""
    for before, after in zip(_printed(*seen), _printed(*entered), strict=True):
        wrong = check_printed(after)
        if wrong is not None and after != before:
            raise ProblemError(wrong)


def _printed(operator: Operator, station: Station) -> tuple[str, ...]:
    own = (operator.name, operator.address, operator.data_protection_contact)
    return *own, station.name, station.telephone, " ".join(station.hours.split())
