"""Addresses of offices: what a pilot entered goes before what is shipped; what nobody knows is asked for once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.clock import local_date, short_date
from lotse_app.forms.characters import check_printed
from lotse_app.models.office import MAX_LINE, Office, office_problems
from lotse_app.models.permission import Right
from lotse_app.models.problems import ProblemError
from lotse_app.workflows.find import authority_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from lotse_app.models.commune import Commune
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.letter_ports import KnownOffices, OfficeRows
    from lotse_app.workflows.shift import Shift

#: What the office of a district is called in a form or on a page, folded.
_DISTRICT_WORDS = ("landratsamt", "landkreis", "kreisverwaltung")
#: Digits of the key of a district.
_DISTRICT = 5


@dataclass(frozen=True, slots=True)
class OfficeWanted:
    """By what the office of a Vorgang is looked up, and how it is called on papers."""

    ags: str
    authority: str
    communal: bool
    words: str


def office_wanted(case: OpenCase) -> OfficeWanted:
    """Return where a Vorgang goes. Pure. A form that does not know its office is looked up by its service."""
    form, application = case.form, case.application
    authority = form.authority or application.service_name
    return OfficeWanted(application.ags, authority, bool(form.authority), authority_of(form, case.commune))


class Offices:
    """Where post goes. Store lane."""

    def __init__(self, known: KnownOffices, rows: OfficeRows, communes: Mapping[str, Commune], shift: Shift) -> None:
        self._known = known
        self._rows = rows
        self._titles = {commune.title: ags for ags, commune in communes.items()}
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

    def of_case(self, case: OpenCase) -> Office | None:
        """Return where the office of a Vorgang receives post, or None: ask once."""
        wanted = office_wanted(case)
        return self.address_of(wanted.ags, wanted.authority, communal=wanted.communal)

    def called(self, words: str, services: Collection[str] = ()) -> Office | None:
        """Return an office by what it is called on papers (``find.authority_of``), when its Vorgang may be gone.

        A commune's office begins with the commune (*Stadt Wilsdruff, Steueramt*). Any other is known only if it was
        entered for one of these ``services``, in the commune at the end of the words where they name one (*Zuständige
        Stelle (Wohngeld; Stadt Wilsdruff)*); where two were, nobody can tell which: None.
        """
        title, _, authority = words.partition(", ")
        ags = self._titles.get(title)
        if ags is not None:
            return self.address_of(ags, authority)
        here = self._titles.get(words.rpartition("; ")[2].removesuffix(")"))
        entered = ((at, service, office) for at, service, office in self._rows.all_entered() if here in {None, at})
        found = {office for _, service, office in entered if service in services}
        return found.pop() if len(found) == 1 else None

    def enter(self, ags: str, authority: str, name: str, street: str, postcode: str, town: str) -> Office:
        """Keep an address that a pilot typed; used from now on.

        Raises the first ``office_problems``, CHARACTER_NOT_ALLOWED for a letter that papers would leave out.
        """
        self._sight.require(Right.COUNSEL)
        printed = (("/name", name), ("/street", street), ("/town", town))
        letters = (check_printed(text.strip(), pointer) for pointer, text in printed)
        problems = (*office_problems(name, street, postcode, town), *filter(None, letters))
        if problems:
            raise ProblemError(problems[0])
        now = self._clock.now()
        today = local_date(now)
        source = f"eingetragen von {self._pilot.name} am {short_date(today)}"
        tidy = [" ".join(part.split())[:MAX_LINE] for part in (name, street, postcode, town)]
        office = Office(tidy[0], tidy[1], tidy[2], tidy[3], source, today, entered=True, entered_at=now)
        self._rows.enter(ags, authority, office, now)
        return office

    def forget(self, ags: str, authority: str = "") -> None:
        """Take an entered address away; the shipped one stands again."""
        self._sight.require(Right.COUNSEL)
        self._rows.forget(ags, authority)

    def entered(self) -> tuple[tuple[str, str, Office], ...]:
        """Return what was entered here, as (AGS, authority, office)."""
        return self._rows.all_entered()
