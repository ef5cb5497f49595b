"""Reads the invented residents of practice from ``resources/practice``."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from lotse_app.models.practice import PracticePerson, PracticeSession, Residents
from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from pathlib import Path


def read_residents(folder: Path) -> Residents:
    """Return the residents of ``person-*.toml``, in the order of their files, and the sessions. Raises FORM_BROKEN."""

    def read(path: Path) -> dict[str, Any]:
        return tomllib.loads(path.read_text(encoding="utf-8"))

    try:
        people = tuple(PracticePerson(**read(path)) for path in sorted(folder.glob("person-*.toml")))
        sessions = tuple(PracticeSession(**one) for one in read(folder / "beratungen.toml")["beratung"])
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise refuse(Code.FORM_BROKEN) from error
    return Residents(people, sessions)
