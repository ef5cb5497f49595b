"""Addresses of communes and districts: a plain table with source and date, read once when the first is asked for."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

from lotse_app.models.office import Office
from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from pathlib import Path


class OfficeFile:
    """Implements ``letter_ports.KnownOffices``; every thread may ask."""

    def __init__(self, resources: Path) -> None:
        """Keep where the table lies: ``communes/offices.tsv`` below ``resources``."""
        self._path = resources / "communes" / "offices.tsv"
        self._offices: dict[str, Office] | None = None

    def office(self, key: str) -> Office | None:
        """Return the office of a commune (AGS, 8 digits) or district (5 digits). Raises CATALOGUE_MISSING, _DAMAGED."""
        return self.offices().get(key)

    def offices(self) -> dict[str, Office]:
        """Return all by key."""
        if self._offices is None:
            self._offices = _read(self._path)
        return self._offices


def _read(path: Path) -> dict[str, Office]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return {row["key"]: _office(row) for row in csv.DictReader(lines, delimiter="\t", strict=True)}
    except FileNotFoundError as error:
        raise refuse(Code.CATALOGUE_MISSING) from error
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise refuse(Code.CATALOGUE_DAMAGED) from error


def _office(row: dict[str, str]) -> Office:
    checked = date.fromisoformat(row["checked"])
    return Office(row["name"], row["street"], row["postcode"], row["town"], row["source"], checked)
