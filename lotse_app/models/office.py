"""Where an office receives post: a fact with its source and the day it was checked, or what a pilot entered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lotse_app.models.problems import Code, problem

if TYPE_CHECKING:
    from datetime import date, datetime

    from lotse_app.models.problems import Problem

#: The office where a form does not know it; the resident may name it on the page.
OFFICE_UNKNOWN = "Zuständige Stelle"
#: Longest name or line of an address.
MAX_LINE = 120
_POSTCODE = re.compile(r"[0-9]{5}")


@dataclass(frozen=True, slots=True)
class Office:
    """One office: ``source`` says whence, ``checked`` as of when; ``entered`` is whether a pilot typed it in here.

    ``entered_at`` is the moment that happened: what was frozen before does not have this address.
    """

    name: str
    street: str
    postcode: str
    town: str
    source: str
    checked: date
    entered: bool = False
    entered_at: datetime | None = field(default=None, compare=False)

    @property
    def lines(self) -> tuple[str, str, str]:
        """Return the address as it stands on an envelope."""
        return (self.name, *self.where)

    @property
    def where(self) -> tuple[str, str]:
        """Return street, then postcode and town: the lines below the name."""
        return (self.street, f"{self.postcode} {self.town}")


def office_problems(name: str, street: str, postcode: str, town: str) -> tuple[Problem, ...]:
    """Return what is wrong with a typed address, each with the field it belongs to (``/name`` …)."""
    found = [
        problem(Code.REQUIRED, f"/{key}")
        for key, value in (("name", name), ("street", street), ("town", town))
        if not value.strip()
    ]
    if not _POSTCODE.fullmatch(postcode.strip()):
        found.append(problem(Code.POSTCODE_INVALID, "/postcode"))
    return tuple(found)
