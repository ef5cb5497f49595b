"""Addresses of offices: what a pilot entered goes before what is shipped; what nobody knows is asked for once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import local_date, short_date
from lotse_app.models.office import MAX_LINE, Office, office_problems
from lotse_app.models.permission import Right
from lotse_app.models.problems import ProblemError

if TYPE_CHECKING:
    from lotse_app.workflows.letter_ports import KnownOffices, OfficeRows
    from lotse_app.workflows.shift import Shift

#: What the office of a district is called in a form or on a page, folded.
_DISTRICT_WORDS = ("landratsamt", "landkreis", "kreisverwaltung")
#: Digits of the key of a district.
_DISTRICT = 5


class Offices:
    """Where post goes. Store lane."""

    def __init__(self, known: KnownOffices, rows: OfficeRows, shift: Shift) -> None:
        self._known = known
        self._rows = rows
        self._sight = shift.sight
        self._pilot = shift.workplace.pilot
        self._clock = shift.clock

    def address_of(self, ags: str, authority: str = "", *, communal: bool = True) -> Office | None:
        """Return where an office receives post, or None: then ask once and ``enter`` it.

        ``authority`` is the part of the commune (*Steueramt*, ``form.authority``): it has the commune's address unless
        another one was entered. *Landratsamt …* means the district of the commune. Without ``authority``: the commune.
        Not ``communal`` (a Jobcenter, a Familienkasse): known only once it was entered.
        """
        entered = self._rows.entered(ags, authority)
        if entered is not None or not communal:
            return entered
        if authority and (own := self._rows.entered(ags, "")) is not None:
            return own
        district = authority.casefold().startswith(_DISTRICT_WORDS)
        return self._known.office(ags[:_DISTRICT] if district else ags)

    def enter(self, ags: str, authority: str, name: str, street: str, postcode: str, town: str) -> Office:
        """Keep an address that a pilot typed; used from now on. Raises the first ``office_problems``."""
        self._sight.require(Right.COUNSEL)
        problems = office_problems(name, street, postcode, town)
        if problems:
            raise ProblemError(problems[0])
        now = self._clock.now()
        today = local_date(now)
        source = f"eingetragen von {self._pilot.name} am {short_date(today)}"
        tidy = [" ".join(part.split())[:MAX_LINE] for part in (name, street, postcode, town)]
        office = Office(tidy[0], tidy[1], tidy[2], tidy[3], source, today, entered=True)
        self._rows.enter(ags, authority, office, now)
        return office

    def forget(self, ags: str, authority: str = "") -> None:
        """Take an entered address away; the shipped one stands again."""
        self._sight.require(Right.COUNSEL)
        self._rows.forget(ags, authority)

    def entered(self) -> tuple[tuple[str, str, Office], ...]:
        """Return what was entered here, as (AGS, authority, office)."""
        return self._rows.all_entered()
