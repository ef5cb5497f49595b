"""What stands in for a catalogue that cannot be read: communes from their own table, nothing of services."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NoReturn

from lotse_app.catalogue.file import grouped
from lotse_app.catalogue.german import sort_key
from lotse_app.models.commune import Commune
from lotse_app.models.problems import Code, ProblemError, refuse

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.models.problems import Problem


class ClosedCatalogue:
    """Implements ``Catalogue`` and ``Finder``: so that the desk opens, with drafts, lists and backups.

    What needs the services raises what is wrong with the file: CATALOGUE_MISSING, CATALOGUE_DAMAGED.
    """

    def __init__(self, resources: Path, problem: Problem) -> None:
        """Read ``communes`` below ``resources``. Raises ``problem`` where that cannot be read either."""
        self.problem = problem
        folder = resources / "communes"
        try:
            postcodes = grouped((row["ags"], row["postcode"]) for row in _rows(folder / "postcodes.tsv"))
            rows = sorted(_rows(folder / "communes.tsv"), key=lambda row: sort_key(row["name"]))
            self._communes = {
                row["ags"]: Commune(
                    row["ags"],
                    row["ars"],
                    row["name"],
                    row["district"],
                    int(row["population"]),
                    postcodes.get(row["ags"], ()),
                )
                for row in rows
            }
        except (OSError, KeyError, ValueError, TypeError, csv.Error) as error:
            raise ProblemError(problem) from error

    def services(self) -> NoReturn:
        """Raise what is wrong."""
        raise ProblemError(self.problem)

    def service(self, _service_id: str) -> NoReturn:
        """Raise what is wrong."""
        raise ProblemError(self.problem)

    def by_leika(self, _leika: str) -> NoReturn:
        """Raise what is wrong."""
        raise ProblemError(self.problem)

    def eligible(self, _service_id: str) -> NoReturn:
        """Raise what is wrong."""
        raise ProblemError(self.problem)

    def find(self, _text: str, _limit: int = 20) -> NoReturn:
        """Raise what is wrong."""
        raise ProblemError(self.problem)

    def communes(self) -> tuple[Commune, ...]:
        """Return the communes, in German order."""
        return tuple(self._communes.values())

    def commune(self, ags: str) -> Commune:
        """Return one commune by AGS. Raises RECORD_MISSING."""
        try:
            return self._communes[ags]
        except KeyError as error:
            raise refuse(Code.RECORD_MISSING) from error

    def communes_of_postcode(self, postcode: str) -> tuple[Commune, ...]:
        """Return all communes that share a postcode."""
        return tuple(one for one in self._communes.values() if postcode in one.postcodes)

    def attribution(self) -> tuple[tuple[str, str], ...]:
        """Return nothing: the lines stand in the file that cannot be read."""
        return ()


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", strict=True))
